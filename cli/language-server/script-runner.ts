// Runs scripts in a process of its own, so that the language server answers meanwhile, and outlives whatever a script does: a thread that runs out
// of memory takes its process with it. The process starts when it is first needed, has a heap with a bound, gives way to others, and ends when it
// has had nothing to do for a while.
import { fork, type ChildProcess } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import type { CoveredPlaces, ScriptRunner } from '../../lang/lsp/index.ts'
import type { Answer, Told } from './script-process.ts'

/** A module that calls `serveScripts` when it is run with these arguments. */
export interface ScriptProcess {
  readonly file: string
  readonly argv: readonly string[]
}

export interface Limits {
  /** Heap of the process, MB: one that needs more ends, and there is no coverage of such a program. */
  readonly heap: number
  /** All scripts of a program may take so long, ms. */
  readonly longest: number
  /** Between two scripts a stop is heard. One script, or compiling, may take so long, ms. */
  readonly deaf: number
  /** A process with nothing to do ends, ms. */
  readonly idle: number
}
const USUAL: Limits = { heap: 512, longest: 60_000, deaf: 5_000, idle: 120_000 }

export function createScriptRunner({ file, argv }: ScriptProcess, limits: Limits = USUAL): ScriptRunner {
  let worker: ChildProcess | undefined
  let number = 0
  let waiting: ((places: CoveredPlaces | null) => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const answer = (places: CoveredPlaces | null): void => {
    clearTimeout(timer)
    timer = setTimeout(end, limits.idle)
    timer.unref()
    const resolve = waiting
    waiting = undefined
    resolve?.(places)
  }
  const end = (): void => {
    const ended = worker
    worker = undefined
    answer(null)
    clearTimeout(timer)
    ended?.kill('SIGKILL')
  }
  const endAfter = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(end, ms)
    timer.unref()
  }
  const begin = (): ChildProcess => {
    // On its own standard output the server speaks with the editor: those of the process are nobody's.
    const started = fork(file, argv, {
      execArgv: [`--max-old-space-size=${limits.heap}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    giveWay(started)
    started.unref()
    started.channel?.unref()
    const gone = (): void => {
      if (worker === started) end()
    }
    started.on('error', gone)
    started.on('exit', gone)
    started.on('message', told => {
      const { number: of, places } = told as Answer
      if (worker === started && of === number) answer(places)
    })
    return started
  }
  const tell = (told: Told): void => {
    worker ??= begin()
    const to = worker
    to.send(told, error => {
      if (error && worker === to) end()
    })
  }

  return {
    run: ({ entry, scripts, texts }) =>
      new Promise(resolve => {
        answer(null)
        waiting = resolve
        tell({ kind: 'run', number: ++number, entry, scripts, texts })
        endAfter(limits.longest)
      }),
    stop: () => {
      if (!waiting) return
      tell({ kind: 'stop' })
      endAfter(limits.deaf)
    },
    dispose: end,
  }
}

/** Whoever types comes first. */
function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // A system that lets nobody set this.
  }
}
