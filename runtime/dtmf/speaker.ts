// What a simulated line says and how long that takes. The words come from the room that reads values; it is handed in.
import type { Machine } from '../../machine/format.ts'
import type { Segment } from '../core/session.ts'
import { createReadingMemory } from './reading-memory.ts'

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

/** A speaker that remembers what was read. A pause has no words, and lasts as long as it says. */
export function createSpeaker(machine: Pick<Machine, 'prompts'>, reading: Reading): Speaker {
  const { prompts } = machine
  const words = createReadingMemory(segment => reading.text(segment, false))
  const duration = createReadingMemory(reading.duration)
  return {
    words: segment => (segment.prompt < 0 ? '' : words(segment)),
    shown: segment => (segment.prompt < 0 ? '' : reading.text(segment, (prompts[segment.prompt]?.holes.length ?? 0) > 0)),
    duration: segment => (segment.prompt < 0 ? (segment.pause ?? 0) : duration(segment)),
  }
}
