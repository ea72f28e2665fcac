// JSON-RPC 2.0 with a worker, one message a posting: as much of it as a language server needs of its client.

export interface RpcPort {
  postMessage: (message: unknown) => void
  addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void
}

export interface Rpc {
  /** Rejects with a `Refused`. */
  readonly request: (method: string, params: unknown, signal?: AbortSignal) => Promise<unknown>
  readonly notify: (method: string, params: unknown) => void
  /** Nobody answers any more. */
  readonly end: () => void
}

export interface RpcHandlers {
  readonly notified: (method: string, params: unknown) => void
  /** What the server asks is answered with null. */
  readonly asked: (method: string) => void
  /** Any message at all. */
  readonly heard: () => void
}

/** The server has no answer, and says why, for people; or it was cancelled. */
export class Refused extends Error {
  readonly cancelled: boolean
  constructor(message: string, cancelled: boolean) {
    super(message)
    this.cancelled = cancelled
  }
}

interface Message {
  readonly jsonrpc?: string
  readonly id?: number | string | null
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

export function createRpc(port: RpcPort, { notified, asked, heard }: RpcHandlers): Rpc {
  const waiting = new Map<number, { readonly resolve: (result: unknown) => void; readonly reject: (error: Refused) => void }>()
  let next = 1
  let ended = false
  const post = (message: Message): void => port.postMessage({ jsonrpc: '2.0', ...message })
  port.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (ended) return
    heard()
    const { id, method, params, result, error } = data
    if (method !== undefined) {
      if (id === undefined || id === null) return notified(method, params)
      asked(method)
      return post({ id, result: null })
    }
    if (typeof id !== 'number') return
    const one = waiting.get(id)
    waiting.delete(id)
    if (error) one?.reject(new Refused(error.message, false))
    else one?.resolve(result)
  })
  return {
    request: (method, params, signal) =>
      new Promise((resolve, reject) => {
        if (ended || signal?.aborted) return reject(new Refused(method, true))
        const id = next++
        waiting.set(id, { resolve, reject })
        signal?.addEventListener('abort', () => {
          if (!waiting.delete(id)) return
          post({ method: '$/cancelRequest', params: { id } })
          reject(new Refused(method, true))
        })
        post({ id, method, params })
      }),
    notify: (method, params) => {
      if (!ended) post({ method, params })
    },
    end: () => {
      ended = true
      for (const one of waiting.values()) one.reject(new Refused('ended', true))
      waiting.clear()
    },
  }
}
