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
