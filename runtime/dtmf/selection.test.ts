import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Script, ScriptFile } from '../../machine/script.ts'
import type { ScriptRun } from './script-instances.ts'
import { parseShard, selectRuns, type SelectionOptions } from './selection.ts'

const today: SelectionOptions = { today: '2026-11-25', ci: false }
const script = (over: Partial<Script>): Script => ({
  name: 'a', tags: [], languages: [], only: false, skip: null, rows: [], lines: [], start: 0, end: 10, ...over,
}) // prettier-ignore
const fileOf = (file: string, scripts: readonly Script[]): ScriptFile => ({ file, use: null, setups: [], scripts, start: 0, end: 1000 })
const runOf = (file: ScriptFile, one: Script, over: Partial<ScriptRun> = {}): ScriptRun => ({
  id: `${file.file} › ${one.name} [en-US]`, file, script: one, name: one.name, language: 'en-US', row: {}, rowNumber: 0, rowSpan: one, ...over,
}) // prettier-ignore
const names = (runs: readonly ScriptRun[]): readonly string[] => runs.map(run => run.name)

const first = script({ name: 'transfers money', tags: ['transfer', 'nightly'], start: 0, end: 100 })
const second = script({ name: 'reports a loss (fast)', tags: ['loss'], start: 110, end: 200 })
const file = fileOf('a.dtmf', [first, second])
const runs = [runOf(file, first), runOf(file, second)]

it('FILE:LINE: the script on that line', () => {
  expect(names(selectRuns(runs, { ...today, places: [{ file: 'a.dtmf', start: 120, end: 130 }] }).runs)).toEqual(['reports a loss (fast)'])
  const nothing = selectRuns(runs, { ...today, places: [{ file: 'a.dtmf', start: 103, end: 104 }] })
  expect(nothing.runs).toEqual([])
  expect(nothing.problems).toEqual([{ kind: 'nothing there', file: 'a.dtmf', start: 103 }])
})

it('FILE:LINE of one row runs that row', () => {
  const table = script({
    name: 'table',
    start: 0,
    end: 100,
    rows: [
      { kind: 'row', values: {}, start: 10, end: 20 },
      { kind: 'row', values: {}, start: 21, end: 30 },
    ],
  })
  const of = fileOf('t.dtmf', [table])
  const rows = table.rows.map((row, index) => runOf(of, table, { id: `row ${index}`, rowNumber: index + 1, rowSpan: row }))
  const at = (start: number, end: number): readonly string[] =>
    selectRuns(rows, { ...today, places: [{ file: 't.dtmf', start, end }] }).runs.map(run => run.id)
  expect(at(21, 25)).toEqual(['row 1'])
  expect(at(40, 50)).toEqual(['row 0', 'row 1'])
})

it('-g: a pattern, or words as they are where it is none', () => {
  expect(names(selectRuns(runs, { ...today, pattern: '^TRANS' }).runs)).toEqual(['transfers money'])
  expect(names(selectRuns(runs, { ...today, pattern: '(fast' }).runs)).toEqual(['reports a loss (fast)'])
})

it('--tag: any of them', () => {
  expect(names(selectRuns(runs, { ...today, tags: ['nightly', 'other'] }).runs)).toEqual(['transfers money'])
})

it('--last-failed: those that failed; all where none is left', () => {
  expect(names(selectRuns(runs, { ...today, lastFailed: [runs[1]!.id] }).runs)).toEqual(['reports a loss (fast)'])
  expect(selectRuns(runs, { ...today, lastFailed: ['gone'] }).runs).toHaveLength(2)
})

it('[L.scripts.17] only: alone, and an error under CI', () => {
  const only = script({ name: 'mine', only: true })
  const all = [...runs, runOf(file, only)]
  expect(names(selectRuns(all, today).runs)).toEqual(['mine'])
  const ci = selectRuns(all, { ...today, ci: true })
  expect(ci.runs).toHaveLength(3)
  expect(ci.problems.map(problem => problem.kind)).toEqual(['only under CI'])
})

it('[L.scripts.17] skip … until fails after its date', () => {
  const skip = (until: string | null): readonly ScriptRun[] => [
    runOf(file, script({ name: 'later', skip: { why: 'no service yet', until, span: { start: 0, end: 1 } } })),
  ]
  expect(selectRuns(skip('2027-01-01'), today)).toMatchObject({ runs: [], skipped: [{ why: 'no service yet' }], problems: [] })
  expect(selectRuns(skip('2026-11-25'), today).problems).toEqual([])
  expect(selectRuns(skip('2026-11-24'), today)).toMatchObject({
    runs: [],
    skipped: [],
    problems: [{ kind: 'skip is over', until: '2026-11-24' }],
  })
  expect(selectRuns(skip(null), today).skipped).toHaveLength(1)
})

it('--shard: shares are whole, apart, balanced, and the same whatever the order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (ids, count) => {
      const all = ids.map(id => runOf(file, first, { id }))
      const share = (of: readonly ScriptRun[], index: number): readonly string[] =>
        selectRuns(of, { ...today, shard: { index, count } }).runs.map(run => run.id)
      const shares = Array.from({ length: count }, (_, index) => share(all, index + 1))
      expect(shares.flat().toSorted()).toEqual(ids.toSorted())
      const sizes = shares.map(one => one.length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      const turned = all.toReversed()
      for (let index = 1; index <= count; index++) expect(share(turned, index).toSorted()).toEqual(shares[index - 1]!.toSorted())
    }),
    { numRuns: 100 },
  )
})

it('a share is written I/N', () => {
  expect(parseShard('1/4')).toEqual({ index: 1, count: 4 })
  for (const wrong of ['0/4', '5/4', '1', '1/0', 'a/b', '1/4/2']) expect(parseShard(wrong)).toBe(null)
})
