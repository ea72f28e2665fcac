// Semantics §7: wall clocks, dates and opening hours by the machine's own tables.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { HoursRule } from '../../machine/format.ts'
import { dateOf, dayOf, offsetAt, wallClock, weekdayOf } from './clock.ts'
import { startCall } from './testing/call.ts'
import { flow, isOpen, milestone, now, program, say, today, when } from './testing/program.ts'

const SHANGHAI = [[-8.64e15, 480]] as const
/** New York: winter time, summer time from 2026-03-08T07:00Z, winter time from 2026-11-01T06:00Z. */
const NEW_YORK = [
  [-8.64e15, -300],
  [Date.UTC(2026, 2, 8, 7), -240],
  [Date.UTC(2026, 10, 1, 6), -300],
] as const

function open(rules: readonly HoursRule[], moment: string, zone = 'Asia/Shanghai', holidays: readonly string[] = []): boolean {
  const machine = program(
    { main: flow(when(isOpen(0), [milestone('open')], [milestone('closed')])) },
    {
      hours: [{ name: 'desk', zone, rules }],
      zones: { 'Asia/Shanghai': SHANGHAI, 'America/New_York': NEW_YORK },
      settings: { holidays: { type: { kind: 'list', of: { kind: 'date' }, upTo: 100 }, value: [...holidays] } },
    },
  )
  return startCall(machine, { trace: true, at: Date.parse(moment) })
    .lines()
    .includes('milestone open')
}
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const weekly = (weekdays: readonly number[], ...intervals: readonly (readonly [string, string])[]): HoursRule => ({
  days: { weekdays },
  intervals: intervals.map(([from, to]) => [minutes(from), minutes(to)] as const),
})
const desk = [weekly([1, 2, 3, 4, 5], ['08:30', '12:00'], ['13:00', '17:30']), weekly([6], ['09:00', '12:00'])]

it('[S7.4] intervals are [from, to) of the wall clock, by weekday', () => {
  expect(open(desk, '2026-11-23T08:29:59.999+08:00')).toBe(false)
  expect(open(desk, '2026-11-23T08:30+08:00')).toBe(true)
  expect(open(desk, '2026-11-23T11:59:59+08:00')).toBe(true)
  expect(open(desk, '2026-11-23T12:00+08:00')).toBe(false)
  expect(open(desk, '2026-11-28T09:00+08:00')).toBe(true)
  expect(open(desk, '2026-11-28T13:00+08:00')).toBe(false)
  expect(open(desk, '2026-11-29T10:00+08:00')).toBe(false)
})

it('[S7.4] of the rules in the order written the last that speaks of the day decides', () => {
  const holidays: HoursRule = { days: { list: { kind: 'setting', name: 'holidays' } }, intervals: [] }
  const makeUp: HoursRule = { days: { dates: [['2026-10-10', '2026-10-11']] }, intervals: [[510, 1050]] }
  const rules = [...desk, holidays, makeUp]
  expect(open(rules, '2026-10-01T10:00+08:00', 'Asia/Shanghai', ['2026-10-01'])).toBe(false)
  expect(open(rules, '2026-10-01T10:00+08:00')).toBe(true)
  expect(open(rules, '2026-10-10T17:00+08:00', 'Asia/Shanghai', ['2026-10-10'])).toBe(true)
  expect(open(rules, '2026-10-11T17:00+08:00')).toBe(true)
  expect(open([...desk, makeUp, holidays], '2026-10-10T10:00+08:00', 'Asia/Shanghai', ['2026-10-10'])).toBe(false)
})

it('[S7.4] [S3.15] an interval past midnight belongs to the day that it begins on; 24:00 is the end of the day', () => {
  const night = [weekly([5], ['22:00', '06:00'])]
  expect(open(night, '2026-11-27T23:00+08:00')).toBe(true)
  expect(open(night, '2026-11-28T05:59+08:00')).toBe(true)
  expect(open(night, '2026-11-28T06:00+08:00')).toBe(false)
  expect(open(night, '2026-11-27T05:00+08:00')).toBe(false)
  const whole = [{ days: { weekdays: [1] }, intervals: [[0, 1440]] } as const]
  expect(open(whole, '2026-11-23T00:00+08:00')).toBe(true)
  expect(open(whole, '2026-11-23T23:59+08:00')).toBe(true)
  expect(open(whole, '2026-11-24T00:00+08:00')).toBe(false)
})

it('[S7.4] a wall time that comes twice counts twice; one that does not come is not there', () => {
  const early = [weekly([7], ['01:00', '02:00'])]
  expect(open(early, '2026-11-01T05:30Z', 'America/New_York')).toBe(true)
  expect(open(early, '2026-11-01T06:30Z', 'America/New_York')).toBe(true)
  expect(open(early, '2026-11-01T07:00Z', 'America/New_York')).toBe(false)
  const missing = [weekly([7], ['02:00', '03:00'])]
  for (const moment of ['2026-03-08T06:59Z', '2026-03-08T07:00Z', '2026-03-08T07:30Z'])
    expect(open(missing, moment, 'America/New_York')).toBe(false)
})

it('[S7.1] [S7.2] [S7.3] today is the date in the line’s zone at the time of the event, now its moment', () => {
  const machine = program({ main: flow(milestone('d', { d: today, n: now }), say('x')) })
  expect(startCall(machine, { trace: true, at: Date.parse('2026-12-31T15:59:59Z') }).lines()).toContain(
    `milestone d 2026-12-31 ${Date.parse('2026-12-31T15:59:59Z')}`,
  )
  expect(startCall(machine, { trace: true, at: Date.parse('2026-12-31T16:00Z') }).lines()[1]).toContain('2027-01-01')
})

it('[S7.3] the first offset of a table holds from ever, and each from its moment on', () => {
  expect(offsetAt(NEW_YORK, 0)).toBe(-300)
  expect(offsetAt(NEW_YORK, Date.UTC(2026, 2, 8, 7) - 1)).toBe(-300)
  expect(offsetAt(NEW_YORK, Date.UTC(2026, 2, 8, 7))).toBe(-240)
  expect(offsetAt(NEW_YORK, Date.UTC(2040, 0))).toBe(-300)
  expect(offsetAt([], 0)).toBe(0)
})

it('dates and weekdays are those of the Gregorian calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1800, 0), max: Date.UTC(2300, 0) }), instant => {
      const date = new Date(instant)
      const { day, minute } = wallClock([[0, 0]], instant)
      expect(dateOf(day)).toBe(date.toISOString().slice(0, 10))
      expect(dayOf(dateOf(day))).toBe(day)
      expect(weekdayOf(day)).toBe(date.getUTCDay() || 7)
      expect(minute).toBe(date.getUTCHours() * 60 + date.getUTCMinutes())
    }),
  )
})
