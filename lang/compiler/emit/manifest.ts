// What a bundle says of itself. docs/bundle.md describes it for those who deploy one.
import { canonicalJson } from '../../../machine/canonical.ts'
import { sha256Hex } from '../../../machine/hash.ts'

/** Raised where a bundle made by one version cannot be read by another. */
export const BUNDLE_VERSION = 1

export const MANIFEST = 'manifest.json'
export const MACHINE = 'machine.json'

export interface ManifestFile {
  /** 64 hexadecimal digits. */
  readonly sha256: string
  readonly bytes: number
}

export interface ManifestRecording {
  /** Path in the bundle. */
  readonly file: string
  /** Hash of the words that were recorded, as `textHash` of machine/fragments.ts makes it. */
  readonly text: string
  /** How long it lasts, ms, whole: what simulated time goes by. */
  readonly ms: number
  /** The engine that spoke it, where nobody recorded it. */
  readonly speech?: string
}

export interface Manifest {
  readonly format: 'callwright-bundle'
  readonly version: number
  /** The line's name. */
  readonly name: string
  /** The Callwright that built it. */
  readonly compiler: string
  readonly languages: readonly string[]
  /** Paths in the bundle of the sources, as `machine.files` numbers them. */
  readonly sources: readonly string[]
  /** Slot → language → the recording that is played for it. */
  readonly recordings: Readonly<Record<string, Readonly<Record<string, ManifestRecording>>>>
  /** Every other file of the bundle by its path. */
  readonly files: Readonly<Record<string, ManifestFile>>
}

/** The bytes of `manifest.json`; their hash is the bundle's name. */
export const writeManifest = (manifest: Manifest): Uint8Array => new TextEncoder().encode(canonicalJson(manifest))

export const describeFile = (bytes: Uint8Array): ManifestFile => ({ sha256: sha256Hex(bytes), bytes: bytes.length })
