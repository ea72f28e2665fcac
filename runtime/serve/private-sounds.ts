// Sounds with values in them, `call/….wav` below the folder of what is spoken: each is for one call, and gone when it was heard.
// A node that is killed leaves those of its calls; they are taken away by the next that starts there, and by each that has the same folder.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, stat, unlink, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from './folders.ts'

export interface PrivateSounds {
  readonly folder: string
  /** A new file of these bytes, one piece after the other: its path. Rejects where it cannot be written; null where the node has ended. */
  readonly add: (pieces: readonly Uint8Array[]) => Promise<string | null>
  /** It was heard, or never will be. */
  readonly remove: (path: string) => void
  /** When none of this node's is there any more, also of calls that were cut off. */
  readonly end: () => Promise<void>
}

/** ms. What nobody has touched for so long is of a node that is no more. */
const STALE = 60_000
/** ms. A list that is read aloud may take longer than that: what is still wanted is touched so often. */
const TOUCH = 20_000

/** Ours alone: the folder may be somebody's who keeps other things there. */
const NAME = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.wav(?:\.[\da-f-]{36})?$/

const folderIn = (speech: string): string => join(speech, 'call')

/** `speech`: the folder of what is spoken. The clocks of nodes that share it may differ by less than 40 s. */
export function createPrivateSounds(speech: string): PrivateSounds {
  const folder = folderIn(speech)
  /** That are there. */
  const ours = new Set<string>()
  const writing = new Set<Promise<string>>()
  let ended = false

  const removeStale = async (path: string, before: number): Promise<void> => {
    const found = await stat(path).catch(() => null)
    if (found !== null && found.mtimeMs <= before) await removed(path)
  }

  const look = async (): Promise<void> => {
    // Taken once: a disk that takes its time makes nothing older than it is.
    const at = new Date()
    await Promise.all([...ours].map(path => utimes(path, at, at).catch(() => {})))
    const names = await readdir(folder).catch((): string[] => [])
    for (const name of names) {
      const path = join(folder, name)
      if (NAME.test(name) && !ours.has(path)) await removeStale(path, at.getTime() - STALE)
    }
  }
  void look()
  const looking = setInterval(() => void look(), TOUCH).unref()

  return {
    folder,
    async add(pieces) {
      if (ended) return null
      const written = writePrivateSound(speech, pieces)
      writing.add(written)
      try {
        const path = await written
        ours.add(path)
        return path
      } finally {
        writing.delete(written)
      }
    },
    remove: path => void removed(path).then(() => ours.delete(path)),
    end: async () => {
      ended = true
      clearInterval(looking)
      const late = await Promise.allSettled(writing)
      const paths = late.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
      await Promise.all([...ours, ...paths].map(removed))
    },
  }
}

const removed = (path: string): Promise<void> => unlink(path).catch(() => {})

/** Its path. Readable by the node and its group, which the switch is in; nobody else sees the folder either. */
export async function writePrivateSound(speech: string, pieces: readonly Uint8Array[], name: string = randomUUID()): Promise<string> {
  const path = join(folderIn(speech), `${name}.wav`)
  const write = (): Promise<void> => writePieces(path, pieces)
  try {
    await write().catch(async (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      makeFolder(speech)
      await mkdir(dirname(path), { recursive: true, mode: 0o750 })
      await write()
    })
  } catch (error) {
    // A disk that became full in the middle of it has half of it.
    await removed(path)
    throw error
  }
  return path
}

/** From where they lie: to put a second's sound together first, for each call, is what the collector would run for. */
async function writePieces(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'w', 0o640)
  try {
    const { bytesWritten } = await file.writev(pieces)
    // A disk that is nearly full takes a part; then the rest is written, or what is wrong is told.
    const size = pieces.reduce((sum, { length }) => sum + length, 0)
    if (bytesWritten < size) await file.writeFile(Buffer.concat(pieces).subarray(bytesWritten))
  } finally {
    await file.close()
  }
}
