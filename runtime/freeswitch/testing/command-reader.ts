// a lone CR ends a line before any LF is looked for, blanks before a value are dropped, and the first of two headers counts.
import { toText } from '../codec/text.ts'

export interface ReadCommand {
  readonly line: string
  /** Header lines as they are split, names in small letters. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
  readonly bytes: Uint8Array
}

export const headerOfCommand = (command: ReadCommand, name: string): string | undefined =>
  command.headers.find(([header]) => header === name)?.[1]

const LF = 10
const CR = 13
const MOST = 10 * 1024 * 1024

export interface CommandReader {
  push(chunk: Uint8Array): readonly ReadCommand[]
  /** A command whose Content-Length is not to be had: the switch ends the connection. */
  broken(): boolean
  pending(): number
}

export function createCommandReader(): CommandReader {
  let bytes: number[] = []
  let lineFeeds = 0
  let head: { readonly length: number; readonly body: number; readonly lines: readonly string[] } | null = null
  let broken = false

  const whole = (found: ReadCommand[]): void => {
    const { length, lines } = head!
    const all = Uint8Array.from(bytes)
    const body = all.subarray(length)
    found.push({
      line: lines[0] ?? '',
      headers: lines.slice(1).flatMap(headerOf),
      body: body.length > 0 ? untilNul(toText(body)) : null,
      bytes: all,
    })
    bytes = []
    lineFeeds = 0
    head = null
  }

  return {
    push(chunk) {
      const found: ReadCommand[] = []
      for (const byte of chunk) {
        if (broken) break
        if (!head && bytes.length === 0 && (byte === LF || byte === CR)) continue
        bytes.push(byte)
        if (head) {
          if (bytes.length === head.length + head.body) whole(found)
          continue
        }
        if (byte === LF) lineFeeds++
        else if (byte !== CR) lineFeeds = 0
        if (lineFeeds < 2) continue
        const lines = splitLines(untilNul(toText(Uint8Array.from(bytes))))
        const length =
          Number.parseInt(
            lines
              .slice(1)
              .flatMap(headerOf)
              .find(([name]) => name === 'content-length')?.[1] ?? '0',
            10,
          ) || 0
        if (length < 0 || length > MOST) broken = true
        else {
          head = { length: bytes.length, body: length, lines }
          if (length === 0) whole(found)
        }
      }
      return found
    },
    broken: () => broken,
    pending: () => bytes.length,
  }
}

const untilNul = (text: string): string => text.split('\0', 1)[0]!

function splitLines(text: string): string[] {
  const lines: string[] = []
  let rest = text
  while (rest !== '') {
    const end = rest.includes('\r') ? rest.indexOf('\r') : rest.indexOf('\n')
    const line = end === -1 ? rest : rest.slice(0, end)
    // What is taken as one line may have another line's end in it: only what is before that end is used.
    lines.push(line.split('\n', 1)[0]!)
    rest = end === -1 ? '' : rest.slice(end).replace(/^[\r\n]+/, '')
  }
  return lines
}

function headerOf(line: string): (readonly [string, string])[] {
  const colon = line.indexOf(':')
  return colon === -1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).replace(/^ +/, '')]]
}
