import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createDiskHost, LARGEST_FILE, readText, requireText } from './host.ts'
import { disk } from './io.ts'
import { folderWith, temporaryFolder } from './testing/io.ts'

it('reads UTF-8, passes over a byte order mark, and takes nothing else for it', () => {
  const folder = folderWith({
    'a.ivr': '菜单',
    'b.ivr': new Uint8Array([0xef, 0xbb, 0xbf, 0x61]),
    'c.ivr': new Uint8Array([0x61, 0xff, 0xfe]),
    'd.ivr': '',
  })
  expect(readText(disk, join(folder, 'a.ivr'))).toEqual({ text: '菜单' })
  expect(readText(disk, join(folder, 'b.ivr'))).toEqual({ text: 'a' })
  expect(readText(disk, join(folder, 'c.ivr'))).toEqual({ problem: 'not utf-8' })
  expect(readText(disk, join(folder, 'd.ivr'))).toEqual({ text: '' })
})

it('says why there is no text', () => {
  const folder = folderWith({ 'x/a.ivr': '' })
  expect(readText(disk, join(folder, 'none.ivr'))).toEqual({ problem: 'missing' })
  expect(readText(disk, join(folder, 'x/a.ivr/b.ivr'))).toEqual({ problem: 'missing' })
  expect(readText(disk, join(folder, 'x'))).toEqual({ problem: 'a folder' })
  expect(() => requireText(disk, join(folder, 'none.ivr'), 'none.ivr')).toThrow('none.ivr: there is no such file.')
})

it('does not read what is too large, nor a pipe that would never end', () => {
  const folder = temporaryFolder()
  const large = openSync(join(folder, 'large.ivr'), 'w')
  ftruncateSync(large, LARGEST_FILE + 1)
  closeSync(large)
  expect(readText(disk, join(folder, 'large.ivr'))).toEqual({ problem: 'too large' })
  if (process.platform === 'win32') return
  execFileSync('mkfifo', [join(folder, 'pipe.ivr')])
  expect(readText(disk, join(folder, 'pipe.ivr'))).toEqual({ problem: 'unreadable' })
})

it('reads each file once, so that what is shown is what was compiled', () => {
  const folder = folderWith({ 'a.ivr': 'one' })
  const host = createDiskHost(disk, folder)
  expect(host.read(join(folder, 'a.ivr'))).toEqual({ text: 'one' })
  disk.write(join(folder, 'a.ivr'), 'two')
  expect(host.read('a.ivr')).toEqual({ text: 'one' })
  expect(host.resolve(join(folder, 'a.ivr'), './lib/b.ivr')).toBe(`${folder}/lib/b.ivr`)
})

it.skipIf(process.platform !== 'linux')('writes below folders that are not there yet, and gives up where none can be made', () => {
  const path = join(temporaryFolder(), 'a/b/c.txt')
  disk.write(path, 'x')
  disk.write(path, 'y')
  expect(readText(disk, path)).toEqual({ text: 'y' })
  expect(() => disk.write('/proc/nothing/here.txt', 'x')).toThrow(/ENOENT|EACCES|EPERM/)
})
