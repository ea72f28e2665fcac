import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Said } from './said.ts'
import { createTraceFiles } from './trace-files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callwright-traces-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const now = Date.parse('2026-10-10T12:00:00Z')
const open = (trouble: (said: Said) => void = () => {}, at = folder) =>
  createTraceFiles({ folder: at, keep: 3 * 86_400_000, now: () => now, trouble })

it('a call has a file of its own, with every line in its order, and is in it before the call is over', async () => {
  const file = open().open('abc')
  file.write('one')
  file.write('two')
  const text = (): string => readFileSync(join(folder, '2026-10-10', 'abc.jsonl'), 'utf8')
  await vi.waitFor(() => expect(text()).toBe('one\ntwo\n'), { timeout: 9000 })
  file.write('three')
  file.close()
  await vi.waitFor(() => expect(text()).toBe('one\ntwo\nthree\n'))
})

it('much at once, and a line that comes while another is written, are whole', async () => {
  const files = open()
  const file = files.open('abc')
  const lines = Array.from({ length: 200 }, (_, index) => `${index} ${'x'.repeat(index * 10)}`)
  for (const line of lines) {
    file.write(line)
    if (line.length % 7 === 0) await new Promise(resolve => setTimeout(resolve, 1))
  }
  file.close()
  await files.end()
  expect(
    readFileSync(join(folder, '2026-10-10', 'abc.jsonl'), 'utf8')
      .trimEnd()
      .split('\n'),
  ).toEqual(lines)
})

it('an id never leads out of the folder', async () => {
  const file = open().open('../../etc/passwd')
  file.write('x')
  file.close()
  await vi.waitFor(() => expect(existsSync(join(folder, '2026-10-10', '______etc_passwd.jsonl'))).toBe(true))
})

it('what cannot be written is said once, and the call goes on', async () => {
  const said: Said[] = []
  writeFileSync(join(folder, 'full'), '')
  const file = open(one => void said.push(one), join(folder, 'full')).open('abc')
  for (let line = 0; line < 100; line++) file.write('x'.repeat(1000))
  await vi.waitFor(() => expect(said).toHaveLength(1))
  for (let line = 0; line < 100; line++) file.write('x')
  file.close()
  expect(said).toHaveLength(1)
  expect(said[0]!.en).toContain('ENOTDIR')
})

it('days that are too old go, and nothing else that lies there', async () => {
  for (const day of ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-10', 'notes']) mkdirSync(join(folder, day))
  await open().purge()
  expect(['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-10', 'notes'].filter(day => existsSync(join(folder, day)))).toEqual([
    '2026-10-07',
    '2026-10-10',
    'notes',
  ])
})
