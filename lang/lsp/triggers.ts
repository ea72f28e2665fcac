// Which of the characters that ask for completion do so where they were typed.

/** A quote that ends a text asks for nothing: a list that opened behind it would take the Enter of whoever ends the line. */
export function opensList(text: string, offset: number, typed: string): boolean {
  switch (typed) {
    case '"':
    case '/':
      return isInText(lineBefore(text, offset))
    case '>':
      return text[offset - 2] === '-'
    case ' ':
      return wantsName(lineBefore(text, offset))
    default:
      return true
  }
}

const lineBefore = (text: string, offset: number): string => text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)

/** Behind these nothing but a name or a key can come, so that a list never stands in the way of what is typed. */
const NAMING = /(?:->|(?:^|[^\w.])(?:do|query|attempt|perform|notify|queue|press)) $/

const wantsName = (before: string): boolean => NAMING.test(before) && !isInText(before) && !/^\s*\/\//.test(before)

/** Texts end with their line. A comment's quotes count, too: nothing is offered in a comment. */
function isInText(before: string): boolean {
  let open = false
  for (let at = 0; at < before.length; at++) {
    if (open && before[at] === '\\') at++
    else if (before[at] === '"') open = !open
  }
  return open
}
