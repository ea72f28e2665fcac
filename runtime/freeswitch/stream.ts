// The bytes under a connection: a socket, or what a test has instead.
import type { Socket } from 'node:net'

export interface ByteStreamHandlers {
  readonly onData: (bytes: Uint8Array) => void
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
 * ms between two looks at sockets that have just been read. FreeSWITCH sends the head and the body of each event by themselves, and all
 * events of 20 ms one after the other: to wake up for each piece costs more than all that is done with them. What comes after a rest
 * is read at once.
 */
const TICK = 4

/** Sockets that rest until the next look. */
let resting: (() => void)[] = []

function restUntilTick(goOn: () => void): void {
  if (resting.length === 0) setTimeout(tick, TICK)
  resting.push(goOn)
}

function tick(): void {
  const all = resting
  resting = []
  for (const goOn of all) goOn()
}

/** A TCP socket as a stream. A peer that ends its direction has ended the connection. */
export function streamOfSocket(socket: Socket): ByteStream {
  socket.setNoDelay(true)
  /** By who uses it. */
  let paused = false
  let rests = false
  const goOn = (): void => {
    rests = false
    if (!paused) socket.resume()
  }
  return {
    write: bytes => socket.write(bytes),
    pause: () => {
      paused = true
      socket.pause()
    },
    resume: () => {
      paused = false
      if (!rests) socket.resume()
    },
    close: () => void socket.destroy(),
    start({ onData, onDrain, onClose }) {
      let failed: Error | undefined
      socket.on('data', bytes => {
        if (!rests) {
          rests = true
          socket.pause()
          restUntilTick(goOn)
        }
        onData(bytes)
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
