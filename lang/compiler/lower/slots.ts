// Which slot of a session each register has. Parts have theirs above everything that can run them; places, of which only one is under way
// at a time, share theirs. Plain, private and secret values never share a slot: what is written of one is never another's.
import type { Place, Point, Register, RegisterId } from '../../../machine/format.ts'

type ClassKey = 'plain' | 'private' | 'secret'
const CLASSES: readonly ClassKey[] = ['plain', 'private', 'secret']

export interface Slots {
  readonly registers: readonly Register[]
  readonly slots: number
}

/**
 * `slot` of a register is the place that it belongs to until now (−1: `remember`ed, or the line's). `alone`: parameters of places, which
 * are set while the place that is left still has its names.
 */
export function allotSlots(
  registers: readonly Register[],
  places: readonly Place[],
  points: readonly Point[],
  alone: ReadonlySet<RegisterId>,
): Slots {
  const order = callOrder(places.length, points)
  const offsets: number[] = []
  const slot: number[] = registers.map(() => 0)
  let total = 0
  for (const key of CLASSES) {
    const mine = registers.flatMap((register, id) => ((register.class ?? 'plain') === key ? [id] : []))
    offsets.push(total)
    const unique = mine.filter(id => registers[id]!.slot < 0 || alone.has(id))
    for (const id of unique) slot[id] = total++
    const byPlace = new Map<number, RegisterId[]>()
    for (const id of mine) {
      if (registers[id]!.slot < 0 || alone.has(id)) continue
      const place = registers[id]!.slot
      byPlace.set(place, [...(byPlace.get(place) ?? []), id])
    }
    const base = new Map<number, number>()
    let top = total
    for (const { place, callees } of order) {
      const own = byPlace.get(place) ?? []
      const from = base.get(place) ?? total
      own.forEach((id, index) => {
        slot[id] = from + index
      })
      const end = from + own.length
      top = Math.max(top, end)
      for (const callee of callees) base.set(callee, Math.max(base.get(callee) ?? total, end))
    }
    total = top
  }
  return { registers: registers.map((register, id) => ({ ...register, slot: slot[id]! })), slots: total }
}

interface Called {
  readonly place: number
  /** Places that it runs with `do`. */
  readonly callees: readonly number[]
}

/** Places, callers before what they run. (A program in which a part runs itself is refused before; here it would be cut somewhere.) */
export function callOrder(places: number, points: readonly Point[]): readonly Called[] {
  const callees = Array.from({ length: places }, () => new Set<number>())
  for (const point of points) if (point.op === 'do' && point.place >= 0) callees[point.place]!.add(points[point.to]!.place)
  const callers: number[] = Array.from({ length: places }, () => 0)
  for (const each of callees) for (const callee of each) callers[callee]!++
  const ready = callers.flatMap((count, place) => (count === 0 ? [place] : []))
  const order: Called[] = []
  const done = new Set<number>()
  for (let index = 0; order.length < places; index++) {
    const place = ready[index] ?? callers.findIndex((_, each) => !done.has(each))
    if (done.has(place)) continue
    done.add(place)
    order.push({ place, callees: [...callees[place]!] })
    for (const callee of callees[place]!) if (--callers[callee]! === 0) ready.push(callee)
  }
  return order
}
