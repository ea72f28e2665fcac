// What can be heard of a recording before anybody listens: whether it is the right length, clipped, or begins and ends with nothing.
import { estimateDuration } from '../../runtime/speech/reading/index.ts'
import type { Usable } from '../recordings/state.ts'

export interface Doubt {
  readonly kind: 'silent' | 'short' | 'long' | 'clipped' | 'leading silence' | 'trailing silence'
  /** A whole sentence about “it”. */
  readonly en: string
  readonly zh: string
}

/** Below this a window is silence: −45 dBFS, above the noise of a quiet room and below any speech. */
const SILENCE = 32768 * 10 ** (-45 / 20)
const WINDOW = 0.01
/** More silence than this at an end makes callers wait, ms. */
const MOST_SILENCE = 400
/** So many samples in a row at the end of the scale are no peak but a cut one. */
const CLIPPED_RUN = 4
const FULL_SCALE = 32600

/** Speech is seldom twice as slow or as fast as the estimate; short words vary more. */
const FACTOR = 2.2
const SLACK = 400

export function inspectRecording(sound: Pick<Usable, 'samples' | 'sampleRate' | 'ms'>, words: string, language: string): readonly Doubt[] {
  const { samples, sampleRate } = sound
  const window = Math.max(1, Math.round(sampleRate * WINDOW))
  const windows = Math.ceil(samples.length / window)
  let first = -1
  let last = -1
  for (let index = 0; index < windows; index++) {
    if (level(samples, index * window, Math.min(samples.length, (index + 1) * window)) < SILENCE) continue
    if (first < 0) first = index
    last = index
  }
  if (first < 0) return [{ kind: 'silent', en: 'Nothing is heard in it.', zh: '录音中没有声音。' }]

  const doubts: Doubt[] = []
  const seconds = (ms: number): string => (ms / 1000).toFixed(1)
  const spoken = (last - first + 1) * WINDOW * 1000
  const expected = estimateDuration(words, language)
  const about = {
    en: `it lasts ${seconds(spoken)} s where about ${seconds(expected)} s are usual`,
    zh: `时长 ${seconds(spoken)} 秒，通常约 ${seconds(expected)} 秒`,
  }
  if (spoken < expected / FACTOR - SLACK) {
    doubts.push({ kind: 'short', en: `It may not say all of it: ${about.en}.`, zh: `可能没有录完整：${about.zh}。` })
  }
  if (spoken > expected * FACTOR + SLACK) {
    doubts.push({ kind: 'long', en: `It may say something else: ${about.en}.`, zh: `可能录了别的内容：${about.zh}。` })
  }
  const clips = clippedRuns(samples)
  if (clips > 0) {
    doubts.push({
      kind: 'clipped',
      en: `It was recorded too loud: it is clipped in ${clips} ${clips === 1 ? 'place' : 'places'}.`,
      zh: `录音音量过大：有 ${clips} 处削波。`,
    })
  }
  const before = first * WINDOW * 1000
  if (before > MOST_SILENCE) {
    doubts.push({
      kind: 'leading silence',
      en: `It begins with ${seconds(before)} s of silence.`,
      zh: `开头有 ${seconds(before)} 秒静音。`,
    })
  }
  const after = Math.max(0, samples.length - (last + 1) * window) / sampleRate
  if (after * 1000 > MOST_SILENCE) {
    doubts.push({
      kind: 'trailing silence',
      en: `It ends with ${after.toFixed(1)} s of silence.`,
      zh: `结尾有 ${after.toFixed(1)} 秒静音。`,
    })
  }
  return doubts
}

/** RMS of a stretch. */
function level(samples: Int16Array, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at++) sum += samples[at]! * samples[at]!
  return Math.sqrt(sum / Math.max(1, to - from))
}

function clippedRuns(samples: Int16Array): number {
  let runs = 0
  let run = 0
  for (const sample of samples) {
    run = Math.abs(sample) >= FULL_SCALE ? run + 1 : 0
    if (run === CLIPPED_RUN) runs++
  }
  return runs
}
