// Reading a bundle: every byte is the one that it was made with, or it is refused, with what and where.
import { sha256Hex } from '../../../machine/hash.ts'
import { MACHINE_VERSION, type Machine } from '../../../machine/format.ts'
import { readMachine } from '../../../machine/read.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnose } from '../../diagnostics/report.ts'
import type { BundleFiles } from './bundle.ts'
import { BUNDLE_VERSION, MACHINE, MANIFEST, type Manifest } from './manifest.ts'

export type Refused = { readonly problems: readonly Diagnostic[] }

export interface ReadBundle {
  readonly machine: Machine
  readonly manifest: Manifest
  /** SHA-256 of `manifest.json`. */
  readonly hash: string
}

const at = (path: string): { file: string; start: number; end: number } => ({ file: path, start: 0, end: 0 })
const refuse = (problem: Diagnostic): Refused => ({ problems: [problem] })

/** The manifest alone: which files a bundle should have. Its paths never lead out of the bundle. */
export function readManifest(bytes: Uint8Array | undefined): { readonly manifest: Manifest; readonly hash: string } | Refused {
  if (!bytes) return refuse(diagnose('not-a-bundle', { why: 'no manifest' }, at(MANIFEST)))
  const parsed = parseJson(bytes)
  if (parsed === undefined) return refuse(diagnose('not-a-bundle', { why: 'not json' }, at(MANIFEST)))
  if (!isObject(parsed) || parsed['format'] !== 'callwright-bundle')
    return refuse(diagnose('not-a-bundle', { why: 'wrong shape' }, at(MANIFEST)))
  if (parsed['version'] !== BUNDLE_VERSION) {
    return refuse(diagnose('bundle-version', { what: 'bundle', found: shown(parsed['version']), known: BUNDLE_VERSION }, at(MANIFEST)))
  }
  return isManifest(parsed)
    ? { manifest: parsed, hash: sha256Hex(bytes) }
    : refuse(diagnose('not-a-bundle', { why: 'wrong shape' }, at(MANIFEST)))
}

/** A whole bundle. Files that the manifest does not list are not looked at. */
export function readBundle(files: BundleFiles): ReadBundle | Refused {
  const read = readManifest(files.get(MANIFEST))
  if ('problems' in read) return read
  const { manifest, hash } = read
  const problems = Object.entries(manifest.files).flatMap(([path, { sha256, bytes }]): Diagnostic[] => {
    const found = files.get(path)
    if (!found) return [diagnose('bundle-file-missing', { path }, at(path))]
    return found.length === bytes && sha256Hex(found) === sha256 ? [] : [diagnose('bundle-file-changed', { path }, at(path))]
  })
  if (problems.length > 0) return { problems }
  const machine = readMachineFile(files.get(MACHINE))
  return 'problems' in machine ? machine : { machine: machine.machine, manifest, hash }
}

function readMachineFile(bytes: Uint8Array | undefined): { readonly machine: Machine } | Refused {
  if (!bytes) return refuse(diagnose('bundle-file-missing', { path: MACHINE }, at(MACHINE)))
  const parsed = parseJson(bytes)
  if (isObject(parsed) && parsed['format'] === 'callwright-machine' && parsed['version'] !== MACHINE_VERSION) {
    return refuse(diagnose('bundle-version', { what: 'machine', found: shown(parsed['version']), known: MACHINE_VERSION }, at(MACHINE)))
  }
  const { machine, problem } = readMachine(parsed)
  return machine ? { machine } : refuse(diagnose('bundle-machine', { problem: problem ?? '' }, at(MACHINE)))
}

// ------------------------------------------------------------------------------------------------ shapes

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const shown = (value: unknown): string => (typeof value === 'number' || typeof value === 'string' ? String(value).slice(0, 40) : '?')

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function isManifest(value: Json): value is Json & Manifest {
  const { name, compiler, languages, sources, recordings, files } = value
  const texts = (list: unknown): list is readonly string[] => Array.isArray(list) && list.every(each => typeof each === 'string')
  if (typeof name !== 'string' || typeof compiler !== 'string' || !texts(languages) || !texts(sources)) return false
  if (!isObject(files) || !isObject(recordings) || !Object.hasOwn(files, MACHINE)) return false
  const listed = Object.entries(files).every(
    ([path, file]) => isInside(path) && isObject(file) && typeof file['sha256'] === 'string' && isCount(file['bytes']),
  )
  const has = (path: unknown): boolean => typeof path === 'string' && Object.hasOwn(files, path)
  const recorded = Object.values(recordings).every(
    slot =>
      isObject(slot) &&
      Object.values(slot).every(
        each =>
          isObject(each) &&
          typeof each['text'] === 'string' &&
          has(each['file']) &&
          isCount(each['ms']) &&
          ['undefined', 'string'].includes(typeof each['speech']),
      ),
  )
  return listed && recorded && sources.every(has)
}

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const isInside = (path: string): boolean =>
  path.split('/').every(part => part !== '' && part !== '.' && part !== '..' && !part.includes('\\')) && path !== MANIFEST
