// Types as they are written, and parameters.
import type { Missing, Name, NodeBase, PlainString } from './node.ts'
import type { TextLiteral } from './expressions.ts'

export type TypeExpression = TypeNode | Missing

/** `private phone digits 11 like "1xxxxxxxxxx" or nothing` */
export interface TypeNode extends NodeBase {
  readonly kind: 'TypeNode'
  readonly class?: 'private' | 'secret'
  readonly mask?: 'phone' | 'name' | 'all'
  readonly base: BaseType
  readonly orNothing: boolean
}

export type BaseType = DigitsType | NumberType | MoneyType | DateType | SimpleType | ListType | RecordType | ChoiceType | NamedType

export interface DigitsType extends NodeBase {
  readonly kind: 'DigitsType'
  /** `16..19`, or `6` for both; absent = any length. */
  readonly length?: { readonly min: number; readonly max: number }
  readonly luhn: boolean
  readonly patterns: readonly PlainString[]
  /** `with * as X` */
  readonly starAs?: string
}
export interface NumberType extends NodeBase {
  readonly kind: 'NumberType'
  readonly range?: DecimalRange
}
/** Bounds exactly as written, so that their decimals can be counted. */
export interface DecimalRange extends NodeBase {
  readonly kind: 'DecimalRange'
  readonly min: string
  readonly max: string
}
export interface MoneyType extends NodeBase {
  readonly kind: 'MoneyType'
  readonly currency: string
  readonly range?: DecimalRange
  /** `keyed in fen` */
  readonly keyedInMinor: boolean
}
export interface DateType extends NodeBase {
  readonly kind: 'DateType'
  /** `keyed MMYY` */
  readonly keyed?: string
}
export interface SimpleType extends NodeBase {
  readonly kind: 'SimpleType'
  readonly name: 'time' | 'moment' | 'duration' | 'text' | 'boolean' | 'recording' | 'speech'
}
export interface ListType extends NodeBase {
  readonly kind: 'ListType'
  readonly of: TypeExpression
  readonly upTo?: number
}
export interface RecordType extends NodeBase {
  readonly kind: 'RecordType'
  readonly fields: readonly Parameter[]
}
export interface ChoiceType extends NodeBase {
  readonly kind: 'ChoiceType'
  readonly values: readonly ChoiceValue[]
}
export interface ChoiceValue extends NodeBase {
  readonly kind: 'ChoiceValue'
  readonly name: Name
  readonly text?: TextLiteral
}
export interface NamedType extends NodeBase {
  readonly kind: 'NamedType'
  readonly name: Name
}

/** `card: CardNumber` */
export interface Parameter extends NodeBase {
  readonly kind: 'Parameter'
  readonly name: Name
  readonly type: TypeExpression
}
