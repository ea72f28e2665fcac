// What a language has to know to speak values: docs/readings.md tells how one is added.
import type { Amount } from './amounts.ts'
import type { Fragment } from './fragments.ts'
import type { Spelling } from './spelling.ts'

/** CLDR plural categories. */
export type PluralCategory = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

export interface CalendarDate {
  readonly year: number
  /** 1–12 */
  readonly month: number
  /** 1–31; 0 where a month is meant (a card's expiry). */
  readonly day: number
}

export interface ClockTime {
  /** 0–24 */
  readonly hour: number
  readonly minute: number
}

/** How long words take: the estimate where there is no recording, ms. `npm run pace` holds it against a voice. */
export interface Pace {
  /** One Han character, kana or hangul syllable. */
  readonly syllable: number
  /** One letter or blank of an alphabet. */
  readonly letter: number
  /** One numeral or sign that is spoken as a word of its own. */
  readonly numeral: number
  /** Pauses within a text: between the parts of a sentence, and between sentences. Behind the last there is none. */
  readonly comma: number
  readonly stop: number
  /** What a text takes besides: its last syllable is drawn out. */
  readonly end: number
}

/** Fragments said so far; a reading puts its own behind them. */
export type Out = Fragment[]

export interface Reading {
  /** BCP 47; `zh` reads `zh-CN` too. */
  readonly tag: string
  /** Everything that a value can be put together from: what a studio records. */
  readonly fragments: readonly Fragment[]
  /** Numerals one by one. */
  readonly digits: Spelling
  /** Letters and numerals one by one, by their names. */
  readonly letters: Spelling
  /** Keys of the telephone as told in a menu: numerals keep their glyph. */
  readonly keys: Spelling
  /** Between groups of numerals. */
  readonly groupPause: Fragment
  readonly minus: Fragment
  readonly point: Fragment
  readonly number: (out: Out, value: Amount) => void
  readonly ordinal: (out: Out, value: Amount) => void
  /** A whole number in front of what is counted, where that is read in another way than the number alone. */
  readonly count?: (out: Out, value: Amount) => void
  /** `currency` by ISO 4217. */
  readonly money: (out: Out, value: Amount, currency: string) => void
  readonly date: (out: Out, date: CalendarDate) => void
  readonly time: (out: Out, time: ClockTime) => void
  readonly moment: (out: Out, date: CalendarDate, time: ClockTime) => void
  /** ms, whole, not below 0. */
  readonly duration: (out: Out, ms: number) => void
  readonly yes: Fragment
  readonly no: Fragment
  /** Between the items of a list, and before its last. */
  readonly between: Fragment
  readonly lastBetween: Fragment
  /** Said in place of the last four of what is too short to show four of (semantics §3). */
  readonly withheld: Fragment
  readonly plural: (value: Amount) => PluralCategory
  readonly pace: Pace
}
