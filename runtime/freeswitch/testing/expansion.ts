// What FreeSWITCH makes of an application's argument (switch_channel_expand_variables, 1.10.12). What a variable or a call of the
// API comes to is for the test to say; that it was asked for is noted.

export interface Expanded {
  readonly text: string
  /** What would have been looked up or run: `name`, `api(arguments)`. */
  readonly ran: readonly string[]
}

/** Only such arguments are looked into at all. */
function isLookedInto(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && ['\\', 'n', 's', 't', "'"].includes(text[at + 1] ?? '')) return true
    if (text[at] !== '$') continue
    let next = at + 1
    while (text[next] === '\\') next++
    if (text[next] === '{') return true
  }
  return false
}

export function expand(text: string, look: (name: string) => string = () => ''): Expanded {
  if (!isLookedInto(text)) return { text, ran: [] }
  let out = ''
  const ran: string[] = []
  for (let at = 0; at < text.length; at++) {
    const next = text[at + 1]
    if (text[at] === '\\' && next === '$') {
      // `\$${x}` comes out as `${x}`: the second dollar goes too.
      at += text[at + 2] === '$' ? 2 : 1
      out += '$'
    } else if (text[at] === '\\' && next === "'") at++
    else if (text[at] === '\\' && next === '\\') {
      at++
      out += '\\'
    } else if (text[at] === '$' && (next === '{' || (next === '$' && text[at + 2] === '{'))) {
      const start = at + (next === '$' ? 3 : 2)
      let depth = 1
      let end = start
      for (; end < text.length && depth > 0; end++) depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0
      const name = text.slice(start, depth === 0 ? end - 1 : end)
      ran.push(name)
      out += look(name)
      // What follows a brace is taken as it is, but for a dollar.
      if (text[end] !== undefined && text[end] !== '$') out += text[end++]!
      at = end - 1
    } else if (text[at] === '$' && next === '$') {
      // Two dollars before anything else are one.
      at++
      out += '$'
    } else out += text[at]!
  }
  return { text: out, ran }
}
