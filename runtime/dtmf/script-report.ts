// A failing script as text that can be read cold: what was expected, what came, the call so far, and how to be put on the
// phone at that moment.
import type { SourceSpan } from '../../machine/format.ts'
import type { ScriptFile } from '../../machine/script.ts'
import type { CallLog } from '../call/call-log.ts'
import { isCalled, MOST_TOLD } from './script-keys.ts'
import { clock, type ScriptFailure, type Sentence } from './script-failure.ts'
import type { ScriptResult } from './script-run.ts'
import type { Speaker } from './speaker.ts'
import { transcriptRows, type TranscriptMachine, type TranscriptRow } from './transcript.ts'

export interface ReportOptions {
  readonly machine: TranscriptMachine
  readonly speaker: Speaker
  /** The language of our own words. */
  readonly language: 'en' | 'zh'
  /** `main.ivr:60` of a place in the program. */
  readonly sourceLine: (span: SourceSpan) => string
  /** The line (from 1) and the words of a place in the script's file. */
  readonly scriptLine: (file: ScriptFile, offset: number) => { readonly line: number; readonly text: string }
  /** Colours or marks around a part; none where not given. */
  readonly paint?: (part: 'failure' | 'expected' | 'came' | 'dim', text: string) => string
}

const WORDS = {
  expected: { en: 'expected', zh: '预期' },
  came: { en: 'came', zh: '实际' },
  paste: { en: 'paste', zh: '粘贴' },
  source: { en: 'said in', zh: '出处' },
  call: { en: 'The call so far:', zh: '到此为止的通话：' },
  dial: { en: 'On the phone at that moment:', zh: '从该处接着通话：' },
  at: { en: 'at', zh: '时刻' },
  cut: { en: '(cut)', zh: '（打断）' },
  line: { en: 'line', zh: '线路' },
  caller: { en: 'caller', zh: '来电者' },
  bank: { en: 'bank', zh: '银行' },
  agent: { en: 'agent', zh: '坐席' },
  place: { en: '', zh: '' },
  callRow: { en: 'call', zh: '通话' },
} as const satisfies Readonly<Record<string, Sentence>>

/** Empty for a script that passed. */
export function reportScript(result: ScriptResult, options: ReportOptions): string {
  const { failure, run } = result
  if (!failure) return ''
  const { language } = options
  const paint = options.paint ?? ((_part: string, text: string) => text)
  const { line, text } = options.scriptLine(run.file, failure.span.start)
  const where = `${run.file.file}:${line}`
  const title = `${run.name} [${run.language}]${run.rowNumber > 0 ? ` (${run.rowNumber})` : ''}`
  const rows: string[] = [
    paint('failure', `✗ ${title}`),
    `  ${where}  ${withoutSecret(text.trim(), options.machine)}`,
    `  ${failure.problem[language]}`,
  ]
  const label = (word: Sentence): string => `    ${pad(word[language], 9)}`
  if (failure.expected) rows.push(label(WORDS.expected) + paint('expected', failure.expected[language]))
  for (const [index, came] of failure.came.entries()) {
    rows.push((index === 0 ? label(WORDS.came) : ' '.repeat(13)) + paint('came', came[language]))
  }
  if (failure.source) rows.push(label(WORDS.source) + paint('dim', options.sourceLine(failure.source)))
  if (failure.hint) rows.push(`  ${failure.hint[language]}`)
  if (failure.paste !== null) rows.push(`    ${failure.paste}`)
  const called = result.log.entries.length > 0
  if (called) {
    const call = shorten(reportCall(result.log, options, until(failure)), language)
    rows.push('', `  ${WORDS.call[language]}`, ...call.map(row => `    ${row}`))
  }
  rows.push('', `  ${WORDS.dial[language]}`, `    ${dialCommand(result, options)}`)
  return rows.join('\n')
}

/** Rows of a call that are printed: of one that goes on and on its beginning and its end. */
const FIRST_ROWS = 100
const LAST_ROWS = 400

function shorten(rows: readonly string[], language: ReportOptions['language']): readonly string[] {
  const between = rows.length - FIRST_ROWS - LAST_ROWS
  if (between <= 0) return rows
  const told = { en: `… ${between} rows …`, zh: `…… 共 ${between} 行 ……` }[language]
  return [...rows.slice(0, FIRST_ROWS), told, ...rows.slice(-LAST_ROWS)]
}

const TYPES = /^((?:enter|press)(?:\s+(?:early|ahead))?\s+)([\p{L}\p{N}_.]+\s+)?("[^"]*")/u

/** A line as it is written, but for what it types into a secret entry, or might. */
function withoutSecret(line: string, { listeners }: TranscriptMachine): string {
  const found = TYPES.exec(line)
  if (!found) return line
  const [all, words, name, keys] = found as unknown as readonly [string, string, string | undefined, string]
  const secret = listeners.filter(listener => listener.kind === 'collect' && listener.secret)
  const hidden =
    name === undefined ? secret.length > 0 && keys.length - 2 > MOST_TOLD : secret.some(listener => isCalled(listener, name.trim()))
  return hidden ? `${words}${name ?? ''}"•"${line.slice(all.length)}` : line
}

/** The call as far as it had come when the line failed; what came of hanging up is no part of it. */
const until = (failure: ScriptFailure): number => failure.at

/** The line that was under way, and the run's language where it is not the script's first. */
function dialCommand({ failure, run }: ScriptResult, options: ReportOptions): string {
  const { line } = options.scriptLine(run.file, failure!.underWay.start)
  const first = run.script.languages.length < 2 || run.language === run.script.languages[0]
  return dialLine(run.file.file, line) + (first ? '' : ` --language ${run.language}`)
}

/** `callwright dial --at transfer.dtmf:31` */
export const dialLine = (file: string, line: number): string =>
  `callwright dial --at ${/[^\w./:@%+,-]/.test(file) ? `'${file.replaceAll("'", String.raw`'\''`)}:${line}'` : `${file}:${line}`}`

/** The transcript with its times and the source line that spoke each prompt, row by row. */
export function reportCall(log: CallLog, options: ReportOptions, last: number = Infinity): readonly string[] {
  const { language } = options
  const paint = options.paint ?? ((_part: string, text: string) => text)
  const rows = transcriptRows(log, options.machine, options.speaker).filter(row => row.at <= last)
  const widest = Math.min(MOST_WORDS, Math.max(0, ...rows.map(row => (row.source ? width(wordsOf(row, language)) : 0))))
  return rows.map(row => {
    const words = wordsOf(row, language)
    const source = row.source ? options.sourceLine(row.source) : ''
    if (row.who === 'place') return paint('dim', `${pad(clock(row.at), 10)} ── ${words} ${source}`.trimEnd())
    const who = pad(whoWord(row, language), 7)
    return `${paint('dim', pad(clock(row.at), 10))} ${who} ${source === '' ? words : `${pad(words, widest)}  ${paint('dim', source)}`}`
  })
}

/** Beyond so many columns the source stands behind the words, unaligned. */
const MOST_WORDS = 60

const wordsOf = (row: TranscriptRow, language: 'en' | 'zh'): string => `${row.text[language]}${row.cut ? ` ${WORDS.cut[language]}` : ''}`

const whoWord = (row: TranscriptRow, language: 'en' | 'zh'): string => (row.who === 'call' ? WORDS.callRow : WORDS[row.who])[language]

/** Columns of a terminal: Chinese characters and wide signs take two. */
const width = (text: string): number => Array.from(text).reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0)
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u
const pad = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)))
