// The line's voice: what is to be spoken, one segment after another, and what of it is heard or cut.
import type { Segment } from '../core/session.ts'
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
  readonly stop: (through: number) => void
  readonly stopAll: () => void
  /** The first segment was heard to its end: its number. */
  readonly end: () => number
  /** A listener is read: what is said from here on is its own. */
  readonly read: () => void
  /** After an event: the first segment begins. */
  readonly settle: (now: number) => void
}

export function createVoice(speaker: Speaker): Voice {
  const queue: Segment[] = []
  /** −1: the first has not begun. */
  let until = -1
  /** The last segment that was queued, and the last before the listener in force was read. */
  let lastQueued = 0
  let readAfter = 0

  return {
    quiet: () => queue.length === 0,
    speaking: () => (until >= 0 ? queue[0]! : null),
    endsAt: () => until,
    speaksOwn: () => queue.length === 0 || queue[0]!.id > readAfter,
    add: segment => {
      queue.push(segment)
      lastQueued = segment.id
    },
    stop: through => {
      while (queue.length > 0 && queue[0]!.id <= through) {
        queue.shift()
        until = -1
      }
    },
    stopAll: () => {
      queue.length = 0
      until = -1
    },
    end: () => {
      until = -1
      return queue.shift()!.id
    },
    read: () => {
      readAfter = lastQueued
    },
    settle: now => {
      if (until < 0 && queue.length > 0) until = now + speaker.duration(queue[0]!)
    },
  }
}
