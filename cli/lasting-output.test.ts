import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { fileOutput, pipeOutput } from './lasting-output.ts'
import { temporaryFolder } from './testing/io.ts'

/** A file on a disk that has so many bytes of room. */
function disk(): { readonly write: (fd: number, bytes: Uint8Array) => number; room: number; text: string } {
  const made = {
    room: 0,
    text: '',
    write: (_: number, bytes: Uint8Array) => {
      if (made.room === 0) throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
      const taken = bytes.subarray(0, made.room)
      made.room -= taken.length
      made.text += Buffer.from(taken).toString()
      return taken.length
    },
  }
  return made
}

it('a text without room on the disk is left out, and the next one is written when there is some', () => {
  const full = disk()
  const write = fileOutput(1, full.write)
  expect(write('one\n')).toBe(false)
  full.room = 100
  expect(write('two\n')).toBe(true)
  expect(full.text).toBe('two\n')
})

it('what was cut in the middle has a line of its own', () => {
  const full = disk()
  full.room = 6
  const write = fileOutput(1, full.write)
  expect(write('one\n')).toBe(true)
  expect(write('two\n')).toBe(false)
  expect(write('three\n')).toBe(false)
  full.room = 3
  expect(write('four\n')).toBe(false)
  full.room = 100
  expect(write('five\n')).toBe(true)
  expect(write('six\n')).toBe(true)
  expect(full.text).toBe('one\ntw\nfo\nfive\nsix\n')
})

it('writes into a file behind what stands there', () => {
  const path = join(temporaryFolder(), 'log')
  const fd = openSync(path, 'a')
  const write = fileOutput(fd)
  expect([write('line 一\n'), write('line 二\n')]).toEqual([true, true])
  closeSync(fd)
  expect(write('closed\n')).toBe(false)
  expect(readFileSync(path, 'utf8')).toBe('line 一\nline 二\n')
})

it('for a reader who has gone all is left out, and nothing is thrown', async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })) })
  const write = pipeOutput(stream)
  write('one\n')
  await new Promise(resolve => setImmediate(resolve))
  expect([write('two\n'), write('three\n')]).toEqual([false, false])
})

it('for a reader who stands still no more waits than there is room for', () => {
  const write = pipeOutput(new Writable({ write: () => undefined }))
  const line = `${'x'.repeat(1024 * 1024 - 1)}\n`
  const written = Array.from({ length: 40 }, () => write(line))
  expect(written.indexOf(false)).toBeGreaterThan(10)
  expect(written.indexOf(false)).toBeLessThan(20)
})
