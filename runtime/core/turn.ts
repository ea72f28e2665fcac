// One step while it runs: the session, the time of the event, and the effects so far.
import type { Value } from '../../machine/values.ts'
import type { PointId } from '../../machine/format.ts'
import type { Prepared } from './prepared.ts'
import type { Effect, Session, Timer, TimerRole } from './session.ts'

export type CheckpointReason = Extract<Effect, { kind: 'checkpoint' }>['why']

export interface Turn {
  prepared: Prepared
  session: Session
  /** Time of the event, ms since 1970. */
  now: number
  /** The language that texts are taken in: the caller's, or the one that is being told in. */
  language: string
  /** The first `count` of them are this step's. Between steps there is none. */
  effects: (Effect | undefined)[]
  count: number
  /** A `say once` that is being spoken: its number, and the point where its next text stands. */
  once: number
  onceNext: PointId
  checkpoint: CheckpointReason | null
  /** The parameters of a standard prompt, while it is worked out what it speaks beyond them. */
  parameters: readonly Value[]
  /** The point that runs. */
  point: PointId
}

/** Shared by all sessions, so never changed: lists of a session that are mostly empty are replaced, not pushed to. */
export const NOTHING: never[] = []

export function emit(turn: Turn, effect: Effect): void {
  turn.effects[turn.count++] = effect
}

/** What the step has asked for. All sessions share the turn, and an effect may have a secret in it: nothing of it stays behind here. */
export function takeEffects(turn: Turn): readonly Effect[] {
  const effects = turn.effects as Effect[]
  const taken = listOf(effects, turn.count)
  for (let index = 0; index < turn.count; index++) turn.effects[index] = undefined
  turn.count = 0
  return taken
}

function listOf(effects: readonly Effect[], count: number): readonly Effect[] {
  switch (count) {
    case 0:
      return NOTHING
    case 1:
      return [effects[0]!]
    case 2:
      return [effects[0]!, effects[1]!]
    case 3:
      return [effects[0]!, effects[1]!, effects[2]!]
    default:
      return effects.slice(0, count)
  }
}

/** Starts a timer; the caller keeps it in its place in the session. */
export function startTimer(turn: Turn, role: TimerRole, at: number): Timer {
  const timer: Timer = { number: ++turn.session.timers, role, at }
  emit(turn, { kind: 'timer', timer })
  return timer
}

const cancelTimer = (turn: Turn, timer: Timer): void => emit(turn, { kind: 'cancel timer', number: timer.number })

/** Stops *first* or *next*. */
export function stopListening(turn: Turn): void {
  const timer = turn.session.timer
  if (timer === null) return
  turn.session.timer = null
  cancelTimer(turn, timer)
}

/** The call no longer waits for its task: its timers go. */
export function stopWaiting(turn: Turn): void {
  const session = turn.session
  session.task = 0
  if (session.deadline !== null) {
    cancelTimer(turn, session.deadline)
    session.deadline = null
  }
  if (session.meanwhile !== null) {
    cancelTimer(turn, session.meanwhile)
    session.meanwhile = null
  }
}

export function stopLimit(turn: Turn): void {
  const timer = turn.session.limit
  if (timer === null) return
  turn.session.limit = null
  cancelTimer(turn, timer)
}

const weights: Readonly<Record<CheckpointReason, number>> = { listener: 0, remember: 1, level: 2, connect: 3, perform: 4, end: 5 }

/** A checkpoint is due when this step is over; one a step, for its weightiest reason. */
export function noteCheckpoint(turn: Turn, why: CheckpointReason): void {
  if (turn.checkpoint === null || weights[why] > weights[turn.checkpoint]) turn.checkpoint = why
}
