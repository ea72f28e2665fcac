import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Prepared } from '../core/index.ts'
import type { Machine } from '../../machine/format.ts'
import { createVersions, type BundleReader, type Deployed } from './versions.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callwright-versions-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A stand-in for a bundle: its manifest is its hash, the line's name and its other files. */
function bundle(name: string, hash: string, line = 'harbour', files: readonly string[] = []): string {
  const path = join(folder, 'dist', name)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'manifest.json'), JSON.stringify({ hash, line, files }))
  return path
}

const read: BundleReader = path => {
  const file = join(path, 'manifest.json')
  if (!existsSync(file)) return { problem: { en: 'no bundle', zh: '没有产物包' } }
  const { hash, line, files = [] } = JSON.parse(readFileSync(file, 'utf8')) as { hash: string; line: string; files?: string[] }
  if (hash === 'broken') return { problem: { en: 'broken', zh: '已损坏' } }
  return { hash, machine: { name: line } as Machine, recordings: {}, files: ['manifest.json', ...files] }
}

const open = () =>
  createVersions({ folder: join(folder, 'versions'), read, now: () => 1, prepare: machine => ({ machine }) as unknown as Prepared })

const hashOf = (deployed: Deployed): string => ('version' in deployed ? deployed.version.hash : deployed.problem.en)

it('a new version answers from now on, and whoever holds the old one keeps it', () => {
  const versions = open()
  const first = versions.deploy(bundle('a', '111'))
  expect(first).toMatchObject({ kind: 'new', before: null })
  const second = versions.deploy(bundle('a', '222'))
  expect(second).toMatchObject({ kind: 'new', before: { hash: '111' } })
  expect(versions.current('harbour')?.hash).toBe('222')
  expect(versions.deploy(bundle('a', '222')).kind).toBe('same')
  // The folder was written over, the copy that the old calls play from was not.
  expect(existsSync(join(folder, 'versions', '111', 'manifest.json'))).toBe(true)
})

it('a bundle that is refused changes nothing', () => {
  const versions = open()
  versions.deploy(bundle('a', '111'))
  expect(versions.deploy(bundle('b', 'broken'))).toMatchObject({ kind: 'refused', problem: { en: 'broken' } })
  expect(versions.deploy(join(folder, 'nowhere')).kind).toBe('refused')
  expect(versions.current('harbour')?.hash).toBe('111')
})

it('a rollback puts the version before in force, and a start does not put back what was taken back', () => {
  const versions = open()
  versions.deploy(bundle('a', '111'))
  const bad = bundle('a', '222')
  versions.deploy(bad)
  expect(hashOf(versions.rollback('harbour'))).toBe('111')
  const again = open()
  expect(again.deploy(bad)).toMatchObject({ kind: 'taken back', hash: '222', version: { hash: '111' } })
  expect(again.current('harbour')?.hash).toBe('111')
  expect(again.deploy(bad, { again: true })).toMatchObject({ kind: 'new', version: { hash: '222' } })
})

it('a start whose bundle is broken or gone answers with what was in force, and says why', () => {
  const before = open()
  before.start(bundle('a', '111'))
  const source = bundle('a', '222')
  before.deploy(source)
  bundle('a', 'broken')
  expect(open().start(source)).toMatchObject({ kind: 'kept', version: { hash: '222', line: 'harbour' }, problem: { en: 'broken' } })
  rmSync(source, { recursive: true })
  const after = open()
  expect(after.start(source)).toMatchObject({ kind: 'kept', version: { hash: '222' }, problem: { en: 'no bundle' } })
  expect(after.current('harbour')?.hash).toBe('222')
  // Whose line a folder was is what it says itself, as soon as it says anything.
  expect(open().start(bundle('a', '333', 'cards'))).toMatchObject({ kind: 'new', version: { line: 'cards' } })
})

it('a start refuses a bundle of which no good copy is kept', () => {
  expect(open().start(bundle('a', 'broken'))).toMatchObject({ kind: 'refused', problem: { en: 'broken' } })
  const source = bundle('a', '111')
  open().start(source)
  bundle('a', 'broken')
  writeFileSync(join(folder, 'versions', '111', 'manifest.json'), JSON.stringify({ hash: 'broken' }))
  expect(open().start(source)).toMatchObject({ kind: 'refused', problem: { en: 'broken' } })
})

it('what was deployed last stays in force over a start as long as the configured bundle is what it was', () => {
  const configured = bundle('a', '111')
  const before = open()
  before.start(configured)
  before.deploy(bundle('b', '222'))
  expect(open().start(configured)).toMatchObject({ kind: 'kept', version: { hash: '222' }, problem: null })
  expect(open().start(configured)).toMatchObject({ kind: 'kept', version: { hash: '222' }, problem: null })
  const after = open()
  expect(after.start(bundle('a', '333'))).toMatchObject({ kind: 'new', version: { hash: '333' } })
  expect(after.history('harbour').map(each => each.hash)).toEqual(['333', '222', '111'])
})

it('a configured bundle that answered already when it was deployed is no new one at a start', () => {
  const configured = bundle('a', '111')
  const before = open()
  before.start(configured)
  before.deploy(bundle('b', '222'))
  expect(before.deploy(bundle('a', '222')).kind).toBe('same')
  before.deploy(bundle('b', '333'))
  expect(open().start(configured)).toMatchObject({ kind: 'kept', version: { hash: '333' } })
})

it('a deployment puts the configured bundle in force though it is what it was', () => {
  const configured = bundle('a', '111')
  const versions = open()
  versions.start(configured)
  versions.deploy(bundle('b', '222'))
  expect(versions.deploy(configured)).toMatchObject({ kind: 'new', version: { hash: '111' } })
  expect(open().start(configured)).toMatchObject({ kind: 'new', version: { hash: '111' } })
})

it('versions that were written down before folders were are read', () => {
  const source = bundle('a', '111')
  open().deploy(source)
  open().deploy(bundle('b', '222'))
  const file = join(folder, 'versions', 'versions.json')
  const { lines } = JSON.parse(readFileSync(file, 'utf8')) as { lines: unknown }
  writeFileSync(file, JSON.stringify({ lines }))
  expect(open().history('harbour')).toHaveLength(2)
  expect(open().start(source)).toMatchObject({ kind: 'new', version: { hash: '111' } })
})

it('a start with a disk that is full answers with what was in force', () => {
  const source = bundle('a', '111')
  open().start(source)
  mkdirSync(join(folder, 'versions', 'versions.json.new'))
  expect(open().start(source)).toMatchObject({ kind: 'new', version: { hash: '111' } })
  expect(open().start(bundle('a', '222'))).toMatchObject({
    kind: 'kept',
    version: { hash: '111' },
    problem: { en: expect.stringContaining('make room') as string },
  })
})

it('a copy that is broken is made again from the bundle', () => {
  const source = bundle('a', '111')
  open().start(source)
  writeFileSync(join(folder, 'versions', '111', 'manifest.json'), JSON.stringify({ hash: 'broken' }))
  expect(open().start(source)).toMatchObject({ kind: 'new', version: { hash: '111' } })
})

it('each rollback goes one version further back: what was taken back is not put in force again unless it is named', () => {
  const versions = open()
  for (const hash of ['111', '222', '333']) versions.deploy(bundle('a', hash))
  expect(hashOf(versions.rollback('harbour'))).toBe('222')
  expect(hashOf(versions.rollback('harbour'))).toBe('111')
  expect(versions.rollback('harbour')).toMatchObject({
    kind: 'refused',
    problem: { en: expect.stringContaining('no version before') as string, zh: expect.stringContaining('--to') as string },
  })
  expect(open().deploy(bundle('a', '333')).kind).toBe('taken back')
  expect(hashOf(versions.rollback('harbour', '33'))).toBe('333')
  // No fault was found with what stood in for it.
  expect(hashOf(versions.rollback('harbour'))).toBe('111')
})

it('a rollback to a version by the beginning of its hash', () => {
  const versions = open()
  for (const hash of ['aa1', 'ab2', 'bb3']) versions.deploy(bundle('a', hash))
  expect(versions.rollback('harbour', 'a')).toMatchObject({
    kind: 'refused',
    problem: { en: '“a” begins more than one version of harbour.' },
  })
  expect(versions.current('harbour')?.hash).toBe('bb3')
  expect(hashOf(versions.rollback('harbour', 'aa'))).toBe('aa1')
  expect(versions.rollback('harbour', 'zz')).toMatchObject({ kind: 'refused' })
  expect(versions.rollback('cards')).toMatchObject({ kind: 'refused', problem: { en: expect.stringContaining('harbour') } })
})

it.skipIf(process.platform === 'win32')('a folder that is a link, or has links in it, is copied with all that they lead to', () => {
  const [one, other] = [bundle('release-1', '111', 'harbour', ['sounds/hello.wav']), bundle('release-2', '222')]
  const sounds = join(folder, 'dist', 'sounds')
  mkdirSync(sounds)
  writeFileSync(join(sounds, 'hello.wav'), 'one')
  symlinkSync('../sounds', join(one, 'sounds'))
  const link = join(folder, 'dist', 'current')
  symlinkSync('release-1', link)
  const versions = open()
  versions.deploy(link)
  rmSync(link)
  symlinkSync('release-2', link)
  versions.deploy(link)
  rmSync(one, { recursive: true })
  rmSync(sounds, { recursive: true })
  writeFileSync(join(other, 'manifest.json'), JSON.stringify({ hash: '333', line: 'harbour' }))
  expect(hashOf(versions.rollback('harbour'))).toBe('111')
  expect(readFileSync(join(folder, 'versions', '111', 'sounds', 'hello.wav'), 'utf8')).toBe('one')
  expect(hashOf(versions.rollback('harbour', '222'))).toBe('222')
})

it.skipIf(process.platform === 'win32')(
  'what lies in a bundle’s folder and is none of its files is not copied: links to a folder above, among them',
  () => {
    const source = bundle('a', '111', 'harbour', ['sounds/hello.wav'])
    mkdirSync(join(source, 'sounds'))
    writeFileSync(join(source, 'sounds', 'hello.wav'), 'one')
    symlinkSync('../..', join(source, 'project'))
    symlinkSync('.', join(source, 'sounds', 'loop'))
    symlinkSync('nowhere', join(source, '.#main.ivr'))
    expect(hashOf(open().deploy(source))).toBe('111')
    expect(readdirSync(join(folder, 'versions', '111'), { recursive: true }).toSorted()).toEqual([
      'manifest.json',
      'sounds',
      join('sounds', 'hello.wav'),
    ])
  },
)

it('what lies in a copy’s place and is another version is not put in force as this one', () => {
  const versions = open()
  const source = bundle('a', '111')
  versions.deploy(source)
  versions.deploy(bundle('b', '222'))
  writeFileSync(join(folder, 'versions', '111', 'manifest.json'), JSON.stringify({ hash: '333', line: 'harbour' }))
  expect(versions.rollback('harbour')).toMatchObject({
    kind: 'refused',
    problem: { en: expect.stringContaining('111 is another version now: deploy its bundle again') as string },
  })
  expect(versions.current('harbour')?.hash).toBe('222')
  expect(versions.deploy(source)).toMatchObject({ kind: 'new', version: { hash: '111' } })
  expect(JSON.parse(readFileSync(join(folder, 'versions', '111', 'manifest.json'), 'utf8'))).toMatchObject({ hash: '111' })
})

it.skipIf(process.platform === 'win32')('a copy that is a link, as an earlier Callwright made it, is made again', () => {
  const source = bundle('a', '111')
  open().start(source)
  const copy = join(folder, 'versions', '111')
  const moved = join(folder, 'dist', 'moved')
  renameSync(copy, moved)
  symlinkSync(moved, copy)
  expect(open().start(source)).toMatchObject({ kind: 'new', version: { hash: '111' } })
  expect(lstatSync(copy).isSymbolicLink()).toBe(false)
  expect(existsSync(join(moved, 'manifest.json'))).toBe(true)
})

it('nothing to go back to is said', () => {
  const versions = open()
  versions.deploy(bundle('a', '111'))
  expect(versions.rollback('harbour')).toMatchObject({ kind: 'refused' })
})

it('five versions are kept beside the current one, and no more', () => {
  const versions = open()
  for (let index = 1; index <= 9; index++) versions.deploy(bundle('a', `v${index}`))
  expect(versions.history('harbour').map(each => each.hash)).toEqual(['v9', 'v8', 'v7', 'v6', 'v5', 'v4'])
  expect(existsSync(join(folder, 'versions', 'v3'))).toBe(false)
  expect(existsSync(join(folder, 'versions', 'v4'))).toBe(true)
})

it('a copy that calls play from stays though it is the seventh, and goes with a later version when they have ended', () => {
  const versions = open()
  const kept = (hash: string): boolean => existsSync(join(folder, 'versions', hash))
  const playing = new Set(['v1'])
  for (let index = 1; index <= 8; index++) versions.deploy(bundle('a', `v${index}`), { playing })
  expect([kept('v1'), kept('v2'), kept('v3')]).toEqual([true, false, true])
  expect(versions.history('harbour').map(each => each.hash)).not.toContain('v1')
  versions.deploy(bundle('a', 'v9'))
  expect([kept('v1'), kept('v3'), kept('v4')]).toEqual([false, false, true])
})

it('a copy that calls still played from when the node ended goes with the first version after it', () => {
  const before = open()
  for (let index = 1; index <= 8; index++) before.deploy(bundle('a', `v${index}`), { playing: new Set(['v1']) })
  open().deploy(bundle('a', 'v9'))
  expect(existsSync(join(folder, 'versions', 'v1'))).toBe(false)
})

it('a copy that was to go and is in force again stays', () => {
  const versions = open()
  const playing = new Set(['v1'])
  for (let index = 1; index <= 7; index++) versions.deploy(bundle('a', `v${index}`), { playing })
  versions.deploy(bundle('a', 'v1'))
  versions.deploy(bundle('a', 'v8'))
  expect(existsSync(join(folder, 'versions', 'v1', 'manifest.json'))).toBe(true)
})

it('a copy that was broken off is made again', () => {
  const path = bundle('a', '111')
  mkdirSync(join(folder, 'versions', '111.half'), { recursive: true })
  writeFileSync(join(folder, 'versions', '111.half', 'cut-off.wav'), '')
  const versions = open()
  expect(versions.deploy(path).kind).toBe('new')
  expect(readdirSync(join(folder, 'versions')).toSorted()).toEqual(['111', 'versions.json'])
  expect(readdirSync(join(folder, 'versions', '111'))).toEqual(['manifest.json'])
})

it('a copy that cannot be made whole is none, and what was made of it is gone', () => {
  // A file that cannot be copied comes after one that was.
  const path = bundle('a', '111', 'harbour', ['sounds'])
  mkdirSync(join(path, 'sounds'))
  expect(open().deploy(path).kind).toBe('refused')
  expect(readdirSync(join(folder, 'versions'))).toEqual([])
})

it('where versions cannot be kept, nothing that a start would not know is in force, and it is said what to do', () => {
  const versions = open()
  versions.deploy(bundle('a', '111'))
  mkdirSync(join(folder, 'versions', 'versions.json.new'))
  const refused = versions.deploy(bundle('b', '222'))
  expect(refused).toMatchObject({ kind: 'refused', problem: { en: expect.stringContaining('make room') as string } })
  expect(versions.current('harbour')?.hash).toBe('111')
  expect(versions.history('harbour').map(each => each.hash)).toEqual(['111'])
  rmSync(join(folder, 'versions', 'versions.json.new'), { recursive: true })
  expect(versions.deploy(bundle('b', '222'))).toMatchObject({ kind: 'new', before: { hash: '111' } })
})

it.each([
  ['cut off', '{"lines": {'],
  ['nothing', ''],
  ['another shape', '{"lines": []}'],
  ['a line without its history', '{"lines": {"harbour": {"current": "111"}}}'],
  ['a way out of its folder', '{"lines": {}, "gone": ["../.."]}'],
])('what was rolled back does not come back because the file of versions is spoilt: %s', (_, text) => {
  open().deploy(bundle('a', '111'))
  const file = join(folder, 'versions', 'versions.json')
  writeFileSync(file, text)
  expect(open).toThrow('versions.json is not what the node wrote: put back the file')
  rmSync(file)
  expect(open().lines()).toEqual([])
})
