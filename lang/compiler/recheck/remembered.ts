// What the walk over one body found, so that it can be told again without the walk: of the same text in the same surroundings, wherever it stands.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type * as ast from '../../grammar/ast.ts'
import type { Span } from '../../text/span.ts'
import { walk } from '../../grammar/index.ts'
import { findTop } from '../bind/lookup.ts'
import { MOST_COMPARED } from '../bind/suggest.ts'
import type { TopSymbol, Unit } from '../bind/unit.ts'
import type { Bodies, Body } from '../check/bodies.ts'
import { checkBody } from '../check/bodies.ts'
import type { Context } from '../check/context.ts'
import { isWritten } from '../check/dialled.ts'
import { shortcutsOf } from '../check/shortcuts.ts'
import { unusedLocal } from '../check/unused.ts'
import type { SymbolOf } from '../program.ts'
import { textOf } from './surroundings.ts'

export interface Remembered {
  readonly path: string
  readonly restricted: Context['restricted']
  /** Where the declaration stood: all places are counted from there. */
  readonly start: number
  readonly walked: readonly Diagnostic[]
  /** Of numbers that are dialled. */
  readonly dialled: readonly Diagnostic[]
  /** Of its own names. */
  readonly unused: readonly Diagnostic[]
  /** Names of the file that it uses. */
  readonly uses: readonly string[]
  readonly settings: readonly string[]
  /** Which of its parameters it uses. */
  readonly parameters: readonly number[]
  /** Flows and prompts by name, and what was known of them beside their heads. */
  readonly states: readonly (readonly [name: string, state: string])[]
  readonly liveShortcuts: readonly number[]
  readonly toldKeys: ReadonlySet<string>
  readonly listeners: number
}

/** What a walk found. `remembered` is null where it tells of other places than the body's own: of those it cannot be said where they are later. */
export interface Walk {
  readonly remembered: Remembered | null
  readonly uses: ReadonlySet<TopSymbol>
  /** A number is dialled that comes from elsewhere in the program. */
  readonly traces: boolean
  /** Empty where the body was not walked. */
  readonly locals: Unit['localOf']
}

/** A unit for one walk: it has the tables of `unit`, and by itself what is counted and reported. */
export const unitOfWalk = (unit: Unit): Unit => ({
  ...unit,
  diagnostics: [],
  used: new Set(),
  dialled: [],
  liveShortcuts: new Set(),
  toldKeys: new Set(),
  listeners: 0,
  localOf: new Map(),
})

/** Walks a body for the first time. */
export function walkBody(unit: Unit, bodies: Bodies, body: Body): Walk {
  const own = unitOfWalk(unit)
  checkBody(body, own)
  const uses = new Set<TopSymbol>()
  for (const symbol of own.used) {
    unit.used.add(symbol)
    if (symbol.kind !== 'local' && symbol.kind !== 'setting' && isTop(symbol)) uses.add(symbol)
  }
  const traces = own.dialled.some(({ node }) => !isWritten(unit, node))
  const remembered = traces || own.compared !== unit.compared || own.compared > MOST_COMPARED ? null : remember(own, bodies, body, uses)
  unit.diagnostics.push(...own.diagnostics)
  unit.dialled.push(...own.dialled)
  for (const option of own.liveShortcuts) unit.liveShortcuts.add(option)
  for (const keys of own.toldKeys) unit.toldKeys.add(keys)
  for (const [node, local] of own.localOf) unit.localOf.set(node, local)
  unit.listeners += own.listeners
  unit.compared = own.compared
  return { remembered, uses, traces, locals: own.localOf }
}

const isTop = (symbol: { readonly kind: string }): symbol is TopSymbol => symbol.kind !== 'level' && symbol.kind !== 'choice'

function remember(own: Unit, bodies: Bodies, body: Body, uses: ReadonlySet<TopSymbol>): Remembered | null {
  const { place, context } = body
  const { names } = context
  const dialled: Diagnostic[] = []
  for (const { checkType } of own.dialled) checkType({ ...own, diagnostics: dialled })
  const unused: Diagnostic[] = []
  for (const local of own.localOf.values()) unusedLocal({ ...own, diagnostics: unused }, local)
  const inside = (each: Diagnostic): boolean => within(each, place.file.path, place.node)
  if (![...own.diagnostics, ...dialled, ...unused].every(inside)) return null
  const shortcuts = shortcutsOf(context)
  const asked = [...uses, ...bodies.parts.runs(place)]
  if (asked.some(symbol => topOf(context, symbol.name) !== symbol)) return null
  const parameters = place.kind === 'flow' ? own.factsOf.get(place.node)!.parameters : []
  return {
    path: place.file.path,
    restricted: context.restricted,
    start: place.node.start,
    walked: own.diagnostics,
    dialled,
    unused,
    uses: [...uses].filter(symbol => names.own.has(symbol.name) || names.imported.has(symbol.name)).map(({ name }) => name),
    settings: [...own.used].flatMap(symbol => (symbol.kind === 'setting' ? [symbol.name] : [])),
    parameters: [...parameters.keys()].filter(at => own.used.has(parameters[at]!)),
    states: [...new Set(asked)].flatMap(symbol => {
      const state = stateOf(own, bodies, symbol)
      return state === null ? [] : [[symbol.name, state] as const]
    }),
    liveShortcuts: [...own.liveShortcuts].map(option => shortcuts.indexOf(option)),
    toldKeys: own.toldKeys,
    listeners: own.listeners,
  }
}

const topOf = ({ names }: Context, name: string): TopSymbol | undefined => names.own.get(name) ?? names.imported.get(name)?.symbol

/** What a body can see of a flow or a prompt that may change while the surroundings stay as they are. */
function stateOf(unit: Unit, { parts }: Bodies, symbol: TopSymbol): string | null {
  if (symbol.kind === 'flow') return `${parts.isPart(symbol.node)} ${parts.comesBack(symbol.node)} ${unit.broken.has(symbol.node)}`
  if (symbol.kind === 'prompt') {
    const type = unit.typeOf.get(symbol.node.text)
    // Whether it is private, and whether anything is heard of it, may change with a prompt that it speaks.
    return [type?.kind === 'value' ? type.type.class : '', ...textsOf(unit, symbol)].join(' ')
  }
  return null
}

/** The text of a prompt, and of those that it speaks. */
function textsOf(unit: Unit, prompt: SymbolOf<'prompt'>): readonly string[] {
  const found = new Set([prompt])
  for (const { node } of found) {
    if (!node.text.variants.some(({ parts }) => parts.some(part => part.kind === 'Interpolation' || part.kind === 'PluralPart'))) continue
    walk(node.text, each => {
      const symbol = each.kind === 'Name' ? unit.symbolOf.get(each as ast.Name) : undefined
      if (symbol?.kind === 'prompt') found.add(symbol)
    })
  }
  return [...found].map(({ file, node }) => file.text.slice(node.text.start, node.text.end))
}

/** Does a finding, with all that it points at and would change, lie inside the span? */
function within({ file, start, end, labels, fixes }: Diagnostic, path: string, span: Span): boolean {
  const inside = (at: Span & { readonly file: string }): boolean => at.file === path && at.start >= span.start && at.end <= span.end
  return inside({ file, start, end }) && labels.every(inside) && fixes.every(fix => fix.edits.every(inside))
}

/** Is what is remembered of this text what a walk over this body would find? */
export function holds(unit: Unit, bodies: Bodies, { place, context }: Body, remembered: Remembered): boolean {
  if (remembered.path !== place.file.path || remembered.restricted !== context.restricted) return false
  return remembered.states.every(([name, state]) => {
    const symbol = topOf(context, name)
    return symbol !== undefined && stateOf(unit, bodies, symbol) === state
  })
}

/** Tells what is remembered as if the body had been walked; the tables stay empty. */
export function recall(unit: Unit, { place, context }: Body, remembered: Remembered): Walk {
  const { node } = place
  const move = moved(node.start - remembered.start)
  unit.diagnostics.push(...remembered.walked.map(move))
  unit.recalled.dialled.push(...remembered.dialled.map(move))
  unit.recalled.unused.push(...remembered.unused.map(move))
  const uses = new Set<TopSymbol>()
  for (const name of remembered.uses) uses.add(findTop(unit, context.names, name)!)
  for (const name of remembered.settings) unit.used.add(unit.settings.get(name)!)
  if (place.kind === 'flow') for (const at of remembered.parameters) unit.used.add(unit.factsOf.get(place.node)!.parameters[at]!)
  if (remembered.liveShortcuts.length > 0) {
    const shortcuts = shortcutsOf(context)
    for (const at of remembered.liveShortcuts) unit.liveShortcuts.add(shortcuts[at]!)
  }
  for (const keys of remembered.toldKeys) unit.toldKeys.add(keys)
  unit.listeners += remembered.listeners
  return { remembered, uses, traces: false, locals: new Map() }
}

const moved =
  (by: number) =>
  (one: Diagnostic): Diagnostic => {
    if (by === 0) return one
    const shifted = <S extends Span>(span: S): S => ({ ...span, start: span.start + by, end: span.end + by })
    return {
      ...shifted(one),
      labels: one.labels.map(shifted),
      fixes: one.fixes.map(({ title, edits }) => ({ title, edits: edits.map(shifted) })),
    }
  }

/** Its text, where all that was read of it follows from that. */
export const keyOf = (unit: Unit, { place }: Body): string | null => (unit.broken.has(place.node) ? null : textOf(place.file, place.node))
