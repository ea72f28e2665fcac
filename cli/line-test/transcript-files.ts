// The transcripts of both calls of a script, as files that can be laid side by side.
import { hash } from 'node:crypto'
import { Refusal } from '../exit.ts'
import type { Io } from '../io.ts'
import { absolutePath } from '../paths.ts'

/** Bytes of a script's name in that of its files: the usual file systems take names of 255 in all, and a Chinese character is three. */
const MOST = 180

/** What the names of a script's files begin with. Its id's hash keeps apart those that differ in punctuation, in case or at their ends. */
export function transcriptName(id: string): string {
  const words = id.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')
  let [name, bytes] = ['', 0]
  for (const character of words) {
    bytes += Buffer.byteLength(character)
    if (bytes > MOST) break
    name += character
  }
  return `${name.replace(/-$/, '')}-${hash('sha256', id).slice(0, 8)}`
}

/** `folder` as it was named. Throws a refusal where they cannot be written. */
export function writeTranscripts(io: Pick<Io, 'fs' | 'cwd'>, folder: string, id: string, simulator: string, line: string): void {
  const path = `${absolutePath(io.cwd, folder)}/${transcriptName(id)}`
  try {
    io.fs.write(`${path}.simulator.txt`, simulator)
    io.fs.write(`${path}.line.txt`, line)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (typeof code !== 'string') throw error
    throw new Refusal({ en: `${folder}: the transcripts cannot be written (${code}).`, zh: `${folder}：无法写入通话记录（${code}）。` })
  }
}
