// Every script of an example, made ready as `callwright test` does it, and played in the simulator with all that another line needs to
// play the same call again.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { disk, type Io } from '../../cli/io.ts'
import { hasErrors, loadScript } from '../../cli/script-files.ts'
import { simulate } from '../../cli/line-test/simulated.ts'
import { createPrograms, optionsOf, readyScript } from '../../cli/scripts-run.ts'
import type { CallLog } from '../../runtime/call/call-log.ts'
import type { CallObserver } from '../../runtime/call/observer.ts'
import { prepare, type CallStart, type Prepared, type PrepareOptions } from '../../runtime/core/index.ts'
import type { Backend } from '../../runtime/dtmf/backend.ts'
import type { ScriptRun, Speaker } from '../../runtime/dtmf/index.ts'
import type { AnchoredAction } from '../../runtime/dtmf/line-play.ts'
import type { ScriptOptions } from '../../runtime/dtmf/script-play.ts'

const root = join(import.meta.dirname, '../..')

const quiet = { write: () => undefined, isTTY: false, columns: () => 140 }
const io: Io = {
  stdout: quiet,
  stderr: quiet,
  stdin: { isTTY: false, read: () => { throw new Error('nobody types') }, close: () => undefined },
  fs: disk,
  cwd: root,
  env: {},
  now: () => 0,
  sleep: () => Promise.resolve(),
  stop: new AbortController().signal,
  outlive: () => () => true,
} // prettier-ignore

export interface ExampleRun {
  readonly run: ScriptRun
  readonly options: ScriptOptions
  readonly prepared: Prepared
  readonly speaker: Speaker
}

/** The runs of all scripts under `examples/NAME`, in the order of their paths. */
export async function runsOf(example: string, how: PrepareOptions = {}): Promise<readonly ExampleRun[]> {
  const programs = createPrograms(io, { json: false, language: 'en' })
  const folder = `examples/${example}`
  const scripts = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.dtmf'))
  const preparedFor = new Map<Prepared, Prepared>()
  const runs: ExampleRun[] = []
  for (const name of scripts.toSorted()) {
    const script = loadScript(io, `${folder}/${name}`)
    if (hasErrors(script)) throw new Error(`${name} has errors`)
    const ready = await readyScript(io, programs, script)
    const options = optionsOf(io, ready)
    const prepared = preparedFor.get(options.prepared) ?? prepare(options.prepared.machine, { trace: true, ...how })
    preparedFor.set(options.prepared, prepared)
    const { speaker } = options
    for (const run of ready.runs) runs.push({ run, options: { ...options, prepared }, prepared, speaker })
  }
  return runs
}

export interface PlayedRun {
  readonly log: CallLog
  readonly actions: readonly AnchoredAction[]
  readonly start: CallStart
  /** ms since 1970 */
  readonly at: number
  /** Answers once more as the script's bank, queues and numbers did, in the same order. */
  readonly backend: Backend
  /** What was typed into secret entries, key by key. */
  readonly secrets: readonly string[]
}

/** Plays a script in the simulator. Throws where it does not pass. */
export function playRun({ run, options }: ExampleRun, observers: readonly CallObserver[] = []): PlayedRun {
  const { result, backend, ...simulated } = simulate(options, run, observers)
  if (!result.passed) throw new Error(`${run.id} does not pass`)
  return { ...simulated, log: result.log, backend: backend() }
}
