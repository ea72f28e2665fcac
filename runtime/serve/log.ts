// The node's log: JSON lines for machines, each with what happened in words. A value of a caller never comes near it; what could be one
// by mistake is masked all the same.
import { isIP } from 'node:net'
import pino, { type DestinationStream, type Logger } from 'pino'

export type { Logger }
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Names under which nothing is ever written. */
const HIDDEN = ['token', 'password', 'authorization', 'arguments', 'values', 'digits', 'secret', 'key']

export function createLogger(level: LogLevel, to: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      redact: { paths: [...HIDDEN, ...HIDDEN.map(name => `*.${name}`)], censor: '•' },
    },
    to,
  )
}

/** A destination whose lines may find no room or no reader: they are left out, each is counted, and the next that is written says how many. */
export function leavingOut(write: (text: string) => boolean, leftOut: () => void): DestinationStream {
  let count = 0
  return {
    write: text => {
      if (count > 0 && write(notice(count))) count = 0
      if (count === 0 && write(text)) return
      count++
      leftOut()
    },
  }
}

function notice(lines: number): string {
  const msg = `${lines} log ${lines === 1 ? 'line' : 'lines'} could not be written before this one: is there room on the disk, and does whoever reads the log keep up?`
  return `${JSON.stringify({ level: 'error', time: new Date().toISOString(), lines, msg })}\n`
}

/**
 * Of an error of which nobody knows what is in it: what it is and where, never its message. A bank's module may have written a caller's number into it, and
 * so does the engine itself: `Cannot read properties of undefined (reading '6225…')`. Never throws.
 */
export function shownError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: error === null ? 'null' : typeof error }
  const { name, code, syscall, address, port } = error as NodeJS.ErrnoException & { readonly address?: unknown; readonly port?: unknown }
  const word = (text: unknown): text is string => typeof text === 'string' && /^[A-Za-z_]\w{0,60}$/.test(text)
  return {
    type: word(name) ? name : 'Error',
    ...(word(code) ? { code } : {}),
    ...(word(syscall) ? { syscall } : {}),
    ...(typeof address === 'string' && isIP(address) !== 0 ? { address } : {}),
    ...(typeof port === 'number' ? { port } : {}),
    stack: framesOf(error),
  }
}

/** Where it was thrown; of the message, which stands before, nothing. */
function framesOf({ stack, message }: Error): string {
  if (typeof stack !== 'string' || typeof message !== 'string') return ''
  const from = stack.indexOf(message)
  const frames = from === -1 ? stack : stack.slice(from + message.length)
  return frames
    .split('\n')
    .filter(line => /^ {4}at .*(?::\d+|<anonymous>|native)\)?$/.test(line))
    .join('\n')
}
