// Whether a text is found in what is said: compared as spoken, after NFKC, without blanks, punctuation and case; `…` is anything.

/** Everything that is not heard: blanks, punctuation, marks of format. Signs such as `+` and `%` are words. */
const UNHEARD = /[\s\p{P}\p{Cf}\p{Z}]+/gu
/** `*` and `#` are keys that are told; NFKC makes the wide ones narrow. */
const TOLD = /[*#%&@]/g
const PLACES = ['\u{f0000}', '\u{f0001}', '\u{f0002}', '\u{f0003}', '\u{f0004}'] as const
const KEYS = '*#%&@'

/** What is left of words when only what is heard counts. */
export function normaliseHeard(words: string): string {
  return words
    .normalize('NFKC')
    .replace(TOLD, sign => PLACES[KEYS.indexOf(sign)]!)
    .replace(UNHEARD, '')
    .toLowerCase()
}

/** Finds a text inside what is said. */
export type Matcher = (words: string) => boolean

/** The parts between `…` (or `...`), in order; a text that is nothing but wildcards is found in everything. */
export function createMatcher(text: string): Matcher {
  const parts = text
    .split(/…|\.\.\./u)
    .map(normaliseHeard)
    .filter(part => part !== '')
  return words => {
    const heard = normaliseHeard(words)
    let from = 0
    for (const part of parts) {
      const at = heard.indexOf(part, from)
      if (at < 0) return false
      from = at + part.length
    }
    return true
  }
}

const LONGEST_COMPARED = 300
/** Characters that may differ in a text that was nearly right. */
const slipsIn = (length: number): number => (length < 3 ? 0 : Math.max(1, Math.floor(length / 5)))

/** Of what was said, newest last, that which holds the text but for a slip; null where nothing does. */
export function nearestOf<T>(text: string, said: readonly T[], words: (one: T) => string): T | null {
  const parts = text.split(/…|\.\.\./u).map(normaliseHeard)
  const wanted = parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '').slice(0, LONGEST_COMPARED)
  if (wanted.length < 2) return null
  let best: T | null = null
  let least = slipsIn(wanted.length) + 1
  for (const one of said) {
    const slips = slipsOf(wanted, normaliseHeard(words(one)).slice(0, 2 * LONGEST_COMPARED))
    if (slips >= least) continue
    best = one
    least = slips
  }
  return best
}

/** The least edits between `text` and any part of `heard` (Sellers). */
function slipsOf(text: string, heard: string): number {
  let previous = Array.from({ length: heard.length + 1 }, () => 0)
  for (let row = 1; row <= text.length; row++) {
    const current = [row]
    for (let column = 1; column <= heard.length; column++) {
      const differs = text[row - 1] === heard[column - 1] ? 0 : 1
      current.push(Math.min(previous[column - 1]! + differs, previous[column]! + 1, current[column - 1]! + 1))
    }
    previous = current
  }
  return Math.min(...previous)
}

/** `hear exactly`: the whole and literal, line by line as a transcript has it. */
export const createExactMatcher =
  (text: string): Matcher =>
  words =>
    words === text
