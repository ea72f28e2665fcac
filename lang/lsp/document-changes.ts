// Incremental changes of the protocol as edits of a text.
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver'
import { applyEdits, type TextEdit } from '../text/edit.ts'
import { createLineIndex } from '../text/line-index.ts'
import { spanIn } from './positions.ts'

/**
 * The text after changes, each made to the text that the one before has left. Positions outside the text mean its nearest end; a change that is none
 * is passed over. An editor that changes many places at once names the last first: those are made at once, so that a long text is copied once.
 */
export function changedText(text: string, changes: readonly TextDocumentContentChangeEvent[]): string {
  let current = text
  let index = createLineIndex(current)
  let edits: TextEdit[] = []
  const settle = (): void => {
    if (edits.length === 0) return
    current = applyEdits(current, edits.reverse())
    index = createLineIndex(current)
    edits = []
  }
  for (const change of changes) {
    if (typeof change?.text !== 'string') continue
    if (!('range' in change) || !change.range) {
      edits = []
      current = change.text
      index = createLineIndex(current)
      continue
    }
    const before = edits.at(-1)
    let span = spanIn(index, change.range)
    // Behind an edit, or touching it, positions are those of the text that it leaves.
    if (before && span.end >= before.start) {
      settle()
      span = spanIn(index, change.range)
    }
    edits.push({ ...span, text: change.text })
  }
  settle()
  return current
}
