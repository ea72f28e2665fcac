import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseCsv } from '../../machine/csv.ts'
import { convertJson } from '../../machine/json-values.ts'
import type { ScriptLine } from '../../machine/script.ts'
import { convertValue } from '../../machine/script-values.ts'
import type { Type } from '../../machine/types.ts'
import { parseScript } from './parse-script.ts'

const page = readFileSync(new URL('../../docs/answers.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| `(.+?)` \| `(.+?)` \| `(.+?)` \|$/gm)].map(
  ([, type, json, written]) => [type!, json!, written!] as const,
)

const record: Type = { kind: 'record', fields: { number: { kind: 'digits' }, owner: { kind: 'optional', of: { kind: 'text' } } } }
const types: Readonly<Record<string, Type>> = {
  digits: { kind: 'digits' },
  number: { kind: 'number', decimals: 0 },
  'number 0.0..100.0': { kind: 'number', decimals: 1, min: 0, max: 1000 },
  'money CNY': { kind: 'money', currency: 'CNY', decimals: 2 },
  date: { kind: 'date' },
  time: { kind: 'time' },
  moment: { kind: 'moment' },
  duration: { kind: 'duration' },
  text: { kind: 'text' },
  boolean: { kind: 'boolean' },
  'one of { savings card other }': { kind: 'choice', values: { savings: {}, card: {}, other: {} } },
  speech: { kind: 'speech' },
  recording: { kind: 'recording' },
  '{ number: digits  owner: text or nothing }': record,
  'list of digits': { kind: 'list', of: { kind: 'digits' }, upTo: 100 },
  'text or nothing': { kind: 'optional', of: { kind: 'text' } },
}

it('shows every type', () => {
  expect([...new Set(rows.map(([type]) => type))]).toEqual(Object.keys(types))
})

it.each(rows)('%s: %s is %s', (type, json, written) => {
  const { script, diagnostics } = parseScript(`use "./m.ivr"\nscript "s" {\n  given b.op answers ${written}\n}`, 's')
  expect(diagnostics).toEqual([])
  const { answers } = script.scripts[0]!.lines[0] as Extract<ScriptLine, { kind: 'given operation' }>
  const answer = answers[0]!
  // A word alone is read as an outcome, until the operation says that it is a value.
  const value = answer.kind === 'value' ? answer.value : ({ kind: 'name', name: written, start: 0, end: 0 } as const)
  const scope = { language: 'zh-CN', names: {}, readJson: () => ({ problem: 'missing' }) as const }
  const fromScript = convertValue(value, types[type]!, scope)
  expect(fromScript.problem).toBeUndefined()
  expect(convertJson(JSON.parse(json), types[type]!)).toEqual(fromScript)
})

it('prints a table that can be read', () => {
  const csv = /```csv\n([\s\S]*?)```/.exec(page)![1]!
  expect(parseCsv(csv).lines?.map(line => line.fields.length)).toEqual([4, 4, 4])
})
