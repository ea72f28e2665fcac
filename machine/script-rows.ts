// A script's table: `each { … }` rows and the rows of CSV files, as one list. A script without a table has one row with nothing in it.
import { parseCsv } from './csv.ts'
import { setField } from './json-values.ts'
import type { Script, ScriptRows, ScriptSpan, ScriptValue } from './script.ts'
import type { FileProblem } from './value-problems.ts'

export interface ScriptRow {
  readonly values: Readonly<Record<string, ScriptValue>>
  /** The `each` that it comes from; of a script without a table the script. */
  readonly span: ScriptSpan
  /** The line of the CSV file; null for a row written in the script. */
  readonly line: number | null
}

export type RowProblem = { readonly span: ScriptSpan } & (
  | { readonly kind: 'file'; readonly file: string; readonly why: FileProblem }
  | { readonly kind: 'csv'; readonly file: string; readonly line: number; readonly why: 'unclosed quote' | 'text beside quotes' }
  /** The heading is empty, is no name, or stands twice. */
  | { readonly kind: 'heading'; readonly file: string; readonly heading: string }
  /** A line of a CSV file has more or fewer fields than the heading. */
  | { readonly kind: 'fields'; readonly file: string; readonly line: number; readonly fields: number; readonly headings: number }
  | { readonly kind: 'no rows'; readonly file: string }
  /** This row has other names than the script's first. */
  | { readonly kind: 'other names'; readonly missing: readonly string[]; readonly extra: readonly string[] }
)

export type ReadText = (path: string) => { readonly text: string } | { readonly problem: FileProblem }

/** All rows in order; those with a fault are left out. */
export function expandRows(
  script: Script,
  readText: ReadText,
): { readonly rows: readonly ScriptRow[]; readonly problems: readonly RowProblem[] } {
  if (script.rows.length === 0) return { rows: [{ values: {}, span: spanOf(script), line: null }], problems: [] }
  const rows: ScriptRow[] = []
  const problems: RowProblem[] = []
  let first: readonly string[] | null = null
  for (const each of script.rows) {
    const read: ReadRows =
      each.kind === 'row' ? { rows: [{ values: each.values, span: spanOf(each), line: null }], problems: [] } : readRows(each, readText)
    problems.push(...read.problems)
    for (const row of read.rows) {
      const names = Object.keys(row.values)
      const wanted: readonly string[] = (first ??= names)
      const missing = wanted.filter(name => !names.includes(name))
      const extra = names.filter(name => !wanted.includes(name))
      if (missing.length + extra.length === 0) rows.push(row)
      else {
        problems.push({ kind: 'other names', missing, extra, span: row.span })
        // Every row of a file has the same names: one word is enough.
        if (each.kind === 'file') break
      }
    }
  }
  return { rows, problems }
}

interface ReadRows {
  readonly rows: readonly ScriptRow[]
  readonly problems: readonly RowProblem[]
}

/** `words zh` in the heading is the text `words` in that language; `words zh` and `words en` make one value. */
const HEADING = /^([\p{L}_][\p{L}\p{N}\p{M}_]*)(?: ([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*))?$/u

function readRows(each: Extract<ScriptRows, { readonly kind: 'file' }>, readText: ReadText): ReadRows {
  const span = spanOf(each)
  const file = each.path
  const fail = (problem: RowProblem): ReadRows => ({ rows: [], problems: [problem] })
  const text = readText(file)
  if ('problem' in text) return fail({ kind: 'file', file, why: text.problem, span })
  const csv = parseCsv(text.text)
  if (csv.problem) return fail({ kind: 'csv', file, ...csv.problem, span })
  const [heading, ...lines] = csv.lines
  if (!heading || lines.length === 0) return fail({ kind: 'no rows', file, span })
  const columns: { readonly name: string; readonly tag: string | null }[] = []
  for (const field of heading.fields) {
    const match = HEADING.exec(field.trim())
    const column = match && { name: match[1]!, tag: match[2] ?? null }
    const clash = columns.some(
      other => other.name === column?.name && (other.tag === column.tag || other.tag === null || column.tag === null),
    )
    if (!column || clash) return fail({ kind: 'heading', file, heading: field, span })
    columns.push(column)
  }
  const rows: ScriptRow[] = []
  const problems: RowProblem[] = []
  for (const { line, fields } of lines) {
    if (fields.length !== columns.length) {
      problems.push({ kind: 'fields', file, line, fields: fields.length, headings: columns.length, span })
      continue
    }
    const values: Record<string, ScriptValue> = {}
    for (const [index, { name, tag }] of columns.entries()) {
      const cell = fields[index]!
      if (tag === null) setField(values, name, { kind: 'cell', text: cell, ...span })
      else {
        const before = Object.hasOwn(values, name) ? (values[name] as Extract<ScriptValue, { readonly kind: 'text' }>).variants : {}
        setField(values, name, { kind: 'text', variants: { ...before, [tag]: [cell] }, ...span })
      }
    }
    rows.push({ values, span, line })
  }
  return { rows, problems }
}

const spanOf = ({ start, end }: ScriptSpan): ScriptSpan => ({ start, end })
