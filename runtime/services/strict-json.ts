// JSON of which there is one reading: in well-formed UTF-8, and no name twice in an object (two readers may take two values of it).

export type StrictJson = { readonly value: unknown } | { readonly why: string }

export function parseStrictJson(bytes: Uint8Array): StrictJson {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { why: 'the answer is not UTF-8' }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { why: 'the answer is not JSON' }
  }
  return hasNameTwice(text) ? { why: 'a name stands twice in an object of the answer' } : { value }
}

/** Of text that is JSON. */
function hasNameTwice(text: string): boolean {
  /** The names so far of each object that is open; null is a list. */
  const open: (Set<string> | null)[] = []
  let isName = false
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
        open.push(new Set())
        isName = true
        break
      case '[':
        open.push(null)
        isName = false
        break
      case '}':
      case ']':
        open.pop()
        isName = false
        break
      case ',':
        isName = open.at(-1) instanceof Set
        break
      case '"': {
        const from = at++
        while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
        if (!isName) break
        isName = false
        const name = JSON.parse(text.slice(from, at + 1)) as string
        const names = open.at(-1)!
        if (names.has(name)) return true
        names.add(name)
        break
      }
    }
  }
  return false
}
