// Dates, times and moments as texts, read without a clock or a table of zones (Gregorian calendar, ISO 8601).

/** Days since 1970-01-01 of a day of the Gregorian calendar. */
export function daysSince1970(year: number, month: number, day: number): number {
  // The year is counted from March, so that the leap day is its last.
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/
const MOMENT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/** `YYYY-MM-DD`, a day that there is. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** `HH:MM`, 24 hours. */
export const isTime = (text: string): boolean => TIME.test(text)

/** `2026-10-01T08:30+08:00` (seconds and parts of them, and `Z`, are understood too) → ms since 1970; null where there is no such moment. */
export function momentOf(text: string): number | null {
  const match = MOMENT.exec(text)
  if (!match || !isDate(match[1]!)) return null
  const [year, month, day] = match[1]!.split('-').map(Number) as [number, number, number]
  const minutes = Number(match[2]) * 60 + Number(match[3])
  const ms = Number(match[4] ?? 0) * 1000 + Math.floor(Number(`0.${match[5] ?? '0'}`) * 1000)
  return daysSince1970(year, month, day) * 86_400_000 + (minutes - offsetOf(match[6]!)) * 60_000 + ms
}

/** `+08:00` → 480; `Z` → 0. */
function offsetOf(text: string): number {
  if (text === 'Z') return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6))
  return text.startsWith('-') ? -minutes : minutes
}
