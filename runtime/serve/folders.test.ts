import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder, makeSharedFolder } from './folders.ts'

it('makes what is missing, and nothing where it is there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-folders-'))
  makeFolder(join(folder, 'a/b/c'))
  makeFolder(join(folder, 'a/b/c'))
  expect(existsSync(join(folder, 'a/b/c'))).toBe(true)
  rmSync(folder, { recursive: true })
})

it('the folder of recordings is the node’s and its group’s, whatever the process would leave to others; one that is there stays as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-folders-'))
  const mode = (): number => statSync(join(folder, 'data/recordings')).mode & 0o777
  makeSharedFolder(join(folder, 'data/recordings'))
  expect(mode()).toBe(0o770)
  chmodSync(join(folder, 'data/recordings'), 0o750)
  makeSharedFolder(join(folder, 'data/recordings'))
  expect(mode()).toBe(0o750)
  rmSync(folder, { recursive: true })
})

it.runIf(existsSync('/proc'))('comes back where none can be made though its parent is there', () => {
  expect(() => makeFolder('/proc/callwright/data')).toThrow()
})
