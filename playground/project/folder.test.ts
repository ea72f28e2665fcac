import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  return { project, notices, folder, path, onDisk: (name: string): string => readFileSync(join(path, name), 'utf8') }
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

it.each(['after its moment', 'as the page is hidden'])(
  'what is written while the page catches up with the disk stays, however late it is answered: %s',
  async when => {
    let asked = 0
    const answered = Promise.withResolvers<void>()
    /** What the page missed is read, and told late. */
    const late: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (!(input as string).endsWith('api/project') || ++asked !== 2) return response
      await answered.promise
      return response
    }
    const { project, notices, folder, onDisk } = await openedFolder({ 'a.ivr': 'first' }, late)
    await vi.waitFor(() => expect(asked).toBe(2), 5000)
    project.write('a.ivr', 'mine')
    if (when === 'as the page is hidden') folder.flush()
    await new Promise(resolve => setTimeout(resolve, 200))
    answered.resolve()
    await vi.waitFor(() => expect(onDisk('a.ivr')).toBe('mine'), 5000)
    await new Promise(resolve => setTimeout(resolve, 200))
    expect([project.files.value['a.ivr'], notices.shown.value]).toEqual(['mine', []])
    project.write('a.ivr', 'mine, again')
    await vi.waitFor(() => expect(onDisk('a.ivr')).toBe('mine, again'), 5000)
    expect(notices.shown.value).toEqual([])
  },
)

it('what is typed while a file is written that turns out to be there already stays', async () => {
  let wrote = 0
  const twice: typeof fetch = async (input, init) => {
    if (init?.method !== 'PUT' || ++wrote > 1) return fetch(input, init)
    // The first answer is lost on its way.
    await fetch(input, init)
    project.write('a.ivr', 'mine and more')
    return fetch(input, init)
  }
  const { project, notices, onDisk } = await openedFolder({ 'a.ivr': 'first' }, twice)
  project.write('a.ivr', 'mine')
  await vi.waitFor(() => expect(wrote).toBe(2), 5000)
  await vi.waitFor(() => expect(onDisk('a.ivr')).toBe('mine and more'), 1000)
  expect([project.files.value['a.ivr'], notices.shown.value]).toEqual(['mine and more', []])
})

it('nothing goes to another folder that is served now while the page finds out', async () => {
  const other = folderWith({ 'b.ivr': 'other' })
  const second = await startPlaygroundServer({ page: { folder: other, files: [] }, folder: openFolder(other), port: 0 })
  onTestFinished(() => second.close())
  const [address, token = ''] = second.address.split('#folder=')
  let at: string | null = null
  const { project, folder, path } = await openedFolder({ 'a.ivr': 'first' }, async (input, init) => {
    const response = await fetch(at === null ? input : (input as string).replace(/^.*(?=api\/)/, at), init)
    if (at !== null && (input as string).endsWith('api/project')) await new Promise(resolve => setTimeout(resolve, 200))
    return response
  })
  // The page listens by then.
  await vi.waitFor(() => {
    writeFileSync(join(path, 'a.ivr'), 'second')
    expect(project.files.value['a.ivr']).toBe('second')
  }, 5000)
  at = address!
  const following = folder.follow(token)
  project.write('new.ivr', 'mine')
  expect(await following).toBe(false)
  expect([readdirSync(other), readdirSync(path), await folder.settle()]).toEqual([['b.ivr'], ['a.ivr'], ['new.ivr']])
})

it('who leaves the folder has it written first, and is told what cannot be', async () => {
  let away = false
  const { project, notices, path, folder, onDisk } = await openedFolder({ 'a.ivr': 'first', 'b.ivr': 'first' }, (input, init) =>
    away && init?.method === 'PUT' ? Promise.reject(new TypeError('away')) : fetch(input, init),
  )
  project.write('a.ivr', 'x'.repeat(20_000))
  expect(await folder.settle()).toEqual([])
  expect(onDisk('a.ivr')).toHaveLength(20_000)
  project.write('a.ivr', 'mine')
  writeFileSync(join(path, 'a.ivr'), 'theirs')
  await vi.waitFor(() => expect(notices.shown.value).toHaveLength(1), 5000)
  expect(await folder.settle()).toEqual(['a.ivr'])
  away = true
  project.write('b.ivr', 'mine')
  expect(await folder.settle()).toEqual(['a.ivr', 'b.ivr'])
  away = false
  notices.shown.value[0]!.actions![1]!.run()
  expect(await folder.settle()).toEqual([])
  expect(onDisk('b.ivr')).toBe('mine')
  // A page that goes away tries it again, too.
  away = true
  project.write('b.ivr', 'mine, again')
  expect(await folder.settle()).toEqual(['b.ivr'])
  away = false
  folder.flush()
  await vi.waitFor(() => expect(onDisk('b.ivr')).toBe('mine, again'), 1000)
})

it('a file that is deleted on both sides is gone, and nobody is asked', async () => {
  const { project, notices, path } = await openedFolder({ 'a.ivr': 'first', 'b.ivr': 'first' }, async (input, init) => {
    if (init?.method === 'DELETE') rmSync(join(path, 'a.ivr'))
    return fetch(input, init)
  })
  project.remove('a.ivr')
  await vi.waitFor(() => expect(existsSync(join(path, 'a.ivr'))).toBe(false), 5000)
  await new Promise(resolve => setTimeout(resolve, 200))
  expect(notices.shown.value).toEqual([])
})

it.each([
  ['what it was before', 'first', 1],
  ['what is here', 'mine', 0],
])('while a person is asked of a file the disk has %s: what stands there by then is meant', async (_, then, asking) => {
  const { project, notices, path } = await openedFolder({ 'a.ivr': 'first', 'b.ivr': 'first' })
  const theirs = (): (() => void) | undefined => notices.shown.value.find(({ kind }) => kind === 'conflict a.ivr')?.actions![1]!.run
  project.write('a.ivr', 'mine')
  writeFileSync(join(path, 'a.ivr'), 'theirs')
  await vi.waitFor(() => expect(theirs()).toBeDefined(), 5000)
  writeFileSync(join(path, 'a.ivr'), then)
  writeFileSync(join(path, 'b.ivr'), 'second')
  await vi.waitFor(() => expect(project.files.value['b.ivr']).toBe('second'), 5000)
  expect(notices.shown.value).toHaveLength(asking)
  theirs()?.()
  expect(project.files.value['a.ivr']).toBe(then)
})
