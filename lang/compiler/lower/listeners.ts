// What every listener has: how it is read and read again, what follows silence and mistakes, where the tries run out.
import { AGAIN, type MenuListener, type PointId } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import { overridden } from './listening.ts'
import { lowerSays } from './says.ts'
import { spanOf } from './spans.ts'
import type { Listening, Lowering, Scope } from './types.ts'

type ItemOf<K extends ast.ListenerItem['kind']> = Extract<ast.ListenerItem, { readonly kind: K }>

/** The items of one kind, in order. */
export const itemsOf = <K extends ast.ListenerItem['kind']>(body: ast.ListenerBody, kind: K): readonly ItemOf<K>[] =>
  body.items.filter((item): item is ItemOf<K> => item.kind === kind)

/** A listener being made: its points exist before what leads back to them. */
export interface OpenListener {
  readonly index: number
  readonly name: string
  readonly listening: Listening
  /** Where it is entered, and where it is read again. */
  readonly fresh: PointId
  readonly read: PointId
  /** Read again with nothing said but what a `say only` says. */
  readonly quiet: PointId
  readonly listen: PointId
  /** Inside it: `-> again` reads it again. */
  readonly inside: Scope
  readonly at: readonly [number, number, number]
}

export function openListener(lowering: Lowering, scope: Scope, node: ast.NodeBase, body: ast.ListenerBody): OpenListener {
  const { graph } = lowering
  const listening = overridden(lowering.listening, itemsOf(body, 'ListenBlock'))
  const { index, name } = lowering.listenerOf.get(node)!
  const [fresh, read, quiet, listen] = [graph.reserve(), graph.reserve(), graph.reserve(), graph.reserve()]
  const at = spanOf(lowering, scope, node)
  return { index, name, listening, fresh, read, quiet, listen, inside: { ...scope, again: read }, at }
}

/** What all kinds of listeners have in common. Texts are said with the listener's own barge-in. */
export type Common = Omit<MenuListener, 'kind' | 'named' | 'options'>

/**
 * Writes the points of a listener: it is read (entered, or again), says its texts, tells its options and listens. `readback`: its texts are
 * the read-back of a confirm.
 */
export function closeListener(lowering: Lowering, scope: Scope, open: OpenListener, body: ast.ListenerBody, readback = false): Common {
  const { graph } = lowering
  const point = { at: open.at, place: scope.owner.index, listener: open.index }
  const speaking: Scope = { ...scope, again: open.read, bargeIn: open.listening.bargeIn, readback }
  const tell = graph.add({ op: 'tell', ...point, next: open.listen })
  const said = lowerSays(lowering, speaking, body.items, tell)
  graph.write(open.fresh, { op: 'read', ...point, fresh: true, next: said })
  graph.write(open.read, { op: 'read', ...point, fresh: false, next: said })
  graph.write(open.quiet, { op: 'read', ...point, fresh: false, next: open.listen })
  graph.write(open.listen, { op: 'listen', ...point, live: [] })

  const { tries, ...listening } = open.listening
  const texts = (event: ast.OnCounter['event']): ((n: number) => PointId | null) =>
    counted(lowering, { ...speaking, readback: false }, open, body, event)
  const rounds = Array.from({ length: Math.max(0, tries - 1) }, (_, index) => index + 1)
  const [onSilence, onMistake, onTooShort] = [texts('silence'), texts('mistake'), texts('too short')]
  const mistake = rounds.map(n => onMistake(n) ?? open.read)
  const tooShort = itemsOf(body, 'OnCounter').some(item => item.event === 'too short')
  return {
    name: open.name,
    place: scope.owner.index,
    at: open.at,
    ...listening,
    tries,
    gated: false,
    read: open.read,
    listen: open.listen,
    silence: rounds.map(n => onSilence(n) ?? open.read),
    mistake,
    ...waysOut(lowering, open, body),
    ...(tooShort ? { tooShort: rounds.map((n, index) => onTooShort(n) ?? mistake[index]!) } : {}),
  }
}

/** n → where the texts of the highest `on … k` with k ≤ n begin; null where there is none. */
function counted(
  lowering: Lowering,
  scope: Scope,
  open: OpenListener,
  body: ast.ListenerBody,
  event: ast.OnCounter['event'],
): (n: number) => PointId | null {
  const clauses = itemsOf(body, 'OnCounter')
    .filter(item => item.event === event)
    .map(item => ({ from: item.from, to: lowerSays(lowering, scope, item.body.items, item.only ? open.quiet : open.read) }))
    .sort((a, b) => b.from - a.from)
  return n => clauses.find(clause => clause.from <= n)?.to ?? null
}

/** The listener's own `otherwise on …`, else its `otherwise`, else the line's. One `otherwise` for both counters is one block. */
function waysOut(lowering: Lowering, open: OpenListener, body: ast.ListenerBody): { silenceOut: PointId; mistakeOut: PointId } {
  const clauses = itemsOf(body, 'OtherwiseClause')
  const made = new Map<ast.OtherwiseClause, PointId>()
  const out = (event: 'silence' | 'mistake'): PointId => {
    const line = lowering.otherwise[event] === AGAIN ? open.read : lowering.otherwise[event]
    const own = clauses.find(clause => clause.on === event) ?? clauses.find(clause => clause.on === undefined)
    if (!own) return line
    if (!made.has(own)) made.set(own, lowering.parts.steps(lowering, open.inside, own.body.steps, line))
    return made.get(own)!
  }
  return { silenceOut: out('silence'), mistakeOut: out('mistake') }
}
