import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Type } from '../../machine/types.ts'
import { readAnswer } from './answer.ts'
import { operation } from './testing/bank.ts'

const [accounts, nickname, logIn, pay] = ['bank.accounts', 'bank.nickname', 'bank.log_in', 'bank.pay'].map(operation) as [
  never,
  never,
  never,
  never,
]
const read = (json: unknown, of = pay, asked: 'operation' | 'status' = 'operation') => readAnswer(json, of, asked)
const account = (balance: unknown, nick?: unknown) => ({ number: '6225', balance, ...(nick === undefined ? {} : { nick }) })

it('reads plain results and named outcomes', () => {
  expect(read({ result: [account('10.05', 'Rent'), account({ currency: 'CNY', minor: 7 })] }, accounts)).toEqual({
    kind: 'answer',
    outcome: 'answered',
    values: [
      [
        { number: '6225', balance: 1005, nick: 'Rent' },
        { number: '6225', balance: 7, nick: null },
      ],
    ],
  })
  expect(read({ outcome: 'done', values: { receipt: '1234', more: 1 } })).toEqual({ kind: 'answer', outcome: 'done', values: ['1234'] })
  expect(read({ outcome: 'declined', values: { reason: 'gold_deposit' } })).toMatchObject({ outcome: 'declined', values: ['other'] })
  expect(read({ outcome: 'refused' }, logIn)).toEqual({ kind: 'answer', outcome: 'refused', values: [] })
  expect(read({ outcome: 'failed' }, accounts)).toEqual({ kind: 'answer', outcome: 'failed', values: [] })
})

it('nothing is null or an absent field, and no other object is taken for it', () => {
  for (const json of [{ result: null }, {}]) expect(read(json, nickname)).toEqual({ kind: 'answer', outcome: 'answered', values: [null] })
  for (const json of [{ error: 'x' }, null, [], 'nothing', undefined]) expect(read(json, nickname).kind).toBe('unusable')
  expect(read({}, accounts).kind).toBe('unusable')
})

it('takes control characters out of texts and refuses those that are too long', () => {
  expect(read({ result: 'a\u0000\u001b[31mb\r\nc' }, nickname)).toMatchObject({ values: ['a[31mb c'] })
  expect(read({ result: 'x'.repeat(501) }, nickname).kind).toBe('unusable')
})

it('`under way` and `not seen` are words of transactions, the second of a status call alone', () => {
  expect(read({ outcome: 'under way' }).kind).toBe('under way')
  expect(read({ outcome: 'not seen' }).kind).toBe('unusable')
  expect(read({ outcome: 'not seen' }, pay, 'status').kind).toBe('not seen')
  expect(read({ outcome: 'not seen' }, logIn, 'status').kind).toBe('unusable')
})

it.each([
  [{ outcome: 'done' }, 'values.receipt: digits'],
  [{ outcome: 'done', values: [] }, '"values" is not a JSON object'],
  [{ outcome: 'done', values: { receipt: 1234 } }, 'values.receipt'],
  [{ outcome: 'done', values: { receipt: '12345' } }, 'values.receipt'],
  [{ outcome: 'toString' }, '"outcome" is none of done, declined, failed'],
  [{ outcome: '__proto__' }, '"outcome" is none of'],
  [{ outcome: 5 }, '"outcome" is not a text'],
  [{ result: 1 }, 'no "outcome"'],
])('%j has the wrong shape', (json, why) => {
  const tried = read(json)
  expect(tried.kind).toBe('unusable')
  expect(tried).toHaveProperty('why', expect.stringContaining(why))
})

it('says where it is wrong', () => {
  const why = (result: unknown): string => (readAnswer({ result }, accounts, 'operation') as { why: string }).why
  expect(why([account('1'), account('USD 10.05')])).toBe('result[1].balance: the amount is not in CNY')
  expect(why([account(10.05)])).toBe('result[0].balance: an amount in CNY is wanted')
  expect(why([account('10.055')])).toBe('result[0].balance: it has more than 2 decimals')
  expect(why([1, 2, 3, 4])).toBe('result: The list has 4 items; it can have 3.')
  expect(why('x')).toMatch(/^result: a list/)
})

it.each<[unknown, Type, string]>([
  ['overdrawn', { kind: 'choice', values: { open: {}, closed: {} } }, 'it is none of open, closed'],
  ['CNY 98765432109876.00', { kind: 'money', currency: 'CNY', decimals: 2 }, 'it is beyond the largest number, 10^15'],
  ['1987-02-30', { kind: 'date' }, 'there is no such date'],
])('nothing of %j is in the reason', (result, type, why) => {
  expect(readAnswer({ result }, { ...operation('bank.accounts'), result: type }, 'operation')).toEqual({
    kind: 'unusable',
    why: `result: ${why}`,
  })
})

it('nothing of an answer is in the reason', () => {
  const canary = fc.constantFrom('CANARY', 'CANARY 10', 'CANARY-2026')
  const json = fc.letrec(tie => ({
    any: fc.oneof(
      canary,
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom(
          'outcome',
          'values',
          'result',
          'receipt',
          'reason',
          'number',
          'balance',
          'currency',
          'amount',
          'minor',
          'nick',
          'CANARY',
        ),
        tie('any'),
      ),
    ),
  })).any
  fc.assert(
    fc.property(json, fc.constantFrom(accounts, nickname, logIn, pay), (answer, of) => {
      const tried = readAnswer(answer, of, 'operation')
      if ('why' in tried) expect(tried.why).not.toContain('CANARY')
    }),
    { numRuns: 2000 },
  )
})
