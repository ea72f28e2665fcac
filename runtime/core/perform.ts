// Transactions (semantics §5.3–§5.8): sent once under their own number; while one is not known to have happened or not, the
// same again is not sent.
import type { Machine, PointId, PointOf } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import { prepareArguments, withoutSecrets } from './arguments.ts'
import { isSame, type Expressions } from './expressions.ts'
import { dropWaiting } from './keys-waiting.ts'
import { hasUnknown, UNKNOWN } from './marks.ts'
import { prepareTell, speak, tryTell } from './mouth.ts'
import { checksOf, prepareOutcomes } from './outcomes.ts'
import { STAY, type PreparedPoint, type Rest } from './prepared.ts'
import { arrive, plainRest } from './rest.ts'
import type { Session } from './session.ts'
import { emit, noteCheckpoint, startTimer, stopWaiting, type Turn } from './turn.ts'

/** `meanwhile` is announced when so much has passed without an answer, ms. */
const MEANWHILE_AFTER = 1000

export function preparePerform(machine: Machine, id: PointId, point: PointOf<'perform'>, expressions: Expressions): PreparedPoint {
  const operation = machine.operations[point.operation]!
  const argumentsOf = prepareArguments(point.operation, operation, point.arguments, expressions)
  const outcomes = prepareOutcomes(point.outcomes, checksOf(operation), expressions)
  const { decide } = expressions
  const meanwhile = (point.meanwhile ?? []).map(tell => prepareTell(tell, expressions))
  const rest: Rest = {
    ...plainRest(machine, point, 'drop'),
    late: 'unknown',
    answer: (turn, outcome, values) => {
      const task = turn.session.task
      stopWaiting(turn)
      noteCheckpoint(turn, 'perform')
      const checked = outcome === 'unknown' ? undefined : outcomes.read(turn, outcome, values)
      if (checked === undefined) return outcomes.follow(turn, 'unknown', [])
      settleTask(turn.session, task)
      return outcomes.follow(turn, outcome, checked)
    },
    meanwhile:
      meanwhile.length === 0
        ? null
        : turn => {
            for (const tell of meanwhile) speak(turn, tell, true, false)
          },
  }
  const run = (turn: Turn): PointId => {
    dropWaiting(turn, 'not kept')
    const given = argumentsOf(turn)
    if (given === null) return outcomes.follow(turn, 'failed', [])
    const session = turn.session
    const shown = withoutSecrets(operation, given)
    const again = isUnsettled(session, point.operation, shown)
    if (decide === null ? again : decide<boolean>(turn, isHidden(session, point.operation, shown) ? UNKNOWN : again))
      return outcomes.follow(turn, 'unknown', [])
    // What cannot be said is found before anything is sent, as an argument is: later the call is not free to go to `on fault`.
    for (const tell of meanwhile) tryTell(turn, tell)
    arrive(turn, id, rest)
    const task = ++session.tasks
    session.task = task
    session.unsettled = session.unsettled.concat({ task, operation: point.operation, arguments: shown })
    const deadline = turn.now + operation.within
    session.deadline = startTimer(turn, 'deadline', deadline)
    if (rest.meanwhile !== null) session.meanwhile = startTimer(turn, 'meanwhile', turn.now + MEANWHILE_AFTER)
    // The checkpoint and the intent are one commit, so they are told one after the other, and before anything is sent.
    if (turn.prepared.checkpoints) emit(turn, { kind: 'checkpoint', why: 'perform' })
    turn.checkpoint = null
    const { language, level } = session
    emit(turn, { kind: 'perform', task, operation: point.operation, arguments: given, language, level, deadline })
    return STAY
  }
  return { id, run, rest }
}

/** In a replay: what is sent now, or an unsettled one that it is held against, has a part that is not known. */
const isHidden = (session: Session, operation: number, given: readonly Value[]): boolean =>
  given.some(hasUnknown) || session.unsettled.some(task => task.operation === operation && task.arguments.some(hasUnknown))

const isUnsettled = (session: Session, operation: number, given: readonly Value[]): boolean =>
  session.unsettled.some(task => task.operation === operation && isSame(task.arguments, given))

/** It is known now whether it happened. */
export function settleTask(session: Session, task: number): void {
  if (session.unsettled.some(unsettled => unsettled.task === task)) {
    session.unsettled = session.unsettled.filter(unsettled => unsettled.task !== task)
  }
}
