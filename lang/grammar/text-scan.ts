const QUOTE = 34
const BACKSLASH = 92
const OPEN = 123
const CLOSE = 125
const LETTER_U = 117
const LF = 10
const CR = 13

/** Texts inside the braces of texts, at most so deep. */
const MOST_NESTED = 8

/** Set when a stretch of text had a backslash: only then are escapes looked for. Whoever asks sets it back. */
export const scanned = { backslash: false }

/** From inside a text: the offset of what ends this stretch of it: `"`, `{`, a line break, or the end of the file. */
export function textStretchEnd(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === QUOTE || code === OPEN || code === LF || code === CR || code !== code) return at
    // A backslash takes the next character along, but never a line break.
    if (code === BACKSLASH) {
      scanned.backslash = true
      const next = text.charCodeAt(at + 1)
      if (next !== LF && next !== CR && next === next) at++
      // The brace of `\u{…}` opens no value.
      if (next === LETTER_U && text.charCodeAt(at + 1) === OPEN) at++
    }
    at++
  }
}

/** The same, with `{` as any other character: what a text with an unclosed brace falls back on. */
export function plainTextEnd(text: string, from: number): number {
  let at = textStretchEnd(text, from)
  while (text.charCodeAt(at) === OPEN) at = textStretchEnd(text, at + 1)
  return at
}

/** The end of the line that `from` is on, before its break. */
export function lineEnd(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === LF || code === CR || code !== code) return at
    at++
  }
}

/** How many characters may still be read in vain by `closingQuote`: a line full of open braces must not cost its square. */
export interface ScanBudget {
  left: number
}

/** The longest value that is looked for: a line full of open braces must not cost its square. */
const LONGEST_VALUE = 500

/** The offset of the `}` of the value whose `{` is at `open`, whatever quotes it has; −1 where it has none on its line. */
export function valueEnd(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < open + LONGEST_VALUE; at++) {
    const code = text.charCodeAt(at)
    if (code === LF || code === CR || code !== code) return -1
    if (code === OPEN) depth++
    if (code === CLOSE && --depth === 0) return at
  }
  return -1
}

/** The offset of the quote that closes the text whose quote is at `quote` on its own line, with every `{` of it closed too; −1 where none does. */
export function closingQuote(text: string, quote: number, budget: ScanBudget): number {
  if (budget.left < 0) return -1
  const end = soughtQuote(text, quote)
  if (end > 0) return end
  budget.left += end
  return -1
}

/** The offset of the closing quote, or minus the number of characters that were read to find none. */
function soughtQuote(text: string, quote: number): number {
  // One entry an open text: how many braces are open inside its `{…}`; -1 = in its characters.
  const open = [-1]
  let at = quote + 1
  for (;;) {
    const top = open.length - 1
    if (open[top] === -1) {
      at = textStretchEnd(text, at)
      const code = text.charCodeAt(at)
      if (code === OPEN) open[top] = 0
      else if (code !== QUOTE) return quote - at - 1
      else {
        open.pop()
        if (top === 0) return at
      }
    } else {
      const code = text.charCodeAt(at)
      if (code === LF || code === CR || code !== code) return quote - at - 1
      if (code === QUOTE) {
        if (open.length >= MOST_NESTED) return quote - at - 1
        open.push(-1)
      } else if (code === OPEN) open[top]! += 1
      else if (code === CLOSE) open[top]! -= 1
    }
    at++
  }
}

const simple: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '{': '{', '}': '}', n: '\n' }
const escape = /\\(?:u\{([0-9a-fA-F]{1,6})\}|([\s\S]?))/g

/** The value of the characters of a text. A wrong escape (reported by the tokenizer) stands for itself. */
export function unescape(raw: string): string {
  if (!raw.includes('\\')) return raw
  return raw.replace(escape, (whole, hex: string | undefined, character: string | undefined) => {
    if (hex === undefined) return simple[character ?? ''] ?? whole
    const code = Number.parseInt(hex, 16)
    return isScalar(code) ? String.fromCodePoint(code) : whole
  })
}

const isScalar = (code: number): boolean => code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)

/** Spans of escapes in `text[from..to)` that mean nothing. */
export function badEscapes(text: string, from: number, to: number): readonly { start: number; end: number }[] {
  const bad: { start: number; end: number }[] = []
  for (const match of text.slice(from, to).matchAll(escape)) {
    const start = from + match.index
    const fine = match[1] === undefined ? (match[2] ?? '') in simple && match[2] !== '' : isScalar(Number.parseInt(match[1], 16))
    if (!fine) bad.push({ start, end: start + match[0].length })
  }
  return bad
}
