// Time, for whoever waits for it: the system's, or a test's.

export interface Clock {
  /** ms since 1970; never falls. */
  readonly now: () => number
  /** ms by which `now` is ahead of the machine's clock, which was put back: for moments that others read by theirs. Absent: never. */
  readonly ahead?: () => number
  readonly set: (run: () => void, ms: number) => unknown
  readonly clear: (timer: unknown) => void
}

/** A moment of the clock's as the machine's shows it, which others read it by; that of now where none is given. */
export const onMachine = (clock: Pick<Clock, 'now' | 'ahead'>, at = clock.now()): number => at - (clock.ahead?.() ?? 0)
