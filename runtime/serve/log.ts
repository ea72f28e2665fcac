// The node's log: JSON lines for machines, each with what happened in words. A value of a caller never comes near it; what could be one
// by mistake is masked all the same.
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
 * Of an error that nobody caught: what it is and where. A bank's module may have written a caller's number into its message, so only the
 * engine's own complaints about code, and the system's about a call, have theirs.
 */
export function strayError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: error === null ? 'null' : typeof error }
  const { name, code, syscall, stack = '' } = error as NodeJS.ErrnoException
  const type = /^[A-Za-z_]\w{0,60}$/.test(name) ? name : 'Error'
  const isOfCode = code === undefined && (error instanceof TypeError || error instanceof ReferenceError)
  const where = stack.split('\n').filter(line => /^ {4}at /.test(line))
  return {
    type,
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? { code } : {}),
    ...(isOfCode || typeof syscall === 'string' ? { message: error.message } : {}),
    stack: where.join('\n'),
  }
}
