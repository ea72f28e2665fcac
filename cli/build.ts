// `callwright build`: a program becomes a bundle on the disk.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { diagnosticJson, sortDiagnostics } from '../lang/diagnostics/render/index.ts'
import { makeBundle, type Bundle } from '../lang/compiler/emit/bundle.ts'
import { readManifest } from '../lang/compiler/emit/read-bundle.ts'
import { EXIT, Finished, refusalOf, Stopped } from './exit.ts'
import { readBytes } from './host.ts'
import type { Io } from './io.ts'
import { loadProgram } from './machine-source.ts'
import { absolutePath, shownPath } from './paths.ts'
import { playable } from './recordings.ts'
import { recordingFindings, renderingWithList } from './recordings/findings.ts'
import { stateOfRecordings, type RecordingState } from './recordings/state.ts'
import type { RenderedSpeech } from './speech/render.ts'
import { VERSION } from './version.ts'

export interface BuildSettings {
  readonly program: string | undefined
  readonly out: string
  readonly json: boolean
  /** The engine that speaks what has no recording. */
  readonly speech: string | undefined
  /** Hz of what it speaks. */
  readonly rate: number
  readonly language: MessageLanguage
}

/** Nothing is written where the program has an error. */
export async function buildBundle(io: Io, settings: BuildSettings): Promise<void> {
  const { entry, machine, program } = await loadProgram(io, settings.program, settings)
  const out = absolutePath(io.cwd, settings.out)
  const status = io.fs.status(out)
  if (status !== null && status.kind !== 'folder')
    throw refusalOf(settings.out, { en: 'It is a file, and a folder is wanted.', zh: '这是文件，需要的是文件夹。' })
  if (entry.startsWith(`${out}/`))
    throw refusalOf(settings.out, {
      en: 'The program itself lies there; give the bundle a folder of its own.',
      zh: '程序本身就在这个文件夹里；请为产物包另选文件夹。',
    })

  const state = stateOfRecordings(io.fs, entry, machine)
  // What is wrong with a recording keeps no bundle back: its text is spoken as one without.
  const warnings = recordingFindings(program, state, { missing: false }).filter(one => one.severity !== 'advice')
  if (!settings.json)
    for (const severity of ['error', 'warning'] as const) {
      const said = warnings.filter(one => one.severity === severity).map(one => one.message[settings.language])
      warn(io, said, settings.language, severity)
    }
  const spoken = settings.speech === undefined ? null : await speak(io, state, settings)
  const bundle = makeBundle({
    machine,
    sources: program.files.map(file => file.text),
    recordings: [...playable(state), ...(spoken?.recordings ?? [])],
    compiler: VERSION,
  })
  removeOld(io, out, bundle.files)
  for (const [path, bytes] of bundle.files) io.fs.write(absolutePath(out, path), bytes)
  if (settings.json) {
    const { renderingOf } = await import('./compilation.ts')
    const rendering = renderingWithList(renderingOf(io, program, settings.language), state.list)
    const written = {
      out: shownPath(io.cwd, out),
      hash: bundle.hash,
      files: [...bundle.files.keys()].map(path => shownPath(io.cwd, absolutePath(out, path))).toSorted(),
      warnings: sortDiagnostics(warnings, rendering.files).map(one => diagnosticJson(one, rendering)),
      ...(spoken ? { unspoken: spoken.problems } : {}),
      manifest: bundle.manifest,
    }
    io.stdout.write(`${JSON.stringify(written, null, 2)}\n`)
  } else writeSummary(io, out, machine.line.name, bundle, spoken?.recordings.length ?? null)
  // The bundle is whole, and speaks less than was asked for.
  if ((spoken && spoken.problems.length > 0) || warnings.some(one => one.severity === 'error')) throw new Finished(EXIT.findings)
}

function writeSummary(io: Io, out: string, name: string, bundle: Bundle, spoken: number | null): void {
  const size = [...bundle.files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  const recordings = Object.values(bundle.manifest.recordings).filter(slot =>
    Object.values(slot).some(each => each.speech === undefined),
  ).length
  const engine = spoken === null ? '' : `, ${spoken} spoken`
  io.stdout.write(
    `${shownPath(io.cwd, out)}: ${name}, ${bundle.files.size} files, ${Math.ceil(size / 1024)} KB, ${recordings} ${recordings === 1 ? 'text' : 'texts'} with a recording${engine}\nsha256 ${bundle.hash}\n`,
  )
}

async function speak(io: Io, state: RecordingState, settings: BuildSettings): Promise<RenderedSpeech> {
  const { openEngine } = await import('./speech/engine-choice.ts')
  const { renderMissing } = await import('./speech/render.ts')
  const engine = openEngine(io, settings.speech!)
  const spoken = await renderMissing(state, engine, { sampleRate: settings.rate, language: settings.language, signal: io.stop })
  if (io.stop.aborted) throw new Stopped()
  if (settings.json) return spoken
  const problems = spoken.problems.map(({ said, count }) =>
    settings.language === 'zh'
      ? `${count} 条文本未能播报：${said}`
      : `${count} ${count === 1 ? 'text was' : 'texts were'} not spoken: ${said}`,
  )
  warn(io, problems, settings.language)
  return spoken
}

/** Files of the bundle that was there before, which the new one has no more: they would look as if they belonged to it. */
function removeOld(io: Io, out: string, files: ReadonlyMap<string, Uint8Array>): void {
  const before = readBytes(io.fs, absolutePath(out, 'manifest.json'))
  if ('problem' in before) return
  const read = readManifest(before.bytes)
  if ('problems' in read) return
  for (const path of Object.keys(read.manifest.files)) if (!files.has(path)) io.fs.remove(absolutePath(out, path))
}

const BEFORE = {
  error: { en: 'error: ', zh: '错误：' },
  warning: { en: 'warning: ', zh: '警告：' },
} as const

function warn(io: Io, sentences: readonly string[], language: MessageLanguage, severity: keyof typeof BEFORE = 'warning'): void {
  for (const sentence of sentences) io.stderr.write(`${BEFORE[severity][language]}${sentence}\n`)
}
