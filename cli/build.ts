// `callwright build`: a program becomes a bundle on the disk.
import type { Diagnostic, MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { makeBundle } from '../lang/compiler/emit/bundle.ts'
import { readManifest } from '../lang/compiler/emit/read-bundle.ts'
import { Refusal } from './exit.ts'
import { readBytes } from './host.ts'
import type { Io } from './io.ts'
import { loadProgram } from './machine-source.ts'
import { absolutePath, shownPath } from './paths.ts'
import { playable } from './recordings.ts'
import { recordingFindings } from './recordings/findings.ts'
import { stateOfRecordings } from './recordings/state.ts'
import { VERSION } from './version.ts'

export interface BuildSettings {
  readonly program: string | undefined
  readonly out: string
  readonly json: boolean
  readonly language: MessageLanguage
}

/** Nothing is written where the program has an error. */
export async function buildBundle(io: Io, settings: BuildSettings): Promise<void> {
  const { entry, machine, program } = await loadProgram(io, settings.program, settings.language)
  const out = absolutePath(io.cwd, settings.out)
  const status = io.fs.status(out)
  if (status !== null && status.kind !== 'folder') throw new Refusal(`${settings.out}: it is a file, and a folder is wanted.`)
  if (entry.startsWith(`${out}/`)) throw new Refusal(`${settings.out}: the program itself lies there; give the bundle a folder of its own.`)

  const state = stateOfRecordings(io.fs, entry, machine)
  warn(io, recordingFindings(program, state, { missing: false }), settings.language)
  const bundle = makeBundle({
    machine,
    sources: program.files.map(file => file.text),
    recordings: playable(state),
    compiler: VERSION,
  })
  removeOld(io, out, bundle.files)
  for (const [path, bytes] of bundle.files) io.fs.write(absolutePath(out, path), bytes)
  if (settings.json) {
    io.stdout.write(`${JSON.stringify({ hash: bundle.hash, manifest: bundle.manifest }, null, 2)}\n`)
    return
  }
  const size = [...bundle.files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  const recordings = Object.keys(bundle.manifest.recordings).length
  io.stdout.write(
    `${shownPath(io.cwd, out)}: ${machine.line.name}, ${bundle.files.size} files, ${Math.ceil(size / 1024)} KB, ${recordings} ${recordings === 1 ? 'text' : 'texts'} with a recording\nsha256 ${bundle.hash}\n`,
  )
}

/** Files of the bundle that was there before, which the new one has no more: they would look as if they belonged to it. */
function removeOld(io: Io, out: string, files: ReadonlyMap<string, Uint8Array>): void {
  const before = readBytes(io.fs, absolutePath(out, 'manifest.json'))
  if ('problem' in before) return
  const read = readManifest(before.bytes)
  if ('problems' in read) return
  for (const path of Object.keys(read.manifest.files)) if (!files.has(path)) io.fs.remove(absolutePath(out, path))
}

/** What is wrong with a recording keeps no bundle back: its text is spoken as one without. */
function warn(io: Io, findings: readonly Diagnostic[], language: MessageLanguage): void {
  for (const { message, severity } of findings) {
    if (severity !== 'advice') io.stderr.write(`${language === 'zh' ? '警告：' : 'warning: '}${message[language]}\n`)
  }
}
