// `callwright tones`: the keys in recordings.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { clock } from '../runtime/dtmf/script-failure.ts'
import { createToneDetector, isToneRate, type Administration, type ToneEvent } from '../runtime/dtmf/tones/index.ts'
import { readWav, type WavProblem, type WavSound } from '../runtime/speech/wav.ts'
import { EXIT, Finished } from './exit.ts'
import { describeFileProblem, readBytes } from './host.ts'
import type { Io } from './io.ts'
import { absolutePath } from './paths.ts'

export interface TonesSettings {
  readonly twist: Administration
  readonly dialTone: boolean
  readonly json: boolean
  readonly language: MessageLanguage
}

/** About two hours of 16-bit samples at 16 kHz. */
const LARGEST_RECORDING = 256 * 1024 * 1024

interface Refused {
  readonly problem: WavProblem['problem'] | 'unreadable' | 'sampling rate'
  readonly detail: WavProblem['detail']
}

/** One file after another; one that cannot be used is told, and the rest goes on. Ends with 2 where a file could not be read, else 1. */
export function printTones(io: Io, files: readonly string[], settings: TonesSettings): void {
  const { json, language } = settings
  const results: unknown[] = []
  let unread = 0
  let unfit = 0
  for (const [index, file] of files.entries()) {
    const sound = readSound(io, file)
    if ('detail' in sound) {
      if (sound.problem === 'unreadable') unread++
      else unfit++
      if (json) results.push({ file, problem: sound.problem, detail: sound.detail[language] })
      else io.stderr.write(`${file}: ${sound.detail[language]}\n`)
      continue
    }
    const events = findKeys(sound, settings)
    const keys = events.map(event => event.key).join('')
    if (json) {
      const { sampleRate, coding, ms } = sound
      results.push({ file, sampleRate, coding, ms, keys, events })
      continue
    }
    if (files.length > 1) io.stdout.write(`${index > 0 ? '\n' : ''}${file}\n`)
    for (const event of events) io.stdout.write(`${rowOf(event)}\n`)
    io.stdout.write(`${summaryOf(keys, sound, language)}\n`)
  }
  if (json) io.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  if (unread + unfit > 0) throw new Finished(unread > 0 ? EXIT.refused : EXIT.findings)
}

function readSound(io: Io, file: string): WavSound | Refused {
  const read = readBytes(io.fs, absolutePath(io.cwd, file), LARGEST_RECORDING)
  if ('problem' in read) return { problem: 'unreadable', detail: describeFileProblem(read.problem, LARGEST_RECORDING) }
  const sound = readWav(read.bytes)
  if (sound.problem !== undefined || isToneRate(sound.sampleRate)) return sound
  const rate = sound.sampleRate
  return {
    problem: 'sampling rate',
    detail: {
      en: `It has ${rate} samples a second; tones are looked for at 8000 to 48000.`,
      zh: `采样率为 ${rate} Hz；可识别按键音的采样率为 8000 至 48000 Hz。`,
    },
  }
}

function findKeys({ sampleRate, samples }: WavSound, { twist, dialTone }: TonesSettings): readonly ToneEvent[] {
  const detector = createToneDetector({ sampleRate, twist, dialTone })
  return [...detector.push(samples), ...detector.end()]
}

/** `0:00.050  5    50 ms  -10.0 -10.0 dBm0` */
const rowOf = ({ key, at, duration, low, high }: ToneEvent): string =>
  `${clock(at).padStart(8)}  ${key}  ${`${duration} ms`.padStart(8)}  ${low.toFixed(1).padStart(6)} ${high.toFixed(1).padStart(6)} dBm0`

function summaryOf(keys: string, { ms, sampleRate }: WavSound, language: MessageLanguage): string {
  const rate = `${sampleRate} Hz`
  if (language === 'zh')
    return keys === '' ? `${clock(ms)}（${rate}）中没有按键` : `${clock(ms)}（${rate}）中有 ${keys.length} 个按键：${keys}`
  if (keys === '') return `no key in ${clock(ms)} at ${rate}`
  return `${keys.length} ${keys.length === 1 ? 'key' : 'keys'} in ${clock(ms)} at ${rate}: ${keys}`
}
