// Keys of a script as sound: each is made as its tones and found again by the detector, and the call gets what is heard.
import { createToneDetector, makeTones } from './tones/index.ts'

/** How long a key is held, and the gap behind it, ms (semantics §9). */
export const HELD = 100
export const GAP = 100

export interface HeardKey {
  readonly key: string
  /** When it was released, ms of the call: the detector tells later, and says when. */
  readonly at: number
}

/** A key that was not heard as it was pressed. */
export interface Misheard {
  /** When it was released, ms of the call. */
  readonly at: number
  readonly heard: 'nothing' | 'another key' | 'more than one key' | 'at another time'
}

export interface KeySound {
  /** The key is held from `from`, ms of the call, for HELD ms. */
  readonly press: (key: string, from: number) => readonly HeardKey[]
  /** Keys pressed so far. */
  readonly pressed: () => number
  readonly misheard: () => readonly Misheard[]
}

const SAMPLE_RATE = 8000

/** One line's sound, from the begin of its call. `make` is another maker of tones, for tests. */
export function createKeySound(make: typeof makeTones = makeTones): KeySound {
  const detector = createToneDetector({ sampleRate: SAMPLE_RATE })
  const sounds = new Map<string, Int16Array>()
  const misheard: Misheard[] = []
  let clock = 0
  let pressed = 0

  const soundOf = (key: string): Int16Array => {
    let sound = sounds.get(key)
    if (!sound) sounds.set(key, (sound = make(key, { sampleRate: SAMPLE_RATE, before: 0, duration: HELD, gap: GAP })))
    return sound
  }

  return {
    press: (key, from) => {
      // Between two keys the caller says nothing: there is no sound to look at.
      detector.silence(Math.max(0, from - clock))
      clock = from + HELD + GAP
      pressed += 1
      const at = from + HELD
      const heard = detector.push(soundOf(key)).map(event => ({ key: event.key, at: event.at + event.duration }))
      const [only] = heard
      if (!only) misheard.push({ at, heard: 'nothing' })
      else if (heard.length > 1) misheard.push({ at, heard: 'more than one key' })
      else if (only.key !== key) misheard.push({ at, heard: 'another key' })
      else if (only.at !== at) misheard.push({ at, heard: 'at another time' })
      return heard
    },
    pressed: () => pressed,
    misheard: () => misheard,
  }
}
