// A simulated call as others see it.
import type { CallStart, Prepared, Segment, Session } from '../core/index.ts'
import type { Value } from '../../machine/values.ts'
import type { CallObserver } from '../call/observer.ts'
import type { Backend } from './backend.ts'
import type { CallLog } from '../call/call-log.ts'
import type { KeySound } from './key-sound.ts'
import type { CallerAction } from './line-play.ts'
import type { Speaker } from './speaker.ts'

export interface SimulatedCallOptions {
  /** With `trace` on where a log is kept. */
  readonly prepared: Prepared
  readonly speaker: Speaker
  readonly start: CallStart
  /** ms since 1970 */
  readonly at: number
  readonly backend: Backend
  readonly log?: CallLog | null
  /** Who else wants to know what happens: a trace, say. */
  readonly observers?: readonly CallObserver[]
  /** What the caller does, just before it happens; with its time, ms of the call. */
  readonly onAction?: (action: CallerAction, at: number) => void
  /** Sees what is typed into secret entries, for the check that none of it is found again. */
  readonly onSecretKey?: (key: string, listener: number) => void
  /** What is pressed goes through sound, and the call gets what is heard. */
  readonly keySound?: KeySound | null
  /** May put another session in its place before each event: one that went through JSON, say. */
  readonly beforeEvent?: (session: Session) => Session
}

/** All times are ms of the call, from its begin. */
export interface SimulatedCall {
  readonly session: Session
  readonly now: number
  /** What is being spoken. */
  readonly speaking: Segment | null
  /** `after hangup` has run and nothing more comes. */
  readonly ended: boolean
  /** Hung up, by whomever: nobody is there who could press a key. */
  readonly gone: boolean
  /** The line stands still: an operation without an answer (`Reply` missing). */
  readonly missing: { readonly operation: number; readonly task: number } | null
  /** A listener listens, whether or not it still speaks. */
  readonly listening: boolean
  /** It listens, and all that it says has been heard. */
  readonly waitsForKey: boolean
  /** It listens, and what it says itself has begun. */
  readonly speaksOwn: boolean
  /** A caller waits for an agent. */
  readonly inQueue: boolean
  /** A caller talks with an agent or a number. */
  readonly talking: boolean
  readonly recording: { readonly spoke: boolean } | null
  /** The point where the call rested last while somebody was there. */
  readonly lastPoint: number
  /** When the next thing happens; null where nothing more does. */
  readonly nextAt: number | null
  /** Lets time go by, event after event, until `done` says so: true. Nothing more up to `limit` (Infinity where not said): false. */
  readonly runUntil: (done: () => boolean, limit?: number) => boolean
  /** Everything before `at` happens; what falls on `at` itself has not happened yet. */
  readonly advanceTo: (at: number) => void
  /** A whole key is reported now. */
  readonly key: (key: string) => void
  /** 100 ms held, reported on release, 100 ms of gap. */
  readonly press: (key: string) => void
  readonly hangUp: () => void
  /** The caller speaks; time goes on to the last word. */
  readonly speak: (ms: number) => void
  /** The answer of a `later`. */
  readonly answer: (task: number, outcome: string, values: readonly Value[]) => void
}
