// One value as words, and as the fragments that its recordings are.
import type { Type } from '../../../machine/types.ts'
import type { RecordValue, Value } from '../../../machine/values.ts'
import { dateOf } from '../../core/clock.ts'
import { amountOf } from './amounts.ts'
import { joinWords, ownWords, withoutRuns, type Fragment } from './fragments.ts'
import type { CalendarDate, ClockTime, Out, Reading } from './reading.ts'
import { longestMatch } from './longest-match.ts'
import { readingOf } from './registry.ts'
import { spell, spellDecimals, spellGroups, spellWhole } from './spelling.ts'

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
  if (type.kind === 'text' && form === undefined) return value as string
  const out: Out = []
  write(out, value, type, { form, language, reading: readingOf(language), offsetAt })
  return joinWords(out)
}

/**
 * The ids of the fragments that a value is spoken from: all of `listFragments(language)`, and `joinFragments` of them is
 * `readValue`. null: the value has words that no list can hold (a text, the words of a choice), see `readPieces`. Nothing,
 * recordings and speech have none ([]).
 */
export function readFragments(
  value: Value,
  type: Type,
  form: string | undefined,
  language: string,
  offsetAt: OffsetAt = utc,
): readonly string[] | null {
  const out: Out = []
  write(out, value, type, { form, language, reading: readingOf(language), offsetAt })
  const ids: string[] = []
  for (const { id, parts } of out) {
    if (parts !== undefined) for (let i = 0; i < parts.length; i++) ids.push(parts[i]!.id)
    else if (id === '') return null
    else ids.push(id)
  }
  return ids
}

/** The same with its words; the pieces that no list can hold, to be spoken by an engine, have the id ''. */
export function readPieces(
  value: Value,
  type: Type,
  form: string | undefined,
  language: string,
  offsetAt: OffsetAt = utc,
): readonly Fragment[] {
  const out: Out = []
  write(out, value, type, { form, language, reading: readingOf(language), offsetAt })
  return withoutRuns(out)
}

interface Manner {
  readonly form: string | undefined
  readonly language: string
  readonly reading: Reading
  readonly offsetAt: OffsetAt
}

/** As deep as the type is, which the compiler bounds. */
function write(out: Out, value: Value, type: Type, manner: Manner): void {
  const { form, reading } = manner
  switch (type.kind) {
    case 'optional':
      if (value !== null) write(out, value, type.of, manner)
      return
    case 'list':
      return writeList(out, reading, value as readonly Value[], item => write(out, item, type.of, manner))
    case 'record': {
      const fields = Object.entries(type.fields)
      return writeList(out, reading, fields, ([name, of]) => write(out, (value as RecordValue)[name] ?? null, of, manner))
    }
    case 'digits':
      return writeNumerals(out, value as string, form, reading, true)
    case 'text':
      return writeNumerals(out, value as string, form, reading, false)
    case 'number':
    case 'money':
      return writeAmount(out, value as number, type, form, reading)
    case 'date':
      return reading.date(out, calendar(value as string, type.keyed === undefined || type.keyed.includes('D')))
    case 'time':
      return reading.time(out, clock(value as string))
    case 'moment':
      return writeMoment(out, value as number, manner)
    case 'duration':
      if ((value as number) < 0) out.push(reading.minus)
      return reading.duration(out, Math.abs(value as number))
    case 'boolean':
      out.push((value as boolean) ? reading.yes : reading.no)
      return
    case 'choice':
      return writeOwn(out, longestMatch(type.values[value as string] ?? {}, manner.language) ?? (value as string))
    case 'recording':
    case 'speech':
      return
    default:
      return assertNever(type)
  }
}

function writeOwn(out: Out, words: string): void {
  if (words !== '') out.push(ownWords(words))
}

function writeList<T>(out: Out, reading: Reading, items: readonly T[], item: (of: T) => void): void {
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.push(i === items.length - 1 ? reading.lastBetween : reading.between)
    item(items[i]!)
  }
}

function writeNumerals(out: Out, text: string, form: string | undefined, reading: Reading, grouped: boolean): void {
  switch (form) {
    case 'digits':
      return spell(out, text, reading.digits)
    case 'last4':
      if (text.length < LAST_FOUR_NEEDS) out.push(reading.withheld)
      else spell(out, text, reading.digits, text.length - 4)
      return
    case 'letters':
      return spell(out, text, reading.letters)
    case 'keys':
      return spell(out, text, reading.keys)
    default:
      return grouped ? spellGroups(out, text, reading) : writeOwn(out, text)
  }
}

function writeAmount(
  out: Out,
  value: number,
  type: Extract<Type, { readonly kind: 'number' | 'money' }>,
  form: string | undefined,
  reading: Reading,
): void {
  const amount = amountOf(value, type.decimals)
  if (form === undefined) return type.kind === 'money' ? reading.money(out, amount, type.currency) : reading.number(out, amount)
  if (form === 'digits') {
    if (amount.negative) out.push(reading.minus)
    spellWhole(out, amount.whole, reading.digits)
    if (amount.places === 0) return
    out.push(reading.point)
    return spellDecimals(out, amount, reading.digits)
  }
  if (type.kind === 'money') return reading.money(out, amount, type.currency)
  if (form === 'ordinal') return reading.ordinal(out, amount)
  return form === 'count' && reading.count !== undefined ? reading.count(out, amount) : reading.number(out, amount)
}

/** The number that the numerals from `at` on are. */
function numeralsAt(text: string, at: number, length: number): number {
  let value = 0
  for (let i = at; i < at + length; i++) value = value * 10 + text.charCodeAt(i) - 48
  return value
}

/** `YYYY-MM-DD` */
const calendar = (date: string, withDay: boolean): CalendarDate => ({
  year: numeralsAt(date, 0, 4),
  month: numeralsAt(date, 5, 2),
  day: withDay ? numeralsAt(date, 8, 2) : 0,
})

/** `HH:MM` */
const clock = (time: string): ClockTime => ({ hour: numeralsAt(time, 0, 2), minute: numeralsAt(time, 3, 2) })

/** What calendar and clock show in the zone. */
function writeMoment(out: Out, at: number, { form, reading, offsetAt }: Manner): void {
  const minutes = Math.floor(at / 60_000) + offsetAt(at)
  const day = Math.floor(minutes / 1440)
  const minute = minutes - day * 1440
  const date = calendar(dateOf(day), true)
  const time = { hour: Math.floor(minute / 60), minute: minute % 60 }
  if (form === 'date') reading.date(out, date)
  else if (form === 'time') reading.time(out, time)
  else reading.moment(out, date, time)
}

function assertNever(type: never): never {
  throw new Error(`not a type: ${JSON.stringify(type)}`)
}
