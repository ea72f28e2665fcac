// Two ends of a connection within one process: what is written at one end arrives at the other, in order, as soon as the clock runs.
import type { Clock } from '../../call/clock.ts'
import type { ByteStream, ByteStreamHandlers } from '../stream.ts'

interface StreamPair {
  readonly near: ByteStream
  readonly far: ByteStream
}

interface End {
  readonly stream: ByteStream
  readonly arrive: (bytes: Uint8Array) => void
  readonly lose: () => void
}

export function createStreamPair(clock: Clock): StreamPair {
  const make = (other: () => End): End => {
    let handlers: ByteStreamHandlers | null = null
    let waiting: Uint8Array[] = []
    let paused = false
    let closed = false
    let lost = false
    let told = false

    const deliver = (): void => {
      while (handlers && !paused && waiting.length > 0 && !closed) handlers.onData(waiting.shift()!)
      if (!handlers || told || paused || !(closed || lost)) return
      told = true
      closed = true
      handlers.onClose()
    }
    const later = (run: () => void): void => void clock.set(run, 0)

    return {
      stream: {
        write(bytes) {
          if (closed) return false
          const copy = bytes.slice()
          later(() => other().arrive(copy))
          return true
        },
        pause: () => {
          paused = true
        },
        resume: () => {
          paused = false
          later(deliver)
        },
        close() {
          if (closed) return
          closed = true
          waiting = []
          later(() => other().lose())
          later(deliver)
        },
        start(given) {
          handlers = given
          later(deliver)
        },
      },
      arrive(bytes) {
        if (closed) return
        waiting.push(bytes)
        deliver()
      },
      lose() {
        lost = true
        deliver()
      },
    }
  }
  const near: End = make(() => far)
  const far: End = make(() => near)
  return { near: near.stream, far: far.stream }
}
