// What a caller hears, with its times.

export type Sound = 'file' | 'tone' | 'silence' | 'speech' | 'music' | 'person' | 'echo'

export interface Heard {
  readonly sound: Sound
  /** The path, the text that is spoken, or who talks. */
  readonly what: string
  /** ms since 1970. */
  readonly from: number
  /** Null while it is heard. */
  until: number | null
  /** Whether it was heard to its end: false where it was broken off, and of a part after which another sound came in between. */
  whole: boolean
}

export interface Hearing {
  /** Something begins; what was heard until now stops, and goes on when this one is over. Ends with `stop`. */
  readonly start: (sound: Sound, what: string, now: number) => { readonly stop: (now: number, whole: boolean) => void }
  readonly now: () => Heard | null
  /** Nothing is heard any more. */
  readonly end: (now: number) => void
}

export function createHearing(record: Heard[]): Hearing {
  /** What is played, the innermost last. */
  const stack: { readonly sound: Sound; readonly what: string }[] = []

  const cut = (now: number, whole: boolean): void => {
    const last = record.at(-1)
    if (last?.until !== null) return
    last.until = now
    last.whole = whole
  }
  const open = (now: number): void => {
    const top = stack.at(-1)
    if (top) record.push({ ...top, from: now, until: null, whole: false })
  }

  return {
    start(sound, what, now) {
      cut(now, false)
      const entry = { sound, what }
      stack.push(entry)
      open(now)
      return {
        stop(time, whole) {
          const at = stack.indexOf(entry)
          if (at === -1) return
          if (at === stack.length - 1) cut(time, whole)
          stack.splice(at, 1)
          const last = record.at(-1)
          if (last && last.until !== null) open(time)
        },
      }
    },
    end(time) {
      cut(time, false)
      stack.length = 0
    },
    now: () => {
      const last = record.at(-1)
      return last?.until === null ? last : null
    },
  }
}
