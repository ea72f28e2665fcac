// The bytes that an engine gave as the sound that was asked for.
import { resample, trimSilence } from '../resample.ts'
import { readWav } from '../wav.ts'
import { speechProblem, type SpeechRequest, type Spoken } from './engine.ts'

/** What is kept of the silence at the ends, ms: none at all sounds chopped. */
const KEEP = 30

export function soundOf(engine: string, bytes: Uint8Array, { sampleRate }: SpeechRequest): Spoken {
  const nothing = speechProblem('nothing', `${engine} gave no sound.`, `${engine} 没有返回声音。`)
  if (bytes.length === 0) return nothing
  const wav = readWav(bytes)
  if (wav.problem === 'empty') return nothing
  if (wav.problem !== undefined) {
    return speechProblem(
      'failed',
      `${engine} gave something that cannot be played: ${lower(wav.detail.en)}`,
      `${engine} 返回的内容无法播放：${wav.detail.zh}`,
    )
  }
  // Trimmed before it is resampled, so that no sample is computed in vain.
  const samples = resample(trimSilence(wav.samples, wav.sampleRate, KEEP), wav.sampleRate, sampleRate)
  return samples.length === 0 ? nothing : { samples, sampleRate }
}

const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)
