// The line's voice: what is to be spoken, one segment after another, and what of it is heard or cut.
import type { Segment } from '../core/session.ts'
import type { CallLog, SpokenEntry } from '../call/call-log.ts'
import type { Speaker } from './speaker.ts'

export interface Voice {
  /** Nothing is spoken and nothing is to be. */
  readonly quiet: () => boolean
  readonly speaking: () => Segment | null
  /** ms since 1970; −1 while nothing is spoken. */
  readonly endsAt: () => number
  /** What is spoken belongs to the listener in force, not to what was said on the way to it. */
  readonly speaksOwn: () => boolean
  readonly add: (segment: Segment) => void
  /** Everything up to and with this segment is dropped. */
  readonly stop: (through: number, now: number) => void
  readonly stopAll: (now: number) => void
  /** The first segment was heard to its end: its number. */
  readonly end: (now: number) => number
  readonly read: (listener: number) => void
  /** After an event: the first segment begins, and listeners are heard that all before was said for. */
  readonly settle: (now: number) => void
}

export function createVoice(speaker: Speaker, log: CallLog | null, began: number): Voice {
  const queue: Segment[] = []
  /** −1: the first has not begun. */
  let until = -1
  let entry: SpokenEntry | null = null
  /** The last segment that was queued, and the last before the listener in force was read. */
  let lastQueued = 0
  let readAfter = 0
  const reads: { readonly listener: number; readonly after: number }[] = []

  function finish(cut: boolean, now: number): void {
    queue.shift()
    if (entry !== null) {
      entry.until = now - began
      entry.cut = cut
      entry = null
    }
    until = -1
  }

  /** A listener is heard when all that was queued before it has been: that is where it belongs in the log. */
  function noteReads(now: number): void {
    const next = queue[0]?.id ?? Infinity
    while (reads.length > 0 && reads[0]!.after < next) {
      const read = reads.shift()!
      log?.entries.push({ kind: 'reads', at: now - began, listener: read.listener, afterSegment: read.after })
    }
  }

  return {
    quiet: () => queue.length === 0,
    speaking: () => (until >= 0 ? queue[0]! : null),
    endsAt: () => until,
    speaksOwn: () => queue.length === 0 || queue[0]!.id > readAfter,
    add: segment => {
      queue.push(segment)
      lastQueued = segment.id
    },
    stop: (through, now) => {
      while (queue.length > 0 && queue[0]!.id <= through) {
        if (until >= 0) finish(true, now)
        else queue.shift()
      }
    },
    stopAll: now => {
      if (until >= 0) finish(true, now)
      queue.length = 0
    },
    end: now => {
      const { id } = queue[0]!
      finish(false, now)
      return id
    },
    read: listener => {
      readAfter = lastQueued
      reads.push({ listener, after: lastQueued })
    },
    settle: now => {
      if (reads.length > 0) noteReads(now)
      if (until >= 0 || queue.length === 0) return
      const segment = queue[0]!
      until = now + speaker.duration(segment)
      if (log === null) return
      entry = { kind: 'spoken', at: now - began, segment, until: -1, cut: false }
      log.entries.push(entry)
    },
  }
}
