// What may be keyed for a type (semantics §1.8): how long an entry is, which keys belong to it, and its value.
import { daysInMonth, isDate, isTime } from '../../machine/calendar.ts'
import type { DateType, MoneyType, NumberType, Type } from '../../machine/types.ts'
import type { Value } from '../../machine/values.ts'
import { createCheck } from './check.ts'
import { twoDigits } from './clock.ts'

export interface Entry {
  /** Keys that an entry has at least and at most; a point counts. */
  readonly shortest: number
  readonly longest: number
  /** Numerals before the point; 0 = there is no point. */
  readonly whole: number
  readonly decimals: number
  /** What `*` stands for inside the entry, where it is part of it and no point. */
  readonly star: string | null
  /** Quiet does not end it: only the end key does. */
  readonly endRequired: boolean
  /** The value of a whole entry; undefined where it is not of the type. */
  readonly read: (entry: string) => Value | undefined
}

/** Whole numerals of an amount without an upper bound. */
const LONGEST_WHOLE = 12
/** Numerals of `digits` without an upper bound: as many as may wait. */
const LONGEST_DIGITS = 30

export function createEntry(type: Type): Entry {
  const plain = { whole: 0, decimals: 0, star: null, endRequired: false }
  switch (type.kind) {
    case 'digits': {
      const check = createCheck(type, 'outside')
      const star = type.star ?? null
      const read = star === null ? check : (entry: string) => check(entry.replaceAll('*', star))
      return { ...plain, shortest: type.min ?? 1, longest: type.max ?? LONGEST_DIGITS, star, read }
    }
    case 'number':
    case 'money':
      return createAmount(type)
    case 'date': {
      const keyed = createDate(type)
      return { ...plain, ...keyed }
    }
    case 'time':
      return { ...plain, shortest: 4, longest: 4, read: entry => readTime(entry) }
    case 'optional':
      return createEntry(type.of)
    default:
      throw new Error(`nothing can be keyed for a ${type.kind}`)
  }
}

function createAmount(type: NumberType | MoneyType): Entry {
  const check = createCheck(type, 'outside')
  const decimals = type.kind === 'money' && type.keyedInMinor ? 0 : type.decimals
  const upper = type.max
  const numerals = upper === undefined ? LONGEST_WHOLE : String(Math.floor(upper / 10 ** decimals)).length
  const endRequired = type.kind === 'money' || decimals > 0
  if (decimals === 0) {
    return { shortest: 1, longest: numerals, whole: 0, decimals: 0, star: null, endRequired, read: entry => check(Number(entry)) }
  }
  const read = (entry: string): Value | undefined => {
    const point = entry.indexOf('*')
    const whole = point < 0 ? entry : entry.slice(0, point)
    const part = point < 0 ? '' : entry.slice(point + 1)
    return check(Number(whole + part.padEnd(decimals, '0')))
  }
  return { shortest: 1, longest: numerals + 1 + decimals, whole: numerals, decimals, star: null, endRequired, read }
}

const readTime = (entry: string): Value | undefined => {
  const time = `${entry.slice(0, 2)}:${entry.slice(2)}`
  return isTime(time) ? time : undefined
}

/** `YYYYMMDD`, `MMYY`, …: two numerals of a year are of this century; a day left out is the month's last. */
function createDate(type: DateType): Pick<Entry, 'shortest' | 'longest' | 'read'> {
  const form = type.keyed ?? 'YYYYMMDD'
  const at = (part: string): number => form.indexOf(part)
  const pick = (entry: string, part: string): number => Number(entry.slice(at(part), at(part) + part.length))
  const read = (entry: string): Value | undefined => {
    const year = at('YYYY') >= 0 ? pick(entry, 'YYYY') : 2000 + pick(entry, 'YY')
    const month = pick(entry, 'MM')
    if (month < 1 || month > 12) return undefined
    const day = at('DD') >= 0 ? pick(entry, 'DD') : daysInMonth(year, month)
    const date = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
    return isDate(date) ? date : undefined
  }
  return { shortest: form.length, longest: form.length, read }
}

/**
 * Can `entry` (which already can become one) and `key` become an entry? Kinds of keys alone decide, never which numerals
 * they are: so a trace that shows `d` for each numeral replays the same.
 */
export function canBecome(of: Entry, longest: number, entry: string, key: string): boolean {
  if (key >= '0' && key <= '9') {
    if (of.whole === 0) return entry.length < longest
    const point = entry.indexOf('*')
    return point < 0 ? entry.length < of.whole : entry.length - point - 1 < of.decimals
  }
  if (key !== '*') return false
  if (of.whole === 0) return of.star !== null && entry.length < longest
  return entry !== '' && !entry.includes('*')
}

/** Is an entry that can become no longer one complete? */
export function isComplete(of: Entry, longest: number, entry: string): boolean {
  if (of.whole === 0) return entry.length === longest
  const point = entry.indexOf('*')
  return point >= 0 && entry.length - point - 1 === of.decimals
}

/** May `*` be part of it: then it does not clear. */
export const takesStar = (of: Entry): boolean => of.whole > 0 || of.star !== null
