// What the caller really heard of a call on a line: whether each text sounded, and how long after a key the line fell silent and went on.
import type { SpokenEntry } from '../../runtime/call/call-log.ts'
import type { HeardFrame } from '../../runtime/freeswitch/caller/heard.ts'
import { shareOf } from '../../runtime/freeswitch/caller/sound.ts'
import type { LineCaller } from './caller.ts'
import type { LineCall } from './line-call.ts'
import type { LinePrompts } from './prompts.ts'

export interface Hearing {
  /** Texts that were spoken to their end, and those of them that the caller heard. */
  readonly spoken: number
  readonly heard: number
  /** ms from a key's release to the last sound of the text that it stopped, and to the first of the next. */
  readonly silence: readonly number[]
  readonly next: readonly number[]
  /** ms by which the latest key was known, or the longest text over, later than it had to be: how well the machines kept time. */
  readonly late: number
}

/** Of a text: shorter ones may fall between the frames. */
const LEAST = 150
/** ms that a sound may take from the switch to the caller, and that its begin may be known late. */
const LATE = 120
/** ms without its tone that end a text. */
const STILL = 100
/** Frames of its tone that make a text heard. */
const FRAMES = 3

export function measureHearing({ log, began }: LineCall, { ear }: LineCaller, prompts: LinePrompts): Hearing | null {
  if (!ear) return null
  const { frames } = ear.heard
  const isOf = (frame: HeardFrame, hertz: number): boolean => frame.loudness > 60 && shareOf(hertz, frame.samples) > 0.7
  const between = (from: number, to: number): readonly HeardFrame[] => frames.slice(firstFrom(frames, from), firstFrom(frames, to))
  let [spoken, heard] = [0, 0]
  const [silence, next]: [number[], number[]] = [[], []]
  let [keys, late] = [0, 0]
  for (const [index, entry] of log.entries.entries()) {
    // Of one that was cut only what it lasted too long.
    if (entry.kind === 'spoken' && entry.until >= 0) late = Math.max(late, entry.until - entry.at - prompts.lengthOf(entry.segment))
    if (entry.kind === 'key') {
      const released = ear.released[keys++] ?? Number.NaN
      if (!Number.isNaN(released)) late = Math.max(late, began + entry.at - released)
      const before = log.entries.slice(0, index).findLast((one): one is SpokenEntry => one.kind === 'spoken')
      if (Number.isNaN(released) || !before?.cut || before.segment.prompt < 0 || Math.abs(before.until - entry.at) > 2) continue
      const old = prompts.hertzOf(before.segment)
      let last = released
      for (const frame of between(released, released + 1000)) {
        // What sounds the same after a while is another text.
        if (frame.at - last > STILL) break
        if (isOf(frame, old)) last = frame.at
      }
      const after = log.entries.slice(index).find((one): one is SpokenEntry => one.kind === 'spoken')
      // Where the next text sounds the same nothing can be told.
      if (after?.segment.prompt !== undefined && after.segment.prompt >= 0 && prompts.hertzOf(after.segment) === old) continue
      silence.push(last - released)
      if (!after || after.segment.prompt < 0 || after.at - entry.at > 100) continue
      const first = between(released, released + 1000).find(frame => isOf(frame, prompts.hertzOf(after.segment)))
      if (first) next.push(first.at - released)
    } else if (entry.kind === 'spoken' && !entry.cut && entry.segment.prompt >= 0 && entry.until - entry.at >= LEAST) {
      spoken += 1
      const hertz = prompts.hertzOf(entry.segment)
      let found = 0
      for (const frame of between(began + entry.at - 20, began + entry.until + LATE)) if (isOf(frame, hertz) && ++found >= FRAMES) break
      if (found >= FRAMES) heard += 1
    }
  }
  return { spoken, heard, silence, next, late: Math.round(late) }
}

/** The index of the first frame that came at a time or later. */
function firstFrom(frames: readonly HeardFrame[], time: number): number {
  let [from, to] = [0, frames.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (frames[middle]!.at < time) from = middle + 1
    else to = middle
  }
  return from
}
