import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, openPage } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('the page opens from any folder of a web server, and complains of nothing', async () => {
  const { page, context, complaints } = await openPage(browser)
  await page.getByRole('region', { name: 'Telephone' }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
