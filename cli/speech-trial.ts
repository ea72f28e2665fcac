// Whether what has no recording can be spoken, tried as a call would: by the engine, into the folder that the switch reads.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { wavPieces } from '../runtime/speech/wav.ts'
import { writePrivateSound } from '../runtime/serve/private-sounds.ts'
import type { Speech } from '../runtime/serve/sounds.ts'
import type { ServeConfig } from './config/serve-config.ts'
import type { Said } from './exit.ts'
import type { Io } from './io.ts'
import { openEngine } from './speech/engine-choice.ts'

/** What every voice can say. */
const WORDS = '1 2 3'

interface SpeechTrial {
  /** What is wrong, for each language that is not spoken. */
  readonly problems: readonly Said[]
  /** A sound that was made, with the rights of those that have private values in them; null where there is none. */
  readonly file: string | null
  readonly end: () => void
}

/**
 * `write`: how the sound is written, where this process is not the node. `joined`: where recordings that say private values are joined,
 * tried where there is no engine of ours.
 */
export async function trySpeech(
  speech: Speech | null,
  languages: Iterable<string>,
  write: (folder: string, pieces: readonly Uint8Array[], name: string) => Promise<string> = writePrivateSound,
  joined: string | null = null,
): Promise<SpeechTrial> {
  const problems: Said[] = []
  let file: string | null = null
  const keep = async (folder: string, samples: Int16Array, sampleRate: number): Promise<void> => {
    try {
      // By another name than those of calls, which a node on this folder takes away.
      file = await write(folder, wavPieces([samples], sampleRate), `trial-${randomUUID()}`)
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? String(error)
      problems.push({
        en: `nothing can be written to ${folder} (${why}): make room there, and give the node the right to write.`,
        zh: `无法写入 ${folder}（${why}）：请腾出空间，并让节点有写入权限。`,
      })
    }
  }
  if (speech?.kind === 'ours') {
    const { engine, folder, sampleRate } = speech
    for (const language of languages) {
      const spoken = await engine.speak(WORDS, { language, sampleRate })
      if (spoken.problem) problems.push(inLanguage(language, spoken.problem.detail))
      else if (file === null) await keep(folder, spoken.samples, spoken.sampleRate)
    }
  } else if (joined !== null) await keep(joined, new Int16Array(800), 8000)
  return {
    problems: problems.filter((one, index) => problems.findIndex(other => other.en === one.en) === index),
    file,
    end: () => {
      if (file !== null) rmSync(file, { force: true })
    },
  }
}

const inLanguage = (language: string, { en, zh }: Said): Said => ({ en: `${language}: ${en}`, zh: `${language}：${zh}` })

/** Where what is spoken for one call lies, also where recordings alone are. */
export const spokenFolder = ({ speech, data }: Pick<ServeConfig, 'speech' | 'data'>): string =>
  speech?.kind === 'ours' ? speech.folder : `${data}/speech`

/** As the configuration says. */
export function speechOf(io: Io, { speech }: ServeConfig): Speech | null {
  if (speech === null) return null
  return speech.kind === 'freeswitch'
    ? speech
    : { kind: 'ours', engine: openEngine(io, speech.engine, null), folder: speech.folder, sampleRate: speech.sampleRate }
}
