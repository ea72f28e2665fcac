// espeak-ng: a server's own voice, without a network, the same on every machine that has the same version.
import { runChild } from './child.ts'
import { LONGEST_TEXT, plainSpeech, speechProblem, type SpeechEngine } from './engine.ts'
import { soundOf } from './sound.ts'

export interface EspeakOptions {
  readonly command?: string
  /** What espeak-ng calls words a minute; where it is not said, each language's own. */
  readonly speed?: number
  /** ms */
  readonly timeout?: number
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Its speeds are words a minute of English alone. These are those at which it says the texts of the examples at the pace of an announcer
 * (docs/recordings.md): 240 characters a minute of Mandarin, 155 words of English.
 */
const SPEEDS: Readonly<Record<string, number>> = { cmn: 265, 'en-us': 140, 'en-gb': 140 }
const USUAL_SPEED = 160

/** Its name for a language: Mandarin is `cmn`, and Cantonese a language of its own. */
export function espeakVoice(language: string): string {
  const tag = language.toLowerCase()
  if (/^(?:yue|zh-(?:hk|mo|yue))\b/.test(tag)) return 'yue'
  if (/^(?:zh|cmn)\b/.test(tag)) return 'cmn'
  if (/^en-(?:gb|au|ie|in|nz|za|hk|sg)\b/.test(tag)) return 'en-gb'
  if (/^en\b/.test(tag)) return 'en-us'
  // A tag is letters, numerals and hyphens; anything else is no voice, and shall not look like an option or a path.
  return tag.replace(/[^a-z0-9-]/g, '').replace(/^-+/, '')
}

export function createEspeakNg(options: EspeakOptions = {}): SpeechEngine {
  const { command = 'espeak-ng', speed, timeout = 10_000, env } = options
  const name = 'espeak-ng'
  return {
    name,
    voice: speed === undefined ? `speed ${Object.values(SPEEDS).join(' ')}` : `speed ${speed}`,
    speak: async (text, request) => {
      // `[[…]]` would be phonemes. Without -m it reads no SSML.
      const words = plainSpeech(text.replace(/[[\]]/g, ' '))
      if (!/[\p{L}\p{N}]/u.test(words)) return speechProblem('nothing', 'There is nothing to say in it.', '没有可播报的内容。')
      if (words.length > LONGEST_TEXT) return speechProblem('failed', 'The text is too long.', '文本过长。')
      const voice = espeakVoice(request.language)
      const args = ['-v', voice, '-s', String(speed ?? SPEEDS[voice] ?? USUAL_SPEED), '-b', '1', '-z', '--stdin', '--stdout']
      const { signal, private: isPrivate = false } = request
      const common = { command, args, timeout, private: isPrivate, ...(env ? { env } : {}), ...(signal ? { signal } : {}) }
      const run = await runChild({ ...common, input: `${words}\n` })
      if (!run.problem) return soundOf(name, run.output, request)
      // Of a voice that it misses, not of one that the text speaks of.
      if (/voice/i.test(run.complained?.replaceAll(words, '') ?? '')) {
        return speechProblem('language', `espeak-ng does not speak ${request.language}.`, `espeak-ng 不支持 ${request.language}。`)
      }
      return { problem: run.problem }
    },
  }
}
