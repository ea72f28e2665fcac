// The recordings that a bundle takes with it.
import type { FoundRecording } from '../lang/compiler/emit/bundle.ts'
import type { Machine } from '../machine/format.ts'
import type { FileSystem } from './io.ts'
import { stateOfRecordings, type RecordingState } from './recordings/state.ts'

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

/** The recordings that can be played, stale ones among them, in the order of the machine's texts. */
export function findRecordings(fs: FileSystem, entry: string, machine: Machine): FoundRecording[] {
  return playable(stateOfRecordings(fs, entry, machine))
}

export function playable(state: RecordingState): FoundRecording[] {
  return state.slots.flatMap(({ slot, language, text, file, sound }) =>
    sound && file !== undefined && text !== undefined
      ? [{ slot, language, text, path: normal(file), bytes: sound.bytes, ms: sound.ms }]
      : [],
  )
}

/** `./zh/a.wav` and `zh//a.wav` are `zh/a.wav`; that it stays below the folder was seen before. */
function normal(file: string): string {
  const parts: string[] = []
  for (const part of file.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
