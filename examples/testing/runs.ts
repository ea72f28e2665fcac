// Every script of an example, made ready as `callwright test` does it, and played in the simulator with all that another line needs to
// play the same call again.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { disk, type Io } from '../../cli/io.ts'
import { hasErrors, loadScript } from '../../cli/script-files.ts'
import { createPrograms, optionsOf, readyScript } from '../../cli/scripts-run.ts'
import type { CallLog } from '../../runtime/call/call-log.ts'
import type { CallObserver } from '../../runtime/call/observer.ts'
import { prepare, type CallStart, type Prepared, type PrepareOptions } from '../../runtime/core/index.ts'
import { nobodyThere, type Backend, type Reply } from '../../runtime/dtmf/backend.ts'
import type { ScriptRun, Speaker } from '../../runtime/dtmf/index.ts'
import type { AnchoredAction } from '../../runtime/dtmf/line-play.ts'
import type { ScriptOptions } from '../../runtime/dtmf/script-play.ts'
import { runScript } from '../../runtime/dtmf/script-run.ts'

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
  const actions: AnchoredAction[] = []
  const replies: Replies = { ask: [], queue: [], queueState: [], number: [], transfer: [] }
  let start: CallStart | null = null
  let at = 0
  const secrets: string[] = []
  const watch: CallObserver = {
    stepping: (event, session) => {
      if (event.kind !== 'started') return
      start = session.call
      at = event.at
    },
  }
  const result = runScript(
    {
      ...options,
      onAction: action => actions.push(action),
      onSecretKey: key => secrets.push(key),
      observers: [watch, ...observers],
      wrapBackend: backend => recordReplies(backend, replies),
    },
    run,
  )
  if (!result.passed || start === null) throw new Error(`${run.id} does not pass`)
  return { log: result.log, actions, start, at, backend: repeatReplies(replies), secrets }
}

type Replies = { readonly [K in keyof Backend]: ReturnType<Backend[K]>[] }

function recordReplies(backend: Backend, replies: Replies): Backend {
  const keep = <T>(list: T[], reply: T): T => {
    list.push(reply)
    return reply
  }
  return {
    ask: (ask, operation): Reply => keep(replies.ask, backend.ask(ask, operation)),
    queue: name => keep(replies.queue, backend.queue(name)),
    queueState: name => keep(replies.queueState, backend.queueState(name)),
    number: number => keep(replies.number, backend.number(number)),
    transfer: number => keep(replies.transfer, backend.transfer(number)),
  }
}

function repeatReplies(replies: Replies): Backend {
  const rest = {
    ask: [...replies.ask],
    queue: [...replies.queue],
    queueState: [...replies.queueState],
    number: [...replies.number],
    transfer: [...replies.transfer],
  }
  return {
    ask: () => rest.ask.shift() ?? { kind: 'missing' },
    queue: name => rest.queue.shift() ?? nobodyThere.queue(name),
    queueState: name => rest.queueState.shift() ?? nobodyThere.queueState(name),
    number: number => rest.number.shift() ?? nobodyThere.number(number),
    transfer: number => rest.transfer.shift() ?? nobodyThere.transfer(number),
  }
}
