// A finding as a designer reads it in the terminal.
import type { Diagnostic, MessageLanguage, Severity } from '../diagnostic.ts'
import { frameLines, lastLine, type FrameMark, type FrameSource } from './frame.ts'
import { sortDiagnostics, type DiagnosticCounts } from './order.ts'
import { plain, type Paint } from './style.ts'

export interface RenderOptions {
  readonly language: MessageLanguage
  /** The text of a file; undefined where it is not known (then no frame is shown). */
  readonly source: (file: string) => FrameSource | undefined
  /** How a file is called in the report; as it is where not said. */
  readonly path?: (file: string) => string
  /** `coloured` on a terminal; `plain` where not said. */
  readonly paint?: Paint
  /** Files in the order in which they are reported. */
  readonly files?: readonly string[]
}

const WORDS = {
  en: { error: 'error', warning: 'warning', advice: 'advice', keys: 'Keys', hint: 'Hint', fix: 'Fix', colon: ': ' },
  zh: { error: '错误', warning: '警告', advice: '建议', keys: '按键', hint: '提示', fix: '修改', colon: '：' },
} as const

interface Group {
  readonly file: string
  readonly marks: FrameMark[]
}

/** The finding's places by file, its own file first. */
function groups(diagnostic: Diagnostic, language: MessageLanguage): Group[] {
  const own: Group = { file: diagnostic.file, marks: [{ start: diagnostic.start, end: diagnostic.end, message: '', primary: true }] }
  const all = [own]
  for (const label of diagnostic.labels) {
    let group = all.find(one => one.file === label.file)
    if (group === undefined) all.push((group = { file: label.file, marks: [] }))
    group.marks.push({ start: label.start, end: label.end, message: label.message[language], primary: false })
  }
  return all
}

/** One finding: headline, code frame, keys, hint, fixes. Ends without a line break. */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions): string {
  const { language, path = (file: string): string => file, paint = plain } = options
  const words = WORDS[language]
  const tone: Severity = diagnostic.severity
  const lines = [`${paint(tone, `${words[tone]} ${diagnostic.code}`)}${words.colon}${paint('strong', diagnostic.message[language])}`]
  const known = groups(diagnostic, language).map(group => ({ ...group, source: options.source(group.file) }))
  const gutter = Math.max(3, ...known.map(({ source, marks }) => (source ? String(lastLine(source, marks)).length + 1 : 0)))
  for (const { file, marks, source } of known) {
    const first = marks[0]!
    if (source === undefined) {
      lines.push(`${paint('faint', `${' '.repeat(gutter)} ╭─`)} ${path(file)}`)
      continue
    }
    const { line, column } = source.lineIndex.position(first.start)
    lines.push(`${paint('faint', `${' '.repeat(gutter)} ╭─`)} ${path(file)}:${line + 1}:${column + 1}`)
    lines.push(...frameLines(source, marks, gutter, tone, paint))
  }
  const indent = ' '.repeat(gutter + 1)
  if (diagnostic.keys && diagnostic.keys.length > 0) lines.push(`${indent}${words.keys}${words.colon}${diagnostic.keys.join(', ')}`)
  if (diagnostic.hint) lines.push(`${indent}${words.hint}${words.colon}${diagnostic.hint[language]}`)
  for (const fix of diagnostic.fixes) lines.push(`${indent}${paint('good', words.fix)}${words.colon}${fix.title[language]}`)
  return lines.join('\n')
}

/** All findings in order, a blank line between; '' where there are none. Ends with a line break. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  return sortDiagnostics(diagnostics, options.files)
    .map(one => `${renderDiagnostic(one, options)}\n`)
    .join('\n')
}

/** `2 errors, 1 warning`; advice is named only where there is some. */
export function renderCounts(counts: DiagnosticCounts, language: MessageLanguage): string {
  if (language === 'zh') {
    const parts = [`${counts.errors} 个错误`, `${counts.warnings} 个警告`]
    if (counts.advice > 0) parts.push(`${counts.advice} 条建议`)
    return parts.join('，')
  }
  const some = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`
  const parts = [some(counts.errors, 'error'), some(counts.warnings, 'warning')]
  if (counts.advice > 0) parts.push(`${counts.advice} advice`)
  return parts.join(', ')
}
