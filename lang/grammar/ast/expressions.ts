// Texts and expressions: each stands in the other.
import type { LanguageTag, Missing, Name, NodeBase } from './node.ts'

/** One untagged string, or a run of tagged ones: `zh"您好" en"Hello"`. */
export interface TextLiteral extends NodeBase {
  readonly kind: 'TextLiteral'
  readonly variants: readonly TextVariant[]
}
export interface TextVariant extends NodeBase {
  readonly kind: 'TextVariant'
  /** Absent where the string has no tag. */
  readonly tag?: LanguageTag
  readonly parts: readonly TextPart[]
}
export type TextPart = TextChars | Interpolation | PluralPart | PausePart
export interface TextChars extends NodeBase {
  readonly kind: 'TextChars'
  /** Unescaped. */
  readonly text: string
}
/** `{account.number as last4}` */
export interface Interpolation extends NodeBase {
  readonly kind: 'Interpolation'
  readonly value: Expression
  readonly form?: Name
}
/** `{n: one "message", other "messages"}` */
export interface PluralPart extends NodeBase {
  readonly kind: 'PluralPart'
  readonly value: Expression
  readonly forms: readonly PluralForm[]
}
export interface PluralForm extends NodeBase {
  readonly kind: 'PluralForm'
  readonly when: Name
  readonly parts: readonly TextPart[]
}
/** `{pause 500ms}` */
export interface PausePart extends NodeBase {
  readonly kind: 'PausePart'
  readonly duration: DurationLiteral
}

export type Expression =
  | TextLiteral
  | NumberLiteral
  | MoneyLiteral
  | DurationLiteral
  | DateLiteral
  | TimeLiteral
  | MomentLiteral
  | BooleanLiteral
  | ListLiteral
  | RecordLiteral
  | NameExpression
  | FieldExpression
  | CallExpression
  | UnaryExpression
  | BinaryExpression
  | IsExpression
  | WhereExpression
  | Missing

/** `raw` exactly as written: `10`, `0.001`. */
export interface NumberLiteral extends NodeBase {
  readonly kind: 'NumberLiteral'
  readonly raw: string
}
export interface MoneyLiteral extends NodeBase {
  readonly kind: 'MoneyLiteral'
  readonly currency: string
  readonly amount: string
}
/** `ms`: the length in milliseconds. */
export interface DurationLiteral extends NodeBase {
  readonly kind: 'DurationLiteral'
  readonly ms: number
}
/** `2026-10-01` */
export interface DateLiteral extends NodeBase {
  readonly kind: 'DateLiteral'
  readonly text: string
}
/** `08:30`; `24:00` in hours. */
export interface TimeLiteral extends NodeBase {
  readonly kind: 'TimeLiteral'
  readonly text: string
}
/** `2026-10-01T08:30+08:00` */
export interface MomentLiteral extends NodeBase {
  readonly kind: 'MomentLiteral'
  readonly text: string
}
export interface BooleanLiteral extends NodeBase {
  readonly kind: 'BooleanLiteral'
  readonly value: boolean
}
export interface ListLiteral extends NodeBase {
  readonly kind: 'ListLiteral'
  readonly items: readonly Expression[]
}
/** `{ number: "6225", kind: savings }`, commas or not; in scripts only. Every argument has a name. */
export interface RecordLiteral extends NodeBase {
  readonly kind: 'RecordLiteral'
  readonly fields: readonly Argument[]
}
/** Any bare name: a local, a parameter, `remember`ed, a choice's value, a level, `nothing`, `now`, `today`, `it`, a prompt. */
export interface NameExpression extends NodeBase {
  readonly kind: 'NameExpression'
  readonly name: Name
}
/** `account.number`, `settings.x`, `call.caller` */
export interface FieldExpression extends NodeBase {
  readonly kind: 'FieldExpression'
  readonly object: Expression
  readonly field: Name
}
/** `count(xs)`, `first(xs)`, `open(h)`, a prompt with values. */
export interface CallExpression extends NodeBase {
  readonly kind: 'CallExpression'
  readonly callee: Name
  readonly arguments: readonly Argument[]
}
/** By position, by `name: value`, or (after the first named one) a bare name standing for `name: name`. */
export interface Argument extends NodeBase {
  readonly kind: 'Argument'
  readonly name?: Name
  readonly value: Expression
}
export interface UnaryExpression extends NodeBase {
  readonly kind: 'UnaryExpression'
  readonly operator: 'not' | '-'
  readonly operand: Expression
}
export type BinaryOperator = 'and' | 'or' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*'
export interface BinaryExpression extends NodeBase {
  readonly kind: 'BinaryExpression'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
}
/** `x is nothing`, `x is empty`, and with `not`: `x is not nothing`. */
export interface IsExpression extends NodeBase {
  readonly kind: 'IsExpression'
  readonly operand: Expression
  readonly test: 'nothing' | 'empty'
  readonly negated: boolean
}
/** `xs where it.balance > CNY 0.00` */
export interface WhereExpression extends NodeBase {
  readonly kind: 'WhereExpression'
  readonly list: Expression
  readonly condition: Expression
}
