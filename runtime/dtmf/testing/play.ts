// Scripts written as text and played on the small bank.
import { parseScript } from '../../../lang/script/parse-script.ts'
import type { ScriptFile } from '../../../machine/script.ts'
import type { Machine } from '../../../machine/format.ts'
import { prepare } from '../../core/index.ts'
import { expandScripts } from '../script-instances.ts'
import type { ScriptOptions } from '../script-play.ts'
import { reportScript, type ReportOptions } from '../script-report.ts'
import { runScript, type ScriptResult } from '../script-run.ts'
import { bank, bankSpeaker } from './bank.ts'

export interface Table {
  readonly file: ScriptFile
  readonly text: string
  readonly machine: Machine
  readonly results: readonly ScriptResult[]
}

export const optionsFor = (machine: Machine, files: Readonly<Record<string, string>> = {}): ScriptOptions => ({
  prepared: prepare(machine, { trace: true }),
  speaker: bankSpeaker(machine),
  readText: path => (Object.hasOwn(files, path) ? { text: files[path]! } : { problem: 'missing' }),
})

export function parse(text: string): ScriptFile {
  const { script, diagnostics } = parseScript(text, 'a.dtmf')
  if (diagnostics.length > 0) throw new Error(diagnostics.map(diagnostic => diagnostic.message.en).join('\n'))
  return script
}

/** Plays every run of a file; the first line is line 1. */
export function play(text: string, machine: Machine = bank(), files: Readonly<Record<string, string>> = {}): Table {
  const file = parse(text)
  const options = optionsFor(machine, files)
  const { runs, problems } = expandScripts(file, machine, options.readText)
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  return { file, text, machine, results: runs.map(run => runScript(options, run)) }
}

/** One script of these lines, its call in English. */
export function playLines(lines: string, machine: Machine = bank(), files: Readonly<Record<string, string>> = {}): ScriptResult {
  return play(`use "./main.ivr"\nscript "test" in en-US {\n${lines}\n}\n`, machine, files).results[0]!
}

export const reportOptions = (machine: Machine, text: string, language: 'en' | 'zh' = 'en'): ReportOptions => ({
  machine,
  speaker: bankSpeaker(machine),
  language,
  sourceLine: ([, start]) => `main.ivr:${start / 10 + 1}`,
  scriptLine: (_, offset) => {
    const before = text.slice(0, offset)
    const line = before.split('\n').length
    return { line, text: text.split('\n')[line - 1]! }
  },
})

/** The report of the one script, or `passed`. */
export function reportOf(table: Table, index = 0, language: 'en' | 'zh' = 'en'): string {
  const result = table.results[index]!
  return result.passed ? 'passed' : reportScript(result, reportOptions(table.machine, table.text, language))
}
