// The order in which findings are shown, and how many there are.
import type { Diagnostic } from '../diagnostic.ts'

export interface DiagnosticCounts {
  readonly errors: number
  readonly warnings: number
  readonly advice: number
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** By file (the order of `files`, where given, then by name), place and code: the same findings always stand in the same order. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[], files: readonly string[] = []): Diagnostic[] {
  const rank = new Map(files.map((file, index) => [file, index]))
  const of = (file: string): number => rank.get(file) ?? files.length
  return [...diagnostics].sort(
    (a, b) =>
      of(a.file) - of(b.file) ||
      compareText(a.file, b.file) ||
      a.start - b.start ||
      a.end - b.end ||
      compareText(a.code, b.code) ||
      compareText(a.message.en, b.message.en),
  )
}

export function countDiagnostics(diagnostics: readonly Diagnostic[]): DiagnosticCounts {
  const count = (severity: Diagnostic['severity']): number => diagnostics.filter(one => one.severity === severity).length
  return { errors: count('error'), warnings: count('warning'), advice: count('advice') }
}
