// The time of the system, for what waits in it.
import type { Clock } from '../runtime/call/clock.ts'
import { systemTimers } from '../runtime/freeswitch/system-timers.ts'

export const systemClock = createSystemClock()

/** Of a second that passes, while it is ahead of the machine's clock: callers do not notice, and it comes to be right again. */
const HELD_BACK = 0.9

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
    // Between the two a millisecond may end.
    ahead: () => Math.max(0, now() - Date.now()),
    ...systemTimers,
  }
}
