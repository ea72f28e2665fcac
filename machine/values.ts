// Values as a machine holds them: plain JSON, so that a session can be written at any resting point.
//
//   type       value
//   digits     string of numerals (and `X` where the type says `with * as X`)
//   number     integer, scaled by 10^decimals of its type (`0.5` with one decimal is 5)
//   money      integer, in the currency's minor unit
//   date       string `YYYY-MM-DD`           (compares as text)
//   time       string `HH:MM`, 24 hours      (compares as text)
//   moment     integer, ms since 1970-01-01T00:00Z
//   duration   integer, ms
//   text       string
//   boolean    boolean
//   choice     string, the value's name
//   recording  RecordingValue
//   speech     SpeechValue
//   record     object, by field name
//   list       array
//   nothing    null

export type Value = string | number | boolean | null | RecordingValue | SpeechValue | RecordValue | readonly Value[]

/** A caller's recorded voice, or a recording that a service or an operator named. */
export interface RecordingValue {
  readonly recording: string
  /** Length in ms. */
  readonly ms: number
}

/** Something to be spoken: a prompt with its values, or texts by language tag (`''` = every language). */
export type SpeechValue =
  { readonly prompt: number; readonly values: readonly Value[] } | { readonly texts: Readonly<Record<string, string>> } | RecordingValue

export interface RecordValue {
  readonly [field: string]: Value
}

/** Numbers and sums of money stay within ±10^15, so that they are exact in a double. */
export const LARGEST = 1e15
