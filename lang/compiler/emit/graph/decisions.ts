// Where a call may go more than one way: the ways on from a point of the machine, each with its cause.
import type { Listener, Machine, Option, OutcomeEdge, Outcomes, Point, PointId, PointOf, SourceSpan } from '../../../../machine/format.ts'
import { printExpression } from '../../../../machine/print-expression.ts'
import { targetsOf } from '../../lower/targets.ts'
import type { Cause } from './types.ts'
import { wordsOfLabel } from './words.ts'

export interface Decision {
  readonly to: PointId
  /** Null: the usual way on, which needs no word. */
  readonly cause: Cause | null
  /** The point that it belongs to; several points may share one (a check that fails counts as its collect's mistake). */
  readonly of: PointId
}

/** The ways on from a point within its place; what follows a `do` that comes back is one of them. None where the place is left. */
export function decisionsOf(machine: Machine, id: PointId): readonly Decision[] {
  const point = machine.points[id]!
  const way = (to: PointId, cause: Cause | null = null): Decision => ({ to, cause, of: id })
  switch (point.op) {
    case 'go':
    case 'back':
    case 'return':
    case 'hangup':
    case 'end':
      return []
    case 'do':
      return comesBack(machine, point) ? [way(point.next)] : []
    case 'branch':
      return branchWays(machine, point, way)
    case 'match': {
      const subject = printExpression(machine, point.subject)
      const arms = Object.entries(point.arms).sort(
        ([a, one], [b, two]) => bySpan(machine.points[one]!.at, machine.points[two]!.at) || (a < b ? -1 : 1),
      )
      return arms.map(([arm, to]) => way(to, { kind: 'arm', subject, arm }))
    }
    case 'repeat':
      return [way(point.body, { kind: 'loop', times: point.times }), way(point.out, { kind: 'times over', times: point.times })]
    case 'each': {
      const { name } = machine.registers[point.item]!
      return [way(point.body, { kind: 'loop', times: null, list: name.slice(name.lastIndexOf('.') + 1) }), way(point.done)]
    }
    case 'mistake':
      return [way(point.to), outOf(machine.listeners[point.listener]!, 'mistake')]
    case 'listen':
      return listenerWays(machine, machine.listeners[point.listener]!, id)
    case 'request':
    case 'perform':
    case 'queue-state':
    case 'connect-queue':
    case 'connect-number': {
      const asked = askedOf(machine, point)
      const plain = point.op === 'request' || point.op === 'queue-state'
      // Outcomes that are written together lead to one point, and are one way.
      const named = new Map<PointId, string[]>()
      const outcomes: Decision[] = []
      for (const [outcome, { to }] of inSourceOrder(point.outcomes)) {
        if (outcome === 'answered' && plain) outcomes.push(way(to))
        else named.set(to, [...(named.get(to) ?? []), outcome])
      }
      for (const [to, names] of named) outcomes.push(way(to, { kind: 'outcome', asked, outcome: names.join(', ') }))
      const keys = point.op === 'connect-queue' ? point.options.map(option => way(option.to, keyCause(machine, option, true))) : []
      return [...outcomes, ...keys]
    }
    case 'transfer':
      return [way(point.else, { kind: 'outcome', asked: 'transfer', outcome: 'failed' })]
    case 'record':
      return [
        way(point.next),
        way(point.nothing, { kind: 'outcome', asked: 'record', outcome: 'nothing' }),
        ...(point.hungUp === undefined ? [] : [way(point.hungUp, { kind: 'outcome', asked: 'record', outcome: 'hung up' })]),
      ]
    default:
      return targetsOf(point).map(to => way(to))
  }
}

/** A bundle's machine has its names in the order of the alphabet. */
const inSourceOrder = (outcomes: Outcomes): readonly (readonly [string, OutcomeEdge])[] =>
  Object.entries(outcomes).sort(([a, one], [b, two]) => bySpan(one.at, two.at) || (a < b ? -1 : 1))

export const bySpan = (a: SourceSpan, b: SourceSpan): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

export const comesBack = (machine: Machine, point: PointOf<'do'>): boolean => placeAt(machine, point.to)?.part === true

export const placeAt = (machine: Machine, point: PointId): Machine['places'][number] | undefined => {
  const entry = machine.points[point]
  return entry?.op === 'enter' ? machine.places[entry.entered] : undefined
}

/** `bank.transfer`, `queue cards`, `number` */
export function askedOf(
  machine: Machine,
  point: PointOf<'request' | 'perform' | 'queue-state' | 'connect-queue' | 'connect-number'>,
): string {
  switch (point.op) {
    case 'request':
    case 'perform': {
      const { service, name } = machine.operations[point.operation]!
      return `${service}.${name}`
    }
    case 'queue-state':
      return `${machine.queues[point.queue]!.name}.state`
    case 'connect-queue':
      return `queue ${machine.queues[point.queue]!.name}`
    case 'connect-number':
      return `number ${printExpression(machine, point.number)}`
  }
}

type Way = (to: PointId, cause?: Cause | null) => Decision

function branchWays(machine: Machine, point: PointOf<'branch'>, way: Way): readonly Decision[] {
  if (isNone(machine, point)) return [way(point.then, { kind: 'none' }), way(point.else)]
  const check = [point.then, point.else].some(to => machine.points[to]!.op === 'mistake') ? ({ check: true } as const) : {}
  const negated = point.condition.kind === 'not'
  const condition = printExpression(machine, point.condition.kind === 'not' ? point.condition.operand : point.condition)
  return [
    way(point.then, { kind: 'if', condition, holds: !negated, ...check }),
    way(point.else, { kind: 'if', condition, holds: negated, ...check }),
  ]
}

/** The `none` of a choose or a for each: its list is then that of a listener or a loop. */
function isNone(machine: Machine, { condition }: PointOf<'branch'>): boolean {
  if (condition.kind !== 'is-empty' || condition.operand.kind !== 'register') return false
  return listsOf(machine).has(condition.operand.register)
}

const lists = new WeakMap<Machine, ReadonlySet<number>>()
function listsOf(machine: Machine): ReadonlySet<number> {
  let found = lists.get(machine)
  if (found === undefined) {
    const chosen = machine.listeners.flatMap(listener => (listener.kind === 'choose' ? [listener.list] : []))
    const looped = machine.points.flatMap(point => (point.op === 'each' ? [point.list] : []))
    lists.set(machine, (found = new Set([...chosen, ...looped])))
  }
  return found
}

export function keyCause(machine: Machine, { keys, upTo, tell, when }: Option, waiting = false): Cause {
  const words = wordsOfLabel(machine, tell)
  return {
    kind: 'key',
    keys,
    ...(upTo === undefined ? {} : { upTo }),
    ...(words === undefined ? {} : { words }),
    ...(when === undefined ? {} : { when: printExpression(machine, when) }),
    ...(waiting ? { waiting: true } : {}),
  }
}

function outOf(listener: Listener, on: 'silence' | 'mistake'): Decision {
  const same = listener.silenceOut === listener.mistakeOut
  const to = on === 'silence' ? listener.silenceOut : listener.mistakeOut
  return { to, cause: { kind: 'otherwise', on: same ? 'any' : on }, of: listener.listen }
}

function listenerWays(machine: Machine, listener: Listener, of: PointId): readonly Decision[] {
  const found: Decision[] = listener.options.map(option => ({ to: option.to, cause: keyCause(machine, option), of }))
  if (listener.kind === 'collect') found.push({ to: listener.entered, cause: null, of })
  if (listener.kind === 'choose') found.push({ to: listener.chosen, cause: null, of })
  const told = [
    ['silence', listener.silence],
    ['mistake', listener.mistake],
    ['too short', listener.tooShort ?? []],
  ] as const
  for (const [kind, leads] of told) {
    for (const [index, to] of leads.entries()) {
      // Counts that do the same are one way, told by the first of them.
      if (to === listener.read || leads.indexOf(to) < index) continue
      found.push({ to, cause: { kind, times: index + 1 }, of })
    }
  }
  found.push(outOf(listener, 'silence'))
  if (listener.silenceOut !== listener.mistakeOut) found.push(outOf(listener, 'mistake'))
  return found
}

export const isInside = (point: Point, outer: readonly [number, number, number]): boolean =>
  point.at[0] === outer[0] && point.at[1] >= outer[1] && point.at[2] <= outer[2]
