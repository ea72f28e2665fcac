// Semantics §1.8: what may be keyed for each type, when it is complete, and its value.
import { expect, it } from 'vitest'
import type { Type } from '../../machine/types.ts'
import type { Value } from '../../machine/values.ts'
import { startCall } from './testing/call.ts'
import { collect, constant, flow, milestone, program, request, type CollectDefinition } from './testing/program.ts'

/** Types keys; the value entered (and after how many keys), or the last that happened. */
function key(type: Type, keys: string, more: CollectDefinition = {}, thenQuiet = false): Value | string {
  const machine = program(
    { main: flow(collect('v', type, more), milestone('got'), request('ask', [], { answered: [], failed: [] })) },
    { operations: { ask: { kind: 'query', result: { kind: 'boolean' } } }, registers: { v: type } },
  )
  const c = startCall(machine, { trace: true }).keys(keys)
  if (thenQuiet) c.wait(3000)
  const lines = c.lines()
  if (lines.includes('milestone got')) return c.session.registers[0]!
  return lines.findLast(line => ['mistake', 'too short', 'silence'].includes(line)) ?? 'listening'
}
const digits = (min: number, max: number, more: object = {}): Type => ({ kind: 'digits', min, max, ...more })
const number = (min: number, max: number, decimals = 0): Type => ({ kind: 'number', decimals, min, max })
const money = (max: number | undefined, more: object = {}): Type => ({
  kind: 'money',
  currency: 'CNY',
  decimals: 2,
  ...(max === undefined ? {} : { max }),
  ...more,
})

it('[S1.8.1] digits a..b keep their zeros; * is part of the entry where it stands for something, and does not clear', () => {
  expect(key(digits(3, 3), '007')).toBe('007')
  expect(key(digits(1, 3), '07', {}, true)).toBe('07')
  expect(key(digits(18, 18, { star: 'X' }), '11010519491231002*')).toBe('11010519491231002X')
  expect(key(digits(2, 4, { star: 'X' }), '1*#')).toBe('1X')
  expect(key(digits(3, 3), '1*234')).toBe('234')
})

it('[S1.8.2] number a..b: one numeral or more, as many as the upper bound has', () => {
  expect(key(number(0, 99), '7#')).toBe(7)
  expect(key(number(0, 99), '07')).toBe(7)
  expect(key(number(0, 120), '120')).toBe(120)
  expect(key(number(0, 120), '12', {}, true)).toBe(12)
  expect(key(number(5, 120), '4#')).toBe('mistake')
  expect(key(number(0, 120), '121')).toBe('mistake')
})

it('[S1.8.3] money has its point on *; 10, 10*, 10*5, 10*50 are entries, *5 is not; the end key is required until the decimals are typed', () => {
  const m = money(50_000_00, { min: 1 })
  expect(key(m, '10#')).toBe(1000)
  expect(key(m, '10*#')).toBe(1000)
  expect(key(m, '10*5#')).toBe(1050)
  expect(key(m, '10*05')).toBe(1005)
  expect(key(m, '*5#')).toBe('mistake')
  expect(key(m, '10**5#')).toBe('mistake')
  expect(key(m, '100000#')).toBe('mistake')
  expect(key(m, '50000*01')).toBe('mistake')
  // 2, a pause, 5 never pays 2.
  expect(key(m, '2', {}, true)).toBe('mistake')
  expect(key(m, '10*5', {}, true)).toBe('mistake')
  expect(key(m, '12345')).toBe('listening')
  // Twelve whole numerals without an upper bound.
  expect(key(money(undefined), '123456789012#')).toBe(12_345_678_901_200)
  expect(key(money(undefined), '1234567890123#')).toBe('mistake')
})

it('[S1.8.3] a number with decimals likewise', () => {
  expect(key(number(1, 9_999_999, 3), '9999*999')).toBe(9_999_999)
  expect(key(number(1, 9_999_999, 3), '0*5#')).toBe(500)
  expect(key(number(1, 9_999_999, 3), '1', {}, true)).toBe('mistake')
})

it('[S1.8.4] keyed in the minor unit, or without decimals: no point, * clears, complete at the digits of the upper bound; for money the end key is required', () => {
  const fen = money(50_000_00, { keyedInMinor: true })
  expect(key(fen, '1005#')).toBe(1005)
  expect(key(fen, '5000000')).toBe(50_000_00)
  expect(key(fen, '1005', {}, true)).toBe('mistake')
  expect(key(fen, '99*1005#')).toBe(1005)
  const yen: Type = { kind: 'money', currency: 'JPY', decimals: 0, max: 9_999 }
  expect(key(yen, '9999')).toBe(9999)
  expect(key(yen, '500#')).toBe(500)
  expect(key(yen, '500', {}, true)).toBe('mistake')
})

it('[S1.8.5] dates: 8 numerals, year first, or as keyed says; a day left out is the last of the month', () => {
  const date = (keyed?: string): Type => ({ kind: 'date', ...(keyed ? { keyed } : {}) })
  expect(key(date(), '20261001')).toBe('2026-10-01')
  expect(key(date(), '20260229')).toBe('mistake')
  expect(key(date(), '20240229')).toBe('2024-02-29')
  expect(key(date('MMYY'), '0228')).toBe('2028-02-29')
  expect(key(date('MMYY'), '1330')).toBe('mistake')
  expect(key(date('MMDDYY'), '123126')).toBe('2026-12-31')
  expect(key(date('DDMMYYYY'), '01101949')).toBe('1949-10-01')
  expect(key(date(), '2026#')).toBe('too short')
})

it('[S1.8.6] a time is 4 numerals of 24 hours', () => {
  expect(key({ kind: 'time' }, '0830')).toBe('08:30')
  expect(key({ kind: 'time' }, '2359')).toBe('23:59')
  expect(key({ kind: 'time' }, '2400')).toBe('mistake')
  expect(key({ kind: 'time' }, '0860')).toBe('mistake')
})

it('[S1.8.7] nothing else is collected', () => {
  expect(() => key({ kind: 'text' }, '1')).toThrow('nothing can be keyed for a text')
})

it('[S1.8.8] any collect may require the end key, and may have a length that only the call knows', () => {
  expect(key(digits(1, 6), '123', { endRequired: true }, true)).toBe('mistake')
  expect(key(digits(1, 6), '123#', { endRequired: true })).toBe('123')
  expect(key(digits(1, 6), '1234', { length: constant(4) })).toBe('1234')
  expect(key(digits(1, 6), '123#', { length: constant(4) })).toBe('too short')
})

it('[S1.8.8] a length that no entry can have is none: the lengths of the type hold', () => {
  for (const length of [0, -1, -7]) {
    expect([length, key(digits(2, 4), '1', { length: constant(length) })]).toEqual([length, 'listening'])
    expect([length, key(digits(2, 4), '1#', { length: constant(length) })]).toEqual([length, 'too short'])
    expect([length, key(digits(2, 4), '12#', { length: constant(length) })]).toEqual([length, '12'])
    expect([length, key(digits(2, 4), '1234', { length: constant(length) })]).toEqual([length, '1234'])
  }
  expect(key(digits(2, 4), '1', { length: constant(1) })).toBe('mistake')
})

it('[S1.8.9] patterns: x any numeral, [3-9] some, several with or', () => {
  const like = (...patterns: string[]): Type => digits(6, 6, { like: patterns })
  expect(key(like('62xx[3-9]x'), '621138')).toBe('621138')
  expect(key(like('62xx[3-9]x'), '621121')).toBe('mistake')
  expect(key(like('62xx[3-9]x', '95xxxx'), '955001')).toBe('955001')
})

it('[S6.12] kinds of keys alone decide how long an entry goes on, so that any numerals end at the same key', () => {
  for (const [type, keys] of [
    [digits(4, 4, { luhn: true }), '1111'],
    [money(50_000_00), '99999*99'],
    [{ kind: 'date' } as Type, '99999999'],
    [number(0, 120), '999'],
  ] as const) {
    expect(key(type, keys.slice(0, -1))).toBe('listening')
    expect(key(type, keys)).toBe('mistake')
  }
})
