// The project inside a worker: its files as the page has them, and the program that they make, compiled when somebody needs it.
import { compile } from '../../lang/compiler/compile.ts'
import { createMemoryHost } from '../../lang/compiler/host.ts'
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

export interface CompiledProgram {
  readonly revision: number
  readonly entry: string
  readonly machine: Machine
  readonly speaker: Speaker
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
}

export function createProgramsInWorker(): ProgramsInWorker {
  const files: Record<string, string> = {}
  let entry: string | null = null
  let revision = 0
  let known: { readonly revision: number; readonly program: CompiledProgram | null; readonly findings: readonly Diagnostic[] } | null = null
  let lastGood: CompiledProgram | null = null

  const look = (): NonNullable<typeof known> => {
    if (known?.revision === revision) return known
    if (entry === null) return (known = { revision, program: null, findings: [] })
    const { machine, diagnostics } = compile(createMemoryHost(files), entry)
    const program = machine ? { revision, entry, machine, speaker: speakerOf(machine) } : null
    if (program) lastGood = program
    return (known = { revision, program, findings: diagnostics })
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
    newest: () => look().program,
    lastGood: () => {
      look()
      return lastGood
    },
    findings: () => look().findings,
  }
}

const speakerOf = (machine: Machine): Speaker =>
  createSpeaker(machine, {
    text: (segment, masked) => renderText(machine, segment, { masked }),
    duration: segment => durationOf(renderPrompt(machine, segment), segment.language),
  })
