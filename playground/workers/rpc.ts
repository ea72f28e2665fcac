// Questions and answers between the page and a worker, typed by one contract. Every question settles exactly once: with its answer, with
// what went wrong there, or with the end of the worker.

/** What a worker offers: questions by name with what they take and answer, and what it tells by itself. All of it can be cloned. */
export interface Contract {
  readonly asks: { readonly [name: string]: { readonly takes: unknown; readonly gives: unknown } }
  readonly tells: { readonly [name: string]: unknown }
}

export type Answers<C extends Contract> = {
  readonly [N in keyof C['asks']]: (
    takes: C['asks'][N]['takes'],
    signal: AbortSignal,
  ) => C['asks'][N]['gives'] | Promise<C['asks'][N]['gives']>
}

type Message =
  | { readonly ask: string; readonly id: number; readonly takes: unknown }
  | { readonly cancel: number }
  | { readonly answer: number; readonly gives: unknown }
  | { readonly failed: number; readonly message: string; readonly stack: string | undefined }
  | { readonly tell: string; readonly what: unknown }

/** A worker seen from the page, or the worker's own scope. */
export interface Port {
  postMessage: (message: unknown) => void
  addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void
}

/** Why a question has no answer. */
export class NoAnswer extends Error {
  readonly kind: 'ended' | 'cancelled' | 'failed'
  constructor(kind: NoAnswer['kind'], message: string, stack?: string) {
    super(message)
    this.kind = kind
    if (stack !== undefined) this.stack = stack
  }
}

export interface Client<C extends Contract> {
  /** Rejects with a `NoAnswer`. */
  readonly ask: <N extends keyof C['asks'] & string>(
    name: N,
    takes: C['asks'][N]['takes'],
    signal?: AbortSignal,
  ) => Promise<C['asks'][N]['gives']>
  /** Questions that wait. */
  readonly waiting: () => number
  /** Nobody answers any more. */
  readonly end: (why: string) => void
}

export function createClient<C extends Contract>(
  port: Port,
  told: { readonly [N in keyof C['tells']]: (what: C['tells'][N]) => void },
): Client<C> {
  const waiting = new Map<number, { readonly resolve: (gives: never) => void; readonly reject: (error: NoAnswer) => void }>()
  let next = 1
  let ended: string | null = null
  const take = (id: number): ReturnType<typeof waiting.get> => {
    const one = waiting.get(id)
    waiting.delete(id)
    return one
  }
  port.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if ('tell' in data) {
      if (Object.hasOwn(told, data.tell)) told[data.tell]!(data.what as never)
      return
    }
    if ('answer' in data) take(data.answer)?.resolve(data.gives as never)
    else if ('failed' in data) take(data.failed)?.reject(new NoAnswer('failed', data.message, data.stack))
  })
  return {
    ask: (name, takes, signal) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(new NoAnswer('ended', ended))
        if (signal?.aborted) return reject(new NoAnswer('cancelled', name))
        const id = next++
        waiting.set(id, { resolve, reject })
        signal?.addEventListener('abort', () => {
          if (!waiting.delete(id)) return
          port.postMessage({ cancel: id } satisfies Message)
          reject(new NoAnswer('cancelled', name))
        })
        port.postMessage({ ask: name, id, takes } satisfies Message)
      }),
    waiting: () => waiting.size,
    end: why => {
      ended = why
      for (const one of waiting.values()) one.reject(new NoAnswer('ended', why))
      waiting.clear()
    },
  }
}

/** In the worker: answers what is asked. What is returned tells the page something. */
export function answer<C extends Contract>(
  port: Port,
  answers: Answers<C>,
): <N extends keyof C['tells'] & string>(name: N, what: C['tells'][N]) => void {
  const running = new Map<number, AbortController>()
  const run = async (name: string, id: number, takes: unknown): Promise<void> => {
    const controller = new AbortController()
    running.set(id, controller)
    try {
      if (!Object.hasOwn(answers, name)) throw new Error(`nobody answers ${name}`)
      const gives = await answers[name]!(takes, controller.signal)
      if (!controller.signal.aborted) port.postMessage({ answer: id, gives } satisfies Message)
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error))
      if (!controller.signal.aborted) port.postMessage({ failed: id, message, stack } satisfies Message)
    } finally {
      running.delete(id)
    }
  }
  port.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if ('ask' in data) void run(data.ask, data.id, data.takes)
    else if ('cancel' in data) running.get(data.cancel)?.abort()
  })
  return (name, what) => port.postMessage({ tell: name, what } satisfies Message)
}
