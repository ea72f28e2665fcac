import { expect, it } from 'vitest'
import { formatRtp, isKey, keyPayload, parseKey, parseRtp } from './rtp.ts'

const packet = { payloadType: 0, marker: true, sequence: 65_535, timestamp: 4_000_000_000, payload: Uint8Array.of(1, 2, 3) }

it('a packet comes out as it went in', () => {
  expect(parseRtp(formatRtp(packet, 7))).toEqual(packet)
})

it('extensions, contributors and padding are no sound', () => {
  const bytes = formatRtp(packet, 7)
  const more = Uint8Array.of(0x80 | 0x20 | 0x10 | 1, ...bytes.subarray(1, 12), 9, 9, 9, 9, 0, 0, 0, 1, 8, 8, 8, 8, 1, 2, 3, 0, 2)
  expect(parseRtp(more)).toEqual(packet)
})

it.each([
  ['too short', new Uint8Array(11)],
  ['another version', new Uint8Array(20)],
  ['RTCP', Uint8Array.of(0x80, 200, ...new Uint8Array(18))],
  ['an extension longer than the packet', Uint8Array.of(0x90, 0, ...new Uint8Array(10), 0, 0, 255, 255)],
])('%s is no packet', (_, bytes) => {
  expect(parseRtp(bytes)).toBe(null)
})

it('a key’s event has its number, its end and its length', () => {
  expect([...keyPayload('#', 800, true)]).toEqual([11, 0x8a, 3, 32])
  for (const key of '0123456789*#ABCD') expect(parseKey(keyPayload(key, 160, false))).toEqual({ key, end: false, duration: 160 })
  expect(parseKey(Uint8Array.of(16, 0, 0, 0))).toBe(null)
  expect(isKey('E')).toBe(false)
  expect(isKey('12')).toBe(false)
})
