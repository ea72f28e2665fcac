// English as spoken in the United States: “one hundred twenty-three dollars and five cents”, years in pairs, ordinals for days.
import type { CalendarDate, ClockTime, Decimal, Reading } from './reading.ts'
import { groupsOf, spokenDecimals } from './reading.ts'

const SMALL = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
] as const // prettier-ignore
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const
const SCALES = ['', ' thousand', ' million', ' billion', ' trillion', ' quadrillion', ' quintillion'] as const
const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth', nine: 'ninth', twelve: 'twelfth',
} // prettier-ignore
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const // prettier-ignore

/** One and several of the main unit, one and several of the smaller. */
type Units = readonly [one: string, other: string, minorOne: string, minorOther: string]
const dollars = (country: string): Units => [`${country}dollar`, `${country}dollars`, 'cent', 'cents']
const CURRENCIES: Readonly<Record<string, Units>> = {
  CNY: ['yuan', 'yuan', 'fen', 'fen'],
  USD: dollars(''),
  EUR: ['euro', 'euros', 'cent', 'cents'],
  GBP: ['pound', 'pounds', 'penny', 'pence'],
  HKD: dollars('Hong Kong '),
  MOP: ['pataca', 'patacas', 'avo', 'avos'],
  TWD: dollars('Taiwan '),
  JPY: ['yen', 'yen', '', ''],
  KRW: ['won', 'won', '', ''],
  SGD: dollars('Singapore '),
  AUD: dollars('Australian '),
  CAD: dollars('Canadian '),
  NZD: dollars('New Zealand '),
  CHF: ['Swiss franc', 'Swiss francs', 'centime', 'centimes'],
  THB: ['baht', 'baht', 'satang', 'satang'],
  INR: ['rupee', 'rupees', 'paisa', 'paise'],
  RUB: ['ruble', 'rubles', 'kopeck', 'kopecks'],
}

const small = (n: number): string => SMALL[n] ?? ''

function belowHundred(n: number): string {
  if (n < 20) return small(n)
  return (TENS[Math.floor(n / 10)] ?? '') + (n % 10 === 0 ? '' : '-' + small(n % 10))
}

function belowThousand(n: number): string {
  if (n < 100) return belowHundred(n)
  return small(Math.floor(n / 100)) + ' hundred' + (n % 100 === 0 ? '' : ' ' + belowHundred(n % 100))
}

/** Numerals without a sign or a point. */
export function wholeNumber(numerals: string): string {
  const padded = numerals.padStart(Math.ceil(numerals.length / 3) * 3, '0')
  const words: string[] = []
  for (let at = 0; at < padded.length; at += 3) {
    const n = Number(padded.slice(at, at + 3))
    if (n > 0) words.push(belowThousand(n) + (SCALES[(padded.length - at) / 3 - 1] ?? ''))
  }
  return words.length === 0 ? 'zero' : words.join(' ')
}

function ordinalOf(numerals: string): string {
  const words = wholeNumber(numerals)
  const cut = Math.max(words.lastIndexOf(' '), words.lastIndexOf('-')) + 1
  const last = words.slice(cut)
  return words.slice(0, cut) + (ORDINALS[last] ?? (last.endsWith('y') ? last.slice(0, -1) + 'ieth' : last + 'th'))
}

const each = (numerals: string): string => Array.from(numerals, c => (c >= '0' && c <= '9' ? small(Number(c)) : c)).join(' ')
const point = (decimals: string): string => (decimals === '' ? '' : ' point ' + each(decimals))
const sign = (value: Decimal): string => (value.negative ? 'minus ' : '')

function money(value: Decimal, currency: string): string {
  const units = CURRENCIES[currency]
  if (units === undefined || (units[2] === '' && spokenDecimals(value.decimals) !== '')) {
    return `${sign(value)}${wholeNumber(value.whole)}${point(spokenDecimals(value.decimals))} ${units?.[1] ?? letters(currency)}`
  }
  const [one, other, minorOne, minorOther] = units
  const minor = value.decimals.replace(/^0+/, '')
  const parts: string[] = []
  if (value.whole !== '0' || minor === '') parts.push(`${wholeNumber(value.whole)} ${value.whole === '1' ? one : other}`)
  if (minor !== '') parts.push(`${wholeNumber(minor)} ${minor === '1' ? minorOne : minorOther}`)
  return sign(value) + parts.join(' and ')
}

function year(n: number): string {
  const century = Math.floor(n / 100)
  const rest = n % 100
  // Two thousand six, but nineteen oh six and twenty twenty-six.
  if (n < 1000 || n > 9999 || (century % 10 === 0 && rest < 10)) return wholeNumber(String(n))
  if (rest === 0) return belowHundred(century) + ' hundred'
  return `${belowHundred(century)} ${rest < 10 ? 'oh ' : ''}${belowHundred(rest)}`
}

function date({ year: y, month, day }: CalendarDate): string {
  const name = MONTHS[month - 1] ?? ''
  return day === undefined ? `${name} ${year(y)}` : `${name} ${ordinalOf(String(day))}, ${year(y)}`
}

function time({ hour, minute }: ClockTime): string {
  if (minute === 0 && hour % 24 === 0) return 'midnight'
  if (minute === 0 && hour === 12) return 'noon'
  const minutes = minute === 0 ? '' : ` ${minute < 10 ? 'oh ' : ''}${belowHundred(minute)}`
  return `${small(hour % 12 === 0 ? 12 : hour % 12)}${minutes} ${hour % 24 < 12 ? 'a.m.' : 'p.m.'}`
}

function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const parts: string[] = []
  const add = (n: number, unit: string): void => {
    if (n > 0) parts.push(`${wholeNumber(String(n))} ${unit}${n === 1 ? '' : 's'}`)
  }
  add(Math.floor(seconds / 86_400), 'day')
  add(Math.floor(seconds / 3600) % 24, 'hour')
  add(Math.floor(seconds / 60) % 60, 'minute')
  const decimals = spokenDecimals(String(ms % 1000).padStart(3, '0'))
  if (decimals !== '') parts.push(`${wholeNumber(String(seconds % 60))}${point(decimals)} seconds`)
  else add(seconds % 60, 'second')
  return parts.length === 0 ? 'zero seconds' : joined(parts)
}

function joined(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`
}

function letters(text: string): string {
  return Array.from(text.toUpperCase(), each)
    .filter(c => c.trim() !== '')
    .join(' ')
}

const keys = (pressed: string): string => pressed.replaceAll('*', ' star ').replaceAll('#', ' pound ').replace(/ +/g, ' ').trim()

export const en: Reading = {
  tag: 'en',
  digits: each,
  groups: numerals => groupsOf(numerals).map(each).join(', '),
  keys,
  letters,
  number: value => sign(value) + wholeNumber(value.whole) + point(spokenDecimals(value.decimals)),
  numberAsDigits: value => sign(value) + each(value.whole) + point(value.decimals),
  // There is no word for the 2.5th: the number itself is said.
  ordinal: value => (spokenDecimals(value.decimals) === '' ? sign(value) + ordinalOf(value.whole) : en.number(value)),
  money,
  date,
  time,
  moment: (day, clock) => `${date(day)} at ${time(clock)}`,
  duration: ms => (ms < 0 ? 'minus ' : '') + duration(Math.abs(ms)),
  boolean: value => (value ? 'yes' : 'no'),
  list: joined,
  withheld: 'withheld',
  plural: value => (value.whole === '1' && spokenDecimals(value.decimals) === '' ? 'one' : 'other'),
  // About 2.7 words, fifteen letters and blanks, a second.
  pace: { syllable: 222, letter: 67, numeral: 370, comma: 200, stop: 400 },
}
