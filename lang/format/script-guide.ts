// What a `.dtmf` file says to the formatter: its parts, lines and the fields of its records are items.
import type { Script, ScriptAnswer, ScriptFile, ScriptLine, ScriptRows, ScriptSetup, ScriptValue } from '../../machine/script.ts'
import type { Tokens } from '../grammar/tokenizer.ts'
import * as T from '../grammar/tokens.ts'
import { lineWords, partWords, W } from '../script/tokens.ts'
import type { Span } from '../text/span.ts'
import { byStart, mark, tokenFrom, type Guide, type Mark } from './guide.ts'

const idsOf = (types: readonly T.TokenType[]): ReadonlySet<number> => new Set(types.map(type => type.tokenTypeIdx!))

const soft = idsOf([W.with, W.within, W.then, W.tags, W.in, W.until, W.for])
/** At the beginning of a line these begin the next line of the script. */
const fixed = idsOf([...lineWords, ...partWords].map(word => W[word]))
const words = idsOf(Object.values(W))
const touching: ReadonlySet<number> = new Set([
  ...idsOf([T.Name, T.NumberToken, T.Minus, T.Star, T.Hash, T.BargeIn, T.TypeAhead]),
  ...words,
])
const OPENING = idsOf([T.LParen])
const MINUS = T.Minus.tokenTypeIdx!
const TEXTS = idsOf([T.TaggedText, T.TaggedTextStart])

export function guideOfScript(file: ScriptFile, { types, starts, ends, count }: Tokens): Guide {
  const marks: Mark[] = []
  const from = (offset: number): number => tokenFrom(starts, count, offset)

  /** Offsets of the texts of each language. */
  function textsIn(value: Span): number[] {
    const found: number[] = []
    for (let at = from(value.start); at < count && starts[at]! < value.end; at++) if (TEXTS.has(types[at]!)) found.push(starts[at]!)
    return found
  }

  /** `name: value`, of a record or a row. */
  const fieldStart = (value: Span): number => starts[from(value.start) - 2]!

  function addValues(values: readonly ScriptValue[]): void {
    const waiting = [...values]
    for (let value = waiting.pop(); value; value = waiting.pop()) {
      if (value.kind === 'list') {
        const records = value.items.filter(item => item.kind === 'record')
        for (const record of records) marks.push(mark(record.start, record.end, rowOf('record', record.fields)))
        waiting.push(...value.items)
      } else if (value.kind === 'record') {
        for (const field of Object.values(value.fields)) {
          marks.push(mark(fieldStart(field), field.end, { class: 'field', columns: [starts[from(field.start)]!] }))
          waiting.push(field)
        }
      }
    }
  }

  /** Rows whose fields have the same names are a table. */
  function rowOf(name: string, fields: Readonly<Record<string, ScriptValue>>): Pick<Mark, 'class' | 'columns'> {
    const columns = Object.values(fields).flatMap((value, index) => {
      const texts = value.kind === 'text' ? textsIn(value).slice(1) : []
      return index === 0 ? texts : [fieldStart(value), ...texts]
    })
    return { class: `${name} ${Object.keys(fields).join()}`, columns }
  }

  function addRows(rows: ScriptRows): void {
    if (rows.kind === 'file') {
      marks.push(mark(rows.start, rows.end))
      return
    }
    const values = Object.values(rows.values)
    marks.push(mark(rows.start, rows.end, rowOf('each', rows.values)))
    for (const value of values) marks.push(mark(fieldStart(value), value.end, { class: 'field', columns: [value.start] }))
    addValues(values)
  }

  function addLine(line: ScriptLine): void {
    // Behind `given bank.accounts` the answers begin.
    const answers = line.kind === 'given operation' ? { class: 'given', columns: [starts[from(line.start) + 4]!] } : {}
    marks.push(mark(line.start, line.end, answers))
    addValues(valuesOf(line))
  }

  function addPart(part: Script | ScriptSetup): void {
    marks.push(mark(part.start, part.end, { breaks: 'always' }))
    for (const line of part.lines) addLine(line)
    if ('rows' in part) {
      for (const rows of part.rows) addRows(rows)
      if (part.skip) marks.push(mark(part.skip.span.start, part.skip.span.end))
    } else addValues(part.parameters.flatMap(({ value }) => value ?? []))
  }

  if (file.use) marks.push(mark(file.use.start, file.use.end))
  for (const part of [...file.setups, ...file.scripts]) addPart(part)
  marks.sort(byStart)

  // Parentheses are only ever those of a name, and a minus only a sign.
  const called = new Set<number>()
  const signs = new Set<number>()
  for (let at = 0; at < count; at++) {
    if (OPENING.has(types[at]!) && at > 0) called.add(ends[at - 1]!)
    else if (types[at] === MINUS) signs.add(starts[at]!)
  }
  return { marks, whole: [], signs, called, soft, fixed, touching }
}

const valueOfAnswer = (answer: ScriptAnswer): readonly ScriptValue[] =>
  answer.kind === 'outcome' ? answer.values : answer.kind === 'value' ? [answer.value] : []

/** The values that are written in a line. */
function valuesOf(line: ScriptLine): readonly ScriptValue[] {
  switch (line.kind) {
    case 'run':
      return line.arguments.map(({ value }) => value)
    case 'given operation':
      return line.answers.flatMap(valueOfAnswer)
    case 'given setting':
      return [line.value]
    case 'given queue':
      return line.answers?.who ? [line.answers.who] : []
    case 'hear':
      return line.what.kind === 'prompt' ? Object.values(line.what.values) : []
    case 'expect operation':
      return Object.values(line.with)
    case 'press':
    case 'enter':
    case 'call':
    case 'given number':
    case 'choose language':
    case 'wait':
    case 'stay silent':
    case 'hang up':
    case 'speak':
    case 'expect level':
    case 'expect ended':
    case 'expect connected':
    case 'expect transferred':
    case 'expect transcript':
      return []
  }
}
