// The node's log: JSON lines for machines, each with what happened in words. A value of a caller never comes near it; what could be one
// by mistake is masked all the same.
import pino, { type DestinationStream, type Logger } from 'pino'

export type { Logger }
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Names under which nothing is ever written. */
const HIDDEN = ['token', 'password', 'authorization', 'arguments', 'values', 'digits', 'secret', 'key']

/** ms; what is logged within them leaves in one write, which costs more than the lines. */
const TOGETHER = 100

export interface LogOutput extends DestinationStream {
  /** Writes what still waits. */
  readonly flush: () => void
}

export function gathered(write: (text: string) => void): LogOutput {
  let waiting = ''
  let timer: NodeJS.Timeout | null = null
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  return {
    write: text => {
      waiting += text
      timer ??= setTimeout(flush, TOGETHER).unref()
    },
    flush,
  }
}

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
