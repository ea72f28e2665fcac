// A clock that stands still until a test lets it run. Between two timers all promises that can settle have settled, so code that
// awaits behaves as if it took no time.
import type { Clock } from '../clock.ts'

export interface VirtualClock extends Clock {
  /** Lets so many ms pass. */
  readonly run: (ms: number) => Promise<void>
  /** Lets time pass until this is so, at most so many ms (an hour); whether it came to be so. */
  readonly runUntil: (done: () => boolean, most?: number) => Promise<boolean>
  /** As `set`; of what falls on one ms the lowest rank comes first (semantics §1.2: a hang-up 1, keys 2 … expiries 5, as `set` has). */
  readonly setRanked: (run: () => void, ms: number, rank: number) => unknown
  /** Timers that are set. */
  readonly pending: () => number
}

const EXPIRED = 5

interface Timer {
  readonly at: number
  readonly rank: number
  readonly run: () => void
}

/** `start`: ms since 1970. Timers of one time run in the order in which they were set. */
export function createVirtualClock(start = Date.UTC(2026, 0, 5, 9)): VirtualClock {
  let time = start
  /** By time, the latest first: the next one is popped. */
  const timers: Timer[] = []

  const next = async (until: number, done?: () => boolean): Promise<boolean> => {
    for (;;) {
      await settled()
      if (done?.()) return true
      const timer = timers.at(-1)
      if (!timer || timer.at > until) return false
      timers.pop()
      time = timer.at
      timer.run()
    }
  }

  const setRanked = (run: () => void, ms: number, rank: number): unknown => {
    const timer = { at: time + (ms > 0 ? ms : 0), rank, run }
    let from = 0
    let to = timers.length
    while (from < to) {
      const middle = (from + to) >> 1
      const other = timers[middle]!
      if (other.at > timer.at || (other.at === timer.at && other.rank > rank)) from = middle + 1
      else to = middle
    }
    timers.splice(from, 0, timer)
    return timer
  }

  return {
    now: () => time,
    set: (run, ms) => setRanked(run, ms, EXPIRED),
    setRanked,
    clear(timer) {
      const at = timers.indexOf(timer as Timer)
      if (at !== -1) timers.splice(at, 1)
    },
    async run(ms) {
      const until = time + ms
      await next(until)
      time = until
    },
    async runUntil(done, most = 3_600_000) {
      const until = time + most
      if (await next(until, done)) return true
      time = until
      return done()
    },
    pending: () => timers.length,
  }
}

/** After all callbacks of promises that are due, and those that they cause. */
const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
