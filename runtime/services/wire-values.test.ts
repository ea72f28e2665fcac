import fc from 'fast-check'
import { expect, it } from 'vitest'
import { convertJson } from '../../machine/json-values.ts'
import type { Type } from '../../machine/types.ts'
import { LARGEST, type Value } from '../../machine/values.ts'
import { wireValue } from './wire-values.ts'

const words = (prompt: number): Record<string, string> => ({ en: `Prompt ${prompt}.` })

it('writes each type as docs/answers.md has it', () => {
  const rows: readonly [Type, Value, unknown][] = [
    [{ kind: 'digits' }, '007', '007'],
    [{ kind: 'number', decimals: 0 }, 3, 3],
    [{ kind: 'number', decimals: 1 }, 125, '12.5'],
    [{ kind: 'money', currency: 'CNY', decimals: 2 }, 1005, { currency: 'CNY', amount: '10.05' }],
    [{ kind: 'money', currency: 'JPY', decimals: 0 }, -5, { currency: 'JPY', amount: '-5' }],
    [{ kind: 'date' }, '2026-10-01', '2026-10-01'],
    [{ kind: 'time' }, '08:30', '08:30'],
    [{ kind: 'moment' }, Date.UTC(2026, 9, 1, 0, 30), '2026-10-01T00:30:00.000Z'],
    [{ kind: 'duration' }, 90_500, 'PT1M30.5S'],
    [{ kind: 'duration' }, 0, 'PT0S'],
    [{ kind: 'duration' }, -90_500, '-PT1M30.5S'],
    [{ kind: 'duration' }, 3_600_000, 'PT1H'],
    [{ kind: 'duration' }, 600_000, 'PT10M'],
    [{ kind: 'duration' }, 10_000, 'PT10S'],
    [{ kind: 'text' }, '李雷', '李雷'],
    [{ kind: 'boolean' }, true, true],
    [{ kind: 'recording' }, { recording: 'a', ms: 5 }, { recording: 'a', ms: 5 }],
    [{ kind: 'speech' }, { texts: { en: 'Hello.' } }, { en: 'Hello.' }],
    [{ kind: 'speech' }, { prompt: 3, values: [] }, { en: 'Prompt 3.' }],
    [{ kind: 'optional', of: { kind: 'text' } }, null, null],
    [{ kind: 'list', of: { kind: 'digits' }, upTo: 3 }, ['1', '2'], ['1', '2']],
    [{ kind: 'record', fields: { a: { kind: 'digits' }, b: { kind: 'optional', of: { kind: 'text' } } } }, { a: '1' }, { a: '1', b: null }],
  ]
  for (const [type, value, wire] of rows) expect(wireValue(value, type, words)).toEqual(wire)
})

/** A type with a value of it. */
const typed: fc.Arbitrary<{ type: Type; value: Value }> = fc.letrec<{ any: { type: Type; value: Value } }>(tie => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.stringMatching(/^\d{0,20}$/).map(value => ({ type: { kind: 'digits' } as Type, value })),
    fc
      .tuple(fc.integer({ min: -LARGEST, max: LARGEST }), fc.nat(4))
      .map(([value, decimals]) => ({ type: { kind: 'number', decimals } as Type, value })),
    fc
      .tuple(fc.integer({ min: -LARGEST, max: LARGEST }), fc.constantFrom(0, 2, 3))
      .map(([value, decimals]) => ({ type: { kind: 'money', currency: 'CNY', decimals } as Type, value })),
    fc.nat(30_000_000_000).map(value => ({ type: { kind: 'duration' } as Type, value })),
    fc.integer({ min: 0, max: 4e12 }).map(value => ({ type: { kind: 'moment' } as Type, value })),
    fc.stringMatching(/^[a-zA-Z李" \\${}]{0,20}$/).map(value => ({ type: { kind: 'text' } as Type, value })),
    fc.constant({ type: { kind: 'optional', of: { kind: 'text' } } as Type, value: null }),
    tie('any').map(({ type, value }) => ({ type: { kind: 'list', of: type, upTo: 3 } as Type, value: [value, value] })),
    fc.tuple(tie('any'), fc.constantFrom('a', 'constructor', '__proto__')).map(([{ type, value }, name]) => ({
      type: { kind: 'record', fields: Object.fromEntries([[name, type]]) } as Type,
      value: Object.fromEntries([[name, value]]) as Value,
    })),
  ),
})).any

it('what is sent can be answered: the other way gives the same value, to the last decimal', () => {
  fc.assert(
    fc.property(typed, ({ type, value }) => {
      const wire = JSON.parse(JSON.stringify(wireValue(value, type, words))) as unknown
      const read = convertJson(wire, type)
      expect(read.problem).toBeUndefined()
      expect(JSON.stringify(read.value)).toBe(JSON.stringify(value === 0 ? 0 : value))
    }),
  )
})

it('no sum of money is ever a JSON number', () => {
  fc.assert(
    fc.property(fc.integer({ min: -LARGEST, max: LARGEST }), amount => {
      const wire = JSON.stringify(wireValue(amount, { kind: 'money', currency: 'CNY', decimals: 2 }, words))
      expect(wire).toMatch(/^\{"currency":"CNY","amount":"-?\d+\.\d\d"\}$/)
    }),
  )
})
