// What the compiler knows of a program beside its syntax trees: the tables that bind and check fill and lower reads.
import type * as ast from '../grammar/ast.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { LineIndex } from '../text/line-index.ts'
import type { StaticType } from './types.ts'

/** Where the compiler gets its files: a disk, a map in memory, an editor's buffers. Paths have `/` between folders. */
export interface CompilerHost {
  /** Text of a file; null where there is none. `problem` says why it cannot be read (not UTF-8, too large, a folder). */
  readonly read: (
    path: string,
  ) => { readonly text: string } | { readonly problem: 'missing' | 'not utf-8' | 'too large' | 'a folder' | 'unreadable' }
  /** Resolves `./x.ivr` of `from` to a path that `read` takes. */
  readonly resolve: (from: string, path: string) => string
}

export interface ProgramFile {
  readonly path: string
  readonly text: string
  readonly tree: ast.SourceFile
  readonly lineIndex: LineIndex
  /** The standard prompts' own file; nothing is reported in it. */
  readonly standard: boolean
}

/** Everything that a name can stand for. */
export type Symbol =
  | { readonly kind: 'menu'; readonly name: string; readonly file: ProgramFile; readonly node: ast.MenuDeclaration }
  | { readonly kind: 'flow'; readonly name: string; readonly file: ProgramFile; readonly node: ast.FlowDeclaration }
  | { readonly kind: 'prompt'; readonly name: string; readonly file: ProgramFile; readonly node: ast.PromptDeclaration }
  | { readonly kind: 'type'; readonly name: string; readonly file: ProgramFile; readonly node: ast.TypeDeclaration }
  | { readonly kind: 'service'; readonly name: string; readonly file: ProgramFile; readonly node: ast.ServiceDeclaration }
  | {
      readonly kind: 'operation'
      readonly name: string
      readonly file: ProgramFile
      readonly node: ast.OperationDeclaration
      readonly service: string
    }
  | { readonly kind: 'hours'; readonly name: string; readonly file: ProgramFile; readonly node: ast.HoursDeclaration }
  | { readonly kind: 'queue'; readonly name: string; readonly file: ProgramFile; readonly node: ast.QueueDeclaration }
  | { readonly kind: 'setting'; readonly name: string; readonly file: ProgramFile; readonly node: ast.Setting }
  | { readonly kind: 'remember'; readonly name: string; readonly file: ProgramFile; readonly node: ast.RememberDeclaration }
  /** A parameter, `let`, `collect`, `choose`, `for each`, counter, outcome's value, `record`, `if let`, range's `as`, `it`. */
  | {
      readonly kind: 'local'
      readonly name: string
      readonly file: ProgramFile
      readonly node: ast.Name | ast.Expression
      readonly of: LocalOrigin
      readonly type: StaticType
    }
  | { readonly kind: 'level'; readonly name: string; readonly file: ProgramFile; readonly node: ast.Name; readonly index: number }
  | { readonly kind: 'choice'; readonly name: string; readonly type: StaticType }

export type LocalOrigin =
  'parameter' | 'prompt parameter' | 'let' | 'collect' | 'choose' | 'each' | 'counter' | 'outcome' | 'record' | 'range' | 'it'
export type SymbolOf<K extends Symbol['kind']> = Extract<Symbol, { readonly kind: K }>

/** What `verified`, `now`, `nothing` mean where they stand as an expression. */
export type NameMeaning =
  | { readonly kind: 'symbol'; readonly symbol: Symbol }
  | { readonly kind: 'nothing' | 'now' | 'today' }
  /** `settings` and `call` before a field. */
  | { readonly kind: 'settings' | 'call' }

/** How an argument list fits its parameters: the i-th parameter's value, in the parameters' order; null where missing. */
export type FittedArguments = readonly (ast.Expression | null)[]

export interface FlowFacts {
  /** It has `return` or can run off its end: only `do` runs it. */
  readonly part: boolean
  readonly parameters: readonly SymbolOf<'local'>[]
  readonly returns: StaticType | null
}

export interface Program {
  /** The entry first, then in the order of imports; the standard prompts' file last. */
  readonly files: readonly ProgramFile[]
  readonly line: { readonly file: ProgramFile; readonly node: ast.LineDeclaration } | null
  readonly diagnostics: readonly Diagnostic[]
  /** Language tags of the line, the first the default. */
  readonly languages: readonly string[]
  /** Lowest first. */
  readonly levels: readonly string[]
  /** All declarations of each kind in order of files and text. */
  readonly menus: readonly SymbolOf<'menu'>[]
  readonly flows: readonly SymbolOf<'flow'>[]
  readonly prompts: readonly SymbolOf<'prompt'>[]
  readonly operations: readonly SymbolOf<'operation'>[]
  readonly hours: readonly SymbolOf<'hours'>[]
  readonly queues: readonly SymbolOf<'queue'>[]
  readonly settings: readonly SymbolOf<'setting'>[]
  readonly remembered: readonly SymbolOf<'remember'>[]
  /** The standard prompts in force (the program's own where it redefines one) by name. */
  readonly standard: ReadonlyMap<string, SymbolOf<'prompt'>>

  /** A name where it is used (targets, services, levels, set, fields of settings) → what it is. Choice values and `match` arms too. */
  readonly symbolOf: ReadonlyMap<ast.Name, Symbol>
  /** A name as an expression → its meaning. */
  readonly meaningOf: ReadonlyMap<ast.NameExpression, NameMeaning>
  /** The name where a local is declared → the local. `it` is keyed by its `WhereExpression`. */
  readonly localOf: ReadonlyMap<ast.Name | ast.WhereExpression, SymbolOf<'local'>>
  /** Each expression → its type, after it was fitted to what is wanted there (a literal takes the wanted scale, a choice's word its choice). */
  readonly typeOf: ReadonlyMap<ast.Expression, StaticType>
  /** A written type → its type, refinements and class included. */
  readonly typeOfNode: ReadonlyMap<ast.TypeExpression, StaticType>
  /** Calls, `do`s, arrows and prompt calls → their arguments by parameter. `OperationCall`, `DoStep`, `PlaceTarget`, `CallExpression`. */
  readonly argumentsOf: ReadonlyMap<ast.OperationCall | ast.DoStep | ast.PlaceTarget | ast.CallExpression, FittedArguments>
  /** The declared type of a `remember`, setting, parameter, operation parameter, outcome value or result. */
  readonly factsOf: ReadonlyMap<ast.FlowDeclaration, FlowFacts>
}
