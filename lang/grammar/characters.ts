// What a character is to the tokenizer. ASCII by table; beyond it by Unicode property, remembered per character.

export const BAD = 0
export const BLANK = 1
export const LETTER = 2
export const DIGIT = 3
export const SIGN = 4

/** Class of each ASCII character. */
export const ascii = new Uint8Array(128)
for (const code of [9, 10, 11, 12, 13, 32]) ascii[code] = BLANK
for (let code = 48; code <= 57; code++) ascii[code] = DIGIT
for (let code = 65; code <= 90; code++) ascii[code] = LETTER
for (let code = 97; code <= 122; code++) ascii[code] = LETTER
ascii[95] = LETTER
for (const character of '"{}()[],:./#-=!<>+*') ascii[character.charCodeAt(0)] = SIGN

const letter = /^\p{L}$/u
const inner = /^[\p{L}\p{N}\p{M}]$/u
const blank = /^[\s\uFEFF\u200B]$/u

const classes = new Uint8Array(0x10000)
const UNKNOWN = 0
const OTHER = 1
const STARTS = 2
const CONTINUES = 3
const SPACE = 4

function classify(code: number): number {
  const character = String.fromCodePoint(code)
  return letter.test(character) ? STARTS : inner.test(character) ? CONTINUES : blank.test(character) ? SPACE : OTHER
}
function classOf(code: number): number {
  if (code > 0xffff) return classify(code)
  let known = classes[code]!
  if (known === UNKNOWN) {
    // Half of a surrogate pair alone is no character.
    known = code >= 0xd800 && code <= 0xdfff ? OTHER : classify(code)
    classes[code] = known
  }
  return known
}

/** A code point beyond ASCII that a name may begin with. */
export const startsName = (code: number): boolean => classOf(code) === STARTS
/** A code point beyond ASCII that a name may go on with. */
export const continuesName = (code: number): boolean => {
  const known = classOf(code)
  return known === STARTS || known === CONTINUES
}
/** Blanks beyond ASCII: the ideographic space of an input method, a byte order mark. */
export const isBlank = (code: number): boolean => classOf(code) === SPACE
