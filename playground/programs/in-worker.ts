// The project inside a worker: its files as the page has them, and the program that they make, compiled when somebody needs it.
import { compile } from '../../lang/compiler/compile.ts'
import { createMemoryHost } from '../../lang/compiler/host.ts'
import type { ProgramFile } from '../../lang/compiler/program.ts'
import type { Diagnostic } from '../../lang/diagnostics/diagnostic.ts'
import type { Machine } from '../../machine/format.ts'
import { createSpeaker, type Speaker } from '../../runtime/dtmf/speaker.ts'
import { durationOf, renderPrompt, renderText } from '../../runtime/speech/reading/index.ts'
import type { Changes, Files } from '../project/project.ts'

/** Told before each question that depends on it. */
export interface ProjectChange {
  readonly changes: Changes
  readonly entry: string | null
  readonly revision: number
}

/** The same object as long as no file that it is made of changes. */
export interface CompiledProgram {
  /** The first in which it stands so. */
  readonly revision: number
  readonly entry: string
  readonly machine: Machine
  readonly speaker: Speaker
  /** By the numbers of `machine.files`, as they were compiled; paths are the project's. */
  readonly sources: readonly Pick<ProgramFile, 'path' | 'text' | 'lineIndex' | 'standard'>[]
}

export interface ProgramsInWorker {
  readonly change: (change: ProjectChange) => void
  readonly files: () => Files
  readonly revision: () => number
  /** Of the newest text; null where it does not compile. */
  readonly newest: () => CompiledProgram | null
  /** The last that compiled, of the same entry. */
  readonly lastGood: () => CompiledProgram | null
  readonly findings: () => readonly Diagnostic[]
  /** Any program of the project, of the newest text; null where it does not compile, or there is no such file. */
  readonly open: (entry: string) => CompiledProgram | null
}

interface Known {
  readonly program: CompiledProgram | null
  readonly findings: readonly Diagnostic[]
  /** What the compiler asked for: path → text; undefined where there was none. */
  readonly reads: ReadonlyMap<string, string | undefined>
}

export function createProgramsInWorker(): ProgramsInWorker {
  const files: Record<string, string> = {}
  let entry: string | null = null
  let revision = 0
  const known = new Map<string, Known>()
  let lastGood: CompiledProgram | null = null

  const textOf = (path: string): string | undefined => (Object.hasOwn(files, path) ? files[path] : undefined)
  const look = (path: string): Known => {
    const before = known.get(path)
    if (before && [...before.reads].every(([file, text]) => textOf(file) === text)) return before
    const reads = new Map<string, string | undefined>()
    const memory = createMemoryHost(files)
    const host = {
      ...memory,
      read: (file: string) => {
        reads.set(file, textOf(file))
        return memory.read(file)
      },
    }
    const { machine, diagnostics, program } = compile(host, path)
    const made = machine ? { revision, entry: path, machine, speaker: speakerOf(machine), sources: program.files } : null
    const now: Known = { program: made, findings: diagnostics, reads }
    known.set(path, now)
    return now
  }
  const lookAtEntry = (): Known | null => {
    if (entry === null) return null
    const found = look(entry)
    if (found.program) lastGood = found.program
    return found
  }

  return {
    change: change => {
      for (const [path, text] of Object.entries(change.changes)) {
        if (text === null) delete files[path]
        else files[path] = text
      }
      if (entry !== change.entry) lastGood = null
      entry = change.entry
      revision = change.revision
    },
    files: () => files,
    revision: () => revision,
    newest: () => lookAtEntry()?.program ?? null,
    lastGood: () => {
      lookAtEntry()
      return lastGood
    },
    findings: () => lookAtEntry()?.findings ?? [],
    open: path => (textOf(path) === undefined ? null : look(path).program),
  }
}

const speakerOf = (machine: Machine): Speaker =>
  createSpeaker(machine, {
    text: (segment, masked) => renderText(machine, segment, { masked }),
    duration: segment => durationOf(renderPrompt(machine, segment), segment.language),
  })
