// `callwright playground FOLDER`: the page and the disk are one project.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it, onTestFinished, vi } from 'vitest'
import { createFolder } from '../../cli/playground/folder.ts'
import { startPlaygroundServer } from '../../cli/playground/server.ts'
import { launchBrowser, openPage } from '../testing/browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('what is written on the page is on the disk, and the other way round; where both changed a person is asked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-folder-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'main.ivr'), '// main\nline a "A" {}\n')
  writeFileSync(join(folder, 'other.ivr'), '// other\n')
  const page = inject('playgroundFolder')
  const files = readdirSync(page, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(page.length + 1))
  const server = await startPlaygroundServer({ page: { folder: page, files }, folder: createFolder(folder), port: 0, look: 50 })
  onTestFinished(() => server.close())
  const opened = await openPage(browser, { address: server.address })
  onTestFinished(() => opened.context.close())
  const text = opened.page.getByRole('textbox', { name: /^Text of main\.ivr/ })
  await text.waitFor({ state: 'attached' })
  const onDisk = (path: string): string => readFileSync(join(folder, path), 'utf8')

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
  const folder = mkdtempSync(join(tmpdir(), 'callwright-folder-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'main.ivr'), '// main\n')
  const page = inject('playgroundFolder')
  const files = readdirSync(page, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(page.length + 1))
  const start = (port: number) => startPlaygroundServer({ page: { folder: page, files }, folder: createFolder(folder), port, look: 50 })
  const first = await start(0)
  const opened = await openPage(browser, { address: first.address })
  onTestFinished(() => opened.context.close())
  const text = opened.page.getByRole('textbox', { name: /^Text of main\.ivr/ })
  await text.waitFor({ state: 'attached' })
  await text.focus()
  await first.close()
  await opened.page.keyboard.insertText('// written meanwhile\n')
  await opened.page.getByText('callwright playground does not answer.').waitFor()
  const second = await start(first.port)
  onTestFinished(() => second.close())
  await opened.page.getByText('callwright playground was started anew').waitFor()
  expect(readFileSync(join(folder, 'main.ivr'), 'utf8')).toBe('// main\n')
  await opened.page.goto(second.address)
  await vi.waitFor(() => expect(readFileSync(join(folder, 'main.ivr'), 'utf8')).toBe('// written meanwhile\n// main\n'), 8000)
  await opened.page.getByText('callwright playground was started anew').waitFor({ state: 'detached' })
})
