// A machine as commands run it, wherever it came from.
import type { FrameSource } from '../lang/diagnostics/render/index.ts'
import type { Machine } from '../machine/format.ts'
import type { Locate } from '../runtime/dtmf/coverage/index.ts'
import type { RecordingList } from '../runtime/speech/reading/index.ts'

export interface LoadedMachine {
  readonly machine: Machine
  /** Absolute: the entry's source, or the bundle's folder. */
  readonly path: string
  readonly kind: 'source' | 'bundle'
  /** The text of `machine.files[index]`; undefined where a bundle has none. */
  readonly source: (file: number) => FrameSource | undefined
  /** How that file is shown. */
  readonly shownFile: (file: number) => string
  /** What of its texts is recorded: files by absolute path, and how long each lasts. */
  readonly recordings: RecordingList
}

/** Where a part of its source stands: the file as it is shown, and the line from 1. */
export const locateIn =
  (loaded: LoadedMachine): Locate =>
  ([file, start]) => ({ file: loaded.shownFile(file), line: (loaded.source(file)?.lineIndex.position(start).line ?? 0) + 1 })
