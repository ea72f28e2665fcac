import { tagBefore } from './text-closers.ts'
import { valueEnd } from './text-scan.ts'
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
  // A quote behind a letter is an apostrophe, if not behind a tag.
  if (character === "'" && isLetter(text[at - 1]) && !opensTagged(text, at)) return undefined
  const close = closedBy[character] !== undefined || quotes.includes(character) ? closeOf(text, at) : undefined
  if (!close) return undefined
  const written = [at, ...(text[close.at] === '"' ? [] : [close.at])]
  // In a text `\'` is no escape.
  const escapes = [...text.slice(at, close.at).matchAll(/\\(?=')/g)].map(({ index }) => ({
    start: at + index,
    end: at + index + 1,
    text: '',
  }))
  const edits = close.isSure ? [...written.map(start => ({ start, end: start + 1, text: '"' })), ...escapes] : []
  return { type: T.Text, end: close.at + 1, plain: '"', edits }
}

const isLetter = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character)

const contraction = /'(?:s|t|d|m|re|ve|ll)(?![\p{L}\p{N}])/uy

/** Does the quote at `at` begin a text with a tag? That of `it's` does not. */
function opensTagged(text: string, at: number): boolean {
  contraction.lastIndex = at
  return tagBefore(text, at) < at && !contraction.test(text)
}

/** Quotes that are looked at for the end of one text: a line full of them must not cost its square. */
const MOST_QUOTES = 32

interface Close {
  readonly at: number
  /** Text goes on behind it as behind a text, and no other quote of the line may be meant. */
  readonly isSure: boolean
}

/** Where the text ends on its line that the quote at `at` begins: what is in quotes inside of it is left out. */
function closeOf(text: string, at: number): Close | undefined {
  const open = text[at]!
  const isTypographic = quotes.includes(open)
  let depth = 1
  let close = -1
  let firstSure = -1
  let inner = -1
  let hasApostrophe = false
  let looked = 0
  for (let next = at + 1; next < text.length; next++) {
    const character = text[next]!
    if (character === '\n' || character === '\r' || (character === '"' && !isTypographic)) break
    if (close >= 0 && text.startsWith('//', next)) break
    if (character === '\\') {
      if (next + 1 < text.length && !/[\r\n]/.test(text[next + 1]!)) next++
      continue
    }
    if (isTypographic && character === '{') {
      next = Math.max(next, valueEnd(text, next))
      continue
    }
    const role = roleOf(text, next, open)
    if (role === undefined) continue
    if (++looked > MOST_QUOTES || (role === 'opens' && close >= 0)) break
    if (role === 'opens') depth++
    if (role === 'apostrophe' && close >= 0) {
      if (opensTagged(text, next)) break
      hasApostrophe = true
    }
    if (role !== 'closes') continue
    const isSure = goesOnBehind(text, next + 1)
    depth--
    if (isTypographic) {
      if (isSure && depth <= 0) return { at: next, isSure }
      if (isSure && firstSure < 0) firstSure = next
      if (depth === 0) close = next
      if (character === '"') break
    } else if (depth <= 0) {
      // A later quote, if `the callers’ choice` has the first.
      if (hasApostrophe) return { at: close, isSure: false }
      close = next
      if (open !== "'" && open !== '‘') break
    } else inner = next
  }
  if (firstSure >= 0) return { at: firstSure, isSure: true }
  if (close >= 0) return { at: close, isSure: goesOnBehind(text, close + 1) }
  return inner < 0 ? undefined : { at: inner, isSure: false }
}

/** What the character at `at` is to a text that `open` begins. */
function roleOf(text: string, at: number, open: string): 'opens' | 'closes' | 'apostrophe' | undefined {
  const character = text[at]!
  if (quotes.includes(open)) {
    if (character === '”' || character === '"') return 'closes'
    return quotes.includes(character) ? (goesOnBehind(text, at + 1) ? 'closes' : 'opens') : undefined
  }
  const close = closedBy[open]!
  if (character !== open && character !== close) return undefined
  if ((close === "'" || close === '’') && isLetter(text[at - 1]) && isLetter(text[at + 1])) return 'apostrophe'
  if (open !== close) return character === open ? 'opens' : 'closes'
  return /[\s([{,，（]/.test(text[at - 1]!) && !goesOnBehind(text, at + 1) ? 'opens' : 'closes'
}

const behindText = /[\s,)\]}，、）］｝】]|[;；。](?=\s|$)|->|→|\/[/*]|$|[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}["“„＂‘'「『«]/y

/** Can what stands at `at` stand behind a text? Words of its own cannot. */
function goesOnBehind(text: string, at: number): boolean {
  behindText.lastIndex = at
  return behindText.test(text)
}
