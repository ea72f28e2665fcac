// `step`: one event changes one session. The same machine, session and event always give the same session and effects.
import type { PointId } from '../../machine/format.ts'
import { faulted, giveUpBlock, hungUp } from './ending.ts'
import { Fault, unheardReadback } from './fault.ts'
import { takeKey } from './keys.ts'
import { judge, settleListener, silence, takeSecret } from './listening.ts'
import { cutSays, heard, silenceAll } from './mouth.ts'
import { settleTask } from './perform.ts'
import { readAgain } from './places.ts'
import { READ_AGAIN, STAY, type Prepared } from './prepared.ts'
import { leaveByLimit } from './rest.ts'
import type { Effect, Event, Session } from './session.ts'
import { emit, NOTHING, startTimer, takeEffects, type Turn } from './turn.ts'

/** The compiler allows 100,000 operations between two resting points; a machine that runs more than this from one listener to the next is broken. */
const MOST_OPERATIONS = 1_000_000

/**
 * Takes one event (its time never before that of the last one) and changes `session` in place. The effects are in the order
 * in which they are to be carried out; the list is the caller's to keep. An event that means nothing here changes nothing.
 */
export function step(prepared: Prepared, session: Session, event: Event): readonly Effect[] {
  const turn = prepared.turn
  turn.session = session
  turn.now = event.at
  turn.language = session.language
  turn.count = 0
  turn.once = -1
  turn.onceNext = STAY
  turn.checkpoint = null
  turn.point = session.point
  run(turn, event)
  return turn.count === 0 && turn.checkpoint === null ? NOTHING : finishTurn(turn)
}

function finishTurn(turn: Turn): readonly Effect[] {
  const { prepared, session } = turn
  if (turn.checkpoint !== null && prepared.checkpoints) {
    const ended = session.phase === 'ended'
    if (ended || !prepared.points[session.point]?.rest?.secretLive) emit(turn, { kind: 'checkpoint', why: turn.checkpoint })
  }
  return takeEffects(turn)
}

function run(turn: Turn, event: Event): void {
  let next = STAY
  try {
    next = take(turn, event)
    if (next === STAY) return
    runFrom(turn, next)
  } catch (error) {
    // A second fault hangs up, and one after that ends the call: this ends.
    for (let fault = error; ;) {
      if (!(fault instanceof Fault)) {
        takeEffects(turn)
        throw fault
      }
      try {
        runFrom(turn, faulted(turn, fault))
        return
      } catch (again) {
        fault = again
      }
    }
  }
}

function runFrom(turn: Turn, from: PointId): void {
  const points = turn.prepared.points
  let at = from
  for (let operations = 0; at !== STAY; operations++) {
    if (operations === MOST_OPERATIONS) throw new Error(`the machine does not come to rest (point ${at})`)
    if (at === READ_AGAIN) at = readAgain(turn)
    turn.point = at
    const point = points[at]!
    at = point.run(turn)
    // A call goes on behind a listener with a key that waited, of which there are at most thirty: it has rested there all the same.
    if (point.rest !== null && point.rest.listener >= 0) operations = 0
  }
}

function take(turn: Turn, event: Event): PointId {
  switch (event.kind) {
    case 'key':
      return takeKey(turn, event.key)
    case 'spoken':
      return spoken(turn, event)
    case 'expired':
      return expired(turn, event.timer)
    case 'answer':
      return answered(turn, event)
    case 'started':
      return started(turn)
    case 'hung up':
      return hungUp(turn)
    case 'position':
      if (event.task === turn.session.task && turn.session.phase === 'live') restOf(turn)?.position?.(turn, event.position)
      return STAY
    case 'settled':
      settleTask(turn.session, event.task)
      return STAY
    case 'secret':
      return takeSecret(turn, event.result)
  }
}

const restOf = (turn: Turn) => turn.prepared.points[turn.session.point]?.rest ?? null

function started(turn: Turn): PointId {
  const { session, prepared } = turn
  if (session.phase !== 'before') return STAY
  session.phase = 'live'
  session.started = turn.now
  if (prepared.limit !== null) session.limit = startTimer(turn, 'limit', turn.now + prepared.limit.ms)
  return prepared.numbers.get(session.call.called) ?? prepared.start
}

function spoken(turn: Turn, { segment, unheard }: Extract<Event, { kind: 'spoken' }>): PointId {
  const session = turn.session
  const first = session.queue[0]
  if (session.phase !== 'live' || !heard(turn, segment, unheard ?? false)) return STAY
  if (unheard && first!.readback) {
    // What is left of it, or of the ways to answer, must not follow.
    silenceAll(turn)
    throw unheardReadback
  }
  if (session.waiting.length > 0) cutSays(turn)
  const rest = turn.prepared.points[session.point]!.rest!
  if (rest.listener >= 0) return settleListener(turn, turn.prepared.listeners[rest.listener]!)
  return session.queue.length === 0 ? rest.drained : STAY
}

function expired(turn: Turn, number: number): PointId {
  const session = turn.session
  if (session.timer?.number === number) {
    const { role } = session.timer
    session.timer = null
    const listener = turn.prepared.listeners[session.listener]!
    return role === 'first' ? silence(turn, listener) : judge(turn, listener, true)
  }
  if (session.deadline?.number === number) return late(turn)
  if (session.meanwhile?.number === number) {
    session.meanwhile = null
    restOf(turn)!.meanwhile!(turn)
    return STAY
  }
  if (session.limit?.number === number) {
    const { role } = session.limit
    session.limit = null
    if (role === 'cleanup') return giveUpBlock(turn)
    session.limitPassed = 1
    return restOf(turn)!.leavable ? leaveByLimit(turn) : STAY
  }
  return STAY
}

/** No answer in time: of a request `failed`, and nobody waits for it; of a transaction `unknown`, and it goes on being settled. */
function late(turn: Turn): PointId {
  const session = turn.session
  const rest = restOf(turn)!
  session.deadline = null
  if (rest.late === 'failed') emit(turn, { kind: 'cancel', task: session.task })
  return rest.answer!(turn, rest.late, [])
}

function answered(turn: Turn, event: Extract<Event, { kind: 'answer' }>): PointId {
  const session = turn.session
  if (event.task !== session.task || session.task === 0) {
    // A late answer after `unknown` is a settlement: it is known now, and runs nothing.
    if (event.outcome !== 'unknown') settleTask(session, event.task)
    return STAY
  }
  return restOf(turn)!.answer!(turn, event.outcome, event.values)
}
