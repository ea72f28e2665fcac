// What happened in a call, simulated or live, in order: transcripts, reports and displays are made of it. Times are ms of the call.
import type { Value } from '../../machine/values.ts'
import type { Effect, Segment } from '../core/session.ts'

export interface SpokenEntry {
  readonly kind: 'spoken'
  /** When its turn came, and of a line that tells it: when it began. */
  at: number
  readonly segment: Segment
  /** When it ended or was cut; −1 while it lasts. */
  until: number
  cut: boolean
}

export type KeyUse =
  'waits' | 'entry' | 'shortcut' | 'end' | 'clear' | 'nothing' | 'dropped' | 'to the agent' | 'leaves the queue' | 'ends the recording'

export interface KeyEntry {
  readonly kind: 'key'
  /** When the line reported it. */
  readonly at: number
  /** The key in a menu, `d` for a numeral of a private entry, `•` in the dark, of a secret, or dropped. */
  shown: string
  use: KeyUse
  /** Who took it, −1 where nobody did. */
  listener: number
  /** Where it was dropped. */
  why: Extract<Effect, { readonly kind: 'dropped' }>['why'] | null
}

export type LogEntry =
  | { readonly kind: 'began'; readonly at: number; readonly caller: string | null; readonly called: string }
  | SpokenEntry
  /** A listener is heard: what it has to say begins, or it listens without a word. */
  | { readonly kind: 'reads'; readonly at: number; readonly listener: number; readonly afterSegment: number }
  | KeyEntry
  | {
      readonly kind: 'outcome'
      readonly at: number
      readonly listener: number
      readonly result: Extract<Effect, { readonly kind: 'outcome' }>['result']
    }
  | { readonly kind: 'place'; readonly at: number; readonly place: number }
  /** Secret arguments are null here. */
  | {
      readonly kind: 'ask'
      readonly at: number
      readonly how: 'ask' | 'perform' | 'notify'
      readonly task: number
      readonly operation: number
      readonly arguments: readonly Value[]
    }
  | {
      readonly kind: 'answer'
      readonly at: number
      readonly task: number
      readonly operation: number
      readonly outcome: string
      readonly values: readonly Value[]
    }
  /** The time for an answer is over. */
  | { readonly kind: 'no answer'; readonly at: number; readonly task: number; readonly operation: number }
  | { readonly kind: 'settled'; readonly at: number; readonly task: number; readonly operation: number; readonly outcome: string }
  /** An argument did not fit its type: a notice was dropped, another operation ended `failed`. */
  | { readonly kind: 'not sent'; readonly at: number; readonly operation: number; readonly parameter: string; readonly point: number }
  | { readonly kind: 'queue state'; readonly at: number; readonly queue: number }
  | {
      readonly kind: 'connect'
      readonly at: number
      readonly task: number
      readonly queue: number
      readonly number: string | null
      /** Of the call in the queue; null with a number. */
      readonly priority: number | null
      readonly data: Readonly<Record<string, Value>>
      readonly point: number
    }
  | { readonly kind: 'position'; readonly at: number; readonly position: number }
  | { readonly kind: 'talks'; readonly at: number; readonly who: string }
  | { readonly kind: 'connect over'; readonly at: number; readonly queue: number; readonly number: string | null; readonly outcome: string }
  | { readonly kind: 'transfer'; readonly at: number; readonly number: string; readonly succeeds: boolean }
  | { readonly kind: 'records'; readonly at: number; readonly task: number }
  | { readonly kind: 'speaks'; readonly at: number; readonly ms: number }
  | { readonly kind: 'recorded'; readonly at: number; readonly task: number; readonly ms: number | null }
  | { readonly kind: 'level'; readonly at: number; readonly level: number }
  | { readonly kind: 'language'; readonly at: number; readonly language: string }
  | {
      readonly kind: 'milestone'
      readonly at: number
      readonly name: string
      readonly values: Readonly<Record<string, Value>>
      readonly point: number
    }
  | { readonly kind: 'fault'; readonly at: number; readonly reason: string; readonly point: number }
  | { readonly kind: 'dark'; readonly at: number; readonly on: boolean }
  | { readonly kind: 'record call'; readonly at: number }
  | { readonly kind: 'hung up'; readonly at: number; readonly by: 'caller' | 'line' }
  | { readonly kind: 'ended'; readonly at: number; readonly by: 'caller' | 'line' | 'transfer' }

export type LogEntryOf<K extends LogEntry['kind']> = Extract<LogEntry, { readonly kind: K }>

export interface CallLog {
  readonly entries: LogEntry[]
}

export const createCallLog = (): CallLog => ({ entries: [] })
