import type { Span } from './span.ts'

/** `start..end` of a text becomes `text`. */
export interface TextEdit extends Span {
  readonly text: string
}

/**
 * The text with all edits made at once: offsets are those of the text before. Edits may stand in any order and touch; insertions at one offset
 * keep their order. Throws RangeError where two overlap or one lies outside the text.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits.map((edit, order) => ({ edit, order }))
  sorted.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.order - b.order)
  let result = ''
  let done = 0
  for (const { edit } of sorted) {
    if (edit.start < done || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(`edit ${edit.start}..${edit.end} overlaps another or lies outside the text`)
    }
    result += text.slice(done, edit.start) + edit.text
    done = edit.end
  }
  return result + text.slice(done)
}
