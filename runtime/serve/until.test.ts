import { expect, it } from 'vitest'
import { readUntil, writtenOn } from './until.ts'

const shanghai = [[0, 480]] as const
const now = Date.parse('2026-10-01T09:00:00Z') // 17:00 in Shanghai

const until = (text: string): string => {
  const read = readUntil(text, shanghai, now)
  return 'at' in read ? new Date(read.at).toISOString() : read.problem.en
}

it('a time of day is the next one on the line’s clock', () => {
  expect(until('18:00')).toBe('2026-10-01T10:00:00.000Z')
  expect(until('17:00')).toBe('2026-10-02T09:00:00.000Z')
  expect(until('9:30')).toBe('2026-10-02T01:30:00.000Z')
  expect(until('24:00')).toBe('2026-10-01T16:00:00.000Z')
})

it('where clocks change, it is the time that they show then', () => {
  // New York goes from UTC−4 to UTC−5 on 2026-11-01 at 06:00 UTC.
  const newYork = [
    [0, -240],
    [Date.parse('2026-11-01T06:00:00Z'), -300],
  ] as const
  const read = readUntil('08:00', newYork, Date.parse('2026-11-01T03:00:00Z'))
  expect(read).toEqual({ at: Date.parse('2026-11-01T13:00:00Z') })
})

it('a time that clocks show twice or never on that day is the next moment all the same', () => {
  // New York goes forward on 2026-03-08 at 07:00 UTC and back on 2026-11-01 at 06:00 UTC.
  const newYork = [
    [0, -300],
    [Date.parse('2026-03-08T07:00:00Z'), -240],
    [Date.parse('2026-11-01T06:00:00Z'), -300],
  ] as const
  const after = (text: string, from: string): unknown => readUntil(text, newYork, Date.parse(from))
  expect(after('02:30', '2026-03-08T05:00:00Z')).toEqual({ at: Date.parse('2026-03-08T07:00:00Z') })
  expect(after('02:30', '2026-03-08T07:00:00Z')).toEqual({ at: Date.parse('2026-03-09T06:30:00Z') })
  expect(after('04:00', '2026-03-08T05:00:00Z')).toEqual({ at: Date.parse('2026-03-08T08:00:00Z') })
  expect(after('01:30', '2026-11-01T05:00:00Z')).toEqual({ at: Date.parse('2026-11-01T05:30:00Z') })
  // It is 01:45 for the first time.
  expect(after('01:30', '2026-11-01T05:45:00Z')).toEqual({ at: Date.parse('2026-11-01T06:30:00Z') })
  expect(after('01:30', '2026-11-01T06:45:00Z')).toEqual({ at: Date.parse('2026-11-02T06:30:00Z') })
})

it('so long, or a moment', () => {
  expect(until('30min')).toBe('2026-10-01T09:30:00.000Z')
  expect(until('3d')).toBe('2026-10-04T09:00:00.000Z')
  expect(until('2026-10-01T18:00+08:00')).toBe('2026-10-01T10:00:00.000Z')
})

it('a moment is written as the line’s clocks show it, and read again as the same', () => {
  const at = Date.parse('2026-10-01T10:00:00Z')
  expect(writtenOn(shanghai, at)).toBe('2026-10-01T18:00+08:00')
  expect(writtenOn([[0, -210]], at + 5000)).toBe('2026-10-01T06:30:05-03:30')
  expect(readUntil(writtenOn(shanghai, at), shanghai, now)).toEqual({ at })
})

it('what is no time, or over, is said', () => {
  expect(until('tonight')).toContain('is no time')
  expect(until('25:00')).toContain('is no time')
  expect(until('2026-10-01T18:00')).toContain('is no time')
  expect(until('2026-09-01T18:00+08:00')).toContain('is over already')
  expect(until('2026-10-01T17:00+08:00')).toContain('is over already')
  for (const none of ['0min', '00h', '0d']) expect(until(none)).toBe(`${none} is over already: name a time to come.`)
})
