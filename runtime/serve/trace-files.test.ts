import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import type { Said } from './said.ts'
import { createTraceFiles, type TraceFiles } from './trace-files.ts'

let folder = ''
let now = 0
let said: Said[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callwright-traces-'))
  now = Date.parse('2026-10-10T12:34:56Z')
  said = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (): TraceFiles => createTraceFiles({ folder, keep: 3 * 86_400_000, now: () => now, trouble: one => void said.push(one) })
const text = (file = '12-30'): string => readFileSync(join(folder, '2026-10-10', `${file}.jsonl`), 'utf8')

it('calls that began in the same ten minutes are in one file, each line whole and in its order, before they are over', async () => {
  const files = open()
  const [one, other] = [files.open(), files.open()]
  one('one 1')
  other('other 1')
  one('one 2')
  await vi.waitFor(() => expect(text()).toBe('one 1\nother 1\none 2\n'), { timeout: 3000 })
  now = Date.parse('2026-10-10T12:40:00Z')
  const next = files.open()
  one('one 3')
  next('next 1')
  await files.end()
  expect(text()).toBe('one 1\nother 1\none 2\none 3\n')
  expect(text('12-40')).toBe('next 1\n')
})

it.skipIf(process.platform === 'win32')('is read by the node and its group, and by nobody else', async () => {
  const files = open()
  files.open()('one')
  await files.end()
  expect(statSync(join(folder, '2026-10-10', '12-30.jsonl')).mode & 0o137).toBe(0)
})

it('much at once, and lines that come while others are written, are whole', async () => {
  const files = open()
  const write = files.open()
  const lines = Array.from({ length: 400 }, (_, index) => `${index} ${'x'.repeat(index * 10)}`)
  for (const line of lines) {
    write(line)
    if (line.length % 7 === 0) await new Promise(resolve => setTimeout(resolve, 1))
  }
  await files.end()
  expect(text().trimEnd().split('\n')).toEqual(lines)
})

it('a line that was cut off, by a full disk or the end of a node, spoils none of those after it', async () => {
  mkdirSync(join(folder, '2026-10-10'))
  writeFileSync(join(folder, '2026-10-10', '12-30.jsonl'), '{"half of a li')
  const files = open()
  const write = files.open()
  write('one')
  await files.end()
  write('two')
  await files.end()
  expect(text()).toBe('{"half of a li\none\ntwo\n')
})

it('a pause after lines that came while others were written holds up nothing that comes after it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const files = open()
  const write = files.open()
  write('one')
  vi.advanceTimersByTime(1000)
  // Written along with what is on its way, so that there is nothing left a second later.
  write('two')
  await vi.waitFor(() => expect(text()).toBe('one\ntwo\n'))
  vi.advanceTimersByTime(1000)
  write('three')
  vi.advanceTimersByTime(1000)
  await vi.waitFor(() => expect(text()).toBe('one\ntwo\nthree\n'))
  write('four')
  await files.end()
  expect(text()).toBe('one\ntwo\nthree\nfour\n')
})

it('what cannot be written is said once and left out, and goes on when there is room again', async () => {
  writeFileSync(join(folder, '2026-10-10'), '')
  const files = open()
  const write = files.open()
  for (let round = 0; round < 3; round++) {
    for (let line = 0; line < 100; line++) write('x'.repeat(1000))
    await files.end()
  }
  expect(said).toHaveLength(1)
  expect(said[0]!.en).toContain('ENOTDIR')
  unlinkSync(join(folder, '2026-10-10'))
  write('again')
  await files.end()
  expect(text()).toBe('again\n')
})

it('days that are too old go, when a node begins and while it runs, and nothing else that lies there', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  for (const day of ['2025', '2026-01-01-kept', '2026-10-05', '2026-10-06', '2026-10-07', '2026-10-10', 'notes'])
    mkdirSync(join(folder, day))
  open()
  await vi.waitFor(() => expect(readdirSync(folder).sort()).toEqual(['2025', '2026-01-01-kept', '2026-10-07', '2026-10-10', 'notes']))
  now += 86_400_000
  vi.advanceTimersByTime(3_600_000)
  await vi.waitFor(() => expect(readdirSync(folder).sort()).toEqual(['2025', '2026-01-01-kept', '2026-10-10', 'notes']))
})
