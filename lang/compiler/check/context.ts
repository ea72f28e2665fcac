// Where a step stands: the names it can use, the flow, listener and loop around it.
import type * as ast from '../../grammar/ast.ts'
import type { Slug } from '../../diagnostics/catalogue/index.ts'
import type { ReportExtras } from '../../diagnostics/report.ts'
import type { Span } from '../../text/span.ts'
import { findTop } from '../bind/lookup.ts'
import { isReserved } from '../bind/reserved.ts'
import { label, nameNode, report, type FileNames, type SlugParameters, type Unit } from '../bind/unit.ts'
import type { LocalOrigin, ProgramFile, SymbolOf } from '../program.ts'
import type { StaticType } from '../types.ts'
import type { Control } from './control.ts'

export interface Scope {
  readonly outer: Scope | null
  readonly names: Map<string, SymbolOf<'local'>>
}

export interface Context {
  readonly unit: Unit
  readonly names: FileNames
  readonly file: ProgramFile
  readonly control: Control
  readonly scope: Scope
  readonly flow: ast.FlowDeclaration | null
  /** The innermost listener whose block this is: `-> again` reads it. */
  readonly listener: boolean
  readonly loop: 'repeat' | 'each' | null
  /** The innermost outcome: may a level be granted in it? */
  readonly outcome: 'named' | 'other' | null
  /** After the caller has hung up only some steps may stand. */
  readonly restricted: 'after hangup' | 'hung up' | null
  /** Locals that are declared but get their value only later (`collect amount` in its own prompts). */
  readonly pending: ReadonlySet<SymbolOf<'local'>> | null
  /** Names of the call that are no more (`hung up` of a record). */
  readonly gone: Scope | null
  /** A first value, which is there before any call. */
  readonly constant: boolean
}

export const createContext = (unit: Unit, file: ProgramFile, control: Control, flow: ast.FlowDeclaration | null): Context => ({
  unit,
  names: unit.names.get(file)!,
  file,
  control,
  scope: { outer: null, names: new Map() },
  flow,
  listener: false,
  loop: null,
  outcome: null,
  restricted: null,
  pending: null,
  gone: null,
  constant: false,
})

/** The same place with a block's own names. */
export const inner = (context: Context, changes: Partial<Context> = {}): Context => ({
  ...context,
  scope: { outer: context.scope, names: new Map() },
  ...changes,
})

export function complain<S extends Slug>(context: Context, slug: S, parameters: SlugParameters<S>, at: Span, extras?: ReportExtras): void {
  report(context.unit, context.file, slug, parameters, at, extras)
}

export function findLocal(context: Context, name: string): SymbolOf<'local'> | undefined {
  for (let scope: Scope | null = context.scope; scope; scope = scope.outer) {
    const found = scope.names.get(name)
    if (found) return found
  }
  return undefined
}

export function* localNames(context: Context): Iterable<string> {
  for (let scope: Scope | null = context.scope; scope; scope = scope.outer) yield* scope.names.keys()
}

/** What a misspelt name meant is used: that nothing else seems to use it is the same fault. */
export function useMeant(context: Context, meant: string | undefined): void {
  if (meant === undefined) return
  const local = findLocal(context, meant)
  if (local) context.unit.used.add(local)
  else findTop(context.unit, context.names, meant)
}

/** Declares a local; a name that is taken, by a local or at the top of the file, is reported and the new one kept out. */
export function declareLocal(context: Context, name: ast.Name, of: LocalOrigin, type: StaticType): SymbolOf<'local'> {
  const { unit, file } = context
  const local: SymbolOf<'local'> = { kind: 'local', name: name.text, file, node: name, of, type }
  unit.localOf.set(name, local)
  unit.symbolOf.set(name, local)
  if (name.text === '') return local
  if (isReserved(name.text, 'local')) {
    complain(context, 'reserved-name', { name: name.text }, name)
    unit.used.add(local)
    return local
  }
  const taken = findLocal(context, name.text) ?? context.names.own.get(name.text) ?? context.names.imported.get(name.text)?.symbol
  const level = taken ? undefined : unit.levels.get(name.text)
  if (taken || level) {
    const other = taken && nameNode(taken)
    complain(context, 'shadowed-name', { name: name.text, by: taken?.kind ?? 'level' }, name, {
      labels: other ? [label(other.file, other.node, `“${name.text}” is taken here`, `“${name.text}”已在此使用`)] : [],
    })
    unit.used.add(local)
    if (taken) unit.used.add(taken)
    // A name that only hides another one of the file is still a name: what uses it has no second fault.
    if (taken && taken.kind === 'local') return local
  }
  context.scope.names.set(name.text, local)
  return local
}
