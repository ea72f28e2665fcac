// What may come next in a text that ends at the cursor. The grammar itself is asked: each token is put there in turn, and the parser says whether
// it takes it, and whether as a word of the language or as a name. So what is offered is what is read, to the last exception.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Stretch } from './open-lists.ts'
import type { Tokenizer, Tokens } from './tokenizer.ts'
import * as T from './tokens.ts'

/** A grammar that can be asked: its parser, whose rule for a whole file reads `tokens`. */
export interface AskedParser {
  parse(tokens: Tokens, file: string, diagnostics: Diagnostic[]): unknown
  lastBeginning(tokens: Tokens): number
  watch(index: number): void
  readonly fate: { readonly refused: boolean; readonly asName: boolean }
  readonly spine: readonly Stretch[]
}

/** What may come next at one offset of a text. */
export interface NextTokens {
  /** The token that the cursor stands in or right behind, where it is a word: what is offered takes its place. Else empty, at the cursor. */
  readonly start: number
  readonly end: number
  readonly word: string
  /**
   * Token types that may stand there, words of the language only where they are read as such; with the type that has to come behind where the
   * token is nothing by itself: `for` with `each`.
   */
  readonly types: ReadonlyMap<T.TokenType, T.TokenType | undefined>
  /** May a name stand there? Every word of the language is one then. */
  readonly name: boolean
  /**
   * The text that leads there and no more than that: of each list that is open, what opened it and its last item. It reads as the whole text
   * does, and is short. `closing` closes the texts that are open in it.
   */
  readonly lead: string
  readonly closing: string
  /** The tokens of the lead, the last one last. */
  readonly before: readonly LeadToken[]
}
export interface LeadToken {
  readonly type: T.TokenType
  readonly image: string
  readonly start: number
  readonly end: number
}

/** Asks about an offset of a text. `whole`: the word that touches the offset is not being written, something follows it. */
export type NextTokensOf = (text: string, offset: number, whole?: boolean) => NextTokens | Nowhere

/** No next token: in a comment, or in the words of a text. */
export type Nowhere = { readonly inside: 'comment' | 'text' }

const END = T.EOF.tokenTypeIdx!
const TEXT_START = new Set([T.TextStart, T.TaggedTextStart].map(type => type.tokenTypeIdx!))
const TEXT_END = T.TextEnd.tokenTypeIdx!
const textual = new Set([T.Text, T.TextStart, T.TaggedText, T.TaggedTextStart, T.TextMiddle, T.TextEnd].map(type => type.tokenTypeIdx!))

/** Complaints of the parser that are not made at the token that is wrong, but about what it stands beside. */
const besides: ReadonlySet<string> = new Set([
  ...['mixed-texts', 'missing-comma', 'record-not-allowed', 'values-not-allowed', 'single-equal', 'misspelt-word', 'misplaced-word'],
  ...['too-deep', 'script-name-twice', 'repeated-tag', 'script-only-in-script', 'script-second-use'],
])
const besidesIn = (diagnostics: readonly Diagnostic[]): number => diagnostics.filter(one => besides.has(one.slug)).length

/** More remembered places than these are forgotten. */
const MOST_REMEMBERED = 2000

export function createNextTokens(table: readonly T.TokenInfo[], tokenize: Tokenizer, theParser: () => AskedParser): NextTokensOf {
  const candidates = [...table.filter(({ type }) => type !== T.Word).map(({ type }) => type)]
  const byIndex: T.TokenType[] = []
  for (const { type } of table) byIndex[type.tokenTypeIdx!] = type
  /** Shape of a lead → what may follow it. */
  const known = new Map<string, { readonly types: NextTokens['types']; readonly name: boolean }>()

  return (text, offset, whole = false) => {
    const ignored: Diagnostic[] = []
    let tokens = tokenize(text, '', ignored)
    const comment = tokens.comments.find(
      each => each.start < offset && (offset < each.end || (each.style !== 'block' && offset === each.end)),
    )
    if (comment) return { inside: 'comment' }
    let count = firstFrom(tokens, offset)
    // A text that is not closed hides the values in it: read up to the cursor, with the text closed there, it shows them.
    const last = count - 1
    if (last >= 0 && textual.has(tokens.types[last]!) && tokens.ends[last]! > offset - 1) {
      const closesHere = tokens.ends[last] === offset && !tokens.broken.has(tokens.starts[last]!)
      if (!closesHere) {
        const open = tokens.broken.has(tokens.starts[last]!) ? tokenize(`${text.slice(0, offset)}}"`, '', ignored) : tokens
        if (open === tokens) return { inside: 'text' }
        tokens = open
        count = firstFrom(tokens, offset)
        if (textual.has(tokens.types[count - 1]!) && tokens.ends[count - 1]! > offset) return { inside: 'text' }
      }
    }
    let start = offset
    let end = offset
    const at = count - 1
    const type = at < 0 ? undefined : byIndex[tokens.types[at]!]
    if (
      !whole &&
      type &&
      (type === T.Name || type.CATEGORIES?.includes(T.Word) || type === T.BargeIn || type === T.TypeAhead) &&
      tokens.ends[at]! >= offset
    ) {
      start = tokens.starts[at]!
      end = tokens.ends[at]!
      count--
    }
    const prefix = cut(tokens, text, [{ from: 0, to: count }], start)
    const parser = theParser()
    const from = parser.lastBeginning(prefix)
    const declaration = cut(prefix, text, [{ from, to: count }], start)
    parser.watch(declaration.count)
    parser.parse(declaration, '', [])
    const spine = cut(declaration, text, parser.spine, start)
    const lead = textOf(spine, text)
    const key = shapeOf(spine, text, start)
    let found = known.get(key)
    if (!found) {
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(key, (found = ask(parser, spine, candidates, start)))
    }
    parser.watch(-1)
    let nested = 0
    const before: LeadToken[] = []
    for (let index = 0; index < spine.count; index++) {
      if (TEXT_START.has(spine.types[index]!)) nested++
      else if (spine.types[index] === TEXT_END) nested--
      const span = { start: spine.starts[index]!, end: spine.ends[index]! }
      before.push({ type: byIndex[spine.types[index]!] ?? T.EOF, image: text.slice(span.start, span.end), ...span })
    }
    return {
      start,
      end,
      word: text.slice(start, end),
      ...found,
      lead: `${lead}${gapBefore(spine, text, spine.count, start)}`,
      closing: '}"'.repeat(Math.max(0, nested)),
      before,
    }
  }
}

/** The number of tokens that begin before `offset`. */
function firstFrom(tokens: Tokens, offset: number): number {
  let low = 0
  let high = tokens.count
  while (low < high) {
    const middle = (low + high) >> 1
    if (tokens.starts[middle]! < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Some of the tokens, with room for one more, and the end of the text at `end`. The tokenizer's own arrays are used again, so these are copies. */
function cut(tokens: Tokens, text: string, stretches: readonly Stretch[], end: number): Tokens {
  let count = 0
  for (const { from, to } of stretches) count += to - from
  const types = new Uint16Array(count + 3).fill(END)
  const starts = new Int32Array(count + 3).fill(end)
  const ends = new Int32Array(count + 3).fill(end)
  let at = 0
  for (const { from, to } of stretches) {
    types.set(tokens.types.subarray(from, to), at)
    starts.set(tokens.starts.subarray(from, to), at)
    ends.set(tokens.ends.subarray(from, to), at)
    at += to - from
  }
  return { text, types, starts, ends, count, comments: [], broken: tokens.broken, cut: false, escaped: tokens.escaped }
}

/** What stands between token `index` (or `end`, behind the last) and the one before it. */
function gapBefore(tokens: Tokens, text: string, index: number, end: number): '' | ' ' | '\n' {
  if (index === 0) return '\n'
  const from = tokens.ends[index - 1]!
  const to = index === tokens.count ? end : tokens.starts[index]!
  return from === to ? '' : /[\r\n]/.test(text.slice(from, to)) ? '\n' : ' '
}

const gaps = ['', ' ', '\n'] as const

/**
 * All that the parser goes by: the types of the tokens, whether they touch and where lines begin, and which names can be a currency (`CNY 1.00`)
 * or the first of two words (`timed out`).
 */
function shapeOf(tokens: Tokens, text: string, end: number): string {
  let shape = ''
  for (let index = 0; index < tokens.count; index++) {
    const start = tokens.starts[index]!
    const length = tokens.ends[index]! - start
    const name =
      length === 3 && /^[A-Z]{3}$/.test(text.slice(start, start + 3)) ? 1 : length === 5 && text.startsWith('timed', start) ? 2 : 0
    shape += String.fromCharCode(tokens.types[index]! * 9 + gaps.indexOf(gapBefore(tokens, text, index, end)) * 3 + name)
  }
  return shape + gapBefore(tokens, text, tokens.count, end)
}

/** What was written, with a blank or a line break where something was left out. */
function textOf(tokens: Tokens, text: string): string {
  let made = ''
  let done = -1
  for (let index = 0; index < tokens.count; index++) {
    const start = tokens.starts[index]!
    if (done >= 0 && done !== start) made += /[\r\n]/.test(text.slice(done, start)) ? '\n' : ' '
    done = tokens.ends[index]!
    made += text.slice(start, done)
  }
  return made
}

/** What is nothing without what comes behind it. */
const goesOnWith = new Map<T.TokenType, T.TokenType>([
  [T.K.for, T.K.each],
  [T.K.pause, T.DurationToken],
  [T.K.recording, T.DurationToken],
  [T.Minus, T.Name],
  [T.Plus, T.Name],
  [T.Slash, T.Name],
])
const fileThen = (type: T.TokenType): T.TokenType | undefined => (type.name === 'Word_file' ? T.Text : goesOnWith.get(type))

/** What may touch a word. */
const signs: ReadonlySet<T.TokenType> = new Set(
  T.ivrTokens.flatMap(({ type, category }) => (category === 'punctuation' || category === 'operator' ? [type] : [])),
)

/** A tag that is none of a language, so that it is no language's second text. */
const TAGGED = 'qqx""'

function ask(
  parser: AskedParser,
  spine: Tokens,
  candidates: readonly T.TokenType[],
  offset: number,
): { types: NextTokens['types']; name: boolean } {
  const types = new Map<T.TokenType, T.TokenType | undefined>()
  const before: Diagnostic[] = []
  parser.watch(-1)
  parser.parse(spine, '', before)
  const known = besidesIn(before)
  const at = spine.count
  parser.watch(at)
  // Right behind a word or a number another one can only stand with a blank between.
  const behindWord = at > 0 && spine.ends[at - 1] === offset && /[\p{L}\p{N}_]/u.test(spine.text[offset - 1]!)
  const takes = (tokens: Tokens, type: T.TokenType, behind: T.TokenType | undefined, length = 0): boolean => {
    tokens.types[at] = type.tokenTypeIdx!
    tokens.types[at + 1] = behind?.tokenTypeIdx ?? END
    const start = offset + (behindWord && !signs.has(type) ? 1 : 0)
    tokens.starts[at] = start
    for (const place of [tokens.ends, tokens.starts.subarray(1), tokens.ends.subarray(1)]) place[at] = start + length
    const found: Diagnostic[] = []
    parser.parse({ ...tokens, count: at + (behind ? 2 : 1) }, '', found)
    return !parser.fate.refused && besidesIn(found) <= known
  }
  const name = takes(spine, T.Name, undefined)
  let tagged: Tokens | undefined
  for (const type of candidates) {
    if (type === T.Name) continue
    if (type === T.TaggedText || type === T.TaggedTextStart) {
      tagged ??= { ...spine, text: `${spine.text.slice(0, offset)}${TAGGED}` }
      if (takes(tagged, type, undefined, TAGGED.length)) types.set(type, undefined)
      continue
    }
    if (takes(spine, type, undefined) && !parser.fate.asName) types.set(type, undefined)
    else {
      const behind = fileThen(type)
      if (behind && takes(spine, type, behind) && !parser.fate.asName) types.set(type, behind)
    }
  }
  return { types, name }
}
