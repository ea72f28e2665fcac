import { expect, it } from 'vitest'
import { findMisfit, isLike, passesLuhn } from './refinements.ts'
import type { Type } from './types.ts'

const kindOf = (value: Parameters<typeof findMisfit>[0], type: Type): string | undefined => findMisfit(value, type)?.kind

it('[S3.2] holds digits to their length, pattern and check digit', () => {
  expect(kindOf('622588', { kind: 'digits', min: 16, max: 19 })).toBe('length')
  for (const [length, fits] of [
    [15, 'length'],
    [16, undefined],
    [19, undefined],
    [20, 'length'],
  ] as const)
    expect(kindOf('6'.repeat(length), { kind: 'digits', min: 16, max: 19 })).toBe(fits)
  expect(kindOf('62a', { kind: 'digits' })).toBe('not numerals')
  expect(kindOf('11010519491231002X', { kind: 'digits', min: 18, max: 18 })).toBe('not numerals')
  expect(kindOf('11010519491231002X', { kind: 'digits', min: 18, max: 18, star: 'X' })).toBeUndefined()
  expect(kindOf('4111111111111111', { kind: 'digits', luhn: true })).toBeUndefined()
  expect(kindOf('4111111111111112', { kind: 'digits', luhn: true })).toBe('luhn')
  expect(kindOf('13800138000', { kind: 'digits', like: ['1xxxxxxxxxx'] })).toBeUndefined()
  expect(kindOf('23800138000', { kind: 'digits', like: ['1xxxxxxxxxx'] })).toBe('pattern')
})

it('[S1.8.9] matches patterns numeral by numeral', () => {
  expect(isLike('62004x', '62xx[3-9]x')).toBe(false)
  expect(isLike('620047', '62xx[3-9]x')).toBe(true)
  expect(isLike('620027', '62xx[3-9]x')).toBe(false)
  expect(isLike('7', '[357]')).toBe(true)
  expect(isLike('4', '[3-57]')).toBe(true)
  expect(isLike('6', '[3-57]')).toBe(false)
  expect(isLike('12', 'x')).toBe(false)
  expect(isLike('1', 'xx')).toBe(false)
  expect(isLike('1', '[1')).toBe(false)
})

it('computes Luhn', () => {
  expect(passesLuhn('79927398713')).toBe(true)
  expect(passesLuhn('79927398710')).toBe(false)
  expect(passesLuhn('')).toBe(false)
})

it('[S3.2] holds numbers and money to their range', () => {
  const money: Type = { kind: 'money', currency: 'CNY', decimals: 2, min: 1, max: 5_000_000 }
  expect(kindOf(1, money)).toBeUndefined()
  expect(kindOf(0, money)).toBe('range')
  expect(kindOf(5_000_001, money)).toBe('range')
  expect(kindOf(5_000_000, money)).toBeUndefined()
})

it('[S3.2] looks into records, lists and optional values, and says where', () => {
  const type: Type = {
    kind: 'list',
    upTo: 2,
    of: { kind: 'record', fields: { id: { kind: 'digits', max: 3 }, note: { kind: 'optional', of: { kind: 'text' } } } },
  }
  expect(findMisfit([{ id: '1', note: null }], type)).toBeNull()
  expect(
    findMisfit(
      [
        { id: '1', note: 'x' },
        { id: '1234', note: null },
      ],
      type,
    ),
  ).toMatchObject({ kind: 'length', path: [1, 'id'] })
  expect(findMisfit([{ id: '1', note: 'x'.repeat(501) }], type)).toMatchObject({ kind: 'text too long', path: [0, 'note'] })
  expect(kindOf([{ id: '1' }, { id: '1' }, { id: '1' }], type)).toBe('list too long')
})
