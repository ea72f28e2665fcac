// What a person gives to the page: files, a folder, an archive. All of it is looked at as what comes from a stranger.
import { admitFiles, KINDS, MOST_BYTES, type PathProblem } from '../project/paths.ts'
import { unzip } from './unzip.ts'

/** A file as a browser has it. */
export interface GivenFile {
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly bytes: () => Promise<Uint8Array>
}

export type Incoming =
  | {
      readonly kind: 'files'
      /** A project of its own (a folder, an archive), or single files for the one that is open. */
      readonly whole: boolean
      readonly name: string
      readonly files: readonly (readonly [path: string, text: string])[]
      readonly refused: readonly { readonly path: string; readonly problem: PathProblem }[]
    }
  | { readonly kind: 'trouble'; readonly trouble: 'large' | 'damaged' | 'none'; readonly name: string }

/** Bytes of an archive that is read: recordings, say, may lie beside the project. */
const LARGEST_ARCHIVE = 64_000_000

const wanted = (path: string): boolean =>
  KINDS.some(kind => path.toLowerCase().endsWith(kind)) && !/(?:^|\/)(?:node_modules|__MACOSX|\.[^/.][^/]*)(?:\/|$)/.test(path)

export async function readIncoming(given: readonly GivenFile[]): Promise<Incoming> {
  const [first] = given
  const archive = given.length === 1 && first !== undefined && /\.zip$/i.test(first.path)
  const name = archive ? nameOf(first.path) : first?.path.includes('/') ? first.path.split('/')[0]! : nameOf(first?.path ?? '')
  const trouble = (what: 'large' | 'damaged' | 'none'): Incoming => ({ kind: 'trouble', trouble: what, name: first?.path ?? '' })
  let offered: readonly (readonly [string, Uint8Array])[]
  if (archive) {
    if (first.size > LARGEST_ARCHIVE) return trouble('large')
    const found = await unzip(await first.bytes(), wanted)
    if (typeof found === 'string') return trouble(found)
    offered = found
  } else {
    const all = given.filter(({ path }) => wanted(path))
    if (all.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return trouble('large')
    offered = await Promise.all(all.map(async file => [file.path, await file.bytes()] as const))
  }
  const texts: (readonly [string, string])[] = []
  const noText: { readonly path: string; readonly problem: PathProblem }[] = []
  for (const [path, bytes] of withoutCommonFolder(offered)) {
    const text = decoded(bytes)
    if (text === null) noText.push({ path, problem: 'text' })
    else texts.push([path, text])
  }
  const { files, refused } = admitFiles(texts)
  if (Object.keys(files).length === 0 && refused.length + noText.length === 0) return trouble('none')
  return {
    kind: 'files',
    whole: archive || given.some(({ path }) => path.includes('/')),
    name,
    files: Object.entries(files),
    refused: [...refused, ...noText],
  }
}

const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.[^.]*$/, '')

/** `bank/main.ivr`, `bank/a/b.ivr` → `main.ivr`, `a/b.ivr`: an archive often has its folder in it. */
function withoutCommonFolder<T>(files: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  const folder = files[0]?.[0].split('/')[0]
  if (folder === undefined || folder === '' || folder === '..' || !files.every(([path]) => path.startsWith(`${folder}/`))) return files
  return files.map(([path, content]) => [path.slice(folder.length + 1), content] as const)
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
