import fc from 'fast-check'
import { expect, it } from 'vitest'
import { printDecimal, scaleDecimal } from './decimals.ts'
import { LARGEST } from './values.ts'

it('[S3.3] scales by decimals without rounding', () => {
  expect(scaleDecimal('10.05', 2)).toBe(1005)
  expect(scaleDecimal('-0.5', 1)).toBe(-5)
  expect(scaleDecimal('10', 2)).toBe(1000)
  expect(scaleDecimal('0.290', 2)).toBe(29)
  expect(Object.is(scaleDecimal('-0', 0), 0)).toBe(true)
})

it('[S3.3] refuses what it would have to round, and what is beyond 10^15', () => {
  expect(scaleDecimal('10.055', 2)).toBe('too many decimals')
  expect(scaleDecimal('1000000000000000', 0)).toBe(LARGEST)
  expect(scaleDecimal('1000000000000001', 0)).toBe('too large')
  expect(scaleDecimal('10000000000000.01', 2)).toBe('too large')
  expect(scaleDecimal('9'.repeat(40), 0)).toBe('too large')
  for (const raw of ['', '.5', '5.', '1e3', ' 1', '1,000', '+1', '１']) expect(scaleDecimal(raw, 2)).toBe('not a number')
})

it('reads what it prints', () => {
  fc.assert(
    fc.property(fc.integer({ min: -LARGEST, max: LARGEST }), fc.integer({ min: 0, max: 4 }), (value, decimals) => {
      expect(scaleDecimal(printDecimal(value, decimals), decimals)).toBe(value === 0 ? 0 : value)
    }),
  )
})
