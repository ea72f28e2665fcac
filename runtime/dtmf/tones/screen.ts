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

/** One multiplication a sample of the window and filter; `look` allocates nothing. */
export function createScreen(
  sampleRate: number,
  size: number,
  limits: ScreenLimits,
): { readonly look: (buffer: Float64Array, from: number) => Screen } {
  const window = Float64Array.from({ length: size }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / size))
  // Two samples a step: where their number is odd a nought is the last.
  const even = size + (size & 1)
  const windowed = new Float64Array(even)
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

  /** All eight in one loop: each waits for its own last step, and meanwhile the others go on. */
  function filter(): void {
    const c0 = 2 * cosines[0]!
    const c1 = 2 * cosines[1]!
    const c2 = 2 * cosines[2]!
    const c3 = 2 * cosines[3]!
    const c4 = 2 * cosines[4]!
    const c5 = 2 * cosines[5]!
    const c6 = 2 * cosines[6]!
    const c7 = 2 * cosines[7]!
    let a0 = 0
    let b0 = 0
    let a1 = 0
    let b1 = 0
    let a2 = 0
    let b2 = 0
    let a3 = 0
    let b3 = 0
    let a4 = 0
    let b4 = 0
    let a5 = 0
    let b5 = 0
    let a6 = 0
    let b6 = 0
    let a7 = 0
    let b7 = 0
    for (let at = 0; at < even; at += 2) {
      const one = windowed[at]!
      const two = windowed[at + 1]!
      b0 = one + c0 * a0 - b0
      a0 = two + c0 * b0 - a0
      b1 = one + c1 * a1 - b1
      a1 = two + c1 * b1 - a1
      b2 = one + c2 * a2 - b2
      a2 = two + c2 * b2 - a2
      b3 = one + c3 * a3 - b3
      a3 = two + c3 * b3 - a3
      b4 = one + c4 * a4 - b4
      a4 = two + c4 * b4 - a4
      b5 = one + c5 * a5 - b5
      a5 = two + c5 * b5 - a5
      b6 = one + c6 * a6 - b6
      a6 = two + c6 * b6 - a6
      b7 = one + c7 * a7 - b7
      a7 = two + c7 * b7 - a7
    }
    put(0, a0, b0)
    put(1, a1, b1)
    put(2, a2, b2)
    put(3, a3, b3)
    put(4, a4, b4)
    put(5, a5, b5)
    put(6, a6, b6)
    put(7, a7, b7)
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
    filter()
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
