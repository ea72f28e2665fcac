// The machine that a command runs: of a program's source, or of a bundle.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { countDiagnostics, renderCounts, renderDiagnostics, type FrameSource } from '../lang/diagnostics/render/index.ts'
import type { Machine } from '../machine/format.ts'
import { EXIT, Finished, Refusal } from './exit.ts'
import type { Io } from './io.ts'
import { absolutePath, shownPath } from './paths.ts'
import { findEntries } from './project.ts'

export interface LoadedMachine {
  readonly machine: Machine
  /** Absolute: the entry's source, or the bundle's folder. */
  readonly path: string
  readonly kind: 'source' | 'bundle'
  /** The text of `machine.files[index]`; undefined where a bundle has none. */
  readonly source: (file: number) => FrameSource | undefined
  /** How that file is shown. */
  readonly shownFile: (file: number) => string
}

/** Compiles, or reads the bundle. Findings of a program that does not compile are printed to `stderr`, and the command is over with 1. */
export async function loadMachine(io: Io, path: string, language: MessageLanguage): Promise<LoadedMachine> {
  const full = absolutePath(io.cwd, path)
  const { isBundle, loadBundle } = await import('./bundle.ts')
  if (isBundle(io.fs, full)) return loadBundle(io, full)
  const status = io.fs.status(full)
  if (status === null) throw new Refusal(`${path}: there is no such file.`)
  const entry = status.kind === 'folder' ? onlyProgram(io, path) : full
  const { compileEntry, renderingOf } = await import('./compilation.ts')
  const compiled = await compileEntry(io, entry)
  const { machine, program } = compiled
  if (machine === null) {
    io.stderr.write(renderDiagnostics(compiled.diagnostics, renderingOf(io, program, language, io.stderr)))
    io.stderr.write(`\n${compiled.shown}: ${renderCounts(countDiagnostics(compiled.diagnostics), language)}\n`)
    throw new Finished(EXIT.findings)
  }
  const folder = absolutePath(entry, '..')
  const fullOf = (file: number): string => absolutePath(folder, machine.files[file] ?? '')
  const sources = new Map<string, FrameSource>(program.files.map(file => [absolutePath(io.cwd, file.path), file]))
  return {
    machine,
    path: entry,
    kind: 'source',
    source: file => sources.get(fullOf(file)),
    shownFile: file => shownPath(io.cwd, fullOf(file)),
  }
}

/** The one program of a folder. */
function onlyProgram(io: Io, folder: string): string {
  const { entries } = findEntries(io, [folder])
  if (entries.length > 1) {
    const names = entries.map(entry => shownPath(io.cwd, entry.path))
    throw new Refusal(
      `${folder}: there are several programs here; name one: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}.`,
    )
  }
  return entries[0]!.path
}
