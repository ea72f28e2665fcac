import { expect, it } from 'vitest'
import { createExactMatcher, createMatcher, nearestOf, normaliseHeard } from './heard-text.ts'

const found = (text: string, words: string): boolean => createMatcher(text)(words)

it('[L.scripts.8] a text is found inside what is said, without blanks, punctuation and case', () => {
  expect(found('李雷转账十元零五分', '从尾号五六七三的账户向李雷转账十元零五分。')).toBe(true)
  expect(found('welcome to harbour bank', 'Hello! Welcome, to Harbour-Bank.')).toBe(true)
  expect(found('welcome', 'Goodbye.')).toBe(false)
  expect(found('a“b”', 'A, B')).toBe(true)
})

it('[L.scripts.8] after NFKC: wide letters, signs and composed letters are the same', () => {
  expect(found('ＡＢＣ１２３', 'abc123')).toBe(true)
  expect(found('caf\u0065\u0301', 'Café')).toBe(true)
  expect(found('请按＃', '请按#')).toBe(true)
})

it('[L.scripts.8] … matches anything, parts in their order', () => {
  expect(found('balance … yuan', 'The balance is ten yuan.')).toBe(true)
  expect(found('yuan … balance', 'The balance is ten yuan.')).toBe(false)
  expect(found('余额…元', '余额为十元。')).toBe(true)
  expect(found('…', 'anything')).toBe(true)
  expect(found('ab…ba', 'aba')).toBe(false)
})

it('keys that are told are words, not punctuation', () => {
  expect(normaliseHeard('press #')).not.toBe(normaliseHeard('press *'))
  expect(found('press *', 'For more, press *.')).toBe(true)
  expect(found('press #', 'For more, press *.')).toBe(false)
})

it('[L.scripts.8] hear exactly is the whole and literal', () => {
  expect(createExactMatcher('Hello.')('Hello.')).toBe(true)
  expect(createExactMatcher('Hello')('Hello.')).toBe(false)
  expect(createExactMatcher('hello.')('Hello.')).toBe(false)
})

it('finds what was said that is nearly the text', () => {
  const said = ['账户查询，请按1。', '转账汇款，请按2。', 'Your reference is one two three.']
  const near = (text: string): string | null => nearestOf(text, said, words => words)
  expect(near('帐户查询')).toBe(said[0])
  expect(near('查询，请按2')).toBe(said[0])
  expect(near('转账汇款，请按1')).toBe(said[1])
  expect(near('your referense is … three')).toBe(said[2])
  expect(near('挂失')).toBe(null)
  expect(near('余额不足')).toBe(null)
  expect(near('')).toBe(null)
})
