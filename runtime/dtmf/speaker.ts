// What a simulated line says and how long that takes. The words come from the room that reads values; it is handed in.
import type { Machine } from '../../machine/format.ts'
import type { SpeechValue, Value } from '../../machine/values.ts'
import type { Segment } from '../core/session.ts'

export interface Speaker {
  /** What is heard, values read out. */
  readonly words: (segment: Segment) => string
  /** The same for logs and reports: private values by their mask. */
  readonly shown: (segment: Segment) => string
  /** Whole ms from its begin to its end. */
  readonly duration: (segment: Segment) => number
}

/** How one segment is read, without memory: `renderText` and `durationOf` of runtime/speech/reading, or a stand-in. */
export interface Reading {
  readonly text: (segment: Segment, masked: boolean) => string
  readonly duration: (segment: Segment) => number
}

/** Distinct readings that are remembered; then it is begun anew, so that a long run does not grow. */
const REMEMBERED = 20_000

/** A speaker that remembers what was read: a menu says the same to every caller. */
export function createSpeaker(machine: Pick<Machine, 'prompts'>, reading: Reading): Speaker {
  const { prompts } = machine
  const words = new Map<string, string>()
  const durations = new Map<string, number>()
  return {
    words: segment => {
      const key = keyOf(segment)
      let found = words.get(key)
      if (found === undefined) {
        found = reading.text(segment, false)
        if (words.size >= REMEMBERED) words.clear()
        words.set(key, found)
      }
      return found
    },
    shown: segment => reading.text(segment, (prompts[segment.prompt]?.holes.length ?? 0) > 0),
    duration: segment => {
      if (segment.prompt < 0) return segment.pause ?? 0
      const key = keyOf(segment)
      let found = durations.get(key)
      if (found === undefined) {
        found = reading.duration(segment)
        if (durations.size >= REMEMBERED) durations.clear()
        durations.set(key, found)
      }
      return found
    },
  }
}

/** One text for all segments that are read alike. Texts are written with their length, so that no two values make one key. */
function keyOf(segment: Segment): string {
  let key = segment.prompt < 0 ? `~${segment.pause ?? 0}` : `${segment.prompt}${segment.language}`
  for (const value of segment.values) key += valueKey(value)
  return key
}

function valueKey(value: Value): string {
  if (typeof value === 'string') return `|s${value.length}:${value}`
  if (typeof value === 'object' && value !== null) {
    const speech = value as SpeechValue
    // The label of an option is most of what a menu says.
    if ('prompt' in speech && speech.values.length === 0) return `|p${speech.prompt}`
    return `|j${JSON.stringify(value)}|`
  }
  return `|${String(value)}`
}
