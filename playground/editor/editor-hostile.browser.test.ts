// What comes from strangers is text and nothing else; and a worker that dies is started anew.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testing/browser.ts'
import { BANK, clickAt, ENDS, openEditor, placeOf, textOf } from './testing/open.ts'

/** The address follows half a second after the last key, on a busy machine later. */
const SOON = { timeout: 10_000 }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const EVIL = '<img src=x onerror=fetch(1)><script>window.ran=1</script>[a](javascript:window.ran=1)'

it('labels, remarks and texts in hovers, problems and the outline run nothing and are shown as they are', async () => {
  const main = BANK.replace('"opening hours"', `"${EVIL}"`)
    .replace('flow hours_told', `/// ${EVIL}\n/// [go](command:editor.action.selectAll)\nflow hours_told`)
    .replace('-> main', `-> main  "${EVIL}" -> nowhere`)
  const { page, context, complaints } = await openEditor(browser, { 'main.ivr': main, 'ends.ivr': ENDS })
  await page.getByRole('tab', { name: /Problems/ }).click()
  await page
    .getByRole('region', { name: 'main.ivr' })
    .getByRole('button', { name: /nowhere/ })
    .first()
    .waitFor()
  const { x, y } = await placeOf(page, 'flow hours_told')
  await page.mouse.move(x + 20, y)
  const hover = page.getByRole('tooltip').filter({ hasText: 'hours_told' }).first()
  await hover.waitFor()
  expect(await hover.innerText()).toContain('onerror')
  expect(await page.locator('img[src="x"], a[href^="javascript"], a[data-href^="javascript"], a[data-href^="command"]').count()).toBe(0)
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(complaints).toEqual([])
  await context.close()
})

it('files of any name are edited, found and gone to', async () => {
  const name = 'Größe 50%25 #1 & 账户 📞.ivr'
  const files = { 'main.ivr': BANK.replace('./ends.ivr', `./${name}`), [name]: ENDS }
  const { page, context, complaints, files: kept } = await openEditor(browser, files)
  await clickAt(page, 'goodbye')
  await page.keyboard.press('F12')
  await textOf(page, name)
  await page.getByText('Line 1, column 6').waitFor()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: /Rename/ }).fill('farewell')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await kept())[name], SOON).toContain('flow farewell')
  expect((await kept())['main.ivr']).not.toContain('goodbye')
  await page.keyboard.press('Control+End')
  await page.keyboard.type('flow other { -> nowhere }', { delay: 20 })
  await page.getByRole('tab', { name: /Problems/ }).click()
  await page.getByRole('region', { name }).getByText('nowhere').first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it('50,000 lines, with what no editor likes in it, can be read and typed in', async () => {
  const line = '// of no matter, \u0007 and no more'
  const files = { 'main.ivr': BANK, 'ends.ivr': `${ENDS}${`${line}\n`.repeat(49_000)}` }
  const { page, context, complaints } = await openEditor(browser, files, { current: 'ends.ivr' })
  await (await textOf(page, 'ends.ivr')).focus()
  await page.keyboard.press('Control+End')
  await page.getByText('Line 49005, column 1').waitFor()
  await page.keyboard.type('flow more { -> nowhere }')
  await page.getByRole('tab', { name: /Problems/ }).click()
  await page.getByRole('region', { name: 'ends.ivr' }).getByText('nowhere').first().waitFor({ timeout: 30_000 })
  expect(complaints).toEqual([])
  await context.close()
})

it('a language server that dies is started anew with all files, and nobody notices', async () => {
  const { page, context, complaints } = await openEditor(browser, { 'main.ivr': BANK, 'ends.ivr': ENDS })
  let killed = 0
  for (const worker of page.workers()) {
    if (!(await worker.evaluate(() => (globalThis as unknown as { name: string }).name === 'language'))) continue
    await worker.evaluate(() => close())
    killed++
  }
  expect(killed).toBe(1)
  await clickAt(page, 'Welcome')
  await page.keyboard.press('Control+End')
  await page.keyboard.type('flow other { -> nowhere }', { delay: 20 })
  await page.getByRole('tab', { name: /Problems/ }).click()
  await page.getByRole('region', { name: 'main.ivr' }).getByText('nowhere').first().waitFor({ timeout: 30_000 })
  expect(await page.getByText('Checking has stopped').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})
