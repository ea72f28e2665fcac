// What stands behind a simulated line: the bank that answers, the queues, the numbers that are dialled.
import type { Operation } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'

/** Something sent to a back end. Secret arguments are there: a back end sees them, a log does not. */
export interface Ask {
  /** `call.id` */
  readonly call: string
  /** Its ordinal in the call. */
  readonly task: number
  /** Index into `machine.operations`. */
  readonly operation: number
  readonly arguments: readonly Value[]
  readonly language: string
  /** Index into levels. */
  readonly level: number
  /** ms since 1970 */
  readonly at: number
  /** ms since 1970; of a notice `at`. */
  readonly deadline: number
}

export type Reply =
  /** Comes `after` ms: `answered` for a plain result, `failed`, or a named outcome. */
  | { readonly kind: 'answer'; readonly outcome: string; readonly values: readonly Value[]; readonly after: number }
  | { readonly kind: 'never' }
  /** It was done, and the answer was lost: known only when the transaction is settled. */
  | { readonly kind: 'lost'; readonly outcome: string }
  /** Somebody says it with `SimulatedCall.answer`. */
  | { readonly kind: 'later' }
  /** Nothing says what it answers: the simulation stands still. */
  | { readonly kind: 'missing' }

export interface QueueState {
  readonly waiting: number
  readonly agents: number
  /** ms */
  readonly longest: number
}

export interface QueueReply {
  readonly noAgents: boolean
  /** The queue cannot be reached. */
  readonly fails?: boolean
  /** How many wait before the caller. */
  readonly waiting: number
  /** ms until an agent answers; null = none does. */
  readonly answersAfter: number | null
  /** ms */
  readonly talk: number
  readonly who: string
}

export interface NumberReply {
  readonly is: 'busy' | 'no answer' | 'failed' | 'answered'
  /** ms until it is so. */
  readonly after: number
  /** ms of talk, where answered. */
  readonly talk: number
}

export interface Backend {
  readonly ask: (ask: Ask, operation: Operation) => Reply
  /** Asked when a caller begins to wait, and before each telling of the position. */
  readonly queue: (name: string) => QueueReply
  readonly queueState: (name: string) => QueueState | 'failed'
  readonly number: (number: string) => NumberReply
  /** Whether a transfer to the number succeeds. */
  readonly transfer: (number: string) => boolean
}

/** The talk with an agent lasts so long where nothing is said, ms (semantics §9). */
export const TALK = 60_000

/** Nobody is in the queue and nobody answers, a number rings until it is given up, a transfer succeeds. */
export const nobodyThere: Omit<Backend, 'ask'> = {
  queue: () => ({ noAgents: false, waiting: 0, answersAfter: null, talk: TALK, who: 'agent' }),
  queueState: () => ({ waiting: 0, agents: 1, longest: 0 }),
  number: () => ({ is: 'no answer', after: 0, talk: TALK }),
  transfer: () => true,
}
