// How it stands with all recordings of a line.
import type { Machine } from '../../machine/format.ts'
import type { RecordingList } from '../../runtime/speech/reading/index.ts'
import type { FileSystem } from '../io.ts'
import { absolutePath } from '../paths.ts'
import { audioFolder } from './list.ts'
import { stateOfSlots, type RecordingState } from './slots.ts'
import { wantedValues } from './value-fragments.ts'
import { wantedTexts } from './wanted.ts'

export { RATES, usable } from './slots.ts'
export type { RecordingState, SlotState, Unusable, Usable } from './slots.ts'

/** Reads every file that is listed for a slot of the machine: its texts, and what the readings of its languages need. */
export const stateOfRecordings = (fs: FileSystem, entry: string, machine: Machine): RecordingState =>
  stateOfSlots(fs, entry, [...wantedTexts(machine), ...wantedValues(machine)])

/** What a line plays: stale recordings too. Files by their absolute path. */
export function recordingsOf(state: RecordingState, entry: string): RecordingList {
  const folder = audioFolder(entry)
  const list: Record<string, Record<string, { file: string; ms: number }>> = {}
  for (const { slot, language, file, sound } of state.slots) {
    if (sound && file !== undefined) (list[slot] ??= {})[language] = { file: absolutePath(folder, file), ms: sound.ms }
  }
  return list
}
