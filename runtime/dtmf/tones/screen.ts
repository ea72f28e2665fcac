// Which key, if any, the last 20 ms could be: eight Goertzel filters over a Hann window.
import { HIGH, LOW } from './frequencies.ts'

/** What the filters say of one window. The same object each time. */
export interface Screen {
  /** Index into LOW; −1 where there is no key. */
  low: number
  high: number
  /** What part of the window's energy is in the two tones, 0 … 1; less where they are off their frequencies or fill it in part. */
  share: number
  /** The filters' outputs, with the phase at the window's end. */
  lowRe: number
  lowIm: number
  highRe: number
  highIm: number
}

export interface ScreenLimits {
  /** Peak of the weaker tone, as samples count. */
  readonly amplitude: number
  /** Power of the high tone over that of the low one. */
  readonly mostTwist: number
  readonly leastTwist: number
  readonly share: number
}

/** 8 multiplications a sample of the window and filter; `look` allocates nothing. */
export function createScreen(
  sampleRate: number,
  size: number,
  limits: ScreenLimits,
): { readonly look: (buffer: Float64Array, from: number) => Screen } {
  const window = Float64Array.from({ length: size }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / size))
  const windowed = new Float64Array(size)
  const angles = [...LOW, ...HIGH].map(hertz => (2 * Math.PI * hertz) / sampleRate)
  const cosines = Float64Array.from(angles, Math.cos)
  const sines = Float64Array.from(angles, Math.sin)
  const re = new Float64Array(8)
  const im = new Float64Array(8)
  const power = new Float64Array(8)
  const found: Screen = { low: -1, high: -1, share: 0, lowRe: 0, lowIm: 0, highRe: 0, highIm: 0 }
  // A sine of peak A gives an output of A · size / 4.
  const least = ((limits.amplitude * size) / 4) ** 2
  const leastEnergy = (limits.amplitude ** 2 * 3 * size * 2) / 16

  /** Four at a time, so that all their states stay in registers. */
  function filter(first: number): void {
    const [c0, c1, c2, c3] = [2 * cosines[first]!, 2 * cosines[first + 1]!, 2 * cosines[first + 2]!, 2 * cosines[first + 3]!]
    let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0]
    for (let at = 0; at < size; at++) {
      const sample = windowed[at]!
      const n0 = sample + c0 * a0 - b0
      const n1 = sample + c1 * a1 - b1
      const n2 = sample + c2 * a2 - b2
      const n3 = sample + c3 * a3 - b3
      b0 = a0
      b1 = a1
      b2 = a2
      b3 = a3
      a0 = n0
      a1 = n1
      a2 = n2
      a3 = n3
    }
    put(first, a0, b0)
    put(first + 1, a1, b1)
    put(first + 2, a2, b2)
    put(first + 3, a3, b3)
  }

  function put(index: number, last: number, before: number): void {
    const real = last - before * cosines[index]!
    const imaginary = before * sines[index]!
    re[index] = real
    im[index] = imaginary
    power[index] = real * real + imaginary * imaginary
  }

  const strongest = (first: number): number => {
    let best = first
    for (let index = first + 1; index < first + 4; index++) if (power[index]! > power[best]!) best = index
    return best
  }

  function look(buffer: Float64Array, from: number): Screen {
    found.low = -1
    let energy = 0
    for (let at = 0; at < size; at++) {
      const sample = buffer[from + at]! * window[at]!
      windowed[at] = sample
      energy += sample * sample
    }
    if (energy < leastEnergy / 4) return found
    filter(0)
    filter(4)
    const low = strongest(0)
    const high = strongest(4)
    const [lowPower, highPower] = [power[low]!, power[high]!]
    const share = (3 * (lowPower + highPower)) / (size * energy)
    const twist = highPower / lowPower
    if (share < limits.share || twist > limits.mostTwist || twist < limits.leastTwist) return found
    if (Math.min(lowPower, highPower) < least / 4) return found
    found.low = low
    found.high = high - 4
    found.share = share
    found.lowRe = re[low]!
    found.lowIm = im[low]!
    found.highRe = re[high]!
    found.highIm = im[high]!
    return found
  }

  return { look }
}
