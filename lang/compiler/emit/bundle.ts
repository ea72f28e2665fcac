// A bundle: all that is needed to run a line, as files. The same input gives the same bytes.
import { canonicalJson } from '../../../machine/canonical.ts'
import { sha256Hex } from '../../../machine/hash.ts'
import type { Machine } from '../../../machine/format.ts'
import { BUNDLE_VERSION, describeFile, MACHINE, MANIFEST, writeManifest, type Manifest, type ManifestRecording } from './manifest.ts'

/** A recording that was found for a slot. */
export interface FoundRecording {
  readonly slot: string
  readonly language: string
  /** Hash of the words that were recorded (`textHash`): the runtime plays it, a check tells whether it is stale. */
  readonly text: string
  /** Path under `audio/`, `/` between folders. */
  readonly path: string
  readonly bytes: Uint8Array
  /** How long it lasts, ms, whole. */
  readonly ms: number
  /** The engine that spoke it, where nobody recorded it. */
  readonly speech?: string
}

export interface BundleInput {
  readonly machine: Machine
  /** The texts of `machine.files`, in that order. */
  readonly sources: readonly string[]
  readonly recordings: readonly FoundRecording[]
  /** Version of the Callwright that builds it. */
  readonly compiler: string
}

/** Path in the bundle → bytes, in the order of their paths. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>

export interface Bundle {
  readonly files: BundleFiles
  readonly manifest: Manifest
  /** SHA-256 of `manifest.json`: the version that journals and traces carry. */
  readonly hash: string
}

/** Throws a plain error where a recording's path leads out of `audio/`. */
export function makeBundle(input: BundleInput): Bundle {
  const { machine } = input
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  const sources = sourcePaths(machine.files)
  const files = new Map<string, Uint8Array>([[MACHINE, encode(canonicalJson(machine))]])
  sources.forEach((path, index) => files.set(path, encode(input.sources[index] ?? '')))

  const recordings: Record<string, Record<string, ManifestRecording>> = {}
  for (const recording of input.recordings) {
    const file = `audio/${inside(recording.path)}`
    files.set(file, recording.bytes)
    const { text, ms, speech } = recording
    const of = (recordings[recording.slot] ??= {})
    of[recording.language] = { file, text, ms, ...(speech === undefined ? {} : { speech }) }
  }
  const manifest: Manifest = {
    format: 'callwright-bundle',
    version: BUNDLE_VERSION,
    name: machine.line.name,
    compiler: input.compiler,
    languages: machine.line.languages,
    sources,
    recordings,
    files: Object.fromEntries([...files].sort(byPath).map(([path, bytes]) => [path, describeFile(bytes)])),
  }
  const bytes = writeManifest(manifest)
  files.set(MANIFEST, bytes)
  return { files: new Map([...files].sort(byPath)), manifest, hash: sha256Hex(bytes) }
}

const byPath = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0)

/** Where the sources lie in the bundle: no path leads out of it, none has a mark that a file system refuses, no two are one. */
function sourcePaths(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map(name => {
    const parts = name.split('/').filter(part => part !== '' && part !== '.')
    const safe = parts.map(part => (part === '..' ? '_up' : part.replace(/[\\:*?"<>|\p{Cc}]/gu, '_')))
    const path = `sources/${safe.join('/')}`
    let unique = path
    // File systems that do not tell capitals apart would lose one of two.
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = path.replace(/(\.[^./]*)?$/, ending => `~${n}${ending}`)
    taken.add(unique.toLowerCase())
    return unique
  })
}

function inside(path: string): string {
  const parts = path.split('/')
  const leads = parts.some(part => part === '..' || part === '.' || part === '' || part.includes('\\'))
  if (leads) throw new Error(`the recording ${path} does not lie in the folder of recordings`)
  return path
}
