// The keys and their two tones (ITU-T Q.23 §6), and levels in dBm0.

/** Hz, rows of the keypad from above. */
export const LOW: readonly number[] = [697, 770, 852, 941]
/** Hz, columns from the left. */
export const HIGH: readonly number[] = [1209, 1336, 1477, 1633]
/** Row by row. */
export const TONE_KEYS = '123A456B789C*0#D'

/** A sine of this level reaches the end of the scale: ITU-T G.711, 3.17 dBm0 for µ-law, whose largest value is 8159 of 14 bits. */
const FULL_SCALE = { dBm0: 3.17, peak: 8159 * 4 }

/** Peak of a sine of so many dBm0, as 16-bit samples count. */
export const amplitudeOf = (dBm0: number): number => FULL_SCALE.peak * 10 ** ((dBm0 - FULL_SCALE.dBm0) / 20)

export const dBm0Of = (amplitude: number): number => FULL_SCALE.dBm0 + 20 * Math.log10(amplitude / FULL_SCALE.peak)

/** How much stronger one tone may be than the other, dB. */
export interface Twist {
  /** The high tone above the low one. */
  readonly normal: number
  /** The low tone above the high one. */
  readonly reverse: number
}

/** By administration: ITU-T Q.24 table A-1, as Asterisk's `dsp.conf.sample` gives it. */
export const TWISTS = {
  'AT&T': { normal: 8, reverse: 4 },
  NTT: { normal: 5, reverse: 5 },
  Denmark: { normal: 6, reverse: 6 },
  ETSI: { normal: 6, reverse: 6 },
  Brazil: { normal: 9, reverse: 9 },
  Australia: { normal: 10, reverse: 10 },
} as const satisfies Readonly<Record<string, Twist>>

export type Administration = keyof typeof TWISTS
