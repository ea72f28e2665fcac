// How long words take where there is no recording: the same words, the same milliseconds, everywhere.
import { readingOf } from './registry.ts'

const SYLLABLE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u
const STOP = /[.。!！?？…]/u
const COMMA = /[,，、;；:：—–]/u
const LETTER = /[\p{L}\p{M}\s'’-]/u

/** An estimate in whole ms; 0 for nothing. */
export function estimateDuration(words: string, language: string): number {
  const { pace } = readingOf(language)
  let ms = 0
  let quiet = 0
  for (const c of words.trim()) {
    // Of several signs in a row only the longest pause is heard.
    const pause = STOP.test(c) ? pace.stop : COMMA.test(c) ? pace.comma : 0
    if (pause > 0) {
      ms += Math.max(0, pause - quiet)
      quiet = Math.max(quiet, pause)
      continue
    }
    if (SYLLABLE.test(c)) ms += pace.syllable
    else if (/\p{N}|[*#+%@&$€£¥•]/u.test(c)) ms += pace.numeral
    else if (LETTER.test(c)) ms += pace.letter
    if (!/\s/u.test(c)) quiet = 0
  }
  return Math.round(ms)
}
