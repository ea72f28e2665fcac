// The transcript as it grows: what stands there for each thing that happens, and from which step on, so that any moment of it can be shown.
import { transcriptRows, type TranscriptMachine } from '../../../runtime/dtmf/transcript.ts'
import type { CallLog, LogEntry } from '../../../runtime/call/call-log.ts'
import type { Speaker } from '../../../runtime/dtmf/speaker.ts'
import type { RowChange, RowView } from '../contract.ts'
import type { SourceOf } from './sources.ts'

/** One entry of the log, or keys that stand together. */
interface Block {
  readonly from: number
  to: number
  readonly keys: boolean
  /** As it was shown last. */
  shown: string
}

export interface GrowingRows {
  /** What is new since it was last asked, for the step that has just been made. */
  readonly grow: (step: number) => void
  readonly changes: () => readonly RowChange[]
}

/** It may change still: a text that is being spoken, a key that waits. */
const isOpen = (entry: LogEntry): boolean => (entry.kind === 'spoken' && entry.until < 0) || (entry.kind === 'key' && entry.use === 'waits')

export function createGrowingRows(log: CallLog, machine: TranscriptMachine, speaker: Speaker, sourceOf: SourceOf): GrowingRows {
  const blocks: Block[] = []
  const changes: RowChange[] = []
  let open: number[] = []
  let taken = 0
  let spoken = 0
  const spokenIn: number[] = []

  return {
    changes: () => changes,
    grow: step => {
      const look = new Set(open)
      for (; taken < log.entries.length; taken++) {
        const entry = log.entries[taken]!
        const last = blocks.at(-1)
        if (entry.kind === 'key' && last?.keys) last.to = taken + 1
        else blocks.push({ from: taken, to: taken + 1, keys: entry.kind === 'key', shown: '' })
        if (entry.kind === 'spoken') spokenIn[blocks.length - 1] = spoken++
        look.add(blocks.length - 1)
      }
      open = []
      for (const index of look) {
        const block = blocks[index]!
        const entries = log.entries.slice(block.from, block.to)
        if (entries.some(isOpen)) open.push(index)
        const rows = transcriptRows({ entries }, machine, speaker).map(({ at, who, text, cut, source }): RowView => ({
          at,
          who,
          text,
          cut,
          source: sourceOf(source),
          spoken: spokenIn[index] ?? -1,
        }))
        const shown = JSON.stringify(rows)
        if (shown === block.shown || (rows.length === 0 && block.shown === '')) continue
        block.shown = shown
        changes.push({ block: index, step, rows })
      }
    },
  }
}
