import * as T from './tokens.ts'

interface FullWidth {
  readonly type: T.TokenType
  readonly end: number
  readonly plain: string
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[]
}

const signs: Readonly<Record<string, readonly [plain: string, type: T.TokenType]>> = {
  '，': [',', T.Comma],
  '、': [',', T.Comma],
  '：': [':', T.Colon],
  '（': ['(', T.LParen],
  '）': [')', T.RParen],
  '｛': ['{', T.LBrace],
  '｝': ['}', T.RBrace],
  '［': ['[', T.LBracket],
  '］': [']', T.RBracket],
  '【': ['[', T.LBracket],
  '】': [']', T.RBracket],
  '＝': ['=', T.Assign],
  '＜': ['<', T.Less],
  '＞': ['>', T.Greater],
  '《': ['<', T.Less],
  '》': ['>', T.Greater],
  '＋': ['+', T.Plus],
  '－': ['-', T.Minus],
  '＊': ['*', T.Star],
  '＃': ['#', T.Hash],
  '．': ['.', T.Dot],
  '→': ['->', T.Arrow],
  '≠': ['!=', T.NotEqual],
  '≤': ['<=', T.LessEqual],
  '≥': ['>=', T.GreaterEqual],
  '×': ['*', T.Star],
  '！=': ['!=', T.NotEqual],
  '！＝': ['!=', T.NotEqual],
}
const isDigit = (character: string): boolean => character >= '０' && character <= '９'
/** `１２` → `12`; digits that are plain stay. */
export const plainDigits = (text: string): string =>
  text.replace(/[０-９]/g, digit => String.fromCharCode(digit.charCodeAt(0) - WIDE_ZERO + 48))
/** `０`. */
export const WIDE_ZERO = 0xff10
export const quotes = '“”„＂'
/** Quotes of other keyboards and languages, by the one that closes them. */
const closedBy: Readonly<Record<string, string>> = { '「': '」', '『': '』', '‘': '’', '«': '»', "'": "'" }

/** A character that an input method writes for a sign of the language, at `at`; undefined where it is none. */
export function fullWidth(text: string, at: number): FullWidth | undefined {
  const character = text[at]!
  const end = character === '！' ? at + 2 : at + 1
  const sign = signs[text.slice(at, end)]
  if (sign) return { type: sign[1], end, plain: sign[0], edits: [{ start: at, end, text: sign[0] }] }
  if (isDigit(character)) {
    let end = at + 1
    while (end < text.length && isDigit(text[end]!)) end++
    const plain = plainDigits(text.slice(at, end))
    return { type: T.NumberToken, end, plain, edits: [{ start: at, end, text: plain }] }
  }
  const closing = closedBy[character]
  if (closing !== undefined) {
    // A quote between two letters is an apostrophe.
    const close = character === "'" && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? -1 : text.indexOf(closing, at + 1)
    if (close < 0 || /["\r\n]/.test(text.slice(at, close))) return undefined
    const edits = [at, close].map(start => ({ start, end: start + 1, text: '"' }))
    return { type: T.Text, end: close + 1, plain: '"', edits }
  }
  if (!quotes.includes(character)) return undefined
  // A text in typographic quotes: to the closing one of any kind on its line.
  for (let close = at + 1; close < text.length; close++) {
    const found = text[close]!
    if (found === '\n' || found === '\r') break
    if (found !== '"' && !quotes.includes(found)) continue
    const open = { start: at, end: at + 1, text: '"' }
    const edits = found === '"' ? [open] : [open, { start: close, end: close + 1, text: '"' }]
    return { type: T.Text, end: close + 1, plain: '"', edits }
  }
  return undefined
}
