// Wall clocks by the offset tables that a machine carries; no table of Node's or a browser's is asked (semantics §7).
import { daysSince1970 } from '../../machine/calendar.ts'

/** [from (ms), offset (minutes east)] in rising order; the first holds from ever. */
export type Offsets = readonly (readonly [from: number, offset: number])[]

const MINUTE = 60_000
const DAY_MINUTES = 1440

/** Minutes east of UTC at an instant. A zone without a table is UTC. */
export function offsetAt(offsets: Offsets, instant: number): number {
  let low = 0
  let high = offsets.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (offsets[middle]![0] <= instant) low = middle
    else high = middle - 1
  }
  return offsets[low]?.[1] ?? 0
}

/**
 * The moments at which the clocks of a zone show a time, both as ms since 1970, the time as if it were UTC's. Never none: two, the earlier
 * first, where the clocks are set back over it; where they are set forward over it, the moment at which they are.
 */
export function momentsOf(offsets: Offsets, wall: number): readonly [number, ...number[]] {
  const moments: number[] = []
  let skipped: number | null = null
  for (const [index, [from, offset]] of offsets.entries()) {
    // The first offset holds from ever, the last for ever.
    const begin = index === 0 ? -Infinity : from
    const end = offsets[index + 1]?.[0] ?? Infinity
    const moment = wall - offset * MINUTE
    if (moment >= begin && moment < end) moments.push(moment)
    const before = offsets[index - 1]
    if (before && moment < from && wall - before[1] * MINUTE >= from) skipped = from
  }
  const [first, ...more] = moments
  if (first !== undefined) return [first, ...more]
  return [skipped ?? wall]
}

/** Days since 1970 and minute of the day that a clock on the wall shows. */
export interface WallClock {
  readonly day: number
  readonly minute: number
}
export function wallClock(offsets: Offsets, instant: number): WallClock {
  const minutes = Math.floor(instant / MINUTE) + offsetAt(offsets, instant)
  const day = Math.floor(minutes / DAY_MINUTES)
  return { day, minute: minutes - day * DAY_MINUTES }
}

/** 1 = Monday … 7 = Sunday (ISO 8601); 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1

/** Days since 1970 → `YYYY-MM-DD` (Gregorian). */
export function dateOf(day: number): string {
  // The year is counted from March, so that the leap day is its last (as in `daysSince1970`).
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`
}

/** `YYYY-MM-DD` → days since 1970. */
export function dayOf(date: string): number {
  return daysSince1970(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)))
}

export const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value))
