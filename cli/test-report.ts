// The report of a test run: failures as they come, one line at the end; or all of it as JSON.
import { renderProblem } from './script-problems.ts'
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { junitCase, type JUnitCase } from '../runtime/dtmf/junit.ts'
import type { InstanceProblem, ScriptRun } from '../runtime/dtmf/script-instances.ts'
import type { ScriptResult } from '../runtime/dtmf/script-run.ts'
import type { SelectionProblem } from '../runtime/dtmf/selection.ts'
import type { Io } from './io.ts'
import { diagnosticJson, renderDiagnostics } from '../lang/diagnostics/render/index.ts'
import { renderScriptFindings } from './script-findings.ts'
import type { LoadedScript } from './script-files.ts'
import type { ReadyScript } from './scripts-run.ts'
import { paintFor } from './terminal.ts'

export interface Outcome {
  readonly result: ScriptResult
  readonly ready: ReadyScript
  /** Real ms. */
  readonly elapsed: number
  /** '' where it passed. */
  readonly report: string
}

export interface TestReport {
  readonly brokenScript: (script: LoadedScript) => void
  /** A file that is no text, or cannot be read. */
  readonly unreadScript: (file: string, message: string) => void
  readonly brokenProgram: (script: LoadedScript) => void
  readonly missingProgram: (script: LoadedScript, why: string) => void
  readonly instanceProblem: (ready: ReadyScript, problem: InstanceProblem) => void
  readonly selectionProblem: (ready: readonly ReadyScript[], problem: SelectionProblem) => void
  readonly list: (runs: readonly ScriptRun[], of: ReadonlyMap<ScriptRun, ReadyScript>) => void
  readonly ran: (outcome: Outcome, index: number, all: number) => void
  readonly skipped: (run: ScriptRun, why: string) => void
  /** The run ended before it. */
  readonly notCalled: (run: ScriptRun) => void
  /** Things that stood in the way of a script. */
  readonly problems: () => number
  /** What stood in the way first, then in the order of these runs whichever ended first, then others. */
  readonly cases: (order: readonly ScriptRun[]) => readonly JUnitCase[]
  /** The last line; true where all is well. `more` stands in the JSON beside it. `took`: ms, where several ran at once. */
  readonly end: (outcomes: readonly Outcome[], more?: Readonly<Record<string, unknown>>, took?: number) => boolean
}

export interface TestReportSettings {
  readonly audio: boolean
  readonly json: boolean
  readonly language: MessageLanguage
}

export const titleOf = (run: ScriptRun): string => `${run.name} [${run.language}]${run.rowNumber > 0 ? ` (${run.rowNumber})` : ''}`

export function createTestReport(io: Io, settings: TestReportSettings): TestReport {
  const { language, json } = settings
  const paint = paintFor(io, io.stdout)
  const problems: { readonly file: string; readonly message: string; readonly findings?: readonly unknown[] }[] = []
  const skipped: { readonly run: ScriptRun; readonly why: string }[] = []
  const faults: JUnitCase[] = []
  const cases: { readonly run: ScriptRun; readonly case: JUnitCase }[] = []
  let notCalled = 0
  const progress = io.stderr.isTTY && !json
  let open = false
  const write = (text: string): void => {
    if (open) io.stderr.write('\r\u001b[K')
    open = false
    if (!json) io.stdout.write(text)
  }
  const problem = (file: string, message: string): void => {
    problems.push({ file, message })
    faults.push({ file, name: file, elapsed: 0, outcome: { kind: 'error', message, report: message } })
    write(`${paint('error', '✗')} ${message}\n\n`)
  }
  const lineOf = (script: LoadedScript, offset: number): number => script.source.lineIndex.position(offset).line + 1

  const leftOut = (run: ScriptRun, why: string): void =>
    void cases.push({ run, case: { file: run.file.file, name: titleOf(run), elapsed: 0, outcome: { kind: 'skipped', why } } })

  return {
    brokenScript: script => {
      const findings = script.diagnostics.map(one => diagnosticJson(one, { language, source: () => script.source }))
      const message = `${script.shown}: it has errors and was not run.`
      problems.push({ file: script.shown, message, findings })
      const plainly = renderDiagnostics(script.diagnostics, { language, source: () => script.source })
      faults.push({ file: script.shown, name: script.shown, elapsed: 0, outcome: { kind: 'error', message, report: plainly } })
      write(`${renderScriptFindings(io, script, language, io.stdout)}\n`)
    },
    unreadScript: problem,
    brokenProgram: script => problem(script.shown, `${script.shown}: its program does not compile, so it was not run.`),
    missingProgram: (script, why) => problem(script.shown, `${script.shown}: ${why}`),
    instanceProblem: (ready, one) => problem(ready.script.shown, renderProblem(ready.script, one, language)),
    selectionProblem: (ready, one) => {
      const file = 'run' in one ? one.run.file.file : one.file
      const script = ready.find(other => other.script.file.file === file)?.script
      const line = script ? lineOf(script, 'run' in one ? one.run.script.start : one.start) : 1
      const where = `${file}:${line}`
      const said =
        one.kind === 'skip is over'
          ? `${where}: “${one.run.script.name}” was to be skipped until ${one.until}; that day is over.`
          : one.kind === 'only under CI'
            ? `${where}: “${one.run.script.name}” says “only”, and under CI every script counts.`
            : `${where}: no script lies at this line.`
      problem(file, said)
    },
    list: (runs, of) => {
      if (json) {
        const list = runs.map(run => ({
          id: run.id,
          file: run.file.file,
          line: lineOf(of.get(run)!.script, run.script.start),
          name: run.name,
          language: run.language,
          tags: run.script.tags,
        }))
        io.stdout.write(`${JSON.stringify(list, null, 2)}\n`)
        return
      }
      for (const run of runs) {
        const tags = run.script.tags.length > 0 ? `  ${paint('faint', run.script.tags.join(', '))}` : ''
        write(`${run.file.file}:${lineOf(of.get(run)!.script, run.rowSpan.start)}  ${titleOf(run)}${tags}\n`)
      }
    },
    ran: (outcome, index, all) => {
      cases.push({ run: outcome.result.run, case: junitCase(outcome.result, outcome.report, outcome.elapsed) })
      if (!outcome.result.passed) write(`${outcome.report}\n\n`)
      else if (progress) {
        io.stderr.write(`\r\u001b[K${index + 1}/${all} ${titleOf(outcome.result.run)}`.slice(0, (io.stderr.columns() ?? 80) + 3))
        open = true
      }
    },
    skipped: (run, why) => {
      skipped.push({ run, why })
      leftOut(run, why)
    },
    notCalled: run => {
      notCalled += 1
      const why = language === 'zh' ? '未呼叫：运行已提前结束' : 'not called: the run had ended'
      leftOut(run, why)
    },
    problems: () => problems.length,
    cases: order => {
      const places = new Map(order.map((run, index) => [run, index]))
      const placeOf = (run: ScriptRun): number => places.get(run) ?? order.length
      return [...faults, ...cases.toSorted((one, other) => placeOf(one.run) - placeOf(other.run)).map(one => one.case)]
    },
    end: (outcomes, more = {}, took) => {
      const failed = outcomes.filter(one => !one.result.passed)
      const fine = failed.length === 0 && problems.length === 0 && notCalled === 0
      const elapsed = took ?? outcomes.reduce((sum, one) => sum + one.elapsed, 0)
      if (json) {
        io.stdout.write(
          `${JSON.stringify({ passed: outcomes.length - failed.length, ...(settings.audio ? { sounded: sounded(outcomes) } : {}), failed: failed.length, skipped: skipped.length, ...(notCalled > 0 ? { notCalled } : {}), problems, runs: outcomes.map(runJson), skips: skipped.map(one => ({ id: one.run.id, why: one.why })), ...more }, null, 2)}\n`,
        )
        return fine
      }
      for (const { run, why } of skipped) write(`${paint('warning', '–')} ${titleOf(run)}: skipped, ${why}\n`)
      if (settings.audio) write(`${describeSound(outcomes, language)}\n`)
      write(
        `${paint(fine ? 'good' : 'error', summary({ all: outcomes.length, failed: failed.length, skipped: skipped.length, notCalled, problems: problems.length }, elapsed, language))}\n`,
      )
      return fine
    },
  }

  function runJson({ result, ready, elapsed }: Outcome): unknown {
    const { run, failure } = result
    return {
      id: run.id,
      file: run.file.file,
      line: lineOf(ready.script, run.script.start),
      name: run.name,
      language: run.language,
      ...(run.rowNumber > 0 ? { row: run.rowNumber } : {}),
      passed: result.passed,
      duration: result.duration,
      elapsed: Math.round(elapsed * 1000) / 1000,
      ...(failure
        ? {
            failure: {
              line: lineOf(ready.script, failure.span.start),
              at: failure.at,
              problem: failure.problem[language],
              ...(failure.expected ? { expected: failure.expected[language] } : {}),
              came: failure.came.map(one => one[language]),
              ...(failure.paste === null ? {} : { paste: failure.paste }),
              ...(failure.hint ? { hint: failure.hint[language] } : {}),
            },
          }
        : {}),
    }
  }
}

const sounded = (outcomes: readonly Outcome[]): number => outcomes.reduce((sum, { result }) => sum + result.sounded, 0)

function describeSound(outcomes: readonly Outcome[], language: MessageLanguage): string {
  const keys = sounded(outcomes)
  return language === 'zh' ? `${keys} 个按键经由声音输入` : `${keys} ${keys === 1 ? 'key' : 'keys'} went through sound`
}

interface Counts {
  readonly all: number
  readonly failed: number
  readonly skipped: number
  readonly notCalled: number
  readonly problems: number
}

function summary({ all, failed, skipped, notCalled, problems }: Counts, elapsed: number, language: MessageLanguage): string {
  const seconds = `${(elapsed / 1000).toFixed(2)} s`
  if (language === 'zh') {
    const parts = [`${all - failed} 个通过`]
    if (failed > 0) parts.push(`${failed} 个失败`)
    if (skipped > 0) parts.push(`${skipped} 个跳过`)
    if (notCalled > 0) parts.push(`${notCalled} 个未呼叫`)
    if (problems > 0) parts.push(`${problems} 个无法运行`)
    return `${all} 个脚本：${parts.join('，')}（${seconds}）`
  }
  const parts = [`${all - failed} passed`]
  if (failed > 0) parts.push(`${failed} failed`)
  if (skipped > 0) parts.push(`${skipped} skipped`)
  if (notCalled > 0) parts.push(`${notCalled} not called`)
  if (problems > 0) parts.push(`${problems} could not run`)
  return `${all} ${all === 1 ? 'script' : 'scripts'}: ${parts.join(', ')} (${seconds})`
}
