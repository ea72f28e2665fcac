import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Type } from '../../../machine/types.ts'
import type { Value } from '../../../machine/values.ts'
import { createFragmentList, joinFragments, joinWords, listFragments, readFragments, readPieces, readValue } from './index.ts'
import { currencies as english } from './en-currencies.ts'
import { currencies as chinese } from './zh-currencies.ts'
import { ownWords } from './fragments.ts'

const languages = ['zh-CN', 'en-US', 'en-GB'] as const
const amount = fc.oneof(
  fc.integer({ min: -1e15, max: 1e15 }),
  fc.integer({ min: -200_000, max: 200_000 }),
  fc.array(fc.constantFrom('0', '0', '0', '1', '7'), { minLength: 1, maxLength: 15 }).map(all => Number(all.join(''))),
)
const two = (n: number): string => String(n).padStart(2, '0')
const date = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map(([y, m, d]) => `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`)
const time = fc.tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${two(h)}:${two(m)}`)
const spelled = fc.string({ unit: fc.constantFrom(...'0123456789XabZ+-*# '), maxLength: 24 })

type Spoken = readonly [value: Value, type: Type, form: string | undefined]
const of = (values: fc.Arbitrary<Value>, type: fc.Arbitrary<Type>, ...forms: (string | undefined)[]): fc.Arbitrary<Spoken> =>
  fc.tuple(values, type, fc.constantFrom(undefined, ...forms))
const kind = (type: Type): fc.Arbitrary<Type> => fc.constant(type)
const decimals = fc.integer({ min: 0, max: 6 })

/** Every type that has no words of its own, in every form. */
const spoken: fc.Arbitrary<Spoken> = fc.oneof(
  of(
    amount,
    decimals.map(places => ({ kind: 'number', decimals: places })),
    'ordinal',
    'digits',
  ),
  of(
    amount,
    fc
      .constantFrom(...new Set([...Object.keys(english), ...Object.keys(chinese), 'XAF', 'CLF', 'BOB']))
      .chain(currency => decimals.map(places => ({ kind: 'money', currency, decimals: currency === 'CNY' ? 2 : places }))),
    'digits',
  ),
  of(spelled, kind({ kind: 'digits' }), 'digits', 'last4', 'letters', 'keys'),
  fc.tuple(spelled, kind({ kind: 'text' }), fc.constantFrom('digits', 'last4', 'letters', 'keys')),
  of(date, fc.constantFrom<Type>({ kind: 'date' }, { kind: 'date', keyed: 'MMYY' })),
  of(time, kind({ kind: 'time' })),
  of(fc.integer({ min: -6e13, max: 2e14 }), kind({ kind: 'moment' }), 'date', 'time'),
  of(fc.integer({ min: -1e12, max: 1e12 }), kind({ kind: 'duration' })),
  of(fc.boolean(), kind({ kind: 'boolean' })),
  of(fc.array(amount, { maxLength: 4 }), kind({ kind: 'list', of: { kind: 'number', decimals: 0 }, upTo: 9 })),
  of(fc.constant(null), kind({ kind: 'optional', of: { kind: 'boolean' } })),
)

it.each(languages)('[L.slots.4] the fragments of a value are on the list of %s, and their words are the value’s', language => {
  const listed = new Set(listFragments(language).map(({ id }) => id))
  fc.assert(
    fc.property(spoken, ([value, type, form]) => {
      const ids = readFragments(value, type, form, language)
      expect(ids).not.toBeNull()
      for (const id of ids ?? []) if (!listed.has(id)) throw new Error(`${id} is not on the list`)
      expect(joinFragments(ids ?? [], language)).toBe(readValue(value, type, form, language))
      if (type.kind !== 'text' && type.kind !== 'digits' && type.kind !== 'list' && value !== null) expect(ids).not.toEqual([])
    }),
    { numRuns: 5000 },
  )
})

it.each(languages)('the list of %s has no two fragments of one id, none without words, no need to record a pause', language => {
  const list = listFragments(language)
  expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
  for (const { id, words, pause } of list) {
    expect(id).toMatch(/^reading\/[A-Za-z0-9.-]+$/)
    expect(words.trim()).toBe(words)
    expect(words).not.toBe('')
    expect(pause === undefined).toBe(/[\p{L}\p{N}]/u.test(words))
  }
  // A morning in the studio, not a week.
  expect(list.length).toBeLessThan(500)
})

it('a language that nobody reads has no fragments', () => {
  expect(listFragments('fr-FR')).toEqual([])
})

it('the program’s and a back end’s own words are on no list; the pieces around them are', () => {
  const choice: Type = { kind: 'choice', values: { a: { zh: '甲', en: 'alpha' }, b: { zh: '乙', en: 'beta' } } }
  expect(readFragments('a', choice, undefined, 'en-US')).toBeNull()
  expect(readFragments('李雷', { kind: 'text' }, undefined, 'zh-CN')).toBeNull()
  expect(readFragments('é1', { kind: 'text' }, 'letters', 'en-US')).toBeNull()
  const list: Type = { kind: 'list', of: choice, upTo: 9 }
  expect(readPieces(['a', 'b', 'a'], list, undefined, 'en-US').map(({ id, words }) => [id, words])).toEqual([
    ['', 'alpha'],
    ['reading/pause', ','],
    ['', 'beta'],
    ['reading/and', 'and'],
    ['', 'alpha'],
  ])
  expect(readValue(['a', 'b', 'a'], list, undefined, 'en-US')).toBe('alpha, beta and alpha')
  expect(readValue(['a', 'b', 'a'], list, undefined, 'zh-CN')).toBe('甲、乙、甲')
})

it('recordings and speech have no words of their own, and nothing has none', () => {
  expect(readFragments({ recording: 'r', ms: 1 }, { kind: 'recording' }, undefined, 'en-US')).toEqual([])
  expect(readFragments(null, { kind: 'optional', of: { kind: 'text' } }, undefined, 'en-US')).toEqual([])
})

it('a fragment that is not on the list is refused', () => {
  expect(() => joinFragments(['reading/n.100'], 'en-US')).toThrow('“reading/n.100” is not a fragment of en-US')
})

it('a language’s file that names a fragment twice, or in letters that no file name has, does not load', () => {
  const list = createFragmentList()
  list.add('n.1', 'un')
  expect(() => list.add('n.1', 'une')).toThrow('two fragments')
  expect(() => list.add('né', 'né')).toThrow('not a name')
})

it('a unit of several currencies is recorded once, and says which they are', () => {
  const list = createFragmentList()
  const centime = list.addUnit('CHF', 'money.CHF.minor', 'centime')
  expect(list.addUnit('XPF', 'money.XPF.minor', 'centime')).toBe(centime)
  expect(centime.currencies).toEqual(['CHF', 'XPF'])
  expect(list.all).toEqual([centime])
})

it.each(languages)('a sum in %s is put together from the fragments of its currency and those of no currency', language => {
  const listed = new Map(listFragments(language).map(fragment => [fragment.id, fragment]))
  for (const currency of Object.keys(english)) {
    for (const value of [0, 1, 5, 10, 15, 100, 101, 100_050]) {
      for (const id of readFragments(value, { kind: 'money', currency, decimals: 2 }, undefined, language) ?? []) {
        const { currencies } = listed.get(id)!
        if (currencies !== undefined) expect(currencies, id).toContain(currency)
      }
    }
  }
})

it('a blank stands between words, none beside a Chinese character, within keys or before a comma', () => {
  const join = (...words: string[]): string => joinWords(words.map(ownWords))
  expect(join('one', 'two')).toBe('one two')
  expect(join('五', 'X', 'T', '元')).toBe('五X T元')
  expect(join('1', '0', 'star', '2')).toBe('10 star 2')
  expect(join('five', ',', 'six')).toBe('five, six')
  expect(join('seven', 'a.m.', 'and')).toBe('seven a.m. and')
  expect(join('五', '，', '六')).toBe('五，六')
  expect(join('öre', 'été')).toBe('öre été')
})

it('whatever a back end sends as text is read, in every form, and nothing of it is lost', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 500 })),
      fc.constantFrom('digits', 'last4', 'letters', 'keys', undefined),
      fc.constantFrom(...languages, 'fr-FR', ''),
      (text, form, language) => {
        const words = readValue(text, { kind: 'text' }, form, language)
        if (form === undefined) expect(words).toBe(text)
        else if (form !== 'last4') expect(words === '').toBe(Array.from(text).every(c => c.trim() === ''))
      },
    ),
    { numRuns: 2000 },
  )
})
