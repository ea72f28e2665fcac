import { expect, it } from 'vitest'
import { expandRows, type ReadText } from './script-rows.ts'
import type { Script, ScriptRows } from './script.ts'

const span = { start: 1, end: 2 }
const script = (...rows: ScriptRows[]): Script => ({
  name: 's',
  tags: [],
  languages: [],
  only: false,
  skip: null,
  rows,
  lines: [],
  start: 0,
  end: 9,
})
const row = (...names: string[]): ScriptRows => ({
  kind: 'row',
  values: Object.fromEntries(names.map(name => [name, { kind: 'number', raw: '1', ...span }])),
  ...span,
})
const csv: ScriptRows = { kind: 'file', path: './t.csv', ...span }
const file =
  (text: string): ReadText =>
  () => ({ text })
const none: ReadText = () => ({ problem: 'missing' })

it('gives one empty row where a script has no table', () => {
  expect(expandRows(script(), none)).toEqual({ rows: [{ values: {}, span: { start: 0, end: 9 }, line: null }], problems: [] })
})

it('puts rows of the script and of files into one list', () => {
  const { rows, problems } = expandRows(script(row('a', 'b'), csv), file('b,a\nx,"y, z"\n'))
  expect(problems).toEqual([])
  expect(rows.map(each => each.line)).toEqual([null, 2])
  expect(rows[1]!.values).toMatchObject({ a: { kind: 'cell', text: 'y, z' }, b: { kind: 'cell', text: 'x' } })
})

it('makes one text of the columns of a name’s languages', () => {
  const { rows } = expandRows(script(csv), file('words zh,words en\n余额不足,not enough\n'))
  expect(rows[0]!.values.words).toMatchObject({ kind: 'text', variants: { zh: ['余额不足'], en: ['not enough'] } })
})

it.each([
  ['a,a\n1,2', { kind: 'heading', heading: 'a' }],
  ['a,a zh\n1,2', { kind: 'heading', heading: 'a zh' }],
  [',b\n1,2', { kind: 'heading', heading: '' }],
  ['a b c\n1', { kind: 'heading', heading: 'a b c' }],
  ['a,b\n1\n', { kind: 'fields', line: 2, fields: 1, headings: 2 }],
  ['a,b\n', { kind: 'no rows' }],
  ['', { kind: 'no rows' }],
  ['a\n"1', { kind: 'csv', line: 2, why: 'unclosed quote' }],
])('says what is wrong with %j', (text, problem) => {
  expect(expandRows(script(csv), file(text))).toMatchObject({ rows: [], problems: [problem] })
})

it('says that a file is not there', () => {
  expect(expandRows(script(csv), none).problems).toMatchObject([{ kind: 'file', file: './t.csv', why: 'missing' }])
})

it('leaves out rows with other names than the first, and says so once for a file', () => {
  const { rows, problems } = expandRows(script(row('a', 'b'), row('a'), csv), file('a,c\n1,2\n3,4\n'))
  expect(rows).toHaveLength(1)
  expect(problems).toMatchObject([
    { kind: 'other names', missing: ['b'], extra: [] },
    { kind: 'other names', missing: ['b'], extra: ['c'] },
  ])
})
