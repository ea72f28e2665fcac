// How a call ends: by the line, by the caller, by a transfer, by a second fault; and what runs after it (semantics §2).
import type { PointId } from '../../machine/format.ts'
import type { Fault } from './fault.ts'
import { STAY } from './prepared.ts'
import { wipe } from './rest.ts'
import { emit, noteCheckpoint, NOTHING, startTimer, stopLimit, stopListening, stopWaiting, type Turn } from './turn.ts'

/** Time for what runs after the call is over, ms: for a `hung up` block, and as much for `after hangup`, which is owed whatever became of that. */
const CLEANUP = 30_000

/** The call's steps are over, whoever ended it; `after hangup` runs. */
export function endCall(turn: Turn, by: 'caller' | 'line' | 'transfer'): PointId {
  abandon(turn, by)
  return runAfterHangup(turn)
}

function runAfterHangup(turn: Turn): PointId {
  const { session, prepared } = turn
  if (prepared.afterHangup < 0) return finish(turn)
  session.stack = NOTHING
  stopLimit(turn)
  session.limit = startTimer(turn, 'cleanup', turn.now + CLEANUP)
  return prepared.afterHangup
}

function abandon(turn: Turn, by: 'caller' | 'line' | 'transfer'): void {
  const session = turn.session
  session.phase = 'after'
  session.endedBy = by
  session.stack = NOTHING
  session.queue = NOTHING
  session.waiting = NOTHING
  session.tail = null
  session.entry = ''
  session.bad = false
  wipe(session, turn.prepared.wipe)
  stopListening(turn)
  stopWaiting(turn)
  stopLimit(turn)
}

/** The caller hung up, at any point. A transaction that has begun goes on and is settled; what else runs is given up. */
export function hungUp(turn: Turn): PointId {
  const session = turn.session
  if (session.phase === 'before') {
    session.endedBy = 'caller'
    return finish(turn)
  }
  if (session.phase !== 'live') return STAY
  const rest = turn.prepared.points[session.point]!.rest!
  const task = session.task
  if (rest.hungUp >= 0) {
    // The recording is still to come: the line ends it, answers, and the block runs first.
    abandon(turn, 'caller')
    session.task = task
    const after = turn.prepared.afterHangup
    if (after >= 0) session.stack = [after]
    session.limit = startTimer(turn, 'cleanup', turn.now + CLEANUP)
    emit(turn, { kind: 'stop record', task })
    return STAY
  }
  if (task > 0 && rest.late !== 'unknown') emit(turn, { kind: 'cancel', task })
  return endCall(turn, 'caller')
}

/** While a `hung up` block runs, `after hangup` lies below whatever it has under way; once that has begun it lies there no more. */
const isOwed = ({ session, prepared }: Turn): boolean => session.stack[0] === prepared.afterHangup

/** A block that runs after the call is over has come to its end: the next one, or the very end. */
export const endBlock = (turn: Turn): PointId => (isOwed(turn) ? runAfterHangup(turn) : finish(turn))

/** It is given up, by a fault or because its time is over. What is owed runs all the same. */
export function giveUpBlock(turn: Turn): PointId {
  if (!isOwed(turn)) return finish(turn)
  if (turn.session.task > 0) emit(turn, { kind: 'cancel', task: turn.session.task })
  stopWaiting(turn)
  return runAfterHangup(turn)
}

export function finish(turn: Turn): PointId {
  const session = turn.session
  if (session.task > 0) emit(turn, { kind: 'cancel', task: session.task })
  stopWaiting(turn)
  stopLimit(turn)
  session.phase = 'ended'
  session.stack = NOTHING
  noteCheckpoint(turn, 'end')
  emit(turn, { kind: 'ended', by: session.endedBy ?? 'line' })
  return STAY
}

/** To the line's `on fault`; a second fault hangs up when all is heard. After the call it is the end of what ran. */
export function faulted(turn: Turn, fault: Fault): PointId {
  const session = turn.session
  session.faults++
  turn.language = session.language
  if (turn.prepared.trace) emit(turn, { kind: 'fault', reason: fault.reason, point: turn.point })
  if (session.phase !== 'live') return giveUpBlock(turn)
  stopListening(turn)
  if (session.task > 0) {
    const rest = turn.prepared.points[session.point]!.rest!
    // A transaction that has begun is never left: what was to be said meanwhile is not said, and the next fault is not the second.
    if (rest.late === 'unknown') {
      session.faults--
      return STAY
    }
    emit(turn, { kind: 'cancel', task: session.task })
    rest.faulted?.(turn)
  }
  stopWaiting(turn)
  session.stack = NOTHING
  if (session.faults === 1) return turn.prepared.onFault
  const { onSecondFault } = turn.prepared.machine.line
  return session.faults === 2 && onSecondFault !== undefined ? onSecondFault : hangUp(turn)
}

export function hangUp(turn: Turn): PointId {
  emit(turn, { kind: 'hang up' })
  return endCall(turn, 'line')
}
