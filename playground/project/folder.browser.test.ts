// `callwright playground FOLDER`: the page and the disk are one project.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it, onTestFinished, vi } from 'vitest'
import { createFolder } from '../../cli/playground/folder.ts'
import { startPlaygroundServer } from '../../cli/playground/server.ts'
import { writeLink } from '../share/link.ts'
import { launchBrowser, openPage } from '../testing/browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

async function openFolder(texts: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-folder-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(texts)) writeFileSync(join(folder, path), text)
  const page = inject('playgroundFolder')
  const files = readdirSync(page, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(page.length + 1))
  const start = (port: number) => startPlaygroundServer({ page: { folder: page, files }, folder: createFolder(folder), port, look: 50 })
  const server = await start(0)
  onTestFinished(() => server.close())
  const opened = await openPage(browser, { address: server.address })
  onTestFinished(() => opened.context.close())
  const text = opened.page.getByRole('textbox', { name: /^Text of main\.ivr/ })
  await text.waitFor({ state: 'attached' })
  return { ...opened, folder, start, server, text, onDisk: (path: string): string => readFileSync(join(folder, path), 'utf8') }
}

it('what is written on the page is on the disk, and the other way round; where both changed a person is asked', async () => {
  const { folder, server, text, onDisk, ...opened } = await openFolder({
    'main.ivr': '// main\nline a "A" {}\n',
    'other.ivr': '// other\n',
  })

  await text.focus()
  await opened.page.keyboard.press('ControlOrMeta+Home')
  await opened.page.keyboard.insertText('// 我的\n')
  await vi.waitFor(() => expect(onDisk('main.ivr')).toBe('// 我的\n// main\nline a "A" {}\n'), 5000)

  writeFileSync(join(folder, 'main.ivr'), '// from the disk\nline a "A" {}\n')
  await opened.page.getByText('// from the disk').waitFor()
  writeFileSync(join(folder, 'new.ivr'), '// new\n')
  await opened.page.getByRole('treeitem', { name: 'new.ivr' }).waitFor()

  await opened.page.getByRole('treeitem', { name: 'other.ivr' }).press('Delete')
  await vi.waitFor(() => expect(readdirSync(folder).sort()).toEqual(['main.ivr', 'new.ivr']), 5000)
  await opened.page.getByRole('button', { name: 'Undo' }).click()
  await vi.waitFor(() => expect(onDisk('other.ivr')).toBe('// other\n'), 5000)

  await opened.page.getByRole('treeitem', { name: 'main.ivr' }).click()
  await text.focus()
  await opened.page.keyboard.press('ControlOrMeta+Home')
  await opened.page.keyboard.insertText('// mine\n')
  writeFileSync(join(folder, 'main.ivr'), '// theirs\nline a "A" {}\n')
  await opened.page.getByText('main.ivr was changed here and on the disk. Which is to stay?').waitFor()
  expect(onDisk('main.ivr')).toMatch(/^\/\/ theirs/)
  await opened.page.getByRole('button', { name: 'What is here' }).click()
  await vi.waitFor(() => expect(onDisk('main.ivr')).toMatch(/^\/\/ mine/), 5000)
  // Another tab reads what is written here.
  const second = await opened.context.newPage()
  await second.goto(server.address)
  await second.getByText('// mine').waitFor()
  await opened.page.bringToFront()
  await text.focus()
  await opened.page.keyboard.press('ControlOrMeta+Home')
  await opened.page.keyboard.insertText('// of the first tab\n')
  await second.getByText('// of the first tab').waitFor()
  // A conflict is an answer of HTTP, which a browser tells its console.
  expect(opened.complaints.filter(one => !one.includes('409'))).toEqual([])
})

it('what is written while the server is away is written when it is started anew, with the new address', async () => {
  const { start, server: first, text, onDisk, ...opened } = await openFolder({ 'main.ivr': '// main\n' })
  await text.focus()
  await first.close()
  await opened.page.keyboard.insertText('// written meanwhile\n')
  await opened.page.getByText('callwright playground does not answer.').waitFor()
  const second = await start(first.port)
  onTestFinished(() => second.close())
  await opened.page.getByText('callwright playground was started anew').waitFor()
  expect(onDisk('main.ivr')).toBe('// main\n')
  await opened.page.goto(second.address)
  await vi.waitFor(() => expect(onDisk('main.ivr')).toBe('// written meanwhile\n// main\n'), 8000)
  await opened.page.getByText('callwright playground was started anew').waitFor({ state: 'detached' })
})

it('a link that is opened in the tab of a folder touches nothing on the disk, and takes nothing from it', async () => {
  const { folder, server, text, onDisk, ...opened } = await openFolder({ 'main.ivr': '// main\n', 'other.ivr': '// other\n' })
  await text.focus()
  await opened.page.keyboard.insertText('// mine\n')
  const link = await writeLink({ files: { 'main.ivr': '// a stranger’s\n' }, entry: null, current: 'main.ivr' }, null)
  await opened.page.goto(`${server.address.replace(/#.*/, '')}#${link}`)
  await opened.page.getByText('// a stranger’s').waitFor()
  await opened.page.getByText('This project came by a link.').waitFor()
  await text.focus()
  await opened.page.keyboard.insertText('// written there\n')
  await opened.page.waitForFunction(before => location.hash !== `#${before}`, link)
  writeFileSync(join(folder, 'secret.ivr'), '// secret\n')
  writeFileSync(join(folder, 'other.ivr'), '// changed\n')
  await opened.page.waitForTimeout(1000)
  expect(readdirSync(folder).sort()).toEqual(['main.ivr', 'other.ivr', 'secret.ivr'])
  expect([onDisk('main.ivr'), onDisk('other.ivr')]).toEqual(['// mine\n// main\n', '// changed\n'])
  expect(await opened.page.getByRole('treeitem').allInnerTexts()).toEqual(['main.ivr'])
  await opened.page.goto(server.address)
  await opened.page.getByRole('treeitem', { name: 'secret.ivr' }).waitFor()
  await opened.page.getByText('// mine').waitFor()
})

it('a link that is pasted into the tab of a folder is opened when all is written, and a person is asked where it cannot be', async () => {
  const { folder, server, text, onDisk, ...opened } = await openFolder({ 'main.ivr': '// main\n' })
  const link = (await writeLink({ files: { 'main.ivr': '// a stranger’s\n' }, entry: null, current: 'main.ivr' }, null))!
  const paste = (): Promise<unknown> => opened.page.evaluate(to => (location.hash = to), link)
  const leave = opened.page.getByRole('button', { name: 'Open it all the same' })
  await text.focus()
  await opened.page.keyboard.insertText(`// ${'mine '.repeat(10_000)}\n`)
  await vi.waitFor(() => expect(onDisk('main.ivr')).toMatch(/^\/\/ mine/), 5000)
  await opened.page.keyboard.insertText('// and more\n')
  writeFileSync(join(folder, 'main.ivr'), '// theirs\n')
  await opened.page.getByText('main.ivr was changed here and on the disk.').waitFor()
  await paste()
  await leave.waitFor()
  expect(opened.page.url()).toBe(server.address)
  await opened.page.getByText('// and more').waitFor()
  await opened.page.getByRole('button', { name: 'What is here' }).click()
  // More than a browser lets outlive its page.
  await text.focus()
  await opened.page.keyboard.insertText('// and yet more\n')
  await paste()
  await opened.page.getByText('// a stranger’s').waitFor()
  expect(onDisk('main.ivr')).toMatch(/\/\/ and yet more\n/)
  expect(onDisk('main.ivr').length).toBeGreaterThan(50_000)

  await opened.page.goto(server.address)
  await opened.page.getByText('// and yet more').waitFor()
  await server.close()
  await text.focus()
  await opened.page.keyboard.insertText('// written meanwhile\n')
  await opened.page.getByText('callwright playground does not answer.').waitFor()
  await paste()
  await leave.waitFor()
  await opened.page.getByText('// written meanwhile').waitFor()
})
