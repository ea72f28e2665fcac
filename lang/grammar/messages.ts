// Says in a reader's words what a place in the text may hold and what it holds.
import type { Message } from '../diagnostics/diagnostic.ts'
import * as T from './tokens.ts'

/** Token types that only begin a value: where most of them are expected, “a value” is said for all. */
const values: readonly T.TokenType[] = [
  T.NumberToken,
  T.DurationToken,
  T.DateToken,
  T.TimeToken,
  T.MomentToken,
  T.LBracket,
  T.LParen,
  T.Minus,
]
const valueWords: readonly T.TokenType[] = [...values, T.Word, T.Name, T.K.not, T.K.true, T.K.false, T.LBrace]
const texts: readonly T.TokenType[] = [T.Text, T.TextStart, T.TaggedText, T.TaggedTextStart]

/** More alternatives than these are counted, not listed. */
const MOST = 8

const or = (parts: readonly Message[], rest: boolean): Message => {
  const join = (words: readonly string[], comma: string, last: string, more: string): string => {
    if (rest) return `${words.join(comma)}${more}`
    return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(comma)}${last}${words.at(-1)!}`
  }
  const en = parts.map(part => part.en)
  const zh = parts.map(part => part.zh)
  return { en: join(en, ', ', ' or ', ' or the like'), zh: join(zh, '、', '或', '等') }
}

/** All that may stand somewhere, summarised. */
export function expectedWords(types: Iterable<T.TokenType>, labels: ReadonlyMap<T.TokenType, Message>): Message {
  let left = [...new Set(types)]
  const parts: Message[] = []
  if (values.filter(type => left.includes(type)).length >= 4) {
    left = left.filter(type => !valueWords.includes(type) && !texts.includes(type))
    parts.push({ en: 'a value', zh: '一个值' })
  }
  for (const type of left) {
    const label = labels.get(type) ?? { en: type.LABEL ?? type.name, zh: type.LABEL ?? type.name }
    if (!parts.some(part => part.en === label.en)) parts.push(label)
  }
  if (parts.length === 0) return { en: 'the end of the file', zh: '文件结尾' }
  return or(parts.slice(0, MOST), parts.length > MOST)
}

const MOST_SHOWN = 24

/** What stands at `start..end`. */
export function foundWords(text: string, type: number, start: number, end: number): Message {
  if (type === T.EOF.tokenTypeIdx) return { en: 'the end of the file', zh: '文件结尾' }
  const raw = text.slice(start, end)
  if (texts.some(one => one.tokenTypeIdx === type)) return { en: 'a text', zh: '一段文本' }
  if (type === T.TextEnd.tokenTypeIdx || type === T.TextMiddle.tokenTypeIdx) return { en: 'the “}” of the text', zh: '文本中的“}”' }
  const shown = raw.length > MOST_SHOWN ? `${raw.slice(0, MOST_SHOWN)}…` : raw
  return { en: `“${shown}”`, zh: `“${shown}”` }
}
