// Steps that never rest are limited (semantics §2): the longest way between two resting points, in operations, with loops multiplied by
// their bounds. A way that goes round without resting and without a bound is found here too.
import type { Listener, Point, PointId, Register } from '../../../machine/format.ts'
import type { MachineExpression } from '../../../machine/index.ts'
import { typeOf } from './marks.ts'
import { callOrder } from './slots.ts'
import { partsOf } from './substitute.ts'
import { expressionsOf, rests, type Edge } from './uses.ts'

/** The most operations that may run between two resting points. */
export const OPERATIONS = 100_000

export type Endless =
  /** `operations` may run in one go: at `point`, a loop or where the way begins. */
  | { readonly kind: 'too many'; readonly point: PointId; readonly operations: number }
  /** From `point` the way goes back to where it came from without ever waiting. */
  | { readonly kind: 'round'; readonly point: PointId }

/** The most operations from a point until it rests, until its part comes back, until the head of a loop is met. −∞: never does. */
interface Cost {
  readonly rest: number
  readonly back: number
  readonly heads: ReadonlyMap<PointId, number>
}

const NEVER = Number.NEGATIVE_INFINITY
const NO_HEADS: Cost['heads'] = new Map()
const STOP: Cost = { rest: 0, back: NEVER, heads: NO_HEADS }
const NOWHERE: Cost = { rest: NEVER, back: NEVER, heads: NO_HEADS }

function longer(a: Cost, b: Cost): Cost {
  if (a === NOWHERE) return b
  if (b === NOWHERE) return a
  let heads = a.heads.size === 0 ? b.heads : a.heads
  if (a.heads.size > 0 && b.heads.size > 0) {
    const both = new Map(a.heads)
    for (const [head, cost] of b.heads) both.set(head, Math.max(cost, both.get(head) ?? NEVER))
    heads = both
  }
  return { rest: Math.max(a.rest, b.rest), back: Math.max(a.back, b.back), heads }
}

const plus = (cost: Cost, weight: number): Cost => ({
  rest: cost.rest + weight,
  back: cost.back + weight,
  heads: cost.heads.size === 0 ? cost.heads : new Map([...cost.heads].map(([head, each]) => [head, each + weight])),
})

const without = (cost: Cost, head: PointId): Cost => {
  if (!cost.heads.has(head)) return cost
  const heads = new Map(cost.heads)
  heads.delete(head)
  return { ...cost, heads }
}

/** Where too much can run between two resting points. `places`: how many there are. */
export function findEndless(
  points: readonly Point[],
  edges: readonly (readonly Edge[])[],
  listeners: readonly Listener[],
  registers: readonly Register[],
  places: number,
): readonly Endless[] {
  const found: Endless[] = []
  const known: (Cost | undefined)[] = points.map(() => undefined)
  /** The `each … next` of a loop, by its index register, which no other loop has. */
  const movers = new Map(points.flatMap((point, id) => (isMover(point) ? [[point.index, id] as const] : [])))
  const ways = edges.map(each => each.map(edge => edge.to))
  /** The ways on which a point is left in the same go. */
  const passing = points.map((point, id) => (rests(point) ? passed(point) : ways[id]!))
  const isHead = (id: PointId): boolean => points[id]!.op === 'repeat' || isMover(points[id]!)
  /** A `repeat` is entered from its start alone; a `for each` begins with its first element (`begin`). */
  const entersHead = (point: Point): boolean => point.op === 'repeat-start'

  /** Going on to a point: to the head of a loop from within is the end of a round, which the head itself multiplies. */
  const onTo = (from: Point, id: PointId): Cost =>
    isHead(id) && !entersHead(from) ? { ...NOWHERE, heads: new Map([[id, 0]]) } : known[id]!

  const costOf = (id: PointId): Cost => {
    const point = points[id]!
    const weight = weigh(point, listeners, registers)
    switch (point.op) {
      case 'return':
        return { ...NOWHERE, back: weight }
      case 'hangup':
      case 'end':
        return plus(STOP, weight)
      case 'go':
        return { ...NOWHERE, rest: known[point.to]!.rest + weight }
      case 'do': {
        const part = known[point.to]!
        const after = part.back > NEVER ? plus(onTo(point, point.next), part.back) : NOWHERE
        return plus(longer({ ...NOWHERE, rest: part.rest }, after), weight)
      }
      case 'repeat':
        return rounds(id, point.times, onTo(point, point.body), onTo(point, point.out), weight)
      case 'each':
        if (point.move === 'next') return rounds(id, point.upTo, onTo(point, point.body), onTo(point, point.done), weight)
        if (point.move === 'start') return begin(onTo(point, point.body), onTo(point, point.done), movers.get(point.index), weight)
        return plus(longer(onTo(point, point.body), onTo(point, point.done)), weight)
      default:
        return plus(onward(point, passing[id]!), weight)
    }
  }

  function onward(point: Point, to: readonly PointId[]): Cost {
    let cost = rests(point) ? STOP : NOWHERE
    for (const id of to) cost = longer(cost, onTo(point, id))
    return cost
  }

  /** A loop's head: all its rounds, then on. */
  function rounds(head: PointId, times: number, body: Cost, out: Cost, weight: number): Cost {
    const round = body.heads.get(head) ?? NEVER
    const all = round > NEVER ? times * (round + weight) : 0
    if (all > OPERATIONS) found.push({ kind: 'too many', point: head, operations: all })
    return plus(longer(without(body, head), out), weight + (all > OPERATIONS ? 0 : all))
  }

  /** `for each` begins with its first element, then its mover is met. */
  function begin(body: Cost, out: Cost, mover: PointId | undefined, weight: number): Cost {
    const round = mover === undefined ? NEVER : (body.heads.get(mover) ?? NEVER)
    const after = mover !== undefined && round > NEVER ? plus(known[mover]!, round) : NOWHERE
    return plus(longer(longer(mover === undefined ? body : without(body, mover), out), after), weight)
  }

  /** What has to be known before a point's own cost is. */
  const needs = (id: PointId): readonly PointId[] => {
    const point = points[id]!
    const all = passing[id]!
    // Most points lead to no head, so that theirs need not be made anew.
    const next = entersHead(point) || !all.some(isHead) ? all : all.filter(to => !isHead(to))
    if (point.op === 'do') return [...next, point.to]
    const mover = point.op === 'each' && point.move === 'start' ? movers.get(point.index) : undefined
    return mover === undefined ? next : [...next, mover]
  }

  const open = new Set<PointId>()
  const evaluate = (start: PointId): void => {
    const path = [{ id: start, needs: needs(start), at: 0 }]
    open.add(start)
    while (path.length > 0) {
      const top = path.at(-1)!
      const next = top.needs[top.at++]
      if (next === undefined) {
        known[top.id] = costOf(top.id)
        open.delete(top.id)
        path.pop()
      } else if (open.has(next)) {
        found.push({ kind: 'round', point: top.id })
        // The finding is made; what the point costs beyond it does not matter.
        known[next] ??= STOP
      } else if (known[next] === undefined) {
        open.add(next)
        path.push({ id: next, needs: needs(next), at: 0 })
      }
    }
  }
  for (let id = 0; id < points.length; id++) if (known[id] === undefined) evaluate(id)
  return found.length > 0 ? found : tooLong(points, ways, known as readonly Cost[], places)
}

/**
 * Where a resting point is passed over: nothing is left to be heard; an argument does not fit, so that nothing is asked; the same transaction
 * is not settled yet, with arguments or without.
 */
function passed(point: Point): PointId[] {
  if (point.op === 'drain') return [point.next]
  if (point.op !== 'request' && point.op !== 'perform') return []
  const names = [...(point.arguments.length > 0 ? ['failed'] : []), ...(point.op === 'perform' ? ['unknown'] : [])]
  return names.flatMap(name => point.outcomes[name]?.to ?? [])
}

const isMover = (point: Point): point is Point & { op: 'each' } => point.op === 'each' && point.move === 'next'

/** Ways that are too long without a loop that is: from where something is resumed, through the ends of parts to what follows them. */
function tooLong(
  points: readonly Point[],
  ways: readonly (readonly PointId[])[],
  known: readonly Cost[],
  places: number,
): readonly Endless[] {
  const after: number[] = Array.from({ length: places }, () => NEVER)
  const total = (id: PointId, within: number): number => {
    const cost = known[id]!
    let most = Math.max(cost.rest, cost.back + (after[within] ?? 0))
    // The heads that lie around a head are further out each time.
    for (const [head, each] of cost.heads) most = Math.max(most, each + total(head, within))
    return most
  }
  const sites = new Map<number, (Point & { op: 'do' })[]>()
  for (const point of points) if (point.op === 'do' && point.place >= 0) sites.set(point.place, [...(sites.get(point.place) ?? []), point])
  for (const { place } of callOrder(places, points)) {
    for (const site of sites.get(place) ?? []) {
      const part = points[site.to]!.place
      after[part] = Math.max(after[part]!, total(site.next, place))
    }
  }
  const starts = new Set(points.flatMap((point, id) => (rests(point) ? ways[id]! : point.op === 'enter' ? [id] : [])))
  const long = [...starts].map(id => ({ id, most: total(id, points[id]!.place) })).filter(({ most }) => most > OPERATIONS)
  const worst = long.reduce<(typeof long)[number] | null>((a, b) => (a === null || b.most > a.most ? b : a), null)
  return worst ? [{ kind: 'too many', point: worst.id, operations: worst.most }] : []
}

// ------------------------------------------------------------------------------------------------ what one operation weighs

/** One, and one for each part of its expressions; a `where` asks its condition of every element. */
function weigh(point: Point, listeners: readonly Listener[], registers: readonly Register[]): number {
  let weight = 1
  for (const expression of expressionsOf(point, listeners)) weight += weighExpression(expression, registers)
  return weight
}

function weighExpression(expression: MachineExpression, registers: readonly Register[]): number {
  if (expression.kind === 'constant' || expression.kind === 'register') return 0
  let weight = 0
  for (const part of partsOf(expression)) {
    if (part.kind === 'constant' || part.kind === 'register') continue
    weight++
    if (part.kind !== 'where') continue
    const type = typeOf(part.list, registers)
    weight += (type?.kind === 'list' ? type.upTo : 100) * (1 + weighExpression(part.condition, registers))
  }
  return weight
}
