// Which dates, times, moments and units exist. Shapes are the tokenizer's business.

/** Milliseconds in each unit that a duration can be written in. */
export const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

const daysOf = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** `2026-10-01`: is it a day of the (Gregorian) calendar? */
export function isDate(text: string): boolean {
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8, 10))
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

/** `08:30`; also `24:00`, the end of a day. */
export function isTime(text: string): boolean {
  const hour = Number(text.slice(0, 2))
  const minute = Number(text.slice(3, 5))
  return text.length === 5 && ((hour < 24 && minute < 60) || (hour === 24 && minute === 0))
}

/** `2026-10-01T08:30+08:00` (RFC 3339, seconds may be left out); the offset is required. */
export function isMoment(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(?:Z|[+-](\d{2}):(\d{2}))$/.exec(text)
  if (!match) return false
  const [, date = '', time = '', seconds = '0', hours = '0', minutes = '0'] = match
  return isDate(date) && isTime(time) && time !== '24:00' && Number(seconds) < 60 && Number(hours) <= 14 && Number(minutes) < 60
}
