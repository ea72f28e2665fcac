// The graph under construction: points are made from their ends backwards, so that each knows what follows it; a point that is
// needed before it can be written (the head of a loop, what reads a listener again) is reserved first.
import type { Line, Listener, Place, Point, PointId } from '../../../machine/format.ts'
import { lineTargets, listenerTargets, mapLine, mapListener, mapTargets, targetsOf } from './targets.ts'

export interface Graph {
  readonly points: readonly (Point | undefined)[]
  /** A new point. */
  readonly add: (point: Point) => PointId
  /** The number of a point that is written later. */
  readonly reserve: () => PointId
  readonly write: (id: PointId, point: Point) => void
}

export function createGraph(): Graph {
  const points: (Point | undefined)[] = []
  return {
    points,
    add: point => points.push(point) - 1,
    reserve: () => points.push(undefined) - 1,
    write: (id, point) => {
      points[id] = point
    },
  }
}

export interface Whole {
  readonly line: Line
  readonly places: readonly Place[]
  readonly listeners: readonly Listener[]
  readonly points: readonly Point[]
}

/**
 * Points that nothing leads to are dropped and the rest is numbered: what the line leads to first, then place by place, each in the order in
 * which it runs. The same program gives the same numbers. (Lowering makes no `jump`: what would be one is led on at once.)
 */
export function tidy(points: readonly (Point | undefined)[], line: Line, places: readonly Place[], listeners: readonly Listener[]): Whole {
  const order = new Map<PointId, number>()
  const kept: PointId[] = []
  /** Points that were reached from another place than their own, to be walked once their own has been. */
  const across: PointId[] = []

  const walk = (from: PointId): void => {
    const open = [from]
    while (open.length > 0) {
      const id = open.pop()!
      if (order.has(id)) continue
      const point = points[id]
      if (!point) throw new Error(`point ${id} was reserved and never written`)
      order.set(id, kept.length)
      kept.push(id)
      const next = point.op === 'listen' ? listenerTargets(listeners[point.listener]!) : targetsOf(point)
      for (let at = next.length - 1; at >= 0; at--) (points[next[at]!]?.place === point.place ? open : across).push(next[at]!)
    }
  }

  for (const target of lineTargets(line)) {
    if (points[target]?.place === -1) walk(target)
    else across.push(target)
  }
  for (const place of places) walk(place.entry)
  // What nothing in its own place leads to: the line's own `otherwise on silence`.
  for (let at = 0; at < across.length; at++) walk(across[at]!)

  const number = (id: PointId): PointId => order.get(id)!
  // A listener that nothing leads to is dropped with its points.
  const heard = new Set(kept.flatMap(id => ('listener' in points[id]! ? [points[id].listener] : [])))
  const listenerNumber = new Map([...heard].sort((a, b) => a - b).map((id, index) => [id, index]))
  const numbered = (point: Point): Point => ('listener' in point ? { ...point, listener: listenerNumber.get(point.listener)! } : point)
  return {
    line: mapLine(line, number),
    places: places.map(place => ({ ...place, entry: number(place.entry) })),
    listeners: listeners.filter((_, id) => heard.has(id)).map(listener => mapListener(listener, number)),
    points: kept.map(id => numbered(mapTargets(points[id]!, number))),
  }
}
