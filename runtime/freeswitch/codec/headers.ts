// Header lines in bytes, found when they are asked for. `Name: value\n`, one blank after the colon, no folding.
import { decodePercent, decodeText, textOf, toBytes } from './text.ts'

const LF = 10
const COLON = 58
const BLANK = 32

/** A header's name as it stands in the bytes, with Horspool's table: a search looks at one byte in ten. */
interface Needle {
  readonly bytes: Uint8Array
  readonly skips: Uint8Array
}

const needles = new Map<string, Needle>()

function needleOf(name: string): Needle {
  const known = needles.get(name)
  if (known) return known
  const bytes = toBytes(`\n${name}:`)
  const last = bytes.length - 1
  const skips = new Uint8Array(256).fill(Math.min(bytes.length, 255))
  for (let at = 0; at < last; at++) skips[bytes[at]!] = Math.min(last - at, 255)
  const needle = { bytes, skips }
  // Names come from code. Where a program asks for made-up ones all the same, they are not kept for ever.
  if (needles.size >= 1000) needles.clear()
  needles.set(name, needle)
  return needle
}

/** Where the value of the first `\nName:` in [from, to) starts; −1 where there is none. */
function search(bytes: Uint8Array, from: number, to: number, { bytes: wanted, skips }: Needle): number {
  const last = wanted.length - 1
  for (let at = from + last; at < to; at += skips[bytes[at]!]!) {
    if (bytes[at] !== COLON) continue
    let back = 1
    while (back <= last && bytes[at - back] === wanted[last - back]) back++
    if (back > last) return bytes[at + 1] === BLANK ? at + 2 : at + 1
  }
  return -1
}

/** Where the value of a header starts, the first one where there are several (as in FreeSWITCH); −1 where there is none. Case counts. */
export function findHeader(bytes: Uint8Array, from: number, to: number, name: string): number {
  const needle = needleOf(name)
  // In an event the byte before is the blank line's. Where there is none, the first line has no line end before it.
  if (from > 0 && bytes[from - 1] === LF) return search(bytes, from - 1, to, needle)
  const { bytes: wanted } = needle
  let at = 1
  while (at < wanted.length && bytes[from + at - 1] === wanted[at]) at++
  if (at === wanted.length && from + at - 1 <= to) return bytes[from + at - 1] === BLANK ? from + at : from + at - 1
  return search(bytes, from, to, needle)
}

export function endOfLine(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] !== LF) at++
  return at
}

/** The value of a header; undefined where there is none. */
export function readHeader(bytes: Uint8Array, from: number, to: number, name: string, encoded: boolean): string | undefined {
  const start = findHeader(bytes, from, to, name)
  if (start === -1) return undefined
  return readValue(bytes, start, endOfLine(bytes, start, to), encoded)
}

/** FreeSWITCH writes an empty value as `_undef_` where it encodes values. */
const emptied = (value: string): string => (value === '_undef_' ? '' : value)

/** A value, decoded where it is encoded. */
export const readValue = (bytes: Uint8Array, from: number, to: number, encoded: boolean): string =>
  encoded ? emptied(decodePercent(bytes, from, to)) : textOf(bytes, from, to)

type Header = readonly [name: string, value: string]

/** All headers in their order. A line without a colon is none. */
export function readHeaders(bytes: Uint8Array, from: number, to: number, encoded: boolean): readonly Header[] {
  const text = textOf(bytes, from, to)
  // Encoded lines are ASCII. Where they are not, a letter may be half encoded, and only its bytes tell.
  return text.length === to - from ? headersOfText(text, encoded) : headersOfBytes(bytes, from, to, encoded)
}

function headersOfText(text: string, encoded: boolean): readonly Header[] {
  const found: Header[] = []
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next
    const colon = text.indexOf(':', at)
    if (colon !== -1 && colon < end) {
      const value = text.slice(text.charCodeAt(colon + 1) === BLANK ? colon + 2 : colon + 1, end)
      found.push([text.slice(at, colon), encoded ? emptied(decodeText(value)) : value])
    }
    at = end + 1
  }
  return found
}

function headersOfBytes(bytes: Uint8Array, from: number, to: number, encoded: boolean): readonly Header[] {
  const found: Header[] = []
  for (let at = from; at < to;) {
    const end = endOfLine(bytes, at, to)
    let colon = at
    while (colon < end && bytes[colon] !== COLON) colon++
    if (colon < end) {
      const start = bytes[colon + 1] === BLANK ? colon + 2 : colon + 1
      found.push([textOf(bytes, at, colon), readValue(bytes, start, end, encoded)])
    }
    at = end + 1
  }
  return found
}
