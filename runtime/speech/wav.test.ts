import fc from 'fast-check'
import { expect, it } from 'vitest'
import { A_LAW, MU_LAW } from './g711.ts'
import { readWav, writeWav } from './wav.ts'

const SOUND = Int16Array.from([0, 1, -1, 32767, -32768, 1000, -1000])

interface Header {
  readonly tag?: number
  readonly channels?: number
  readonly rate?: number
  readonly bits?: number
  readonly size?: number
  readonly before?: readonly number[]
  readonly extensible?: boolean
}

function wav(
  data: readonly number[],
  { tag = 1, channels = 1, rate = 8000, bits = 16, size, before = [], extensible }: Header = {},
): Uint8Array {
  const word = (value: number): number[] => [value & 255, (value >> 8) & 255]
  const long = (value: number): number[] => [...word(value), ...word(value >>> 16)]
  const text = (value: string): number[] => [...value].map(letter => letter.charCodeAt(0))
  const format = [
    ...word(extensible ? 0xfffe : tag),
    ...word(channels),
    ...long(rate),
    ...long((rate * channels * bits) / 8),
    ...word((channels * bits) / 8),
    ...word(bits),
    ...(extensible ? [...word(22), ...word(bits), ...long(4), ...word(tag), ...Array<number>(14).fill(0)] : []),
  ]
  const chunks = [...before, ...text('fmt '), ...long(format.length), ...format, ...text('data'), ...long(size ?? data.length), ...data]
  return Uint8Array.from([...text('RIFF'), ...long(chunks.length + 4), ...text('WAVE'), ...chunks])
}

const read = (bytes: Uint8Array): string => {
  const found = readWav(bytes)
  return found.problem ?? `${found.coding} ${found.sampleRate} ${found.ms} ${[...found.samples].join(' ')}`
}

it('what is written is read again', () => {
  const found = readWav(writeWav(SOUND, 16000))
  expect(found).toEqual({ sampleRate: 16000, coding: 'pcm16', samples: SOUND, ms: 0 })
  expect(read(writeWav(new Int16Array(12_000), 8000))).toMatch(/^pcm16 8000 1500 0/)
})

it('what is written is what the format says, byte by byte', () => {
  expect(writeWav(Int16Array.of(1, -2), 8000)).toEqual(wav([1, 0, 254, 255]))
})

it('any samples come back', () => {
  fc.assert(
    fc.property(fc.int16Array({ minLength: 1, maxLength: 300 }), samples => {
      const found = readWav(writeWav(samples, 8000))
      expect(found.problem === undefined && [...found.samples]).toEqual([...samples])
    }),
  )
})

it('8-bit, µ-law, A-law and extensible', () => {
  expect(read(wav([128, 129, 0, 255], { bits: 8 }))).toBe('pcm8 8000 1 0 256 -32768 32512')
  expect(read(wav([0xff, 0x7f, 0x80, 0x00], { tag: 7, bits: 8 }))).toBe('mu-law 8000 1 0 0 32124 -32124')
  expect(read(wav([0xd5, 0x55, 0xaa, 0x2a], { tag: 6, bits: 8 }))).toBe('a-law 8000 1 8 -8 32256 -32256')
  expect(read(wav([1, 0], { extensible: true }))).toBe('pcm16 8000 0 1')
})

it('G.711 expands segment by segment', () => {
  // ITU-T G.711 tables 2a and 1a: the ends of the segments of the positive side, as 16 bits.
  expect([0x80, 0x8f, 0x9f, 0xaf, 0xbf, 0xcf, 0xdf, 0xef, 0xfe, 0xff].map(code => MU_LAW[code])).toEqual([
    32124, 16764, 8316, 4092, 1980, 924, 396, 132, 8, 0,
  ])
  expect([0xaa, 0xa5, 0xba, 0x8a, 0x9a, 0xea, 0xfa, 0xca, 0xd5].map(code => A_LAW[code])).toEqual([
    32256, 16896, 16128, 8064, 4032, 2016, 1008, 504, 8,
  ])
})

it('other chunks are passed over, those of odd length too', () => {
  const list = [76, 73, 83, 84, 3, 0, 0, 0, 1, 2, 3, 0]
  expect(read(wav([5, 0], { before: list }))).toBe('pcm16 8000 0 5')
})

it('a length that was not known when it began means the rest', () => {
  expect(read(wav([5, 0, 6, 0, 7], { size: 0xffffffff }))).toBe('pcm16 8000 0 5 6')
  expect(read(wav([5, 0], { size: 0x7ffff000 }))).toBe('pcm16 8000 0 5')
})

it.each([
  ['empty', new Uint8Array()],
  ['not a wav', Uint8Array.from([1, 2, 3])],
  ['not a wav', new TextEncoder().encode('ID3 and something that is music')],
  ['not a wav', new TextEncoder().encode('RIFF....AVI LIST')],
  ['cut', new TextEncoder().encode('RIFF')],
  ['cut', wav([1, 0]).subarray(0, 30)],
  ['cut', wav([1, 0]).subarray(0, 36)],
  ['cut', wav([1, 0, 2, 0]).subarray(0, 46)],
  ['cut', wav([1, 0, 2])],
  ['empty', wav([])],
  ['empty', wav([], { size: 0xffffffff })],
  ['stereo', wav([1, 0, 1, 0], { channels: 2 })],
  ['stereo', wav([1, 0], { channels: 6 })],
  ['broken', wav([1, 0], { channels: 0 })],
  ['broken', wav([1, 0], { rate: 0 })],
  ['unknown coding', wav([1, 0, 0], { bits: 24 })],
  ['unknown coding', wav([1, 0, 0, 0], { bits: 32, tag: 3 })],
  ['unknown coding', wav([1, 0], { tag: 0x55 })],
])('%s (%#)', (problem, bytes) => {
  const found = readWav(bytes)
  expect(found.problem).toBe(problem)
  expect(found.problem && found.detail.en).toMatch(/^[A-Z].*\.$/)
  expect(found.problem && found.detail.zh).toMatch(/。$/)
})

it('no bytes make it throw', () => {
  const whole = wav([1, 0, 2, 0, 3, 0], { before: [76, 73, 83, 84, 2, 0, 0, 0, 1, 2] })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }), fc.nat(whole.length), (changes, length) => {
      const bytes = whole.slice(0, length)
      for (const [at, value] of changes) if (at < length) bytes[at] = value
      const found = readWav(bytes)
      if (found.problem === undefined) expect(found.samples.length).toBeGreaterThan(0)
    }),
    { numRuns: 3000 },
  )
})
