// Events. A plain event is its bytes: a header is looked for when it is asked for, and decoded then.
import type { Frame } from './frames.ts'
import { endOfLine, findHeader, readHeader, readHeaders, readValue } from './headers.ts'
import { textOf } from './text.ts'

export interface PlainEvent {
  readonly format: 'plain'
  readonly bytes: Uint8Array
  /** Where its header lines start. */
  readonly from: number
  /** Where they end, and where its body starts, once that was found. */
  ends: { readonly head: number; readonly body: number } | null
  /** The start of a line; up to it there is no end. */
  looked: number
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
      return { format: 'plain', bytes: frame.bytes, from: frame.headLength, ends: null, looked: frame.headLength }
    case 'event-json':
      return jsonEventOf(textOf(frame.bytes, frame.headLength, frame.bytes.length))
    case 'reply':
      return isChannelData(frame)
        ? { format: 'plain', bytes: frame.bytes, from: 0, ends: { head: frame.headLength, body: frame.headLength }, looked: 0 }
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
 * Looks for the end of the header lines up to a byte, from where the last look ended. An event with a body has an inner Content-Length
 * as its last header, and the body, never encoded, after a blank line; one without ends with the blank line. An event that was sent
 * by a client may have a Content-Length of its own among its headers: only that before the blank line counts.
 */
function lookForEnd(event: PlainEvent, to: number): void {
  const { bytes } = event
  while (event.ends === null) {
    const start = findHeader(bytes, event.looked, to, 'Content-Length')
    if (start === -1) break
    const end = endOfLine(bytes, start, bytes.length)
    if (bytes[end + 1] === LF) event.ends = { head: end + 1, body: Math.min(end + 2, bytes.length) }
    else event.looked = Math.min(end + 1, bytes.length)
  }
}

function endsOf(event: PlainEvent): { readonly head: number; readonly body: number } {
  lookForEnd(event, event.bytes.length)
  event.ends ??= { head: event.bytes.length, body: event.bytes.length }
  return event.ends
}

/** A header by its exact name: the first where there are several; an array's as `ARRAY::one|:two`; undefined where there is none. */
export function headerOf(event: Event, name: string): string | undefined {
  if (event.format === 'plain') return plainHeader(event, name)
  const value = event.values.get(name)
  return value === undefined || typeof value === 'string' ? value : ARRAY + value.join(SEPARATOR)
}

/** The end of all headers is looked for only as far as one was found: what is found behind it is the body's. */
function plainHeader(event: PlainEvent, name: string): string | undefined {
  const { bytes, from } = event
  const start = findHeader(bytes, from, event.ends?.head ?? bytes.length, name)
  if (start === -1) return undefined
  if (event.ends === null && start > event.looked) {
    lookForEnd(event, start)
    if (event.ends === null) event.looked = Math.max(event.looked, bytes.lastIndexOf(LF, start - 1) + 1)
    else if (start > (event.ends as { head: number }).head) return undefined
  }
  return readValue(bytes, start, endOfLine(bytes, start, bytes.length), true)
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

/** When it was, in ms by the clock of the switch; NaN where that is not said. */
export const timeOf = (event: Event): number => Number(headerOf(event, 'Event-Date-Timestamp') ?? 'none') / 1000
