// A bundle on the disk, read and held against its manifest before anything of it is believed.
import { readBundle, readManifest, type Refused } from '../lang/compiler/emit/read-bundle.ts'
import { frameSource } from '../lang/diagnostics/render/index.ts'
import { Refusal } from './exit.ts'
import { readBytes } from './host.ts'
import type { FileSystem, Io } from './io.ts'
import type { LoadedMachine } from './loaded-machine.ts'
import { absolutePath, shownPath } from './paths.ts'

const MANIFEST = 'manifest.json'

/** A folder with a manifest. */
export const isBundle = (fs: FileSystem, folder: string): boolean => fs.status(absolutePath(folder, MANIFEST))?.kind === 'file'

export interface LoadedBundle extends LoadedMachine {
  /** SHA-256 of its manifest: the version's name. */
  readonly hash: string
  /** Paths from its folder, the manifest's among them. */
  readonly files: readonly string[]
}

/** Refuses a bundle of another version, one whose files are not those of its manifest, and one that is no machine. */
export function loadBundle(io: Pick<Io, 'fs' | 'cwd'>, folder: string): LoadedBundle {
  const shown = shownPath(io.cwd, folder)
  const bytesOf = (path: string): Uint8Array | undefined => {
    const read = readBytes(io.fs, absolutePath(folder, path))
    return 'bytes' in read ? read.bytes : undefined
  }
  if (io.fs.status(folder)?.kind !== 'folder')
    throw new Refusal({
      en: `${shown}: there is no such folder; “callwright build -o ${shown}” makes it.`,
      zh: `${shown}：没有这个文件夹；用“callwright build -o ${shown}”生成。`,
    })
  const head = bytesOf(MANIFEST)
  const files = new Map<string, Uint8Array>(head ? [[MANIFEST, head]] : [])
  const manifest = accepted(readManifest(head), shown)
  for (const path of Object.keys(manifest.manifest.files)) {
    const bytes = bytesOf(path)
    if (bytes) files.set(path, bytes)
  }
  const { machine } = accepted(readBundle(files), shown)
  const { sources } = manifest.manifest
  return {
    machine,
    hash: manifest.hash,
    files: [...files.keys()],
    path: folder,
    kind: 'bundle',
    source: file => {
      const bytes = files.get(sources[file] ?? '')
      return bytes ? frameSource(new TextDecoder().decode(bytes)) : undefined
    },
    shownFile: file => `${shown}/${sources[file] ?? ''}`,
    recordings: Object.fromEntries(
      Object.entries(manifest.manifest.recordings).map(([slot, languages]) => [
        slot,
        Object.fromEntries(Object.entries(languages).map(([tag, { file, ms }]) => [tag, { file: absolutePath(folder, file), ms }])),
      ]),
    ),
  }
}

function accepted<T extends object>(read: T | Refused, shown: string): T {
  if (!('problems' in read)) return read
  const [first, ...more] = read.problems
  const { message, hint } = first!
  const rest = more.length
  throw new Refusal({
    en: `${shown}/${first!.file}: ${message.en}${hint ? ` ${hint.en}` : ''}${rest > 0 ? ` (And ${rest} more.)` : ''}`,
    zh: `${shown}/${first!.file}：${message.zh}${hint?.zh ?? ''}${rest > 0 ? `（另有 ${rest} 处。）` : ''}`,
  })
}
