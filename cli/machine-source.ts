// The machine that a command runs: of a program's source, or of a bundle.
import type { Program } from '../lang/compiler/program.ts'
import type { Machine } from '../machine/format.ts'
import { refusalOf } from './exit.ts'
import { endWithFindings, programReport, type FindingsSettings } from './findings-report.ts'
import type { Io } from './io.ts'
import type { LoadedMachine } from './loaded-machine.ts'
import type { RecordingList } from '../runtime/speech/reading/index.ts'
import { absolutePath, shownPath } from './paths.ts'
import { findEntries, requireProgramName } from './project.ts'

export type { LoadedMachine } from './loaded-machine.ts'

export interface LoadedProgram {
  /** Absolute. */
  readonly entry: string
  readonly program: Program
  readonly machine: Machine
}

/**
 * Compiles a program: a file, the one of a folder, or (undefined) that of the project. Of one that does not compile the
 * findings are told, and the command is over with 1.
 */
export async function loadProgram(io: Io, path: string | undefined, settings: FindingsSettings): Promise<LoadedProgram> {
  const entry = path === undefined || isFolder(io, path) ? onlyProgram(io, path) : absolutePath(io.cwd, path)
  requireProgramName(io, entry)
  const { compileEntry, renderingOf } = await import('./compilation.ts')
  const { program, machine, diagnostics, shown } = await compileEntry(io, entry)
  if (machine === null) {
    const rendering = renderingOf(io, program, settings.language, io.stderr)
    return endWithFindings(io, programReport({ shown, diagnostics, rendering }, program, null), settings)
  }
  return { entry, program, machine }
}

const isFolder = (io: Io, path: string): boolean => io.fs.status(absolutePath(io.cwd, path))?.kind === 'folder'

/** Compiles, or reads the bundle. */
export async function loadMachine(io: Io, path: string | undefined, settings: FindingsSettings): Promise<LoadedMachine> {
  if (path !== undefined) {
    const { isBundle, loadBundle } = await import('./bundle.ts')
    const full = absolutePath(io.cwd, path)
    if (isBundle(io.fs, full)) return loadBundle(io, full)
  }
  const { entry, machine, program } = await loadProgram(io, path, settings)
  // `machine.files` numbers the program's files.
  return {
    machine,
    path: entry,
    kind: 'source',
    source: file => program.files[file],
    shownFile: file => shownPath(io.cwd, absolutePath(absolutePath(entry, '..'), machine.files[file] ?? '')),
    recordings: await recordingsBeside(io, entry, machine, settings),
  }
}

/** The one program of a folder, or of the project. */
function onlyProgram(io: Io, folder: string | undefined): string {
  const { entries } = findEntries(io, folder === undefined ? [] : [folder])
  if (entries.length === 1) return entries[0]!.path
  const names = entries.map(entry => shownPath(io.cwd, entry.path))
  const some = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`
  throw refusalOf(folder ?? '.', {
    en: `There are several programs here; name one: ${some}.`,
    zh: `这里有多个程序；请指明一个：${some}。`,
  })
}

/** Most programs have none, and shall not wait for what looks them up. */
async function recordingsBeside(io: Io, entry: string, machine: Machine, settings: FindingsSettings): Promise<RecordingList> {
  if (io.fs.status(absolutePath(entry, '../audio/prompts.json')) === null) return {}
  const { recordingsOf, stateOfRecordings } = await import('./recordings/state.ts')
  const { warnOfList } = await import('./recordings/list-problems.ts')
  const state = stateOfRecordings(io.fs, entry, machine)
  if (!settings.json) warnOfList(io, state.list, settings.language)
  return recordingsOf(state, entry)
}
