// A failing script as people read it: what was expected, what came, and the call so far.
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import { reportScript } from '../../runtime/dtmf/script-report.ts'
import type { ScriptRun } from '../../runtime/dtmf/script-instances.ts'
import { transcriptRows } from '../../runtime/dtmf/transcript.ts'
import type { FailureReport } from './contract.ts'
import { lineOf, rangeOf } from './ranges.ts'
import { failureOf } from './results.ts'
import { playOne } from './runner.ts'
import type { ReadyFile } from './script-files.ts'

/** Of a call that goes on and on. */
const MOST_ROWS = 1000

export function failureReport(file: ReadyFile, run: ScriptRun, language: MessageLanguage): FailureReport | null {
  const result = playOne(file, run)
  // Its counts are those of the run that was told already.
  file.program!.collector.finish(result.log, false)
  const failure = failureOf(file, result)
  if (failure === null) return null
  const { compiled } = file.program!
  const text = reportScript(result, {
    machine: compiled.machine,
    speaker: compiled.speaker,
    language,
    sourceLine: span => `${rangeOf(compiled, span).path}:${lineOf(compiled, span)}`,
    scriptLine: (_, offset) => {
      const { line } = file.lineIndex.position(offset)
      const { start, end } = file.lineIndex.line(line)
      return { line: line + 1, text: file.text.slice(start, end) }
    },
  })
  return {
    failure,
    written: /^ {2}\S+:\d+ {2}(.*)$/m.exec(text)?.[1] ?? '',
    rows: transcriptRows(result.log, compiled.machine, compiled.speaker)
      .filter(row => row.at <= failure.moment)
      .slice(-MOST_ROWS)
      .map(row => ({ ...row, source: row.source && rangeOf(compiled, row.source) })),
    text,
  }
}
