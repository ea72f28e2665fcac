// Speaking aloud beside the clock: the call waits at the end of a text until the voice has said it, and goes on at once where the voice
// was quicker. The times of the call stay the machine's own.
import { signal, type Signal } from '@preact/signals'
import type { Clock } from './clock.ts'
import type { SpokenView } from './contract.ts'
import type { Voice } from './voice.ts'

export interface Speech {
  readonly volume: Signal<number>
  readonly muted: Signal<boolean>
  /** How far the voice has come in the text that it says; −1 where it says nothing. */
  readonly reached: Signal<number>
  /** What is being spoken now, as far as anybody knows; null: nothing. */
  readonly follow: (spoken: SpokenView | null) => void
  /** A text is being said aloud: nothing beyond its end happens yet. */
  readonly speaking: () => boolean
  readonly stop: () => void
}

interface SpeechParts {
  readonly voice: Voice
  readonly clock: Clock
  /** Texts sound at the pace of real time, of the call as it stands, and at no other. */
  readonly sounds: () => boolean
  /** The clock goes on. */
  readonly onEnd: () => void
}

export function createSpeech({ voice, clock, sounds, onEnd }: SpeechParts): Speech {
  const volume = signal(0.9)
  const muted = signal(false)
  const reached = signal(-1)
  let said = -1
  let now: SpokenView | null = null

  const release = (): void => {
    now = null
    reached.value = -1
    clock.hold(null)
  }
  const stop = (): void => {
    if (now) voice.stop()
    release()
  }
  return {
    volume,
    muted,
    reached,
    speaking: () => now !== null,
    stop: () => {
      stop()
      said = -1
    },
    follow: spoken => {
      if (!spoken || !sounds() || muted.value) {
        stop()
        if (!spoken) said = -1
        return
      }
      if (spoken.index === said) return
      stop()
      said = spoken.index
      const end = spoken.at + spoken.duration
      const begun = voice.say(spoken.words, spoken.language, volume.value, {
        done: heard => {
          const before = clock.now() < end
          release()
          // What no voice has said is read: it has its own time.
          if (before && heard) clock.set(end)
          onEnd()
        },
        reached: characters => (reached.value = characters),
      })
      if (!begun) return
      now = spoken
      clock.hold(end)
    },
  }
}
