// One try at a time within its time, and the waits between tries, for all that asks a back end.
import type { Clock } from '../call/clock.ts'
import type { Channel, Tried } from './channel.ts'
import type { Gate } from './gate.ts'
import type { Sending } from './sending.ts'
import type { SpeechWords } from './wire-values.ts'

/** For logs and counters. Nothing secret or private is in it. */
export type ServiceEvent =
  | {
      readonly kind: 'tried'
      readonly operation: string
      readonly call: string
      readonly task: number
      /** `send`, or `status`: what became of it was asked. */
      readonly asked: 'send' | 'status'
      /** From 1. */
      readonly try: number
      readonly result: Tried['kind']
      /** The outcome, or why there is none. */
      readonly detail: string
      /** ms */
      readonly took: number
    }
  | {
      readonly kind: 'unknown' | 'lost notice'
      readonly operation: string
      readonly call: string
      readonly task: number
      readonly why: string
    }
  | { readonly kind: 'settled'; readonly operation: string; readonly call: string; readonly task: number; readonly outcome: string }

/** What every operation of a service shares. */
export interface Surroundings {
  readonly clock: Clock
  readonly log: (event: ServiceEvent) => void
  /** 0 ≤ x < 1 */
  readonly random: () => number
  readonly words: SpeechWords
  /** Aborted when the node ends. */
  readonly closed: AbortSignal
}

export interface Tries {
  /** One try, over at `until` (ms since 1970) or when its own time is. */
  readonly once: (asked: 'send' | 'status', sending: Sending, number: number, until: number) => Promise<Tried>
  /** Resolves after `ms`, or at once when the node ends. */
  readonly sleep: (ms: number) => Promise<void>
}

export function createTries(channel: Channel, gate: Gate, { clock, log, closed }: Surroundings): Tries {
  const run = async (asked: 'send' | 'status', sending: Sending, signal: AbortSignal): Promise<Tried> => {
    const leave = await gate.enter(signal)
    if (leave === null) return { kind: 'unreached', sent: false, why: 'as many requests as are allowed at once were under way' }
    try {
      return await (asked === 'status' ? channel.status! : channel.send)(sending, signal)
    } catch {
      // A channel does not reject; should one do so, nothing is known of what it sent.
      return { kind: 'unreached', sent: true, why: 'the request broke off' }
    } finally {
      leave()
    }
  }
  return {
    once: async (asked, sending, number, until) => {
      const began = clock.now()
      const ms = Math.min(channel.tryFor, until - began)
      if (ms <= 0 || closed.aborted) return { kind: 'unreached', sent: false, why: 'no time was left' }
      const over = new AbortController()
      const abort = (): void => over.abort()
      const timer = clock.set(abort, ms)
      closed.addEventListener('abort', abort)
      const tried = await run(asked, sending, over.signal)
      clock.clear(timer)
      closed.removeEventListener('abort', abort)
      const { operation, call, task } = sending
      const detail = tried.kind === 'answer' ? tried.outcome : tried.why
      log({ kind: 'tried', operation, call, task, asked, try: number, result: tried.kind, detail, took: clock.now() - began })
      return tried
    },
    sleep: ms =>
      new Promise(resolve => {
        if (closed.aborted) return resolve()
        const end = (): void => {
          clock.clear(timer)
          closed.removeEventListener('abort', end)
          resolve()
        }
        const timer = clock.set(end, ms)
        closed.addEventListener('abort', end)
      }),
  }
}

/** ms before the try after the `number`-th: doubling from `first` up to `most`, between half of it and all (so that calls do not come in step). */
export function backOff(number: number, first: number, most: number, random: () => number): number {
  const ms = Math.min(most, first * 2 ** Math.min(number - 1, 30))
  return Math.round(ms * (0.5 + random() / 2))
}
