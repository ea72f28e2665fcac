import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimFolder } from './own-folder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callwright-own-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('one has it, until it is given back', async () => {
  const release = await claimFolder(join(folder, 'data'))
  expect(release).not.toBe(null)
  expect(await claimFolder(join(folder, 'data'))).toBe(null)
  // Another folder is another’s.
  const other = await claimFolder(join(folder, 'other'))
  expect(other).not.toBe(null)
  release!()
  const again = await claimFolder(join(folder, 'data'))
  expect(again).not.toBe(null)
  other!()
  again!()
})

it('a process that was killed has left it', async () => {
  const script = `require('node:net').createServer().listen(${JSON.stringify(join(folder, 'node.sock'))}, () => process.kill(process.pid, 'SIGKILL'))`
  expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL')
  expect(existsSync(join(folder, 'node.sock'))).toBe(true)
  const release = await claimFolder(folder)
  expect(release).not.toBe(null)
  expect(await claimFolder(folder)).toBe(null)
  release!()
})

it('where the path is too long for a socket nobody looks, and the node starts', async () => {
  const deep = join(folder, 'a'.repeat(120))
  expect(await claimFolder(deep)).not.toBe(null)
  expect(existsSync(join(deep, 'node.sock'))).toBe(false)
})
