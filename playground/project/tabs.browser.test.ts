// Two tabs on one project that the browser keeps.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launchBrowser, openPage } from '../testing/browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

async function typeInto(page: Page, text: string): Promise<void> {
  await page.bringToFront()
  const field = page.getByRole('textbox', { name: /^Text of main\.ivr/ })
  await field.waitFor({ state: 'attached' })
  await field.focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.insertText(text)
}
const link = (page: Page): Promise<unknown> => page.waitForFunction(() => location.hash.startsWith('#p1='))
const says = (page: Page, text: string) => page.getByRole('status').getByText(text)

it.each(['with locks', 'without'])('a second tab on a project writes over nothing, and may take it over: %s', async how => {
  const withLocks = how === 'with locks'
  const first = await openPage(browser, {
    before: async context => {
      if (!withLocks) await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }))
    },
  })
  await typeInto(first.page, '// one\n')
  await link(first.page)
  const second = await first.context.newPage()
  second.on('pageerror', error => (first.complaints as string[]).push(error.message))
  await second.goto(inject('playground'))
  await second.getByText('// one').first().waitFor()
  if (withLocks) {
    await says(second, 'This project is open in another tab.').waitFor()
    await second.getByRole('button', { name: 'Take it over' }).click()
    await says(first.page, 'Another tab works on this project now').waitFor()
    expect(await says(second, 'This project is open in another tab.').count()).toBe(0)
  }
  await typeInto(second, '// two\n')
  await second.waitForTimeout(1200)
  await typeInto(first.page, '// three\n')
  await says(first.page, 'kept as a copy').waitFor()
  const textAfter = async (page: Page): Promise<string> => {
    await page.waitForTimeout(1200)
    await page.reload()
    await page.locator('.monaco-editor .view-line').first().waitFor()
    await page.getByText('// one').first().waitFor()
    return (await page.locator('.view-lines').innerText()).replaceAll('\u00a0', ' ').split('\n').slice(0, 2).join()
  }
  expect(await textAfter(first.page)).toBe('// three,// one')
  expect(await textAfter(second)).toBe('// two,// one')
  expect(first.complaints).toEqual([])
  await first.context.close()
})
