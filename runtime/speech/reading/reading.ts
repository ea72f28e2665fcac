// What a language has to know to speak values. A new language is one file with a `Reading` and its line in registry.ts.

/** CLDR plural categories. */
export type PluralCategory = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

/** A whole number and its decimals as numerals: −12.50 is { negative: true, whole: '12', decimals: '50' }. */
export interface Decimal {
  readonly negative: boolean
  /** Without leading zeros; '0' for nought. */
  readonly whole: string
  /** As many numerals as the type has; '' where it has none. */
  readonly decimals: string
}

export interface CalendarDate {
  readonly year: number
  /** 1–12 */
  readonly month: number
  /** 1–31; absent where a month is meant (a card's expiry). */
  readonly day?: number
}

export interface ClockTime {
  /** 0–24 */
  readonly hour: number
  readonly minute: number
}

/** How long words take: the estimate where there is no recording, ms. */
export interface Pace {
  /** One Han character, kana or hangul syllable. */
  readonly syllable: number
  /** One letter or blank of an alphabet. */
  readonly letter: number
  /** One numeral or sign that is spoken as a word of its own. */
  readonly numeral: number
  /** Within a sentence, and at its end. */
  readonly comma: number
  readonly stop: number
}

export interface Reading {
  /** BCP 47; `zh` reads `zh-CN` too. */
  readonly tag: string
  /** One numeral after the other; `X` and other letters are spoken as they are. */
  readonly digits: (numerals: string) => string
  /** The same, in groups that can be followed: cards, telephones, references. */
  readonly groups: (numerals: string) => string
  /** Keys of the telephone as told in a menu: numerals keep their glyph. */
  readonly keys: (keys: string) => string
  readonly letters: (text: string) => string
  readonly number: (value: Decimal) => string
  /** Sign and numerals one by one. */
  readonly numberAsDigits: (value: Decimal) => string
  readonly ordinal: (value: Decimal) => string
  readonly money: (value: Decimal, currency: string) => string
  readonly date: (date: CalendarDate) => string
  readonly time: (time: ClockTime) => string
  readonly moment: (date: CalendarDate, time: ClockTime) => string
  /** ms, whole. */
  readonly duration: (ms: number) => string
  readonly boolean: (value: boolean) => string
  readonly list: (items: readonly string[]) => string
  /** Said in place of the last four of what is too short to show four of (semantics §3). */
  readonly withheld: string
  readonly plural: (value: Decimal) => PluralCategory
  readonly pace: Pace
}

/** An integer scaled by 10^decimals as numerals. */
export function decimalOf(value: number, decimals: number): Decimal {
  const numerals = Math.abs(value)
    .toFixed(0)
    .padStart(decimals + 1, '0')
  const cut = numerals.length - decimals
  return { negative: value < 0, whole: numerals.slice(0, cut), decimals: numerals.slice(cut) }
}

/** Decimals as they are spoken: without the zeros that say nothing. */
export function spokenDecimals(decimals: string): string {
  return decimals.replace(/0+$/, '')
}

/** How many numerals go together: 3-4-4 for a mobile telephone, fours for a card, threes and fours for the rest. */
export function groupsOf(numerals: string): string[] {
  const length = numerals.length
  if (length <= 5) return length === 0 ? [] : [numerals]
  if (length === 11) return [numerals.slice(0, 3), numerals.slice(3, 7), numerals.slice(7)]
  const groups: string[] = []
  const size = length < 12 && length !== 8 ? 3 : 4
  let at = 0
  // What is left over joins the last group rather than standing alone.
  while (length - at >= size * 2) {
    groups.push(numerals.slice(at, at + size))
    at += size
  }
  const rest = numerals.slice(at)
  if (rest.length <= size + 1) groups.push(rest)
  else groups.push(rest.slice(0, size), rest.slice(size))
  return groups
}
