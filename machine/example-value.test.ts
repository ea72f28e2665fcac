import { expect, it } from 'vitest'
import type { Operation } from './format.ts'
import { digitsMisfit } from './refinements.ts'
import type { DigitsType, Type } from './types.ts'
import { exampleGiven, exampleOf } from './example-value.ts'

it.each<DigitsType>([
  { kind: 'digits', min: 16, max: 19, luhn: true },
  { kind: 'digits', min: 6, max: 6 },
  { kind: 'digits' },
  { kind: 'digits', max: 3 },
  { kind: 'digits', like: ['62xx[3-9]x'] },
  { kind: 'digits', like: ['62xx[3-9]x', '1xxxxxxxxxx'], luhn: true },
  { kind: 'digits', min: 18, max: 18, star: 'X' },
])('an example of digits fits its own type: %o', type => {
  const digits = JSON.parse(exampleOf(type)) as string
  expect(digitsMisfit(digits, type)).toBe(null)
})

const account: Type = {
  kind: 'record',
  name: 'Account',
  fields: {
    number: { kind: 'digits', min: 16, max: 16, luhn: true },
    kind: { kind: 'choice', values: { savings: { '': 'a' }, card: { '': 'b' } } },
    balance: { kind: 'money', currency: 'CNY', decimals: 2, min: 1, max: 5_000_000 },
    rate: { kind: 'number', decimals: 3 },
    since: { kind: 'optional', of: { kind: 'date' } },
  },
}
const operation = (over: Partial<Operation>): Operation => ({
  service: 'bank',
  name: 'accounts',
  kind: 'query',
  parameters: [],
  outcomes: {},
  within: 3000,
  at: [0, 0, 0],
  ...over,
})

it('[L.scripts.12] the line to paste is a whole given line', () => {
  expect(exampleGiven(operation({ result: { kind: 'list', of: account, upTo: 9 } }))).toMatch(
    /^given bank\.accounts answers \[\{ number: "\d{16}", kind: savings, balance: CNY 100\.00, rate: 1\.000, since: 2026-10-01 \}\]$/,
  )
  const outcomes = { accepted: [{ name: 'id', type: { kind: 'digits', min: 4 } as const }], refused: [] }
  expect(exampleGiven(operation({ name: 'log_in', kind: 'attempt', outcomes }))).toBe('given bank.log_in answers accepted("6225")')
  expect(exampleGiven(operation({ name: 'sign', kind: 'attempt', outcomes: { signed: [] } }))).toBe('given bank.sign answers signed')
  expect(exampleGiven(operation({ name: 'empty', kind: 'attempt' }))).toBe('given bank.empty fails')
})

it('an amount stays within its bounds', () => {
  expect(exampleOf({ kind: 'money', currency: 'CNY', decimals: 2, max: 5000 })).toBe('CNY 50.00')
  expect(exampleOf({ kind: 'money', currency: 'JPY', decimals: 0, min: 1000 })).toBe('JPY 1000')
  expect(exampleOf({ kind: 'number', decimals: 0, min: 3, max: 9 })).toBe('3')
})
