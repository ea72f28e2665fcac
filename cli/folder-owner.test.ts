import { chownSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { makeFolder } from '../runtime/serve/folders.ts'
import { asOwnerOf } from './folder-owner.ts'
import { temporaryFolder } from './testing/io.ts'

const OWNER = 54_321
const isRoot = process.geteuid?.() === 0

it.runIf(isRoot)('what root makes in a folder of somebody else is his, and root is root again', async () => {
  const folder = temporaryFolder()
  chownSync(folder, OWNER, OWNER)
  await asOwnerOf(join(folder, 'a/b'), () => makeFolder(join(folder, 'a/b')))
  expect(statSync(join(folder, 'a/b'))).toMatchObject({ uid: OWNER, gid: OWNER })
  expect([process.geteuid!(), process.getegid!()]).toEqual([0, process.getgid!()])
})

it.runIf(isRoot)('what the owner may not do is not done, and root is root again', async () => {
  const folder = temporaryFolder()
  chownSync(folder, OWNER, OWNER)
  mkdirSync(join(folder, 'of-root'), { mode: 0o700 })
  await expect(asOwnerOf(folder, () => makeFolder(join(folder, 'of-root/a')))).rejects.toThrow('EACCES')
  expect(existsSync(join(folder, 'of-root/a'))).toBe(false)
  expect(process.geteuid!()).toBe(0)
})

it.runIf(isRoot)('where root may not be somebody else, as in a container without that right, it is done as root', async () => {
  const folder = temporaryFolder()
  chownSync(folder, OWNER, OWNER)
  vi.spyOn(process, 'seteuid').mockImplementation(() => {
    throw Object.assign(new Error('no'), { code: 'EPERM' })
  })
  try {
    expect(await asOwnerOf(folder, () => process.getegid!())).toBe(process.getgid!())
  } finally {
    vi.restoreAllMocks()
  }
})

it('in a folder of one’s own, or a disk’s first, nothing is another’s', async () => {
  expect(await asOwnerOf(temporaryFolder(), () => 7)).toBe(7)
  expect(await asOwnerOf('/callwright-is-not-there/a', () => Promise.resolve(8))).toBe(8)
})
