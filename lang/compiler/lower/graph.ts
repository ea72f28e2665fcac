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
 * Jumps are threaded, points that nothing leads to are dropped and the rest is numbered: what the line leads to first, then place
 * by place, each in the order in which it runs. The same program gives the same numbers.
 */
export function tidy(points: readonly (Point | undefined)[], line: Line, places: readonly Place[], listeners: readonly Listener[]): Whole {
  const through = threadJumps(points)
  const order = new Map<PointId, number>()
  const kept: PointId[] = []

  const walk = (from: PointId): void => {
    const open = [through(from)]
    while (open.length > 0) {
      const id = open.pop()!
      if (order.has(id)) continue
      const point = points[id]
      if (!point) throw new Error(`point ${id} was reserved and never written`)
      order.set(id, kept.length)
      kept.push(id)
      const next = point.op === 'listen' ? listenerTargets(listeners[point.listener]!) : targetsOf(point)
      // Another place's points follow with that place.
      for (const target of next.map(through).reverse()) if (points[target]?.place === point.place) open.push(target)
    }
  }

  for (const target of lineTargets(line)) if (points[through(target)]?.place === -1) walk(target)
  for (const place of places) walk(place.entry)
  // What is left was reached across places only (none in what lowering makes, but an edge is never left dangling).
  for (let done = 0; done < kept.length; done++) {
    const point = points[kept[done]!]!
    const next = point.op === 'listen' ? listenerTargets(listeners[point.listener]!) : targetsOf(point)
    for (const target of next) if (!order.has(through(target))) walk(target)
  }
  for (const target of lineTargets(line)) walk(target)

  const number = (id: PointId): PointId => order.get(through(id))!
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

/** Where a run of jumps ends. A ring of jumps (which no program makes: loops have a point of their own) stays a jump. */
function threadJumps(points: readonly (Point | undefined)[]): (id: PointId) => PointId {
  const known = new Map<PointId, PointId>()
  return from => {
    const path = new Set<PointId>()
    let id = from
    for (;;) {
      const end = known.get(id)
      if (end !== undefined) {
        id = end
        break
      }
      const point = points[id]
      if (point?.op !== 'jump' || path.has(id)) break
      path.add(id)
      id = point.next
    }
    for (const each of path) known.set(each, id)
    return id
  }
}
