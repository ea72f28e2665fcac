import fc from 'fast-check'
import { expect, it } from 'vitest'
import { amountOf, trimmed } from './amounts.ts'
import { groupsOf } from './spelling.ts'
import { longestMatch } from './longest-match.ts'
import { hasReading, readingOf } from './registry.ts'
import { estimateDuration } from './duration.ts'

it('[S7.5] a tag finds the longest match', () => {
  expect(longestMatch({ zh: 1, 'zh-CN': 2, en: 3 }, 'zh-CN')).toBe(2)
  expect(longestMatch({ zh: 1, en: 3 }, 'zh-CN')).toBe(1)
  expect(longestMatch({ '': 0, en: 3 }, 'zh-CN')).toBe(0)
  expect(longestMatch({ z: 1, 'zh-TW': 2 }, 'zh-CN')).toBeUndefined()
  expect(longestMatch({ EN: 1 }, 'en-us')).toBe(1)
  expect(readingOf('zh-HK').tag).toBe('zh')
  expect(readingOf('en-GB').tag).toBe('en-GB')
  expect(readingOf('en-US').tag).toBe('en')
  expect(readingOf('en-HK')).toBe(readingOf('en-GB'))
  expect(hasReading('fr-FR')).toBe(false)
})

it('scaled integers as a whole part and what stands behind the point', () => {
  expect(amountOf(-1005, 2)).toEqual({ negative: true, whole: 10, minor: 5, places: 2 })
  expect(amountOf(5, 2)).toEqual({ negative: false, whole: 0, minor: 5, places: 2 })
  expect(amountOf(0, 0)).toEqual({ negative: false, whole: 0, minor: 0, places: 0 })
  expect(trimmed(amountOf(2500, 3))).toEqual({ negative: false, whole: 2, minor: 5, places: 1 })
  expect(trimmed(amountOf(2000, 3))).toEqual({ negative: false, whole: 2, minor: 0, places: 0 })
  expect(trimmed(amountOf(2005, 3))).toEqual({ negative: false, whole: 2, minor: 5, places: 3 })
})

it('an amount is exact to the largest value', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e15 }), fc.integer({ min: 0, max: 4 }), (value, places) => {
      const { whole, minor } = amountOf(value, places)
      expect(BigInt(whole) * 10n ** BigInt(places) + BigInt(minor)).toBe(BigInt(value))
    }),
  )
})

it('groups have every numeral, none is longer than five', () => {
  for (let length = 0; length <= 200; length++) {
    const groups = groupsOf(length)
    expect(groups.reduce((sum, size) => sum + size, 0)).toBe(length)
    for (const size of groups) {
      expect(size).toBeGreaterThan(0)
      expect(size).toBeLessThanOrEqual(5)
    }
  }
  expect(groupsOf(11)).toEqual([3, 4, 4])
  expect(groupsOf(8)).toEqual([4, 4])
  expect(groupsOf(6)).toEqual([3, 3])
  expect(groupsOf(19)).toEqual([4, 4, 4, 4, 3])
})

it('words take the time that they would take', () => {
  expect(estimateDuration('', 'zh-CN')).toBe(0)
  expect(estimateDuration('  ', 'en-US')).toBe(0)
  // Eight characters and a comma; the silence behind the last word is none of it.
  expect(estimateDuration('您好，欢迎致电海港。', 'zh-CN')).toBe(8 * 244 + 150)
  expect(estimateDuration('您好。再见', 'zh-CN')).toBe(4 * 244 + 250)
  expect(estimateDuration('。，', 'en-US')).toBe(0)
  const sentence = 'Enter your card number, then press pound.'
  expect(estimateDuration(sentence, 'en-US')).toBeGreaterThan(2000)
  expect(estimateDuration(sentence, 'en-US')).toBeLessThan(4000)
  // Of several signs in a row the longest pause counts.
  expect(estimateDuration('好，。。好', 'zh-CN')).toBe(2 * 244 + 250)
})

it('more words never take less time, and always whole ms', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), fc.constantFrom('zh-CN', 'en-US'), (a, b, language) => {
      const all = estimateDuration(a + b, language)
      expect(Number.isInteger(all)).toBe(true)
      expect(all).toBeGreaterThanOrEqual(estimateDuration(a, language))
    }),
  )
})
