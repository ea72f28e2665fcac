// What a call says, aloud: recordings as they are, the rest by an engine, one text after the other and cut where the call cuts it.
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { Machine } from '../../machine/format.ts'
import type { CallLog, SpokenEntry } from '../../runtime/call/call-log.ts'
import type { SpeechEngine } from '../../runtime/speech/engines/index.ts'
import { createRecorded, durationOf, renderPrompt, type RecordingList, type RenderedPart } from '../../runtime/speech/reading/index.ts'
import { resample } from '../../runtime/speech/resample.ts'
import { readWav, writeWav } from '../../runtime/speech/wav.ts'
import { readBytes } from '../host.ts'
import type { FileSystem } from '../io.ts'
import type { Player } from './player.ts'
import { joined } from './render.ts'

export interface LoudspeakerParts {
  readonly machine: Machine
  readonly recordings: RecordingList
  readonly log: CallLog
  readonly engine: SpeechEngine
  readonly player: Player
  readonly fs: FileSystem
  readonly language: MessageLanguage
  /** A sentence for the person: what cannot be heard, each once. */
  readonly say: (sentence: string) => void
}

export interface Loudspeaker {
  /** Looks at the log: begins what has begun, stops what was cut. True while something sounds that is not heard to its end. */
  readonly follow: () => boolean
  /** Resolves when nothing sounds any more. */
  readonly quiet: () => Promise<void>
  /** Nothing sounds after this. */
  readonly close: () => void
}

/** Hz: wide enough for a desktop's loudspeaker, and a telephone's own. */
const RATE = 16_000

export function createLoudspeaker(parts: LoudspeakerParts): Loudspeaker {
  const { machine, log, engine, player, language } = parts
  const recorded = createRecorded(machine, parts.recordings)
  const told = new Set<string>()
  const complain = (sentence: string): void => {
    if (!told.has(sentence)) parts.say(sentence)
    told.add(sentence)
  }
  let seen = 0
  let closed = false
  const waiting: SpokenEntry[] = []
  let playing: { readonly entry: SpokenEntry; readonly stop: AbortController; readonly done: Promise<void> } | null = null
  let mute = false

  const next = (): void => {
    if (playing !== null || closed) return
    const entry = waiting.shift()
    if (!entry) return
    if (entry.cut && entry.until <= entry.at) return next()
    const stop = new AbortController()
    const done = sound(entry, stop.signal).finally(() => {
      playing = null
      next()
    })
    playing = { entry, stop, done }
  }

  async function sound(entry: SpokenEntry, signal: AbortSignal): Promise<void> {
    if (mute) return
    const { segment } = entry
    const samples = await samplesOf(renderPrompt(machine, segment, recorded ? { recorded } : {}), segment.language, signal)
    if (samples.length === 0 || signal.aborted) return
    const played = await player.play(writeWav(samples, RATE), (samples.length * 1000) / RATE, signal)
    if (typeof played === 'string') return
    // A machine without a player has none for the next text either.
    mute = true
    complain(played.problem[language])
  }

  async function samplesOf(rendered: readonly RenderedPart[], tag: string, signal: AbortSignal): Promise<Int16Array> {
    const pieces: Int16Array[] = []
    for (const part of rendered) {
      switch (part.kind) {
        case 'pause':
          pieces.push(silence(part.ms))
          break
        case 'recording':
          // A caller's own voice: a simulated one has no sound.
          pieces.push(silence(Math.min(part.ms, 1000)))
          break
        case 'recorded':
          for (const each of part.sounds) pieces.push(typeof each === 'number' ? silence(each) : fileSamples(each))
          break
        case 'words':
          pieces.push(await wordSamples(part, tag, signal))
      }
      if (signal.aborted) break
    }
    return joined(pieces)
  }

  async function wordSamples(part: Extract<RenderedPart, { kind: 'words' }>, tag: string, signal: AbortSignal): Promise<Int16Array> {
    // A comma between two recordings is a pause.
    if (!/[\p{L}\p{N}]/u.test(part.words)) return silence(durationOf([part], tag))
    const spoken = await engine.speak(part.words, { language: tag, sampleRate: RATE, private: part.private === true, signal })
    if (!spoken.problem) return spoken.samples
    if (spoken.problem.kind !== 'stopped') complain(spoken.problem.detail[language])
    return new Int16Array()
  }

  function fileSamples(file: string): Int16Array {
    const read = readBytes(parts.fs, file)
    const wav = 'bytes' in read ? readWav(read.bytes) : null
    if (wav && wav.problem === undefined) return resample(wav.samples, wav.sampleRate, RATE)
    complain(language === 'zh' ? `${file} 无法播放。` : `${file} cannot be played.`)
    return new Int16Array()
  }

  return {
    follow: () => {
      for (; seen < log.entries.length; seen++) {
        const entry = log.entries[seen]!
        if (entry.kind === 'spoken') waiting.push(entry)
      }
      if (playing?.entry.cut === true) playing.stop.abort()
      // What was cut before it could be heard is not heard at all.
      for (let at = waiting.length - 1; at >= 0; at--) if (waiting[at]!.cut) waiting.splice(at, 1)
      next()
      return playing !== null || waiting.length > 0
    },
    quiet: async () => {
      while (playing !== null) await playing.done
    },
    close: () => {
      closed = true
      playing?.stop.abort()
    },
  }
}

const silence = (ms: number): Int16Array => new Int16Array(Math.max(0, Math.round((ms * RATE) / 1000)))
