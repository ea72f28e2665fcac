// The sound of the keys, as a telephone makes it: two sines (ITU-T Q.23), for as long as the key is held.
import { HIGH, LOW, TONE_KEYS } from '../../runtime/dtmf/tones/frequencies.ts'

export interface Tones {
  readonly down: (key: string) => void
  readonly up: () => void
  readonly setVolume: (volume: number) => void
}

/** s: no click at either end, and never too short to be heard as a key. */
const RISE = 0.004
const LEAST = 0.1
/** Of full scale, each of the two. */
const LOUDNESS = 0.12

/** Made when the first key is pressed: before that a browser lets no page sound. */
export function createTones(make: () => AudioContext): Tones {
  let context: AudioContext | null = null
  let sounding: { readonly gain: GainNode; readonly oscillators: readonly OscillatorNode[]; readonly from: number } | null = null
  let volume = 1

  const up = (): void => {
    if (!sounding || !context) return
    const { gain, oscillators, from } = sounding
    sounding = null
    const end = Math.max(context.currentTime, from + LEAST)
    gain.gain.setValueAtTime(gain.gain.value, end)
    gain.gain.linearRampToValueAtTime(0, end + RISE)
    for (const oscillator of oscillators) oscillator.stop(end + 2 * RISE)
    oscillators[0]!.onended = () => gain.disconnect()
  }

  return {
    up,
    setVolume: next => (volume = next),
    down: key => {
      up()
      const place = TONE_KEYS.indexOf(key)
      if (place < 0 || volume === 0) return
      try {
        context ??= make()
      } catch {
        return
      }
      void context.resume()
      const gain = new GainNode(context, { gain: 0 })
      gain.connect(context.destination)
      const from = context.currentTime
      const oscillators = [LOW[place >> 2]!, HIGH[place & 3]!].map(frequency => {
        const oscillator = new OscillatorNode(context!, { type: 'sine', frequency })
        oscillator.connect(gain)
        oscillator.start(from)
        return oscillator
      })
      gain.gain.setValueAtTime(0, from)
      gain.gain.linearRampToValueAtTime(LOUDNESS * volume, from + RISE)
      sounding = { gain, oscillators, from }
    },
  }
}
