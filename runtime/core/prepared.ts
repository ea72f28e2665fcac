// A machine made ready to run: names to indices, expressions and points to closures. Made once, shared by every call.
import type { Machine, PointId } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import type { PreparedListener } from './listener.ts'
import type { Decide, Recall } from './marks.ts'
import type { Turn } from './turn.ts'
import type { Watch } from './watch.ts'

/** An expression, ready to be worked out against the turn's session. A result that is too large throws `FAULT`. */
export type Evaluate = (turn: Turn) => Value

/** In the place of the next point: the call rests where it is. */
export const STAY = -1
/** In the place of the next point: `-> again` of what is listening, in transit the line's `otherwise`. */
export const READ_AGAIN = -2

/** What a key does at a resting point. */
export type KeyUse =
  /** Listened to (§1.4(3)). */
  | 'listen'
  /** Kept for what listens next, where type-ahead is on. */
  | 'keep'
  | 'drop'
  /** The keys of a waiting queue. */
  | 'queue'
  /** Ends a recording. */
  | 'record'

/** One point. Run-through points have only `run`; the rest is for those that wait for events. */
export interface PreparedPoint {
  readonly id: PointId
  /** Does what the point does; the next point, or `STAY`. */
  readonly run: (turn: Turn) => PointId
  readonly rest: Rest | null
}

export interface Rest {
  readonly keys: KeyUse
  /** The listener of a `listen`, else −1. */
  readonly listener: number
  /** Where a `drain` goes when all is heard, else −1. */
  readonly drained: PointId
  /** `at most` may leave it. */
  readonly leavable: boolean
  readonly dark: boolean
  readonly secretLive: boolean
  /** Slots whose secret has no use from here on. */
  readonly wipe: readonly number[]
  /** How its task ended; the values come from outside and are checked here. */
  readonly answer: ((turn: Turn, outcome: string, values: readonly Value[]) => PointId) | null
  /** The outcome when its time is over. */
  readonly late: 'failed' | 'unknown'
  /** A key of a waiting queue: where it leads, or `STAY`. */
  readonly key: ((turn: Turn, key: string) => PointId) | null
  readonly meanwhile: ((turn: Turn) => void) | null
  /** The line tells the position in a waiting queue. */
  readonly position: ((turn: Turn, position: number) => void) | null
  /** The `hung up` block of a `record`, else −1. */
  readonly hungUp: PointId
  /** What it had changed for the time that it waits is put right where a fault ends the waiting. */
  readonly faulted: ((turn: Turn) => void) | null
}

export interface PrepareOptions {
  /** Effects for reports: places, keys taken, outcomes, milestones … */
  readonly trace?: boolean
  /** Effects that say when the session may be written. */
  readonly checkpoints?: boolean
  /** Tells the results that a replay without private values cannot work out, for traces. */
  readonly marks?: boolean
  /** For the replay of a trace: where such results are taken from. Values may be `UNKNOWN` then. */
  readonly recall?: Recall
  /** Who wants to know which ways calls take. */
  readonly watch?: Watch
}

export interface Prepared {
  readonly machine: Machine
  readonly trace: boolean
  readonly checkpoints: boolean
  readonly watch: Watch | null
  /** Null where nothing is marked. */
  readonly decide: Decide | null
  /** A trace is replayed. */
  readonly recalls: boolean
  readonly points: readonly PreparedPoint[]
  readonly listeners: readonly PreparedListener[]
  /** By slot: what a new session holds. */
  readonly registers: readonly Value[]
  /** Slots that may hold a secret when the call is over. */
  readonly wipe: readonly number[]
  /** Where a session begins that was told of no number of the line. */
  readonly numbers: ReadonlyMap<string, PointId>
  readonly start: PointId
  readonly otherwise: PointId
  readonly onFault: PointId
  readonly limit: { readonly ms: number; readonly to: PointId } | null
  readonly afterHangup: PointId
  readonly recordAfter: number
  readonly typeAhead: boolean
  /** By name: checks a setting's value from outside, undefined where it does not fit. */
  readonly settings: ReadonlyMap<string, (value: unknown) => Value | undefined>
  /** The step that runs. Steps never nest, so one is enough, and a step makes no garbage of its own. */
  readonly turn: Turn
}
