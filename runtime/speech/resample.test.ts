import { expect, it } from 'vitest'
import { resample, trimSilence } from './resample.ts'

const tone = (pitch: number, rate: number, ms = 500): Int16Array =>
  Int16Array.from({ length: (rate * ms) / 1000 }, (_, at) => Math.round(10_000 * Math.sin((2 * Math.PI * pitch * at) / rate)))
/** RMS of the middle, where the ends do not matter. */
const level = (samples: Int16Array): number => {
  const middle = samples.subarray(samples.length >> 2, (samples.length * 3) >> 2)
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length)
}

it.each([
  [22_050, 8000],
  [22_050, 16_000],
  [8000, 16_000],
  [44_100, 8000],
  [24_000, 16_000],
])('%i Hz to %i Hz keeps a tone of speech within 0.1 dB, in place', (from, to) => {
  for (const pitch of [200, 1000, 3000]) {
    const expected = tone(pitch, to)
    const made = resample(tone(pitch, from), from, to)
    expect(made.length).toBe(expected.length)
    expect(Math.abs(20 * Math.log10(level(made) / level(expected)))).toBeLessThan(0.1)
    const difference = made.map((sample, at) => sample - expected[at]!)
    expect(level(difference) / level(expected)).toBeLessThan(0.02)
  }
})

it('what the lower rate cannot hold does not fold back into speech', () => {
  for (const pitch of [4600, 6000, 9000]) expect(level(resample(tone(pitch, 22_050), 22_050, 8000)) / 7071).toBeLessThan(0.001)
})

it('never more than the scale holds, and nothing of nothing', () => {
  const square = Int16Array.from({ length: 4000 }, (_, at) => (at % 100 < 50 ? 32767 : -32768))
  expect(Math.max(...resample(square, 22_050, 8000))).toBe(32767)
  expect(resample(new Int16Array(10), 8000, 16_000)).toEqual(new Int16Array(20))
  const same = tone(300, 8000)
  expect(resample(same, 8000, 8000)).toBe(same)
})

it('silence at the ends is cut, but for what is to be kept', () => {
  const padded = new Int16Array(8000)
  padded.set(tone(500, 8000, 250), 2000)
  expect(trimSilence(padded, 8000, 0).length).toBe(2000)
  expect(trimSilence(padded, 8000, 20).length).toBe(2320)
  expect(trimSilence(new Int16Array(800).fill(20), 8000, 20).length).toBe(0)
})
