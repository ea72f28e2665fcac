// One value as words.
import type { Type } from '../../../machine/types.ts'
import type { RecordValue, Value } from '../../../machine/values.ts'
import { dateOf } from '../../core/clock.ts'
import type { CalendarDate, ClockTime, Reading } from './reading.ts'
import { decimalOf } from './reading.ts'
import { longestMatch, readingOf } from './registry.ts'

/** Minutes east of UTC at a moment (ms since 1970). */
export type OffsetAt = (at: number) => number
const utc: OffsetAt = () => 0

/** Fewer numerals than this have no last four: four of six would be nearly all of them. */
const LAST_FOUR_NEEDS = 8

/**
 * The words of a value in a language (a BCP 47 tag). Recordings and speech have none of their own (''), `renderPrompt`
 * plays them; so has nothing. A form that the type does not know is read as its default.
 */
export function readValue(value: Value, type: Type, form: string | undefined, language: string, offsetAt: OffsetAt = utc): string {
  const reading = readingOf(language)
  switch (type.kind) {
    case 'optional':
      return value === null ? '' : readValue(value, type.of, form, language, offsetAt)
    case 'list':
      // As deep as the type is, which the compiler bounds.
      return reading.list((value as readonly Value[]).map(item => readValue(item, type.of, form, language, offsetAt)))
    case 'record': {
      const fields = Object.entries(type.fields)
      return reading.list(fields.map(([name, of]) => readValue((value as RecordValue)[name] ?? null, of, form, language, offsetAt)))
    }
    case 'digits':
      return readNumerals(value as string, form, reading)
    case 'text':
      return form === undefined ? (value as string) : readNumerals(value as string, form, reading, value as string)
    case 'number':
    case 'money':
      return readAmount(value as number, type, form, reading)
    case 'date':
      return reading.date(calendar(value as string, type.keyed === undefined || type.keyed.includes('D')))
    case 'time':
      return reading.time(clock(value as string))
    case 'moment': {
      const [day, time] = wallClock(value as number, offsetAt)
      if (form === 'date') return reading.date(day)
      return form === 'time' ? reading.time(time) : reading.moment(day, time)
    }
    case 'duration':
      return reading.duration(value as number)
    case 'boolean':
      return reading.boolean(value as boolean)
    case 'choice':
      return longestMatch(type.values[value as string] ?? {}, language) ?? (value as string)
    case 'recording':
    case 'speech':
      return ''
    default:
      return assertNever(type)
  }
}

function readNumerals(text: string, form: string | undefined, reading: Reading, otherwise?: string): string {
  switch (form) {
    case 'digits':
      return reading.digits(text)
    case 'last4':
      return text.length < LAST_FOUR_NEEDS ? reading.withheld : reading.digits(text.slice(-4))
    case 'letters':
      return reading.letters(text)
    case 'keys':
      return reading.keys(text)
    default:
      return otherwise ?? reading.groups(text)
  }
}

function readAmount(
  value: number,
  type: Extract<Type, { readonly kind: 'number' | 'money' }>,
  form: string | undefined,
  reading: Reading,
): string {
  const decimal = decimalOf(value, type.decimals)
  if (form === 'digits') return reading.numberAsDigits(decimal)
  if (type.kind === 'money') return reading.money(decimal, type.currency)
  return form === 'ordinal' ? reading.ordinal(decimal) : reading.number(decimal)
}

/** `YYYY-MM-DD` */
function calendar(date: string, withDay: boolean): CalendarDate {
  const [year, month, day] = date.split('-').map(Number)
  return { year: year ?? 0, month: month ?? 1, ...(withDay ? { day: day ?? 1 } : {}) }
}

/** `HH:MM` */
function clock(time: string): ClockTime {
  const [hour, minute] = time.split(':').map(Number)
  return { hour: hour ?? 0, minute: minute ?? 0 }
}

/** What calendar and clock show in the zone. */
function wallClock(at: number, offsetAt: OffsetAt): readonly [CalendarDate, ClockTime] {
  const minutes = Math.floor(at / 60_000) + offsetAt(at)
  const day = Math.floor(minutes / 1440)
  const minute = minutes - day * 1440
  return [calendar(dateOf(day), true), { hour: Math.floor(minute / 60), minute: minute % 60 }]
}

function assertNever(type: never): never {
  throw new Error(`not a type: ${JSON.stringify(type)}`)
}
