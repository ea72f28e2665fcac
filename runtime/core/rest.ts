// Coming to rest: where a call waits for events.
import type { Machine, PointId, PointOf } from '../../machine/format.ts'
import type { Rest } from './prepared.ts'
import type { Session } from './session.ts'
import { emit, NOTHING, stopListening, stopWaiting, type Turn } from './turn.ts'

type RestingOp = 'listen' | 'request' | 'perform' | 'queue-state' | 'drain' | 'connect-queue' | 'connect-number' | 'transfer' | 'record'

/** What a resting point has unless it says otherwise. */
export function plainRest(machine: Machine, point: PointOf<RestingOp>, keys: Rest['keys']): Rest {
  return {
    keys,
    listener: -1,
    drained: -1,
    leavable: false,
    dark: point.dark ?? false,
    secretLive: point.secretLive ?? false,
    wipe: slotsToWipe(machine, point.live),
    answer: null,
    late: 'failed',
    key: null,
    meanwhile: null,
    position: null,
    hungUp: -1,
    faulted: null,
  }
}

/** Slots that hold a secret somewhere and nothing that is used from here on. */
export function slotsToWipe(machine: Machine, live: readonly number[]): number[] {
  const kept = new Set(live.map(register => machine.registers[register]!.slot))
  for (const register of machine.registers) if (register.remember !== undefined) kept.add(register.slot)
  const secret = machine.registers.filter(register => register.class === 'secret' || register.type.class === 'secret')
  return [...new Set(secret.map(register => register.slot))].filter(slot => !kept.has(slot))
}

export function arrive(turn: Turn, id: PointId, rest: Rest): void {
  const session = turn.session
  const before = session.point < 0 ? null : turn.prepared.points[session.point]!.rest
  if ((before !== null && before.dark) !== rest.dark) emit(turn, { kind: 'dark', on: rest.dark })
  session.point = id
  wipe(session, rest.wipe)
}

export function wipe(session: Session, slots: readonly number[]): void {
  for (let index = 0; index < slots.length; index++) session.registers[slots[index]!] = null
}

/** `at most T` has passed while something ran that is never cut, and the next thing that may be left is reached. */
export const isLimitDue = (turn: Turn): boolean => turn.session.limitPassed === 1 && turn.session.phase === 'live'

/** Leaves what waits for the target of `at most`; the queue stays. Once in a call. */
export function leaveByLimit(turn: Turn): PointId {
  const session = turn.session
  session.limitPassed = 2
  stopListening(turn)
  if (session.task > 0) emit(turn, { kind: 'cancel', task: session.task })
  stopWaiting(turn)
  session.stack = NOTHING
  session.entry = ''
  session.bad = false
  return turn.prepared.limit!.to
}
