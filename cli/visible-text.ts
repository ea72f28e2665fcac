// Texts that somebody else wrote, for a terminal: who and why of a change come over HTTP, from whoever has the token. A line end among them
// would be a line of ours, and an escape sequence could colour, move or delete what stands there.

/** What a terminal obeys in the place of showing it, and what turns the direction of letters. */
const OBEYED = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

const escaped = (sign: string): string =>
  ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

/** In one line, nothing of it hidden: `\n` for a line end, `\u001b` for an escape. */
export const visibleText = (text: string): string => text.replace(OBEYED, escaped)

/** The same for a text of ours that may have several lines: those behind the first are set in, so that none is taken for another. */
export const visibleLines = (text: string): string => text.split('\n').map(visibleText).join('\n    ')
