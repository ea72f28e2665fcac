// Which files a project may have. Whatever comes from outside (a link, an archive, a folder, a person's keys) goes through here, so that
// no name leads out of the project, is mistaken for another, or is something else than a name.
import { foldersOver } from './tree.ts'

/** Path, without a leading slash, → text. */
export type Files = Readonly<Record<string, string>>

/** What is wrong with a path; a sentence for each is in `words.ts`. */
export type PathProblem =
  'empty' | 'long' | 'deep' | 'absolute' | 'dots' | 'marks' | 'blanks' | 'reserved' | 'kind' | 'taken' | 'many' | 'much' | 'text'

export const MOST_FILES = 500
/** Bytes in UTF-8, all files together. */
export const MOST_BYTES = 2_000_000
const LONGEST_PATH = 200
const LONGEST_NAME = 100
const DEEPEST = 10

/** What a project is made of; everything else stays outside. */
export const KINDS: readonly string[] = ['.ivr', '.dtmf', '.json', '.csv', '.txt']

// Marks that a file system refuses or takes for something else, and letters that are not seen (control, format, lone surrogates, private).
const MARKS = /[\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u
// Properties that every object of JavaScript has, and devices of Windows.
const RESERVED = /^(?:__proto__|constructor|prototype|con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** Null where it may be the path of a file. */
export function pathProblem(path: string): PathProblem | null {
  if (path === '') return 'empty'
  if (path.length > LONGEST_PATH) return 'long'
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'absolute'
  if (MARKS.test(path)) return 'marks'
  const parts = path.split('/')
  if (parts.length > DEEPEST) return 'deep'
  for (const part of parts) {
    if (part === '') return 'empty'
    if (part === '.' || part === '..') return 'dots'
    if (part.length > LONGEST_NAME) return 'long'
    if (part !== part.trim() || part.endsWith('.')) return 'blanks'
    if (RESERVED.test(part)) return 'reserved'
  }
  return KINDS.some(kind => path.toLowerCase().endsWith(kind) && parts.at(-1)!.length > kind.length) ? null : 'kind'
}

/** File systems that do not tell capitals or composed letters apart hold two such files as one. */
const folded = (path: string): string => path.normalize('NFC').toLowerCase()

/** By it, by a file in the place of a folder of its path, or by one that differs in capitals alone. */
export function isTaken(paths: readonly string[], path: string): boolean {
  const own = folded(path)
  return paths.map(folded).some(other => other === own || other.startsWith(`${own}/`) || own.startsWith(`${other}/`))
}

/** Also with what is there. `instead`: the one that goes. */
export function newPathProblem(files: Files, path: string, instead?: string): PathProblem | null {
  const problem = pathProblem(path)
  if (problem !== null) return problem
  const others = Object.keys(files).filter(other => other !== instead)
  if (others.length >= MOST_FILES) return 'many'
  return isTaken(others, path) ? 'taken' : null
}

export interface Admitted {
  readonly files: Files
  /** In the order in which they came. */
  readonly refused: readonly { readonly path: string; readonly problem: PathProblem }[]
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

export const sizeOf = (files: Files): number => Object.values(files).reduce((sum, text) => sum + bytesOf(text), 0)

/** Takes what may be taken, up to the bounds of a project. */
export function admitFiles(offered: Iterable<readonly [path: string, text: string]>): Admitted {
  const files: Record<string, string> = {}
  const refused: { path: string; problem: PathProblem }[] = []
  // What is taken already: the files themselves and the folders over them.
  const taken = { files: new Set<string>(), folders: new Set<string>() }
  let bytes = 0
  for (const [path, text] of offered) {
    const own = folded(path)
    const above = foldersOver(own)
    const size = bytesOf(text)
    const clash = taken.files.has(own) || taken.folders.has(own) || above.some(folder => taken.files.has(folder))
    const problem =
      pathProblem(path) ?? (clash ? 'taken' : taken.files.size >= MOST_FILES ? 'many' : bytes + size > MOST_BYTES ? 'much' : null)
    if (problem !== null) {
      refused.push({ path, problem })
      continue
    }
    files[path] = text
    bytes += size
    taken.files.add(own)
    for (const folder of above) taken.folders.add(folder)
  }
  return { files, refused }
}

/** Takes of `offered` what may join `files`, in the place of those of the same path. */
export function admitBeside(files: Files, offered: Files): Admitted {
  const staying = Object.entries(files).filter(([path]) => !Object.hasOwn(offered, path))
  const refused = admitFiles([...staying, ...Object.entries(offered)]).refused.filter(({ path }) => Object.hasOwn(offered, path))
  if (refused.length === 0) return { files: offered, refused }
  // The place of one that is refused is not free.
  const rest = Object.entries(offered).filter(([path]) => !refused.some(one => one.path === path))
  const again = admitBeside(files, Object.fromEntries(rest))
  return { files: again.files, refused: [...refused, ...again.refused] }
}
