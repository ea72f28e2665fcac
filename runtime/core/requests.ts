// Queries and attempts, the state of a queue, and notices (semantics §5.2, §3).
import type { Machine, PointId, PointOf } from '../../machine/format.ts'
import type { Type } from '../../machine/types.ts'
import { prepareArguments } from './arguments.ts'
import { createCheck } from './check.ts'
import type { Expressions } from './expressions.ts'
import { dropWaiting } from './keys-waiting.ts'
import { checksOf, prepareOutcomes, type PreparedOutcomes } from './outcomes.ts'
import { STAY, type PreparedPoint, type Rest } from './prepared.ts'
import { arrive, isLimitDue, leaveByLimit, plainRest } from './rest.ts'
import { emit, startTimer, stopWaiting, type Turn } from './turn.ts'

export function prepareRequest(machine: Machine, id: PointId, point: PointOf<'request'>, expressions: Expressions): PreparedPoint {
  const operation = machine.operations[point.operation]!
  const argumentsOf = prepareArguments(point.operation, operation, point.arguments, expressions)
  const outcomes = prepareOutcomes(point.outcomes, checksOf(operation), expressions)
  const rest = requestRest(machine, point, outcomes)
  const run = (turn: Turn): PointId => {
    if (isLimitDue(turn)) return leaveByLimit(turn)
    const given = argumentsOf(turn)
    if (given === null) return fail(turn, outcomes)
    arrive(turn, id, rest)
    const session = turn.session
    session.task = ++session.tasks
    const deadline = turn.now + operation.within
    const { language, level } = session
    emit(turn, { kind: 'ask', task: session.task, operation: point.operation, arguments: given, language, level, deadline })
    session.deadline = startTimer(turn, 'deadline', deadline)
    return STAY
  }
  return { id, run, rest }
}

/** A line that says nothing of its queues for so long has not answered. */
const QUEUE_STATE_WITHIN = 3000

const count: Type = { kind: 'number', decimals: 0, min: 0 }
const queueState: Type = { kind: 'record', fields: { waiting: count, agents: count, longest: { kind: 'duration' } } }

export function prepareQueueState(machine: Machine, id: PointId, point: PointOf<'queue-state'>, expressions: Expressions): PreparedPoint {
  const check = createCheck(queueState, 'outside')
  const outcomes = prepareOutcomes(point.outcomes, outcome => (outcome === 'answered' ? [check] : []), expressions)
  const rest = requestRest(machine, point, outcomes)
  const run = (turn: Turn): PointId => {
    if (isLimitDue(turn)) return leaveByLimit(turn)
    arrive(turn, id, rest)
    const session = turn.session
    session.task = ++session.tasks
    emit(turn, { kind: 'queue state', task: session.task, queue: point.queue })
    session.deadline = startTimer(turn, 'deadline', turn.now + QUEUE_STATE_WITHIN)
    return STAY
  }
  return { id, run, rest }
}

const requestRest = (machine: Machine, point: PointOf<'request' | 'queue-state'>, outcomes: PreparedOutcomes): Rest => ({
  ...plainRest(machine, point, 'keep'),
  leavable: true,
  answer: (turn, outcome, values) => {
    stopWaiting(turn)
    const checked = outcome === 'failed' ? undefined : outcomes.read(turn, outcome, values)
    return checked === undefined ? fail(turn, outcomes) : outcomes.follow(turn, outcome, checked)
  },
})

/** No usable answer, or never sent: what waits was meant for something else. */
function fail(turn: Turn, outcomes: PreparedOutcomes): PointId {
  dropWaiting(turn, 'not kept')
  return outcomes.follow(turn, 'failed', [])
}

export function prepareNotify(machine: Machine, id: PointId, point: PointOf<'notify'>, expressions: Expressions): PreparedPoint {
  const operation = machine.operations[point.operation]!
  const argumentsOf = prepareArguments(point.operation, operation, point.arguments, expressions)
  const next = point.next
  const run = (turn: Turn): PointId => {
    const given = argumentsOf(turn)
    if (given === null) return next
    const session = turn.session
    const { language, level } = session
    emit(turn, { kind: 'notify', task: ++session.tasks, operation: point.operation, arguments: given, language, level })
    return next
  }
  return { id, run, rest: null }
}
