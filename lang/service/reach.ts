// The shortest keys by which a caller can get somewhere. Conditions are taken to be as they are wished, back ends to answer as they are wished:
// it is a way that there is, not a proof that a caller can go it.
import type { Listener, Machine, Point, PointId } from '../../machine/format.ts'
import { AGAIN } from '../../machine/format.ts'

export interface Reach {
  /** That is dialled; null where it is gone through when the caller has hung up. */
  readonly number: string | null
  /** What is pressed, step by step: keys, or `‹card›` where a value is entered. */
  readonly keys: readonly string[]
}

interface Edge {
  readonly to: PointId
  readonly key?: string
}

function* edgesOf(machine: Machine, point: Point): Iterable<Edge> {
  switch (point.op) {
    case 'branch':
      yield { to: point.then }
      yield { to: point.else }
      return
    case 'match':
      for (const to of Object.values(point.arms)) yield { to }
      return
    case 'repeat':
      yield { to: point.body }
      yield { to: point.out }
      return
    case 'each':
      yield { to: point.body }
      yield { to: point.done }
      return
    case 'go':
      yield { to: point.to }
      return
    case 'back':
      yield { to: point.none }
      return
    case 'do':
      yield { to: point.to }
      yield { to: point.next }
      return
    case 'mistake':
      yield { to: point.to }
      return
    case 'listen':
      yield* keysOf(machine, machine.listeners[point.listener])
      return
    case 'request':
    case 'perform':
    case 'queue-state':
    case 'connect-number':
      for (const { to } of Object.values(point.outcomes)) yield { to }
      return
    case 'connect-queue':
      for (const { to } of Object.values(point.outcomes)) yield { to }
      for (const option of point.options) yield { to: option.to, key: option.keys }
      return
    case 'transfer':
      yield { to: point.else }
      return
    case 'record':
      yield { to: point.next }
      yield { to: point.nothing }
      if (point.hungUp !== undefined) yield { to: point.hungUp }
      return
    case 'return':
    case 'hangup':
    case 'end':
      return
    default:
      yield { to: point.next }
  }
}

function* keysOf(machine: Machine, listener: Listener | undefined): Iterable<Edge> {
  if (!listener) return
  for (const option of listener.options) yield { to: option.to, key: option.keys }
  if (listener.kind === 'collect') yield { to: listener.entered, key: `‹${listener.name.split('.').at(-1)}›` }
  if (listener.kind === 'choose') yield { to: listener.chosen, key: '1' }
  // Whoever says nothing gets there too, with no key at all: told where no key leads there.
  yield { to: listener.silenceOut, key: '…' }
  for (const shortcut of machine.line.shortcuts) yield { to: shortcut.to, key: shortcut.keys }
}

const WAIT = '…'
/** A silence costs as much as many keys: a way by keys is told where there is one. */
const WAIT_COST = 100
/** What comes after a call is told where no call leads there. */
const HANGUP_COST = 10_000

/** Place (by its index) → the number and the keys from the start of a call; places that no way leads to are missing. */
export function reachOf(machine: Machine): ReadonlyMap<number, Reach> {
  const { points, places, line } = machine
  const cost = new Float64Array(points.length).fill(Infinity)
  const from = new Int32Array(points.length).fill(-1)
  const by: (string | undefined)[] = []
  // Costs are small whole numbers: a queue for each.
  const queues: PointId[][] = [[]]
  const reach = (to: PointId, at: number, origin: PointId, key: string | undefined): void => {
    if (to === AGAIN || to < 0 || to >= points.length || cost[to]! <= at) return
    cost[to] = at
    from[to] = origin
    by[to] = key
    ;(queues[at] ??= []).push(to)
  }
  const numberOf = new Map<PointId, string>()
  for (const { number, to } of line.numbers) {
    reach(to, 0, -1, undefined)
    if (!numberOf.has(to)) numberOf.set(to, number)
  }
  if (line.afterHangup !== undefined) reach(line.afterHangup, HANGUP_COST, -1, undefined)
  for (let at = 0; at < queues.length; at++) {
    const queue = queues[at] ?? []
    for (let index = 0; index < queue.length; index++) {
      const point = queue[index]!
      if (cost[point]! < at) continue
      for (const edge of edgesOf(machine, points[point]!)) {
        reach(edge.to, at + (edge.key === undefined ? 0 : edge.key === WAIT ? WAIT_COST : edge.key.length), point, edge.key)
      }
    }
  }
  const found = new Map<number, Reach>()
  for (const [index, place] of places.entries()) {
    if (cost[place.entry] === Infinity) continue
    const keys: string[] = []
    let first = place.entry
    for (let point = place.entry; point >= 0; point = from[point]!) {
      const key = by[point]
      if (key !== undefined) keys.push(key)
      first = point
    }
    found.set(index, { number: numberOf.get(first) ?? null, keys: keys.reverse() })
  }
  return found
}
