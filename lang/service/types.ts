// What an editor is told, as plain data: offsets are UTF-16 units of a file's text as it was last given to the service.
import type { Edit, Message } from '../diagnostics/diagnostic.ts'
import type { Location, Span } from '../text/span.ts'
import type { Type } from '../../machine/types.ts'
import type { Value } from '../../machine/values.ts'

/** Speech is the runtime's: who makes a service says how values sound and how long words take. */
export interface Speaker {
  /** The words of a value; `form` as behind `as`. */
  readonly read: (value: Value, type: Type, form: string | undefined, language: string) => string
  /** How long words take, ms. */
  readonly duration: (words: string, language: string) => number
}

/** Which scripts go through a place, named as the machine names it: the test runner knows, where it has run. */
export type ScriptsOf = (entry: string, place: string) => readonly ScriptRun[] | undefined
export interface ScriptRun {
  readonly file: string
  readonly title: string
  /** Of the script's file, from 0. */
  readonly line?: number
}

/** What has to be read to run all scripts of a program. */
export interface ProgramParts {
  readonly entry: string
  /** Its sources. */
  readonly files: readonly string[]
  /** Scripts that use it. */
  readonly scripts: readonly string[]
}

export type CompletionKind =
  | 'keyword'
  | 'sign'
  | 'value'
  | 'menu'
  | 'flow'
  | 'prompt'
  | 'type'
  | 'service'
  | 'operation'
  | 'outcome'
  | 'hours'
  | 'queue'
  | 'setting'
  | 'remember'
  | 'local'
  | 'level'
  | 'choice'
  | 'field'
  | 'parameter'
  | 'language'
  | 'zone'
  | 'key'
  | 'form'
  | 'file'
  | 'snippet'
  | 'script'

export interface CompletionItem extends Span {
  readonly label: string
  readonly kind: CompletionKind
  readonly detail?: Message
  /** Markdown: what was written above the declaration. */
  readonly documentation?: Message
  /** What takes the place of `start..end`. */
  readonly insert: string
  /** `insert` has stops: `${1:name}`, `$0`; `$`, `}` and `\` in it are escaped. */
  readonly snippet: boolean
  /** Items are shown in the order of these. */
  readonly sort: string
  /** Made with it, elsewhere in the same file: the import of a name that is not imported yet. */
  readonly edits?: readonly Edit[]
}

export interface Hover extends Span {
  /** Markdown. */
  readonly text: Message
}

export type SymbolKind =
  | 'line'
  | 'menu'
  | 'flow'
  | 'prompt'
  | 'type'
  | 'service'
  | 'operation'
  | 'outcome'
  | 'hours'
  | 'queue'
  | 'setting'
  | 'remember'
  | 'local'
  | 'level'
  | 'choice'
  | 'field'
  | 'parameter'
  | 'script'
  | 'setup'

/** One line of an outline. `start..end` is all of it, `name` what is shown where it is chosen. */
export interface OutlineItem extends Span {
  readonly kind: SymbolKind
  readonly label: string
  readonly detail?: string
  readonly name: Span
  readonly children: readonly OutlineItem[]
}

export interface FoldingRange extends Span {
  readonly kind: 'block' | 'comment' | 'imports'
}

export type SemanticTokenType =
  | 'keyword'
  | 'string'
  | 'number'
  | 'operator'
  | 'comment'
  | 'menu'
  | 'flow'
  | 'prompt'
  | 'type'
  | 'service'
  | 'operation'
  | 'outcome'
  | 'hours'
  | 'queue'
  | 'setting'
  | 'variable'
  | 'parameter'
  | 'property'
  | 'choice'
  | 'level'
  | 'name'
export type SemanticTokenModifier = 'declaration' | 'documentation' | 'standard' | 'secret' | 'private'
export interface SemanticToken extends Span {
  readonly type: SemanticTokenType
  readonly modifiers: readonly SemanticTokenModifier[]
}

export interface InlayHint {
  readonly offset: number
  readonly label: Message
  readonly kind: 'seconds' | 'reading' | 'parameter'
}

export interface CodeAction {
  readonly title: Message
  readonly edits: readonly Edit[]
  /** The code of the finding that it mends. */
  readonly code: string
  readonly diagnostic: Span
}

export type CodeLens = Span & {
  readonly place: string
} &
  /** `keys` are null where no caller gets to; `number` is there where it is not the first of the line that leads there. */
  (
    | { readonly kind: 'reach'; readonly keys: readonly string[] | null; readonly number?: string; readonly text: Message }
    | { readonly kind: 'scripts'; readonly scripts: readonly ScriptRun[]; readonly text: Message }
    | { readonly kind: 'dial'; readonly text: Message }
  )

export interface DocumentLink extends Span {
  readonly path: string
}

export interface WorkspaceSymbol extends Location {
  readonly kind: SymbolKind
  readonly label: string
}

export type Renamed = { readonly edits: readonly Edit[] } | { readonly problem: Message }
