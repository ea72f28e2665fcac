import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Type } from '../../../machine/types.ts'
import { readValue } from './value.ts'

const whole: Type = { kind: 'number', decimals: 0 }
const cny: Type = { kind: 'money', currency: 'CNY', decimals: 2 }
const digits: Type = { kind: 'digits' }
const read = (value: Parameters<typeof readValue>[0], type: Type, form?: string): string => readValue(value, type, form, 'zh-CN')

it.each([
  [0, '零'],
  [2, '二'],
  [10, '十'],
  [11, '十一'],
  [19, '十九'],
  [20, '二十'],
  [100, '一百'],
  [101, '一百零一'],
  [110, '一百一十'],
  [1001, '一千零一'],
  [1010, '一千零一十'],
  [1100, '一千一百'],
  [10_000, '一万'],
  [10_010, '一万零一十'],
  [10_100, '一万零一百'],
  [11_000, '一万一千'],
  [100_000, '十万'],
  [101_000, '十万一千'],
  [100_100, '十万零一百'],
  [1_000_001, '一百万零一'],
  [100_000_000, '一亿'],
  [100_000_001, '一亿零一'],
  [100_010_000, '一亿零一万'],
  [110_000_000, '一亿一千万'],
  [1_000_000_000, '十亿'],
  [10 ** 12, '一万亿'],
  [10 ** 12 + 1, '一万亿零一'],
  [1.2e12, '一万二千亿'],
  [975_000_010_000_000, '九百七十五万亿零一千万'],
  [10 ** 15, '一千万亿'],
  [-10_100, '负一万零一百'],
])('[L.types.14] the number %d is %s', (value, words) => {
  expect(read(value, whole)).toBe(words)
})

it.each([
  [1005, '十元零五分'],
  [10_000, '一百元整'],
  [10_050, '一百元五角'],
  [1_010_000, '一万零一百元整'],
  [150, '一元五角'],
  [155, '一元五角五分'],
  [5, '五分'],
  [50, '五角'],
  [55, '五角五分'],
  [0, '零元整'],
  [10 ** 14, '一万亿元整'],
  [-1005, '负十元零五分'],
])('[L.types.14] CNY %d fen is %s', (value, words) => {
  expect(read(value, cny)).toBe(words)
})

it.each([
  ['USD', 2, 1005, '十美元五美分'],
  ['JPY', 0, 1000, '一千日元'],
  ['GBP', 2, 101, '一英镑一便士'],
  ['XTS', 2, 1050, '十点五X T S'],
])('money in %s with %d decimals: %d is %s', (currency, decimals, value, words) => {
  expect(read(value, { kind: 'money', currency, decimals })).toBe(words)
})

it('[L.types.14] digits are read one by one, 幺 for 1, cards and telephones in groups', () => {
  expect(read('007', digits)).toBe('零零七')
  expect(read('5112', digits, 'digits')).toBe('五幺幺二')
  expect(read('13800138000', digits)).toBe('幺三八，零零幺三，八零零零')
  expect(read('6225880212345673', digits)).toBe('六二二五，八八零二，幺二三四，五六七三')
  expect(read('6225880212345673', digits, 'digits')).toBe('六二二五八八零二幺二三四五六七三')
  expect(read('11010519491231002X', digits, 'digits')).toBe('幺幺零幺零五幺九四九幺二三幺零零二X')
})

it('[S3.21] the last four of eight numerals or more, none of fewer', () => {
  expect(read('6225880212345673', digits, 'last4')).toBe('五六七三')
  expect(read('12345678', digits, 'last4')).toBe('五六七八')
  expect(read('1234567', digits, 'last4')).toBe('保密')
})

it('keys are told by their glyph, star and pound by name', () => {
  expect(read('1', { kind: 'text' }, 'keys')).toBe('1')
  expect(read('*', { kind: 'text' }, 'keys')).toBe('星号')
  expect(read('#', { kind: 'text' }, 'keys')).toBe('井号')
  expect(read('1*', { kind: 'text' }, 'keys')).toBe('1星号')
})

it('numbers with decimals, ordinals and digits', () => {
  const three: Type = { kind: 'number', decimals: 3 }
  expect(read(3141, three)).toBe('三点一四一')
  expect(read(500, three)).toBe('零点五')
  expect(read(2000, three)).toBe('二')
  expect(read(-10_005, three)).toBe('负十点零零五')
  expect(read(3, whole, 'ordinal')).toBe('第三')
  expect(read(12, whole, 'ordinal')).toBe('第十二')
  expect(read(110, whole, 'digits')).toBe('幺幺零')
  expect([2, -2, 12].map(n => read(n, whole, 'count'))).toEqual(['两', '负二', '十二'])
  expect(read(50, { kind: 'number', decimals: 1 }, 'digits')).toBe('五点零')
})

it('dates, times, moments and durations', () => {
  expect(read('2026-08-21', { kind: 'date' })).toBe('二〇二六年八月二十一日')
  expect(read('2000-10-10', { kind: 'date' })).toBe('二〇〇〇年十月十日')
  expect(read('2027-03-31', { kind: 'date', keyed: 'MMYY' })).toBe('二〇二七年三月')
  expect(read('08:30', { kind: 'time' })).toBe('八点三十分')
  expect(read('02:05', { kind: 'time' })).toBe('两点零五分')
  expect(read('17:00', { kind: 'time' })).toBe('十七点')
  expect(read('00:00', { kind: 'time' })).toBe('零点')
  const at = Date.parse('2026-11-23T10:05:00+08:00')
  expect(readValue(at, { kind: 'moment' }, undefined, 'zh-CN', () => 480)).toBe('二〇二六年十一月二十三日十点零五分')
  expect(readValue(at, { kind: 'moment' }, 'time', 'zh', () => 480)).toBe('十点零五分')
  expect(read(30_000, { kind: 'duration' })).toBe('三十秒')
  expect(read(0, { kind: 'duration' })).toBe('零秒')
  expect(read(2000, { kind: 'duration' })).toBe('两秒')
  expect(read(150_000, { kind: 'duration' })).toBe('两分钟三十秒')
  expect(read(7_200_000, { kind: 'duration' })).toBe('两小时')
  expect(read(129_600_000, { kind: 'duration' })).toBe('一天十二小时')
  expect(read(500, { kind: 'duration' })).toBe('零点五秒')
})

it('两 is said of two of a measure of time and nowhere else', () => {
  const count = (n: number): string => read(n, whole)
  expect([2, 20, 200, 2000, 20_000, 200_000_000, 12, 2.2e12].map(count).join()).not.toContain('两')
  expect(read(200, cny)).toBe('二元整')
  expect(read(220, cny)).toBe('二元二角')
  expect(read(2, whole, 'ordinal')).toBe('第二')
  expect(read('2022-02-02', { kind: 'date' })).toBe('二〇二二年二月二日')
  expect(read('02:02', { kind: 'time' })).toBe('两点零二分')
  expect(read('12:20', { kind: 'time' })).toBe('十二点二十分')
  expect(read(((2 * 24 + 2) * 3600 + 2 * 60 + 2) * 1000, { kind: 'duration' })).toBe('两天两小时两分钟两秒')
  expect(read(22_000, { kind: 'duration' })).toBe('二十二秒')
  expect(read(2500, { kind: 'duration' })).toBe('二点五秒')
  expect(read(-2000, { kind: 'duration' })).toBe('负两秒')
})

it('numbers are read to 10^16', () => {
  expect(read(9_876_543_210_987_654, whole)).toBe('九千八百七十六万五千四百三十二亿一千零九十八万七千六百五十四')
  expect(read(9_999_999_999_999_998, whole)).toBe('九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十八')
  expect(read(9_000_000_000_000_000, whole)).toBe('九千万亿')
  expect(read(1_000_000_000_000_010, whole)).toBe('一千万亿零一十')
})

it('booleans, choices, texts, letters, lists', () => {
  expect(read(true, { kind: 'boolean' })).toBe('是')
  expect(read(false, { kind: 'boolean' })).toBe('否')
  const kind: Type = { kind: 'choice', values: { savings: { zh: '活期账户', en: 'savings account' }, vip: { '': 'VIP' } } }
  expect(read('savings', kind)).toBe('活期账户')
  expect(read('vip', kind)).toBe('VIP')
  expect(read('李雷', { kind: 'text' })).toBe('李雷')
  expect(read('ab1', { kind: 'text' }, 'letters')).toBe('A B幺')
  expect(read([1, 2], { kind: 'list', of: whole, upTo: 9 })).toBe('一、二')
  expect(read(null, { kind: 'optional', of: whole })).toBe('')
})

/** Reads the words back: another way round than the writer, by the greatest unit first. */
function parse(words: string): bigint {
  const units: readonly (readonly [string, bigint])[] = [
    ['亿', 10n ** 8n],
    ['万', 10n ** 4n],
    ['千', 1000n],
    ['百', 100n],
    ['十', 10n],
  ]
  if (words === '') return 0n
  if (words.startsWith('负')) return -parse(words.slice(1))
  for (const [unit, size] of units) {
    const at = words.lastIndexOf(unit)
    if (at === 0) return size + parse(words.slice(1))
    if (at > 0) return parse(words.slice(0, at)) * size + parse(words.slice(at + 1))
  }
  const last = words.replace(/^零(?=.)/, '')
  const n = '零一二三四五六七八九'.indexOf(last)
  if (n < 0 || last.length !== 1) throw new Error(`not a numeral: ${words}`)
  return BigInt(n)
}

const sizes = fc
  .integer({ min: 0, max: 15 })
  .chain(power => fc.integer({ min: 0, max: Math.min(10 ** (power + 1), Number.MAX_SAFE_INTEGER) }))
/** Mostly noughts: where the 零 go. */
const sparse = fc.array(fc.constantFrom('0', '0', '0', '1', '7'), { minLength: 1, maxLength: 15 }).map(all => Number(all.join('')))

it('every number reads back as itself, without doubled or needless 零', () => {
  fc.assert(
    fc.property(fc.oneof(sizes, sparse), value => {
      const words = read(value, whole)
      expect(Number(parse(words))).toBe(value)
      expect(words).not.toMatch(/零零|零[万亿千百十]|.零$|^一十/)
    }),
    { numRuns: 3000 },
  )
})

it('every place that is skipped within a number is said as one 零', () => {
  fc.assert(
    fc.property(fc.oneof(sizes, sparse), value => {
      const numerals = String(value)
      let gaps = 0
      for (const run of numerals.matchAll(/0+(?=[1-9])/g)) {
        const next = numerals.length - (run.index + run[0].length)
        // A run that only fills up the section before it is not said: 101,000 is 十万一千.
        if (next % 4 !== 0 || run[0].length >= 4) gaps += 1
      }
      expect(read(value, whole).split('零').length - 1).toBe(value === 0 ? 1 : gaps)
    }),
    { numRuns: 3000 },
  )
})

it('every sum of money reads back as itself', () => {
  fc.assert(
    fc.property(fc.oneof(sizes, sparse), value => {
      const match = /^(?:(.+)元)?(?:整|(?:(.)角)?零?(?:(.)分)?)$/.exec(read(value, cny))
      expect(match).not.toBeNull()
      const [, yuan = '', jiao = '', fen = ''] = match ?? []
      expect(Number(parse(yuan) * 100n + parse(jiao) * 10n + parse(fen))).toBe(value)
    }),
    { numRuns: 2000 },
  )
})
