// Reads a text into tokens. Made by hand, from the table in tokens.ts, because texts nest inside texts and because the tokens are the bulk of
// what a parse would allocate: they are three arrays of numbers that are used again by the next parse.
import { diagnose } from '../diagnostics/report.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Comment } from './ast.ts'
import { ascii, BLANK, continuesName, DIGIT, isBlank, LETTER, SIGN, startsName } from './characters.ts'
import { MOST_ERRORS, MOST_NESTED } from './limits.ts'
import { isDate, isMoment, isTime, units } from './literals.ts'
import { endsText, hasOddQuote, noteClosers, tagBefore } from './text-closers.ts'
import { badEscapes, closingQuote, lineEnd, plainTextEnd, scanned, textStretchEnd } from './text-scan.ts'
import * as T from './tokens.ts'
import { quotes } from './full-width.ts'
import { meantByUnit } from './meant-signs.ts'
import { badCharacter, fixBy, misspelled, oddCharacter } from './odd-characters.ts'
import { createWordTable, type WordTable } from './word-table.ts'

/** The tokens of one text. Token `i` has the type `types[i]` (Chevrotain's `tokenTypeIdx`) and lies at `starts[i]..ends[i]`. */
export interface Tokens {
  readonly text: string
  readonly types: Uint16Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** The end of the file follows as one more token. */
  readonly count: number
  readonly comments: Comment[]
  /** Starts of tokens that are broken in themselves: a complaint about what follows them would be a second one. */
  readonly broken: ReadonlySet<number>
  /** Reading stopped here because of the nesting. */
  readonly cut: boolean
  /** Some text has a backslash. */
  readonly escaped: boolean
}

/** Makes the tokenizer of one table. Its tokens are valid until it is called again. */
export interface Tokenizer {
  (text: string, file: string, diagnostics: Diagnostic[]): Tokens
}

const id = (type: T.TokenType): number => type.tokenTypeIdx!
const END = id(T.EOF)
const NAME = id(T.Name)
const NUMBER = id(T.NumberToken)
const DURATION = id(T.DurationToken)
const TEXT = id(T.Text)
const TEXT_START = id(T.TextStart)
const TAGGED = id(T.TaggedText)
const TAGGED_START = id(T.TaggedTextStart)
const TEXT_MIDDLE = id(T.TextMiddle)
const TEXT_END = id(T.TextEnd)
const SLASH = id(T.Slash)
const DOT = id(T.Dot)
const DOT_DOT = id(T.DotDot)
const MINUS = id(T.Minus)
const ARROW = id(T.Arrow)
const LESS_EQUAL = id(T.LessEqual)
const BARGE_IN = id(T.BargeIn)
const TYPE_AHEAD = id(T.TypeAhead)

/** Signs of one character that begin no longer one. */
const single = new Uint16Array(128)
for (const type of [T.LBrace, T.RBrace, T.LParen, T.RParen, T.LBracket, T.RBracket, T.Comma, T.Colon, T.Hash, T.Plus, T.Star]) {
  single[type.LABEL!.charCodeAt(1)] = id(type)
}
/** Signs that may be followed by `=`: alone, and with it. */
const compared: Readonly<Record<string, readonly [alone: number, withEqual: number]>> = {
  '=': [id(T.Assign), id(T.Equal)],
  '!': [0, id(T.NotEqual)],
  '<': [id(T.Less), id(T.LessEqual)],
  '>': [id(T.Greater), id(T.GreaterEqual)],
}

/** No tag in use has more parts; without a bound a line of hyphens would cost its square. */
const tagRest = /(?:-[A-Za-z0-9]{1,8}){1,6}"/y
// A pattern with Unicode's letters takes a millisecond to be made ready: it is asked only where ASCII alone does not say.
const plainDate = /-\d\d-\d\d(?:T[\d:.]*(?:Z|[+-]\d\d:\d\d)?)?/y
const dateRest = /-\d\d-\d\d(?:T[\d:.]*(?:Z|[+-]\d\d:\d\d)?)?(?![\p{L}\p{N}_])/uy
const plainTime = /:\d\d/y
const timeRest = /:\d\d(?![\p{L}\p{N}_:])/uy
const beyondAscii = /[\p{L}\p{N}\p{M}_]+/uy

const matchEnd = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** The end of the letters, digits and marks at `at`; −1 where there are none. */
function wordRestEnd(text: string, at: number): number {
  let end = at
  let code = text.charCodeAt(end)
  while (ascii[code] === LETTER || ascii[code] === DIGIT) code = text.charCodeAt(++end)
  if (code >= 128) end = Math.max(end, matchEnd(beyondAscii, text, end))
  return end === at ? -1 : end
}

/** Like `whole`, which is `plain` where no word goes on behind it. */
function matchEndOfWord(plain: RegExp, whole: RegExp, text: string, at: number): number {
  const end = matchEnd(plain, text, at)
  const next = text.charCodeAt(end)
  const apart = ascii[next] === BLANK || (ascii[next] === SIGN && next !== 58) || end === text.length
  return end < 0 || apart ? end : matchEnd(whole, text, at)
}

let types = new Uint16Array(4096)
let starts = new Int32Array(4096)
let ends = new Int32Array(4096)

function grow(least: number): void {
  const size = Math.max(least, types.length * 2)
  const moreTypes = new Uint16Array(size)
  const moreStarts = new Int32Array(size)
  const moreEnds = new Int32Array(size)
  moreTypes.set(types)
  moreStarts.set(starts)
  moreEnds.set(ends)
  types = moreTypes
  starts = moreStarts
  ends = moreEnds
}

export function createTokenizer(table: readonly T.TokenInfo[]): Tokenizer {
  const words = createWordTable(table)
  return (text, file, diagnostics) => tokenize(text, file, diagnostics, words)
}

/** `closers`: typographic quotes that close texts which a plain one opens. They are looked for where a text has no end, and then all is read again. */
function tokenize(text: string, file: string, diagnostics: Diagnostic[], words: WordTable, closers?: readonly number[]): Tokens {
  const found: number[] = []
  let notedTo = 0
  let nextCloser = 0
  const before = diagnostics.length
  const comments: Comment[] = []
  const broken = new Set<number>()
  const budget = { left: 4096 + 2 * text.length }
  // One entry an open `{…}` of a text: how many braces are open inside it.
  const values: number[] = []
  let value = -1
  // And whether that text has its own closing quote: what looks like one in its words is none.
  const ended: boolean[] = []
  let depth = 0
  let cut = false
  let escaped = false
  let count = 0
  let at = 0
  // A character was dropped here: what the parser says of the token behind it would be a second complaint.
  let dropped = false
  let kinds = types
  let from = starts
  let to = ends

  for (;;) {
    const code = text.charCodeAt(at)
    if (code !== code) break
    const kind = code < 128 ? ascii[code]! : -1
    if (kind === BLANK) {
      at++
      continue
    }
    // Two tokens at most are made by one turn, and one more marks the end.
    if (count + 3 > kinds.length) {
      grow(count + 3)
      kinds = types
      from = starts
      to = ends
    }
    const start = at
    let type = 0
    if (kind === LETTER) {
      let hash = code | 0
      let next = text.charCodeAt(++at)
      while (next < 128 && (ascii[next] === LETTER || ascii[next] === DIGIT)) {
        hash = (Math.imul(hash, 31) + next) | 0
        next = text.charCodeAt(++at)
      }
      if (next >= 128 && continuesName(text.codePointAt(at)!)) {
        at = wordRestEnd(text, at)
        type = NAME
      } else {
        type = words.find(text, start, at, hash)
        let quote = -1
        if (next === 34) {
          // A longer word of the language before a quote is that word: `for"balances"`.
          if (at - start >= 2 && at - start <= 8 && (type === 0 || at - start === 2)) quote = at
        } else if (next === 45 && at - start <= 8) {
          if (at - start >= 2) quote = matchEnd(tagRest, text, at) - 1
          if (quote < 0 && text.charCodeAt(at + 1) !== 62) {
            const hyphened = hyphenWord(text, start, at)
            if (hyphened !== 0) {
              type = hyphened
              at += type === BARGE_IN ? 3 : 6
            }
          }
        }
        if (quote >= 0) at = quote
        if (quote < 0 && type === 0) type = NAME
        else if (quote >= 0) type = TAGGED
      }
    } else if (kind === DIGIT) {
      at = numberEnd(text, at)
      const next = text.charCodeAt(at)
      type = NUMBER
      if (next === 45 || next === 58 || next === 95 || (next < 128 ? ascii[next] === LETTER : next >= 128)) {
        const odd = longNumber(text, start, at, file, diagnostics)
        type = odd.type
        at = odd.end
      }
    } else if (code === 34) {
      type = TEXT
    } else if (code === 47 && value < 0 && (text.charCodeAt(at + 1) === 47 || text.charCodeAt(at + 1) === 42)) {
      at = comment(text, at, file, diagnostics, comments)
      continue
    } else if (kind >= 0 && single[code] !== 0) {
      type = single[code]!
      at++
      if (code === 123 || code === 40 || code === 91) {
        if (code === 123 && value >= 0) value++
        if (++depth > MOST_NESTED) {
          if (diagnostics.length < MOST_ERRORS) diagnostics.push(diagnose('too-deep', { most: MOST_NESTED }, { file, start, end: at }))
          cut = true
          break
        }
      } else if (code === 125 && value === 0) {
        type = TEXT_END
      } else if (code === 125 || code === 41 || code === 93) {
        if (code === 125 && value > 0) value--
        if (depth > 0) depth--
      }
    } else if (code === 45) {
      const arrow = text.charCodeAt(at + 1) === 62
      type = arrow ? ARROW : MINUS
      at += arrow ? 2 : 1
    } else if (code === 46) {
      const two = text.charCodeAt(at + 1) === 46
      type = two ? DOT_DOT : DOT
      at += two ? 2 : 1
    } else if (code === 47) {
      type = SLASH
      at++
    } else if (code === 61 || code === 33 || code === 60 || code === 62) {
      const pair = compared[text[at]!]!
      const equal = text.charCodeAt(at + 1) === 61
      type = equal ? pair[1] : pair[0]
      at += equal ? 2 : 1
      if (code === 61 && text.charCodeAt(at) === 60) {
        // `=<`, which some write for “at most”.
        at++
        type = LESS_EQUAL
        misspelled(file, { start, end: at, text: '<=' }, text, diagnostics)
      }
      if (type === 0) {
        const meant = badCharacter(text, start, at, file, diagnostics)
        if (meant?.type === undefined) {
          dropped = true
          continue
        }
        type = id(meant.type)
      }
    } else {
      if (!closers && quotes.includes(text[at]!)) notedTo = noteClosers(text, at, notedTo, found)
      const isName = code >= 128 && startsName(text.codePointAt(at)!)
      const odd = isName ? { type: NAME, end: wordRestEnd(text, at) } : oddCharacter(text, at, file, diagnostics)
      at = odd.end
      type = odd.type
      if (type === 0) {
        dropped ||= odd.end > start + 1 || !isBlank(code)
        continue
      }
      if (type === TEXT) {
        const tag = tagBefore(text, start)
        const isTagged = count > 0 && to[count - 1] === start && (kinds[count - 1] === NAME ? tag < start : tag === start - 2)
        while (isTagged && count > 0 && from[count - 1]! >= tag) count--
        kinds[count] = isTagged ? TAGGED : TEXT
        from[count] = isTagged ? tag : start
        to[count] = at
        count++
        continue
      }
    }

    if (type === TEXT || type === TAGGED || type === TEXT_END) {
      // `at` is at the quote that opens the text, or behind the brace that closes a value in it.
      const quote = type === TEXT_END ? at - 1 : at
      const opens = type !== TEXT_END
      let isEnded = !opens && ended.at(-1) === true
      let end = textStretchEnd(text, quote + 1)
      let stop = text.charCodeAt(end)
      while (closers && closers[nextCloser]! <= quote) nextCloser++
      if (closers && opens)
        isEnded =
          (closers[nextCloser]! < end || stop === 123) &&
          !(value >= 0 && text[closers[nextCloser]! + 1] === '}') &&
          endsText(text, closingQuote(text, quote, budget))
      if (closers && isEnded) while (closers[nextCloser]! < end) nextCloser++
      const closer = closers?.[nextCloser]
      if (closer !== undefined && closer < end) {
        if (diagnostics.length < MOST_ERRORS) diagnostics.push(wrongCloser(file, text, closer, closers![nextCloser + 1]))
        end = closer
        stop = 34
      } else if (stop === 123 && opens && closingQuote(text, quote, budget) < 0) {
        if (!closers) notedTo = noteClosers(text, quote, notedTo, found)
        if (!hasOddQuote(text, end)) {
          if (diagnostics.length < MOST_ERRORS) diagnostics.push(diagnose('unclosed-value', {}, { file, start: end, end: end + 1 }))
          end = plainTextEnd(text, quote + 1)
          stop = text.charCodeAt(end)
          broken.add(start)
          if (stop !== 34) type = opens ? type : TEXT_END
        }
      } else if (stop !== 34 && stop !== 123) {
        if (!closers) notedTo = noteClosers(text, quote, notedTo, found)
        if (diagnostics.length < MOST_ERRORS)
          diagnostics.push(diagnose('unclosed-text', {}, { file, start, end }, { fixes: closeText(file, text, end) }))
        broken.add(start)
      }
      if (stop === 123) {
        if (opens) {
          values.push(value)
          ended.push(isEnded)
          type = type === TEXT ? TEXT_START : TAGGED_START
        } else type = TEXT_MIDDLE
        value = 0
      } else if (!opens) {
        value = values.pop() ?? -1
        ended.pop()
      }
      at = stop === 34 || stop === 123 ? end + 1 : end
      if (scanned.backslash) {
        scanned.backslash = false
        escaped = true
        noteEscapes(text, quote + 1, end, file, diagnostics)
      }
    }
    if (dropped) {
      broken.add(start)
      dropped = false
    }
    kinds[count] = type
    from[count] = start
    to[count] = at
    count++
  }
  if (found.length > 0) {
    diagnostics.length = before
    return tokenize(text, file, diagnostics, words, found)
  }
  kinds[count] = END
  from[count] = cut ? from[count]! : text.length
  to[count] = text.length
  if (cut) from[count] = to[count] = at
  return { text, types: kinds, starts: from, ends: to, count, comments, broken, cut, escaped }
}

function noteEscapes(text: string, from: number, to: number, file: string, diagnostics: Diagnostic[]): void {
  if (diagnostics.length >= MOST_ERRORS) return
  for (const bad of badEscapes(text, from, to)) {
    diagnostics.push(diagnose('bad-escape', { escape: text.slice(bad.start, bad.end) }, { file, ...bad }))
  }
}

const wrongCloser = (file: string, text: string, at: number, next: number | undefined): Diagnostic =>
  diagnose(
    'full-width-character',
    { character: text[at]!, plain: '"' },
    { file, start: at, end: at + 1 },
    // Of two in a row somebody has to say which.
    {
      fixes:
        next === undefined || /["“”„＂\n\r]/.test(text.slice(at + 1, next)) ? [fixBy(file, { start: at, end: at + 1, text: '"' })] : [],
    },
  )

const closeText = (file: string, text: string, end: number) =>
  text.charCodeAt(end - 1) === 92
    ? []
    : [{ title: { en: 'Close the text', zh: '补上引号' }, edits: [{ file, start: end, end, text: '"' }] }]

/** `barge-in` and `type-ahead`; 0 where the word is another. */
function hyphenWord(text: string, start: number, end: number): number {
  if (end - start === 5 && text.startsWith('barge-in', start)) return wordEnds(text, start + 8) ? BARGE_IN : 0
  if (end - start === 4 && text.startsWith('type-ahead', start)) return wordEnds(text, start + 10) ? TYPE_AHEAD : 0
  return 0
}
const wordEnds = (text: string, at: number): boolean => wordRestEnd(text, at) < 0

/** The end of the digits at `at`, with decimals where a digit follows the point. */
function numberEnd(text: string, from: number): number {
  let at = from
  while (ascii[text.charCodeAt(at)] === DIGIT) at++
  if (text.charCodeAt(at) !== 46 || ascii[text.charCodeAt(at + 1)] !== DIGIT) return at
  at++
  while (ascii[text.charCodeAt(at)] === DIGIT) at++
  return at
}

/** What begins with digits and goes on: a date, a moment, a time, a duration. */
function longNumber(text: string, start: number, digits: number, file: string, diagnostics: Diagnostic[]): { type: number; end: number } {
  const next = text.charCodeAt(digits)
  if (next === 45) {
    const end = digits - start === 4 ? matchEndOfWord(plainDate, dateRest, text, digits) : -1
    if (end < 0) return { type: NUMBER, end: digits }
    const raw = text.slice(start, end)
    if (raw.length > 10) {
      if (!isMoment(raw) && diagnostics.length < MOST_ERRORS)
        diagnostics.push(diagnose('no-such-moment', { moment: raw }, { file, start, end }))
      return { type: id(T.MomentToken), end }
    }
    if (!isDate(raw) && diagnostics.length < MOST_ERRORS) diagnostics.push(diagnose('no-such-date', { date: raw }, { file, start, end }))
    return { type: id(T.DateToken), end }
  }
  if (next === 58) {
    const end = digits - start <= 2 ? matchEndOfWord(plainTime, timeRest, text, digits) : -1
    if (end < 0) return { type: NUMBER, end: digits }
    const raw = text.slice(start, end)
    if (!isTime(raw) && diagnostics.length < MOST_ERRORS) diagnostics.push(diagnose('no-such-time', { time: raw }, { file, start, end }))
    return { type: id(T.TimeToken), end }
  }
  const end = wordRestEnd(text, digits)
  if (end < 0) return { type: NUMBER, end: digits }
  const unit = text.slice(digits, end)
  if ((units[unit] === undefined || text.slice(start, digits).includes('.')) && diagnostics.length < MOST_ERRORS) {
    const meant = meantByUnit(text, start, end)
    diagnostics.push(
      diagnose(
        'unknown-unit',
        { unit: text.slice(start, digits).includes('.') ? text.slice(start, end) : unit },
        { file, start, end },
        { fixes: meant ? [fixBy(file, meant)] : [] },
      ),
    )
  }
  return { type: DURATION, end }
}

/** Reads the comment at `at` and gives where it ends. */
function comment(text: string, at: number, file: string, diagnostics: Diagnostic[], comments: Comment[]): number {
  if (text.charCodeAt(at + 1) === 47) {
    const end = lineEnd(text, at)
    const doc = text.charCodeAt(at + 2) === 47 && text.charCodeAt(at + 3) !== 47
    comments.push({ style: doc ? 'doc' : 'line', text: text.slice(at + (doc ? 3 : 2), end), start: at, end })
    return end
  }
  const close = text.indexOf('*/', at + 2)
  // One that is never closed ends with its line, so that the rest of the file is still read.
  const end = close < 0 ? lineEnd(text, at) : close + 2
  if (close < 0 && diagnostics.length < MOST_ERRORS) diagnostics.push(diagnose('unclosed-comment', {}, { file, start: at, end: at + 2 }))
  comments.push({ style: 'block', text: text.slice(at + 2, close < 0 ? end : close), start: at, end })
  return end
}
