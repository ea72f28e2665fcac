// What a command may touch. Tests hand in their own, so that no process is needed to try a command.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '../runtime/serve/folders.ts'

export interface Output {
  readonly write: (text: string) => void
  readonly isTTY: boolean
  /** Width of the terminal; undefined where there is none. */
  readonly columns: () => number | undefined
}

export interface Input {
  readonly isTTY: boolean
  /** What is typed or piped, as it comes, until its end. On a terminal `raw` gives each key at once, and none is shown. */
  readonly read: (raw: boolean) => AsyncIterable<string>
  /** Ends a `read`; a terminal is as it was before. */
  readonly close: () => void
}

export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other'
  readonly size: number
  /** ms */
  readonly modified: number
}

export interface FileSystem {
  /** Null where there is nothing. Throws where it may not be looked at. */
  readonly status: (path: string) => FileStatus | null
  /** Throws the system's errors. */
  readonly read: (path: string) => Uint8Array
  /** Makes the folders above it. */
  readonly write: (path: string, content: string | Uint8Array) => void
  /** Nothing where there is no such file. */
  readonly remove: (path: string) => void
  /** Names in a folder, sorted; folders end in `/`. */
  readonly list: (folder: string) => readonly string[]
}

export interface Io {
  /** Results. */
  readonly stdout: Output
  /** Progress and refusals. */
  readonly stderr: Output
  readonly stdin: Input
  readonly fs: FileSystem
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** ms since 1970 */
  readonly now: () => number
  /** Resolves after so many ms, at once where `signal` is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Aborted by Ctrl-C: what runs ends cleanly, and the command exits with 130. */
  readonly stop: AbortSignal
  /**
   * For a command that has calls in hand: from now on no output that fails and no error that nobody caught ends the process. `stray` hears
   * of such errors. Gives standard output: false where a text was left out.
   */
  readonly outlive: (stray: (error: unknown, from: 'promise' | 'callback') => void) => (text: string) => boolean
}

export const disk: FileSystem = {
  status: path => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) return null
    return { kind: found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other', size: found.size, modified: found.mtimeMs }
  },
  read: path => readFileSync(path),
  write: (path, content) => {
    makeFolder(dirname(path))
    writeFileSync(path, content)
  },
  remove: path => rmSync(path, { force: true }),
  list: folder =>
    readdirSync(folder, { withFileTypes: true })
      .map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort(),
}

/** Reads each file, and looks at it, once: for as long as files are taken as they were found. */
export function readOnce(fs: FileSystem): FileSystem {
  const statuses = new Map<string, FileStatus | null>()
  const contents = new Map<string, Uint8Array>()
  return {
    ...fs,
    status: path => {
      let found = statuses.get(path)
      if (found === undefined) statuses.set(path, (found = fs.status(path)))
      return found
    },
    read: path => {
      let found = contents.get(path)
      if (found === undefined) contents.set(path, (found = fs.read(path)))
      return found
    },
  }
}
