// What a client may set: with `initialize`, and later by `workspace/didChangeConfiguration` under `callwright`.
import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver'
import type { Message, MessageLanguage } from '../diagnostics/diagnostic.ts'

export interface Settings {
  readonly language: MessageLanguage
  readonly codeLens: boolean
  readonly inlayHints: boolean
  /** Scripts are run when nobody types, for lenses to say which of them go through a place. */
  readonly coverage: boolean
  /** Columns of a formatted line; undefined = the formatter's own. */
  readonly width: number | undefined
  /** Commands of the client that code lenses may name. */
  readonly commands: ReadonlySet<string>
}

export const defaults: Settings = {
  language: 'en',
  codeLens: true,
  inlayHints: true,
  coverage: true,
  width: undefined,
  commands: new Set(),
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** Settings from what a client sent; what it did not say, or not understandably, stays. */
export function readSettings(given: unknown, before: Settings): Settings {
  if (!isObject(given)) return before
  const { language, codeLens, inlayHints, coverage, format, commands } = given
  const width = isObject(format) ? format['width'] : undefined
  return {
    language: typeof language === 'string' ? languageOf(language) : before.language,
    codeLens: typeof codeLens === 'boolean' ? codeLens : before.codeLens,
    inlayHints: typeof inlayHints === 'boolean' ? inlayHints : before.inlayHints,
    coverage: typeof coverage === 'boolean' ? coverage : before.coverage,
    width: typeof width === 'number' && width >= 20 && width <= 1000 ? Math.trunc(width) : before.width,
    commands: Array.isArray(commands) ? new Set(commands.filter(one => typeof one === 'string')) : before.commands,
  }
}

/** Of a locale such as `zh-cn`. */
const languageOf = (locale: string): MessageLanguage => (locale.toLowerCase().startsWith('zh') ? 'zh' : 'en')

export function initialSettings(params: InitializeParams): Settings {
  const language = typeof params.locale === 'string' ? languageOf(params.locale) : defaults.language
  return readSettings(params.initializationOptions, { ...defaults, language })
}

/** What the client can show, where it matters. */
export interface Abilities {
  readonly snippets: boolean
  readonly markdown: boolean
  readonly versionedEdits: boolean
  readonly hierarchy: boolean
  readonly actionLiterals: boolean
  readonly related: boolean
  readonly watching: boolean
  /** It can be told that lenses have changed. */
  readonly lensRefresh: boolean
}

export function abilitiesOf({ textDocument, workspace }: ClientCapabilities): Abilities {
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    hierarchy: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    actionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    related: textDocument?.publishDiagnostics?.relatedInformation === true,
    watching: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    lensRefresh: workspace?.codeLens?.refreshSupport === true,
  }
}

export const say = (message: Message, { language }: Settings): string => message[language]
