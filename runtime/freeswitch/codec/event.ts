// Events. A plain event is its bytes: a header is looked for when it is asked for, and decoded then.
import type { Frame } from './frames.ts'
import { endOfLine, findHeader, readHeader, readHeaders } from './headers.ts'
import { textOf } from './text.ts'

export interface PlainEvent {
  readonly format: 'plain'
  readonly bytes: Uint8Array
  /** Where its header lines start. */
  readonly from: number
  /** Where they end, and where its body starts: found when first asked for. */
  ends: { readonly head: number; readonly body: number } | null
}

export interface JsonEvent {
  readonly format: 'json'
  readonly values: ReadonlyMap<string, string | readonly string[]>
}

export type Event = PlainEvent | JsonEvent

const LF = 10
const ARRAY = 'ARRAY::'
const SEPARATOR = '|:'

/**
 * The event of a frame of kind `event` or `event-json`, or of the reply to `connect`, which is an event and has no body.
 * Null where the frame is none, or its JSON is no object.
 */
export function eventOf(frame: Frame): Event | null {
  switch (frame.kind) {
    case 'event':
      return { format: 'plain', bytes: frame.bytes, from: frame.headLength, ends: null }
    case 'event-json':
      return jsonEventOf(textOf(frame.bytes, frame.headLength, frame.bytes.length))
    case 'reply':
      return isChannelData(frame)
        ? { format: 'plain', bytes: frame.bytes, from: 0, ends: { head: frame.headLength, body: frame.headLength } }
        : null
    default:
      return null
  }
}

/** Whether a reply is that to `connect`: unlike all others an event, percent-encoded. */
export const isChannelData = (frame: Frame): boolean =>
  frame.kind === 'reply' && readHeader(frame.bytes, 0, Math.min(frame.headLength, 64), 'Event-Name', true) === 'CHANNEL_DATA'

function jsonEventOf(text: string): JsonEvent | null {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return null
  const values = new Map<string, string | readonly string[]>()
  for (const [name, value] of Object.entries(read)) {
    if (typeof value === 'string') values.set(name, value)
    else if (Array.isArray(value))
      values.set(
        name,
        value.filter(item => typeof item === 'string'),
      )
    else if (typeof value === 'number' || typeof value === 'boolean') values.set(name, String(value))
  }
  return { format: 'json', values }
}

/**
 * The end of the header lines. An event with a body has an inner Content-Length as its last header, and the body, never encoded,
 * after a blank line; one without ends with the blank line. An event that was sent by a client may have a Content-Length of its own
 * among its headers: only that before the blank line counts.
 */
function endsOf(event: PlainEvent): { readonly head: number; readonly body: number } {
  if (event.ends) return event.ends
  const { bytes, from } = event
  const to = bytes.length
  let ends = { head: to, body: to }
  for (let at = from; at < to;) {
    const start = findHeader(bytes, at, to, 'Content-Length')
    if (start === -1) break
    const end = endOfLine(bytes, start, to)
    if (bytes[end + 1] === LF) {
      ends = { head: end + 1, body: Math.min(end + 2, to) }
      break
    }
    at = end + 1
  }
  event.ends = ends
  return ends
}

/** A header by its exact name: the first where there are several; an array's as `ARRAY::one|:two`; undefined where there is none. */
export function headerOf(event: Event, name: string): string | undefined {
  if (event.format === 'plain') return readHeader(event.bytes, event.from, endsOf(event).head, name, true)
  const value = event.values.get(name)
  return value === undefined || typeof value === 'string' ? value : ARRAY + value.join(SEPARATOR)
}

/** The values of a header: those of an array, or the one. */
export function valuesOf(event: Event, name: string): readonly string[] {
  if (event.format === 'json') {
    const value = event.values.get(name)
    if (value !== undefined && typeof value !== 'string') return value
  }
  const text = headerOf(event, name)
  if (text === undefined) return []
  return text.startsWith(ARRAY) ? text.slice(ARRAY.length).split(SEPARATOR) : [text]
}

/** All headers in their order. */
export function headersOf(event: Event): readonly (readonly [name: string, value: string])[] {
  if (event.format === 'plain') return readHeaders(event.bytes, event.from, endsOf(event).head, true)
  return [...event.values.keys()].filter(name => name !== '_body').map(name => [name, headerOf(event, name)!])
}

/** The body's text; undefined where the event has none. */
export function eventBody(event: Event): string | undefined {
  if (event.format === 'json') return headerOf(event, '_body')
  const { body } = endsOf(event)
  return body === event.bytes.length ? undefined : textOf(event.bytes, body, event.bytes.length)
}

export const eventName = (event: Event): string => headerOf(event, 'Event-Name') ?? ''

/** A variable of the channel. */
export const variableOf = (event: Event, name: string): string | undefined => headerOf(event, `variable_${name}`)
