// `callwright test`: scripts read, chosen, run and reported.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { createCallLog } from '../runtime/call/call-log.ts'
import { formatJUnit } from '../runtime/dtmf/junit.ts'
import { createKeySound } from '../runtime/dtmf/key-sound.ts'
import { reportScript } from '../runtime/dtmf/script-report.ts'
import { runScript } from '../runtime/dtmf/script-run.ts'
import { selectRuns, type Selection } from '../runtime/dtmf/selection.ts'
import type { ScriptRun } from '../runtime/dtmf/script-instances.ts'
import { isBundle } from './bundle.ts'
import { EXIT, Finished, Refusal, refusalOf, Stopped } from './exit.ts'
import type { Io } from './io.ts'
import type { Measures, MeasureSettings } from './measures.ts'
import type { LineTestSettings } from './line-test/run.ts'
import { absolutePath, shownPath } from './paths.ts'
import { hasErrors, loadScript, type LoadedScript } from './script-files.ts'
import { createPrograms, optionsOf, readyScript, reportOptionsOf, type ReadyScript } from './scripts-run.ts'
import { findScripts } from './test-files.ts'
import { readLastFailed, writeLastFailed } from './test-memory.ts'
import { createTestReport, type Outcome, type TestReport } from './test-report.ts'
import { createWatch } from './watch.ts'

export interface TestSettings {
  readonly pattern: string | undefined
  readonly tags: readonly string[]
  readonly lastFailed: boolean
  readonly shard: { readonly index: number; readonly count: number } | undefined
  readonly list: boolean
  readonly update: boolean
  /** What scripts press goes through sound. */
  readonly audio: boolean
  readonly failFast: boolean
  readonly watch: boolean
  readonly program: string | undefined
  readonly measures: Omit<MeasureSettings, 'json' | 'language'>
  readonly junit: string | undefined
  readonly json: boolean
  readonly language: MessageLanguage
  /** The scripts are called on a switch. */
  readonly line?: Omit<LineTestSettings, 'failFast' | 'language' | 'node'> & { readonly listen: string | undefined }
}

export async function testScripts(io: Io, places: readonly string[], settings: TestSettings): Promise<void> {
  if (settings.watch) return await testForEver(io, places, settings)
  if (!(await testOnce(io, places, settings))) throw new Finished(EXIT.findings)
}

/** Again after each change, until it is stopped. */
async function testForEver(io: Io, places: readonly string[], settings: TestSettings): Promise<never> {
  const watch = createWatch(io)
  watch.begin()
  await testOnce(watch.io, places, settings)
  while (!io.stop.aborted) {
    io.stderr.write('Waiting for a file to change; Ctrl-C ends it.\n')
    await watch.change()
    if (io.stop.aborted) break
    watch.begin()
    await testAgain(watch.io, places, settings)
  }
  throw new Stopped()
}

/** What cannot be run now may be mended by the next change: a refusal is said and does not end the watch. */
async function testAgain(io: Io, places: readonly string[], settings: TestSettings): Promise<void> {
  try {
    await testOnce(io, places, settings)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    io.stderr.write(`callwright: ${error.in[settings.language]}\n`)
  }
}

/** True where every script that was run passed and nothing stood in the way of one. */
async function testOnce(io: Io, places: readonly string[], settings: TestSettings): Promise<boolean> {
  const files = findScripts(io, places, path => isBundle(io.fs, path))
  const report = createTestReport(io, settings)
  const { coverage, mutants } = settings.measures
  const measured = (coverage || mutants) && !settings.list
  // Standard output is the report’s, whose JSON tells of a program that does not compile.
  const programs = createPrograms(io, { language: settings.language, json: false }, measured)
  const program = files.bundle ?? settings.program
  const ready: ReadyScript[] = []
  for (const path of files.paths) {
    let script: LoadedScript
    try {
      script = loadScript(io, path)
    } catch (error) {
      // A file that the person named is refused; one that lies in a folder is one of many.
      if (!(error instanceof Refusal) || files.named.has(path)) throw error
      report.unreadScript(shownPath(io.cwd, path), error.message)
      continue
    }
    if (hasErrors(script)) {
      report.brokenScript(script)
      continue
    }
    try {
      const one = await readyScript(io, programs, script, program)
      if (hasErrors(one.script)) {
        report.brokenScript(one.script)
        continue
      }
      for (const problem of one.problems) report.instanceProblem(one, problem)
      ready.push(one)
    } catch (error) {
      // One program that is not there, or does not compile (its findings have been printed), does not keep the others from being tested.
      if (error instanceof Finished) report.brokenProgram(script)
      else if (error instanceof Refusal && program === undefined) report.missingProgram(script, error.in[settings.language])
      else throw error
    }
  }

  const of = new Map<ScriptRun, ReadyScript>(ready.flatMap(one => one.runs.map(run => [run, one] as const)))
  const selection = selectRuns([...of.keys()], {
    places: files.lines.flatMap(({ path, line }) => {
      const script = ready.find(one => one.script.path === path)?.script
      return script ? [placeOf(script, line)] : []
    }),
    ...(settings.pattern === undefined ? {} : { pattern: settings.pattern }),
    tags: settings.tags,
    ...(settings.lastFailed ? { lastFailed: readLastFailed(io) } : {}),
    ...(settings.shard ? { shard: settings.shard } : {}),
    today: new Date(io.now()).toISOString().slice(0, 10),
    ci: (io.env['CI'] ?? '') !== '' && io.env['CI'] !== 'false',
  })
  for (const problem of selection.problems) report.selectionProblem(ready, problem)
  if (selection.runs.length + selection.skipped.length + report.problems() === 0 && !settings.shard) {
    throw new Refusal({
      en: 'no script fits what was asked for; “callwright test --list” shows what there is.',
      zh: '没有符合要求的脚本；“callwright test --list” 列出现有脚本。',
    })
  }
  if (settings.list) {
    report.list(selection.runs, of)
    return report.problems() === 0
  }
  const measures = measured ? (await import('./measures.ts')).createMeasures(io, { ...settings, ...settings.measures }) : null
  const writeJUnit = (): void => {
    if (settings.junit !== undefined) io.fs.write(absolutePath(io.cwd, settings.junit), formatJUnit(report.cases(selection.runs)))
  }
  // Where it cannot be written, that is better known before a night of calls than after it.
  if (settings.line) writeJUnit()
  const began = performance.now()
  const line = settings.line ? await runOnLine(io, selection, of, settings, report) : null
  const outcomes = line?.outcomes ?? (await runAll(io, selection, of, settings, report.ran, measures))
  const ended = line?.ended ?? null
  // Nothing has been done that could be told of.
  if (ended && report.cases([]).length === 0) throw ended
  for (const { run, why } of selection.skipped) report.skipped(run, why)
  writeJUnit()
  const known = ended ? outcomes.map(one => one.result.run) : selection.runs
  writeLastFailed(io, outcomes.filter(one => !one.result.passed).map(one => one.result.run.id), known.map(run => run.id)) // prettier-ignore
  const passed = outcomes.every(one => one.result.passed)
  const more = (await measures?.report(passed)) ?? null
  const refused = ended instanceof Refusal && settings.json ? { refused: { message: ended.in[settings.language], exit: ended.code } } : {}
  const fine = report.end(outcomes, { ...more?.json, ...refused }, settings.line ? performance.now() - began : undefined)
  // Standard output has one JSON, which says it.
  if (ended instanceof Refusal && settings.json) throw new Finished(ended.code)
  if (ended) throw ended
  if (more && !settings.json) io.stdout.write(more.text)
  return fine && more?.fine !== false
}

/** `ended`: why not all of them were called. */
async function runOnLine(
  io: Io,
  selection: Selection,
  of: ReadonlyMap<ScriptRun, ReadyScript>,
  { line, ...settings }: TestSettings,
  report: TestReport,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly ended: Stopped | Refusal | null }> {
  const { testOnLine } = await import('./line-test/run.ts')
  const { homeOf } = await import('./line-test/target.ts')
  const { listen, ...how } = line!
  const { node, recordings } = homeOf(io, listen)
  const scripts = selection.runs.map(run => ({ run, ready: of.get(run)! }))
  const outcomes: Outcome[] = []
  const told = new Set<ScriptRun>()
  let ended: Stopped | Refusal | null = null
  let again = 0
  try {
    await testOnLine(
      io,
      scripts,
      { ...how, node, failFast: settings.failFast, language: settings.language },
      {
        ran: (outcome, index, all) => {
          outcomes.push(outcome)
          told.add(outcome.result.run)
          report.ran(outcome, index, all)
        },
        skipped: (run, why) => {
          told.add(run)
          report.skipped(run, why[settings.language])
        },
        again: () => void again++,
      },
      { recordings },
    )
  } catch (error) {
    if (!(error instanceof Stopped || error instanceof Refusal)) throw error
    ended = error
  }
  // A run that was stopped before its first call says why, and no more.
  if (ended && told.size > 0) for (const run of selection.runs) if (!told.has(run)) report.notCalled(run)
  if (again > 0)
    io.stderr.write(
      settings.language === 'zh'
        ? `callwright: 有 ${again} 次呼叫因交换机或本机未能及时处理而重新拨打。\n`
        : `callwright: ${again} calls were placed again, since the switch or this machine had not kept time in them.\n`,
    )
  // In the order of the scripts, whichever call ended first: two runs can be laid side by side.
  const places = new Map(selection.runs.map((run, index) => [run, index]))
  const placeOf = ({ result }: Outcome): number => places.get(result.run) ?? 0
  return { outcomes: outcomes.toSorted((one, other) => placeOf(one) - placeOf(other)), ended }
}

/** The line as offsets, as `selectRuns` wants it; its blanks at the start are no part of it. */
function placeOf(script: LoadedScript, line: number): { file: string; start: number; end: number } {
  const lines = script.source.lineIndex.position(script.source.text.length).line + 1
  if (line < 1 || line > lines)
    throw refusalOf(`${script.shown}:${line}`, { en: `The file has ${lines} lines.`, zh: `文件只有 ${lines} 行。` })
  const { start, end } = script.source.lineIndex.line(line - 1)
  return { file: script.file.file, start, end: Math.max(end, start + 1) }
}

async function runAll(
  io: Io,
  selection: Selection,
  of: ReadonlyMap<ScriptRun, ReadyScript>,
  settings: TestSettings,
  ran: (outcome: Outcome, index: number, all: number) => void,
  measures: Measures | null,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let breath = io.now()
  for (const [index, run] of selection.runs.entries()) {
    // Ctrl-C is heard between two scripts.
    if (io.now() - breath > 50) {
      await io.sleep(0)
      breath = io.now()
    }
    if (io.stop.aborted) throw new Stopped()
    const ready = of.get(run)!
    const began = performance.now()
    const result = runScript(
      optionsOf(io, ready, { update: settings.update, ...(settings.audio ? { keySound: () => createKeySound() } : {}) }),
      run,
    )
    const elapsed = performance.now() - began
    measures?.ran(ready, run, result)
    if (settings.update) {
      for (const [path, text] of Object.entries(result.transcripts))
        io.fs.write(absolutePath(absolutePath(ready.script.path, '..'), path), text)
    }
    const reported = result.passed ? '' : reportScript(result, reportOptionsOf(io, ready, settings.language, io.stdout))
    // The call itself has been reported; thousands of them would only take room.
    const outcome: Outcome = { result: { ...result, log: createCallLog(), transcripts: {} }, ready, elapsed, report: reported }
    outcomes.push(outcome)
    ran(outcome, index, selection.runs.length)
    if (settings.failFast && !result.passed) break
  }
  return outcomes
}
