import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Type } from '../../../machine/types.ts'
import { readValue } from './value.ts'

const whole: Type = { kind: 'number', decimals: 0 }
const digits: Type = { kind: 'digits' }
const read = (value: Parameters<typeof readValue>[0], type: Type, form?: string): string => readValue(value, type, form, 'en-US')

it.each([
  [0, 'zero'],
  [1, 'one'],
  [21, 'twenty-one'],
  [40, 'forty'],
  [100, 'one hundred'],
  [123, 'one hundred twenty-three'],
  [10_100, 'ten thousand one hundred'],
  [1_000_001, 'one million one'],
  [10 ** 12, 'one trillion'],
  [10 ** 15, 'one quadrillion'],
  [-5, 'minus five'],
])('the number %d is “%s”', (value, words) => {
  expect(read(value, whole)).toBe(words)
})

it.each([
  ['CNY', 2, 1005, 'ten yuan and five fen'],
  ['CNY', 2, 10_000, 'one hundred yuan'],
  ['CNY', 2, 5, 'five fen'],
  ['CNY', 2, 0, 'zero yuan'],
  ['CNY', 2, -1005, 'minus ten yuan and five fen'],
  ['USD', 2, 12_305, 'one hundred twenty-three dollars and five cents'],
  ['USD', 2, 101, 'one dollar and one cent'],
  ['GBP', 2, 250, 'two pounds and fifty pence'],
  ['GBP', 2, 1, 'one penny'],
  ['JPY', 0, 1000, 'one thousand yen'],
  ['XTS', 3, 1500, 'one point five X T S'],
])('money in %s with %d decimals: %d is “%s”', (currency, decimals, value, words) => {
  expect(read(value, { kind: 'money', currency, decimals })).toBe(words)
})

it('digits: groups by default, one by one as digits, the last four of eight or more', () => {
  expect(read('6225880212345673', digits)).toBe('six two two five, eight eight zero two, one two three four, five six seven three')
  expect(read('1234567', digits)).toBe('one two three, four five six seven')
  expect(read('007', digits)).toBe('zero zero seven')
  expect(read('13800138000', digits, 'digits')).toBe('one three eight zero zero one three eight zero zero zero')
  expect(read('6225880212345673', digits, 'last4')).toBe('five six seven three')
  expect(read('1234567', digits, 'last4')).toBe('withheld')
})

it('keys are told by their glyph, star and pound by name', () => {
  expect(read('1', { kind: 'text' }, 'keys')).toBe('1')
  expect(read('*', { kind: 'text' }, 'keys')).toBe('star')
  expect(read('#', { kind: 'text' }, 'keys')).toBe('pound')
  expect(read('1*', { kind: 'text' }, 'keys')).toBe('1 star')
})

it('ordinals and decimals', () => {
  const ordinals = [1, 2, 3, 4, 5, 8, 9, 12, 20, 21, 30, 100, 101, 1000].map(n => read(n, whole, 'ordinal'))
  expect(ordinals).toEqual([
    'first', 'second', 'third', 'fourth', 'fifth', 'eighth', 'ninth', 'twelfth', 'twentieth', 'twenty-first', 'thirtieth',
    'one hundredth', 'one hundred first', 'one thousandth',
  ]) // prettier-ignore
  expect(read(3141, { kind: 'number', decimals: 3 })).toBe('three point one four one')
  expect(read(2000, { kind: 'number', decimals: 3 })).toBe('two')
  expect(read(2500, { kind: 'number', decimals: 3 }, 'ordinal')).toBe('two point five')
  expect(read(110, whole, 'digits')).toBe('one one zero')
  expect(read(-1005, { kind: 'money', currency: 'CNY', decimals: 2 }, 'digits')).toBe('minus one zero point zero five')
})

it('dates, times, moments and durations', () => {
  expect(read('2026-08-21', { kind: 'date' })).toBe('August twenty-first, twenty twenty-six')
  expect(read('2000-01-01', { kind: 'date' })).toBe('January first, two thousand')
  expect(read('2006-12-31', { kind: 'date' })).toBe('December thirty-first, two thousand six')
  expect(read('1905-05-03', { kind: 'date' })).toBe('May third, nineteen oh five')
  expect(read('1900-05-03', { kind: 'date' })).toBe('May third, nineteen hundred')
  expect(read('2027-03-31', { kind: 'date', keyed: 'MMYY' })).toBe('March twenty twenty-seven')
  expect(read('08:30', { kind: 'time' })).toBe('eight thirty a.m.')
  expect(read('14:05', { kind: 'time' })).toBe('two oh five p.m.')
  expect(read('12:00', { kind: 'time' })).toBe('noon')
  expect(read('12:30', { kind: 'time' })).toBe('twelve thirty p.m.')
  expect(read('00:15', { kind: 'time' })).toBe('twelve fifteen a.m.')
  expect(read('00:00', { kind: 'time' })).toBe('midnight')
  const at = Date.parse('2026-11-23T23:05:00Z')
  expect(readValue(at, { kind: 'moment' }, undefined, 'en-US', () => 480)).toBe(
    'November twenty-fourth, twenty twenty-six at seven oh five a.m.',
  )
  expect(read(60_000, { kind: 'duration' })).toBe('one minute')
  expect(read(3_723_000, { kind: 'duration' })).toBe('one hour, two minutes and three seconds')
  expect(read(500, { kind: 'duration' })).toBe('zero point five seconds')
  expect(read(0, { kind: 'duration' })).toBe('zero seconds')
})

it('British English says “and” before tens and ones, the day before the month, and hash', () => {
  const gb = (value: Parameters<typeof readValue>[0], type: Type, form?: string): string => readValue(value, type, form, 'en-GB')
  expect([101, 110, 1001, 1100, 1101, 1_000_001, 1_001_000, 101_101, 20, 100].map(n => gb(n, whole))).toEqual([
    'one hundred and one', 'one hundred and ten', 'one thousand and one', 'one thousand one hundred', 'one thousand one hundred and one',
    'one million and one', 'one million one thousand', 'one hundred and one thousand one hundred and one', 'twenty', 'one hundred',
  ]) // prettier-ignore
  expect(gb(101, whole, 'ordinal')).toBe('one hundred and first')
  expect(gb(10_105, { kind: 'money', currency: 'GBP', decimals: 2 })).toBe('one hundred and one pounds and five pence')
  expect(gb('2006-08-21', { kind: 'date' })).toBe('the twenty-first of August, two thousand and six')
  expect(gb('2027-03-31', { kind: 'date', keyed: 'MMYY' })).toBe('March twenty twenty-seven')
  expect(gb('#', { kind: 'text' }, 'keys')).toBe('hash')
  expect(readValue(110, whole, undefined, 'en-HK')).toBe('one hundred and ten')
  expect(readValue(110, whole, undefined, 'en-CA')).toBe('one hundred ten')
})

it('numbers are read to 10^16', () => {
  expect(read(9_999_999_999_999_998, whole)).toBe(
    'nine quadrillion nine hundred ninety-nine trillion nine hundred ninety-nine billion nine hundred ninety-nine million ' +
      'nine hundred ninety-nine thousand nine hundred ninety-eight',
  )
  expect(read(9_000_000_000_000_010, whole)).toBe('nine quadrillion ten')
})

it('booleans, choices, letters, lists', () => {
  expect(read(true, { kind: 'boolean' })).toBe('yes')
  expect(read(false, { kind: 'boolean' })).toBe('no')
  expect(read('a', { kind: 'choice', values: { a: { zh: '甲', en: 'alpha' } } })).toBe('alpha')
  expect(read('ab1', { kind: 'text' }, 'letters')).toBe('A B one')
  expect(read('1A23', { kind: 'text' }, 'digits')).toBe('one A two three')
  expect(read([1, 2, 3], { kind: 'list', of: whole, upTo: 9 })).toBe('one, two and three')
})

/** Reads the words back by adding up. */
function parse(words: string): bigint {
  const values: Readonly<Record<string, bigint>> = {
    zero: 0n, one: 1n, two: 2n, three: 3n, four: 4n, five: 5n, six: 6n, seven: 7n, eight: 8n, nine: 9n, ten: 10n, eleven: 11n,
    twelve: 12n, thirteen: 13n, fourteen: 14n, fifteen: 15n, sixteen: 16n, seventeen: 17n, eighteen: 18n, nineteen: 19n,
    twenty: 20n, thirty: 30n, forty: 40n, fifty: 50n, sixty: 60n, seventy: 70n, eighty: 80n, ninety: 90n,
  } // prettier-ignore
  const scales: Readonly<Record<string, bigint>> = {
    thousand: 10n ** 3n,
    million: 10n ** 6n,
    billion: 10n ** 9n,
    trillion: 10n ** 12n,
    quadrillion: 10n ** 15n,
  }
  let total = 0n
  let part = 0n
  for (const word of words.split(/[ -]/)) {
    const scale = scales[word]
    if (word === 'hundred') part *= 100n
    else if (scale !== undefined) {
      total += part * scale
      part = 0n
    } else {
      const value = values[word]
      if (value === undefined) throw new Error(`not a number's word: ${word}`)
      part += value
    }
  }
  return total + part
}

it('every number reads back as itself', () => {
  const sizes = fc
    .integer({ min: 0, max: 15 })
    .chain(power => fc.integer({ min: 0, max: Math.min(10 ** (power + 1), Number.MAX_SAFE_INTEGER) }))
  fc.assert(
    fc.property(sizes, value => {
      expect(Number(parse(read(value, whole)))).toBe(value)
    }),
    { numRuns: 3000 },
  )
})
