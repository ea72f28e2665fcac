import fc from 'fast-check'
import { expect, it } from 'vitest'
import { convertJson } from './json-values.ts'
import type { Type } from './types.ts'
import { describeProblem } from './value-problems.ts'
import type { Value } from './values.ts'

const CNY: Type = { kind: 'money', currency: 'CNY', decimals: 2 }
const kind: Type = { kind: 'choice', values: { savings: {}, card: {}, other: {} } }
const account: Type = {
  kind: 'record',
  fields: { number: { kind: 'digits', min: 16, max: 19 }, kind, balance: CNY, alias: { kind: 'optional', of: { kind: 'text' } } },
}

const good = (json: unknown, type: Type): Value | undefined => {
  const result = convertJson(json, type)
  expect(result.problem).toBeUndefined()
  return result.value
}
const bad = (json: unknown, type: Type): string => {
  const { problem } = convertJson(json, type)
  expect(problem).toBeDefined()
  return describeProblem(problem!).en
}

it('reads money exactly, from a string, with its currency, or in minor units', () => {
  expect(good('10.05', CNY)).toBe(1005)
  expect(good('CNY 10.5', CNY)).toBe(1050)
  expect(good({ currency: 'CNY', amount: '10.05' }, CNY)).toBe(1005)
  expect(good({ currency: 'CNY', minor: 1005 }, CNY)).toBe(1005)
  expect(good('-0.01', CNY)).toBe(-1)
})

it('refuses money as a bare number, of another currency, or finer than its minor unit', () => {
  expect(bad(10.05, CNY)).toBe('10.05 stands where an amount in CNY is wanted.')
  expect(bad('USD 10.05', CNY)).toBe('This is USD, but the amount is in CNY.')
  expect(bad({ currency: 'USD', amount: '10.05' }, CNY)).toBe('This is USD, but the amount is in CNY.')
  expect(bad({ amount: '10.05' }, CNY)).toMatch(/^an object/)
  expect(bad('10.055', CNY)).toBe('10.055 has more than 2 decimals.')
})

it('reads numbers from JSON numbers and strings', () => {
  expect(good(0.1, { kind: 'number', decimals: 1 })).toBe(1)
  expect(good('0.10', { kind: 'number', decimals: 1 })).toBe(1)
  expect(good(1e-7, { kind: 'number', decimals: 7 })).toBe(1)
  expect(bad(1e21, { kind: 'number', decimals: 0 })).toMatch(/10\^15/)
  expect(bad(Number.NaN, { kind: 'number', decimals: 0 })).toMatch(/whole number/)
  expect(bad(0.5, { kind: 'number', decimals: 0 })).toBe('0.5 has decimals, but whole numbers are wanted.')
})

it('[S3.10] a word that is not in a choice becomes other where the choice has it, else the shape is wrong', () => {
  expect(good('savings', kind)).toBe('savings')
  expect(good('mortgage', kind)).toBe('other')
  expect(bad('mortgage', { kind: 'choice', values: { savings: {} } })).toBe('“mortgage” is not one of savings.')
  expect(bad('toString', { kind: 'choice', values: { savings: {} } })).toMatch('toString')
})

it('[S3.9] null and an absent field are nothing, only where nothing may be', () => {
  const json = { number: '6225880212345673', kind: 'card', balance: '1', extra: [1] }
  expect(good(json, account)).toEqual({ number: '6225880212345673', kind: 'card', balance: 100, alias: null })
  expect(good({ ...json, alias: null }, account)).toMatchObject({ alias: null })
  expect(bad({ ...json, kind: undefined }, account)).toBe('The record has no “kind”.')
  expect(bad({ ...json, kind: null }, account)).toBe('kind: null stands where one of savings, card, other is wanted.')
})

it('[S3.17] says where in a list the shape is wrong, and that a list is too long', () => {
  const list: Type = { kind: 'list', of: account, upTo: 2 }
  const json = { number: '6225880212345673', kind: 'card', balance: '1' }
  expect(bad([json, { ...json, number: '62' }], list)).toBe('[1].number: This has 2 digits; 16 to 19 are wanted.')
  expect(bad([json, { ...json, number: 62 }], list)).toBe('[1].number: 62 stands where digits in quotes is wanted.')
  expect(bad([json, json, json], list)).toBe('The list has 3 items; it can have 2.')
})

it('reads dates, times, moments and durations as ISO 8601 writes them', () => {
  expect(good('2026-02-28', { kind: 'date' })).toBe('2026-02-28')
  expect(bad('2026-02-30', { kind: 'date' })).toBe('There is no date "2026-02-30".')
  expect(good('08:30:00', { kind: 'time' })).toBe('08:30')
  expect(good('12:00', { kind: 'time' })).toBe('12:00')
  expect(bad('08:30:05', { kind: 'time' })).toMatch('no time')
  expect(good('2026-10-01T08:30:00Z', { kind: 'moment' })).toBe(Date.parse('2026-10-01T08:30:00Z'))
  expect(good('PT1M30.5S', { kind: 'duration' })).toBe(90_500)
  expect(good('500ms', { kind: 'duration' })).toBe(500)
  expect(bad(500, { kind: 'duration' })).toMatch('a duration')
})

it('[S3.18] text from outside loses its control characters and has at most 500', () => {
  expect(good('a\u001b[31mb\r\nc', { kind: 'text' })).toBe('a[31mb c')
  expect(good('余'.repeat(500), { kind: 'text' })).toHaveLength(500)
  expect(bad('余'.repeat(501), { kind: 'text' })).toMatch('501')
})

it('reads speech and recordings', () => {
  expect(good('Hello', { kind: 'speech' })).toEqual({ texts: { '': 'Hello' } })
  expect(good({ zh: '您好', en: 'Hello' }, { kind: 'speech' })).toEqual({ texts: { zh: '您好', en: 'Hello' } })
  expect(good({ recording: 'r1', ms: 900 }, { kind: 'speech' })).toEqual({ recording: 'r1', ms: 900 })
  expect(bad({ recording: 'r1' }, { kind: 'recording' })).toMatch('a recording')
  expect(bad({}, { kind: 'speech' })).toMatch('a text or a recording')
})

it('[S3.18] a speech is as long as a text at most, in each language, and a recording has a name', () => {
  const long = '余'.repeat(501)
  expect(good('😀'.repeat(500), { kind: 'speech' })).toEqual({ texts: { '': '😀'.repeat(500) } })
  expect(bad(long, { kind: 'speech' })).toBe('The text has 501 characters; it can have 500.')
  expect(bad({ en: 'Hello', zh: long }, { kind: 'speech' })).toBe('zh: The text has 501 characters; it can have 500.')
  for (const type of [{ kind: 'speech' }, { kind: 'recording' }] as const) {
    expect(bad({ recording: '', ms: 1 }, type)).toBe('The recording has no name.')
    expect(bad({ recording: '\u0007', ms: 1 }, type)).toBe('The recording has no name.')
    expect(bad({ recording: long, ms: 1 }, type)).toMatch('501')
    expect(good({ recording: 'r\u00071', ms: 900 }, type)).toEqual({ recording: 'r1', ms: 900 })
  }
})

it('[S3.18] digits are no longer than a text, whatever their type says', () => {
  expect(good('1'.repeat(500), { kind: 'digits' })).toHaveLength(500)
  expect(bad('1'.repeat(501), { kind: 'digits' })).toBe('This has 501 digits; at most 500 are wanted.')
  expect(bad('1'.repeat(501), { kind: 'digits', min: 2, max: 600 })).toBe('This has 501 digits; 2 to 500 are wanted.')
})

const types: fc.Arbitrary<Type> = fc.constantFrom<Type>(
  account,
  { kind: 'list', of: account, upTo: 3 },
  CNY,
  kind,
  { kind: 'number', decimals: 2 },
  { kind: 'speech' },
  { kind: 'recording' },
  { kind: 'moment' },
  { kind: 'duration' },
  { kind: 'optional', of: { kind: 'time' } },
)

it('never throws, whatever a back end answers', () => {
  fc.assert(
    fc.property(fc.anything(), types, (json, type) => {
      const result = convertJson(json, type)
      if (result.problem) expect(describeProblem(result.problem).zh).not.toBe('')
    }),
  )
})
