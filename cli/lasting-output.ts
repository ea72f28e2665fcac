// Standard output for a command that goes on whatever becomes of it: a disk without room, a reader that has gone.
import { fstatSync, writeSync } from 'node:fs'
import type { Writable } from 'node:stream'

/** Bytes that wait for a reader who stands still: what is more is left out, or they would fill the memory. */
const MOST_WAITING = 16 * 1024 * 1024

/** Writes a text whole; false where it was left out. Never throws. */
export type LastingOutput = (text: string) => boolean

export function lastingOutput(stream: Writable & { readonly fd: number; readonly isTTY?: boolean }): LastingOutput {
  const kind = fstatSync(stream.fd)
  return kind.isFile() || (kind.isCharacterDevice() && stream.isTTY !== true) ? fileOutput(stream.fd) : pipeOutput(stream)
}

/** To a file Node's own stream writes at once, too, but takes a text that had room for its half for written. */
export function fileOutput(fd: number, write: (fd: number, bytes: Uint8Array) => number = writeSync): LastingOutput {
  /** What stands in the file ends in the middle of a line. */
  let half = false
  return text => {
    let rest = Buffer.from(half ? `\n${text}` : text)
    try {
      while (rest.length > 0) {
        const written = write(fd, rest)
        if (written === 0) return false
        rest = rest.subarray(written)
        half = rest.length > 0
      }
      return true
    } catch {
      return false
    }
  }
}

/** A reader that has gone does not come back. */
export function pipeOutput(stream: Writable): LastingOutput {
  let gone = false
  stream.on('error', () => (gone = true))
  return text => {
    if (gone || stream.writableLength > MOST_WAITING) return false
    stream.write(text)
    return true
  }
}
