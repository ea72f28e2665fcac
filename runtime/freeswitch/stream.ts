// The bytes under a connection: a socket, or what a test has instead.
import type { Socket } from 'node:net'

/** How soon more is wanted: at once, soon, or whenever there is something again. */
export type Urgency = 'now' | 'soon' | 'later'

export interface ByteStreamHandlers {
  /** What it says is only a hint. */
  readonly onData: (bytes: Uint8Array) => Urgency | void
  /** There is room again after `write` said that there is none. */
  readonly onDrain: () => void
  /** Once, whoever ended it; with the error where there was one. Nothing comes after it. */
  readonly onClose: (error?: Error) => void
}

export interface ByteStream {
  /** Sends all of it, now or later. False: no more until `onDrain`. */
  write(bytes: Uint8Array): boolean
  pause(): void
  resume(): void
  /** Ends both directions at once. */
  close(): void
  /** Called once, before anything else. */
  start(handlers: ByteStreamHandlers): void
}

/**
 * For how long a socket that has just been read is not looked at again. FreeSWITCH sends the head and the body of each event by themselves,
 * all events of 20 ms one after the other, and an answer for each command: to wake up for each piece costs more than all that is done
 * with them. What comes after a rest is read at once.
 */
const RESTS = { soon: 1, later: 2 } as const
/** ms. Rests end together, at a tick: `RESTS` counts them. */
const TICK = 10

/** Sockets that rest, by the tick that ends it. */
const resting = new Map<number, (() => void)[]>()
let tick = 0

function restFor(ticks: number, goOn: () => void): void {
  if (resting.size === 0) setTimeout(look, TICK)
  const at = tick + ticks
  const others = resting.get(at)
  if (others) others.push(goOn)
  else resting.set(at, [goOn])
}

function look(): void {
  tick++
  const all = resting.get(tick)
  resting.delete(tick)
  if (resting.size > 0) setTimeout(look, TICK)
  for (const goOn of all ?? []) goOn()
}

/** Stops and goes on to read the socket itself. `pause` of a socket does not: what comes is read on and kept. Node has no public name for it. */
interface Handle {
  readonly readStart: () => number
  readonly readStop: () => number
}

const handleOf = (socket: Socket): Partial<Handle> => (socket as unknown as { readonly _handle: Handle | null })._handle ?? {}

/** A TCP socket as a stream. A peer that ends its direction has ended the connection. */
export function streamOfSocket(socket: Socket): ByteStream {
  socket.setNoDelay(true)
  let rests = false
  const goOn = (): void => {
    rests = false
    handleOf(socket).readStart?.()
  }
  return {
    write: bytes => socket.write(bytes),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    close: () => void socket.destroy(),
    start({ onData, onDrain, onClose }) {
      let failed: Error | undefined
      socket.on('data', bytes => {
        const more = onData(bytes) ?? 'soon'
        if (more === 'now' || rests || socket.destroyed) return
        rests = true
        handleOf(socket).readStop?.()
        restFor(RESTS[more], goOn)
      })
      socket.on('drain', onDrain)
      socket.on('end', () => void socket.destroy())
      socket.on('error', error => {
        failed = error
      })
      socket.on('close', () => onClose(failed))
    },
  }
}
