import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder } from './folders.ts'

it('makes what is missing, and nothing where it is there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-folders-'))
  makeFolder(join(folder, 'a/b/c'))
  makeFolder(join(folder, 'a/b/c'))
  expect(existsSync(join(folder, 'a/b/c'))).toBe(true)
  rmSync(folder, { recursive: true })
})

it.runIf(existsSync('/proc'))('comes back where none can be made though its parent is there', () => {
  expect(() => makeFolder('/proc/callwright/data')).toThrow()
})
