// Takes the dial tone out: 350, 400, 425, 440 and 450 Hz, of whatever country, lie below every tone of a key.

const ORDER = 6
/** Hz and dB of the pass band; at 450 Hz it is 35 dB down. */
const EDGE = 660
const RIPPLE = 0.5

/** A Chebyshev high pass of the sixth order as three sections, by the bilinear transform; one sample in, one out. */
export function createDialToneFilter(sampleRate: number): (sample: number) => number {
  const edge = Math.tan((Math.PI * EDGE) / sampleRate)
  const spread = Math.asinh(1 / Math.sqrt(10 ** (RIPPLE / 10) - 1)) / ORDER
  const sections = Array.from({ length: ORDER / 2 }, (_, index) => {
    const angle = ((2 * index + 1) * Math.PI) / (2 * ORDER)
    // Poles of the low pass at edge 1: s² + d·s + m; the high pass has edge / s in the place of s.
    const d = 2 * Math.sinh(spread) * Math.sin(angle)
    const m = (Math.sinh(spread) * Math.sin(angle)) ** 2 + (Math.cosh(spread) * Math.cos(angle)) ** 2
    const scale = m + d * edge + edge * edge
    return { gain: m / scale, a1: (2 * (edge * edge - m)) / scale, a2: (m - d * edge + edge * edge) / scale, s1: 0, s2: 0 }
  })
  return sample => {
    let value = sample
    for (const section of sections) {
      const state = value - section.a1 * section.s1 - section.a2 * section.s2
      value = section.gain * (state - 2 * section.s1 + section.s2)
      section.s2 = section.s1
      section.s1 = state
    }
    return value
  }
}
