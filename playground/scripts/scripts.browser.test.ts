import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callwright, temporaryFolder } from '../../cli/testing/io.ts'
import { writeLink } from '../share/link.ts'
import { CORNER_BANK } from '../testing/corner-bank.ts'
import { launchBrowser, openPage } from '../testing/browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** A cold page on a busy machine: the editor and the compiler come for the first time. */
const COLD = 60_000

async function runAll(page: Page): Promise<string> {
  await page.getByRole('tab', { name: 'Scripts' }).click()
  const button = page.getByRole('button', { name: 'Run all' })
  await expect.poll(() => button.isEnabled(), { timeout: COLD }).toBe(true)
  await button.click()
  const result = page.locator('.scripts-result').getByText(/passed/)
  await result.waitFor({ timeout: COLD })
  return result.innerText()
}

it('all scripts of an example run, with the counts and the coverage of `callwright test`', async () => {
  const cwd = temporaryFolder()
  cpSync(join(import.meta.dirname, '../../examples/card-centre'), cwd, { recursive: true })
  const { out } = await callwright(['test', '--coverage', '.'], { cwd })
  const [, passed] = /(\d+) passed/.exec(out)!
  const [, percent] = /coverage (\d+\.\d %)/.exec(out)!
  const { page, context, complaints } = await openPage(browser, { fragment: '#example=card-centre' })
  expect(await runAll(page)).toMatch(new RegExp(`^${passed} passed \\(`))
  await page.getByRole('tab', { name: `Covered ${percent}` }).click()
  // What `callwright test` says by kind stands there by kind.
  for (const [, kind, count] of out.matchAll(/(places|options|outcomes|timers|checks|languages) (\d+\/\d+)/g))
    await page.getByRole('listitem').filter({ hasText: kind! }).filter({ hasText: count! }).first().waitFor()
  // In the margin of the text, too.
  await page.locator('.editor-covered').first().waitFor({ timeout: COLD })
  expect(complaints).toEqual([])
  await context.close()
}, 180_000)

it('a call is kept as a script, which passes; when the program changes it fails, and opens the phone at that moment', async () => {
  const link = await writeLink({ files: { 'main.ivr': CORNER_BANK }, entry: 'main.ivr', current: 'main.ivr' }, null)
  const { page, context, complaints } = await openPage(browser, { fragment: `#${link}` })
  await page.getByRole('tab', { name: 'Scripts' }).click()
  await page.getByText('There is no script yet').waitFor({ timeout: COLD })
  const keep = page.getByRole('button', { name: 'Keep this call as a script' })
  expect(await keep.isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  const telephone = page.getByRole('region', { name: 'Telephone' })
  await telephone.getByText('Welcome to Corner Bank.').first().waitFor({ timeout: COLD })
  await page.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: /^1\b/ }).click()
  await page.getByRole('button', { name: 'Call again' }).waitFor({ timeout: COLD })
  await keep.click()
  await page.getByRole('button', { name: 'Keep it and run it' }).click()
  await page.getByRole('alert').getByText('Say in a few words').waitFor()
  await page.getByLabel('What is tried').fill('somebody asks for the hours <img src=x>')
  await page.getByRole('button', { name: 'Keep it and run it' }).click()
  await page.getByText(/^Passed in/).waitFor({ timeout: COLD })
  expect(await keep.evaluate(button => button === document.activeElement)).toBe(true)
  // The lenses know it, too.
  await page
    .locator('.codelens-decoration', { hasText: /1 script/ })
    .first()
    .waitFor({ timeout: COLD })
  await page.getByRole('treeitem', { name: /^somebody asks for the hours <img src=x>, en-US, passed/ }).waitFor()

  await page.locator('.view-line', { hasText: 'We are open' }).click()
  await page.keyboard.press('End')
  for (const _ of 'five."') await page.keyboard.press('ArrowLeft')
  await page.keyboard.type('half past ')
  await page.getByText('This is of an earlier text.').waitFor({ timeout: COLD })
  await page.getByRole('checkbox', { name: 'Run as I type' }).check()
  // Nobody has pressed “Run”.
  await page.getByText('It was not heard.').waitFor({ timeout: COLD })
  await page.getByText('“We are open from nine to half past five.”').first().waitFor()
  await page.getByText('hear "We are open from nine to five."').waitFor()
  await page.getByRole('button', { name: 'Open the phone at that moment' }).click()
  await telephone.getByText('We are open from nine to half past five.').first().waitFor({ timeout: COLD })
  await page.getByRole('button', { name: 'Hang up' }).waitFor()
  // There, too, it is said what should have come, and keys are the telephone's.
  const why = telephone.locator('.telephone-failing')
  await why.getByText('Here “somebody asks for the hours <img src=x>” fails. It was not heard.').waitFor()
  await why.getByText('“We are open from nine to five.”').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('telephone-pane')
  expect(await page.locator('.scripts img, .telephone-pane img').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
}, 240_000)

it('well over a thousand scripts run beside the page, of which only what is seen is in it', async () => {
  const { page, context, complaints } = await openPage(browser, { fragment: '#example=harbour-95500' })
  const began = Date.now()
  const text = await runAll(page)
  console.log(`harbour's scripts in the page: ${text}; ${((Date.now() - began) / 1000).toFixed(1)} s from the click with compiling`)
  expect(Number(/^(\d+) passed/.exec(text)![1])).toBeGreaterThan(1400)
  expect(text).not.toContain('failed')
  const tree = page.getByRole('tree', { name: 'Scripts by file' })
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(60)
  // To its end by keys.
  await tree.focus()
  await page.keyboard.press('End')
  await expect.poll(() => page.locator('.scripts-tree').evaluate(list => list.scrollTop)).toBeGreaterThan(0)
  await page.getByRole('searchbox', { name: 'Find a script' }).fill('star in a flow')
  await page
    .getByRole('treeitem', { name: /^the star in a flow/ })
    .first()
    .waitFor()
  expect(complaints).toEqual([])
  await context.close()
}, 180_000)

it('another project begins with no call, no results and no coverage of the one before', async () => {
  const { page, context, complaints } = await openPage(browser, { fragment: '#example=card-centre' })
  await runAll(page)
  await page.getByRole('tab', { name: /^Covered/ }).waitFor()
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  await page.getByRole('button', { name: 'Hang up' }).waitFor({ timeout: COLD })
  await page.getByRole('button', { name: /^Project:/ }).click()
  await page.getByRole('menuitemradio', { name: /95500/ }).click()
  const telephone = page.getByRole('region', { name: 'Telephone' })
  await telephone.getByRole('button', { name: 'Call', exact: true }).waitFor({ timeout: COLD })
  await telephone.getByText('Harbour Bank 95500').waitFor({ timeout: COLD })
  expect(await page.locator('.scripts-result').innerText()).toBe('')
  await page.getByRole('tab', { name: 'Coverage', exact: true }).waitFor()
  await page
    .getByRole('treeitem', { name: /not run$/ })
    .first()
    .waitFor({ timeout: COLD })
  expect(await telephone.locator('.telephone-row').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
}, 180_000)
