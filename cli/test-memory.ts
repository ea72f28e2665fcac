// What failed last time, for `--last-failed`: a file of this folder that is nobody's source.
import { readText } from './host.ts'
import type { Io } from './io.ts'
import { absolutePath } from './paths.ts'

/** The folder of it. */
export const MEMORY = '.callwright'
const FILE = `${MEMORY}/last-failed.json`

export function readLastFailed(io: Pick<Io, 'fs' | 'cwd'>): readonly string[] {
  const read = readText(io.fs, absolutePath(io.cwd, FILE))
  if ('problem' in read) return []
  try {
    const list: unknown = JSON.parse(read.text)
    return Array.isArray(list) ? list.filter(one => typeof one === 'string') : []
  } catch {
    return []
  }
}

/** Runs that were not among these keep what is known of them. Nothing is written where nothing ever failed. */
export function writeLastFailed(io: Pick<Io, 'fs' | 'cwd'>, failed: readonly string[], run: readonly string[]): void {
  const before = readLastFailed(io)
  const ran = new Set(run)
  const after = [...before.filter(id => !ran.has(id)), ...failed]
  if (after.length === 0 && before.length === 0) return
  try {
    io.fs.write(absolutePath(io.cwd, FILE), `${JSON.stringify(after, null, 2)}\n`)
  } catch {
    // A folder that cannot be written to has no memory; the results stand all the same.
  }
}
