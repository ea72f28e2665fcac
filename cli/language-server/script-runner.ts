// Runs scripts on a thread of its own, so that the language server answers meanwhile. The thread starts when it is first needed, has a heap with a
// bound, and ends when it has had nothing to do for a while.
import { Worker } from 'node:worker_threads'
import type { CoveredPlaces, ScriptRunner } from '../../lang/lsp/index.ts'
import type { Answer, Told } from './script-worker.ts'

/** A module that calls `serveScripts` when it is run with these arguments. */
export interface ScriptThread {
  readonly file: string
  readonly argv: readonly string[]
}

export interface Limits {
  /** Heap of the thread, MB: one that needs more ends, and there is no coverage of such a program. */
  readonly heap: number
  /** All scripts of a program may take so long, ms. */
  readonly longest: number
  /** Between two scripts a stop is heard. One script, or compiling, may take so long, ms. */
  readonly deaf: number
  /** A thread with nothing to do ends, ms. */
  readonly idle: number
}
const USUAL: Limits = { heap: 512, longest: 60_000, deaf: 5_000, idle: 120_000 }

export function createScriptRunner({ file, argv }: ScriptThread, limits: Limits = USUAL): ScriptRunner {
  let worker: Worker | undefined
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
    void ended?.terminate()
  }
  const endAfter = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(end, ms)
    timer.unref()
  }
  const begin = (): Worker => {
    const started = new Worker(file, {
      argv: [...argv],
      resourceLimits: { maxOldGenerationSizeMb: limits.heap },
      // Its streams are nobody's: on standard output the server speaks with the editor.
      stdin: true,
      stdout: true,
      stderr: true,
    })
    started.stdout.resume()
    started.stderr.resume()
    started.unref()
    const gone = (): void => {
      if (worker === started) end()
    }
    started.on('error', gone)
    started.on('exit', gone)
    started.on('message', (told: Answer) => {
      if (worker === started && told.number === number) answer(told.places)
    })
    return started
  }
  const tell = (told: Told): void => {
    worker ??= begin()
    worker.postMessage(told)
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
