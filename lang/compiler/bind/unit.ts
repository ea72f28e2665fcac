// What bind and check fill: the tables of a `Program` while they grow.
import type * as ast from '../../grammar/ast.ts'
import type { Diagnostic, Message } from '../../diagnostics/diagnostic.ts'
import type { Slug } from '../../diagnostics/catalogue/index.ts'
import { diagnose, type ReportExtras } from '../../diagnostics/report.ts'
import type { Location, Span } from '../../text/span.ts'
import type { FittedArguments, FlowFacts, NameMeaning, ProgramFile, Symbol, SymbolOf } from '../program.ts'
import type { StaticType } from '../types.ts'

/** What can be declared at the top of a file. */
export type TopSymbol = SymbolOf<'menu' | 'flow' | 'prompt' | 'type' | 'service' | 'hours' | 'queue' | 'remember'>

export interface ImportedName {
  readonly name: ast.Name
  readonly declaration: ast.ImportDeclaration
  readonly symbol: TopSymbol
}

/** The names that a file can use: its own and those it imports. */
export interface FileNames {
  readonly file: ProgramFile
  readonly own: Map<string, TopSymbol>
  readonly imported: Map<string, ImportedName>
  /** Imported names that were used. */
  readonly importsUsed: Set<string>
}

export interface Unit {
  readonly files: ProgramFile[]
  readonly filesByPath: Map<string, ProgramFile>
  /** Import declaration → the file that it names, where there is one. */
  readonly importedFile: Map<ast.ImportDeclaration, ProgramFile>
  readonly names: Map<ProgramFile, FileNames>
  /** Every top-level name of the program → who declares it. */
  readonly everywhere: Map<string, TopSymbol[]>
  readonly diagnostics: Diagnostic[]
  /** Declarations that something refers to. */
  readonly used: Set<Symbol>

  /** Declarations in which the parser found a mistake: what they seem to lack may only be unread. */
  readonly broken: Set<ast.Declaration>
  /** Files with a mistake anywhere. */
  readonly brokenFiles: Set<ProgramFile>
  /** Files of which a whole declaration, an import or a prompt may be unread. */
  readonly lossyFiles: Set<ProgramFile>

  line: { readonly file: ProgramFile; readonly node: ast.LineDeclaration } | null
  languages: readonly string[]
  /** False where one of them is unread or misnamed: no text is held against it. */
  languagesKnown: boolean
  levels: Map<string, SymbolOf<'level'>>
  readonly menus: SymbolOf<'menu'>[]
  readonly flows: SymbolOf<'flow'>[]
  readonly prompts: SymbolOf<'prompt'>[]
  readonly types: SymbolOf<'type'>[]
  readonly services: SymbolOf<'service'>[]
  readonly operations: SymbolOf<'operation'>[]
  readonly hours: SymbolOf<'hours'>[]
  readonly queues: SymbolOf<'queue'>[]
  readonly settings: Map<string, SymbolOf<'setting'>>
  readonly remembered: SymbolOf<'remember'>[]
  readonly standard: Map<string, SymbolOf<'prompt'>>
  /** Service → its operations by name. */
  readonly operationsOf: Map<ast.ServiceDeclaration, Map<string, SymbolOf<'operation'>>>

  /** What a name was given: where its value came from. */
  readonly sources: Map<Symbol, (ast.Expression | ast.OperationCall | ast.DoStep)[]>
  /** Numbers that are dialled. */
  readonly dialled: {
    readonly file: ProgramFile
    readonly node: ast.Expression
    /** Reports to a unit what is wrong with its type, for one that may be dialled. */
    readonly checkType: (to: Unit) => void
  }[]
  /** Findings of bodies that were not walked again, of those rules that are held when all bodies are known. */
  readonly recalled: { readonly dialled: Diagnostic[]; readonly unused: Diagnostic[] }
  /** Shortcuts that some listener leaves live. */
  readonly liveShortcuts: Set<ast.PressOption>
  /** Keys that some prompt of the program tells. */
  readonly toldKeys: Set<string>
  listeners: number
  /** Names compared for near misses so far. */
  compared: number

  readonly symbolOf: Map<ast.Name, Symbol>
  readonly meaningOf: Map<ast.NameExpression, NameMeaning>
  readonly localOf: Map<ast.Name | ast.WhereExpression, SymbolOf<'local'>>
  readonly typeOf: Map<ast.Expression, StaticType>
  readonly typeOfNode: Map<ast.TypeExpression, StaticType>
  readonly argumentsOf: Map<ast.OperationCall | ast.DoStep | ast.PlaceTarget | ast.CallExpression, FittedArguments>
  readonly factsOf: Map<ast.FlowDeclaration, FlowFacts>
}

export const createUnit = (): Unit => ({
  files: [],
  filesByPath: new Map(),
  importedFile: new Map(),
  names: new Map(),
  everywhere: new Map(),
  diagnostics: [],
  used: new Set(),
  broken: new Set(),
  brokenFiles: new Set(),
  lossyFiles: new Set(),
  line: null,
  languages: [],
  languagesKnown: true,
  levels: new Map(),
  menus: [],
  flows: [],
  prompts: [],
  types: [],
  services: [],
  operations: [],
  hours: [],
  queues: [],
  settings: new Map(),
  remembered: [],
  standard: new Map(),
  operationsOf: new Map(),
  sources: new Map(),
  dialled: [],
  recalled: { dialled: [], unused: [] },
  liveShortcuts: new Set(),
  toldKeys: new Set(),
  listeners: 0,
  compared: 0,
  symbolOf: new Map(),
  meaningOf: new Map(),
  localOf: new Map(),
  typeOf: new Map(),
  typeOfNode: new Map(),
  argumentsOf: new Map(),
  factsOf: new Map(),
})

/** The parameters of the catalogue's row `S`. */
export type SlugParameters<S extends Slug> = globalThis.Parameters<typeof diagnose<S>>[1]

/** Reports a finding. In the standard prompts' own file nothing is reported: what a line lacks there, the line is told. */
export function report<S extends Slug>(
  unit: Unit,
  file: ProgramFile,
  slug: S,
  parameters: SlugParameters<S>,
  at: Span,
  extras: ReportExtras = {},
): void {
  if (!file.standard) unit.diagnostics.push(diagnose(slug, parameters, place(file, at), extras))
}

export const place = (file: ProgramFile, at: Span): Location => ({ file: file.path, start: at.start, end: at.end })

/** A label “here it is declared”, for the second place of a finding. */
export const label = (file: ProgramFile, at: Span, en: string, zh: string): Location & { readonly message: Message } => ({
  ...place(file, at),
  message: { en, zh },
})

/** A fix of one edit. */
export const replace = (file: ProgramFile, at: Span, text: string, en: string, zh: string) => ({
  title: { en, zh },
  edits: [{ file: file.path, start: at.start, end: at.end, text }],
})

/** The fix “write “x” instead”. */
export const rename = (file: ProgramFile, at: Span, name: string) => replace(file, at, name, `Write “${name}” instead`, `改写为“${name}”`)

/** The name node of a declared symbol, where it has one. */
export function nameNode(symbol: Symbol): { readonly file: ProgramFile; readonly node: ast.Name } | null {
  switch (symbol.kind) {
    case 'local':
      return symbol.node.kind === 'Name' ? { file: symbol.file, node: symbol.node } : null
    case 'level':
    case 'choice':
      return null
    default:
      return { file: symbol.file, node: symbol.node.name }
  }
}
