// Handing the caller over: to a queue, to a number, for good. While `connect` runs no key is kept and `at most` stands still.
import type { Machine, NamedExpression, PointId, PointOf } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import { endCall } from './ending.ts'
import type { Expressions } from './expressions.ts'
import { dropKey, dropWaiting } from './keys-waiting.ts'
import { prepareOptions, type PreparedOption } from './listener.ts'
import { silenceAll, speak, speakStandard, tryTell } from './mouth.ts'
import { isEnabled } from './options.ts'
import { lineText, prepareOutcomes } from './outcomes.ts'
import { STAY, type Evaluate, type PreparedPoint, type Rest } from './prepared.ts'
import { arrive, plainRest } from './rest.ts'
import { emit, noteCheckpoint, startTimer, stopLimit, stopWaiting, type Turn } from './turn.ts'

type ConnectPoint = PointOf<'connect-queue' | 'connect-number'>

export function prepareConnectQueue(
  machine: Machine,
  id: PointId,
  point: PointOf<'connect-queue'>,
  expressions: Expressions,
): PreparedPoint {
  const priority = point.priority === undefined ? null : expressions.evaluate(point.priority)
  const dataOf = prepareData(point.data, expressions)
  const options = prepareOptions(point.options, expressions)
  const beyond = (point.beyond ?? []).map(expressions.evaluate)
  const rest: Rest = {
    ...connectRest(machine, point, expressions),
    keys: 'queue',
    key: (turn, key) => {
      const option = options.find(({ keys }) => keys === key)
      if (option === undefined || !isEnabled(turn.session, option)) {
        dropKey(turn, 'not kept')
        return STAY
      }
      emit(turn, { kind: 'cancel', task: turn.session.task })
      endConnect(turn)
      return option.to
    },
    position: (turn, position) => {
      speakStandard(turn, machine.standard.position, [position], beyond, true)
      tellOptions(turn, options)
    },
  }
  const run = (turn: Turn): PointId => {
    const data = dataOf(turn)
    const wanted = priority === null ? 0 : (priority(turn) as number)
    let enabled = 0
    for (const option of options) if (option.when !== null && option.when(turn)) enabled += option.bit
    turn.session.enabled = enabled
    // What cannot be said is found before anybody is called.
    for (const option of options) if (option.tell !== null && isEnabled(turn.session, option)) tryTell(turn, option.tell)
    begin(turn, id, rest)
    emit(turn, { kind: 'connect queue', task: turn.session.task, queue: point.queue, priority: wanted, data })
    tellOptions(turn, options)
    return STAY
  }
  return { id, run, rest }
}

/** Its labels, each an announcement over the music. */
function tellOptions(turn: Turn, options: readonly PreparedOption[]): void {
  for (const option of options) if (option.tell !== null && isEnabled(turn.session, option)) speak(turn, option.tell, true, false)
}

export function prepareConnectNumber(
  machine: Machine,
  id: PointId,
  point: PointOf<'connect-number'>,
  expressions: Expressions,
): PreparedPoint {
  const numberOf = expressions.evaluate(point.number) as (turn: Turn) => string
  const dataOf = prepareData(point.data, expressions)
  const rest = connectRest(machine, point, expressions)
  const run = (turn: Turn): PointId => {
    const number = numberOf(turn)
    const data = dataOf(turn)
    begin(turn, id, rest)
    emit(turn, { kind: 'connect number', task: turn.session.task, number, within: point.within, data })
    return STAY
  }
  return { id, run, rest }
}

function connectRest(machine: Machine, point: ConnectPoint, expressions: Expressions): Rest {
  const checks = Object.fromEntries(Object.entries(point.outcomes).map(([outcome, edge]) => [outcome, edge.values.map(() => lineText)]))
  const outcomes = prepareOutcomes(point.outcomes, outcome => checks[outcome] ?? [], expressions)
  return {
    ...plainRest(machine, point, 'drop'),
    answer: (turn, outcome, values) => {
      endConnect(turn)
      // Whoever spoke with an agent has done with what the queue had still to say.
      if (outcome === 'answered') silenceAll(turn)
      const checked = outcomes.read(turn, outcome, values)
      return checked === undefined ? outcomes.follow(turn, 'failed', []) : outcomes.follow(turn, outcome, checked)
    },
    faulted: endConnect,
  }
}

function begin(turn: Turn, id: PointId, rest: Rest): void {
  const session = turn.session
  dropWaiting(turn, 'not kept')
  arrive(turn, id, rest)
  session.task = ++session.tasks
  session.connectedSince = turn.now
  stopLimit(turn)
  noteCheckpoint(turn, 'connect')
}

/** Its time does not count for `at most`. */
function endConnect(turn: Turn): void {
  const session = turn.session
  stopWaiting(turn)
  session.connected += turn.now - session.connectedSince
  const limit = turn.prepared.limit
  if (limit !== null && session.limitPassed === 0) session.limit = startTimer(turn, 'limit', session.started + limit.ms + session.connected)
  noteCheckpoint(turn, 'connect')
}

function prepareData(data: readonly NamedExpression[], expressions: Expressions): (turn: Turn) => Readonly<Record<string, Value>> {
  const named: readonly { readonly name: string; readonly value: Evaluate }[] = data.map(({ name, value }) => ({
    name,
    value: expressions.evaluate(value),
  }))
  return turn => Object.fromEntries(named.map(({ name, value }) => [name, value(turn)]))
}

export function prepareTransfer(machine: Machine, id: PointId, point: PointOf<'transfer'>, expressions: Expressions): PreparedPoint {
  const numberOf = expressions.evaluate(point.number) as (turn: Turn) => string
  const rest: Rest = {
    ...plainRest(machine, point, 'keep'),
    answer: (turn, outcome) => {
      stopWaiting(turn)
      if (outcome !== 'failed') return endCall(turn, 'transfer')
      // It takes its `else`, as a request does: what was typed meanwhile was not meant for what comes now.
      dropWaiting(turn, 'not kept')
      return point.else
    },
  }
  const run = (turn: Turn): PointId => {
    const number = numberOf(turn)
    arrive(turn, id, rest)
    const session = turn.session
    session.task = ++session.tasks
    emit(turn, { kind: 'transfer', task: session.task, number })
    return STAY
  }
  return { id, run, rest }
}
