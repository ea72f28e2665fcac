// Which names are still used from a resting point on: what a checkpoint there has to hold, and whether a secret is among them.
import type { Listener, Place, Point, Register, RegisterId } from '../../../machine/format.ts'
import { callOrder } from './slots.ts'
import { edgesOf, readsOf, rests } from './uses.ts'

type Registers = Set<RegisterId>

/** The points with `live` and `secretLive` filled in. `returns`: place → the register of its value. */
export function withLiveness(
  points: readonly Point[],
  listeners: readonly Listener[],
  places: readonly Place[],
  registers: readonly Register[],
  returns: ReadonlyMap<number, RegisterId>,
): readonly Point[] {
  const edges = points.map(point => edgesOf(point, listeners))
  const inside = within(points, edges, listeners, returns)
  const after = neededAfter(points, inside, places, returns)
  const remembered = registers.flatMap((register, id) => (register.remember !== undefined ? [id] : []))
  const returning = comingBack(points, edges)
  const secret = (id: RegisterId): boolean => registers[id]!.class === 'secret'

  return points.map((point, id) => {
    if (!rests(point)) return point
    const live: Registers = point.op === 'perform' ? leaving(id, edges, inside, points) : new Set(inside[id])
    if (point.op === 'perform') for (const each of readsOf(point, listeners)) if (!secret(each)) live.add(each)
    if (returning.has(id)) for (const each of after.get(point.place) ?? []) live.add(each)
    for (const each of remembered) live.add(each)
    const list = [...live].sort((a, b) => a - b)
    return { ...point, live: list, ...(list.some(secret) ? { secretLive: true } : {}) } as Point
  })
}

/** Within its place, what each point and what follows it reads: ways to other places take no names along. */
function within(
  points: readonly Point[],
  edges: readonly (readonly { readonly to: number; readonly writes: readonly RegisterId[] }[])[],
  listeners: readonly Listener[],
  returns: ReadonlyMap<number, RegisterId>,
): readonly Registers[] {
  const before: number[][] = points.map(() => [])
  edges.forEach((each, id) => {
    for (const edge of each) if (points[edge.to]!.place === points[id]!.place) before[edge.to]!.push(id)
  })
  const inside: Registers[] = points.map(point => {
    const reads = readsOf(point, listeners)
    const value = point.op === 'return' ? returns.get(point.place) : undefined
    if (value !== undefined) reads.add(value)
    return reads
  })
  const open = points.map((_, id) => id)
  const queued = new Set(open)
  while (open.length > 0) {
    const id = open.pop()!
    queued.delete(id)
    const point = points[id]!
    const killed = point.op === 'do' ? returns.get(points[point.to]!.place) : undefined
    let grew = false
    for (const edge of edges[id]!) {
      if (points[edge.to]!.place !== point.place) continue
      for (const each of inside[edge.to]!) {
        if (each === killed || edge.writes.includes(each) || inside[id]!.has(each)) continue
        inside[id]!.add(each)
        grew = true
      }
    }
    if (!grew) continue
    for (const each of before[id]!) {
      if (queued.has(each)) continue
      queued.add(each)
      open.push(each)
    }
  }
  return inside
}

/** What is read after a point, without what the point itself reads. */
function leaving(
  id: number,
  edges: readonly (readonly { readonly to: number; readonly writes: readonly RegisterId[] }[])[],
  inside: readonly Registers[],
  points: readonly Point[],
): Registers {
  const live: Registers = new Set()
  for (const edge of edges[id]!) {
    if (points[edge.to]!.place !== points[id]!.place) continue
    for (const each of inside[edge.to]!) if (!edge.writes.includes(each)) live.add(each)
  }
  return live
}

/** Part → what those that run it read after it has come back, through all that run them: any of them may be on the stack. */
function neededAfter(
  points: readonly Point[],
  inside: readonly Registers[],
  places: readonly Place[],
  returns: ReadonlyMap<number, RegisterId>,
): ReadonlyMap<number, Registers> {
  const needed = new Map<number, Registers>()
  const sites = new Map<number, { readonly part: number; readonly next: number }[]>()
  for (const point of points) {
    if (point.op !== 'do' || point.place < 0) continue
    const part = points[point.to]!.place
    if (!places[part]!.part) continue
    sites.set(point.place, [...(sites.get(point.place) ?? []), { part, next: point.next }])
  }
  for (const { place } of callOrder(places.length, points)) {
    for (const { part, next } of sites.get(place) ?? []) {
      const own = needed.get(part) ?? new Set()
      needed.set(part, own)
      for (const each of inside[next]!) if (each !== returns.get(part)) own.add(each)
      for (const each of needed.get(place) ?? []) own.add(each)
    }
  }
  return needed
}

/** Points from which their part can come back: what those that run it need after it matters only there. */
function comingBack(points: readonly Point[], edges: readonly (readonly { readonly to: number }[])[]): ReadonlySet<number> {
  const before: number[][] = points.map(() => [])
  edges.forEach((each, id) => {
    for (const { to } of each) if (points[to]!.place === points[id]!.place) before[to]!.push(id)
  })
  const open = points.flatMap((point, id) => (point.op === 'return' ? [id] : []))
  const found = new Set(open)
  while (open.length > 0) {
    for (const id of before[open.pop()!]!) {
      if (found.has(id)) continue
      found.add(id)
      open.push(id)
    }
  }
  return found
}
