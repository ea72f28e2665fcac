// What running scripts needs: their programs, each compiled and made ready once, their runs, and how places are named in reports.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { checkScript } from '../lang/script/check-script.ts'
import { prepare, type Prepared } from '../runtime/core/index.ts'
import type { Collector } from '../runtime/dtmf/coverage/index.ts'
import { expandScripts, type InstanceProblem, type ScriptRun } from '../runtime/dtmf/script-instances.ts'
import type { ReportOptions } from '../runtime/dtmf/script-report.ts'
import type { ScriptOptions } from '../runtime/dtmf/script-play.ts'
import type { Speaker } from '../runtime/dtmf/speaker.ts'
import type { ScriptFile } from '../machine/script.ts'
import type { FindingsSettings } from './findings-report.ts'
import type { Io, Output } from './io.ts'
import { loadMachine, type LoadedMachine } from './machine-source.ts'
import { besides, hasErrors, programOf, type LoadedScript } from './script-files.ts'
import { speakerFor } from './speaker.ts'
import { paintFor } from './terminal.ts'

export interface ReadyProgram {
  readonly loaded: LoadedMachine
  readonly prepared: Prepared
  readonly speaker: Speaker
  /** What its calls go through, where that is asked for. */
  readonly collector: Collector | null
}

export interface ReadyScript {
  readonly script: LoadedScript
  readonly program: ReadyProgram
  readonly runs: readonly ScriptRun[]
  readonly problems: readonly InstanceProblem[]
}

/** Programs by path, so that each is compiled once however many scripts use it, and what is wrong with one is told once. */
export interface Programs {
  readonly open: (path: string) => Promise<ReadyProgram>
}

/** `settings`: of the findings of a program that does not compile. `watched`: their calls are counted, for coverage. */
export function createPrograms(io: Io, settings: FindingsSettings, watched = false): Programs {
  const ready = new Map<string, Promise<ReadyProgram>>()
  const make = async (path: string): Promise<ReadyProgram> => {
    const loaded = await loadMachine(io, path, settings)
    const collector = watched ? (await import('../runtime/dtmf/coverage/index.ts')).createCollector(loaded.machine) : null
    const prepared = prepare(loaded.machine, { trace: true, ...(collector ? { watch: collector.watch } : {}) })
    return { loaded, collector, prepared, speaker: speakerFor(loaded.machine, loaded.recordings) }
  }
  return {
    open: path => {
      const made = ready.get(path) ?? make(path)
      ready.set(path, made)
      return made
    },
  }
}

/** A script held against its program, with its runs; `program` stands in place of what `use` names. */
export async function readyScript(io: Io, programs: Programs, script: LoadedScript, program?: string): Promise<ReadyScript> {
  const ready = await programs.open(program ?? programOf(script))
  const { machine } = ready.loaded
  const readText = besides(io.fs, script.path)
  const found = hasErrors(script) ? [] : checkScript(script.file, script.source.text, machine, readText)
  const checked: LoadedScript = { ...script, diagnostics: [...script.diagnostics, ...found] }
  const { runs, problems } = expandScripts(script.file, machine, readText)
  return { script: checked, program: ready, runs, problems }
}

export const optionsOf = (io: Io, ready: ReadyScript, how: Pick<ScriptOptions, 'update' | 'keySound'> = {}): ScriptOptions => ({
  prepared: ready.program.prepared,
  speaker: ready.program.speaker,
  readText: besides(io.fs, ready.script.path),
  ...how,
})

export function reportOptionsOf(io: Io, ready: ReadyScript, language: MessageLanguage, output: Output): ReportOptions {
  const { loaded, speaker } = ready.program
  const paint = paintFor(io, output)
  const tones = { failure: 'error', expected: 'good', came: 'warning', dim: 'faint' } as const
  return {
    machine: loaded.machine,
    speaker,
    language,
    sourceLine: ([file, start]) => {
      const source = loaded.source(file)
      return source ? `${loaded.shownFile(file)}:${source.lineIndex.position(start).line + 1}` : loaded.shownFile(file)
    },
    scriptLine: (file: ScriptFile, offset: number) => {
      const { source, file: own } = ready.script
      if (file.file !== own.file) return { line: 1, text: '' }
      const { line } = source.lineIndex.position(offset)
      const { start, end } = source.lineIndex.line(line)
      return { line: line + 1, text: source.text.slice(start, end) }
    },
    paint: (part, text) => paint(tones[part], text),
  }
}
