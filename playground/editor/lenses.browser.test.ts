// Lenses: their room is there before they are, and what they offer can be chosen.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, openPage } from '../testing/browser.ts'
import { writeLink } from '../share/link.ts'
import { BANK, clickAt, ENDS, openEditor } from './testing/open.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const SCRIPTS = `use "./main.ivr"

script "hears the hours" {
  call
  press 1
  hear "We open at nine."
}

script "ends the call <b>" {
  call
  press 0
  hear "Goodbye."
}
`
const FILES = { 'main.ivr': BANK, 'ends.ivr': ENDS, 'corner.dtmf': SCRIPTS }

it('no line moves when the editor and its lenses come', async () => {
  const link = (await writeLink({ files: FILES, entry: 'main.ivr', current: 'main.ivr' }, null))!
  const { page, context, complaints } = await openPage(browser, {
    fragment: `#${link}`,
    before: fresh =>
      fresh.addInitScript(() => {
        const seen: Record<string, number[]> = {}
        Object.assign(globalThis, { seen })
        const look = (): void => {
          const lines = [...document.querySelectorAll('.editor-plain-text > div, .view-line')]
          for (const start of ['line corner', 'menu main', 'flow hours_told']) {
            const line = lines.find(one => one.textContent?.replaceAll('\u00a0', ' ').startsWith(start))
            if (!line) continue
            const { bottom } = line.getBoundingClientRect()
            const ys = (seen[start] ??= [])
            if (ys.at(-1) !== bottom) ys.push(bottom)
          }
          requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
  })
  await page.getByText('dial from here').first().waitFor({ state: 'attached' })
  await page.waitForTimeout(1000)
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Record<string, number[]> }).seen)
  expect(Object.keys(seen)).toHaveLength(3)
  for (const ys of Object.values(seen)) expect(ys).toHaveLength(1)
  expect(complaints).toEqual([])
  await context.close()
})

it('the line that is typed in stays where it is when a lens comes above it', async () => {
  const { page, context, complaints, text } = await openEditor(browser, FILES, {
    viewport: { width: 1440, height: 560 },
    reducedMotion: 'reduce',
  })
  const cursorY = (): Promise<number> =>
    page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
      return document.querySelector('.cursors-layer > .cursor')!.getBoundingClientRect().y
    })
  await text.focus()
  await page.keyboard.press('Control+End')
  // Words that are asked for on the way are put away, and the end is in sight.
  await page.keyboard.insertText('\nflow another {\n  -> goodbye\n}\n')
  await page.keyboard.press('ArrowUp')
  const before = await cursorY()
  const there = await page.getByText('no caller gets here').count()
  expect(there).toBe(0)
  await page.getByText('no caller gets here').first().waitFor()
  await page.waitForTimeout(500)
  expect(await cursorY()).toBe(before)
  // A fault takes the words of lenses away, and not their room.
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText('\nflow {')
  const faulty = await cursorY()
  await page.locator('.squiggly-error').first().waitFor()
  await page.waitForTimeout(1500)
  expect(await cursorY()).toBe(faulty)
  expect(complaints).toEqual([])
  await context.close()
})

it('a lens that names several scripts offers them, by pointer and by key', async () => {
  const { page, context, complaints } = await openEditor(browser, FILES)
  await page.getByRole('tab', { name: /^Scripts/ }).click()
  await page.getByRole('button', { name: 'Run all' }).click()
  const lens = page.locator('.codelens-decoration > a', { hasText: '2 scripts' }).first()
  await lens.click()
  const menu = page.getByRole('menu', { name: 'What can be done at this place' })
  await menu.waitFor()
  const [at, above] = [(await menu.boundingBox())!, (await lens.boundingBox())!]
  expect(Math.abs(at.y - above.y - above.height)).toBeLessThan(6)
  expect(Math.abs(at.x - above.x)).toBeLessThan(6)
  expect(await menu.getByRole('menuitem').allInnerTexts()).toEqual([
    expect.stringContaining('hears the hours'),
    expect.stringContaining('ends the call <b>'),
  ])
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)).toBe(true)

  await clickAt(page, 'Welcome to Corner Bank.')
  await page.keyboard.press('F9')
  await menu.waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/hears the hours|dial from here/)
  await page.keyboard.type('e')
  await page.keyboard.press('Enter')
  await page.getByText('Line 9, column', { exact: false }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
