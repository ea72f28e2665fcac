// What speaks where nobody recorded. Whatever engine it is, the text is data to it: no shell sees it, no markup in it means anything.

export interface SpeechRequest {
  /** BCP 47 */
  readonly language: string
  /** Hz of what comes back. */
  readonly sampleRate: number
  /** A private value is in it: it is kept nowhere. */
  readonly private?: boolean
  readonly signal?: AbortSignal
}

export type SpeechProblemKind = 'not installed' | 'timed out' | 'nothing' | 'failed' | 'language' | 'configuration' | 'stopped'
export interface SpeechProblem {
  readonly kind: SpeechProblemKind
  /** A whole sentence. It never has the text in it, which may be private. */
  readonly detail: { readonly en: string; readonly zh: string }
}

/** One channel, 16-bit, at the rate that was asked for, without silence at the ends. */
export interface SpokenSound {
  readonly samples: Int16Array
  readonly sampleRate: number
  readonly problem?: undefined
}
export type Spoken = SpokenSound | { readonly problem: SpeechProblem; readonly samples?: undefined }

export interface SpeechEngine {
  readonly name: string
  /** What a sound depends on beside text, language and rate: voice, speed, address. Part of the cache's key. */
  readonly voice: string
  /** Never rejects. */
  readonly speak: (text: string, request: SpeechRequest) => Promise<Spoken>
}

export const speechProblem = (kind: SpeechProblemKind, en: string, zh: string): { readonly problem: SpeechProblem } => ({
  problem: { kind, detail: { en, zh } },
})

/** Longer texts are refused: no prompt is, and an engine would be busy for minutes. UTF-16 units. */
export const LONGEST_TEXT = 5000

// Everything that a reader of text takes for a command to itself rather than for words: control characters (espeak-ng's
// own commands begin with U+0001), and what joins or turns letters without being one.
const COMMANDS = /[\p{Cc}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu

/** Text as words and punctuation alone, one line. */
export const plainSpeech = (text: string): string => text.replace(COMMANDS, ' ').replace(/\s+/g, ' ').trim()
