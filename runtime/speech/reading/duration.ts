// How long words take where there is no recording: the same words, the same milliseconds, everywhere.
import type { Pace } from './reading.ts'
import { readingOf } from './registry.ts'

const SYLLABLE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u
const STOP = /[.。!！?？…]/u
const COMMA = /[,，、;；:：—–]/u
const NUMERAL = /\p{N}|[*#+%@&$€£¥•]/u
const LETTER = /[\p{L}\p{M}'’-]/u

/** What a character takes; 'blank' takes a letter's time and is no end to a pause. */
type Sound = Exclude<keyof Pace, 'end'> | 'blank' | 'silent'

function soundOf(c: string): Sound {
  if (STOP.test(c)) return 'stop'
  if (COMMA.test(c)) return 'comma'
  if (SYLLABLE.test(c)) return 'syllable'
  if (NUMERAL.test(c)) return 'numeral'
  if (/\s/u.test(c)) return 'blank'
  return LETTER.test(c) ? 'letter' : 'silent'
}

/** By UTF-16 code unit: each character is looked up in its tables once. */
const sounds = Array.from<Sound | undefined>({ length: 65_536 }).fill(undefined)

/** An estimate in whole ms; 0 for nothing. Silence behind the last word is none of it, as in a recording that is cut at its ends. */
export function estimateDuration(words: string, language: string): number {
  const { pace } = readingOf(language)
  let ms = 0
  /** Since the last sound: pauses and the blanks among them. */
  let silence = 0
  let quiet = 0
  let heard = false
  for (let i = 0; i < words.length; i++) {
    const code = words.codePointAt(i)!
    const sound = code > 65_535 ? soundOf(String.fromCodePoint(code)) : (sounds[code] ??= soundOf(String.fromCharCode(code)))
    if (code > 65_535) i += 1
    if (sound === 'stop' || sound === 'comma') {
      // Of several signs in a row only the longest pause is heard.
      const pause = pace[sound]
      silence += Math.max(0, pause - quiet)
      quiet = Math.max(quiet, pause)
    } else if (sound === 'blank') silence += pace.letter
    else if (sound !== 'silent') {
      ms += heard ? silence + pace[sound] : pace[sound]
      heard = true
      silence = quiet = 0
    }
  }
  return heard ? Math.round(ms + pace.end) : 0
}
