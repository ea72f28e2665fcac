// The system's timers, as whoever waits for a call has to have them.
import type { Clock } from '../call/clock.ts'

interface Waiting {
  timer: NodeJS.Timeout
  due: NodeJS.Immediate | null
}

/** ms: the system can wait no longer at once, and what is to wait longer it would run at once. */
const LONGEST_WAIT = 2 ** 31 - 1

/**
 * A process that stood still looks at its timers before its sockets: what has come meanwhile, a key or an answer, is read first, and so is
 * what makes a wait needless. ms may be any number.
 */
export const systemTimers: Pick<Clock, 'set' | 'clear'> = {
  set(run, ms) {
    const wait = (left: number): NodeJS.Timeout =>
      left > LONGEST_WAIT
        ? setTimeout(() => (waiting.timer = wait(left - LONGEST_WAIT)), LONGEST_WAIT)
        : setTimeout(() => (waiting.due = setImmediate(run)), left)
    const waiting: Waiting = { timer: wait(ms), due: null }
    return waiting
  },
  /** Where nothing waits any more there is nothing to clear. */
  clear(given) {
    const waiting = given as Waiting | null | undefined
    if (!waiting) return
    clearTimeout(waiting.timer)
    if (waiting.due !== null) clearImmediate(waiting.due)
  },
}
