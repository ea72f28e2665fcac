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

const PROJECT = { 'main.ivr': BANK, 'ends.ivr': ENDS }

it('the default example is clean, and its text can be read at once and typed in soon', async () => {
  const { page, context, complaints } = await openEditor(browser, PROJECT)
  await page.getByRole('tab', { name: /Problems/ }).click()
  await page.getByText('Nothing is wrong in these files.').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it('a fault has a squiggle while one types, and is mended by its quick fix from the keyboard', async () => {
  const { page, context, complaints, files } = await openEditor(browser, PROJECT)
  await clickAt(page, '-> hours_told')
  await page.keyboard.press('End')
  await page.keyboard.press('Backspace')
  await page.locator('.squiggly-error').first().waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Control+.')
  await page.getByRole('option', { name: /hours_told/ }).waitFor()
  // All of it can be read.
  const title = page.locator('.action-widget .title').first()
  await expect.poll(() => title.evaluate(one => one.clientWidth > 0 && one.scrollWidth - one.clientWidth)).toBe(0)
  await page.keyboard.press('Enter')
  await page.locator('.squiggly-error').first().waitFor({ state: 'detached' })
  await expect.poll(async () => (await files())['main.ivr'], SOON).toBe(BANK)
  expect(complaints).toEqual([])
  await context.close()
})

it('the problems of all files are listed with their fixes, lead to their place, and explain themselves', async () => {
  const faulty = { 'main.ivr': BANK, 'ends.ivr': ENDS.replace('hangup', 'god_bye\n}\nflow god_by {\n  -> hangup') }
  const { page, context, complaints, files } = await openEditor(browser, faulty)
  await page.getByRole('tab', { name: /Problems/ }).click()
  const problems = page.getByRole('region', { name: 'Problems' })
  const file = problems.getByRole('region', { name: 'ends.ivr' })
  await file
    .getByRole('button', { name: /god_bye/ })
    .first()
    .click()
  await textOf(page, 'ends.ivr')
  await expect.poll(() => page.getByText('Line 3, column', { exact: false }).count(), SOON).toBe(1)

  await file
    .getByRole('button', { name: /^What CW\d{4} means$/ })
    .first()
    .click()
  const page1 = page.getByRole('dialog', { name: /^What CW\d{4} means$/ })
  await page1.getByRole('heading', { name: 'What it means' }).waitFor()
  await page.keyboard.press('Escape')
  await page1.waitFor({ state: 'hidden' })

  await file
    .getByRole('button', { name: /god_by\b/ })
    .last()
    .click()
  await expect.poll(async () => (await files())['ends.ivr'], SOON).toContain('-> god_by\n')
  expect(complaints).toEqual([])
  await context.close()
})

it('a name is renamed in all files at once', async () => {
  const { page, context, complaints, files } = await openEditor(browser, PROJECT)
  await clickAt(page, 'goodbye')
  await page.keyboard.press('F2')
  const name = page.getByRole('textbox', { name: /Rename/ })
  await name.waitFor()
  await name.fill('farewell')
  await page.keyboard.press('Enter')
  await expect.poll(async () => Object.values(await files()).join(''), SOON).not.toContain('goodbye')
  expect(await files()).toEqual({ 'main.ivr': BANK.replaceAll('goodbye', 'farewell'), 'ends.ivr': ENDS.replaceAll('goodbye', 'farewell') })
  expect(complaints).toEqual([])
  await context.close()
})

it('what may come next is offered, and a snippet is written out', async () => {
  const { page, context, complaints, files } = await openEditor(browser, PROJECT)
  await clickAt(page, '-> hours_told')
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.type('press 1 for "opening hours" -> hou', { delay: 60 })
  await page.getByRole('option', { name: /^hours_told/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await files())['main.ivr'], SOON).toContain('-> hours_told\n')
  await page.keyboard.press('Control+End')
  await page.keyboard.type('men', { delay: 60 })
  await page.getByRole('option', { name: /^menu/ }).first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it('hover tells, a definition is gone to in another file, and the outline finds it', async () => {
  const { page, context, complaints } = await openEditor(browser, PROJECT)
  const { x, y } = await placeOf(page, '-> goodbye')
  await page.mouse.move(x + 20, y)
  await page.getByRole('tooltip').getByText('flow goodbye').first().waitFor()
  await page.mouse.move(x, y + 200)
  await clickAt(page, 'goodbye } from'.slice(0, 7))
  await page.keyboard.press('F12')
  await textOf(page, 'ends.ivr')
  await page.getByRole('button', { name: 'main.ivr', exact: true }).first().click()
  await (await textOf(page, 'main.ivr')).focus()
  await page.keyboard.press('Control+Shift+O')
  await page.getByRole('option', { name: /hours_told/ }).waitFor()
  await page.keyboard.press('Escape')
  expect(complaints).toEqual([])
  await context.close()
})

it('Ctrl+S formats and saves', async () => {
  const { page, context, complaints, files } = await openEditor(browser, {
    ...PROJECT,
    'main.ivr': BANK.replace('  press 1', '        press 1'),
  })
  await clickAt(page, 'Welcome')
  await page.keyboard.press('Control+s')
  await expect.poll(async () => (await files())['main.ivr'], SOON).toBe(BANK)
  expect(complaints).toEqual([])
  await context.close()
})

it('in Chinese the messages are Chinese, and so is the editor; colours follow the theme', async () => {
  const { page, context, complaints } = await openEditor(browser, { ...PROJECT, 'ends.ivr': ENDS.replace('hangup', 'nowhere') })
  await page.getByRole('tab', { name: /Problems/ }).click()
  const group = page.getByRole('region', { name: 'ends.ivr' })
  await group
    .getByRole('button', { name: /nowhere/ })
    .first()
    .waitFor()
  expect(await group.innerText()).not.toMatch(/[\u4e00-\u9fff]/)
  await page.getByRole('button', { name: /中文/ }).click()
  await expect.poll(() => group.innerText(), SOON).toMatch(/[\u4e00-\u9fff].*nowhere|nowhere.*[\u4e00-\u9fff]/)
  await textOf(page, 'main.ivr')

  const paper = (): Promise<string> =>
    page
      .locator('.monaco-editor')
      .first()
      .evaluate(element => getComputedStyle(element).backgroundColor)
  const light = await paper()
  await page.getByRole('button', { name: '改用深色' }).click()
  await expect.poll(paper, SOON).not.toBe(light)
  expect(complaints).toEqual([])
  await context.close()
})

it('Tab indents until Ctrl+M, and then leaves the editor', async () => {
  const { page, context, complaints, text } = await openEditor(browser, PROJECT)
  await text.focus()
  const inside = (): Promise<boolean> => page.evaluate(() => document.activeElement?.closest('[aria-label="Editor"]') instanceof Element)
  await page.keyboard.press('Tab')
  expect(await inside()).toBe(true)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+m')
  await page.getByText('Tab leaves the editor now').waitFor()
  await page.keyboard.press('Tab')
  expect(await inside()).toBe(false)
  expect(complaints).toEqual([])
  await context.close()
})
