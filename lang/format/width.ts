// How many columns a text takes on a terminal or in an editor: letters of East Asian width W and F take two (UAX #11; those that are
// ambiguous take one), marks that stand on another letter none.

const isWide = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x115f) ||
  (code >= 0x2e80 && code <= 0x303e) ||
  (code >= 0x3041 && code <= 0x33ff) ||
  (code >= 0x3400 && code <= 0x4dbf) ||
  (code >= 0x4e00 && code <= 0x9fff) ||
  (code >= 0xa000 && code <= 0xa4cf) ||
  (code >= 0xa960 && code <= 0xa97c) ||
  (code >= 0xac00 && code <= 0xd7a3) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xfe30 && code <= 0xfe6f) ||
  (code >= 0xff01 && code <= 0xff60) ||
  (code >= 0xffe0 && code <= 0xffe6) ||
  (code >= 0x1f300 && code <= 0x1f64f) ||
  (code >= 0x1f900 && code <= 0x1f9ff) ||
  (code >= 0x20000 && code <= 0x3fffd)

const MARK = /\p{M}|\p{Cf}/u

/** All that is below is one column wide. */
const BEYOND = /[\u0300-\uffff]/

export function displayWidth(text: string): number {
  let width = text.length
  if (!BEYOND.test(text)) return width
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x300) continue
    if (code >= 0xd800 && code <= 0xdbff && index + 1 < text.length) {
      // Two units are one letter: wide ones are right as they are.
      const point = text.codePointAt(index)!
      index++
      if (!isWide(point)) width--
    } else if (isWide(code)) width++
    else if (MARK.test(text[index]!)) width--
  }
  return width
}
