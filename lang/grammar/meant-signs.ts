// What somebody means who writes a sign that the language has not: told where it is one thing, and nothing is offered where it is not.
import type { TextEdit } from '../text/edit.ts'
import * as T from './tokens.ts'

interface Meant extends TextEdit {
  /** What it is read as; none where it is dropped. */
  readonly type?: T.TokenType
}

const words: readonly (readonly [sign: string, type: T.TokenType, word: string])[] = [
  ['&&', T.K.and, 'and'],
  ['＆＆', T.K.and, 'and'],
  ['||', T.K.or, 'or'],
  ['｜｜', T.K.or, 'or'],
]
const currencies: Readonly<Record<string, string>> = { '￥': 'CNY', '¥': 'CNY', '€': 'EUR', '£': 'GBP' }
/** With commas between thousands, if somebody likes them. */
const sum = /[￥¥€£] ?(\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(?:\.(\d{1,2}))?(?!\.?\d|,\d|[\p{L}_])/uy
const negated = /[!！](?=[\p{L}_(（])/uy
/** What stands between steps and means nothing by itself, and what cannot be seen. */
const needless = /^[;；。｡•·\p{Cc}\p{Cf}]+$/u

const isInWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_]/u.test(character)

const isApart = (character: string | undefined): boolean => character === undefined || /\s/.test(character)

const beside = (character: string | undefined): string => (character === undefined || /[\s(]/.test(character) ? '' : ' ')

/** `end`: of the run of such signs at `start`. */
export function meantBy(text: string, start: number, end: number): Meant | undefined {
  for (const [sign, type, word] of words) {
    if (text.slice(start, end) !== sign) continue
    return { start, end, text: `${beside(text[start - 1])}${word}${beside(text[end])}`, type }
  }
  const not = matchAt(negated, text, start)
  if (not) return { start, end: start + not[0].length, text: isInWord(text[start - 1]) ? ' not ' : 'not ', type: T.K.not }
  const money = matchAt(sum, text, start)
  if (money) {
    const end = start + money[0].length
    return { start, end, text: writtenSum(text, start, end, currencies[text[start]!]!, money[1]!.replaceAll(',', ''), money[2]) }
  }
  const run = text.slice(start, end)
  if (!needless.test(run)) return undefined
  // What cannot be seen may stand in the middle of a word; without another sign `y;set` would be one word, and `greeting;"bye"` a text with a tag.
  const parts = /[^\p{Cc}\p{Cf}]/u.test(run) && !isApart(text[start - 1]) && !isApart(text[end])
  return { start, end, text: parts ? ' ' : '' }
}

/** `20000元`; `start` is where the number begins. */
export function meantByUnit(text: string, start: number, end: number): Meant | undefined {
  const yuan = /^(0|[1-9]\d*)(?:\.(\d{1,2}))?元$/.exec(text.slice(start, end))
  // `20,000元` was cut at its comma.
  return !yuan || text[start - 1] === ',' ? undefined : { start, end, text: writtenSum(text, start, end, 'CNY', yuan[1]!, yuan[2]) }
}

/** A sum at `start..end`: the number alone where its currency stands before it, or at the bounds of a range. */
function writtenSum(text: string, start: number, end: number, currency: string, whole: string, decimals: string | undefined): string {
  const isNumber =
    /(?:\b[A-Z]{3}\s*|\.\.\s*)$/.test(text.slice(Math.max(0, start - 20), start)) || /^\s*\.\./.test(text.slice(end, end + 20))
  const apart = isInWord(text[start - 1]) ? ' ' : ''
  if (isNumber) return decimals === undefined ? apart + whole : `${apart}${whole}.${decimals}`
  return `${apart}${currency} ${whole}.${(decimals ?? '').padEnd(2, '0')}`
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
