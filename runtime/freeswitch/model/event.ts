// Events as the switch makes them, and as they go over the wire.
import { toBytes } from '../codec/text.ts'

export type HeaderValue = string | readonly string[]

export interface SwitchEvent {
  readonly name: string
  readonly subclass: string | null
  /** The channel that it is of. */
  readonly channel: string | null
  /** The channel whose connection asked for it: of a background job. */
  readonly owner: string | null
  /** In their order; of several with one name the first counts. */
  readonly headers: readonly (readonly [name: string, value: HeaderValue])[]
  readonly body: string | null
}

export type EventFormat = 'plain' | 'json'

export const headerValue = (event: SwitchEvent, name: string): string | undefined => {
  const lower = name.toLowerCase()
  const found = event.headers.find(([header]) => header.toLowerCase() === lower)
  return found === undefined ? undefined : flat(found[1])
}

const ARRAY = 'ARRAY::'

/** A list as it stands in one header. */
export const flat = (value: HeaderValue): string => (typeof value === 'string' ? value : ARRAY + value.join('|:'))

/** The value that a text stands for: `ARRAY::one|:two` is a list. */
export const valueOf = (text: string): HeaderValue => (text.startsWith(ARRAY) ? text.slice(ARRAY.length).split('|:') : text)

const UNSAFE = new Set([...toBytes('\r\n #%&+:;<=>?@[\\]^`{|}"')])

const isUpperHex = (byte: number | undefined): boolean => byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 70))

const SAFE = /^[A-Za-z0-9_.\-~/$!'()*,]*$/

/** Percent encoding with the switch's flaw: what looks like an escape with big letters is not encoded again. */
function encodeValue(value: string): string {
  if (SAFE.test(value)) return value
  const bytes = toBytes(value)
  let text = ''
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    const escaped = byte === 37 && isUpperHex(bytes[at + 1]) && isUpperHex(bytes[at + 2])
    text +=
      !escaped && (byte < 32 || byte > 126 || UNSAFE.has(byte))
        ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte)
  }
  return text
}

/** Header lines and a blank line, then the body where there is one. */
export function plainText({ headers, body }: SwitchEvent): string {
  let text = ''
  for (const [name, value] of headers) text += `${name}: ${flat(value) === '' ? '_undef_' : encodeValue(flat(value))}\n`
  if (body === null) return `${text}\n`
  return `${text}Content-Length: ${toBytes(body).length}\n\n${body}`
}

function jsonText({ headers, body }: SwitchEvent): string {
  const out: Record<string, HeaderValue> = {}
  for (const [name, value] of headers) if (!Object.hasOwn(out, name)) out[name] = value
  if (body !== null) {
    out['Content-Length'] = String(toBytes(body).length)
    out['_body'] = body
  }
  return JSON.stringify(out)
}

/** The frame of an event. */
export function eventFrame(event: SwitchEvent, format: EventFormat): string {
  const text = format === 'plain' ? plainText(event) : jsonText(event)
  return `Content-Length: ${toBytes(text).length}\nContent-Type: text/event-${format}\n\n${text}`
}
