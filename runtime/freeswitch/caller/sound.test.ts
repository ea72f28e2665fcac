import { expect, it } from 'vitest'
import { fromMuLaw, loudness, shareOf, SILENCE, toMuLaw, tone, wavFile } from './sound.ts'

it('μ-law: each code is its own again, and some of ITU-T G.711’s values', () => {
  for (let code = 0; code < 256; code++) {
    const [sample] = fromMuLaw(Uint8Array.of(code))
    // Two codes are zero.
    if (code !== 0x7f) expect(toMuLaw(sample!)).toBe(code)
  }
  expect([...fromMuLaw(Uint8Array.of(SILENCE, 0x80, 0x00, 0xf0))]).toEqual([0, 32_124, -32_124, 120])
})

it('a tone is full of itself and of no other', () => {
  const sound = tone(440, 200)
  expect(shareOf(440, sound)).toBeGreaterThan(0.95)
  expect(shareOf(880, sound)).toBeLessThan(0.01)
  expect(shareOf(440, tone(0, 20))).toBe(0)
  expect(loudness(sound)).toBeCloseTo(12_000 / Math.SQRT2, -2)
})

it('a file says what it is', () => {
  const file = wavFile(Int16Array.of(1, -2))
  expect(file.toString('latin1', 0, 16)).toBe('RIFF(\0\0\0WAVEfmt ')
  expect([file.readUInt32LE(24), file.readUInt16LE(34), file.readUInt32LE(40), file.readInt16LE(46)]).toEqual([8000, 16, 4, -2])
})
