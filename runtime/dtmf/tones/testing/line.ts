// What a line does to sound: noise, gaps, other tones. Repeatable: numbers come from a seed.

/** 0 … 1, by the mulberry32 generator. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** White and Gaussian (Box and Muller), of so many as the root of its mean square. */
export function addNoise(sound: Int16Array, strength: number, random: () => number): Int16Array<ArrayBuffer> {
  const noisy = new Int16Array(sound.length)
  for (let at = 0; at < sound.length; at++) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    noisy[at] = clip(sound[at]! + strength * normal)
  }
  return noisy
}

export interface Sine {
  readonly hertz: number
  /** Peak. */
  readonly amplitude: number
}

export function addSines(sound: Int16Array, sampleRate: number, sines: readonly Sine[]): Int16Array<ArrayBuffer> {
  return Int16Array.from(sound, (sample, at) =>
    clip(sines.reduce((sum, { hertz, amplitude }) => sum + amplitude * Math.sin((2 * Math.PI * hertz * at) / sampleRate), sample)),
  )
}

/** Nothing is heard from `from` for `length` samples. */
export function interrupt(sound: Int16Array, from: number, length: number): Int16Array<ArrayBuffer> {
  const cut = Int16Array.from(sound)
  cut.fill(0, from, from + length)
  return cut
}

/** Another sampling rate through a windowed sinc; what lies above 0.45 of the lower rate is gone. */
export function resample(sound: Int16Array, from: number, to: number, pass: number = 0.45 * Math.min(from, to)): Int16Array<ArrayBuffer> {
  const half = Math.ceil((12 * from) / Math.min(from, to))
  const cut = (2 * pass) / from
  const phases = to / divisor(from, to)
  // An output lies at one of few places between two samples: each has its own weights.
  const weights = Array.from({ length: phases }, (_, phase) => {
    const between = ((phase * from) / to) % 1
    return Float64Array.from({ length: 2 * half + 1 }, (_none, tap) => {
      const away = tap - half - between
      const sinc = Math.abs(away) < 1e-9 ? cut : Math.sin(Math.PI * cut * away) / (Math.PI * away)
      return Math.abs(away) > half ? 0 : sinc * (0.5 + 0.5 * Math.cos((Math.PI * away) / half))
    })
  })
  const turned = new Int16Array(Math.floor((sound.length * to) / from))
  for (let index = 0; index < turned.length; index++) {
    const of = weights[index % phases]!
    const begin = Math.floor((index * from) / to) - half
    let sum = 0
    for (let tap = Math.max(0, -begin); tap < Math.min(of.length, sound.length - begin); tap++) sum += sound[begin + tap]! * of[tap]!
    turned[index] = clip(sum)
  }
  return turned
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/** What a telephone line lets through. */
export const lineBand = (sound: Int16Array, sampleRate: number): Int16Array<ArrayBuffer> => resample(sound, sampleRate, sampleRate, 3400)

const clip = (value: number): number => Math.max(-32768, Math.min(32767, Math.round(value)))
