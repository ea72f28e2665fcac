// How wide a text is, roughly and never too little: there is no font to ask where a picture is made.

/** In ems of a sans-serif font. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character.codePointAt(0)!)
  return width
}

function characterWidth(code: number): number {
  if (code >= 0x2e80) return 1.02
  if (code >= 0x2190 && code < 0x2e80) return 1
  if (code > 0x7f) return 0.62
  const character = String.fromCharCode(code)
  if ("iljI.,:;'|!".includes(character)) return 0.32
  if ('frt()[]-/ "'.includes(character)) return 0.4
  if ('mwMW@%'.includes(character)) return 0.95
  if (/[A-Z]/.test(character)) return 0.72
  return 0.6
}
