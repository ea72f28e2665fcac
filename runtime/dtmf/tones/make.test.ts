import { expect, it } from 'vitest'
import { amplitudeOf, dBm0Of, HIGH, LOW, TONE_KEYS } from './frequencies.ts'
import { makeTones } from './make.ts'
import { amplitudes, fitPair } from './pair.ts'

const measured = (sound: Int16Array, from: number, to: number, low: number, high: number, sampleRate = 8000): readonly number[] => {
  const pair = fitPair(Float64Array.from(sound), from, to, (2 * Math.PI * low) / sampleRate, (2 * Math.PI * high) / sampleRate)
  const peaks = amplitudes(pair)
  return [dBm0Of(peaks.low), dBm0Of(peaks.high), 10 * Math.log10(pair.energy / pair.rest)]
}

it('a sine of 3.17 dBm0 reaches the end of µ-law, one of 0 dBm0 is 3.17 dB below', () => {
  expect(amplitudeOf(3.17)).toBe(32636)
  expect(20 * Math.log10(32636 / amplitudeOf(0))).toBeCloseTo(3.17, 9)
  expect(dBm0Of(amplitudeOf(-27))).toBeCloseTo(-27, 9)
})

it.each([8000, 16000])('each key is its two frequencies at the levels asked for and nothing else, at %i Hz', sampleRate => {
  for (const [place, key] of [...TONE_KEYS].entries()) {
    const sound = makeTones(key, { sampleRate, level: -12, twist: 3 })
    const inside = [(52 * sampleRate) / 1000, (98 * sampleRate) / 1000] as const
    const [low, high, purity] = measured(sound, ...inside, LOW[place >> 2]!, HIGH[place & 3]!, sampleRate)
    expect(low).toBeCloseTo(-12, 2)
    expect(high).toBeCloseTo(-9, 2)
    expect(purity).toBeGreaterThan(60)
  }
})

it('lasts what its keys, gaps and pauses last', () => {
  expect(makeTones('12', { duration: 60, gap: 40, before: 10 }).length).toBe((10 + 100 + 100) * 8)
  expect(makeTones('1,2', { sampleRate: 16000 }).length).toBe((50 + 100 + 500 + 100) * 16)
  expect(makeTones('', { before: 20 })).toEqual(new Int16Array(160))
})

it('rises and falls about its edges, and is silent beyond', () => {
  const sound = makeTones('5', { duration: 50, shape: 4 })
  expect(sound.slice(0, 48 * 8).every(sample => sample === 0)).toBe(true)
  expect(sound.slice(102 * 8).every(sample => sample === 0)).toBe(true)
  expect(sound.slice(48 * 8, 50 * 8).some(sample => sample !== 0)).toBe(true)
  const steps = [...sound].map((sample, at) => Math.abs(sample - (sound[at - 1] ?? 0)))
  const sharp = [...makeTones('5', { shape: 0 })].map((sample, at, all) => Math.abs(sample - (all[at - 1] ?? 0)))
  expect(Math.max(...steps)).toBeLessThanOrEqual(Math.max(...sharp))
})

it('what is too loud is cut off at the end of the scale', () => {
  const sound = makeTones('1', { level: 3 })
  expect(Math.max(...sound)).toBe(32767)
  expect(Math.min(...sound)).toBe(-32768)
})

it('refuses what is no key', () => {
  expect(() => makeTones('12x')).toThrow(new RangeError('"x" is no key of a telephone'))
})
