// Whether what has no recording can be spoken, tried as a call would: by the engine, into the folder that the switch reads.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { Machine } from '../machine/format.ts'
import { speaksPrivate, type RecordingList } from '../runtime/speech/reading/index.ts'
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
  /** What is wrong with words that an engine of ours speaks, for each language that is not spoken; null where it speaks none. */
  readonly spoken: readonly Said[] | null
  /** What is wrong with recordings that say private values, which are joined for a call; null where there are none. */
  readonly joined: readonly Said[] | null
  /** A sound that was made, with the rights of those that have private values in them; null where there is none. */
  readonly file: string | null
  readonly end: () => void
}

interface Trial {
  readonly config: Pick<ServeConfig, 'speech' | 'data'>
  readonly speech: Speech | null
  readonly lines: readonly { readonly machine: Machine; readonly recordings: RecordingList }[]
  /** How the sound is written, where this process is not the node. */
  readonly write?: (folder: string, pieces: readonly Uint8Array[], name: string) => Promise<string>
}

export async function trySpeech({ config, speech, lines, write = writePrivateSound }: Trial): Promise<SpeechTrial> {
  const folder = spokenFolder(config)
  let file: string | null = null
  /** What is wrong with the folder, once it was tried. */
  let unwritten: readonly Said[] | null = null
  const keep = async (samples: Int16Array, sampleRate: number): Promise<readonly Said[]> => {
    try {
      // By another name than those of calls, which a node on this folder takes away.
      file = await write(folder, wavPieces([samples], sampleRate), `trial-${randomUUID()}`)
      return []
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? String(error)
      return [
        {
          en: `nothing can be written to ${folder} (${why}): make room there, and give the node the right to write.`,
          zh: `无法写入 ${folder}（${why}）：请腾出空间，并让节点有写入权限。`,
        },
      ]
    }
  }
  const unspoken: Said[] = []
  if (speech?.kind === 'ours') {
    for (const language of new Set(lines.flatMap(({ machine }) => machine.line.languages))) {
      const spoken = await speech.engine.speak(WORDS, { language, sampleRate: speech.sampleRate })
      if (spoken.problem) unspoken.push(inLanguage(language, spoken.problem.detail))
      else unwritten ??= await keep(spoken.samples, spoken.sampleRate)
    }
  }
  const spoken = speech?.kind === 'ours' ? [...unspoken, ...(unwritten ?? [])] : null
  const joins = lines.some(({ machine, recordings }) => speaksPrivate(machine) && Object.keys(recordings).length > 0)
  const joined = joins ? (unwritten ?? (await keep(new Int16Array(800), 8000))) : null
  return {
    spoken,
    joined,
    file,
    end: () => {
      if (file !== null) rmSync(file, { force: true })
    },
  }
}

/** What callers do not hear. */
export const unspokenTexts = (problems: readonly Said[]): Said => ({
  en: `texts without a recording are not heard: ${problems.map(each => each.en).join(' ')}`,
  zh: `没有录音的文本不会播放：${problems.map(each => each.zh).join('')}`,
})

export const unjoinedTexts = (problems: readonly Said[]): Said => ({
  en: `texts that say private values from recordings are not heard: ${problems.map(each => each.en).join(' ')}`,
  zh: `用录音播报私密值的文本不会播放：${problems.map(each => each.zh).join('')}`,
})

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
