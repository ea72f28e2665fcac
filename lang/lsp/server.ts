// The language service as a language server: any connection, any workspace. Protocol in, protocol out; what is known of programs is the service's.
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver'
import { createService, type Speaker } from '../service/index.ts'
import { answerChanging, COMMANDS, FIX_ALL, FORMAT } from './changing-requests.ts'
import { createCoverage, readPlaces, type ScriptRunner } from './coverage.ts'
import { changedText } from './document-changes.ts'
import { createAnswer } from './guard.ts'
import { createUris } from './paths.ts'
import { createPositions } from './positions.ts'
import { createPublisher } from './publisher.ts'
import { answerReading } from './reading-requests.ts'
import type { Session } from './session.ts'
import { abilitiesOf, defaults, initialSettings, readSettings, type Abilities, type Settings } from './settings.ts'
import { legend } from './tokens.ts'
import type { MemoryWorkspace, Workspace } from './workspace.ts'

export interface ServerOptions {
  readonly workspace: Workspace | MemoryWorkspace
  /** How values sound and how long words take; without it nothing is said of either. */
  readonly speaker?: Speaker
  /** Runs scripts, to say which of them go through a place; without it that is what a client tells. */
  readonly scripts?: ScriptRunner
  readonly timeZones?: () => readonly string[]
  readonly version?: string
}

export interface Server {
  /** Stops what runs by itself. The connection is whoever made it's. */
  readonly dispose: () => void
}

/** A text longer than this is not taken from a client, UTF-16 units: nobody writes it, and every answer would take seconds. */
const LONGEST_TEXT = 16 * 1024 * 1024

const isOurs = (path: string): boolean => /\.(?:ivr|dtmf)$/i.test(path)

/** Answers on a connection that does not listen yet; the caller then calls `connection.listen()`. */
export function createServer(connection: Connection, options: ServerOptions): Server {
  const { workspace } = options
  let settings: Settings = defaults
  let abilities: Abilities = abilitiesOf({})
  const uris = createUris()
  const fault = (error: unknown): void =>
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : `callwright: ${String(error)}`)
  const answer = createAnswer(fault)
  const { speaker, timeZones } = options
  const service = createService({
    host: workspace,
    ...(speaker ? { speaker } : {}),
    scriptsOf: (entry, place) => coverage.scriptsOf(entry, place),
    ...(timeZones ? { timeZones } : {}),
  })
  const refreshLenses = (): void => {
    if (abilities.lensRefresh && settings.codeLens) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {})
  }
  const coverage = createCoverage({ service, runner: options.scripts ?? null, found: refreshLenses, fault })
  const positions = createPositions(path => service.text(path))
  const publisher = createPublisher({
    service,
    telling: () => ({ uris, positions, settings, abilities }),
    publish: (path, version, diagnostics) =>
      void connection.sendDiagnostics({ uri: uris.uri(path), diagnostics, ...(version === null ? {} : { version }) }),
    proved: () => {
      refreshLenses()
      if (settings.codeLens && settings.coverage) coverage.quiet()
    },
    fault,
  })
  const session: Session = { service, workspace, uris, positions, publisher, settings: () => settings, abilities: () => abilities }

  connection.onInitialize((params): InitializeResult => {
    abilities = abilitiesOf(params.capabilities ?? {})
    settings = initialSettings(params)
    workspace.setFolders(foldersOf(params).map(uris.path))
    return { capabilities, serverInfo: { name: 'callwright', ...(options.version === undefined ? {} : { version: options.version }) } }
  })
  connection.onInitialized(() => {
    if (!abilities.watching) return
    // Scripts name tables of answers and transcripts, too.
    const watchers = [{ globPattern: '**/*.{ivr,dtmf,json,csv,txt}' }]
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(fault)
  })
  const dispose = (): void => {
    publisher.dispose()
    coverage.dispose()
  }
  connection.onShutdown(dispose)

  const told = <P>(handler: (params: P) => void): ((params: P) => void) => {
    const guarded = answer(handler)
    return params => void guarded(params, { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => {} }) })
  }
  connection.onDidChangeConfiguration(
    told(({ settings: given }) => {
      settings = readSettings((given as { callwright?: unknown } | null)?.callwright, settings)
      if (!settings.coverage) coverage.clear()
      publisher.changed()
    }),
  )
  connection.onDidOpenTextDocument(
    told(({ textDocument }) => {
      const path = uris.path(textDocument.uri)
      if (!isOurs(path) && textDocument.languageId !== 'ivr' && textDocument.languageId !== 'dtmf') return
      if (textDocument.text.length > LONGEST_TEXT) return
      service.open(path, textDocument.text, textDocument.version)
      // Without watching, a new file is known when it is opened.
      if (!abilities.watching) workspace.changed()
      coverage.edited()
      publisher.edited(path)
    }),
  )
  connection.onDidChangeTextDocument(
    told(({ textDocument, contentChanges }) => {
      const path = uris.path(textDocument.uri)
      // What was never opened is not kept: nothing would ever close it.
      if (service.version(path) === null) return
      const text = changedText(service.text(path) ?? '', contentChanges)
      if (text.length > LONGEST_TEXT) return
      service.open(path, text, textDocument.version)
      coverage.edited()
      publisher.edited(path)
    }),
  )
  connection.onDidCloseTextDocument(
    told(({ textDocument }) => {
      const path = uris.path(textDocument.uri)
      service.close(path)
      positions.forget(path)
      coverage.edited()
      publisher.closed(path)
    }),
  )
  connection.onDidSaveTextDocument(
    told(() => {
      if (abilities.watching) return
      workspace.changed()
      service.changed()
      coverage.changed()
      publisher.changed()
    }),
  )
  connection.onDidChangeWatchedFiles(
    told(({ changes }) => {
      if (!workspace.changed(changes.map(change => uris.path(change.uri)))) return
      service.changed()
      coverage.changed()
      publisher.changed()
    }),
  )
  // A client without a disk sends what it has: a text of null takes a file away.
  connection.onNotification(
    'callwright/files',
    told(({ files }: { readonly files: readonly { readonly uri: string; readonly text: string | null }[] }) => {
      if (!('set' in workspace)) return
      for (const { uri, text } of files) {
        if (typeof uri === 'string' && (text === null || (typeof text === 'string' && text.length <= LONGEST_TEXT)))
          workspace.set(uris.path(uri), text)
      }
      service.changed()
      coverage.changed()
      publisher.changed()
    }),
  )
  // A client that runs scripts itself says which go through the places of a program: `{ entry, places: { place: [{ uri, title, line }] } }`.
  connection.onNotification(
    'callwright/coverage',
    told(({ entry, places }: { readonly entry: string; readonly places: unknown }) => {
      if (typeof entry === 'string') coverage.told(uris.path(entry), readPlaces(places, uris.path))
    }),
  )

  answerReading(connection, session, answer)
  answerChanging(connection, session, answer)
  return { dispose }
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const folders = (workspaceFolders ?? []).map(folder => folder.uri)
  return folders.length > 0 ? folders : typeof rootUri === 'string' ? [rootUri] : []
}

const capabilities: InitializeResult['capabilities'] = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  completionProvider: { resolveProvider: true, triggerCharacters: ['.', '"', '/', '>', ' '] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider: { legend, full: { delta: true }, range: true },
  inlayHintProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL, FORMAT] },
  codeLensProvider: { resolveProvider: false },
  documentLinkProvider: { resolveProvider: false },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  executeCommandProvider: { commands: COMMANDS },
  workspace: { workspaceFolders: { supported: true } },
}
