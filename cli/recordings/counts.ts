// How many texts of a program are recorded.
import { isRecordable } from '../../machine/fragments.ts'
import type { Machine } from '../../machine/format.ts'
import type { RecordingState } from './slots.ts'

export interface TextCounts {
  /** Texts of the program of which at least one piece, in at least one language, is not recorded. */
  readonly without: number
  /** Texts with a stale recording. */
  readonly stale: number
}

/** The program's own texts; the standard prompts, choices and values are not among them. */
export function countTexts(machine: Machine, state: RecordingState): TextCounts {
  const own = new Set(machine.prompts.flatMap(prompt => prompt.slot ?? []))
  const texts = (...states: readonly string[]): number =>
    new Set(state.slots.flatMap(slot => (own.has(slot.of) && states.includes(slot.state) ? [slot.of] : []))).size
  return { without: texts('missing', 'unusable'), stale: texts('stale') }
}

/** The texts that `countTexts` counts where nothing is recorded: it takes them all apart to say which pieces are missing. */
export function countRecordable(machine: Machine): number {
  const slots = new Set<string>()
  for (const { slot, texts } of machine.prompts) {
    if (slot !== undefined && Object.values(texts).some(parts => isRecordable(parts))) slots.add(slot)
  }
  return slots.size
}
