// Keys as sound (ITU-T Q.23).
import { amplitudeOf, HIGH, LOW, TONE_KEYS } from './frequencies.ts'

export interface ToneOptions {
  /** Hz; 8000 where not said. */
  readonly sampleRate?: number
  /** Of the low tone, dBm0; −10 where not said. */
  readonly level?: number
  /** The high tone above the low one, dB; 0 where not said. */
  readonly twist?: number
  /** How long a key sounds, ms, from half its strength to half its strength; 50 where not said. */
  readonly duration?: number
  /** Silence behind each key, the last one too, ms; 50 where not said. */
  readonly gap?: number
  /** Silence before the first key, ms; 50 where not said. */
  readonly before?: number
  /** Of the rise and of the fall, ms, half of it on either side of the edge; 2 where not said. */
  readonly shape?: number
  /** Deviations of the two tones from Q.23, parts of 1: 0.015 is 1.5 % too high. For tests of receivers. */
  readonly lowOff?: number
  readonly highOff?: number
}

/** 16-bit samples, one channel. `,` is 500 ms of silence. Throws a RangeError on a key that is none: 0–9, *, #, A–D. */
export function makeTones(keys: string, options: ToneOptions = {}): Int16Array<ArrayBuffer> {
  const { sampleRate = 8000, level = -10, twist = 0, duration = 50, gap = 50, before = 50, shape = 2, lowOff = 0, highOff = 0 } = options
  const samplesOf = (ms: number): number => Math.round((ms * sampleRate) / 1000)
  const spans = [...keys].map(key => (key === ',' ? 500 : duration + gap))
  const sound = new Float64Array(samplesOf(before + spans.reduce((sum, ms) => sum + ms, 0)))
  const ramp = (shape * sampleRate) / 1000
  let ms = before
  for (const [index, key] of [...keys].entries()) {
    if (key !== ',') {
      const place = TONE_KEYS.indexOf(key)
      if (place < 0) throw new RangeError(`${JSON.stringify(key)} is no key of a telephone`)
      const low = (2 * Math.PI * LOW[place >> 2]! * (1 + lowOff)) / sampleRate
      const high = (2 * Math.PI * HIGH[place & 3]! * (1 + highOff)) / sampleRate
      const [from, to] = [samplesOf(ms), samplesOf(ms + duration)]
      const last = Math.min(sound.length, Math.ceil(to + ramp / 2))
      for (let at = Math.max(0, Math.floor(from - ramp / 2)); at < last; at++) {
        const strength = rise((at - from + 0.5) / ramp) * rise((to - at - 0.5) / ramp)
        const phase = at - from
        sound[at]! += strength * (amplitudeOf(level) * Math.sin(low * phase) + amplitudeOf(level + twist) * Math.sin(high * phase))
      }
    }
    ms += spans[index]!
  }
  return Int16Array.from(sound, toSample)
}

/** Half a cosine from 0 to 1 about 0, where it is a half. */
function rise(at: number): number {
  if (at >= 0.5) return 1
  return at <= -0.5 ? 0 : 0.5 + 0.5 * Math.sin(Math.PI * at)
}

/** Too loud a sound is cut off, as a line does. */
const toSample = (value: number): number => Math.max(-32768, Math.min(32767, Math.round(value)))
