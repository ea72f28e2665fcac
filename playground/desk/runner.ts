// Runs scripts a few milliseconds at a time, so that whoever waits for the desk, and a wish to stop, are heard between two of them.
import { selectRuns } from '../../runtime/dtmf/selection.ts'
import type { ScriptRun } from '../../runtime/dtmf/script-instances.ts'
import { runScript, type ScriptResult } from '../../runtime/dtmf/script-run.ts'
import { breath, STRETCH } from './breath.ts'
import type { RunEnd, RunQuestion, RunResult } from './contract.ts'
import { failureOf, type Results } from './results.ts'
import type { ReadyFile } from './script-files.ts'

/** ms between two tellings: more often than the page draws nobody sees. */
const TELLS = 30

export type TellRan = (what: { readonly turn: number; readonly results: readonly RunResult[]; readonly all: number }) => void

export async function runScripts(
  files: readonly ReadyFile[],
  { turn, ids }: RunQuestion,
  results: Results,
  tell: TellRan,
  signal: AbortSignal,
): Promise<RunEnd> {
  const of = new Map<ScriptRun, ReadyFile>(files.flatMap(file => file.runs.map(run => [run, file] as const)))
  const { runs, skipped, problems } = chosen([...of.keys()], ids)
  let [ran, failed, elapsed] = [0, 0, 0]
  let told: RunResult[] = []
  let [began, last] = [performance.now(), performance.now()]
  tell({ turn, results: [], all: runs.length })
  for (const run of runs) {
    const now = performance.now()
    if (now - last > TELLS) {
      tell({ turn, results: told, all: runs.length })
      told = []
      last = now
    }
    if (now - began > STRETCH) {
      await breath()
      began = performance.now()
    }
    if (signal.aborted) break
    const result = runOne(of.get(run)!, run, results)
    ran++
    if (!result.passed) failed++
    elapsed += result.elapsed
    told.push(result)
  }
  tell({ turn, results: told, all: runs.length })
  const unable = files.filter(file => file.trouble !== null).length + files.reduce((sum, file) => sum + file.problems.length, 0)
  return { ran, failed, skipped: skipped.length, unable: ids === null ? unable + problems.length : 0, elapsed }
}

/** What is named is run even where it says `skip`, and beside what says `only`. */
function chosen(all: readonly ScriptRun[], ids: RunQuestion['ids']): ReturnType<typeof selectRuns> {
  if (ids === null) return selectRuns(all, { today: new Date().toISOString().slice(0, 10), ci: false })
  const named = new Set(ids)
  return { runs: all.filter(run => named.has(run.id)), skipped: [], problems: [] }
}

export const playOne = ({ program, readText }: ReadyFile, run: ScriptRun): ScriptResult =>
  runScript({ prepared: program!.prepared, speaker: program!.compiled.speaker, readText }, run)

function runOne(file: ReadyFile, run: ScriptRun, results: Results): RunResult {
  const began = performance.now()
  const result = playOne(file, run)
  const elapsed = performance.now() - began
  results.keep(file, run, file.program!.collector.finish(result.log, true)!)
  return { id: run.id, path: file.path, passed: result.passed, elapsed, duration: result.duration, failure: failureOf(file, result) }
}
