// What the checks of a script share: reporting once, names that do not exist, values that cannot be.
import type { Machine } from '../../machine/format.ts'
import type { ReadText } from '../../machine/script-rows.ts'
import type { ScriptSpan, ScriptValue } from '../../machine/script.ts'
import { convertValue, readText, type ScriptScope, type ScriptValueProblem } from '../../machine/script-values.ts'
import type { Type } from '../../machine/types.ts'
import type { Diagnostic, Fix, Message } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import { nearMiss } from '../text/near-miss.ts'

export interface Checking {
  readonly file: string
  readonly text: string
  readonly machine: Machine
  readonly readText: ReadText
  /** Each finding once, however many rows and languages have it. */
  readonly report: (diagnostic: Diagnostic) => void
}

/** One run of the lines that are checked. */
export interface Situation {
  /** Null where the names are not known (a setup that nobody runs): values are not looked at then. */
  readonly scope: ScriptScope | null
  /** `./rows.csv, line 3`, for what comes of a row of a file. */
  readonly row: string | null
  /** The row's `each`: values with this span are the row's. */
  readonly rowSpan: ScriptSpan | null
}

export function createChecking(
  file: string,
  text: string,
  machine: Machine,
  readText_: ReadText,
): Checking & { readonly found: readonly Diagnostic[] } {
  const found: Diagnostic[] = []
  const seen = new Set<string>()
  return {
    file,
    text,
    machine,
    readText: readText_,
    found,
    report: diagnostic => {
      const key = `${diagnostic.start} ${diagnostic.end} ${diagnostic.message.en}`
      if (seen.has(key)) return
      seen.add(key)
      found.push(diagnostic)
    },
  }
}

// ------------------------------------------------------------------------------------------------ names

export const kinds = {
  place: { en: 'menu or flow', zh: '菜单或流程' },
  menu: { en: 'menu', zh: '菜单' },
  collect: { en: 'collect', zh: '输入项（collect）' },
  prompt: { en: 'prompt', zh: '提示语' },
  value: { en: 'value', zh: '值' },
  service: { en: 'service', zh: '服务' },
  operation: { en: 'operation', zh: '操作' },
  parameter: { en: 'parameter', zh: '参数' },
  outcome: { en: 'outcome', zh: '结果' },
  setting: { en: 'setting', zh: '设置项' },
  queue: { en: 'queue', zh: '队列' },
  level: { en: 'level', zh: '级别' },
  number: { en: 'number of the line', zh: '线路号码' },
  language: { en: 'language of the line', zh: '线路语言' },
  setup: { en: 'setup', zh: 'setup' },
  row: { en: 'row value', zh: '行值' },
} as const satisfies Record<string, Message>

/** Is `name` among `known`? Where it is not, says so at the place where it stands in `at`. */
export function checkName(
  checking: Checking,
  at: ScriptSpan,
  what: Message,
  name: string,
  known: readonly string[],
  listed = known,
): boolean {
  if (known.includes(name)) return true
  const meant = nearMiss(name, known)
  const span = locate(checking.text, at, name)
  const fixes: readonly Fix[] =
    meant === undefined
      ? []
      : [{ title: { en: `Write “${meant}”`, zh: `改写为“${meant}”` }, edits: [{ file: checking.file, ...span, text: meant }] }]
  checking.report(diagnose('script-unknown-name', { what, name, meant, known: listed }, { file: checking.file, ...span }, { fixes }))
  return false
}

const WORD = /[\p{L}\p{N}\p{M}_]/u

/** Where `name` stands in a line, as a word of its own behind the line's first; the whole line where it cannot be found. */
export function locate(text: string, line: ScriptSpan, name: string): ScriptSpan {
  const first = /^\p{L}*/u.exec(text.slice(line.start, line.end))?.[0].length ?? 0
  let from = line.start + (first < line.end - line.start ? first : 0)
  for (;;) {
    const start = text.indexOf(name, from)
    const end = start + name.length
    if (start < 0 || end > line.end || name === '') return { start: line.start, end: line.end }
    if (!WORD.test(text[start - 1] ?? ' ') && !WORD.test(text[end] ?? ' ')) return { start, end }
    from = start + 1
  }
}

// ------------------------------------------------------------------------------------------------ values

/** Reports `value` where it cannot be of `type`. */
export function checkValue(checking: Checking, situation: Situation, value: ScriptValue, type: Type): void {
  if (situation.scope === null) return
  const { problem } = convertValue(value, type, situation.scope)
  if (problem) reportProblem(checking, situation, problem)
}

/** The words of a text in the run's language, or null (reported). */
export function checkText(checking: Checking, situation: Situation, value: ScriptValue): string | null {
  if (situation.scope === null) return null
  const { text, problem } = readText(value, situation.scope)
  if (problem) reportProblem(checking, situation, problem)
  return text ?? null
}

export function reportProblem(checking: Checking, situation: Situation, problem: ScriptValueProblem): void {
  const { span } = problem
  const ofRow = situation.row !== null && span.start === situation.rowSpan?.start && span.end === situation.rowSpan.end
  const names =
    problem.kind === 'unknown choice' || problem.kind === 'unknown name'
      ? { name: problem.name, known: problem.known }
      : problem.kind === 'unknown field'
        ? { name: problem.field, known: problem.known }
        : null
  const meant = names && nearMiss(names.name, names.known)
  const place = names && locateIn(checking.text, span, names.name, problem.kind === 'unknown field')
  const fixes: readonly Fix[] =
    meant && place && !ofRow
      ? [{ title: { en: `Write “${meant}”`, zh: `改写为“${meant}”` }, edits: [{ file: checking.file, ...place, text: meant }] }]
      : []
  const row = ofRow ? situation.row : null
  checking.report(diagnose('script-value', { problem, row }, { file: checking.file, start: span.start, end: span.end }, { fixes }))
}

/** Where a name stands in a value; a field's name stands before the value that is complained of. */
function locateIn(text: string, span: ScriptSpan, name: string, before: boolean): ScriptSpan | null {
  const start = before ? text.lastIndexOf(name, span.start) : text.indexOf(name, span.start)
  return start >= 0 && (before || start + name.length <= span.end) ? { start, end: start + name.length } : null
}

/** A path of a file beside the script. */
export function checkPath(checking: Checking, at: ScriptSpan, path: string): boolean {
  if (/^\.\.?\/[^\\]+$/.test(path)) return true
  checking.report(diagnose('script-path', { path }, { file: checking.file, start: at.start, end: at.end }))
  return false
}
