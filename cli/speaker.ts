// Words and their time, for a simulated line: the readings handed to the line that speaks.
import type { Machine } from '../machine/format.ts'
import { createSpeaker, type Speaker } from '../runtime/dtmf/speaker.ts'
import { durationOf, renderPrompt, renderText } from '../runtime/speech/reading/index.ts'

export const speakerFor = (machine: Machine): Speaker =>
  createSpeaker(machine, {
    text: (segment, masked) => renderText(machine, segment, { masked }),
    duration: segment => durationOf(renderPrompt(machine, segment), segment.language),
  })
