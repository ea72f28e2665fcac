import { expect, it } from 'vitest'
import { inspectRecording } from './inspect.ts'

const RATE = 8000
/** Something like speech: a tone that swells, `amplitude` at its loudest. */
function sound(ms: number, amplitude = 8000, before = 0, after = 0): { samples: Int16Array; sampleRate: number; ms: number } {
  const count = (of: number): number => Math.round((of * RATE) / 1000)
  const samples = new Int16Array(count(before + ms + after))
  for (let at = 0; at < count(ms); at++) samples[count(before) + at] = Math.round(amplitude * Math.sin((at * 2 * Math.PI * 300) / RATE))
  return { samples, sampleRate: RATE, ms: before + ms + after }
}
const WORDS = 'Welcome to Harbour Bank.'
const kinds = (of: ReturnType<typeof sound>, words = WORDS): string[] => inspectRecording(of, words, 'en-US').map(doubt => doubt.kind)

it('finds nothing wrong with a recording of the usual length', () => {
  expect(kinds(sound(1800))).toEqual([])
  expect(kinds(sound(1800, 8000, 300, 300))).toEqual([])
})

it('doubts what is much too short or too long for its words', () => {
  expect(kinds(sound(150))).toEqual(['short'])
  expect(kinds(sound(15_000))).toEqual(['long'])
  expect(inspectRecording(sound(15_000), WORDS, 'en-US')[0]!.en).toMatch(
    /^It may say something else: it lasts 15\.0 s where about \d\.\d s are usual\.$/,
  )
  // The silence around it is not its length.
  expect(kinds(sound(150, 8000, 1500, 0))).toEqual(['short', 'leading silence'])
})

it('hears clipping, and not a peak that only touches the end of the scale', () => {
  const loud = sound(1800, 60_000)
  for (let at = 0; at < loud.samples.length; at++) {
    loud.samples[at] = Math.max(-32768, Math.min(32767, Math.round(60_000 * Math.sin((at * 2 * Math.PI * 300) / RATE))))
  }
  expect(kinds(loud)).toEqual(['clipped'])
  const peak = sound(1800)
  peak.samples[4000] = 32767
  expect(kinds(peak)).toEqual([])
})

it('hears silence: around, and alone', () => {
  expect(kinds(sound(1800, 8000, 900, 0))).toEqual(['leading silence'])
  expect(kinds(sound(1800, 8000, 0, 2000))).toEqual(['trailing silence'])
  expect(kinds(sound(2000, 0))).toEqual(['silent'])
  expect(kinds(sound(2000, 60))).toEqual(['silent'])
})
