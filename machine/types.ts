/** How far a value may go: `private` is masked outside of speech, `secret` is never seen again. Absent = plain. */
export type ValueClass = 'private' | 'secret'
/** What is shown of a private value: last four (where not said), phone 138****8000, name 李*, nothing. */
export type Mask = 'last4' | 'phone' | 'name' | 'all'

interface TypeBase {
  readonly class?: ValueClass
  readonly mask?: Mask
}

/** A type with its refinements: what a value is checked against where it is made (semantics §3). */
export type Type =
  | DigitsType
  | NumberType
  | MoneyType
  | DateType
  | (TypeBase & { readonly kind: 'time' | 'moment' | 'duration' | 'text' | 'boolean' | 'recording' | 'speech' })
  | ChoiceType
  | RecordType
  | ListType
  | OptionalType

export interface DigitsType extends TypeBase {
  readonly kind: 'digits'
  readonly min?: number
  readonly max?: number
  readonly luhn?: true
  /** `62xx[3-9]x`; several = any of them. */
  readonly like?: readonly string[]
  /** `with * as X` */
  readonly star?: string
}
export interface NumberType extends TypeBase {
  readonly kind: 'number'
  /** 0 = whole. Values and bounds are scaled by 10^decimals. */
  readonly decimals: number
  readonly min?: number
  readonly max?: number
}
export interface MoneyType extends TypeBase {
  readonly kind: 'money'
  /** ISO 4217 */
  readonly currency: string
  /** Minor-unit digits of the currency: 2 for CNY, 0 for JPY. */
  readonly decimals: number
  /** In minor units. */
  readonly min?: number
  readonly max?: number
  /** `keyed in fen`: no point, end key required. */
  readonly keyedInMinor?: true
}
export interface DateType extends TypeBase {
  readonly kind: 'date'
  /** `YYYYMMDD` where absent. */
  readonly keyed?: string
}
export interface ChoiceType extends TypeBase {
  readonly kind: 'choice'
  /** The type's name, for messages. */
  readonly name?: string
  /** Value name → words per language tag as written (`''` = all languages). */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
}
export interface RecordType extends TypeBase {
  readonly kind: 'record'
  readonly name?: string
  readonly fields: Readonly<Record<string, Type>>
}
export interface ListType extends TypeBase {
  readonly kind: 'list'
  readonly of: Type
  readonly upTo: number
}
export interface OptionalType extends TypeBase {
  readonly kind: 'optional'
  readonly of: Type
}
