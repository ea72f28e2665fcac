// Bytes and texts. Event Socket counts bytes and carries UTF-8.

const encoder = new TextEncoder()
// A mark at the start of a value is part of the value.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export const toBytes = (text: string): Uint8Array => encoder.encode(text)

/** UTF-8; a byte that is none becomes U+FFFD. */
export const toText = (bytes: Uint8Array): string => decoder.decode(bytes)

/** The text of a part of some bytes. Short ASCII is put together here, which is faster than a decoder's start. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 12) return decoder.decode(bytes.subarray(from, to))
  let text = ''
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (byte > 127) return decoder.decode(bytes.subarray(from, to))
    text += ASCII[byte]!
  }
  return text
}

const ASCII: readonly string[] = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))

const hex = (byte: number | undefined): number => {
  if (byte === undefined) return -1
  if (byte >= 48 && byte <= 57) return byte - 48
  const letter = byte | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}

const PERCENT = 37

/** The same of a text that is ASCII. */
export function decodeText(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    const bytes = toBytes(text)
    return decodePercent(bytes, 0, bytes.length)
  }
}

/**
 * Percent decoding. `+` stays `+` (FreeSWITCH writes a blank as %20) and an escape that is none is kept as it is.
 * FreeSWITCH does not encode a `%41` that a value already holds, so a value with such a text comes out shorter than it went in:
 * only JSON events and `api uuid_getvar` have the true one.
 */
export function decodePercent(bytes: Uint8Array, from: number, to: number): string {
  let escape = from
  while (escape < to && bytes[escape] !== PERCENT) escape++
  if (escape === to) return textOf(bytes, from, to)
  const out = new Uint8Array(to - from)
  let length = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (byte === PERCENT && at + 2 < to) {
      const high = hex(bytes[at + 1])
      const low = hex(bytes[at + 2])
      if (high >= 0 && low >= 0) {
        out[length++] = high * 16 + low
        at += 2
        continue
      }
    }
    out[length++] = byte
  }
  return textOf(out, 0, length)
}
