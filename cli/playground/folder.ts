// A folder as the page's project. Only files of a project's kinds, none through a symbolic link, none outside; what is written is there
// whole or not at all.
import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { admitFiles, MOST_BYTES, newPathProblem, pathProblem } from '../../playground/project/paths.ts'
import type { Conflict, DiskChange, FolderFile, FolderProject, Written } from './protocol.ts'

export interface Folder {
  readonly read: () => FolderProject
  /** Throws a `FolderRefusal` where it may not be written. */
  readonly write: (path: string, text: string, was: string | null) => Written | Conflict
  readonly remove: (path: string, was: string | null) => Conflict | null
  /** What has changed since the last look, by whomever but those who wrote through here. */
  readonly look: () => readonly DiskChange[]
}

/** Why a file is not written: of its name, or the system's own code. */
export class FolderRefusal extends Error {
  readonly why: string
  constructor(why: string) {
    super(why)
    this.name = 'FolderRefusal'
    this.why = why
  }
}

/** Folders that are never a part of a project. */
const PASSED_OVER = /^(?:\..*|node_modules|dist)$/

/** `stamp` changes with every write, so that what stands as it was is not read again. */
interface SeenFile extends FolderFile {
  readonly stamp: string
}

export function createFolder(given: string): Folder {
  const root = realpathSync(given)
  /** As last told or written. */
  let known = new Map<string, SeenFile>()
  /** Whatever was read, told or not. */
  const read = new Map<string, SeenFile>()
  let refused: FolderProject['refused'] = []

  const scan = (): Map<string, SeenFile> => {
    const found: (SeenFile & { readonly path: string })[] = []
    const notText: { path: string; problem: string }[] = []
    const waiting = ['']
    for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
      for (const entry of entriesOf(join(root, folder))) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        if (entry.isDirectory() && !PASSED_OVER.test(entry.name) && path.split('/').length < 10) waiting.push(path)
        if (!entry.isFile() || pathProblem(path) === 'kind' || entry.name.startsWith('.')) continue
        const file = readWhole(path)
        if (file === 'text' || file === 'much' || file === 'unread') notText.push({ path, problem: file })
        else if (file !== null) found.push({ path, ...file })
      }
    }
    found.sort((one, other) => one.path.split('/').length - other.path.split('/').length || (one.path < other.path ? -1 : 1))
    const admitted = admitFiles(found.map(({ path, text }) => [path, text]))
    refused = [...admitted.refused, ...notText]
    return new Map(found.filter(({ path }) => Object.hasOwn(admitted.files, path)).map(({ path, ...file }) => [path, file]))
  }

  /** Null where there is none (any more). */
  const readWhole = (path: string): SeenFile | 'text' | 'much' | 'unread' | null => {
    try {
      const full = join(root, path)
      const { size, mtimeMs, ino } = lstatSync(full)
      if (size > MOST_BYTES) return 'much'
      const stamp = `${size} ${mtimeMs} ${ino}`
      const before = read.get(path)
      if (before?.stamp === stamp) return before
      const bytes = readFileSync(full)
      const file = { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), hash: hashOf(bytes), stamp }
      read.set(path, file)
      return file
    } catch (error) {
      if (error instanceof TypeError) return 'text'
      return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '') ? null : 'unread'
    }
  }

  /** Where it may be written; no folder over it, nor it itself, is a link. */
  const placeOf = (path: string): string => {
    const problem = pathProblem(path)
    if (problem !== null) throw new FolderRefusal(problem)
    const parts = path.split('/')
    for (let depth = 1; depth <= parts.length; depth++) {
      const status = lstatSync(join(root, ...parts.slice(0, depth)), { throwIfNoEntry: false })
      if (status === undefined) break
      const last = depth === parts.length
      if (status.isSymbolicLink() || (last ? !status.isFile() : !status.isDirectory())) throw new FolderRefusal('link')
    }
    return join(root, path)
  }
  /** Throws where there is one that the page cannot have read: what nobody knows is not written over. */
  const presentOf = (path: string): FolderFile | null => {
    const file = readWhole(path)
    if (typeof file === 'string') throw new FolderRefusal('unread')
    return file === null ? null : { text: file.text, hash: file.hash }
  }

  return {
    read: () => {
      const files = scan()
      known = new Map(files)
      return {
        name: basename(root),
        files: Object.fromEntries([...files].map(([path, { text, hash }]) => [path, { text, hash }])),
        refused,
      }
    },
    write: (path, text, was) => {
      const full = placeOf(path)
      const now = presentOf(path)
      if ((now?.hash ?? null) !== was) return { now }
      if (now === null) {
        const problem = newPathProblem(Object.fromEntries([...known.keys()].map(one => [one, ''])), path)
        if (problem !== null) throw new FolderRefusal(problem)
      }
      const bytes = Buffer.from(text)
      if (bytes.length > MOST_BYTES) throw new FolderRefusal('much')
      writeWhole(full, bytes)
      const written = readWhole(path)
      if (written === null || typeof written === 'string') throw new FolderRefusal('gone')
      known.set(path, written)
      return { hash: hashOf(bytes) }
    },
    remove: (path, was) => {
      const full = placeOf(path)
      const now = presentOf(path)
      if ((now?.hash ?? null) !== was) return { now }
      rmSync(full, { force: true })
      read.delete(path)
      known.delete(path)
      return null
    },
    look: () => {
      const files = scan()
      const changes: DiskChange[] = []
      for (const [path, file] of files) {
        if (known.get(path)?.hash !== file.hash) changes.push({ path, now: { text: file.text, hash: file.hash } })
        known.set(path, file)
      }
      for (const path of known.keys()) {
        if (files.has(path)) continue
        known.delete(path)
        changes.push({ path, now: null })
      }
      return changes
    },
  }
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    // Gone meanwhile, or not ours to look into.
    return []
  }
}

/** Beside it under a name of its own, then in its place. The file keeps who may read and write it. */
function writeWhole(full: string, bytes: Uint8Array): void {
  mkdirSync(dirname(full), { recursive: true })
  const mode = lstatSync(full, { throwIfNoEntry: false })?.mode
  const beside = join(dirname(full), `.${basename(full)}.${randomBytes(6).toString('hex')}`)
  try {
    const file = openSync(beside, 'wx')
    try {
      // Not as it is opened: there the process's mask is taken from it.
      if (mode !== undefined) fchmodSync(file, mode)
      // Again and again until all of it is there: one write may take a part.
      writeFileSync(file, bytes)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, full)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}
