// The fixes of findings, where the cursor or the selection is.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Span } from '../text/span.ts'
import type { CodeAction } from './types.ts'

export function codeActions(diagnostics: readonly Diagnostic[], file: string, range: Span): readonly CodeAction[] {
  return diagnostics
    .filter(each => each.file === file && each.start <= range.end && each.end >= range.start)
    .flatMap(({ fixes, code, start, end }) => fixes.map(({ title, edits }) => ({ title, edits, code, diagnostic: { start, end } })))
}
