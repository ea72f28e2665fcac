// What has no recording is spoken by an engine, for a bundle that is to need none when it runs.
import type { FoundRecording } from '../../lang/compiler/emit/bundle.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import { textHash } from '../../machine/fragments.ts'
import type { SpeechEngine, SpeechProblem, Spoken } from '../../runtime/speech/engines/index.ts'
import { writeWav } from '../../runtime/speech/wav.ts'
import type { RecordingState, SlotState } from '../recordings/state.ts'

export interface RenderedSpeech {
  readonly recordings: readonly FoundRecording[]
  /** Sentences of what could not be spoken, each once, and how often. */
  readonly problems: readonly { readonly said: string; readonly count: number }[]
}

export interface RenderOptions {
  readonly sampleRate: number
  readonly language: MessageLanguage
  readonly signal: AbortSignal
}

/** So many at once: an engine on this machine has its cores, a service its limits. */
const AT_ONCE = 4
/** What would be the same for every text. */
const HOPELESS: ReadonlySet<SpeechProblem['kind']> = new Set(['not installed', 'configuration', 'stopped'])
/** One that hangs so often is not asked any more. */
const MOST_TIMEOUTS = 3

/** The sounds of every slot without a recording that can be played, in the order of the slots. */
export async function renderMissing(state: RecordingState, engine: SpeechEngine, options: RenderOptions): Promise<RenderedSpeech> {
  const missing = state.slots.filter(slot => slot.sound === undefined)
  const spoken = missing.map((): FoundRecording | null => null)
  const problems = new Map<string, number>()
  let timeouts = 0
  let given = 0
  let over = false
  const work = async (): Promise<void> => {
    while (!over && given < missing.length) {
      const index = given++
      const slot = missing[index]!
      const sound = await speakWritten(engine, slot.words, slot.language, options)
      if (!sound.problem) {
        spoken[index] = recordingOf(slot, engine.name, sound.samples, sound.sampleRate)
        continue
      }
      const said = sound.problem.detail[options.language]
      problems.set(said, (problems.get(said) ?? 0) + 1)
      if (sound.problem.kind === 'timed out') timeouts++
      if (HOPELESS.has(sound.problem.kind) || timeouts >= MOST_TIMEOUTS) over = true
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const recordings = spoken.filter(each => each !== null)
  // What was given up belongs to what made it so.
  const [first] = problems.keys()
  const tried = recordings.length + [...problems.values()].reduce((sum, count) => sum + count, 0)
  if (first !== undefined && tried < missing.length) problems.set(first, problems.get(first)! + missing.length - tried)
  return { recordings, problems: [...problems].map(([said, count]) => ({ said, count })) }
}

/** Words with pauses written in them: the pauses are silence between what is spoken. */
async function speakWritten(engine: SpeechEngine, words: string, language: string, options: RenderOptions): Promise<Spoken> {
  const { sampleRate, signal } = options
  const pieces: Int16Array[] = []
  for (const [at, part] of words.split(/\{pause (\d+)ms\}/).entries()) {
    if (at % 2 === 1) pieces.push(new Int16Array(Math.round((Number(part) * sampleRate) / 1000)))
    else if (/[\p{L}\p{N}]/u.test(part)) {
      const spoken = await engine.speak(part, { language, sampleRate, signal })
      if (spoken.problem) return spoken
      pieces.push(spoken.samples)
    }
  }
  return { samples: joined(pieces), sampleRate }
}

export function joined(pieces: readonly Int16Array[]): Int16Array {
  const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    samples.set(piece, at)
    at += piece.length
  }
  return samples
}

function recordingOf(slot: SlotState, engine: string, samples: Int16Array, sampleRate: number): FoundRecording {
  return {
    slot: slot.slot,
    language: slot.language,
    text: textHash(slot.words),
    // Not where a recording of the same slot would lie.
    path: `speech/${slot.language}/${slot.slot}.wav`,
    bytes: writeWav(samples, sampleRate),
    ms: Math.round((samples.length * 1000) / sampleRate),
    speech: engine,
  }
}
