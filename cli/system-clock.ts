// The time of the system, for what waits in it.
import type { Clock } from '../runtime/call/clock.ts'

export const systemClock = createSystemClock()

/** Of a second that passes, while it is ahead of the machine's clock: callers do not notice, and it comes to be right again. */
const HELD_BACK = 0.9

/** ms: the system can wait no longer at once, and what is to wait longer it would run at once. */
const LONGEST_WAIT = 2 ** 31 - 1

interface Waiting {
  timer: NodeJS.Timeout
}

/**
 * The machine's clock, which may be put back: this one never falls, and never stands still, as all that waits would wait with it.
 * After a step back of an hour it is an hour ahead of the machine's clock, and right again in ten; a step forward it follows at once.
 */
function createSystemClock(): Clock {
  let last = Date.now()
  let seen = performance.now()
  const now = (): number => {
    const wall = Date.now()
    const since = performance.now() - seen
    seen += since
    last = Math.max(wall, last + since * HELD_BACK)
    return Math.floor(last)
  }
  return {
    now,
    set: (run: () => void, ms: number): unknown => {
      const wait = (left: number): NodeJS.Timeout =>
        left > LONGEST_WAIT ? setTimeout(() => (waiting.timer = wait(left - LONGEST_WAIT)), LONGEST_WAIT) : setTimeout(run, left)
      const waiting: Waiting = { timer: wait(ms) }
      return waiting
    },
    // Where nothing waits any more there is nothing to clear.
    clear: (waiting: unknown) => clearTimeout((waiting as Waiting | null | undefined)?.timer),
  }
}
