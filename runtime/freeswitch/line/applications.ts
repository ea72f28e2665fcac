// The applications that run on the line's channel. Each is followed by its id from its begin to its end, and ends exactly once,
// also where it was thrown away: FreeSWITCH tells nothing of what a break removes from its queue.
import { randomUUID } from 'node:crypto'
import type { Clock } from '../../call/clock.ts'
import { api, execute, headerOf, variableOf, type Built, type Event, type Execute } from '../codec/index.ts'
import type { Connection } from '../connection.ts'
import type { TroubleSlug } from './troubles.ts'

export type ApplicationEnd =
  | { readonly kind: 'completed'; readonly response: string; readonly event: Event }
  /** It had not begun and never will. */
  | { readonly kind: 'removed' }
  /** The channel or the connection is gone, or it was not taken. */
  | { readonly kind: 'lost' }

export interface ApplicationHandlers {
  readonly began?: (event: Event) => void
  readonly ended: (end: ApplicationEnd) => void
  /** ms within which it has to begin where nothing of ours runs before it; else it is taken as removed, and is trouble. Absent: no limit. */
  readonly within?: number
  /** A break does not end it, and others run inside it: a queue, a bridge. */
  readonly lasts?: true
  /** Speech, which our own key ends. */
  readonly sound?: true
}

/**
 * The key that ends a sound: no telephone has it. A break would do it, too, but FreeSWITCH takes its time afterwards: what is
 * played next begins a frame of 20 ms later.
 */
export const STOPPING_KEY = 'W'
/** So many sounds are ended one by one. */
const MOST_KEYS = 12

export interface Applications {
  readonly run: (what: Omit<Execute, 'id'>, handlers: ApplicationHandlers) => string
  /** The same of a command that was built with this id. */
  readonly runBuilt: (id: string, command: Built, handlers: ApplicationHandlers) => string
  /** Ends what runs and removes what waits; everything that has not begun is told so. */
  readonly breakAll: () => void
  readonly see: (event: Event, name: 'CHANNEL_EXECUTE' | 'CHANNEL_EXECUTE_COMPLETE') => void
  /** What was to begin next, `playback` for one, where nothing runs that it would wait for; null where something does, or none waits. */
  readonly next: () => string | null
  /** The channel is gone: all that is left ends as lost. */
  readonly close: () => void
  readonly newId: () => string
}

interface Running extends ApplicationHandlers {
  readonly application: string | null
  begun: boolean
  timer: unknown
  /** It is to end, or must not begin. */
  unwanted: boolean
  /** Who started it knows that it is over. */
  told: boolean
}

/** ms after a break in which what ran has to end: it takes 21 ms, 41 at most. */
const BREAK_TAKES = 120
const MOST_BREAKS = 20

export interface ApplicationsOptions {
  readonly connection: Connection
  readonly uuid: string
  readonly clock: Clock
  readonly trouble: (slug: TroubleSlug) => void
}

export function createApplications({ connection, uuid, clock, trouble }: ApplicationsOptions): Applications {
  /** In the order in which they were sent. */
  const running = new Map<string, Running>()
  let watch: unknown = null
  let breaks = 0
  let closed = false

  const end = (id: string, how: ApplicationEnd): void => {
    const one = running.get(id)
    if (!one) return
    running.delete(id)
    clock.clear(one.timer)
    if (!one.told) one.ended(how)
    expectFirst()
  }

  /** The first that has not begun must begin soon where nothing that holds the lock runs before it. */
  const expectFirst = (): void => {
    for (const [id, one] of running) {
      if (one.unwanted) continue
      if (one.begun) {
        if (one.lasts) continue
        return
      }
      if (one.within === undefined || one.timer !== null) return
      one.timer = clock.set(() => {
        trouble('lost-order')
        remove(id, one)
      }, one.within)
      return
    }
  }

  /** It is told to be gone. Should it begin all the same, it is broken off. */
  const remove = (id: string, one: Running): void => {
    clock.clear(one.timer)
    one.timer = null
    if (one.unwanted) return
    one.unwanted = true
    one.told = true
    one.ended({ kind: 'removed' })
    // What is not heard of is forgotten: its command may never have reached the channel.
    one.timer = clock.set(() => running.delete(id), 10_000)
  }

  const breakAll = (): void => {
    if (closed) return
    breaks = 0
    const open = [...running.values()].filter(one => !one.unwanted && !one.lasts)
    if (open.length === 0) return
    if (open.every(one => one.sound) && open.length <= MOST_KEYS) stopByKeys(open.length)
    else breakNow()
  }

  /** A key for each: those that have not begun are over as soon as they begin. */
  const stopByKeys = (count: number): void => {
    void connection.send(api('uuid_recv_dtmf', [uuid, STOPPING_KEY.repeat(count)]))
    markAll()
  }

  const markAll = (): void => {
    for (const one of running.values()) if (one.begun && !one.lasts) one.unwanted = true
    for (const [id, one] of [...running]) if (!one.begun && !one.lasts) remove(id, one)
    watchAgain()
  }

  const breakNow = (): void => {
    void connection.send(api('uuid_break', [uuid, 'all']))
    markAll()
  }

  /** A break that comes in the moment before an application begins is lost, and the file would play to its end. */
  const watchAgain = (): void => {
    clock.clear(watch)
    watch = null
    if (closed || ![...running.values()].some(one => one.begun && one.unwanted) || ++breaks > MOST_BREAKS) return
    watch = clock.set(() => {
      watch = null
      const all = [...running.values()]
      if (!all.some(one => one.begun && one.unwanted)) return
      if (!all.some(one => !one.begun && !one.unwanted)) return connection.together(breakNow)
      // `all` would throw away what was ordered since, and nobody tells of it: a bridge, a queue, a message.
      void connection.send(api('uuid_break', [uuid]))
      watchAgain()
    }, BREAK_TAKES)
  }

  const runBuilt = (id: string, command: Built, handlers: ApplicationHandlers): string => {
    if (closed) {
      handlers.ended({ kind: 'lost' })
      return id
    }
    const application = command.kind === 'command' ? (command.application ?? null) : null
    running.set(id, { ...handlers, application, begun: false, timer: null, unwanted: false, told: false })
    void connection.send(command).then(outcome => {
      switch (outcome.kind) {
        case 'answer':
          if (outcome.ok) return
          trouble('not-taken')
          return end(id, { kind: 'lost' })
        case 'timed-out':
          trouble('no-reply')
          return
        case 'refused':
          trouble('not-taken')
          return end(id, { kind: 'lost' })
        case 'closed':
          return end(id, { kind: 'lost' })
        default:
          return outcome satisfies never
      }
    })
    expectFirst()
    return id
  }

  return {
    newId: () => randomUUID(),
    run: (what, handlers) => {
      const id = randomUUID()
      return runBuilt(id, execute({ ...what, id }), handlers)
    },
    runBuilt,
    breakAll,
    see: (event, name) => {
      const id = headerOf(event, 'Application-UUID')
      const one = id === undefined ? undefined : running.get(id)
      // Only of our own channel: an id that was guessed or copied ends nothing.
      if (!one || headerOf(event, 'Unique-ID') !== uuid) return
      if (name === 'CHANNEL_EXECUTE') {
        if (one.begun) return
        one.begun = true
        clock.clear(one.timer)
        one.timer = null
        if (one.unwanted) return watchAgain()
        one.began?.(event)
      } else if (one.sound && !one.unwanted && variableOf(event, 'playback_terminator_used') === STOPPING_KEY)
        // The key was for one before it, which had ended by itself: it was not heard.
        end(id!, { kind: 'removed' })
      else end(id!, { kind: 'completed', response: headerOf(event, 'Application-Response') ?? '', event })
    },
    next: () => {
      const all = [...running.values()]
      if (all.some(({ begun, lasts }) => begun && !lasts)) return null
      const waiting = all.filter(({ begun }) => !begun)
      // One that was broken off may have been taken from the queue, or be the next all the same.
      return (waiting.find(({ unwanted }) => !unwanted) ?? waiting[0])?.application ?? null
    },
    close: () => {
      if (closed) return
      closed = true
      clock.clear(watch)
      for (const id of [...running.keys()]) end(id, { kind: 'lost' })
    },
  }
}
