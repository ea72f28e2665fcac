// The machine's timers on a clock: each is set when it is asked for and gone when it is cancelled or has run out.
import type { Timer } from '../core/index.ts'
import type { Clock } from './clock.ts'

interface CallTimers {
  readonly set: (timer: Timer) => void
  readonly cancel: (number: number) => void
  readonly cancelAll: () => void
}

export function createCallTimers(clock: Clock, expired: (timer: Timer) => void): CallTimers {
  const running = new Map<number, unknown>()
  const wait = (timer: Timer): void => {
    running.set(
      timer.number,
      clock.set(
        () => {
          // A system's timers may go off a little early: the machine's time is never before the one that it asked for.
          if (clock.now() < timer.at) return wait(timer)
          running.delete(timer.number)
          expired(timer)
        },
        Math.max(0, timer.at - clock.now()),
      ),
    )
  }
  const cancel = (number: number): void => {
    const set = running.get(number)
    if (set === undefined) return
    running.delete(number)
    clock.clear(set)
  }
  return {
    set: wait,
    cancel,
    cancelAll: () => {
      for (const number of running.keys()) cancel(number)
    },
  }
}
