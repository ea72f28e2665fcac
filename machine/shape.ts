// Shapes of JSON as data: read once, they check a machine (read.ts), and they print as a JSON Schema (schema.ts). The types of
// the format hold them: `fields<Line>({ … })` does not compile where a field of `Line` is missing or one too many.

/** Lists of a machine that others point into. */
export type Table = 'files' | 'points' | 'registers' | 'listeners' | 'places' | 'prompts' | 'operations' | 'queues' | 'hours' | 'levels'

export type Shape =
  | { readonly is: 'text' | 'boolean' | 'null' }
  | { readonly is: 'whole'; readonly min: number; readonly max: number }
  | { readonly is: 'constant'; readonly value: string | number | boolean }
  | { readonly is: 'word'; readonly words: readonly string[] }
  /** An index into a table, or one of the other numbers. */
  | { readonly is: 'index'; readonly of: Table; readonly or: readonly number[] }
  | { readonly is: 'list'; readonly of: Shape; readonly atLeast: number }
  | { readonly is: 'tuple'; readonly of: readonly Shape[] }
  | { readonly is: 'map'; readonly of: Shape }
  | { readonly is: 'record'; readonly fields: Fields }
  /** A record whose kind is told by one of its fields. */
  | { readonly is: 'tagged'; readonly tag: string; readonly variants: Readonly<Record<string, Fields>> }
  | { readonly is: 'either'; readonly of: readonly Shape[] }
  /** By its name in `shapes`: for what is made of itself, and for what has a name of its own. */
  | { readonly is: 'named'; readonly name: string }

export interface Field {
  readonly shape: Shape
  readonly optional: boolean
}
export type Fields = Readonly<Record<string, Field>>

interface Needed extends Field {
  readonly optional: false
}
interface Optional extends Field {
  readonly optional: true
}
/** Every field of `T`, needed or optional as it is there. */
export type FieldsOf<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? Optional : Needed }
export const fields = <T>(of: FieldsOf<T>): Fields => of as unknown as Fields

export const needed = (shape: Shape): Needed => ({ shape, optional: false })
export const optional = (shape: Shape): Optional => ({ shape, optional: true })

export const text: Shape = { is: 'text' }
export const flag: Shape = { is: 'boolean' }
export const nothing: Shape = { is: 'null' }
export const yes: Shape = { is: 'constant', value: true }
export const whole = (min = 0, max = Number.MAX_SAFE_INTEGER): Shape => ({ is: 'whole', min, max })
export const constant = (value: string | number | boolean): Shape => ({ is: 'constant', value })
export const word = (...words: readonly string[]): Shape => ({ is: 'word', words })
export const index = (of: Table, ...or: readonly number[]): Shape => ({ is: 'index', of, or })
export const list = (of: Shape, atLeast = 0): Shape => ({ is: 'list', of, atLeast })
export const tuple = (...of: readonly Shape[]): Shape => ({ is: 'tuple', of })
export const map = (of: Shape): Shape => ({ is: 'map', of })
export const record = <T>(of: FieldsOf<T>): Shape => ({ is: 'record', fields: fields<T>(of) })
export const either = (...of: readonly Shape[]): Shape => ({ is: 'either', of })
export const named = (name: string): Shape => ({ is: 'named', name })
export const tagged = (tag: string, variants: Readonly<Record<string, Fields>>): Shape => ({ is: 'tagged', tag, variants })
