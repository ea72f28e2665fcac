import { expect, it } from 'vitest'
import type { RunFailure, ScriptFileState } from '../desk/contract.ts'
import { scriptMarks } from './marks.ts'
import type { Known } from './tree.ts'

const FILE: ScriptFileState = {
  path: 'a.dtmf',
  trouble: null,
  findings: [],
  scripts: [
    {
      name: 'one',
      line: 3,
      source: { path: 'a.dtmf', start: 20, end: 40 },
      tags: [],
      skip: null,
      only: false,
      runs: ['1', '2'].map(id => ({ id, name: 'one', language: 'en-US', row: 0, known: null })),
    },
  ],
}
const at = { path: 'a.dtmf', start: 0, end: 1 }
const FAILURE: RunFailure = {
  ...{ line: 4, at, moment: 0, underWay: at, expected: null, came: [], hint: null, paste: null, source: null },
  problem: { en: 'It was not heard.', zh: '没有听到。' },
}
const known = (id: string, failure: RunFailure | null, now = true): readonly [string, Known] => [
  id,
  { now, result: { id, path: 'a.dtmf', passed: failure === null, elapsed: 1, duration: 1, failure } },
]

it('a script that fails in one of its runs says why, in the page’s language', () => {
  const marks = scriptMarks([FILE], new Map([known('1', null), known('2', FAILURE)]), new Set(), 'zh')
  expect(marks).toEqual({ 'a.dtmf': [{ line: 2, name: 'one', result: 'failed', message: '没有听到。' }] })
})

it('what is of an earlier text is said of no line', () => {
  const earlier = new Map([known('1', null, false), known('2', FAILURE, false)])
  expect(scriptMarks([FILE], earlier, new Set(), 'en')['a.dtmf']![0]!.result).toBe('unknown')
  expect(scriptMarks([FILE], earlier, new Set(['1', '2']), 'en')['a.dtmf']![0]!.result).toBe('running')
})
