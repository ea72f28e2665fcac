// Which names are still used from a resting point on: what a checkpoint there has to hold, and whether a secret is among them.
import type { Listener, Place, Point, PointId, Register, RegisterId } from '../../../machine/format.ts'
import { callOrder } from './slots.ts'
import { readsOf, rests, type Edge } from './uses.ts'

type Edges = readonly (readonly Edge[])[]

/**
 * Resting point → the registers used later on some path, in rising order. `remember`ed names are left out: they last as long as the call, so
 * that a checkpoint always holds them. `returns`: place → the register of its value.
 */
export function liveRegisters(
  points: readonly Point[],
  edges: Edges,
  listeners: readonly Listener[],
  places: readonly Place[],
  registers: readonly Register[],
  returns: ReadonlyMap<number, RegisterId>,
): ReadonlyMap<PointId, readonly RegisterId[]> {
  const lasts = (id: RegisterId): boolean => registers[id]!.remember !== undefined
  const inside = within(points, edges, listeners, returns, lasts)
  const after = neededAfter(points, inside, places, returns)
  const returning = comingBack(points, edges)
  const live = new Map<PointId, readonly RegisterId[]>()
  points.forEach((point, id) => {
    if (!rests(point)) return
    const own = new Set(point.op === 'perform' ? leaving(id, edges, inside, points) : inside(id))
    if (point.op === 'perform') {
      // Its secrets are on their way: they are not needed here any more, and so a checkpoint can be taken.
      for (const each of readsOf(point, listeners)) if (registers[each]!.class !== 'secret' && !lasts(each)) own.add(each)
    }
    if (returning.has(id)) for (const each of after.get(point.place) ?? []) own.add(each)
    live.set(
      id,
      [...own].sort((a, b) => a - b),
    )
  })
  return live
}

type Inside = (id: PointId) => readonly RegisterId[]

/**
 * Within its place, what each point and what follows it reads: ways to other places take no names along. Sets of registers are words of bits,
 * as many as the place has names for.
 */
function within(
  points: readonly Point[],
  edges: Edges,
  listeners: readonly Listener[],
  returns: ReadonlyMap<number, RegisterId>,
  lasts: (id: RegisterId) => boolean,
): Inside {
  const members = new Map<number, PointId[]>()
  points.forEach((point, id) => {
    const list = members.get(point.place)
    if (list) list.push(id)
    else members.set(point.place, [id])
  })
  const bits: (Uint32Array | undefined)[] = points.map(() => undefined)
  const namesOf = new Map<number, readonly RegisterId[]>()
  for (const [place, ids] of members) namesOf.set(place, solve(ids, place))

  function solve(ids: readonly PointId[], place: number): readonly RegisterId[] {
    const number = new Map<RegisterId, number>()
    const reads = ids.map(id => {
      const point = points[id]!
      const read = readsOf(point, listeners)
      const value = point.op === 'return' ? returns.get(place) : undefined
      if (value !== undefined) read.add(value)
      for (const each of read) if (!lasts(each) && !number.has(each)) number.set(each, number.size)
      return read
    })
    if (number.size === 0) return []
    const words = Math.ceil(number.size / 32)
    const before = new Map<PointId, PointId[]>()
    ids.forEach((id, at) => {
      const own = new Uint32Array(words)
      for (const each of reads[at]!) set(own, number.get(each))
      bits[id] = own
      for (const { to } of edges[id]!) {
        if (points[to]!.place !== place) continue
        const list = before.get(to)
        if (list) list.push(id)
        else before.set(to, [id])
      }
    })
    const open = [...ids]
    const queued = new Set(open)
    while (open.length > 0) {
      const id = open.pop()!
      queued.delete(id)
      if (!take(id, place, number)) continue
      for (const each of before.get(id) ?? []) {
        if (queued.has(each)) continue
        queued.add(each)
        open.push(each)
      }
    }
    return [...number.keys()]
  }

  /** Adds what the points that follow read, but for what is written on the way; true where that was new. */
  function take(id: PointId, place: number, number: ReadonlyMap<RegisterId, number>): boolean {
    const point = points[id]!
    const own = bits[id]!
    const taken = point.op === 'do' ? returns.get(points[point.to]!.place) : undefined
    let grew = false
    for (const { to, writes } of edges[id]!) {
      if (points[to]!.place !== place) continue
      const next = bits[to]!
      for (let word = 0; word < own.length; word++) {
        let more = next[word]! & ~own[word]!
        if (more === 0) continue
        for (const each of taken === undefined ? writes : [...writes, taken]) {
          const at = number.get(each)
          if (at !== undefined && at >> 5 === word) more &= ~(1 << (at & 31))
        }
        if (more === 0) continue
        own[word]! |= more
        grew = true
      }
    }
    return grew
  }

  return id => {
    const own = bits[id]
    return own ? namesOf.get(points[id]!.place)!.filter((_, at) => (own[at >> 5]! >>> (at & 31)) & 1) : []
  }
}

function set(bits: Uint32Array, at: number | undefined): void {
  if (at !== undefined) bits[at >> 5]! |= 1 << (at & 31)
}

/** What is read after a point, without what the point itself reads. */
function leaving(id: PointId, edges: Edges, inside: Inside, points: readonly Point[]): readonly RegisterId[] {
  return edges[id]!.flatMap(({ to, writes }) =>
    points[to]!.place === points[id]!.place ? inside(to).filter(each => !writes.includes(each)) : [],
  )
}

/** Part → what those that run it read after it has come back, through all that run them: any of them may be on the stack. */
function neededAfter(
  points: readonly Point[],
  inside: Inside,
  places: readonly Place[],
  returns: ReadonlyMap<number, RegisterId>,
): ReadonlyMap<number, ReadonlySet<RegisterId>> {
  const needed = new Map<number, Set<RegisterId>>()
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
      for (const each of inside(next)) if (each !== returns.get(part)) own.add(each)
      for (const each of needed.get(place) ?? []) own.add(each)
    }
  }
  return needed
}

/** Points from which their part can come back: what those that run it need after it matters only there. */
function comingBack(points: readonly Point[], edges: Edges): ReadonlySet<PointId> {
  const open = points.flatMap((point, id) => (point.op === 'return' ? [id] : []))
  const before = new Map<PointId, PointId[]>()
  const parts = new Set(open.map(id => points[id]!.place))
  edges.forEach((each, id) => {
    if (!parts.has(points[id]!.place)) return
    for (const { to } of each) if (points[to]!.place === points[id]!.place) before.set(to, [...(before.get(to) ?? []), id])
  })
  const found = new Set(open)
  while (open.length > 0) {
    for (const id of before.get(open.pop()!) ?? []) {
      if (found.has(id)) continue
      found.add(id)
      open.push(id)
    }
  }
  return found
}
