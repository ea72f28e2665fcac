import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { createLineIndex } from '../text/line-index.ts'

/** The text with what was found under each line, as golden files have it. */
export function annotate(text: string, diagnostics: readonly Diagnostic[]): string {
  const index = createLineIndex(text)
  const notes = new Map<number, string[]>()
  for (const { code, severity, message, start, end, fixes } of diagnostics) {
    const from = index.position(start)
    const to = index.position(end)
    const width = to.line === from.line ? to.column - from.column : index.line(from.line).end - start
    const mark = ' '.repeat(from.column) + '^'.repeat(Math.max(1, width))
    const mending = fixes.map(fix => ` [${fix.title.en}]`).join('')
    const lines = [
      `${mark} ${code} ${severity === 'error' ? '' : `${severity}: `}${message.en}${mending}`,
      `${' '.repeat(from.column)}  ${message.zh}`,
    ]
    notes.set(from.line, [...(notes.get(from.line) ?? []), ...lines])
  }
  return text
    .split('\n')
    .flatMap((line, number) => [line, ...(notes.get(number) ?? [])])
    .join('\n')
}
