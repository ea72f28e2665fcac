// RTP packets (RFC 3550 §5.1) and keys in them (RFC 4733 §2.3).

export interface RtpPacket {
  readonly payloadType: number
  readonly marker: boolean
  readonly sequence: number
  readonly timestamp: number
  readonly payload: Uint8Array
}

const HEADER = 12

/** Null where it is no RTP: RTCP or something else on the port. */
export function parseRtp(bytes: Uint8Array): RtpPacket | null {
  if (bytes.length < HEADER || bytes[0]! >> 6 !== 2) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const contributors = bytes[0]! & 0x0f
  let start = HEADER + contributors * 4
  if (bytes[0]! & 0x10) {
    if (bytes.length < start + 4) return null
    start += 4 + view.getUint16(start + 2) * 4
  }
  const padding = bytes[0]! & 0x20 ? bytes[bytes.length - 1]! : 0
  if (start > bytes.length - padding) return null
  const payloadType = bytes[1]! & 0x7f
  // §5.1 of RFC 5761: RTCP's types, where it shares the port.
  if (payloadType >= 64 && payloadType < 96) return null
  return {
    payloadType,
    marker: (bytes[1]! & 0x80) !== 0,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    payload: bytes.subarray(start, bytes.length - padding),
  }
}

export function formatRtp({ payloadType, marker, sequence, timestamp, payload }: RtpPacket, source: number): Uint8Array {
  const bytes = new Uint8Array(HEADER + payload.length)
  const view = new DataView(bytes.buffer)
  bytes[0] = 0x80
  bytes[1] = (marker ? 0x80 : 0) | payloadType
  view.setUint16(2, sequence & 0xffff)
  view.setUint32(4, timestamp >>> 0)
  view.setUint32(8, source >>> 0)
  bytes.set(payload, HEADER)
  return bytes
}

/** RFC 4733 §3.2, table 3: the number of each key. */
const KEYS = '0123456789*#ABCD'

export const isKey = (key: string): boolean => key.length === 1 && KEYS.includes(key)

/** §2.3: event, end, volume (−10 dBm0), duration in samples. */
export function keyPayload(key: string, duration: number, end: boolean): Uint8Array {
  return Uint8Array.of(KEYS.indexOf(key), (end ? 0x80 : 0) | 10, (duration >> 8) & 0xff, duration & 0xff)
}

export interface KeyReport {
  readonly key: string
  readonly end: boolean
  /** Samples at 8 kHz. */
  readonly duration: number
}

export function parseKey(payload: Uint8Array): KeyReport | null {
  const key = KEYS[payload[0] ?? -1]
  if (key === undefined || payload.length < 4) return null
  return { key, end: (payload[1]! & 0x80) !== 0, duration: (payload[2]! << 8) | payload[3]! }
}
