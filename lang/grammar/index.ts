// The face of the grammar: text in, tree and diagnostics out.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import { createLineIndex, type LineIndex } from '../text/line-index.ts'
import type { SourceFile } from './ast.ts'
import { MOST_ERRORS } from './limits.ts'
import { parseTokens } from './parser.ts'

export type * from './ast.ts'
export { children, visitorKeys, walk } from './visitor-keys.ts'
export type { LineIndex }

export interface ParseResult {
  readonly tree: SourceFile
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
  readonly lineIndex: LineIndex
}

/** UTF-16 units. */
const LARGEST = 16 * 1024 * 1024

/**
 * Parses an `.ivr` file. Never throws: whatever the text is, there is a tree (of what could be read) and a diagnostic for each mistake.
 * `file` is only passed on to the diagnostics.
 */
export function parse(text: string, file: string): ParseResult {
  const lineIndex = createLineIndex(text)
  const diagnostics: Diagnostic[] = []
  if (text.length > LARGEST) {
    diagnostics.push(diagnose('too-large', { megabytes: Math.ceil(text.length / 1024 / 1024) }, { file, start: 0, end: 0 }))
    return { tree: { kind: 'SourceFile', start: 0, end: text.length, declarations: [], comments: [] }, diagnostics, lineIndex }
  }
  const tree = parseTokens(text, file, diagnostics)
  diagnostics.sort((a, b) => a.start - b.start)
  const last = diagnostics.at(-1)
  if (last && diagnostics.length === MOST_ERRORS && !diagnostics.some(one => one.slug === 'too-many-errors')) {
    diagnostics[MOST_ERRORS - 1] = diagnose('too-many-errors', {}, last)
  }
  return { tree, diagnostics, lineIndex }
}
