// Why a script failed, as data. Every sentence is for a tester, in English and in Chinese.
import type { SourceSpan } from '../../machine/format.ts'
import type { ScriptSpan } from '../../machine/script.ts'

export interface Sentence {
  readonly en: string
  readonly zh: string
}

export interface ScriptFailure {
  /** The line that does not hold. */
  readonly span: ScriptSpan
  /** The line of the script that was under way: of a line in a setup its `run`. */
  readonly underWay: ScriptSpan
  /** ms of the call; 0 where it had not begun. */
  readonly at: number
  readonly problem: Sentence
  readonly expected: Sentence | null
  /** What came instead, most telling first. */
  readonly came: readonly Sentence[]
  /** Where the program said or listened for what came. */
  readonly source: SourceSpan | null
  /** A line that mends the script. */
  readonly paste: string | null
  readonly hint: Sentence | null
}

/** What a line's player knows; the runner adds the line and the time. */
export type Fault = Partial<Omit<ScriptFailure, 'problem' | 'underWay'>> & { readonly problem: Sentence }

export const sentence = (en: string, zh: string): Sentence => ({ en, zh })
/** The same in both: names, values, words that were said. */
export const same = (text: string): Sentence => ({ en: text, zh: text })

export function completeFault(fault: Fault, span: ScriptSpan, underWay: ScriptSpan, at: number): ScriptFailure {
  return {
    span: placeOf(fault.span ?? span),
    underWay: placeOf(underWay),
    at: fault.at ?? at,
    problem: fault.problem,
    expected: fault.expected ?? null,
    came: fault.came ?? [],
    source: fault.source ?? null,
    paste: fault.paste ?? null,
    hint: fault.hint ?? null,
  }
}

/** The place alone: a line that is handed in whole may hold what was typed. */
const placeOf = ({ start, end }: ScriptSpan): ScriptSpan => ({ start, end })

/** `0:07.250`, `12:03.000` */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}`
}
