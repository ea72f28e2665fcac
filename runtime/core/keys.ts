// A key arrives: semantics §1.4.
import type { PointId } from '../../machine/format.ts'
import { dropKey, dropWaiting, keepKey, MOST_WAITING } from './keys-waiting.ts'
import { keyCode } from './listener.ts'
import { settleListener, take } from './listening.ts'
import { cutSays, isAnnouncing, isReadingBack, silenceAll } from './mouth.ts'
import { STAY, type Rest } from './prepared.ts'
import { stopListening, type Turn } from './turn.ts'

export function takeKey(turn: Turn, key: string): PointId {
  const { session, prepared } = turn
  if (session.phase !== 'live' || keyCode(key) < 0) return STAY
  const tail = session.tail
  if (tail !== null) {
    session.tail = null
    if (key === tail.key && turn.now <= tail.until) {
      dropKey(turn, 'tail')
      return STAY
    }
  }
  const rest = prepared.points[session.point]!.rest!
  if (rest.keys === 'listen') {
    const listener = prepared.listeners[rest.listener]!
    if (session.queue.length > 0) {
      if (key === listener.gate && isReadingBack(session.queue)) {
        dropKey(turn, 'gate')
        return STAY
      }
      if (isAnnouncing(session.queue)) return keep(turn, rest, key, listener.typeAhead)
      silenceAll(turn)
    }
    stopListening(turn)
    const next = take(turn, listener, key, turn.now)
    return next === STAY ? settleListener(turn, listener) : next
  }
  switch (rest.keys) {
    case 'keep':
      return keep(turn, rest, key, prepared.typeAhead)
    case 'drop':
      dropKey(turn, 'not kept')
      return STAY
    case 'queue':
    case 'record':
      return rest.key!(turn, key)
  }
}

/** Puts it behind what waits, or drops it; no say goes on while it waits. */
function keep(turn: Turn, rest: Rest, key: string, typeAhead: boolean): PointId {
  const session = turn.session
  if (!typeAhead || rest.dark || session.deaf) {
    dropKey(turn, session.deaf ? 'deaf' : 'not kept')
    return STAY
  }
  if (session.waiting.length === MOST_WAITING) {
    dropWaiting(turn, 'overflow')
    dropKey(turn, 'overflow')
    session.deaf = true
    // What waited may have cut a part of the read-back, and answers nothing now: it is read again, so that yes stays shut until it is heard.
    const listener = rest.listener < 0 ? undefined : turn.prepared.listeners[rest.listener]
    return listener !== undefined && listener.gate !== null ? listener.read : STAY
  }
  keepKey(turn, key)
  cutSays(turn)
  return session.queue.length === 0 && rest.drained >= 0 ? rest.drained : STAY
}
