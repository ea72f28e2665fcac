// What all parts of the model share: the channels there are, the world around them, and who hears of events.
import type { Clock } from '../../call/clock.ts'
import type { ByteStream } from '../stream.ts'
import type { Action, Channel } from './channel.ts'
import type { SwitchEvent } from './event.ts'
import type { Faults } from './faults.ts'
import type { Queues } from './queue.ts'
import type { Session } from './session.ts'

/** Who is called, and what comes of it. `after`: ms until it is so. */
export type Callee =
  | {
      readonly kind: 'busy' | 'rejected' | 'unallocated' | 'congested' | 'absent' | 'no such endpoint'
      readonly after?: number
      /** Instead of the usual one of its kind. */
      readonly cause?: string
    }
  /** Rings until the time-out of the one who calls, or `after`. */
  | { readonly kind: 'no answer'; readonly after?: number }
  | {
      readonly kind: 'answers'
      readonly after?: number
      /** ms from the answer to their hanging up; null waits for the caller. */
      readonly talks?: number | null
      readonly who?: string
    }

export interface World {
  /** How long a file plays, in ms; null where there is none. */
  readonly files: (path: string) => number | null
  /** How long a text is spoken, in ms; null where there is no such engine. */
  readonly speech: (text: string, engine: string, voice: string) => number | null
  /** The files of a `say`. */
  readonly say: (words: readonly string[]) => readonly string[]
  readonly dial: (dialString: string) => Callee
  /** What the dialplan does with a number; empty ends the call. `variable`: of the channel. */
  readonly dialplan: (number: string, context: string, variable: (name: string) => string | undefined) => readonly Action[]
  /** A connection to a node; null where none listens. */
  readonly connect: (address: { readonly host: string; readonly port: number }) => ByteStream | null | Promise<ByteStream | null>
  /** Global variables: `$${name}`. */
  readonly globals: Map<string, string>
  /** The Event Socket's password, for inbound connections. */
  readonly password: string
}

/** How late things are, in ms; 0 is at once. */
export interface Pace {
  /** A channel does something once a frame: 20. */
  readonly frame: number
  /** Events leave a connection when its poll is over: 20. */
  readonly poll: number
}

/** Something that a text made the switch look up or run. */
export interface Expansion {
  readonly channel: string
  /** The application or the command. */
  readonly by: string
  readonly text: string
  /** `name`, or `api(arguments)`. */
  readonly ran: readonly string[]
}

export interface Listener {
  readonly wants: (event: SwitchEvent) => boolean
  readonly enqueue: (event: SwitchEvent) => void
  /** A channel has events for its own connection, or is down. */
  readonly wake: (channel: Channel) => void
}

export interface Switch {
  readonly clock: Clock
  readonly world: World
  readonly pace: Pace
  readonly faults: Faults
  readonly queues: Queues
  readonly sessions: Map<string, Session>
  /** Legs that were called, by their ids: what they have, and how they end. */
  readonly legs: Map<string, { readonly channel: Channel; readonly hangUp: (cause: string) => void }>
  readonly listeners: Set<Listener>
  /** What is to be done later, by its number: of which channel, and how it is taken back. */
  readonly tasks: Map<number, { readonly group: string; readonly cancel: () => void }>
  readonly expansions: Expansion[]
  /** API commands that ran, for whoever wants to know. */
  readonly ran: string[]
  /** A new id: the same ones in every run. */
  readonly uuid: () => string
  readonly nextSequence: () => number
  readonly nextTask: () => number
  readonly startedAt: number
}

/** Does something for a channel at a time (`+seconds`, or s since 1970); its number. */
export function schedule(sw: Switch, group: string, time: string, run: () => void): number {
  const seconds = Number.parseInt(time.replace('+', ''), 10) || 0
  const id = sw.nextTask()
  const timer = sw.clock.set(
    () => {
      sw.tasks.delete(id)
      run()
    },
    time.startsWith('+') ? seconds * 1000 : seconds * 1000 - sw.clock.now(),
  )
  sw.tasks.set(id, { group, cancel: () => sw.clock.clear(timer) })
  return id
}

/** Takes back a task by its number, or all of a channel; how many there were. */
export function unschedule(sw: Switch, which: string): number {
  const found = [...sw.tasks].filter(([id, { group }]) => (/^\d+$/.test(which) ? String(id) === which : group === which))
  for (const [id, { cancel }] of found) {
    cancel()
    sw.tasks.delete(id)
  }
  return found.length
}

/** Gives an event to all who want it. */
export function fire(sw: Switch, event: SwitchEvent): void {
  for (const listener of sw.listeners) if (listener.wants(event)) listener.enqueue(event)
}

/** A channel's own connection has something to do. */
export function wakeListeners(sw: Switch, channel: Channel): void {
  for (const listener of sw.listeners) listener.wake(channel)
}

/** The headers that every event begins with. */
export function eventHead(sw: Switch, name: string, subclass: string | null): (readonly [string, string])[] {
  const now = sw.clock.now()
  const date = new Date(now)
  const head: (readonly [string, string])[] = [
    ...(subclass === null ? [] : [['Event-Subclass', subclass] as const]),
    ['Event-Name', name],
    ['Core-UUID', '00000000-0000-4000-8000-000000000000'],
    ['FreeSWITCH-Hostname', 'model'],
    ['FreeSWITCH-Switchname', 'model'],
    ['FreeSWITCH-IPv4', '127.0.0.1'],
    ['FreeSWITCH-IPv6', '::1'],
    ['Event-Date-Local', date.toISOString().slice(0, 19).replace('T', ' ')],
    ['Event-Date-GMT', date.toUTCString()],
    ['Event-Date-Timestamp', String(Math.round(now * 1000))],
    ['Event-Calling-File', 'model.ts'],
    ['Event-Calling-Function', 'fire'],
    ['Event-Calling-Line-Number', '1'],
    ['Event-Sequence', String(sw.nextSequence())],
  ]
  return head
}
