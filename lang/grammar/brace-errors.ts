// What is said of a brace or bracket that lacks its other half.
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import type { Location, Span } from '../text/span.ts'

/** `sign` is missing at `place`, where something was read last; `open` is what it should close. */
export function unclosed(sign: string, text: string, place: Location, open: Span): Diagnostic {
  const labels = [{ file: place.file, ...open, message: { en: 'opened here', zh: '在这里打开' } }]
  const onLine = !/[\r\n]/.test(text.slice(open.end, place.start))
  const from = Math.max(text.lastIndexOf('\n', open.start - 1), text.lastIndexOf('\r', open.start - 1)) + 1
  const indent = /^[^\S\r\n]*/.exec(text.slice(from, open.start))![0]
  const brace = onLine ? ' }' : `\n${indent}}`
  const fixes: Fix[] = [{ title: { en: `Write “${sign}”`, zh: `补上“${sign}”` }, edits: [{ ...place, text: sign === '}' ? brace : sign }] }]
  return diagnose('unclosed-brace', { sign }, place, { labels, fixes })
}

/** A brace that is one too many. */
export function strayBrace(sign: '{' | '}', place: Location): Diagnostic {
  const fixes = [{ title: { en: 'Take it away', zh: '删除' }, edits: [{ ...place, text: '' }] }]
  return diagnose('stray-brace', { sign }, place, { fixes })
}

/** `{` is missing behind `at`; the next token, `found`, is where it is missed. */
export function unopened(expected: Diagnostic['message'], found: Diagnostic['message'], place: Location, at: number): Diagnostic {
  const title = { en: 'Write “{”', zh: '补上“{”' }
  const fixes = [{ title, edits: [{ file: place.file, start: at, end: at, text: ' {' }] }]
  return diagnose('unexpected', { expected, found }, place, { fixes })
}
