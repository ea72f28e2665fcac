// Where a call stands, for operators: nothing of what its caller said, pressed or has.
import type { Machine } from '../../machine/format.ts'
import type { Session } from '../core/index.ts'

export interface CallStatus {
  /** The menu or flow it is in; null outside all of them, and before and after the call. */
  readonly place: string | null
  /** ms since 1970: since when it rests where it does. */
  readonly since: number
  readonly level: string
  readonly language: string
  readonly waitsFor: WaitsFor
}

export type WaitsFor =
  | { readonly kind: 'key'; readonly listener: string }
  /** An operation's answer, `SERVICE.NAME`, or the state of a queue. */
  | { readonly kind: 'answer'; readonly of: string }
  | { readonly kind: 'queue'; readonly queue: string }
  | { readonly kind: 'number' | 'transfer' | 'recording' | 'end of speech' }
  /** It has not begun, or it is over. */
  | { readonly kind: 'nothing' }

export function statusOf(machine: Machine, session: Session, since: number): CallStatus {
  const point = machine.points[session.point]
  return {
    place: session.phase === 'live' ? (machine.places[point?.place ?? -1]?.name ?? null) : null,
    since,
    level: machine.line.levels[session.level] ?? '',
    language: session.language,
    waitsFor: waitsFor(machine, session),
  }
}

function waitsFor(machine: Machine, session: Session): WaitsFor {
  const point = machine.points[session.point]
  if (point === undefined || session.phase === 'before' || session.phase === 'ended') return { kind: 'nothing' }
  switch (point.op) {
    case 'listen':
      return session.phase === 'live' ? { kind: 'key', listener: machine.listeners[point.listener]?.name ?? '' } : { kind: 'nothing' }
    case 'request':
    case 'perform': {
      const operation = machine.operations[point.operation]
      return { kind: 'answer', of: operation ? `${operation.service}.${operation.name}` : '' }
    }
    case 'queue-state':
      return { kind: 'answer', of: machine.queues[point.queue]?.name ?? '' }
    case 'connect-queue':
      return { kind: 'queue', queue: machine.queues[point.queue]?.name ?? '' }
    case 'connect-number':
      return { kind: 'number' }
    case 'transfer':
      return { kind: 'transfer' }
    case 'record':
      return { kind: 'recording' }
    case 'drain':
      return { kind: 'end of speech' }
    default:
      return { kind: 'nothing' }
  }
}
