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

/** A TCP socket as a stream. A peer that ends its direction has ended the connection. */
export function streamOfSocket(socket: Socket): ByteStream {
  socket.setNoDelay(true)
  return {
    write: bytes => socket.write(bytes),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    close: () => void socket.destroy(),
    start({ onData, onDrain, onClose }) {
      let failed: Error | undefined
      socket.on('data', onData)
      socket.on('drain', onDrain)
      socket.on('end', () => void socket.destroy())
      socket.on('error', error => {
        failed = error
      })
      socket.on('close', () => onClose(failed))
    },
  }
}
