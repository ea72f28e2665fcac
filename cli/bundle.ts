// A bundle on the disk, read and held against its manifest before anything of it is believed.
import { createHash } from 'node:crypto'
import { frameSource } from '../lang/diagnostics/render/index.ts'
import { MACHINE_VERSION, type Machine } from '../machine/format.ts'
import { Refusal } from './exit.ts'
import { readBytes } from './host.ts'
import type { FileSystem, Io } from './io.ts'
import type { LoadedMachine } from './machine-source.ts'
import { absolutePath, shownPath } from './paths.ts'

export const MANIFEST = 'manifest.json'

/** A folder with a manifest. */
export const isBundle = (fs: FileSystem, folder: string): boolean => fs.status(absolutePath(folder, MANIFEST))?.kind === 'file'

const AGAIN = 'Build it again: callwright build main.ivr -o dist/'

/** Refuses a bundle of another version, one whose files are not those of its manifest, and one that is no machine. */
export function loadBundle(io: Io, folder: string): LoadedMachine {
  const shown = shownPath(io.cwd, folder)
  const refuse = (file: string, why: string): never => {
    throw new Refusal(`${file === '' ? shown : `${shown}/${file}`}: ${why} ${AGAIN}`)
  }
  const bytesOf = (file: string): Uint8Array => {
    const read = readBytes(io.fs, absolutePath(folder, file))
    return 'bytes' in read
      ? read.bytes
      : refuse(file, read.problem === 'missing' ? 'the bundle should have this file, and it is not there.' : 'the file cannot be read.')
  }
  const jsonOf = (file: string): Readonly<Record<string, unknown>> => {
    try {
      const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(file)))
      if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Readonly<Record<string, unknown>>
    } catch (error) {
      if (error instanceof Refusal) throw error
    }
    return refuse(file, 'the file is not what a bundle has there.')
  }

  const manifest = jsonOf(MANIFEST)
  if (manifest['format'] !== 'callwright-bundle') refuse(MANIFEST, 'this is not a bundle of Callwright.')
  const files = manifest['files']
  if (typeof files !== 'object' || files === null) refuse(MANIFEST, 'the manifest lists no files.')
  const listed = Object.entries(files as Readonly<Record<string, unknown>>).map(([path, entry]) => ({ path, hash: hashOf(entry) }))
  for (const { path, hash } of listed) {
    if (path.split('/').some(part => part === '' || part === '.' || part === '..'))
      refuse(MANIFEST, `the manifest names a file outside of the bundle: ${path}.`)
    if (createHash('sha256').update(bytesOf(path)).digest('hex') !== hash)
      refuse(path, 'the file is not the one that was built: its SHA-256 differs from the manifest’s.')
  }
  if (!listed.some(one => one.path === 'machine.json')) refuse(MANIFEST, 'the manifest does not list the machine.')
  const machine = jsonOf('machine.json') as unknown as Machine
  if (machine.format !== 'callwright-machine') refuse('machine.json', 'this is not a machine of Callwright.')
  if (machine.version !== MACHINE_VERSION) {
    refuse(
      'machine.json',
      `it was built for version ${String(machine.version)} of the machine format, and this Callwright runs version ${MACHINE_VERSION}.`,
    )
  }
  const sourcePath = (file: number): string => `sources/${machine.files[file] ?? ''}`
  return {
    machine,
    path: folder,
    kind: 'bundle',
    source: file => {
      if (!listed.some(one => one.path === sourcePath(file))) return undefined
      return frameSource(new TextDecoder().decode(bytesOf(sourcePath(file))))
    },
    shownFile: file => `${shown}/${sourcePath(file)}`,
  }
}

const hashOf = (entry: unknown): string =>
  typeof entry === 'string' ? entry : String((entry as Readonly<Record<string, unknown>> | null)?.['sha256'] ?? '')
