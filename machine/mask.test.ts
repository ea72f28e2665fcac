import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Type } from './types.ts'
import { maskValue } from './mask.ts'

const card: Type = { kind: 'digits', class: 'private' }

it.each<[unknown, Type, string]>([
  ['6225880212345673', card, '****5673'],
  ['12345678', card, '****5678'],
  ['1234567', card, '****'],
  ['13800138000', { kind: 'digits', class: 'private', mask: 'phone' }, '138****8000'],
  ['+8613800138000', { kind: 'text', class: 'private', mask: 'phone' }, '+86138****8000'],
  ['+85291234567', { kind: 'text', class: 'private', mask: 'phone' }, '+852****4567'],
  ['95500000', { kind: 'text', class: 'private', mask: 'phone' }, '****0000'],
  ['95500', { kind: 'text', class: 'private', mask: 'phone' }, '****'],
  ['李雷', { kind: 'text', class: 'private', mask: 'name' }, '李*'],
  ['欧阳海港', { kind: 'text', class: 'private', mask: 'name' }, '欧*'],
  ['', { kind: 'text', class: 'private', mask: 'name' }, '*'],
  ['anything at all', { kind: 'text', class: 'private', mask: 'all' }, '****'],
  [10_000, { kind: 'money', currency: 'CNY', decimals: 2, class: 'private' }, '****'],
  [123_456_789, { kind: 'number', decimals: 0, class: 'private' }, '****'],
  ['1987-03-12', { kind: 'date', class: 'private' }, '****'],
  ['overdrawn', { kind: 'optional', of: { kind: 'choice', values: {} }, class: 'private' }, '****'],
  ['123456', { kind: 'digits', class: 'secret' }, '•'],
  [null, { kind: 'optional', of: card }, 'nothing'],
  ['6225880212345673', { kind: 'optional', of: card }, '****5673'],
  ['6225880212345673', { kind: 'optional', of: { kind: 'digits' }, class: 'private' }, '****5673'],
])('[L.types.9] %j is shown as its mask (%#)', (value, type, shown) => {
  expect(maskValue(value as never, type)).toBe(shown)
})

it.each<[unknown, Type, string]>([
  ['007', { kind: 'digits' }, '"007"'],
  [-1005, { kind: 'money', currency: 'CNY', decimals: 2 }, 'CNY -10.05'],
  [5, { kind: 'number', decimals: 1 }, '0.5'],
  [1000, { kind: 'money', currency: 'JPY', decimals: 0 }, 'JPY 1000'],
  ['2026-10-01', { kind: 'date' }, '2026-10-01'],
  [Date.parse('2026-10-01T08:30+08:00'), { kind: 'moment' }, '2026-10-01T00:30Z'],
  [5000, { kind: 'duration' }, '5s'],
  [120_000, { kind: 'duration' }, '2min'],
  [1500, { kind: 'duration' }, '1500ms'],
  [true, { kind: 'boolean' }, 'true'],
  ['savings', { kind: 'choice', values: {} }, 'savings'],
  [{ recording: 'r', ms: 5000 }, { kind: 'recording' }, 'recording 5s'],
  [{ texts: { zh: '好', en: 'good' } }, { kind: 'speech' }, 'zh"好" en"good"'],
  [{ prompt: 3, values: ['6225880212345673'] }, { kind: 'speech' }, 'speech'],
])('what is plain is shown as a script writes it: %j (%#)', (value, type, shown) => {
  expect(maskValue(value as never, type)).toBe(shown)
})

it('[L.types.9] records and lists are masked throughout', () => {
  const account: Type = {
    kind: 'record',
    fields: { number: card, kind: { kind: 'choice', values: {} }, pin: { kind: 'optional', of: card } },
  }
  expect(maskValue([{ number: '6225880212345673', kind: 'savings', pin: null }], { kind: 'list', of: account, upTo: 9 })).toBe(
    '[{ number: ****5673, kind: savings, pin: nothing }]',
  )
  expect(maskValue([{ number: '6225880212345673' }], { kind: 'list', of: account, upTo: 9, class: 'private' })).toBe('****')
})

it('never more than four in a row of a private number, and never its length', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 30 }), numerals => {
      const shown = maskValue(numerals, card)
      expect(shown === '****' || (numerals.length >= 8 && shown === '****' + numerals.slice(-4))).toBe(true)
    }),
  )
})
