/** A place in a text as editors count: both 0-based, `column` in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Translates between offsets and lines with columns. Lines end at `\n`, `\r\n` or a lone `\r`. */
export interface LineIndex {
  readonly lineCount: number
  /** Clamped into the text. */
  readonly position: (offset: number) => Position
  /** Clamped: a column beyond its line gives the line's end (before the break). */
  readonly offset: (position: Position) => number
  /** Where line `line` begins and ends, without its break. */
  readonly line: (line: number) => { readonly start: number; readonly end: number }
}

const LF = 10
const CR = 13

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) starts.push(at + 1)
  }
  return starts
}

/** The table of lines is made when it is first asked for: a file without findings never pays for it. */
export function createLineIndex(text: string): LineIndex {
  let table: readonly number[] | undefined
  const starts = (): readonly number[] => (table ??= lineStarts(text))
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value))

  const lineAt = (offset: number): number => {
    const all = starts()
    let low = 0
    let high = all.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (all[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  const line = (number: number): { start: number; end: number } => {
    const all = starts()
    const at = clamp(number, all.length - 1)
    const start = all[at]!
    let end = all[at + 1] ?? text.length
    if (at + 1 < all.length) {
      end -= 1
      if (end > start && text.charCodeAt(end) === LF && text.charCodeAt(end - 1) === CR) end -= 1
    }
    return { start, end }
  }
  return {
    get lineCount() {
      return starts().length
    },
    position: offset => {
      const at = clamp(offset, text.length)
      const number = lineAt(at)
      return { line: number, column: at - starts()[number]! }
    },
    offset: position => {
      if (position.line >= starts().length) return text.length
      const { start, end } = line(position.line)
      return clamp(start + Math.max(0, position.column), end)
    },
    line,
  }
}
