// The clock of a call: real time, times a pace, with moments that it does not pass by itself. It only says what time it is; whoever
// asks, however late, gets the right one, so that a page whose timers are slowed down in the background loses nothing.

/** 0: it stands. */
export type Pace = 0 | 1 | 2 | 8
export const PACES: readonly Pace[] = [0, 1, 2, 8]

export interface Clock {
  /** Whole ms of the call. */
  readonly now: () => number
  readonly pace: () => Pace
  readonly setPace: (pace: Pace) => void
  readonly set: (ms: number) => void
  /** It does not go beyond this by itself; null: nothing holds it. */
  readonly hold: (until: number | null) => void
  /** Real ms until it shows `ms`; Infinity where it does not come to it. */
  readonly realTo: (ms: number) => number
}

/** `real`: ms, never falling. */
export function createClock(real: () => number): Clock {
  let pace: Pace = 0
  let base = 0
  let from = real()
  let until = Infinity

  const exact = (): number => Math.min(base + (real() - from) * pace, Math.max(base, until))
  const settle = (): void => {
    base = exact()
    from = real()
  }
  return {
    now: () => Math.floor(exact()),
    pace: () => pace,
    setPace: next => {
      settle()
      pace = next
    },
    set: ms => {
      base = ms
      from = real()
    },
    hold: ms => {
      settle()
      until = ms ?? Infinity
    },
    realTo: ms => (ms > until || pace === 0 ? Infinity : Math.max(0, (ms - exact()) / pace)),
  }
}
