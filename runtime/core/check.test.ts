// Semantics §3: refinements are checked where a value is made.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { convertJson } from '../../machine/json-values.ts'
import type { Type } from '../../machine/types.ts'
import { checkValue } from './check.ts'

const fits = (type: Type, ...values: readonly unknown[]): void => {
  for (const value of values) expect([value, checkValue(value, type)]).toEqual([value, value])
}
const wrong = (type: Type, ...values: readonly unknown[]): void => {
  for (const value of values) expect([value, checkValue(value, type)]).toEqual([value, undefined])
}

it('[S3.1] [S3.2] digits: numerals, a length, Luhn, patterns, X where the type says so', () => {
  fits({ kind: 'digits' }, '0', '007', '')
  wrong({ kind: 'digits' }, 7, '1a', '１', '-1', null, undefined, ['1'])
  fits({ kind: 'digits', min: 16, max: 19, luhn: true }, '6225880212345673')
  wrong({ kind: 'digits', min: 16, max: 19, luhn: true }, '6225880212345674', '42')
  fits({ kind: 'digits', like: ['62xx[3-9]x', '95xxxx'] }, '621138', '955001')
  wrong({ kind: 'digits', like: ['62xx[3-9]x'] }, '621128', '62113', '6211388')
  fits({ kind: 'digits', star: 'X' }, '1101X')
  wrong({ kind: 'digits' }, '1101X', '1'.repeat(501))
})

it('[S3.1] [S3.3] numbers and money are whole in their own unit, within their bounds', () => {
  fits({ kind: 'number', decimals: 0, min: -5, max: 5 }, -5, 0, 5)
  wrong({ kind: 'number', decimals: 0, min: -5, max: 5 }, -6, 6, 1.5, '1', Number.NaN, Infinity, null)
  fits({ kind: 'money', currency: 'CNY', decimals: 2, min: 1 }, 1, 1e15)
  wrong({ kind: 'money', currency: 'CNY', decimals: 2, min: 1 }, 0, 1e15 + 2, 2 ** 60)
  expect(Object.is(checkValue(-0, { kind: 'number', decimals: 0 }), 0)).toBe(true)
})

it('[S3.1] dates, times, moments, durations, booleans', () => {
  fits({ kind: 'date' }, '2024-02-29', '0001-01-01')
  wrong({ kind: 'date' }, '2026-02-29', '2026-13-01', '20260101', '2026-1-1', 0)
  fits({ kind: 'time' }, '00:00', '23:59')
  wrong({ kind: 'time' }, '24:00', '8:30', '08:60')
  fits({ kind: 'moment' }, 0, 1_700_000_000_000)
  wrong({ kind: 'moment' }, '2026-01-01T00:00Z', 0.5)
  fits({ kind: 'duration' }, 0, 5000)
  fits({ kind: 'boolean' }, true, false)
  wrong({ kind: 'boolean' }, 'true', 1, null)
})

it('[S3.1] recordings and speech: a name and a length, or texts by language; never a prompt of the machine', () => {
  fits({ kind: 'recording' }, { recording: 'r', ms: 0 })
  wrong({ kind: 'recording' }, { recording: '', ms: 1 }, { recording: 'r' }, { recording: 'r', ms: -1 }, 'r', null)
  fits({ kind: 'speech' }, { texts: { zh: '您好' } }, { recording: 'r', ms: 5 })
  wrong({ kind: 'speech' }, { prompt: 0, values: [] }, { texts: {} }, { texts: { zh: 1 } }, 'hello')
  expect(checkValue({ prompt: 0, values: [] }, { kind: 'speech' }, 'inside')).toEqual({ prompt: 0, values: [] })
})

it('[S3.9] nothing is null or absent; a record has its fields and no others', () => {
  const type: Type = { kind: 'record', fields: { a: { kind: 'text' }, b: { kind: 'optional', of: { kind: 'boolean' } } } }
  expect(checkValue({ a: 'x', extra: 'secret' }, type)).toEqual({ a: 'x', b: null })
  expect(checkValue({ a: 'x', b: null }, type)).toEqual({ a: 'x', b: null })
  wrong(type, {}, { a: null }, { a: 'x', b: 1 }, [], null, 'x')
  expect(checkValue(JSON.parse('{"__proto__":{"a":"x"}}'), type)).toBeUndefined()
  const proto: Type = { kind: 'record', fields: { ['__proto__']: { kind: 'text' } } }
  expect(checkValue(JSON.parse('{"__proto__":"x"}'), proto)).toEqual(JSON.parse('{"__proto__":"x"}'))
})

it('[S3.10] an unknown word is other where the choice has it, but never on the way out', () => {
  const choice: Type = { kind: 'choice', values: { savings: {}, other: {} } }
  expect(checkValue('gold', choice)).toBe('other')
  expect(checkValue('toString', choice)).toBe('other')
  expect(checkValue('gold', choice, 'inside')).toBeUndefined()
  wrong({ kind: 'choice', values: { savings: {} } }, 'gold', 'constructor', 5)
})

it('[S3.17] a list is at most as long as its bound', () => {
  const type: Type = { kind: 'list', of: { kind: 'digits' }, upTo: 2 }
  fits(type, [], ['1'], ['1', '2'])
  wrong(type, ['1', '2', '3'], [1], {}, '12')
})

it('[S3.18] text: control characters removed, at most 500 characters, the rest as it came', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), text => {
      const checked = checkValue(text, { kind: 'text' })
      const cleaned = text.replaceAll(/\p{Cc}/gu, '')
      expect(checked).toBe([...cleaned].length <= 500 ? cleaned : undefined)
    }),
  )
})

it('whatever comes from outside is a value of the type or is refused: what was taken is taken again as it is', () => {
  const types: readonly Type[] = [
    { kind: 'text' },
    { kind: 'digits', min: 1, max: 4 },
    { kind: 'number', decimals: 0 },
    { kind: 'speech' },
    { kind: 'optional', of: { kind: 'record', fields: { a: { kind: 'list', of: { kind: 'text' }, upTo: 2 } } } },
  ]
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.anything(), (type, value) => {
      const once = checkValue(value, type)
      if (once === undefined) return
      expect(checkValue(once, type)).toEqual(once)
      expect(JSON.parse(JSON.stringify(once))).toEqual(once)
    }),
  )
})

it('what JSON is taken for, from a bank or an operator, a call takes as it is: nobody is told of a value that it then refuses', () => {
  const long = fc.constantFrom(
    '余'.repeat(500),
    '余'.repeat(501),
    '😀'.repeat(500),
    '😀'.repeat(501),
    '1'.repeat(501),
    `${'a'.repeat(500)}\u0007`,
  )
  const text = fc.oneof(long, fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('', '\u0007', 'savings', '1'))
  const ms = fc.oneof(fc.nat(), fc.constantFrom(-1, -0, 0.5, 2 ** 60))
  const recording = fc.record({ recording: text, ms })
  const texts = fc.dictionary(fc.constantFrom('zh', 'en', '', '__proto__', 'texts', 'prompt', 'recording', 'ms'), text)
  const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 1e15, 1e15 + 1, 1e21))
  const amount = fc.oneof(number.map(String), fc.constantFrom('-0.00', '10000000000000.00', '99999999999999999'))
  const when = fc.constantFrom(
    '0001-01-01',
    '2026-02-30',
    '08:30:00',
    '2026-10-01T08:30Z',
    '9999-12-31T23:59:59.999-14:59',
    'PT1H0.5S',
    '999999999h',
  )
  const plain: fc.Arbitrary<readonly [Type, fc.Arbitrary<unknown>]> = fc.constantFrom<(readonly [Type, fc.Arbitrary<unknown>])[]>(
    [{ kind: 'text' }, text],
    [{ kind: 'digits' }, text],
    [{ kind: 'digits', max: 600, luhn: true }, text],
    [{ kind: 'number', decimals: 0 }, number],
    [{ kind: 'number', decimals: 2, min: 0 }, amount],
    [{ kind: 'money', currency: 'CNY', decimals: 2 }, amount],
    [{ kind: 'money', currency: 'CNY', decimals: 2 }, fc.record({ currency: fc.constant('CNY'), minor: number })],
    [{ kind: 'date' }, when],
    [{ kind: 'time' }, when],
    [{ kind: 'moment' }, when],
    [{ kind: 'duration' }, when],
    [{ kind: 'boolean' }, fc.boolean()],
    [{ kind: 'choice', values: { savings: {}, other: {} } }, text],
    [{ kind: 'choice', values: { savings: {} } }, text],
    [{ kind: 'recording' }, recording],
    [{ kind: 'speech' }, fc.oneof(text, texts, recording)],
  )
  const within = plain.chain(([type, json]): fc.Arbitrary<readonly [Type, unknown]> =>
    fc.oneof(
      json.map(one => [type, one] as const),
      fc.option(json, { nil: null }).map(one => [{ kind: 'optional', of: type }, one] as const),
      fc.array(json, { maxLength: 3 }).map(items => [{ kind: 'list', of: type, upTo: 2 }, items] as const),
      fc.record({ a: json, b: text }).map(one => [{ kind: 'record', fields: { a: type } }, one] as const),
    ),
  )
  fc.assert(
    fc.property(within, ([type, json]) => {
      const { value } = convertJson(json, type)
      if (value !== undefined) expect(checkValue(value, type)).toEqual(value)
    }),
    { numRuns: 3000 },
  )
})
