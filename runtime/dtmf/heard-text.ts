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

/** `hear exactly`: the whole and literal, line by line as a transcript has it. */
export const createExactMatcher =
  (text: string): Matcher =>
  words =>
    words === text
