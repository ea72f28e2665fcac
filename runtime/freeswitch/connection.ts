// One Event Socket connection: commands and their answers, events, the end. Every command settles exactly once: with its answer, by
// its time, or with the end of the connection. Nothing here rejects or throws at who asked.
import { randomUUID } from 'node:crypto'
import {
  answerOf,
  bgapi,
  createFrameDecoder,
  eventOf,
  execute,
  headerOf,
  logLineOf,
  noticeOf,
  type Built,
  type Event,
  type Execute,
  type Frame,
  type FrameFault,
  type FrameLimits,
  type LogLine,
  type Notice,
  type Refused,
} from './codec/index.ts'
import { refuse } from './codec/refusal.ts'
import { systemTimers } from './system-timers.ts'
import { createWaits, type Completion, type JobResult } from './waits.ts'
import type { ByteStream } from './stream.ts'

/** Why a connection is over. */
export type Closed =
  /** By us. */
  | { readonly kind: 'closed' }
  /** By FreeSWITCH, between two frames. */
  | { readonly kind: 'ended' }
  /** By FreeSWITCH or the network, in the middle of a frame. */
  | { readonly kind: 'half-frame'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly error: Error }
  /** What came is no Event Socket. */
  | { readonly kind: 'fault'; readonly fault: FrameFault }
  /** Answers that belong to no command: whoever speaks there is not FreeSWITCH, or we have lost count. */
  | { readonly kind: 'out-of-step' }
  /** `text/rude-rejection`: our address is not on the switch's list. */
  | { readonly kind: 'rejected'; readonly text: string }
  /** An event that is none: JSON that cannot be read. */
  | { readonly kind: 'bad-event' }
  /** A handler of ours threw. */
  | { readonly kind: 'handler'; readonly error: unknown }

export type Outcome =
  | { readonly kind: 'answer'; readonly ok: boolean; readonly text: string; readonly frame: Frame }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'closed'; readonly why: Closed }
  /** It was not sent. */
  | Refused

export interface ConnectionOptions {
  readonly onEvent: (event: Event) => void
  /** Once. */
  readonly onClosed: (why: Closed) => void
  /** FreeSWITCH asks for `auth`. */
  readonly onAuthRequest?: () => void
  readonly onNotice?: (notice: Notice) => void
  readonly onLog?: (line: LogLine) => void
  /** Time for an answer in ms where a command names none: 10 s. */
  readonly timeout?: number
  readonly limits?: FrameLimits
  /** Commands that wait for their answer, and bytes that wait for room: more are refused as congested. */
  readonly mostPending?: number
  readonly mostBytes?: number
  /** Time, for tests. */
  readonly timers?: Timers
}

export interface Timers {
  set(run: () => void, ms: number): unknown
  clear(timer: unknown): void
}

export interface Execution {
  readonly id: string
  /** Whether it was queued. */
  readonly queued: Promise<Outcome>
  /** How it ended. There is no time for it unless one was given: a prompt takes as long as it takes. */
  readonly done: Promise<Completion>
}

export interface Connection {
  /** Sends a command. `timeout` in ms. */
  send(command: Built, timeout?: number): Promise<Outcome>
  /** What is sent while this runs leaves in one write, in its order. */
  together(send: () => void): void
  /** Runs an application and follows it by its id to CHANNEL_EXECUTE_COMPLETE, the hang-up of its channel or the end. */
  execute(what: Omit<Execute, 'id'>, options?: { readonly timeout?: number; readonly onStart?: (event: Event) => void }): Execution
  /** Runs an API command in the background and follows it to its BACKGROUND_JOB. Events of this kind must be subscribed to. */
  job(command: string, words: readonly string[], timeout?: number): Promise<JobResult>
  /** Stops reading: what was read already is kept. FreeSWITCH drops a connection that stays like this for 100,000 events. */
  pause(): void
  resume(): void
  /**
   * Begins a command that never ends, for a connection that stays open and is of no more use: as long as FreeSWITCH has half a command
   * of it, it hands it no event, and keeps none from the other connections of its channel.
   */
  fallSilent(): void
  close(): void
  readonly closed: () => Closed | null
  /** Commands without an answer so far, those that timed out included. */
  readonly pending: () => number
}

interface Pending {
  readonly wantsResponse: boolean
  /** Null where its time is over: the answer that still comes is its own, and nobody's. */
  settle: ((outcome: Outcome) => void) | null
  timer: unknown
}

/** Any byte that ends no line. */
const HALF_A_COMMAND = new Uint8Array([0x2e])

export function createConnection(stream: ByteStream, options: ConnectionOptions): Connection {
  const { onEvent, onClosed, timeout: usual = 10_000, mostPending = 1000, mostBytes = 4 * 1024 * 1024, timers = systemTimers } = options
  const decoder = createFrameDecoder(options.limits)
  /** In the order in which they were sent, which is that of their answers. */
  const pending: Pending[] = []
  const waits = createWaits(timers)
  /** Frames that were read and not handled: those behind a pause. */
  const inbox: Frame[] = []
  let handling = false
  let paused = false
  /** What waits for room. */
  const outbox: Uint8Array[] = []
  let outboxBytes = 0
  let full = false
  let over: Closed | null = null
  /** What is to leave in one write; null where each command leaves by itself. */
  let gathered: Uint8Array[] | null = null
  /** The channel of an outbound connection, known from the answer to `connect`. */
  let own: string | null = null

  const finish = (why: Closed): void => {
    if (over) return
    over = why
    inbox.length = 0
    outbox.length = 0
    outboxBytes = 0
    for (const waiting of pending.splice(0)) {
      timers.clear(waiting.timer)
      waiting.settle?.({ kind: 'closed', why })
    }
    waits.close(why)
    stream.close()
    onClosed(why)
  }

  const answer = (frame: Frame): void => {
    const waiting = pending.shift()
    // An API command without the right to it is answered by a reply; nothing else is ever answered by a response.
    if (!waiting || (frame.kind === 'response' && !waiting.wantsResponse)) return finish({ kind: 'out-of-step' })
    timers.clear(waiting.timer)
    const event = eventOf(frame)
    if (event) own = headerOf(event, 'Unique-ID') ?? null
    waiting.settle?.({ kind: 'answer', ...answerOf(frame), frame })
  }

  const handleEvent = (frame: Frame): void => {
    const event = eventOf(frame)
    if (!event) return finish({ kind: 'bad-event' })
    waits.see(event, own)
    onEvent(event)
  }

  const handle = (frame: Frame): void => {
    switch (frame.kind) {
      case 'event':
      case 'event-json':
        return handleEvent(frame)
      case 'reply':
      case 'response':
        return answer(frame)
      case 'auth-request':
        return options.onAuthRequest?.()
      case 'notice':
        return options.onNotice?.(noticeOf(frame))
      case 'log':
        return options.onLog?.(logLineOf(frame))
      case 'rejection':
        return finish({ kind: 'rejected', text: answerOf(frame).text })
      case 'other':
        return undefined
      default:
        return frame.kind satisfies never
    }
  }

  const work = (): void => {
    if (handling) return
    handling = true
    let done = 0
    try {
      while (done < inbox.length && !paused && !over) handle(inbox[done++]!)
    } catch (error) {
      finish({ kind: 'handler', error })
    }
    inbox.splice(0, done)
    handling = false
    const fault = decoder.fault()
    if (fault && inbox.length === 0) finish({ kind: 'fault', fault })
  }

  const flush = (): void => {
    full = false
    let sent = 0
    while (sent < outbox.length && !full) {
      const bytes = outbox[sent++]!
      outboxBytes -= bytes.length
      full = !stream.write(bytes)
    }
    outbox.splice(0, sent)
  }

  const send = (command: Built, timeout = usual): Promise<Outcome> => {
    if (command.kind === 'refused') return Promise.resolve(command)
    if (over) return Promise.resolve({ kind: 'closed', why: over })
    if (pending.length >= mostPending || outboxBytes + command.bytes.length > mostBytes)
      return Promise.resolve(refuse('command', 'congested'))
    return new Promise(resolve => {
      const waiting: Pending = { wantsResponse: command.name.startsWith('api '), settle: resolve, timer: null }
      waiting.timer = timers.set(() => {
        waiting.settle = null
        resolve({ kind: 'timed-out' })
      }, timeout)
      pending.push(waiting)
      if (gathered) gathered.push(command.bytes)
      else put(command.bytes)
    })
  }

  const put = (bytes: Uint8Array): void => {
    if (full) {
      outbox.push(bytes)
      outboxBytes += bytes.length
    } else full = !stream.write(bytes)
  }

  const together = (run: () => void): void => {
    if (gathered) return run()
    const parts: Uint8Array[] = (gathered = [])
    try {
      run()
    } finally {
      gathered = null
      if (parts.length > 0 && !over) put(parts.length === 1 ? parts[0]! : joined(parts))
    }
  }

  stream.start({
    onData: bytes => {
      if (over) return
      for (const frame of decoder.push(bytes)) inbox.push(frame)
      work()
    },
    onDrain: flush,
    onClose: error => {
      // What came before the end counts, even where reading was paused.
      paused = false
      work()
      const bytes = decoder.pending()
      finish(error ? { kind: 'failed', error } : bytes > 0 ? { kind: 'half-frame', bytes } : { kind: 'ended' })
    },
  })

  return {
    send,
    together,
    execute(what, { timeout, onStart } = {}) {
      const id = randomUUID()
      const done = waits.execution(id, what.channel ?? null, timeout, onStart)
      const queued = send(execute({ ...what, id }))
      void queued.then(outcome => waits.queued(id, outcome))
      return { id, queued, done }
    },
    job(command, words, timeout = usual) {
      const id = randomUUID()
      const done = waits.job(id, timeout)
      void send(bgapi(command, words, id), timeout).then(outcome => waits.queued(id, outcome))
      return done
    },
    pause: () => {
      paused = true
      stream.pause()
    },
    resume: () => {
      if (!paused || over) return
      paused = false
      work()
      // Who handled the rest may have paused again.
      if (!isPaused()) stream.resume()
    },
    fallSilent: () => {
      if (!over) put(HALF_A_COMMAND)
    },
    close: () => finish({ kind: 'closed' }),
    closed: () => over,
    pending: () => pending.length,
  }

  function isPaused(): boolean {
    return paused
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
