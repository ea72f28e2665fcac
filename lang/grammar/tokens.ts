// The one table of tokens: the tokenizer, the parser, the messages and the highlighting are all made from it.
import { createToken, EOF, Lexer, type TokenType } from 'chevrotain'
import type { Message } from '../diagnostics/diagnostic.ts'

/** What a token is to a reader: what an editor colours it as. */
export type TokenCategory = 'keyword' | 'name' | 'number' | 'text' | 'operator' | 'punctuation' | 'none'

export interface TokenInfo {
  readonly type: TokenType
  readonly category: TokenCategory
  /** What it is called in a message. */
  readonly label: Message
  /** How it is written, where it is always written the same. */
  readonly image?: string
}

const table: TokenInfo[] = []

/** Any word: a plain name or a word of the language. The grammar takes `Word` wherever a name may stand. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA, label: 'a name' })
table.push({ type: Word, category: 'name', label: { en: 'a name', zh: '名称' } })

function token(name: string, category: TokenCategory, label: Message, image?: string, categories: TokenType[] = []): TokenType {
  const type = createToken({ name, pattern: Lexer.NA, label: label.en, categories })
  table.push({ type, category, label, ...(image === undefined ? {} : { image }) })
  return type
}
const kind = (name: string, category: TokenCategory, en: string, zh: string): TokenType => token(name, category, { en, zh })
const sign = (name: string, image: string, category: TokenCategory = 'punctuation'): TokenType =>
  token(name, category, { en: `“${image}”`, zh: `“${image}”` }, image)

export const Name = token('Name', 'name', { en: 'a name', zh: '名称' }, undefined, [Word])

export const NumberToken = kind('Number', 'number', 'a number', '数')
export const DurationToken = kind('Duration', 'number', 'a duration such as 5s', '时长（如 5s）')
export const DateToken = kind('Date', 'number', 'a date', '日期')
export const TimeToken = kind('Time', 'number', 'a time', '时刻')
export const MomentToken = kind('Moment', 'number', 'a moment', '时间点')

// A text without `{…}` is one token. One with them is cut at its braces: `"a{` · x · `}b{` · y · `}c"`.
export const Text = kind('Text', 'text', 'a text', '文本')
export const TextStart = kind('TextStart', 'text', 'a text', '文本')
export const TaggedText = kind('TaggedText', 'text', 'a text', '文本')
export const TaggedTextStart = kind('TaggedTextStart', 'text', 'a text', '文本')
export const TextMiddle = kind('TextMiddle', 'text', 'the “}” of the text', '文本中的“}”')
export const TextEnd = kind('TextEnd', 'text', 'the “}” of the text', '文本中的“}”')

export const LBrace = sign('LBrace', '{')
export const RBrace = sign('RBrace', '}')
export const LParen = sign('LParen', '(')
export const RParen = sign('RParen', ')')
export const LBracket = sign('LBracket', '[')
export const RBracket = sign('RBracket', ']')
export const Comma = sign('Comma', ',')
export const Colon = sign('Colon', ':')
export const Dot = sign('Dot', '.')
export const DotDot = sign('DotDot', '..')
export const Slash = sign('Slash', '/')
export const Hash = sign('Hash', '#')
export const Arrow = sign('Arrow', '->', 'operator')
export const Assign = sign('Assign', '=', 'operator')
export const Equal = sign('Equal', '==', 'operator')
export const NotEqual = sign('NotEqual', '!=', 'operator')
export const Less = sign('Less', '<', 'operator')
export const LessEqual = sign('LessEqual', '<=', 'operator')
export const Greater = sign('Greater', '>', 'operator')
export const GreaterEqual = sign('GreaterEqual', '>=', 'operator')
export const Plus = sign('Plus', '+', 'operator')
export const Minus = sign('Minus', '-', 'operator')
export const Star = sign('Star', '*', 'operator')

// Hyphenated words can never be names.
export const BargeIn = sign('BargeIn', 'barge-in', 'keyword')
export const TypeAhead = sign('TypeAhead', 'type-ahead', 'keyword')

const words = [
  ...['add', 'after', 'again', 'all', 'and', 'announce', 'as', 'at', 'attempt', 'back', 'boolean', 'check', 'choose', 'closed', 'collect'],
  ...[
    'confirm',
    'connect',
    'counting',
    'date',
    'digits',
    'do',
    'duration',
    'each',
    'else',
    'empty',
    'end',
    'every',
    'false',
    'fault',
    'first',
  ],
  ...['flow', 'for', 'fri', 'from', 'grant', 'grants', 'hangup', 'hours', 'hung', 'if', 'import', 'in', 'is', 'key', 'keyed', 'language'],
  ...['languages', 'leave', 'length', 'let', 'levels', 'like', 'line', 'list', 'listen', 'longest', 'lower', 'luhn', 'match', 'meanwhile'],
  ...['menu', 'milestone', 'mistake', 'moment', 'mon', 'money', 'more', 'most', 'music', 'name', 'next', 'no', 'none', 'not', 'nothing'],
  ...['notice', 'notify', 'number', 'numbers', 'of', 'off', 'offer', 'on', 'once', 'one', 'only', 'open', 'or', 'otherwise', 'pause'],
  ...['perform', 'phone', 'position', 'press', 'previous', 'priority', 'private', 'prompts', 'query', 'queue', 'record', 'recording'],
  ...['remember', 'repeat', 'required', 'requires', 'return', 'returns', 'sat', 'say', 'secret', 'service', 'set', 'settings', 'short'],
  ...['shortcuts', 'silence', 'speech', 'sun', 'text', 'thu', 'time', 'times', 'to', 'tone', 'too', 'transaction', 'transfer', 'tries'],
  ...['true', 'tue', 'type', 'unannounced', 'unless', 'up', 'wait', 'wed', 'when', 'where', 'with', 'within', 'yes', 'zone'],
] as const
export type Keyword = (typeof words)[number]

/** A word of the language: reserved only where the grammar asks for it, a name (`Word`) everywhere else. */
export function keyword(image: string): TokenType {
  return token(`Word_${image}`, 'keyword', { en: `“${image}”`, zh: `“${image}”` }, image, [Word])
}

/** The words of the language, by how they are written. */
export const K = Object.fromEntries(words.map(word => [word, keyword(word)])) as Record<Keyword, TokenType>

/** The tokens of `.ivr` files. */
export const ivrTokens: readonly TokenInfo[] = [...table]

/** The table of a second grammar: these tokens and further words of its own. */
export function withKeywords<W extends string>(
  more: readonly W[],
): { readonly tokens: readonly TokenInfo[]; readonly K: Record<W, TokenType> } {
  const known = new Map(ivrTokens.filter(info => info.category === 'keyword').map(info => [info.image, info.type]))
  const added: TokenInfo[] = []
  const all = more.map(word => {
    const existing = known.get(word)
    if (existing) return [word, existing] as const
    const type = keyword(word)
    added.push(table[table.length - 1]!)
    return [word, type] as const
  })
  return { tokens: [...ivrTokens, ...added], K: Object.fromEntries(all) as Record<W, TokenType> }
}

export { EOF }
export type { TokenType }
