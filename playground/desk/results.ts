// What is known of runs of scripts: how each went, what it went through, and of which text that was.
import type { ScriptResult } from '../../runtime/dtmf/script-run.ts'
import type { ScriptRun } from '../../runtime/dtmf/script-instances.ts'
import type { RunFailure, RunState } from './contract.ts'
import { rangeOf } from './ranges.ts'
import type { ReadyFile, ReadyProgram } from './script-files.ts'

export interface KnownRun {
  readonly program: ReadyProgram
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly name: string
  /** What it is made of. */
  readonly mark: string
  /** A bit a counter of its program. */
  readonly touched: Uint8Array
}

export interface Results {
  readonly keep: (file: ReadyFile, run: ScriptRun, touched: Uint8Array) => void
  readonly knownOf: (file: ReadyFile, run: ScriptRun) => RunState['known']
  /** Those that are of what stands now. */
  readonly present: (files: readonly ReadyFile[]) => readonly KnownRun[]
}

export function createResults(): Results {
  const known = new Map<string, KnownRun>()
  const isPresent = (file: ReadyFile, run: ScriptRun, one: KnownRun): boolean =>
    one.program === file.program && one.mark === markOf(file, run)
  return {
    keep: (file, run, touched) =>
      void known.set(run.id, {
        program: file.program!,
        path: file.path,
        line: file.lineIndex.position(run.script.start).line + 1,
        name: run.script.name,
        mark: markOf(file, run),
        touched: packed(touched),
      }),
    knownOf: (file, run) => {
      const one = known.get(run.id)
      return one === undefined ? null : isPresent(file, run, one) ? 'now' : 'earlier'
    },
    present: files =>
      files.flatMap(file =>
        file.runs.flatMap(run => {
          const one = known.get(run.id)
          return one && isPresent(file, run, one) ? [one] : []
        }),
      ),
  }
}

/** Its own text and its row, the file's setups, and a number for what it reads beside it: another script may change as it likes. */
function markOf({ text, file, reading }: ReadyFile, run: ScriptRun): string {
  const setups = setupsOf.get(file) ?? file.setups.map(setup => text.slice(setup.start, setup.end)).join('\n')
  setupsOf.set(file, setups)
  return `${reading}\n${setups}\n${text.slice(run.script.start, run.script.end)}\n${run.rowNumber}`
}
const setupsOf = new WeakMap<ReadyFile['file'], string>()

const packed = (touched: Uint8Array): Uint8Array => {
  const bits = new Uint8Array((touched.length + 7) >> 3)
  for (let index = 0; index < touched.length; index++) if (touched[index] === 1) bits[index >> 3]! |= 1 << (index & 7)
  return bits
}

export const isTouched = ({ touched }: KnownRun, counter: number): boolean => ((touched[counter >> 3] ?? 0) & (1 << (counter & 7))) !== 0

export function failureOf(file: ReadyFile, { failure }: ScriptResult): RunFailure | null {
  if (failure === null) return null
  const { path, lineIndex, program } = file
  return {
    line: lineIndex.position(failure.span.start).line + 1,
    at: { path, ...failure.span },
    moment: failure.at,
    underWay: { path, ...failure.underWay },
    problem: failure.problem,
    expected: failure.expected,
    came: failure.came,
    hint: failure.hint,
    paste: failure.paste,
    source: failure.source && rangeOf(program!.compiled, failure.source),
  }
}
