// Words and their time, for a simulated line: the readings handed to the line that speaks, and the recordings where there are some.
import type { Machine } from '../machine/format.ts'
import { createSpeaker, type Speaker } from '../runtime/dtmf/speaker.ts'
import { createRecorded, durationOf, renderPrompt, renderText, type RecordingList } from '../runtime/speech/reading/index.ts'

/** What is recorded lasts as long as its recording, the rest as long as it is estimated to. */
export function speakerFor(machine: Machine, recordings: RecordingList = {}): Speaker {
  const recorded = createRecorded(machine, recordings)
  const options = recorded ? { recorded } : {}
  return createSpeaker(machine, {
    text: (segment, masked) => renderText(machine, segment, { masked }),
    duration: segment => durationOf(renderPrompt(machine, segment, options), segment.language),
  })
}
