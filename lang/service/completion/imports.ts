// Names of other files that a file does not import yet: offered where they would fit, with the import that they need.
import type * as ast from '../../grammar/ast.ts'
import type { Program, ProgramFile, Symbol, SymbolOf } from '../../compiler/program.ts'
import type { Edit } from '../../diagnostics/diagnostic.ts'
import type { Scope } from '../scope.ts'
import type { CompletionKind } from '../types.ts'
import { namesFor, verbOf, type NamesAt, type Offer } from './names.ts'
import { relativePath } from './paths.ts'
import type { Wanted } from './wanted.ts'

/** A file of no program, of which only the tree is known. */
export type Library = Pick<ProgramFile, 'path' | 'text' | 'tree'>

/** What stands below all that is in scope. */
const RANK = 7

const kindsOf: Readonly<Partial<Record<Wanted['kind'], readonly CompletionKind[]>>> = {
  place: ['menu', 'flow'],
  part: ['flow'],
  flow: ['flow'],
  type: ['type'],
  queue: ['queue'],
  prompt: ['prompt'],
  service: ['service', 'queue'],
  value: ['prompt', 'hours', 'remember'],
  settable: ['remember'],
}

export interface ImportRequest {
  readonly at: NamesAt
  readonly wanted: Wanted
  readonly libraries: () => readonly Library[]
  readonly resolve: (from: string, path: string) => string
}

export function notImported(request: ImportRequest): readonly Offer[] {
  const { at, wanted, libraries } = request
  const kinds = kindsOf[wanted.kind]
  if (!kinds) return []
  const found: Offer[] = []
  const known = new Set([...at.scope.locals.keys(), ...at.scope.top.keys()])
  const add = (offer: Offer, path: string): void => {
    if (known.has(offer.label)) return
    known.add(offer.label)
    const from = relativePath(at.file.path, path)
    const detail = { en: `import from ${from}`, zh: `从 ${from} 导入` }
    found.push({ ...offer, detail, rank: RANK, edits: [importEdit(at.file, offer.label, path, request.resolve)] })
  }
  const elsewhere = namesElsewhere(at.program, at.file)
  const scope: Scope = { ...at.scope, locals: new Map(), top: elsewhere }
  for (const offer of namesFor(wanted, { ...at, scope })) {
    const symbol = kinds.includes(offer.kind) ? elsewhere.get(offer.label) : undefined
    if (symbol) add(offer, symbol.file.path)
  }
  for (const { path, tree } of libraries()) {
    for (const declaration of tree.declarations) {
      for (const { name, kind } of declaredBy(declaration)) {
        if (!kinds.includes(kind) || name.text === '' || (wanted.kind === 'service' && !hasVerb(declaration, wanted.verb))) continue
        add({ label: name.text, kind, ...(declaration.doc === undefined ? {} : { doc: declaration.doc }), rank: RANK }, path)
      }
    }
  }
  return found
}

/** What the other files of a program declare; of two that are called the same the first. */
function namesElsewhere(program: Program, except: ProgramFile): ReadonlyMap<string, SymbolOf<TopKind>> {
  const found = new Map<string, SymbolOf<TopKind>>()
  for (const file of program.files) {
    if (file.standard || file.path === except.path) continue
    for (const { name } of file.tree.declarations.flatMap(declaredBy)) {
      const symbol = program.symbolOf.get(name)
      if (symbol && isTop(symbol) && !found.has(name.text)) found.set(name.text, symbol)
    }
  }
  return found
}

type TopKind = 'menu' | 'flow' | 'type' | 'service' | 'hours' | 'queue' | 'remember' | 'prompt'
const isTop = (symbol: Symbol): symbol is SymbolOf<TopKind> =>
  symbol.kind !== 'local' && symbol.kind !== 'choice' && symbol.kind !== 'level' && symbol.kind !== 'operation' && symbol.kind !== 'setting'

function declaredBy(declaration: ast.Declaration): readonly { readonly name: ast.Name; readonly kind: CompletionKind }[] {
  switch (declaration.kind) {
    case 'MenuDeclaration':
      return [{ name: declaration.name, kind: 'menu' }]
    case 'FlowDeclaration':
      return [{ name: declaration.name, kind: 'flow' }]
    case 'TypeDeclaration':
      return [{ name: declaration.name, kind: 'type' }]
    case 'ServiceDeclaration':
      return [{ name: declaration.name, kind: 'service' }]
    case 'HoursDeclaration':
      return [{ name: declaration.name, kind: 'hours' }]
    case 'QueueDeclaration':
      return [{ name: declaration.name, kind: 'queue' }]
    case 'RememberDeclaration':
      return [{ name: declaration.name, kind: 'remember' }]
    case 'PromptsDeclaration':
      return declaration.prompts.map(({ name }) => ({ name, kind: 'prompt' as const }))
    case 'ImportDeclaration':
    case 'LineDeclaration':
    case 'SettingsDeclaration':
      return []
  }
}

const hasVerb = (declaration: ast.Declaration, verb: ast.OperationCall['verb']): boolean =>
  declaration.kind === 'QueueDeclaration'
    ? verb === 'query'
    : declaration.kind === 'ServiceDeclaration' && declaration.operations.some(each => verbOf(each.operation) === verb)

/** Adds to an import of that file, else writes one behind the last, or on top. */
function importEdit(file: ProgramFile, name: string, path: string, resolve: ImportRequest['resolve']): Edit {
  let last: ast.ImportDeclaration | undefined
  for (const declaration of file.tree.declarations) {
    if (declaration.kind !== 'ImportDeclaration') continue
    const before = declaration.names.at(-1)
    if (before && before.text !== '' && resolve(file.path, declaration.path.value) === path)
      return { file: file.path, start: before.end, end: before.end, text: `, ${name}` }
    last = declaration
  }
  const written = `import { ${name} } from "${relativePath(file.path, path)}"`
  if (!last) return { file: file.path, start: 0, end: 0, text: `${written}\n` }
  return { file: file.path, start: last.end, end: last.end, text: `\n${written}` }
}
