import { expect, it } from 'vitest'
import type { RunResult, RunState, ScriptFileState } from '../desk/contract.ts'
import { seenRows, treeRows, type Known } from './tree.ts'

const run = (id: string): RunState => ({ id, name: id, language: 'en-US', row: 0, known: null })
const file = (path: string, scripts: Readonly<Record<string, readonly string[]>>, trouble: string | null = null): ScriptFileState => ({
  path,
  trouble: trouble === null ? null : { en: trouble, zh: trouble },
  findings: [],
  scripts: Object.entries(scripts).map(([name, ids], index) => ({
    name,
    line: index + 1,
    source: { path, start: index * 10, end: index * 10 + 9 },
    tags: [],
    skip: name.startsWith('skipped') ? 'later' : null,
    only: false,
    runs: ids.map(run),
  })),
})
const result = (id: string, passed: boolean, now = true): readonly [string, Known] => [
  id,
  { now, result: { id, path: 'a.dtmf', passed, elapsed: 1, duration: 1, failure: null } satisfies RunResult },
]
const NONE = { running: new Set<string>(), turned: new Set<string>(), filter: '', failing: false }

it('a file fails with any of its scripts, and passes with all that are not skipped', () => {
  const files = [file('a.dtmf', { one: ['1'], two: ['2', '3'], 'skipped three': ['4'] })]
  const known = new Map([result('1', true), result('2', true), result('3', false)])
  const rows = treeRows({ ...NONE, files, known })
  expect(rows.map(({ key, stand }) => [key, stand])).toEqual([
    ['a.dtmf', 'failed'],
    ['a.dtmf 0', 'passed'],
    ['a.dtmf 10', 'failed'],
    ['a.dtmf 20', 'skipped'],
  ])
  const passing = new Map([...known, result('3', true, false)])
  expect(treeRows({ ...NONE, files, known: passing })[0]).toMatchObject({ stand: 'passed', earlier: true })
})

it('what runs is seen to run; a script with several runs unfolds', () => {
  const files = [file('a.dtmf', { two: ['2', '3'] })]
  const rows = treeRows({ ...NONE, files, known: new Map([result('2', true)]), running: new Set(['3']), turned: new Set(['a.dtmf 0']) })
  expect(rows.map(({ key, stand, level }) => [key, stand, level])).toEqual([
    ['a.dtmf', 'running', 1],
    ['a.dtmf 0', 'running', 2],
    ['2', 'passed', 3],
    ['3', 'running', 3],
  ])
})

it('five thousand scripts are folded by file, and what is looked for is found in them', () => {
  const scripts = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`script ${index}`, [`${index}`]]))
  const files = Array.from({ length: 50 }, (_, index) => file(`${index}.dtmf`, scripts))
  expect(treeRows({ ...NONE, files, known: new Map() })).toHaveLength(50)
  expect(treeRows({ ...NONE, files, known: new Map(), filter: 'SCRIPT 77' })).toHaveLength(100)
  expect(seenRows(5000, 30_000, 300, 30)).toEqual({ from: 992, to: 1018 })
})

it('scripts of a program that does not compile cannot be run', () => {
  const rows = treeRows({ ...NONE, files: [file('a.dtmf', { one: [] }, 'it does not compile')], known: new Map([result('1', true)]) })
  expect(rows.map(row => row.stand)).toEqual(['broken', 'broken'])
})

it('what fails can be seen alone: also while it runs again, and with what cannot be run', () => {
  const files = [file('a.dtmf', { one: ['1'], two: ['2', '3'] }), file('b.dtmf', { three: ['4'] }), file('c.dtmf', {}, 'no program')]
  const known = new Map([result('1', true), result('2', true), result('3', false), result('4', true)])
  const rows = treeRows({ ...NONE, files, known, running: new Set(['3']), failing: true })
  expect(rows.map(({ key }) => key)).toEqual(['a.dtmf', 'a.dtmf 10', 'c.dtmf'])
  expect(treeRows({ ...NONE, files, known, filter: 'one', failing: true })).toEqual([])
})
