// A client of the server for tests: messages out, answers and findings in, over any transport.
import type { Diagnostic } from 'vscode-languageserver'

export interface Message {
  readonly jsonrpc: '2.0'
  readonly id?: number | string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

export interface Transport {
  readonly send: (message: Message) => void
  readonly listen: (take: (message: Message) => void) => void
  /** Files that are not open: on the disk of a server that has one, sent to one that has none. A text of null takes it away. */
  readonly write: (files: ReadonlyMap<string, string | null>, client: Client) => void
  /** The URI of the folder that the server is given. */
  readonly root: string
  readonly close: () => Promise<void>
}

export interface Answered {
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

export interface Client {
  readonly root: string
  readonly request: (method: string, params?: unknown) => Promise<Answered>
  /** A request and its id, to be cancelled. */
  readonly begin: (method: string, params?: unknown) => { readonly id: number; readonly answer: Promise<Answered> }
  readonly notify: (method: string, params?: unknown) => void
  /** The newest findings of each file, by URI. */
  readonly diagnostics: ReadonlyMap<string, { readonly version: number | undefined; readonly found: readonly Diagnostic[] }>
  /** Resolves with the next findings of a file of at least this version. */
  readonly told: (uri: string, version: number) => Promise<readonly Diagnostic[]>
  /** What the server asked of the client, and what it logged. */
  readonly asked: readonly Message[]
  readonly close: () => Promise<void>
}

interface Published {
  readonly uri: string
  readonly version?: number
  readonly diagnostics: readonly Diagnostic[]
}

export function createClient(transport: Transport): Client {
  const waiting = new Map<number, (answered: Answered) => void>()
  const diagnostics = new Map<string, { readonly version: number | undefined; readonly found: readonly Diagnostic[] }>()
  let listeners: { readonly uri: string; readonly version: number; readonly resolve: (found: readonly Diagnostic[]) => void }[] = []
  const asked: Message[] = []
  let next = 1

  transport.listen(message => {
    if (message.method === undefined) {
      const id = Number(message.id)
      waiting.get(id)?.({ ...('result' in message ? { result: message.result } : {}), ...(message.error ? { error: message.error } : {}) })
      waiting.delete(id)
      return
    }
    if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, version, diagnostics: found } = message.params as Published
      diagnostics.set(uri, { version, found })
      const ready = listeners.filter(one => one.uri === uri && (version ?? 0) >= one.version)
      listeners = listeners.filter(one => !ready.includes(one))
      for (const { resolve } of ready) resolve(found)
      return
    }
    asked.push(message)
    if (message.id !== undefined) transport.send({ jsonrpc: '2.0', id: message.id, result: null })
  })
  const begin: Client['begin'] = (method, params) => {
    const id = next++
    const answer = new Promise<Answered>(resolve => waiting.set(id, resolve))
    transport.send({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) })
    return { id, answer }
  }
  const notify: Client['notify'] = (method, params) =>
    transport.send({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) })
  return {
    root: transport.root,
    begin,
    request: (method, params) => begin(method, params).answer,
    notify,
    diagnostics,
    told: (uri, version) => new Promise(resolve => listeners.push({ uri, version, resolve })),
    asked,
    close: async () => {
      await begin('shutdown').answer
      notify('exit')
      await transport.close()
    },
  }
}
