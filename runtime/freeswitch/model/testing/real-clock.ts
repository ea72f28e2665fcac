// Time as it passes, for a model of the switch beside a real process.
import type { Clock } from '../../../call/clock.ts'

export const realClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  set: (task, ms) => setTimeout(task, ms),
  clear: timer => clearTimeout(timer as NodeJS.Timeout),
}
