// `prepare`: a machine is made ready once, when it is loaded, and shared by every call.
import type { Machine, Point, PointId, PointOf } from '../../machine/format.ts'
import { createCheck } from './check.ts'
import { prepareConnectNumber, prepareConnectQueue, prepareTransfer } from './connect.ts'
import { endBlock, hangUp } from './ending.ts'
import { createExpressions, type Expressions } from './expressions.ts'
import { prepareListener, targetOf, type PreparedListener } from './listener.ts'
import { checkFailed, read, settleListener } from './listening.ts'
import { createDecide, type Decide } from './marks.ts'
import { preparePerform } from './perform.ts'
import {
  prepareBack,
  prepareDo,
  prepareEach,
  prepareEnter,
  prepareGo,
  prepareRepeat,
  prepareRepeatStart,
  prepareReturn,
  type Run,
} from './places.ts'
import { STAY, type Prepared, type PreparedPoint, type PrepareOptions, type Rest } from './prepared.ts'
import { prepareRecord } from './recording.ts'
import { prepareNotify, prepareQueueState, prepareRequest } from './requests.ts'
import { arrive, isLimitDue, leaveByLimit, plainRest, slotsToWipe } from './rest.ts'
import * as steps from './steps.ts'
import { noteCheckpoint, type Turn } from './turn.ts'
import { watchPoint } from './watch.ts'

/** Makes a machine (one that `readMachine` has taken, or the compiler made) ready to run. */
export function prepare(machine: Machine, options: PrepareOptions = {}): Prepared {
  const decide = options.marks === true || options.recall !== undefined ? createDecide(options.recall ?? null) : null
  const expressions = createExpressions(machine, decide, options.recall ?? null)
  const listeners = machine.listeners.map((_, index) => prepareListener(machine, index, expressions))
  const watch = options.watch ?? null
  const points = machine.points.map((point, id) => {
    const made = preparePoint(machine, id, point, listeners, expressions)
    return watch === null ? made : watchPoint(watch, point, made, expressions)
  })
  return assemble(machine, listeners, points, options, decide)
}

/**
 * The machine of `prepared` with points or listeners put in the place of others (mutants): what is the same object in both is
 * taken over, so that it costs next to nothing. Whatever else was changed, it is made ready anew; nobody watches it.
 */
export function prepareChanged(prepared: Prepared, machine: Machine): Prepared {
  const before = prepared.machine
  const { trace, checkpoints } = prepared
  const same = (Object.keys(machine) as (keyof Machine)[]).every(
    key => key === 'points' || key === 'listeners' || machine[key] === before[key],
  )
  if (!same || prepared.watch !== null || prepared.decide !== null || machine.points.length !== before.points.length)
    return prepare(machine, { trace, checkpoints })
  const expressions = createExpressions(machine)
  const isNew = machine.listeners.map((listener, index) => listener !== before.listeners[index])
  const listeners = prepared.listeners.map((listener, index) => (isNew[index] ? prepareListener(machine, index, expressions) : listener))
  const points = prepared.points.map((made, id) => {
    const point = machine.points[id]!
    const stays = point === before.points[id] && !('listener' in point && isNew[point.listener])
    return stays ? made : preparePoint(machine, id, point, listeners, expressions)
  })
  return assemble(machine, listeners, points, { trace, checkpoints }, null)
}

function assemble(
  machine: Machine,
  listeners: readonly PreparedListener[],
  points: readonly PreparedPoint[],
  options: PrepareOptions,
  decide: Decide | null,
): Prepared {
  const { line } = machine
  const otherwise = targetOf(line.otherwise)
  const prepared: Omit<Prepared, 'turn'> = {
    machine,
    trace: options.trace ?? false,
    checkpoints: options.checkpoints ?? false,
    watch: options.watch ?? null,
    decide,
    recalls: options.recall !== undefined,
    points,
    listeners,
    registers: firstRegisters(machine),
    wipe: slotsToWipe(machine, []),
    numbers: new Map(line.numbers.map(({ number, to }) => [number, to])),
    start: line.numbers[0]?.to ?? otherwise,
    otherwise,
    onFault: line.onFault === undefined ? otherwise : targetOf(line.onFault),
    limit: line.limit === undefined ? null : { ms: line.limit.ms, to: targetOf(line.limit.to) },
    afterHangup: line.afterHangup ?? -1,
    recordAfter: line.recordAfter ?? -1,
    typeAhead: line.typeAhead,
    settings: new Map(machine.settings.map(({ name, type }) => [name, createCheck(type, 'outside')])),
  }
  return withTurn(prepared)
}

/** The session of a turn is put in by each step. */
function withTurn(prepared: Omit<Prepared, 'turn'>): Prepared {
  const turn = { now: 0, language: '', effects: [], count: 0, once: -1, onceNext: STAY, checkpoint: null, parameters: [], point: -1 }
  const whole = { ...prepared, turn: turn as unknown as Turn }
  whole.turn.prepared = whole
  return whole
}

function firstRegisters(machine: Machine): Prepared['registers'] {
  const registers: Prepared['registers'][number][] = Array.from({ length: machine.slots }, () => null)
  for (const register of machine.registers) if (register.remember !== undefined) registers[register.slot] = register.remember
  return registers
}

function preparePoint(
  machine: Machine,
  id: PointId,
  point: Point,
  listeners: readonly PreparedListener[],
  expressions: Expressions,
): PreparedPoint {
  switch (point.op) {
    case 'listen':
      return prepareListen(machine, id, point, listeners[point.listener]!)
    case 'drain':
      return prepareDrain(machine, id, point)
    case 'request':
      return prepareRequest(machine, id, point, expressions)
    case 'perform':
      return preparePerform(machine, id, point, expressions)
    case 'queue-state':
      return prepareQueueState(machine, id, point, expressions)
    case 'connect-queue':
      return prepareConnectQueue(machine, id, point, expressions)
    case 'connect-number':
      return prepareConnectNumber(machine, id, point, expressions)
    case 'transfer':
      return prepareTransfer(machine, id, point, expressions)
    case 'record':
      return prepareRecord(machine, id, point, expressions)
    case 'notify':
      return prepareNotify(machine, id, point, expressions)
    default:
      return { id, run: prepareRun(machine, id, point, listeners, expressions), rest: null }
  }
}

type RestingOp =
  'listen' | 'drain' | 'request' | 'perform' | 'queue-state' | 'connect-queue' | 'connect-number' | 'transfer' | 'record' | 'notify'

function prepareRun(
  machine: Machine,
  id: PointId,
  point: Exclude<Point, PointOf<RestingOp>>,
  listeners: readonly PreparedListener[],
  expressions: Expressions,
): Run {
  switch (point.op) {
    case 'say':
      return steps.prepareSay(machine, id, point, expressions)
    case 'pause':
      return steps.preparePause(point)
    case 'set':
      return steps.prepareSet(machine, point, expressions)
    case 'add':
      return steps.prepareAdd(machine, point, expressions)
    case 'branch':
      return steps.prepareBranch(point, expressions)
    case 'match':
      return steps.prepareMatch(point, expressions)
    case 'repeat-start':
      return prepareRepeatStart(point, expressions)
    case 'repeat':
      return prepareRepeat(point, expressions)
    case 'each':
      return prepareEach(point, expressions)
    case 'jump': {
      const next = point.next
      return () => next
    }
    case 'go':
      return prepareGo(point)
    case 'enter':
      return prepareEnter(machine, point)
    case 'back':
      return prepareBack(machine, point)
    case 'do':
      return prepareDo(point)
    case 'return':
      return prepareReturn()
    case 'grant':
    case 'lower':
      return steps.prepareLevel(point)
    case 'language':
      return steps.prepareLanguage(point)
    case 'milestone':
      return steps.prepareMilestone(id, point, expressions)
    case 'read':
      return prepareRead(point, listeners[point.listener]!)
    case 'tell':
      return steps.prepareTelling(machine, listeners[point.listener]!, point)
    case 'mistake': {
      const listener = listeners[point.listener]!
      return turn => checkFailed(turn, listener, point.to)
    }
    case 'hangup':
      return hangUp
    case 'end':
      return endBlock
  }
}

function prepareRead(point: PointOf<'read'>, listener: PreparedListener): Run {
  const { fresh, next } = point
  return turn => {
    // Left before its prompts are queued: nobody wants to hear a menu that is gone when it ends.
    if (isLimitDue(turn)) return leaveByLimit(turn)
    read(turn, listener, fresh)
    if (fresh) noteCheckpoint(turn, 'listener')
    return next
  }
}

function prepareListen(machine: Machine, id: PointId, point: PointOf<'listen'>, listener: PreparedListener): PreparedPoint {
  const rest: Rest = { ...plainRest(machine, point, 'listen'), listener: point.listener, leavable: true }
  const run = (turn: Turn): PointId => {
    arrive(turn, id, rest)
    return settleListener(turn, listener)
  }
  return { id, run, rest }
}

function prepareDrain(machine: Machine, id: PointId, point: PointOf<'drain'>): PreparedPoint {
  const { next } = point
  const rest: Rest = { ...plainRest(machine, point, 'keep'), drained: next, leavable: true }
  const run = (turn: Turn): PointId => {
    if (turn.session.queue.length === 0) return next
    if (isLimitDue(turn)) return leaveByLimit(turn)
    arrive(turn, id, rest)
    return STAY
  }
  return { id, run, rest }
}
