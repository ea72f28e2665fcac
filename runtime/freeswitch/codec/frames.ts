// Event Socket frames out of bytes, however the bytes are cut: header lines that end in LF, a blank line, and as many bytes as
// Content-Length says. A peer that breaks a limit or the framing is a fault, after which nothing more is read: whoever can put a
// line break into a reply could otherwise write frames of its own.
import { textOf, toBytes } from './text.ts'

export type FrameKind =
  | 'auth-request'
  /** `command/reply` */
  | 'reply'
  /** `api/response` */
  | 'response'
  /** `text/event-plain` */
  | 'event'
  /** `text/event-json` */
  | 'event-json'
  /** `text/disconnect-notice` */
  | 'notice'
  /** `log/data` */
  | 'log'
  /** `text/rude-rejection` */
  | 'rejection'
  | 'other'

export interface Frame {
  readonly kind: FrameKind
  /** The whole frame; a view of the bytes that were pushed where they held it whole. Who keeps it for long should copy it. */
  readonly bytes: Uint8Array
  /** Bytes of the header lines, the blank line included. What follows is the body. */
  readonly headLength: number
}

export interface FrameLimits {
  /** Bytes of the header lines of a frame. */
  readonly headBytes: number
  readonly headers: number
  readonly bodyBytes: number
}

/** The reply to `connect` has all variables of the channel as headers: four KB are usual, and SIP headers may add some. */
export const DEFAULT_LIMITS: FrameLimits = { headBytes: 256 * 1024, headers: 4096, bodyBytes: 8 * 1024 * 1024 }

/** `at` counts bytes from the first that was pushed. */
export type FrameFault =
  | { readonly kind: 'head-too-long'; readonly at: number; readonly limit: number }
  | { readonly kind: 'too-many-headers'; readonly at: number; readonly limit: number }
  | { readonly kind: 'body-too-long'; readonly at: number; readonly limit: number; readonly length: string }
  /** A Content-Length that is no number in digits. */
  | { readonly kind: 'bad-length'; readonly at: number; readonly length: string }
  | { readonly kind: 'two-lengths'; readonly at: number }
  /** Not one frame of FreeSWITCH is without: what was read is the rest of something else. */
  | { readonly kind: 'no-content-type'; readonly at: number }

export interface FrameDecoder {
  /** The frames that are whole now. After a fault always none. */
  push(chunk: Uint8Array): readonly Frame[]
  fault(): FrameFault | null
  /** Bytes of a frame that is not whole: more than 0 at the end of a connection means that half a frame came. */
  pending(): number
  /** Bytes of memory that are held for that frame. */
  held(): number
}

const LF = 10
const NONE: readonly Frame[] = []
const EMPTY: Uint8Array<ArrayBuffer> = new Uint8Array(0)
const USUAL_FRAME = 64 * 1024

const TYPES: readonly (readonly [FrameKind, Uint8Array])[] = (
  [
    ['event', 'text/event-plain'],
    ['reply', 'command/reply'],
    ['response', 'api/response'],
    ['event-json', 'text/event-json'],
    ['notice', 'text/disconnect-notice'],
    ['log', 'log/data'],
    ['auth-request', 'auth/request'],
    ['rejection', 'text/rude-rejection'],
  ] as const
).map(([kind, type]) => [kind, toBytes(type)])

const CONTENT_TYPE = toBytes('content-type:')
const CONTENT_LENGTH = toBytes('content-length:')

/** Whether a line starts with a name given in small letters. */
function startsWith(bytes: Uint8Array, from: number, to: number, name: Uint8Array): boolean {
  if (to - from < name.length) return false
  for (let at = 0; at < name.length; at++) {
    const byte = bytes[from + at]!
    if ((byte >= 65 && byte <= 90 ? byte | 32 : byte) !== name[at]) return false
  }
  return true
}

const equals = (bytes: Uint8Array, from: number, to: number, wanted: Uint8Array): boolean => {
  if (to - from !== wanted.length) return false
  for (let at = 0; at < wanted.length; at++) if (bytes[from + at] !== wanted[at]) return false
  return true
}

const valueStart = (bytes: Uint8Array, from: number): number => (bytes[from] === 32 ? from + 1 : from)

function kindOf(bytes: Uint8Array, from: number, to: number): FrameKind {
  for (const [kind, type] of TYPES) if (equals(bytes, from, to, type)) return kind
  return 'other'
}

export function createFrameDecoder(limits: FrameLimits = DEFAULT_LIMITS): FrameDecoder {
  /** What came of a frame that is not whole, in a buffer that doubles: its size follows the bytes that came, not those announced. */
  let buffer = EMPTY
  let length = 0
  /** Bytes of earlier frames. */
  let passed = 0
  let fault: FrameFault | null = null
  // How far the header lines were looked through.
  let lineEmpty = true
  let lines = 0
  // Known when the header lines are whole.
  let headLength = -1
  let bodyLength = 0
  let kind: FrameKind = 'other'

  const fail = (found: FrameFault): false => {
    fault = found
    buffer = EMPTY
    length = 0
    return false
  }

  const keep = (chunk: Uint8Array, from: number, to: number): void => {
    const needed = length + to - from
    if (needed > buffer.length) {
      // A frame of a usual size gets its whole buffer at once.
      const most = headLength === -1 ? limits.headBytes : headLength + bodyLength
      const grown = new Uint8Array(Math.max(needed, Math.min(most, Math.max(buffer.length * 2, headLength === -1 ? 256 : USUAL_FRAME))))
      grown.set(length === buffer.length ? buffer : buffer.subarray(0, length))
      buffer = grown
    }
    buffer.set(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to), length)
    length = needed
  }

  /** Reads Content-Type and Content-Length of the header lines in [from, to). */
  const readHead = (bytes: Uint8Array, from: number, to: number): boolean => {
    let typed = false
    let sized = false
    kind = 'other'
    bodyLength = 0
    for (let at = from; at < to;) {
      let end = at
      while (bytes[end] !== LF) end++
      if (startsWith(bytes, at, end, CONTENT_LENGTH)) {
        if (sized) return fail({ kind: 'two-lengths', at: passed })
        sized = true
        const start = valueStart(bytes, at + CONTENT_LENGTH.length)
        let value = 0
        for (let digit = start; digit < end; digit++) {
          const number = bytes[digit]! - 48
          if (number < 0 || number > 9)
            return fail({ kind: 'bad-length', at: passed, length: textOf(bytes, start, Math.min(end, start + 40)) })
          if (value <= limits.bodyBytes) value = value * 10 + number
        }
        if (start === end) return fail({ kind: 'bad-length', at: passed, length: '' })
        if (value > limits.bodyBytes) {
          const written = textOf(bytes, start, Math.min(end, start + 40))
          return fail({ kind: 'body-too-long', at: passed, limit: limits.bodyBytes, length: written })
        }
        bodyLength = value
      } else if (!typed && startsWith(bytes, at, end, CONTENT_TYPE)) {
        typed = true
        kind = kindOf(bytes, valueStart(bytes, at + CONTENT_TYPE.length), end)
      }
      at = end + 1
    }
    return typed || fail({ kind: 'no-content-type', at: passed })
  }

  /**
   * Looks for the end of the header lines in [from, chunk.length); the frame's earlier bytes are in the buffer.
   * Where it ends in the chunk; −1 where it does not, or where there is a fault.
   */
  const findHeadEnd = (chunk: Uint8Array, from: number): number => {
    const room = limits.headBytes - length
    const to = Math.min(chunk.length, from + room)
    for (let at = from; at < to; at++) {
      if (chunk[at] !== LF) {
        lineEmpty = false
        continue
      }
      if (lineEmpty) return at + 1
      lineEmpty = true
      if (++lines > limits.headers) {
        fail({ kind: 'too-many-headers', at: passed, limit: limits.headers })
        return -1
      }
    }
    if (to < chunk.length || chunk.length - from >= room) fail({ kind: 'head-too-long', at: passed, limit: limits.headBytes })
    return -1
  }

  const reset = (): void => {
    passed += headLength + bodyLength
    buffer = EMPTY
    length = 0
    headLength = -1
    bodyLength = 0
    lineEmpty = true
    lines = 0
  }

  return {
    push(chunk) {
      if (fault) return NONE
      const frames: Frame[] = []
      let at = 0
      while (at < chunk.length) {
        const start = at
        if (headLength === -1) {
          const end = findHeadEnd(chunk, at)
          if (fault) return frames
          if (end === -1) {
            keep(chunk, at, chunk.length)
            return frames
          }
          if (length === 0) {
            if (!readHead(chunk, start, end)) return frames
            headLength = end - start
          } else {
            keep(chunk, at, end)
            if (!readHead(buffer, 0, length)) return frames
            headLength = length
            at = end
          }
        }
        const missing = headLength + bodyLength - length
        if (length === 0 && chunk.length - start >= missing) {
          frames.push({ kind, bytes: chunk.subarray(start, start + missing), headLength })
          at = start + missing
          reset()
          continue
        }
        const taken = Math.min(missing, chunk.length - at)
        keep(chunk, at, at + taken)
        at += taken
        if (taken === missing) {
          frames.push({ kind, bytes: buffer.subarray(0, length), headLength })
          reset()
        }
      }
      return frames
    },
    fault: () => fault,
    pending: () => length,
    held: () => buffer.length,
  }
}

/** The body, a view. */
export const bodyOf = (frame: Frame): Uint8Array => frame.bytes.subarray(frame.headLength)
