// Lines while they are made: the comment behind a line is put in its column when the lines around it are there.
import { displayWidth } from './width.ts'

export interface Line {
  readonly text: string
  /** Behind it; may go on in lines of its own. */
  readonly comment: string | null
}

/** Between a line and the comment behind it: more than between two steps. */
const GAP = 3
/** A comment is moved to the right by no more than this to stand under another. */
const MOST_MOVED = 32

export const pad = (columns: number): string => ' '.repeat(columns)

/**
 * The lines with their comments in columns. Those of one declaration begin in one column, unless one of them would move too far or beyond
 * the width for it.
 */
export function alignComments(lines: Line[], width: number): void {
  let run: { readonly at: number; readonly columns: number; readonly needs: number }[] = []
  const close = (): void => {
    const column = Math.max(...run.map(one => one.columns))
    for (const { at, columns } of run) {
      const { text, comment } = lines[at]!
      lines[at] = { text: `${text}${pad(column - columns + GAP)}${comment}`, comment: null }
    }
    run = []
  }
  let widest = 0
  let narrowest = 0
  let longest = 0
  for (let at = 0; at < lines.length; at++) {
    const { text, comment } = lines[at]!
    if (text === '' && /^\S/.test(lines[at + 1]?.text ?? '')) close()
    if (comment === null) continue
    const columns = displayWidth(text)
    const needs = displayWidth(comment) + GAP
    const together = run.length > 0 && Math.max(widest, columns) - Math.min(narrowest, columns) <= MOST_MOVED
    const fits = Math.max(widest, columns) + Math.max(longest, needs) <= width
    if (!together || !fits) close()
    const begins = run.length === 0
    run.push({ at, columns, needs })
    widest = begins ? columns : Math.max(widest, columns)
    narrowest = begins ? columns : Math.min(narrowest, columns)
    longest = begins ? needs : Math.max(longest, needs)
  }
  close()
}

export const textOfLines = (lines: readonly Line[]): string => (lines.length === 0 ? '' : `${lines.map(line => line.text).join('\n')}\n`)
