import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSettings } from './settings.ts'

let folder = ''
let now = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callwright-settings-'))
  now = 1_000_000
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () => createSettings({ folder, clock: { now: () => now } })
const emergency = { line: 'harbour', number: null, name: 'emergency', value: true, until: null, why: 'storm', who: 'duty desk' }

it('a change is in force for the calls that begin after it, until it is taken back', () => {
  const settings = open()
  expect(settings.inForce('harbour', '95500')).toEqual({})
  settings.set(emergency)
  expect(settings.inForce('harbour', '95500')).toEqual({ emergency: true })
  expect(settings.inForce('cards', '95500')).toEqual({})
  expect(settings.unset({ ...emergency, why: 'over' })).toBe(true)
  expect(settings.inForce('harbour', '95500')).toEqual({})
  expect(settings.unset({ ...emergency, why: 'over' })).toBe(false)
})

it('what is said of one number goes before what is said of the line, whichever came first', () => {
  const settings = open()
  settings.set({ ...emergency, number: '95500', value: false })
  settings.set(emergency)
  expect(settings.inForce('harbour', '95500')).toEqual({ emergency: false })
  expect(settings.inForce('harbour', '4006895500')).toEqual({ emergency: true })
})

it('a change undoes itself when its time is over, and that is written down', () => {
  const settings = open()
  settings.set({ ...emergency, until: now + 60_000 })
  expect(settings.expire()).toBe(now + 60_000)
  now += 59_999
  expect(settings.inForce('harbour', '95500')).toEqual({ emergency: true })
  now += 1
  expect(settings.inForce('harbour', '95500')).toEqual({})
  expect(settings.expire()).toBeNull()
  const kinds = readFileSync(join(folder, 'settings.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).kind)
  expect(kinds).toEqual(['set', 'expired'])
})

it('a change whose time is over as soon as it is written down is told as it was made', () => {
  const settings = createSettings({ folder, clock: { now: () => now++ } })
  expect(settings.set({ ...emergency, until: now + 1 })).toEqual({ ...emergency, until: 1_000_001, at: 1_000_000 })
  expect(settings.list()).toEqual([])
})

it('calls between two changes share one object', () => {
  const settings = open()
  settings.set(emergency)
  expect(settings.inForce('harbour', '95500')).toBe(settings.inForce('harbour', '95500'))
})

it('a node that starts again has what was in force, and not what ran out while it was down', () => {
  const before = open()
  before.set({ ...emergency, until: now + 10 })
  before.set({ ...emergency, name: 'notice', value: 'Closed.' })
  now += 11
  expect(open().inForce('harbour', '95500')).toEqual({ notice: 'Closed.' })
})

it('a change that was half written when the machine went down was never in force', () => {
  open().set({ ...emergency, why: '台风' })
  appendFileSync(join(folder, 'settings.jsonl'), '{"kind":"set","line":"harb')
  const after = open()
  expect(after.list()).toHaveLength(1)
  after.set({ ...emergency, name: 'notice', value: 'Closed.' })
  expect(open().list()).toHaveLength(2)
})

it('a file that an editor has saved without its last line end, or with a byte order mark, has all its changes', () => {
  const file = join(folder, 'settings.jsonl')
  open().set(emergency)
  writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8').trimEnd()}`)
  const after = open()
  expect(after.list()).toHaveLength(1)
  after.set({ ...emergency, name: 'notice', value: 'Closed.' })
  expect(open().list()).toHaveLength(2)
})

it.each([
  ['nonsense', 'nonsense'],
  ['what is no object', '[]'],
  ['no scope', '{"kind":"unset"}'],
  ['an unknown kind', '{"kind":"put","line":"harbour","number":null,"name":"emergency","why":"","who":"","at":1}'],
  ['no value', '{"kind":"set","line":"harbour","number":null,"name":"emergency","until":null,"why":"","who":"","at":1}'],
])('a file that is spoilt in its middle is not taken for one without changes: %s', (_, line) => {
  open().set(emergency)
  appendFileSync(join(folder, 'settings.jsonl'), `${line}\n`)
  expect(open).toThrow('settings.jsonl:2 is no change of a setting: take the line out')
})

it('a file that cannot be read is not taken for one without changes', () => {
  mkdirSync(join(folder, 'settings.jsonl'))
  expect(open).toThrow('settings.jsonl cannot be read (EISDIR)')
})

it('a change that cannot be written down is not in force', () => {
  const settings = open()
  settings.set(emergency)
  const file = join(folder, 'settings.jsonl')
  rmSync(file)
  mkdirSync(file)
  expect(() => settings.set({ ...emergency, value: false })).toThrow('EISDIR')
  expect(settings.inForce('harbour', '95500')).toEqual({ emergency: true })
})

it.skipIf(process.platform === 'win32').each(['first', 'later'])(
  'the %s change leaves no half line where the disk takes only a part of it',
  which => {
    const file = join(folder, 'settings.jsonl')
    if (which === 'later') open().set(emergency)
    const before = which === 'later' ? readFileSync(file, 'utf8') : ''
    // A process whose files have an end: what does not find room is a part of the line, as on a full disk.
    const script = `
    import { createSettings } from ${JSON.stringify(new URL('settings.ts', import.meta.url).href)}
    const [folder, change] = process.argv.slice(1)
    try {
      createSettings({ folder, clock: { now: () => 1 } }).set(JSON.parse(change))
    } catch ({ code }) {
      process.stdout.write(code)
    }`
    const change = JSON.stringify({ ...emergency, why: 'storm'.repeat(1000) })
    const limited = ['-c', 'ulimit -f 1 && exec "$@"', '-', process.execPath, '--input-type=module', '-e', script, folder, change]
    expect(execFileSync('sh', limited, { encoding: 'utf8' })).toBe('EFBIG')
    expect(readFileSync(file, 'utf8')).toBe(before)
  },
)

it('a change whose time is over ends though that cannot be written down: no call fails for it', () => {
  const settings = open()
  settings.set({ ...emergency, until: now + 1000 })
  const file = join(folder, 'settings.jsonl')
  rmSync(file)
  mkdirSync(file)
  now += 2000
  expect(settings.inForce('harbour', '95500')).toEqual({})
})
