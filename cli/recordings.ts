// The recordings that a bundle takes with it.
import type { FoundRecording } from '../lang/compiler/emit/bundle.ts'
import type { RecordingState } from './recordings/slots.ts'

/** The recordings that can be played, stale ones among them, in the order of the machine's texts. */
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
