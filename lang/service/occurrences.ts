// Where every name of a program stands, and what it stands for: definitions, references, renaming and colours come from here.
import type * as ast from '../grammar/ast.ts'
import type { Program, ProgramFile, Symbol } from '../compiler/program.ts'
import type { Location } from '../text/span.ts'
import type { Type } from '../../machine/types.ts'
import type { SymbolKind } from './types.ts'
import { typeOfSymbol } from './scope.ts'
import { nodesOf } from './tree.ts'

/** One name in a text. The same `id` is the same thing, in whatever file. */
export interface Occurrence extends Location {
  readonly id: string
  readonly kind: SymbolKind
  readonly name: string
  readonly declares: boolean
  /** A bare argument that is a parameter's name and a value's at once: which of the two this is. */
  readonly shorthand?: 'parameter' | 'value'
  /** The value of an argument `name: value`: its parameter, and whether a bare name may stand in its place. */
  readonly argument?: {
    readonly start: number
    readonly end: number
    readonly name: string
    readonly mayBeBare: boolean
    readonly is: 'name' | 'value'
  }
  /** Of the line's standard prompts' own file. */
  readonly standard: boolean
}

export interface Occurrences {
  readonly all: readonly Occurrence[]
  readonly of: (id: string) => readonly Occurrence[]
  /** Those that touch an offset of a file, the value of a bare argument first. */
  readonly at: (file: string, offset: number) => readonly Occurrence[]
  readonly inFile: (file: string) => readonly Occurrence[]
}

const idAt = (kind: string, file: ProgramFile, node: ast.Name): string => `${kind} ${file.path} ${node.start}`
/** What a parameter of an operation is called by. */
export const parameterId = (file: ProgramFile, node: ast.Name): string => idAt('parameter', file, node)

/** What a symbol is called by all of its occurrences; undefined for what has no name of its own (`it`). */
export function idOf(program: Program, symbol: Symbol): { readonly id: string; readonly kind: SymbolKind } | undefined {
  switch (symbol.kind) {
    case 'level':
      return { id: idAt('level', symbol.file, symbol.node), kind: 'level' }
    case 'choice': {
      const id = symbol.type.kind === 'value' ? choiceId(program, symbol.type.type, symbol.name) : undefined
      return id === undefined ? undefined : { id, kind: 'choice' }
    }
    case 'local':
      return symbol.node.kind === 'Name' && symbol.of !== 'it'
        ? {
            id: idAt('local', symbol.file, symbol.node),
            kind: symbol.of === 'parameter' || symbol.of === 'prompt parameter' ? 'parameter' : 'local',
          }
        : undefined
    default:
      return { id: idAt(symbol.kind, symbol.file, symbol.node.name), kind: symbol.kind }
  }
}

const cache = new WeakMap<Program, Occurrences>()

export function occurrencesOf(program: Program): Occurrences {
  let known = cache.get(program)
  if (!known) cache.set(program, (known = index(program)))
  return known
}

function index(program: Program): Occurrences {
  const all: Occurrence[] = []
  const byId = new Map<string, Occurrence[]>()
  const byFile = new Map<string, Occurrence[]>()
  for (const file of program.files) {
    const found = occurrencesIn(program, file).sort((a, b) => a.start - b.start || (a.shorthand === 'value' ? -1 : 0))
    byFile.set(file.path, found)
    all.push(...found)
    for (const one of found) {
      const same = byId.get(one.id)
      if (same) same.push(one)
      else byId.set(one.id, [one])
    }
  }
  return {
    all,
    of: id => byId.get(id) ?? [],
    inFile: file => byFile.get(file) ?? [],
    at: (file, offset) => touching(byFile.get(file) ?? [], offset),
  }
}

/** Those of a sorted list that an offset stands in or touches. Where it stands between two, the one that begins there. */
export function touching(found: readonly Occurrence[], offset: number): readonly Occurrence[] {
  let low = 0
  let high = found.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (found[middle]!.end < offset) low = middle + 1
    else high = middle
  }
  const touched: Occurrence[] = []
  for (let at = low; at < found.length && found[at]!.start <= offset; at++) touched.push(found[at]!)
  const begins = touched.filter(one => one.start === offset)
  return begins.length > 0 ? begins : touched
}

function occurrencesIn(program: Program, file: ProgramFile): Occurrence[] {
  const found: Occurrence[] = []
  const { standard } = file
  const add = (name: ast.Name, id: string, kind: SymbolKind, declares: boolean, more: Partial<Occurrence> = {}): void => {
    if (name.text === '' || name.end === name.start) return
    found.push({ file: file.path, start: name.start, end: name.end, id, kind, name: name.text, declares, standard, ...more })
  }
  /** Names that are found as part of something larger. */
  const arguments_ = new Map<ast.Name, NonNullable<Occurrence['argument']>>()
  const bare = new Set<ast.Name>()

  for (const node of nodesOf(file.tree)) {
    switch (node.kind) {
      case 'Name': {
        const symbol = program.symbolOf.get(node)
        const made = symbol && idOf(program, symbol)
        if (!made) break
        const argument = arguments_.get(node)
        const declares = 'node' in symbol && (symbol.node === node || ('name' in symbol.node && symbol.node.name === node))
        add(node, made.id, made.kind, declares, {
          ...(bare.has(node) ? { shorthand: 'value' as const } : {}),
          ...(argument ? { argument } : {}),
        })
        break
      }
      case 'PlaceTarget':
      case 'DoStep':
        addArguments(program, node.arguments, parametersOf(program, program.symbolOf.get(node.name)), add, arguments_, bare)
        break
      case 'CallExpression':
        addArguments(program, node.arguments, parametersOf(program, program.symbolOf.get(node.callee)), add, arguments_, bare)
        break
      case 'OperationCall':
        addArguments(program, node.arguments, parametersOf(program, program.symbolOf.get(node.operation)), add, arguments_, bare)
        break
      case 'RequestStep':
      case 'PerformStep':
        addOutcomes(program, node, add)
        break
      case 'OperationDeclaration':
        for (const { name } of node.parameters) add(name, idAt('parameter', file, name), 'parameter', true)
        for (const { name, parameters } of node.outcomes) {
          add(name, idAt('outcome', file, name), 'outcome', true)
          for (const parameter of parameters) add(parameter.name, idAt('parameter', file, parameter.name), 'parameter', true)
        }
        for (const name of node.confirm?.names ?? []) {
          const parameter = node.parameters.find(each => each.name.text === name.text)
          if (parameter) add(name, idAt('parameter', file, parameter.name), 'parameter', false)
        }
        break
      case 'TypeDeclaration':
        for (const name of membersIn(node)) add(name, idAt(kindOfMember(node), file, name), kindOfMember(node), true)
        break
      case 'FieldExpression': {
        const type = program.typeOf.get(node.object)
        const id = type?.kind === 'value' ? fieldId(program, type.type, node.field.text) : undefined
        if (id !== undefined) add(node.field, id, 'field', false)
        break
      }
      case 'SetStep': {
        let type = typeOfSymbol(program, program.symbolOf.get(node.name))
        for (const field of node.path) {
          const id = type && fieldId(program, type, field.text)
          if (id !== undefined) add(field, id, 'field', false)
          type = type?.kind === 'record' && Object.hasOwn(type.fields, field.text) ? type.fields[field.text] : undefined
        }
        break
      }
      case 'PluralPart': {
        const type = program.typeOf.get(node.value)
        for (const { when } of type?.kind === 'value' ? node.forms : []) {
          const id = type?.kind === 'value' ? choiceId(program, type.type, when.text) : undefined
          if (id !== undefined) add(when, id, 'choice', false)
        }
        break
      }
      default:
    }
  }
  return found
}

type Add = (name: ast.Name, id: string, kind: SymbolKind, declares: boolean, more?: Partial<Occurrence>) => void

/** The fields of a record and the values of a choice that a declaration writes. */
function membersIn({ type }: ast.TypeDeclaration): readonly ast.Name[] {
  const base = type.kind === 'TypeNode' ? type.base : undefined
  if (base?.kind === 'RecordType') return base.fields.map(({ name }) => name)
  return base?.kind === 'ChoiceType' ? base.values.map(({ name }) => name) : []
}
const kindOfMember = ({ type }: ast.TypeDeclaration): 'field' | 'choice' =>
  type.kind === 'TypeNode' && type.base.kind === 'RecordType' ? 'field' : 'choice'

/** The fields or the values of a type → what each is called by. A type under another name, or of another class, has the same. */
type Members = ReadonlyMap<object, ReadonlyMap<string, string>>
const members = new WeakMap<Program, Members>()

function membersOf(program: Program): Members {
  let known = members.get(program)
  if (!known) members.set(program, (known = findMembers(program)))
  return known
}
function findMembers(program: Program): Members {
  const found = new Map<object, ReadonlyMap<string, string>>()
  for (const file of program.files) {
    for (const node of file.tree.declarations) {
      if (node.kind !== 'TypeDeclaration') continue
      const type = program.typeOfNode.get(node.type)
      const table = type?.kind === 'value' ? tableOf(type.type) : undefined
      // `type A = B` has those of B, which are declared there.
      const names = membersIn(node)
      if (table && names.length > 0) found.set(table, new Map(names.map(name => [name.text, idAt(kindOfMember(node), file, name)])))
    }
  }
  return found
}
function tableOf(type: Type): object | undefined {
  const of = type.kind === 'optional' ? type.of : type
  return of.kind === 'record' ? of.fields : of.kind === 'choice' ? of.values : undefined
}
function memberId(program: Program, type: Type, name: string): string | undefined {
  const table = tableOf(type)
  return table && membersOf(program).get(table)?.get(name)
}

/** What a field of a named record is called by; undefined where the type has none of that name. */
export const fieldId = (program: Program, type: Type, field: string): string | undefined =>
  type.kind === 'record' ? memberId(program, type, field) : undefined
/** The same of a value of a named choice. */
export const choiceId = (program: Program, type: Type, word: string): string | undefined =>
  type.kind === 'record' ? undefined : memberId(program, type, word)

interface ParameterId {
  readonly name: string
  readonly id: string
}

/** What arguments can be named after, in order. */
function parametersOf(program: Program, symbol: Symbol | undefined): readonly ParameterId[] {
  switch (symbol?.kind) {
    case 'flow':
    case 'prompt':
      return symbol.node.parameters.flatMap(({ name }) => {
        const local = program.localOf.get(name)
        const id = local && idOf(program, local)?.id
        return id === undefined ? [] : [{ name: name.text, id }]
      })
    case 'operation':
      return symbol.node.parameters.map(({ name }) => ({ name: name.text, id: idAt('parameter', symbol.file, name) }))
    default:
      return []
  }
}

function addArguments(
  program: Program,
  given: readonly ast.Argument[],
  parameters: readonly ParameterId[],
  add: Add,
  arguments_: Map<ast.Name, NonNullable<Occurrence['argument']>>,
  bare: Set<ast.Name>,
): void {
  let named = false
  for (const { name, value, start, end } of given) {
    const text = name?.text ?? (named && value.kind === 'NameExpression' ? value.name.text : undefined)
    const parameter = parameters.find(each => each.name === text)
    if (name) {
      const valueName = value.kind === 'NameExpression' ? value.name : undefined
      if (valueName) arguments_.set(valueName, { start, end, name: name.text, mayBeBare: named, is: 'value' })
      if (parameter) {
        add(name, parameter.id, 'parameter', false, {
          ...(valueName ? { argument: { start, end, name: valueName.text, mayBeBare: named, is: 'name' as const } } : {}),
        })
      }
      named = true
    } else if (named && value.kind === 'NameExpression' && parameter) {
      bare.add(value.name)
      add(value.name, parameter.id, 'parameter', false, { shorthand: 'parameter' })
    }
  }
}

function addOutcomes(program: Program, node: ast.RequestStep | ast.PerformStep, add: Add): void {
  const operation = program.symbolOf.get(node.call.operation)
  if (operation?.kind !== 'operation') return
  for (const clause of node.outcomes) {
    for (const name of clause.names) {
      const outcome = operation.node.outcomes.find(each => each.name.text === name.text)
      if (outcome) add(name, idAt('outcome', operation.file, outcome.name), 'outcome', false)
    }
  }
}

/** The node that declares what `id` names, with what is around it; undefined for what is declared in no text. */
export function declarationOf(program: Program, id: string): { readonly file: ProgramFile; readonly occurrence: Occurrence } | undefined {
  const declared = occurrencesOf(program)
    .of(id)
    .find(one => one.declares)
  const file = declared && program.files.find(each => each.path === declared.file)
  return file && declared ? { file, occurrence: declared } : undefined
}

/** What `id` is called by in each program: a file of several programs says the level of each line, the setting of each entry, by one name. */
export function idsIn(programs: readonly Program[], id: string): ReadonlySet<string> {
  const ids = new Set([id])
  // Those that are found are looked through as well.
  for (const known of ids) {
    for (const one of programs.flatMap(program => occurrencesOf(program).of(known))) {
      if (one.standard) continue
      for (const program of programs) {
        for (const same of occurrencesOf(program).at(one.file, one.start)) {
          if (same.start === one.start && same.kind === one.kind && same.shorthand === one.shorthand) ids.add(same.id)
        }
      }
    }
  }
  return ids
}
