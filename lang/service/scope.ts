// The names that can be used at an offset, and what type an expression there would have.
import type * as ast from '../grammar/ast.ts'
import type { Program, ProgramFile, Symbol, SymbolOf } from '../compiler/program.ts'
import type { Type } from '../../machine/types.ts'
import { below, type AnyNode } from './tree.ts'

export interface Scope {
  /** Locals by name, the innermost where one hides another. */
  readonly locals: ReadonlyMap<string, SymbolOf<'local'>>
  /** What the file declares and imports. */
  readonly top: ReadonlyMap<string, Symbol>
  /** The flow or menu around. */
  readonly declaration: ast.Declaration | undefined
}

/** What a file can name at its top: its own declarations and what it imports. */
export function topNames(program: Program, file: ProgramFile): ReadonlyMap<string, Symbol> {
  const found = new Map<string, Symbol>()
  const add = (name: ast.Name): void => {
    const symbol = program.symbolOf.get(name)
    if (symbol && name.text !== '' && !found.has(name.text)) found.set(name.text, symbol)
  }
  for (const declaration of file.tree.declarations) {
    if (declaration.kind === 'ImportDeclaration') declaration.names.forEach(add)
    else if (declaration.kind === 'PromptsDeclaration') for (const { name } of declaration.prompts) add(name)
    else if (declaration.kind !== 'LineDeclaration' && declaration.kind !== 'SettingsDeclaration') add(declaration.name)
  }
  return found
}

/**
 * The scope at an offset of a file. Where the text is broken so that no declaration is around the offset, the locals are those of the last
 * declaration before it; where its names are lost, `earlier` (the last program that was whole) has them.
 */
export function scopeAt(program: Program, file: ProgramFile, offset: number, earlier: Program | null): Scope {
  const top = new Map(topNames(program, file))
  const before = earlier?.files.find(each => each.path === file.path)
  if (earlier && before) for (const [name, symbol] of topNames(earlier, before)) if (!top.has(name)) top.set(name, symbol)
  const declaration = file.tree.declarations.findLast(each => each.start <= offset)
  const locals = new Map<string, SymbolOf<'local'>>()
  if (declaration) localsBefore(program, declaration, offset, locals)
  if (earlier && before && declaration && 'name' in declaration) {
    const name = declaration.name.text
    const known = before.tree.declarations.find(each => each.kind === declaration.kind && 'name' in each && each.name.text === name)
    // An insertion before the offset may have moved it; what is lost is mostly what stands right before it.
    if (known && locals.size === 0) localsBefore(earlier, known, Math.min(known.end, known.start + offset - declaration.start), locals)
  }
  return { locals, top, declaration }
}

/** Walks from a declaration to an offset, and notes what each step on the way and before it has declared. */
function localsBefore(program: Program, declaration: ast.Declaration, offset: number, into: Map<string, SymbolOf<'local'>>): void {
  const note = (name: ast.Name | undefined): void => {
    const local = name && program.localOf.get(name)
    if (local && local.name !== '') into.set(local.name, local)
  }
  let node: AnyNode | undefined = declaration
  while (node) {
    noteAround(node, offset, note)
    let next: AnyNode | undefined
    for (const child of below(node)) {
      if (child.start > offset) break
      const last = child.end >= offset
      if (!last) noteBehind(child, note)
      next = child
    }
    // What ends right before the offset may be what is being written: a step that lacks its end.
    if (next && next.end < offset && !isOpen(next)) next = undefined
    node = next
  }
}

const isOpen = (node: AnyNode): boolean => node.kind === 'Block' || node.kind === 'Branch' || node.kind === 'ListenerBody'

/** What a node lets its inside name. */
function noteAround(node: AnyNode, offset: number, note: (name: ast.Name | undefined) => void): void {
  switch (node.kind) {
    case 'FlowDeclaration':
    case 'PromptDeclaration':
      for (const { name } of node.parameters) note(name)
      return
    case 'ForEachStep':
      if (offset <= node.body.end && offset >= node.list.end) {
        note(node.name)
        note(node.counter)
      }
      return
    case 'CollectStep':
      note(node.name)
      return
    case 'ChooseStep':
      if (offset >= node.list.end) note(node.name)
      return
    case 'OutcomeClause':
      for (const name of node.values) note(name)
      return
    case 'IfStep':
    case 'ListenerIf':
      if (node.let && offset >= node.then.start && offset <= node.then.end) note(node.let)
      return
    case 'PressOption':
      note(node.as)
      return
    case 'RecordStep':
      note(node.name)
      return
    default:
  }
}

/** What a step leaves behind for those after it. */
function noteBehind(node: AnyNode, note: (name: ast.Name | undefined) => void): void {
  if (node.kind === 'LetStep' || node.kind === 'CollectStep' || node.kind === 'ChooseStep' || node.kind === 'RecordStep') note(node.name)
}

const value = (type: Type | undefined): Type | undefined => (type?.kind === 'optional' ? type.of : type)

/** The declared type of a symbol, where it has one. */
export function typeOfSymbol(program: Program, symbol: Symbol | undefined): Type | undefined {
  switch (symbol?.kind) {
    case 'local':
      return symbol.type.kind === 'value' ? symbol.type.type : undefined
    case 'remember':
    case 'setting':
    case 'type': {
      const type = program.typeOfNode.get(symbol.node.type)
      return type?.kind === 'value' ? type.type : undefined
    }
    case 'operation': {
      const type = symbol.node.result && program.typeOfNode.get(symbol.node.result)
      return type?.kind === 'value' ? type.type : undefined
    }
    case 'choice':
      return symbol.type.kind === 'value' ? symbol.type.type : undefined
    default:
      return undefined
  }
}

/** Types that fields of `call` have, as far as completion needs them. */
export const callFields: Readonly<Record<string, Type | undefined>> = {
  caller: { kind: 'optional', of: { kind: 'text', class: 'private', mask: 'phone' } },
  called: { kind: 'text' },
  id: { kind: 'text' },
  language: { kind: 'text' },
  level: undefined,
  started: { kind: 'moment' },
}

/** Depth of expressions that are looked into. */
const DEEPEST = 50

/** The type that an expression of a piece of text would have in a scope: names and fields are followed, no more. */
export function typeIn(program: Program, scope: Scope, node: ast.Expression, item?: Type, depth = 0): Type | undefined {
  if (depth > DEEPEST) return undefined
  switch (node.kind) {
    case 'NameExpression':
      if (node.name.text === 'it') return item
      return typeOfSymbol(program, scope.locals.get(node.name.text) ?? scope.top.get(node.name.text))
    case 'FieldExpression': {
      if (node.object.kind === 'NameExpression' && !scope.locals.has(node.object.name.text)) {
        if (node.object.name.text === 'call') return callFields[node.field.text]
        if (node.object.name.text === 'settings') {
          return typeOfSymbol(
            program,
            program.settings.find(({ name }) => name === node.field.text),
          )
        }
      }
      const type = value(typeIn(program, scope, node.object, item, depth + 1))
      return type?.kind === 'record' && Object.hasOwn(type.fields, node.field.text) ? type.fields[node.field.text] : undefined
    }
    case 'CallExpression': {
      const first = node.arguments[0]?.value
      if (node.callee.text === 'first' && first) {
        const list = value(typeIn(program, scope, first, item, depth + 1))
        return list?.kind === 'list' ? list.of : undefined
      }
      return node.callee.text === 'count' ? { kind: 'number', decimals: 0 } : undefined
    }
    case 'WhereExpression':
      return typeIn(program, scope, node.list, item, depth + 1)
    default:
      return undefined
  }
}
