// The page's policy refuses style elements, and Monaco looks as it does with them.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testing/browser.ts'
import { BANK, clickAt, ENDS, openEditor } from './testing/open.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('a style element is refused, whoever writes it; Monaco has its colours, icons and menus', async () => {
  const { page, context, complaints } = await openEditor(browser, { 'main.ivr': BANK, 'ends.ivr': ENDS })
  expect(await page.locator('style').count()).toBe(0)
  const keyword = page.locator('.view-line span', { hasText: /^menu$/ }).first()
  const colour = await keyword.evaluate(one => getComputedStyle(one).color)
  expect(colour).not.toBe(
    await page
      .locator('.monaco-editor')
      .first()
      .evaluate(one => getComputedStyle(one).color),
  )
  // The menu of the second mouse button, a list, and a problem's peek, each with a sheet of its own.
  await clickAt(page, 'Welcome')
  await page.keyboard.press('Shift+F10')
  const item = page.locator('.monaco-menu .action-item').first()
  await item.waitFor()
  expect(await page.locator('.monaco-menu').evaluate(one => getComputedStyle(one).minWidth)).not.toBe('0px')
  await page.keyboard.press('Escape')
  await page.keyboard.press('F1')
  const row = page.locator('.quick-input-list .monaco-list-row.focused')
  await row.waitFor()
  expect(await row.evaluate(one => getComputedStyle(one).backgroundColor)).not.toBe('rgba(0, 0, 0, 0)')
  await page.keyboard.press('Escape')
  expect(complaints).toEqual([])

  const refused = await page.evaluate(async () => {
    const said = new Promise<string>(resolve =>
      document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective), { once: true }),
    )
    const style = document.createElement('style')
    style.textContent = '.monaco-editor { display: none }'
    document.head.append(style)
    return {
      directive: await said,
      sheet: style.sheet === null,
      shown: getComputedStyle(document.querySelector('.monaco-editor')!).display,
    }
  })
  expect(refused).toEqual({ directive: 'style-src-elem', sheet: true, shown: 'block' })
  await context.close()
})
