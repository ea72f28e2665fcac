// The client of the language server: keeps it told of the project, of language and settings, and starts it anew with all of it where it dies.
import { effect, signal, type ReadonlySignal } from '@preact/signals'
import type { Diagnostic, InitializeResult } from 'vscode-languageserver'
import type { MessageLanguage } from '../../../lang/diagnostics/diagnostic.ts'
import type { Project } from '../../project/project.ts'
import { createRpc, Refused, type Rpc, type RpcPort } from './json-rpc.ts'
import { watchLife } from './life.ts'
import { clientCapabilities } from './capabilities.ts'
import { followProject } from './documents.ts'
import { pathOf } from './uris.ts'

export interface LanguageWorker extends RpcPort {
  addEventListener: RpcPort['addEventListener'] & ((type: 'error', listener: () => void) => void)
  terminate: () => void
}

export interface LanguageClient {
  /** Rejects with a `Refused`. What was written before is known to the server when it answers. */
  readonly request: <R>(method: string, params: unknown, signal?: AbortSignal) => Promise<R | null>
  /** Told once the server is ready; one that has died meanwhile is told nothing. */
  readonly notify: (method: string, params: unknown) => void
  /** What the server can do, when it has said so; of the first that was started, for those after it are the same. */
  readonly ready: Promise<InitializeResult>
  /** Findings of each file that has any, by path. */
  readonly findings: ReadonlySignal<ReadonlyMap<string, readonly Diagnostic[]>>
  /** Has it told of any file yet? */
  readonly checked: ReadonlySignal<boolean>
  /** Grows when lenses, colours and hints may be others though the text is the same. */
  readonly refreshed: ReadonlySignal<number>
  /** How often it has died. */
  readonly deaths: ReadonlySignal<number>
}

export interface LanguageClientOptions {
  readonly start: () => LanguageWorker
  readonly project: Project
  readonly language: ReadonlySignal<MessageLanguage>
}

/** So many deaths without a change of the text between: what is there kills it, and it waits for another text. */
const ENOUGH = 3

export function createLanguageClient({ start, project, language }: LanguageClientOptions): LanguageClient {
  const findings = signal<ReadonlyMap<string, readonly Diagnostic[]>>(new Map())
  const checked = signal(false)
  const refreshed = signal(0)
  const deaths = signal(0)
  const { promise: ready, resolve: isReady } = Promise.withResolvers<InitializeResult>()
  let running: { readonly rpc: Rpc; readonly initialized: Promise<unknown> } | null = null
  let diedOf = -1
  let inARow = 0

  const publish = (uri: string, found: readonly Diagnostic[]): void => {
    checked.value = true
    const path = pathOf(uri, [...Object.keys(project.files.peek()), ...findings.peek().keys()])
    if (path === null) return
    const all = new Map(findings.peek())
    if (found.length > 0) all.set(path, found)
    else if (!all.delete(path)) return
    findings.value = all
  }
  const settings = (): unknown => ({ language: language.peek(), codeLens: true, inlayHints: true, coverage: true })

  const run = (): void => {
    const worker = start()
    const ends: (() => void)[] = []
    const die = (): void => {
      if (running?.rpc !== rpc) return
      running = null
      rpc.end()
      for (const end of ends) end()
      worker.terminate()
      deaths.value++
      const revision = project.revision.peek()
      inARow = revision === diedOf ? inARow + 1 : 1
      diedOf = revision
      if (inARow < ENOUGH) return run()
      const unlisten = project.listen(() => {
        unlisten()
        run()
      })
    }
    const life = watchLife(die)
    const rpc = createRpc(worker, {
      notified: (method, params) => {
        if (method !== 'textDocument/publishDiagnostics') return
        const { uri, diagnostics } = params as { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }
        publish(uri, diagnostics)
      },
      asked: method => {
        if (method === 'workspace/codeLens/refresh') refreshed.value++
      },
      heard: life.heard,
    })
    worker.addEventListener('error', die)
    const initialized = rpc
      .request('initialize', {
        processId: null,
        rootUri: null,
        capabilities: clientCapabilities,
        locale: language.peek(),
        initializationOptions: { ...(settings() as object), commands: ['callwright.dial', 'callwright.openScript'] },
      })
      .then(result => {
        rpc.notify('initialized', {})
        ends.push(followProject(project, rpc))
        let first = true
        ends.push(
          effect(() => {
            void language.value
            if (!first) rpc.notify('workspace/didChangeConfiguration', { settings: { callwright: settings() } })
            first = false
          }),
        )
        isReady(result as InitializeResult)
      })
    initialized.catch(() => undefined)
    ends.push(life.end)
    running = { rpc, initialized }
  }
  run()

  return {
    request: async <R>(method: string, params: unknown, signal?: AbortSignal): Promise<R | null> => {
      const own = running
      if (!own) throw new Refused(method, true)
      await own.initialized
      return ((await own.rpc.request(method, params, signal)) ?? null) as R | null
    },
    notify: (method, params) => {
      const own = running
      own?.initialized.then(
        () => own.rpc.notify(method, params),
        () => undefined,
      )
    },
    ready,
    findings,
    checked,
    refreshed,
    deaths,
  }
}
