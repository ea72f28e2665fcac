// When a key of the keypad is reported, in ms of the call: on release, as a line does, never before it has been held as long as a line
// needs to hear it, and never without the gap behind the key before.
import { GAP, HELD } from '../../runtime/dtmf/key-sound.ts'

export interface KeyTimes {
  /** Two keys at once are none on a line: a second one ends the first. Gives what is to be reported. */
  readonly down: (key: string, now: number) => ReportedKey | null
  /** Null where this key is not held. */
  readonly up: (key: string, now: number) => ReportedKey | null
  /** Nothing is held any more, and nothing is reported. */
  readonly forget: () => void
}

export interface ReportedKey {
  readonly key: string
  /** ms of the call */
  readonly at: number
}

/** ms: of the longest number that somebody types at once. */
const MOST_AHEAD = 50 * (GAP + HELD)

export function createKeyTimes(): KeyTimes {
  let held: { readonly key: string; readonly from: number } | null = null
  let last = -Infinity

  const release = (now: number): ReportedKey | null => {
    if (!held) return null
    const { key, from } = held
    held = null
    last = Math.max(now, from + HELD, last + GAP + HELD)
    return { key, at: last }
  }
  return {
    down: (key, now) => {
      // A call that was wound back is at an earlier time; who types faster than a line can hear is only a little ahead of it.
      if (now + MOST_AHEAD < last) last = -Infinity
      const before = held?.key === key ? null : release(now)
      held ??= { key, from: now }
      return before
    },
    up: (key, now) => (held?.key === key ? release(now) : null),
    forget: () => {
      held = null
      last = -Infinity
    },
  }
}
