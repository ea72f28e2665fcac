import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from './canonical.ts'

it('keys are in order, blanks are gone, absent fields are left out', () => {
  expect(canonicalJson({ b: 1, a: [true, null, 'x"y'], '10': 0, '9': 0, gone: undefined })).toBe(
    '{"10":0,"9":0,"a":[true,null,"x\\"y"],"b":1}',
  )
})

it('one text for one value, whatever order its keys came in', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = canonicalJson(value)
      expect(canonicalJson(reversed(JSON.parse(text)))).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

it('what JSON has not is refused, and so is what is nested without end', () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow('JSON has no NaN')
  expect(() => canonicalJson([() => 1])).toThrow('JSON has no function')
  let deep: unknown = 0
  for (let depth = 0; depth < 10_000; depth++) deep = [deep]
  expect(() => canonicalJson(deep)).toThrow('nested deeper')
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, reversed(field)]),
  )
}
