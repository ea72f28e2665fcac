// Typed as people type: line by line, each key by itself, with whatever the editor offers and adds meanwhile.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testing/browser.ts'
import { openEditor } from './testing/open.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const TYPED = `line corner "Corner Bank" {
numbers { "95599" -> welcome }
languages zh-CN, en-US
time zone Asia/Shanghai
otherwise -> goodbye
}
menu welcome {
say zh"欢迎致电。" en"Welcome."
press 1 for zh"再见。" en"goodbye." -> goodbye
otherwise -> goodbye
}
flow goodbye {
say zh"再见。" en"Goodbye."
-> hangup
}`

it('what is typed is what stands there, though lists open and quotes and braces are closed', async () => {
  const { page, context, complaints, files } = await openEditor(browser, { 'main.ivr': 'flow a {\n}\n' })
  await page.locator('.monaco-editor .view-lines').click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  for (const line of TYPED.split('\n')) {
    // The brace that was closed by itself stands on the next line already.
    if (line === '}') {
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('End')
    } else await page.keyboard.type(line, { delay: 15 })
    // Long enough for a list to open.
    await page.waitForTimeout(150)
    await page.keyboard.press('Enter')
  }
  const flat = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()
  await expect.poll(async () => flat((await files())['main.ivr']), { timeout: 10_000 }).toBe(flat(TYPED))
  expect(complaints).toEqual([])
  await context.close()
})
