// A call as plain data, the events that reach it and the effects that it asks for. Nothing here knows a clock or a line.
import type { RecordingValue, Value } from '../../machine/values.ts'
import type { FaultReason } from './fault.ts'

/** A key of the telephone: `0`–`9`, `*`, `#` (`A`–`D` are ignored). */
export type Key = string

/** One thing to be heard to its end or cut: a prompt with its values, in a language, fixed when it was queued. */
export interface Segment {
  /** Rises by one with each segment of the call, from 1. */
  readonly id: number
  /** Index into `machine.prompts`; −1 is silence. */
  readonly prompt: number
  readonly values: readonly Value[]
  readonly language: string
  /** An announcement is never cut. */
  readonly announce: boolean
  /** ms, where it is silence. */
  readonly pause?: number
  /** Part of a `confirm`'s read-back: the yes key is dropped while one is in the queue. */
  readonly readback?: true
  /** There was no sound of what its step said in a language before: who was to be told is not told by this one alone. */
  readonly untold?: true
  /** The point that queued it (−1: the machine itself): a place in the source. */
  readonly point: number
}

export interface WaitingKey {
  readonly key: Key
  /** When the line reported it, ms. */
  readonly at: number
}

export type TimerRole = 'first' | 'next' | 'deadline' | 'meanwhile' | 'limit' | 'cleanup'

/** A timer that runs. An expiry with another number than the one in force is ignored. */
export interface Timer {
  readonly number: number
  readonly role: TimerRole
  /** ms */
  readonly at: number
}

/** A transaction that was sent and is not settled yet: it is under way, or it ended `unknown`. */
export interface Unsettled {
  readonly task: number
  readonly operation: number
  /** The arguments as they were sent; nothing in the place of the secret ones. */
  readonly arguments: readonly Value[]
}

/** What a call is told when it begins. */
export interface CallStart {
  readonly id: string
  /** Null where the caller withheld it. */
  readonly caller: string | null
  readonly called: string
  /** Settings by name, where the operator changed them; their values in force are kept in the session. */
  readonly settings?: Readonly<Record<string, Value>>
}

/**
 * The state of one call. `step` changes it in place: the caller owns it, and `JSON.stringify` of it at a resting point
 * (where no secret is live) is a checkpoint. Optional parts are `null`, so that every session has one shape.
 */
export interface Session {
  readonly call: CallStart
  /** ms since 1970. */
  started: number
  /** Index into `points` of the resting point; −1 before the call has begun. */
  point: number
  /** `after`: hung up, `after hangup` (or `hung up`) runs. */
  phase: 'before' | 'live' | 'after' | 'ended'
  language: string
  /** Index into `levels`. */
  level: number
  /** By slot. */
  registers: Value[]
  /** Points to come back to, innermost last. */
  stack: number[]
  /** Places (menus) the caller is in, outermost first. */
  trail: number[]

  // mouth
  queue: Segment[]
  segments: number

  // ear
  waiting: WaitingKey[]
  deaf: boolean
  tail: { readonly key: Key; readonly until: number } | null
  /** Index into `listeners` of the innermost one, −1 where there was none; it listens while `point` is its `listen`. */
  listener: number
  entry: string
  bad: boolean
  /** Right after a clear: no shortcut is live. */
  cleared: boolean
  silences: number
  mistakes: number
  /** Page of a choose, from 1. */
  page: number
  /** Bit n: option n's `when` was true when it was read (options with a `when` are numbered from 0). */
  enabled: number
  /** `length EXPR` of a collect, −1 where there is none. */
  length: number

  // timers and tasks
  timers: number
  /** first or next */
  timer: Timer | null
  deadline: Timer | null
  meanwhile: Timer | null
  limit: Timer | null
  /** The number of the last request, perform, notice, connect, transfer or record; rises by one with each. */
  tasks: number
  /** The one that the call waits for, 0 = none. */
  task: number
  /** ms spent in `connect`. */
  connected: number
  connectedSince: number
  /** The limit has passed or been used. */
  limitPassed: 0 | 1 | 2
  /** Indices of the `once` steps that were spoken. */
  once: number[]
  unsettled: Unsettled[]
  faults: number
  /** Who ended the call; null while it lasts. */
  endedBy: 'caller' | 'line' | 'transfer' | null
  /** Recording of the whole call has begun. */
  recorded: boolean
}

// ------------------------------------------------------------------------------------------------ events

/** Every event has its time, ms since 1970; times never fall. */
export type Event =
  | { readonly kind: 'started'; readonly at: number }
  | { readonly kind: 'hung up'; readonly at: number }
  /** A whole key, reported on release. */
  | { readonly kind: 'key'; readonly key: Key; readonly at: number }
  /** The first segment of the queue is over: it was heard to its end, or, `unheard`, there was no sound of it or of a part of it. */
  | { readonly kind: 'spoken'; readonly segment: number; readonly unheard?: true; readonly at: number }
  | { readonly kind: 'expired'; readonly timer: number; readonly at: number }
  /** How a task ended. An answer to a task that is no longer waited for is ignored (but `unknown`s are settled by `settled`). */
  | { readonly kind: 'answer'; readonly task: number; readonly outcome: string; readonly values: readonly Value[]; readonly at: number }
  /** A waiting queue's line tells the caller's position (1 = next). */
  | { readonly kind: 'position'; readonly task: number; readonly position: number; readonly at: number }
  /** A transaction that had ended `unknown` is definite now. */
  | { readonly kind: 'settled'; readonly task: number; readonly outcome: string; readonly at: number }
  /** What came of a secret entry, in the replay of a trace, which has none of its keys (semantics §8); `typing` where it was begun. */
  | { readonly kind: 'secret'; readonly result: SecretResult; readonly at: number }

export type SecretResult =
  | { readonly kind: 'typing' | 'silence' }
  /** `atOnce`: the end key may still follow. */
  | { readonly kind: 'entered' | 'mistake' | 'too short'; readonly atOnce: boolean }
  | { readonly kind: 'shortcut'; readonly key: Key }

// ------------------------------------------------------------------------------------------------ effects

export type Effect =
  /** Put it behind what the line is to speak. */
  | { readonly kind: 'speak'; readonly segment: Segment }
  /** Everything up to and with this segment is dropped, the one being spoken included. */
  | { readonly kind: 'stop'; readonly through: number }
  | { readonly kind: 'timer'; readonly timer: Timer }
  | { readonly kind: 'cancel timer'; readonly number: number }
  /** A query or an attempt; answer with `answer`: its outcome, `answered` for a plain result, or `failed`. */
  | {
      readonly kind: 'ask'
      readonly task: number
      readonly operation: number
      readonly arguments: readonly Value[]
      readonly language: string
      readonly level: number
      readonly deadline: number
    }
  /** Commit the intent, then send it, once, under the key of (call.id, task). */
  | {
      readonly kind: 'perform'
      readonly task: number
      readonly operation: number
      readonly arguments: readonly Value[]
      readonly language: string
      readonly level: number
      readonly deadline: number
    }
  | {
      readonly kind: 'notify'
      readonly task: number
      readonly operation: number
      readonly arguments: readonly Value[]
      readonly language: string
      readonly level: number
    }
  /** The state of a queue: answer `answered` with [{waiting, agents, longest}] or `failed`. */
  | { readonly kind: 'queue state'; readonly task: number; readonly queue: number }
  | {
      readonly kind: 'connect queue'
      readonly task: number
      readonly queue: number
      readonly priority: number
      readonly data: Readonly<Record<string, Value>>
    }
  | {
      readonly kind: 'connect number'
      readonly task: number
      readonly number: string
      readonly within: number
      readonly data: Readonly<Record<string, Value>>
    }
  /** Answer `failed` where it does not succeed. */
  | { readonly kind: 'transfer'; readonly task: number; readonly number: string }
  /** Answer `recorded` with a recording, or `nothing`. `stop record` ends it. */
  | { readonly kind: 'record'; readonly task: number; readonly upTo: number; readonly tone: boolean; readonly endSilence: number | null }
  | { readonly kind: 'stop record'; readonly task: number }
  /** The call no longer waits for this task (a key left the queue, the limit, the hang-up). */
  | { readonly kind: 'cancel'; readonly task: number }
  | { readonly kind: 'dark'; readonly on: boolean }
  /** Recording of the whole call begins. */
  | { readonly kind: 'record call' }
  | { readonly kind: 'hang up' }
  | { readonly kind: 'ended'; readonly by: 'caller' | 'line' | 'transfer' }
  // what follows is for reports, and only asked for where `Prepared.trace` is on
  | { readonly kind: 'place'; readonly place: number }
  | { readonly kind: 'read'; readonly listener: number }
  | {
      readonly kind: 'taken'
      readonly listener: number
      readonly key: Key
      readonly use: 'entry' | 'shortcut' | 'end' | 'clear' | 'nothing'
    }
  | {
      readonly kind: 'dropped'
      readonly key: Key
      readonly why: 'tail' | 'gate' | 'deaf' | 'overflow' | 'mistake' | 'not kept' | 'cleared'
    }
  | {
      readonly kind: 'outcome'
      readonly listener: number
      readonly result: 'chosen' | 'entered' | 'silence' | 'mistake' | 'too short' | 'shortcut'
    }
  | { readonly kind: 'level'; readonly level: number }
  | { readonly kind: 'language'; readonly language: string }
  | { readonly kind: 'milestone'; readonly name: string; readonly values: Readonly<Record<string, Value>>; readonly point: number }
  | { readonly kind: 'fault'; readonly reason: FaultReason; readonly point: number }
  /** An argument failed its refinement: a notice was dropped, another operation ended `failed`, and nothing was sent. */
  | { readonly kind: 'not sent'; readonly operation: number; readonly parameter: string; readonly point: number }
  /** Only where `Prepared.decide` is there: a result that may depend on what no trace shows. */
  | { readonly kind: 'marked'; readonly point: number; readonly result: boolean | number | string }
  /** Only where `Prepared.checkpoints` is on: the session may be written now. */
  | { readonly kind: 'checkpoint'; readonly why: 'listener' | 'level' | 'remember' | 'perform' | 'connect' | 'end' }

export type { RecordingValue }
