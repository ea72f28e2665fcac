// Which of the characters that ask for completion do so where they were typed.

/** A quote that ends a text asks for nothing: a list that opened behind it would take the Enter of whoever ends the line. */
export function opensList(text: string, offset: number, typed: string): boolean {
  switch (typed) {
    case '"':
    case '/':
      return isInText(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))
    case '>':
      return text[offset - 2] === '-'
    default:
      return true
  }
}

/** Texts end with their line. A comment's quotes count, too: nothing is offered in a comment. */
function isInText(before: string): boolean {
  let open = false
  for (let at = 0; at < before.length; at++) {
    if (open && before[at] === '\\') at++
    else if (before[at] === '"') open = !open
  }
  return open
}
