// A finding as other programs read it. Lines and columns count from 1, columns in UTF-16 units; offsets from 0.
import type { Diagnostic, MessageLanguage, Severity } from '../diagnostic.ts'
import type { Span } from '../../text/span.ts'
import type { FrameSource } from './frame.ts'
import type { RenderOptions } from './text.ts'

export interface JsonPosition {
  readonly line: number
  readonly column: number
  readonly offset: number
}
export interface JsonRange {
  readonly file: string
  /** Absent where the file could not be read. */
  readonly start?: JsonPosition
  readonly end?: JsonPosition
}
export interface JsonDiagnostic extends JsonRange {
  readonly code: string
  readonly slug: string
  readonly severity: Severity
  readonly message: string
  readonly hint?: string
  readonly keys?: readonly string[]
  readonly labels: readonly (JsonRange & { readonly message: string })[]
  readonly fixes: readonly { readonly title: string; readonly edits: readonly (JsonRange & { readonly text: string })[] }[]
}

function position(source: FrameSource, offset: number): JsonPosition {
  const { line, column } = source.lineIndex.position(offset)
  return { line: line + 1, column: column + 1, offset }
}

export function diagnosticJson(diagnostic: Diagnostic, options: Pick<RenderOptions, 'language' | 'source' | 'path'>): JsonDiagnostic {
  const language: MessageLanguage = options.language
  const range = (span: Span & { readonly file: string }): JsonRange => {
    const source = options.source(span.file)
    const file = options.path?.(span.file) ?? span.file
    return source ? { file, start: position(source, span.start), end: position(source, span.end) } : { file }
  }
  return {
    code: diagnostic.code,
    slug: diagnostic.slug,
    severity: diagnostic.severity,
    message: diagnostic.message[language],
    ...range(diagnostic),
    ...(diagnostic.hint ? { hint: diagnostic.hint[language] } : {}),
    ...(diagnostic.keys ? { keys: diagnostic.keys } : {}),
    labels: diagnostic.labels.map(label => ({ ...range(label), message: label.message[language] })),
    fixes: diagnostic.fixes.map(fix => ({
      title: fix.title[language],
      edits: fix.edits.map(edit => ({ ...range(edit), text: edit.text })),
    })),
  }
}
