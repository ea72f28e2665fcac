import { expect, it } from 'vitest'
import { momentsOf, offsetAt, type Offsets } from './clock.ts'

const utc = (text: string): number => Date.parse(`${text}Z`)
const moments = (zone: Offsets, wall: string): readonly string[] =>
  momentsOf(zone, utc(wall)).map(at => new Date(at).toISOString().slice(0, 16))

// New York: forward by an hour on 2026-03-08 at 07:00 UTC, back on 2026-11-01 at 06:00 UTC.
const newYork: Offsets = [
  [utc('2025-11-02T06:00'), -300],
  [utc('2026-03-08T07:00'), -240],
  [utc('2026-11-01T06:00'), -300],
]
// Lord Howe Island: half an hour, and east of Greenwich.
const lordHowe: Offsets = [
  [utc('2025-10-04T15:30'), 660],
  [utc('2026-04-04T15:00'), 630],
  [utc('2026-10-03T15:30'), 660],
]

it('a time that clocks show once is one moment, also in the hours before and after they are set', () => {
  expect(moments(newYork, '2026-03-08T01:59')).toEqual(['2026-03-08T06:59'])
  expect(moments(newYork, '2026-03-08T03:00')).toEqual(['2026-03-08T07:00'])
  expect(moments(newYork, '2026-03-08T04:00')).toEqual(['2026-03-08T08:00'])
  expect(moments(newYork, '2026-11-01T00:59')).toEqual(['2026-11-01T04:59'])
  expect(moments(newYork, '2026-11-01T02:00')).toEqual(['2026-11-01T07:00'])
  expect(moments(lordHowe, '2026-04-05T01:29')).toEqual(['2026-04-04T14:29'])
  expect(moments(lordHowe, '2026-10-04T02:30')).toEqual(['2026-10-03T15:30'])
})

it('a time that clocks show twice is two moments, the earlier first', () => {
  expect(moments(newYork, '2026-11-01T01:00')).toEqual(['2026-11-01T05:00', '2026-11-01T06:00'])
  expect(moments(newYork, '2026-11-01T01:59')).toEqual(['2026-11-01T05:59', '2026-11-01T06:59'])
  expect(moments(lordHowe, '2026-04-05T01:45')).toEqual(['2026-04-04T14:45', '2026-04-04T15:15'])
})

it('a time that clocks never show is the moment at which they are set forward', () => {
  for (const wall of ['2026-03-08T02:00', '2026-03-08T02:30', '2026-03-08T02:59'])
    expect(moments(newYork, wall)).toEqual(['2026-03-08T07:00'])
  expect(moments(lordHowe, '2026-10-04T02:15')).toEqual(['2026-10-03T15:30'])
})

it('before the table its first offset holds, behind it the last; without a table it is UTC', () => {
  expect(moments(newYork, '1999-07-01T12:00')).toEqual(['1999-07-01T17:00'])
  expect(moments(newYork, '2050-07-01T12:00')).toEqual(['2050-07-01T17:00'])
  expect(moments([], '2026-07-01T12:00')).toEqual(['2026-07-01T12:00'])
})

it('every minute of a year is among the moments of the time that clocks show at it', () => {
  for (const zone of [newYork, lordHowe])
    for (let at = utc('2026-01-01T00:00'); at < utc('2027-01-01T00:00'); at += 60_000 * 7)
      if (!momentsOf(zone, at + offsetAt(zone, at) * 60_000).includes(at)) throw new Error(new Date(at).toISOString())
})
