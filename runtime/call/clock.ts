// Time, for whoever waits for it: the system's, or a test's.

export interface Clock {
  /** ms since 1970; never falls. */
  readonly now: () => number
  readonly set: (run: () => void, ms: number) => unknown
  readonly clear: (timer: unknown) => void
}
