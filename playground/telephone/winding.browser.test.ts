// A call of a thousand steps is wound back at sixty frames a second.
import { cpus, loadavg } from 'node:os'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testing/browser.ts'
import { openPhone } from './testing/phone.ts'
import { SMALL } from './testing/programs.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** ms, of 60 in a second */
const FRAME = 1000 / 60

it('a call of 1,000 steps is wound back at 60 frames a second', async () => {
  const phone = await openPhone(browser, { project: { 'main.ivr': SMALL } })
  await phone.click('Stopped')
  await phone.dial()
  const slider = phone.pane.getByRole('slider', { name: 'Steps of the call' })
  while (Number(await slider.getAttribute('max')) < 1000) {
    for (let times = 0; times < 20; times++) {
      await phone.click('On to where the caller is asked')
      await phone.press('3')
    }
  }
  const devtools = await phone.context.newCDPSession(phone.page)
  await devtools.send('Performance.enable')
  /** Seconds of the page's own work: script, styles and layout. */
  const work = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    const of = (name: string): number => metrics.find(metric => metric.name === name)?.value ?? 0
    return of('ScriptDuration') + of('RecalcStyleDuration') + of('LayoutDuration')
  }
  const before = await work()
  const frames = await slider.evaluate(async element => {
    const input = element as HTMLInputElement
    const frame = (): Promise<number> => new Promise(resolve => requestAnimationFrame(resolve))
    const times: number[] = []
    let last = await frame()
    for (let step = 1000; step >= 0; step -= 4) {
      input.value = String(step)
      input.dispatchEvent(new InputEvent('input', { bubbles: true }))
      const now = await frame()
      times.push(now - last)
      last = now
    }
    return times
  })
  const worked = (((await work()) - before) * 1000) / frames.length
  const sorted = [...frames].sort((one, other) => one - other)
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)]!
  console.log(
    `1,000 steps wound back in ${frames.length} frames: median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms a frame, ${worked.toFixed(1)} ms of them the page's own work`,
  )
  expect(worked).toBeLessThan(FRAME)
  // On a machine that other tests have for themselves, frames say nothing of the page.
  if (loadavg()[0]! < cpus().length) expect(at(0.5)).toBeLessThan(FRAME + 1)
  expect(phone.complaints).toEqual([])
  await phone.context.close()
})
