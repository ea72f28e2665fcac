import fc from 'fast-check'
import { expect, it } from 'vitest'
import { daysSince1970, isDate, isTime, momentOf } from './calendar.ts'

it('knows the days that there are', () => {
  for (const day of ['2024-02-29', '2000-02-29', '2026-12-31']) expect(isDate(day)).toBe(true)
  for (const day of ['2026-02-29', '1900-02-29', '2026-04-31', '2026-00-10', '2026-13-01', '2026-1-1', '2026-01-00'])
    expect(isDate(day)).toBe(false)
})

it('knows the times of a day', () => {
  expect(['00:00', '23:59'].every(isTime)).toBe(true)
  expect(['24:00', '8:30', '12:60'].some(isTime)).toBe(false)
})

it('reads moments with their offset', () => {
  expect(momentOf('2026-11-23T10:00+08:00')).toBe(Date.parse('2026-11-23T10:00:00+08:00'))
  expect(momentOf('1969-12-31T23:59:59.999Z')).toBe(-1)
  expect(momentOf('2026-11-23T10:00')).toBeNull()
  expect(momentOf('2026-02-30T10:00Z')).toBeNull()
})

it('counts days as the platform does', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0000-03-01'), max: new Date('9999-12-31'), noInvalidDate: true }), date => {
      expect(daysSince1970(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(Math.floor(date.getTime() / 86_400_000))
      expect(momentOf(date.toISOString())).toBe(date.getTime())
    }),
  )
})
