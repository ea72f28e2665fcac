// The words of a program in the files that scripts read values from: names of fields and of values, where they stand.
import type { Program } from '../../compiler/program.ts'
import type { Type } from '../../../machine/types.ts'
import { choiceId, fieldId } from '../occurrences.ts'
import type { AddWord, DataFile } from './script-values.ts'

export function wordsInData(program: Program, file: DataFile, text: string, add: AddWord): void {
  if (file.kind === 'csv') return wordsInTable(program, text, file.types, add)
  try {
    JSON.parse(text)
  } catch {
    // No JSON: whoever runs the script is told so.
    return
  }
  const reader = { program, text, at: text.startsWith('\uFEFF') ? 1 : 0 }
  wordsInJson(reader, file.type, add)
}

interface Reader {
  readonly program: Program
  readonly text: string
  at: number
}

const blanks = (reader: Reader): void => {
  while (/[ \t\r\n]/.test(reader.text[reader.at] ?? '')) reader.at++
}
/** Behind a string's opening quote → its end, before the closing one. */
function stringEnd(reader: Reader): number {
  for (; reader.text[reader.at] !== '"'; reader.at++) if (reader.text[reader.at] === '\\') reader.at++
  return reader.at++
}

/** Deeper values are no value's of a type. */
const DEEPEST = 100

/** Of JSON that is whole. */
function wordsInJson(reader: Reader, type: Type | undefined, add: AddWord, depth = 0): void {
  const of = type?.kind === 'optional' ? type.of : type
  blanks(reader)
  const first = reader.text[reader.at]
  if (depth > DEEPEST) return
  if (first === '"') {
    const start = ++reader.at
    const end = stringEnd(reader)
    if (of) add({ start, end }, choiceId(reader.program, of, reader.text.slice(start, end)), 'choice')
  } else if (first === '[') {
    reader.at++
    for (blanks(reader); reader.text[reader.at] !== ']'; blanks(reader)) {
      wordsInJson(reader, of?.kind === 'list' ? of.of : undefined, add, depth + 1)
      blanks(reader)
      if (reader.text[reader.at] === ',') reader.at++
      else if (reader.text[reader.at] !== ']') return
    }
    reader.at++
  } else if (first === '{') {
    reader.at++
    for (blanks(reader); reader.text[reader.at] !== '}'; blanks(reader)) {
      const start = ++reader.at
      const end = stringEnd(reader)
      const name = reader.text.slice(start, end)
      if (of) add({ start, end }, fieldId(reader.program, of, name), 'field')
      blanks(reader)
      reader.at++
      wordsInJson(reader, of?.kind === 'record' && Object.hasOwn(of.fields, name) ? of.fields[name] : undefined, add, depth + 1)
      blanks(reader)
      if (reader.text[reader.at] === ',') reader.at++
      else if (reader.text[reader.at] !== '}') return
    }
    reader.at++
  } else while (/[^\s,\]}]/.test(reader.text[reader.at] ?? ' ')) reader.at++
}

/** Cells that are a word of a choice, below the headings whose names have it as their type. */
function wordsInTable(program: Program, text: string, types: ReadonlyMap<string, Type>, add: AddWord): void {
  const headings: string[] = []
  let column = 0
  let heading = true
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    const quoted = text[at] === '"'
    const start = quoted ? at + 1 : at
    let end = start
    if (quoted) {
      while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1
      at = end + 1
    } else {
      while (end < text.length && !/[,\r\n]/.test(text[end]!)) end++
      at = end
    }
    const cell = text.slice(start, end)
    if (heading) headings.push(cell.trim())
    else {
      const type = types.get(headings[column] ?? '')
      const word = cell.trim()
      const from = start + cell.indexOf(word)
      if (type && word !== '') add({ start: from, end: from + word.length }, choiceId(program, type, word), 'choice')
    }
    if (text[at] === ',') {
      column++
      at++
    } else {
      if (text[at] === '\r') at++
      at++
      column = 0
      heading = false
    }
  }
}
