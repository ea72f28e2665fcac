// Keys that wait for a listener, and keys that are lost. In the dark nothing of a key is told, not even that it was pressed.
import type { Effect } from './session.ts'
import { emit, NOTHING, type Turn } from './turn.ts'

type Why = Extract<Effect, { kind: 'dropped' }>['why']

/** At most so many keys wait; one more empties them all. */
export const MOST_WAITING = 30

/** Which key it was is nobody's business: it may have been the first of a passcode. */
export function dropKey(turn: Turn, why: Why): void {
  const { prepared, session } = turn
  if (prepared.trace && !prepared.points[session.point]?.rest?.dark) emit(turn, { kind: 'dropped', key: '•', why })
}

export function dropWaiting(turn: Turn, why: Why): void {
  const session = turn.session
  if (session.waiting.length === 0) return
  for (let count = session.waiting.length; count > 0; count--) dropKey(turn, why)
  session.waiting = NOTHING
}

export function keepKey(turn: Turn, key: string): void {
  const session = turn.session
  session.waiting = session.waiting.concat({ key, at: turn.now })
}
