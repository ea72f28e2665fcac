// Positions of the protocol (UTF-16, lines and columns from 0) and offsets of the service. What lies outside a text is taken to its nearest end.
import type { Position, Range } from 'vscode-languageserver'
import { createLineIndex, type LineIndex } from '../text/line-index.ts'
import type { Span } from '../text/span.ts'

export interface Positions {
  /** Null where the file cannot be read. */
  readonly offset: (path: string, position: Position) => number | null
  readonly span: (path: string, range: Range) => Span | null
  readonly range: (path: string, span: Span) => Range
  /** Lets go of a file. */
  readonly forget: (path: string) => void
}

/** A number of a client that may be anything. */
const whole = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.max(0, Math.min(Math.trunc(value), 2 ** 31)) : 0

/** A client's parameters are not those of its request. */
export class Malformed extends Error {}

export function offsetIn(index: LineIndex, position: Position): number {
  if (typeof position !== 'object' || position === null) throw new Malformed('a position is missing')
  return index.offset({ line: whole(position.line), column: whole(position.character) })
}

export function rangeIn(index: LineIndex, { start, end }: Span): Range {
  const [from, to] = [index.position(start), index.position(Math.max(start, end))]
  return { start: { line: from.line, character: from.column }, end: { line: to.line, character: to.column } }
}

export function spanIn(index: LineIndex, range: Range): Span {
  if (typeof range !== 'object' || range === null) throw new Malformed('a range is missing')
  const [start, end] = [offsetIn(index, range.start), offsetIn(index, range.end)]
  return { start: Math.min(start, end), end: Math.max(start, end) }
}

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

export function createPositions(textOf: (path: string) => string | null): Positions {
  const known = new Map<string, { readonly text: string; readonly index: LineIndex }>()
  const indexOf = (path: string): LineIndex | null => {
    const text = textOf(path)
    if (text === null) return null
    let found = known.get(path)
    if (found?.text !== text) known.set(path, (found = { text, index: createLineIndex(text) }))
    return found.index
  }
  return {
    offset: (path, position) => {
      const index = indexOf(path)
      return index && offsetIn(index, position)
    },
    span: (path, range) => {
      const index = indexOf(path)
      return index && spanIn(index, range)
    },
    range: (path, span) => {
      const index = indexOf(path)
      return index ? rangeIn(index, span) : nowhere
    },
    forget: path => void known.delete(path),
  }
}
