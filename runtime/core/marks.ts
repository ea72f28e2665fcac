// Results that depend on what a trace does not show, told while a trace is written, and taken from it while it is replayed
// (semantics §6). A machine prepared for neither runs as if there were no such thing.
import type { PointId } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import type { FaultReason } from './fault.ts'
import { emit, type Turn } from './turn.ts'

/** In a replay, in the place of a value that the trace does not show. It is only ever compared by `===`. */
export const UNKNOWN: Value = Object.freeze({ unknown: true })

/** Whether a value, or any part of it, is not known. As deep as values are. */
export function hasUnknown(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (value === UNKNOWN) return true
  return Array.isArray(value) ? value.some(hasUnknown) : Object.values(value).some(hasUnknown)
}

/** A way taken, a test's result, a length. */
export type Mark = boolean | number | string

/** What a trace says of the step that is replayed. */
export interface Recall {
  /** The next result, in the order in which they were told; undefined where there is none. */
  readonly next: () => Mark | undefined
  /** The fault that stands at this point, where there is one. */
  readonly faultAt: (point: PointId) => FaultReason | null
}

/** Tells a result; one that is not known is taken from the trace. */
export type Decide = <T extends Mark>(turn: Turn, result: T | Value) => T

export function createDecide(recall: Recall | null): Decide {
  return <T extends Mark>(turn: Turn, result: T | Value): T => {
    const told = recall?.next()
    const known = result === UNKNOWN ? told : (result as T)
    if (known === undefined) throw new Error(`the trace does not say what was decided (point ${turn.point})`)
    emit(turn, { kind: 'marked', point: turn.point, result: known })
    return known as T
  }
}

/** A list whose length alone is known has so many items, each of them unknown. */
export function decideList(turn: Turn, slot: number): void {
  const decide = turn.prepared.decide
  if (decide === null) return
  const { registers } = turn.session
  const list = registers[slot]!
  const length = decide<number>(turn, list === UNKNOWN ? UNKNOWN : (list as readonly Value[]).length)
  if (list === UNKNOWN) registers[slot] = Array.from({ length }, () => UNKNOWN)
}
