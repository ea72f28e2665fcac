import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimalOf, groupsOf } from './reading.ts'
import { hasReading, longestMatch, readingOf } from './registry.ts'
import { estimateDuration } from './duration.ts'

it('[S7.5] a tag finds the longest match', () => {
  expect(longestMatch({ zh: 1, 'zh-CN': 2, en: 3 }, 'zh-CN')).toBe(2)
  expect(longestMatch({ zh: 1, en: 3 }, 'zh-CN')).toBe(1)
  expect(longestMatch({ '': 0, en: 3 }, 'zh-CN')).toBe(0)
  expect(longestMatch({ z: 1, 'zh-TW': 2 }, 'zh-CN')).toBeUndefined()
  expect(longestMatch({ EN: 1 }, 'en-us')).toBe(1)
  expect(readingOf('zh-HK').tag).toBe('zh')
  expect(readingOf('en-GB').tag).toBe('en')
  expect(hasReading('fr-FR')).toBe(false)
})

it('scaled integers as numerals', () => {
  expect(decimalOf(-1005, 2)).toEqual({ negative: true, whole: '10', decimals: '05' })
  expect(decimalOf(5, 2)).toEqual({ negative: false, whole: '0', decimals: '05' })
  expect(decimalOf(0, 0)).toEqual({ negative: false, whole: '0', decimals: '' })
})

it('groups keep every numeral in order, none longer than five', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('0', '1', '9'), maxLength: 30 }), numerals => {
      const groups = groupsOf(numerals)
      expect(groups.join('')).toBe(numerals)
      for (const group of groups) {
        expect(group.length).toBeGreaterThan(0)
        expect(group.length).toBeLessThanOrEqual(5)
      }
    }),
  )
  expect(groupsOf('13800138000').map(g => g.length)).toEqual([3, 4, 4])
  expect(groupsOf('12345678').map(g => g.length)).toEqual([4, 4])
  expect(groupsOf('123456').map(g => g.length)).toEqual([3, 3])
  expect(groupsOf('6225880212345673123').map(g => g.length)).toEqual([4, 4, 4, 4, 3])
})

it('words take the time that they would take', () => {
  expect(estimateDuration('', 'zh-CN')).toBe(0)
  expect(estimateDuration('  ', 'en-US')).toBe(0)
  // Nine characters and two signs.
  expect(estimateDuration('您好，欢迎致电海港。', 'zh-CN')).toBe(8 * 222 + 200 + 400)
  const sentence = 'Enter your card number, then press pound.'
  expect(estimateDuration(sentence, 'en-US')).toBeGreaterThan(2000)
  expect(estimateDuration(sentence, 'en-US')).toBeLessThan(4000)
  // Of several signs in a row the longest pause counts.
  expect(estimateDuration('好。。。', 'zh-CN')).toBe(222 + 400)
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
