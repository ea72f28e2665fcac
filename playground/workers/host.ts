// A worker of the page: started when it is first asked, told what has changed in the project before each question, ended where it hangs.
import { signal, type ReadonlySignal } from '@preact/signals'
import type { ProjectChange } from '../programs/in-worker.ts'
import type { Project } from '../project/project.ts'
import { createClient, type Client, type Contract, type Port } from './rpc.ts'

export interface WorkerHost<C extends Contract> {
  /** Rejects with a `NoAnswer`. After one that says `ended` the next question starts a new worker, which has forgotten everything. */
  readonly ask: Client<C>['ask']
  /** How often it was ended. */
  readonly restarts: ReadonlySignal<number>
}

export interface WorkerLike extends Port {
  terminate: () => void
}

export interface HostOptions<C extends Contract> {
  readonly start: () => WorkerLike
  readonly project: Project
  readonly told: { readonly [N in keyof C['tells']]: (what: C['tells'][N]) => void }
  /** ms without a sign of life, while something is asked, after which it is ended: 10 s. */
  readonly patience?: number
}

interface Running<C extends Contract> {
  readonly client: Client<C>
  /** ms since it was heard of. */
  readonly silent: () => number
  readonly tellProject: () => void
  readonly end: (why: string) => void
}

const PATIENCE = 10_000

/**
 * Every message of a worker is a sign of life, and it beats by itself (`showLife`) as often as it comes back to its loop. One that is
 * silent while something is asked runs what never rests; the page goes on without it.
 */
export function createHost<C extends Contract>(options: HostOptions<C>): WorkerHost<C> {
  const { patience = PATIENCE } = options
  const restarts = signal(0)
  let running: Running<C> | null = null
  return {
    restarts,
    ask: async (name, takes, signal) => {
      const own = (running ??= startWorker(options))
      own.tellProject()
      const watch = setInterval(() => {
        if (own !== running || own.silent() < patience) return
        running = null
        own.end('it did not come to rest')
        restarts.value++
      }, patience / 10)
      try {
        return await own.client.ask(name, takes, signal)
      } finally {
        clearInterval(watch)
      }
    },
  }
}

function startWorker<C extends Contract>({ start, project, told }: HostOptions<C>): Running<C> {
  const worker = start()
  const client = createClient<C>(worker, told)
  let heard = performance.now()
  worker.addEventListener('message', () => (heard = performance.now()))
  let changes: Record<string, string | null> = { ...project.files.peek() }
  const unlisten = project.listen(more => (changes = { ...changes, ...more }))
  let sent = ''
  return {
    client,
    silent: () => performance.now() - heard,
    tellProject: () => {
      // Silence before the question was asked says nothing.
      if (client.waiting() === 0) heard = performance.now()
      const [revision, entry] = [project.revision.peek(), project.entry.peek()]
      const state = `${revision} ${entry}`
      if (state === sent) return
      sent = state
      worker.postMessage({ project: { changes, entry, revision } satisfies ProjectChange })
      changes = {}
    },
    end: why => {
      unlisten()
      worker.terminate()
      client.end(why)
    },
  }
}

const BEAT = 1000

/** In the worker: beats, and hands on what the page tells of its project. */
export function showLife(port: Port, change: (change: ProjectChange) => void): void {
  setInterval(() => port.postMessage({ alive: true }), BEAT)
  port.addEventListener('message', ({ data }: MessageEvent) => {
    const told = data as { readonly project?: ProjectChange }
    if (told.project !== undefined) change(told.project)
  })
}
