import { createToneDetector, type ToneDetectorOptions, type ToneEvent } from '../detect.ts'
import { amplitudeOf } from '../frequencies.ts'

/** All keys of a sound. */
export function hear(sound: Int16Array, options: Partial<ToneDetectorOptions> = {}): readonly ToneEvent[] {
  const detector = createToneDetector({ sampleRate: 8000, ...options })
  return [...detector.push(sound), ...detector.end()]
}

export const keysOf = (events: readonly ToneEvent[]): string => events.map(event => event.key).join('')

/** Root of the mean square of noise or sine of so many dBm0. */
export const strengthOf = (dBm0: number): number => amplitudeOf(dBm0) / Math.SQRT2

/** Both tones together, dBm0: the low one at `level`, the high one `twist` above. */
export const levelOfBoth = (level: number, twist = 0): number => 10 * Math.log10(10 ** (level / 10) + 10 ** ((level + twist) / 10))
