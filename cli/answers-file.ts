// `--answers FILE`: the `given` lines of a JSON file, of the script at FILE.dtmf:LINE, of a file's first script, else of its setups.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import type { Machine } from '../machine/format.ts'
import { standsBeforeCall, type Script, type ScriptFile, type ScriptLine } from '../machine/script.ts'
import type { ReadText } from '../machine/script-rows.ts'
import { expandScripts, type ScriptRun } from '../runtime/dtmf/script-instances.ts'
import { readJsonAnswers } from './answers.ts'
import { requireText } from './host.ts'
import type { Io } from './io.ts'
import { absolutePath, shownPath } from './paths.ts'
import { besides, hasErrors, loadScript, splitPlace, type LoadedScript } from './script-files.ts'
import { runAt } from './script-choice.ts'
import { endWithScript } from './script-findings.ts'

export interface Answers {
  readonly lines: readonly ScriptLine[]
  readonly readText: ReadText
  readonly file: ScriptFile | null
  /** What the names of its table mean. */
  readonly row: ScriptRun['row']
}

export const NO_ANSWERS: Answers = { lines: [], readText: () => ({ problem: 'missing' }), file: null, row: {} }

interface Settings {
  readonly json: boolean
  readonly language: MessageLanguage
}

/** Refuses what is no such file; a script with errors is printed and ends the command. */
export function answersOf(io: Io, answers: string, machine: Machine, settings: Settings): Answers {
  const { path, line } = splitPlace(answers)
  const full = absolutePath(io.cwd, path)
  const shown = shownPath(io.cwd, full)
  if (!/\.dtmf$/i.test(path)) return { ...readJsonAnswers(requireText(io.fs, full, shown), shown, machine), file: null, row: {} }
  const script = openScript(io, path, settings)
  const readText = besides(io.fs, script.path)
  const setups = script.file.setups.map(setup => ({ ...setup, lines: withoutCalls(setup.lines.filter(standsBeforeCall)) }))
  const file = { ...script.file, setups }
  if (script.file.scripts.length === 0) return { lines: setups.flatMap(setup => setup.lines), readText, file, row: {} }
  const run = runAt(script, machine, readText, line, shown)
  return { lines: withoutCalls(run.script.lines.filter(standsBeforeCall)), readText, file, row: run.row }
}

export function openScript(io: Io, place: string, settings: Settings): LoadedScript {
  const script = loadScript(io, splitPlace(place).path)
  if (hasErrors(script)) endWithScript(io, script, settings)
  return script
}

export const withoutCalls = (lines: readonly ScriptLine[]): ScriptLine[] => lines.filter(line => line.kind !== 'call')

/** A run that no file holds. */
export function plainRun(machine: Machine, lines: readonly ScriptLine[], from: Pick<Answers, 'file' | 'row'>): ScriptRun {
  const span = { start: 0, end: 0 }
  const script: Script = { name: 'dialled', tags: [], languages: [], only: false, skip: null, rows: [], lines, ...span }
  const file: ScriptFile = { file: from.file?.file ?? 'the call', use: null, setups: from.file?.setups ?? [], scripts: [script], ...span }
  const { runs } = expandScripts(file, machine, () => ({ problem: 'missing' }))
  return { ...runs[0]!, id: 'dialled', row: from.row }
}
