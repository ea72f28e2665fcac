/** An argument's words: separated by blanks, those with blanks in quotes, escapes with a backslash. */
export function words(text: string | undefined): string[] {
  const found: string[] = []
  let word = ''
  let quoted = false
  let any = false
  for (let at = 0; text !== undefined && at < text.length; at++) {
    const sign = text[at]!
    const next = text[at + 1]
    if (sign === '\\' && next !== undefined && "'\\".includes(next)) {
      word += next
      any = true
      at++
    } else if (sign === "'") {
      quoted = !quoted
      any = true
    } else if (sign === ' ' && !quoted) {
      if (any) found.push(word)
      word = ''
      any = false
    } else {
      word += sign
      any = true
    }
  }
  if (any) found.push(word)
  return found
}
