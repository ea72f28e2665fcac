// What a script's call sounds like on a switch: each text is a tone as long as the simulator says, so that no files and no voices are
// needed there, and that a caller's program can hear which one it is.
import type { CallLog, SpokenEntry } from '../../runtime/call/call-log.ts'
import type { Segment } from '../../runtime/core/index.ts'
import type { Speaker } from '../../runtime/dtmf/index.ts'
import type { Sound } from '../../runtime/freeswitch/line/sound.ts'

/** Hz: far enough apart to be told from each other in a frame of 20 ms. */
const TONES = [400, 500, 600, 700, 800, 900, 1000]
/** What nothing happens in is played for so much of its length where that is asked for, and for ms at least. */
const BRISK = { part: 1 / 8, least: 160 }

export interface LinePrompts {
  readonly soundOf: (segment: Segment) => Sound
  readonly hertzOf: (segment: Segment) => number
  /** ms that it takes. */
  readonly lengthOf: (segment: Segment) => number
}

/** `brisk`: texts that the simulated caller heard to their end, and in which nothing happened, are short. */
export function createLinePrompts(speaker: Speaker, simulated: CallLog, brisk: boolean): LinePrompts {
  const short = brisk ? uneventful(simulated) : new Set<number>()
  const hertzOf = ({ id }: Segment): number => TONES[id % TONES.length]!
  const lengthOf = (segment: Segment): number => {
    const ms = speaker.duration(segment)
    return segment.prompt >= 0 && short.has(segment.id) ? Math.min(ms, Math.max(BRISK.least, Math.round(ms * BRISK.part))) : ms
  }
  return {
    hertzOf,
    lengthOf,
    soundOf: segment => {
      const ms = lengthOf(segment)
      return { parts: ms === 0 ? [] : [{ kind: 'tone', ms, hertz: hertzOf(segment) }] }
    },
  }
}

function uneventful({ entries }: CallLog): ReadonlySet<number> {
  const short = new Set<number>()
  const within = (entry: SpokenEntry): boolean => entries.some(other => other.at > entry.at && other.at < entry.until)
  // An end key after a complete entry is swallowed for a while: it must not come into that while because the text before it is short.
  const beforeEndKey = (from: number): boolean => {
    const key = entries.slice(from).find(other => other.kind === 'key')
    return key?.kind === 'key' && (key.shown === '#' || key.shown === '*')
  }
  for (const [index, entry] of entries.entries())
    if (entry.kind === 'spoken' && !entry.cut && !within(entry) && !beforeEndKey(index)) short.add(entry.segment.id)
  return short
}
