// The thread of a channel: code that waits for the channel's next frame, for a time, or for something to happen. It is a generator
// run by a clock, so it costs nothing while nothing happens, and stops where a real one would: between two frames of 20 ms.
import type { Clock } from '../../call/clock.ts'

/** Waits until a time in ms since 1970, or until something happens; Infinity waits for the latter only. It is never within a frame. */
type Pause = number
export type Routine<T = void> = Generator<Pause, T, void>

interface Thread {
  /** Something has happened: the thread sees it at its next frame, or at once where it stops the reading of frames. */
  readonly poke: (atOnce?: boolean) => void
  /** Ends it where it stands. */
  readonly stop: () => void
  readonly ended: () => boolean
}

/** Starts at once. `frame` in ms; 0 is a thread that sees everything as soon as it happens. */
export function createThread(clock: Clock, frame: number, routine: Routine): Thread {
  const phase = clock.now()
  let timer: unknown = null
  let due = 0
  let running = false
  let poked = false
  let ended = false

  /** The first frame after now and not before a time. */
  const frameFrom = (time: number): number => {
    const now = clock.now()
    if (frame === 0) return Math.max(time, now)
    const next = phase + (Math.floor((now - phase) / frame) + 1) * frame
    return time <= next ? next : phase + Math.ceil((time - phase) / frame) * frame
  }

  const schedule = (at: number): void => {
    if (timer !== null) clock.clear(timer)
    timer = null
    due = at
    if (at !== Infinity) timer = clock.set(resume, Math.max(0, at - clock.now()))
  }

  const resume = (): void => {
    timer = null
    if (running || ended) return
    running = true
    poked = false
    const { done, value } = routine.next()
    running = false
    if (done) ended = true
    else schedule(poked ? frameFrom(0) : value === Infinity ? Infinity : frameFrom(value))
  }

  resume()

  return {
    poke(atOnce = false) {
      if (ended) return
      if (running) {
        poked = true
        return
      }
      const at = atOnce ? clock.now() : frameFrom(0)
      if (at < due) schedule(at)
    },
    stop() {
      ended = true
      if (timer !== null) clock.clear(timer)
    },
    ended: () => ended,
  }
}
