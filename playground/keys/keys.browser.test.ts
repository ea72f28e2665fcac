import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axe } from '../testing/axe.ts'
import { launchBrowser, openPage } from '../testing/browser.ts'
import { GROUPS, KEYS } from './table.ts'
import { WORDS } from './words.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const focused = (page: Page): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

it.each([
  ['en', 'light'],
  ['zh', 'dark'],
] as const)('all keys are listed, by F1 and by a button, and the list is for everybody: %s', async (language, colorScheme) => {
  const words = WORDS[language]
  const { page, context, complaints } = await openPage(browser, {
    ...{ locale: language === 'en' ? 'en-US' : 'zh-CN', colorScheme, reducedMotion: 'reduce' },
  })
  const text = page.locator('.monaco-editor textarea, .monaco-editor [role=textbox]').first()
  await text.waitFor({ state: 'attached' })
  const button = page.getByRole('button', { name: words.keys, exact: true })
  await button.focus()
  await page.keyboard.press('F1')
  const dialog = page.getByRole('dialog', { name: words.title })
  await dialog.waitFor()
  expect(await axe(page)).toEqual([])
  for (const [group, ids] of Object.entries(GROUPS)) {
    const part = dialog.getByRole('region', { name: words.groups[group as keyof typeof GROUPS], exact: true })
    expect(await part.getByRole('definition').allInnerTexts()).toEqual(ids.map(id => words.does[id]))
  }
  await page.keyboard.press('Escape')
  expect(await dialog.count()).toBe(0)
  expect(await focused(page)).toBe(words.keys)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  expect(await dialog.count()).toBe(0)
  // In the text F1 is the text's.
  await text.focus()
  await page.keyboard.press('F1')
  await page.locator('.quick-input-widget').waitFor()
  expect(await dialog.count()).toBe(0)
  await page.keyboard.press('Escape')
  // What assistive technology is told stands in the list, and every part says some.
  const told = await page.evaluate(() =>
    [...document.querySelectorAll('[aria-keyshortcuts]')].flatMap(one => one.getAttribute('aria-keyshortcuts')!.split(' ')),
  )
  const known = new Set(Object.values(KEYS).flat())
  expect(told.filter(key => !known.has(key))).toEqual([])
  expect(told).toEqual(expect.arrayContaining(['F1', 'F2', 'F6', 'Shift+F6', 'Control+S', 'Delete', '7', '#', 'ArrowLeft', 'Plus']))
  expect(complaints).toEqual([])
  await context.close()
})

it('every key of the list is in one group, and both languages say what each does', () => {
  expect(Object.values(GROUPS).flat().toSorted()).toEqual(Object.keys(KEYS).toSorted())
  for (const { does } of Object.values(WORDS)) expect(new Set(Object.values(does)).size).toBe(Object.keys(KEYS).length)
})
