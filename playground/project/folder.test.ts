import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createFolder as openFolder } from '../../cli/playground/folder.ts'
import { startPlaygroundServer } from '../../cli/playground/server.ts'
import { folderWith } from '../../cli/testing/io.ts'
import { createNotices } from '../page/notices.ts'
import { createFolder } from './folder.ts'
import { createProject } from './project.ts'

async function openedFolder(texts: Readonly<Record<string, string>>, ask: typeof fetch = fetch) {
  const path = folderWith(texts)
  const server = await startPlaygroundServer({ page: { folder: path, files: [] }, folder: openFolder(path), port: 0, look: 20 })
  onTestFinished(() => server.close())
  const [project, notices] = [createProject(() => false), createNotices()]
  const [address, token = ''] = server.address.split('#folder=')
  const folder = createFolder({ project, notices, token, server: address!, fetch: ask, idle: 20 })
  expect(await folder.start()).toBe(true)
  return { project, notices, path, onDisk: (name: string): string => readFileSync(join(path, name), 'utf8') }
}

it('a person is asked of every file that was changed on both sides, and each is written as they say', async () => {
  const names = ['a.ivr', 'b.ivr', 'c.ivr', 'd.ivr', 'e.ivr']
  const { project, notices, path, onDisk } = await openedFolder(Object.fromEntries(names.map(name => [name, 'first'])))
  for (const name of names) {
    project.write(name, 'mine')
    writeFileSync(join(path, name), 'theirs')
  }
  await vi.waitFor(() => expect(notices.shown.value).toHaveLength(names.length), 5000)
  notices.tell({ text: { en: 'something else', zh: '' } })
  for (const name of names) {
    const asked = notices.shown.value.find(({ kind }) => kind === `conflict ${name}`)!
    notices.close(asked)
    asked.actions![name === 'e.ivr' ? 1 : 0]!.run()
  }
  await vi.waitFor(() => expect(names.map(onDisk)).toEqual(['mine', 'mine', 'mine', 'mine', 'theirs']), 5000)
  expect(project.files.value['e.ivr']).toBe('theirs')
})

it('what is changed on the disk before the page knows that it has written is no conflict', async () => {
  const slow: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (init?.method === 'PUT') await new Promise(resolve => setTimeout(resolve, 300))
    return response
  }
  const { project, notices, path, onDisk } = await openedFolder({ 'a.ivr': 'first' }, slow)
  // The page listens by then.
  await vi.waitFor(() => {
    writeFileSync(join(path, 'a.ivr'), 'second')
    expect(project.files.value['a.ivr']).toBe('second')
  }, 5000)
  project.write('a.ivr', 'mine')
  await vi.waitFor(() => expect(onDisk('a.ivr')).toBe('mine'), 5000)
  writeFileSync(join(path, 'a.ivr'), 'theirs')
  await vi.waitFor(() => expect(project.files.value['a.ivr']).toBe('theirs'), 2000)
  expect(notices.shown.value).toEqual([])
})
