// Waits until a file of the work changes. Looks at times rather than asking the system, which tells each platform's own story.
import type { FileSystem, Io } from './io.ts'
import { absolutePath } from './paths.ts'
import { filesBelow } from './project.ts'
import { MEMORY } from './test-memory.ts'

const EVERY = 300
const ENDINGS = ['.ivr', '.dtmf', '.json', '.csv', '.txt']

export interface Watch {
  /** To work with: what is looked for or read by it is watched wherever it lies, and what it writes is no change. */
  readonly io: Io
  /** Before the files are read: what changes from here on is a change, also while they are worked with. */
  readonly begin: () => void
  /** Resolves after a change since `begin`, or when it is stopped. */
  readonly change: () => Promise<void>
}

export function createWatch(io: Io): Watch {
  const folder = absolutePath(io.cwd, '.')
  const ours = `${absolutePath(folder, MEMORY)}/`
  const look = (): Map<string, string> => {
    const below = filesBelow(io.fs, folder, '').filter(path => isWork(path))
    return new Map([...below, ...elsewhere].map(path => [path, stateOf(io.fs, path)]))
  }
  /** What was read or written beside the files below the folder. A path that ends in `/`: what lies in that folder. */
  const elsewhere = new Set<string>()
  let before = new Map<string, string>()
  const note = (path: string): void => {
    if (before.has(path) || path.startsWith(ours)) return
    elsewhere.add(path)
    before.set(path, stateOf(io.fs, path))
  }
  const fs: FileSystem = {
    ...io.fs,
    // Noted before it is read: what is written between the two is read once more, and not missed.
    read: path => {
      note(path)
      return io.fs.read(path)
    },
    status: path => {
      const found = io.fs.status(path)
      // What is not there may come.
      if (found?.kind !== 'folder') note(path)
      return found
    },
    list: path => {
      if (path !== folder && !path.startsWith(`${folder}/`)) note(`${path}/`)
      return io.fs.list(path)
    },
    write: (path, content) => {
      io.fs.write(path, content)
      if (path.startsWith(ours) || !(before.has(path) || isWork(path))) return
      elsewhere.add(path)
      before.set(path, stateOf(io.fs, path))
      const around = path.slice(0, path.lastIndexOf('/') + 1)
      if (before.has(around)) before.set(around, stateOf(io.fs, around))
    },
  }
  return {
    // Not a copy, which would ask for standard input.
    io: Object.create(io, { fs: { value: fs } }) as Io,
    begin: () => {
      before = look()
    },
    change: async () => {
      for (;;) {
        await io.sleep(EVERY, io.stop)
        if (io.stop.aborted) return
        const now = look()
        if ([...new Set([...before.keys(), ...now.keys()])].some(path => (before.get(path) ?? '') !== (now.get(path) ?? ''))) return
      }
    },
  }
}

const isWork = (path: string): boolean => ENDINGS.some(ending => path.endsWith(ending))

/** '' where there is nothing. */
function stateOf(fs: FileSystem, path: string): string {
  try {
    if (path.endsWith('/')) return fs.list(path.slice(0, -1)).filter(name => isWork(name) || name.endsWith('/')).join('\n') // prettier-ignore
    const status = fs.status(path)
    return status ? `${status.modified} ${status.size}` : ''
  } catch {
    // What cannot be looked at (a link that leads round in circles) does not change either.
    return ''
  }
}
