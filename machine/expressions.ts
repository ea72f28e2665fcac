import type { Value } from './values.ts'

/** An expression over registers, settings and the call, as data. `prepare` in runtime/core makes closures of them. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'register'; readonly register: number }
  | { readonly kind: 'setting'; readonly name: string }
  /** `caller`: string or null · `called`, `id`: string · `language`: tag · `level`: index into `levels` · `started`: moment */
  | { readonly kind: 'call'; readonly field: 'caller' | 'called' | 'id' | 'language' | 'level' | 'started' }
  | { readonly kind: 'field'; readonly of: Expression; readonly name: string }
  /** Strict sameness; both sides of one base type and scale. */
  | { readonly kind: 'same'; readonly left: Expression; readonly right: Expression; readonly negated: boolean }
  /** Numbers (number, money, moment, duration, level) or equally long texts (date, time). */
  | { readonly kind: 'order'; readonly operator: '<' | '<=' | '>' | '>='; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  /** A result beyond ±LARGEST is a fault. */
  | { readonly kind: 'arithmetic'; readonly operator: '+' | '-' | '*'; readonly left: Expression; readonly right: Expression }
  /** Multiplies by a power of ten: brings numbers to one scale. */
  | { readonly kind: 'scale'; readonly operand: Expression; readonly by: number }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'is-nothing'; readonly operand: Expression }
  /** Of a list or a text. */
  | { readonly kind: 'is-empty'; readonly operand: Expression }
  | { readonly kind: 'count'; readonly list: Expression }
  /** Null where the list is empty. */
  | { readonly kind: 'first'; readonly list: Expression }
  /** `it` is put into register `item` for each. */
  | { readonly kind: 'where'; readonly list: Expression; readonly item: number; readonly condition: Expression }
  | { readonly kind: 'open'; readonly hours: number }
  | { readonly kind: 'now' }
  /** The date in the line's zone. */
  | { readonly kind: 'today' }
  /** The caller's level is at least this one (index into `levels`). */
  | { readonly kind: 'level-at-least'; readonly level: number }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  /** A text made of texts and digits. */
  | { readonly kind: 'concat'; readonly parts: readonly Expression[] }
  /** By the caller's language: language tag of the line → expression. */
  | { readonly kind: 'by-language'; readonly variants: Readonly<Record<string, Expression>> }
  /** A speech value: a prompt with its values fixed now. */
  | { readonly kind: 'speech'; readonly prompt: number; readonly values: readonly Expression[] }
