// The time of the system, for what waits in it.
import type { Clock } from '../runtime/call/clock.ts'

export const systemClock = createSystemClock()

/** Machine time never falls, whatever is done to the machine's clock. */
function createSystemClock(): Clock {
  let last = 0
  return {
    now: () => (last = Math.max(last, Date.now())),
    set: (run: () => void, ms: number): unknown => setTimeout(run, ms),
    clear: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
  }
}
