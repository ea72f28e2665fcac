// The syntax tree of `.ivr` files. Every node has `kind`, `start` and `end` (UTF-16 offsets, end exclusive) and nothing
// that the text does not say: names are resolved and types computed in lang/compiler, in tables beside the tree.
// A missing part (after recovery) is a node of kind `Missing` or an empty list, never an absent required field.
import type { Span } from '../text/span.ts'

export interface NodeBase extends Span {
  readonly kind: string
}

/** A name where it is declared or used. After recovery `text` may be empty. */
export interface Name extends NodeBase {
  readonly kind: 'Name'
  readonly text: string
}

export interface Comment extends Span {
  /** `//`, `/*` or `///`. */
  readonly style: 'line' | 'block' | 'doc'
  /** Between the marks, blanks included. */
  readonly text: string
}

export interface SourceFile extends NodeBase {
  readonly kind: 'SourceFile'
  readonly declarations: readonly Declaration[]
  /** Every comment in order, doc comments included. */
  readonly comments: readonly Comment[]
}

// ------------------------------------------------------------------------------------------------ declarations

export type Declaration =
  | ImportDeclaration
  | LineDeclaration
  | SettingsDeclaration
  | RememberDeclaration
  | PromptsDeclaration
  | TypeDeclaration
  | ServiceDeclaration
  | HoursDeclaration
  | QueueDeclaration
  | MenuDeclaration
  | FlowDeclaration

interface DeclarationBase extends NodeBase {
  /** The `///` lines before it, joined by newlines, without the slashes. */
  readonly doc?: string
}

export interface ImportDeclaration extends DeclarationBase {
  readonly kind: 'ImportDeclaration'
  readonly names: readonly Name[]
  readonly path: PlainString
}

/** A string without interpolation where the grammar wants one: a path, a number, a pattern. `value` is unescaped. */
export interface PlainString extends NodeBase {
  readonly kind: 'PlainString'
  readonly value: string
}

export interface LineDeclaration extends DeclarationBase {
  readonly kind: 'LineDeclaration'
  readonly name: Name
  readonly title?: TextLiteral
  readonly items: readonly LineItem[]
}

export type LineItem =
  | NumbersItem
  | LanguagesItem
  | TimeZoneItem
  | LevelsItem
  | ListenBlock
  | ShortcutsItem
  | OtherwiseClause
  | OnFaultItem
  | AtMostItem
  | RecordAllItem
  | AfterHangupItem

/** `numbers { "95500" -> welcome … }` */
export interface NumbersItem extends NodeBase {
  readonly kind: 'NumbersItem'
  readonly entries: readonly NumberEntry[]
}
export interface NumberEntry extends NodeBase {
  readonly kind: 'NumberEntry'
  readonly number: PlainString
  readonly target: Target
}
/** `languages zh-CN, en-US` */
export interface LanguagesItem extends NodeBase {
  readonly kind: 'LanguagesItem'
  readonly tags: readonly LanguageTag[]
}
/** A BCP 47 tag. */
export interface LanguageTag extends NodeBase {
  readonly kind: 'LanguageTag'
  readonly text: string
}
/** `time zone Asia/Shanghai` */
export interface TimeZoneItem extends NodeBase {
  readonly kind: 'TimeZoneItem'
  readonly zone: ZoneName
}
/** An IANA time zone. */
export interface ZoneName extends NodeBase {
  readonly kind: 'ZoneName'
  readonly text: string
}
/** `levels anonymous < verified < signed` */
export interface LevelsItem extends NodeBase {
  readonly kind: 'LevelsItem'
  readonly names: readonly Name[]
}
export interface ShortcutsItem extends NodeBase {
  readonly kind: 'ShortcutsItem'
  readonly options: readonly PressOption[]
}
export interface OnFaultItem extends NodeBase {
  readonly kind: 'OnFaultItem'
  readonly target: Target
}
/** `at most 30min -> goodbye` */
export interface AtMostItem extends NodeBase {
  readonly kind: 'AtMostItem'
  readonly duration: DurationLiteral
  readonly target: Target
}
/** `record all after recording_notice` */
export interface RecordAllItem extends NodeBase {
  readonly kind: 'RecordAllItem'
  readonly prompt: Name
}
/** `after hangup tidy_up` */
export interface AfterHangupItem extends NodeBase {
  readonly kind: 'AfterHangupItem'
  readonly flow: Name
}

export interface SettingsDeclaration extends DeclarationBase {
  readonly kind: 'SettingsDeclaration'
  readonly settings: readonly Setting[]
}
export interface Setting extends DeclarationBase {
  readonly kind: 'Setting'
  readonly name: Name
  readonly type: TypeExpression
  readonly value: Expression
}
export interface RememberDeclaration extends DeclarationBase {
  readonly kind: 'RememberDeclaration'
  readonly name: Name
  readonly type: TypeExpression
  readonly value: Expression
}
export interface PromptsDeclaration extends DeclarationBase {
  readonly kind: 'PromptsDeclaration'
  readonly prompts: readonly PromptDeclaration[]
}
export interface PromptDeclaration extends DeclarationBase {
  readonly kind: 'PromptDeclaration'
  readonly name: Name
  readonly parameters: readonly Parameter[]
  readonly text: TextLiteral
}
/** `card: CardNumber` */
export interface Parameter extends NodeBase {
  readonly kind: 'Parameter'
  readonly name: Name
  readonly type: TypeExpression
}
export interface TypeDeclaration extends DeclarationBase {
  readonly kind: 'TypeDeclaration'
  readonly name: Name
  readonly type: TypeExpression
}

export interface ServiceDeclaration extends DeclarationBase {
  readonly kind: 'ServiceDeclaration'
  readonly name: Name
  readonly operations: readonly OperationDeclaration[]
}
export type OperationKind = 'query' | 'attempt' | 'transaction' | 'notice'
export interface OperationDeclaration extends DeclarationBase {
  readonly kind: 'OperationDeclaration'
  readonly operation: OperationKind
  readonly name: Name
  readonly parameters: readonly Parameter[]
  /** `query q(…): T` */
  readonly result?: TypeExpression
  readonly within?: DurationLiteral
  /** `requires verified`, before the brace or inside it. */
  readonly requires?: Name
  readonly confirm?: RequiresConfirm
  readonly outcomes: readonly OutcomeDeclaration[]
}
/** `requires confirm of from, to, amount`; no `of` = empty list. */
export interface RequiresConfirm extends NodeBase {
  readonly kind: 'RequiresConfirm'
  readonly names: readonly Name[]
}
export interface OutcomeDeclaration extends NodeBase {
  readonly kind: 'OutcomeDeclaration'
  readonly name: Name
  readonly parameters: readonly Parameter[]
}

export interface HoursDeclaration extends DeclarationBase {
  readonly kind: 'HoursDeclaration'
  readonly name: Name
  readonly zone?: ZoneName
  readonly rules: readonly HoursRule[]
}
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
/** `mon..fri 08:30..12:00, 13:00..17:30` · `closed on settings.holidays` · `open on 2026-10-10 08:30..17:30` */
export interface HoursRule extends NodeBase {
  readonly kind: 'HoursRule'
  readonly days: HoursDays
  /** Empty = closed all day. */
  readonly intervals: readonly TimeInterval[]
}
export type HoursDays =
  | { readonly on: 'weekdays'; readonly ranges: readonly { readonly from: Weekday; readonly to: Weekday }[] }
  | { readonly on: 'dates'; readonly dates: readonly (DateRange | Expression)[] }
export interface DateRange extends NodeBase {
  readonly kind: 'DateRange'
  readonly from: DateLiteral
  readonly to: DateLiteral
}
export interface TimeInterval extends NodeBase {
  readonly kind: 'TimeInterval'
  readonly from: TimeLiteral
  readonly to: TimeLiteral
}

export interface QueueDeclaration extends DeclarationBase {
  readonly kind: 'QueueDeclaration'
  readonly name: Name
  readonly music?: PlainString
  readonly position?: DurationLiteral
  readonly longestWait?: DurationLiteral
}

export interface MenuDeclaration extends DeclarationBase {
  readonly kind: 'MenuDeclaration'
  readonly name: Name
  readonly requires?: Name
  readonly body: ListenerBody
}

export interface FlowDeclaration extends DeclarationBase {
  readonly kind: 'FlowDeclaration'
  readonly name: Name
  readonly parameters: readonly Parameter[]
  readonly requires?: Name
  readonly grants?: Name
  readonly returns?: TypeExpression
  readonly body: Block
}

// ------------------------------------------------------------------------------------------------ types

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

// ------------------------------------------------------------------------------------------------ texts

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

// ------------------------------------------------------------------------------------------------ expressions

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

/** What recovery leaves where a type, target or expression should stand. */
export interface Missing extends NodeBase {
  readonly kind: 'Missing'
}
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

// ------------------------------------------------------------------------------------------------ going places

/** What stands behind `->`. */
export type Target = PlaceTarget | FixedTarget | Missing
export interface PlaceTarget extends NodeBase {
  readonly kind: 'PlaceTarget'
  readonly name: Name
  readonly arguments: readonly Argument[]
}
export interface FixedTarget extends NodeBase {
  readonly kind: 'FixedTarget'
  readonly to: 'again' | 'back' | 'hangup'
}

export interface Block extends NodeBase {
  readonly kind: 'Block'
  readonly steps: readonly Step[]
}
/** A block, or `-> target` alone (then the block has that one `GoStep`). `braces` tells them apart. */
export interface Branch extends NodeBase {
  readonly kind: 'Branch'
  readonly braces: boolean
  readonly steps: readonly Step[]
}

// ------------------------------------------------------------------------------------------------ listeners

/** What a menu, collect, choose or confirm holds between its braces, in order. */
export interface ListenerBody extends NodeBase {
  readonly kind: 'ListenerBody'
  readonly items: readonly ListenerItem[]
}
export type ListenerItem =
  | SayStep
  | PauseStep
  | ListenerIf
  | ListenerMatch
  | MilestoneStep
  | ListenBlock
  | PressOption
  | OnCounter
  | OtherwiseClause
  | CheckItem
  | LengthItem
  | OfferItem
  | MoreItem
  | NoneClause
  | YesItem
  | NoItem

/** `if` around `say` in a listener; `let` for `if let y = x`. */
export interface ListenerIf extends NodeBase {
  readonly kind: 'ListenerIf'
  readonly let?: Name
  readonly condition: Expression
  readonly then: ListenerBody
  readonly else?: ListenerBody | ListenerIf
}
export interface ListenerMatch extends NodeBase {
  readonly kind: 'ListenerMatch'
  readonly subject: Expression
  readonly arms: readonly ListenerArm[]
}
export interface ListenerArm extends NodeBase {
  readonly kind: 'ListenerArm'
  readonly values: readonly Name[]
  readonly body: ListenerBody
}

/** `listen { first key within 5s … }`, of the line or of one listener. */
export interface ListenBlock extends NodeBase {
  readonly kind: 'ListenBlock'
  readonly items: readonly ListenItem[]
}
export type ListenItem =
  | (NodeBase & { readonly kind: 'ListenTime'; readonly which: 'first' | 'next'; readonly within: DurationLiteral })
  | (NodeBase & { readonly kind: 'ListenTries'; readonly tries: number })
  | (NodeBase & { readonly kind: 'ListenSwitch'; readonly which: 'barge-in' | 'type-ahead'; readonly on: boolean })
  /** `end key #` · `end key none` · `end key # required` */
  | (NodeBase & { readonly kind: 'ListenEndKey'; readonly key: string | null; readonly required: boolean })

/** `press 1 for zh"…" when EXPR -> x` in a menu, choose, confirm, shortcuts or a waiting queue. */
export interface PressOption extends NodeBase {
  readonly kind: 'PressOption'
  readonly keys: KeyRange
  /** `press 1000..1019 as extension` */
  readonly as?: Name
  readonly unannounced: boolean
  /** `for "…"`: any text expression. */
  readonly label?: Expression
  /** `for language zh-CN` */
  readonly language?: LanguageTag
  readonly when?: Expression
  readonly action: OptionAction
}
/** One entry of keys (`11`, `1*`, `#`), or a range of numerals of one length (`from` ≠ `to`). */
export interface KeyRange extends NodeBase {
  readonly kind: 'KeyRange'
  readonly from: string
  readonly to: string
}
export type OptionAction =
  | (NodeBase & { readonly kind: 'GoAction'; readonly target: Target })
  | (NodeBase & { readonly kind: 'DoAction'; readonly do: DoStep })
  | (NodeBase & { readonly kind: 'BlockAction'; readonly block: Block })

/** `on silence 2 say only "…"` */
export interface OnCounter extends NodeBase {
  readonly kind: 'OnCounter'
  readonly event: 'silence' | 'mistake' | 'too short'
  /** From the n-th on; 1 where not said. */
  readonly from: number
  /** `say only`: takes the place of the prompts. */
  readonly only: boolean
  /** say, announce, milestone and what may stand around them. */
  readonly body: ListenerBody
}
/** `otherwise -> x`, `otherwise on silence { … }` */
export interface OtherwiseClause extends NodeBase {
  readonly kind: 'OtherwiseClause'
  readonly on?: 'silence' | 'mistake'
  readonly body: Branch
}
/** `check EXPR else TEXT`, `check query s.op(…) else TEXT` */
export interface CheckItem extends NodeBase {
  readonly kind: 'CheckItem'
  readonly condition: Expression | OperationCall
  readonly text: readonly Expression[]
}
/** `length EXPR` */
export interface LengthItem extends NodeBase {
  readonly kind: 'LengthItem'
  readonly length: Expression
}
/** `offer TEXT` */
export interface OfferItem extends NodeBase {
  readonly kind: 'OfferItem'
  readonly text: Expression
}
/** `more on 0` */
export interface MoreItem extends NodeBase {
  readonly kind: 'MoreItem'
  readonly key: string
}
/** `none { … }` of choose and for each. */
export interface NoneClause extends NodeBase {
  readonly kind: 'NoneClause'
  readonly body: Branch
}
/** `yes 1 for …` */
export interface YesItem extends NodeBase {
  readonly kind: 'YesItem'
  readonly key?: string
  readonly label?: Expression
}
/** `no 3 for … -> x` */
export interface NoItem extends NodeBase {
  readonly kind: 'NoItem'
  readonly key?: string
  readonly label?: Expression
  readonly body: Branch
}

// ------------------------------------------------------------------------------------------------ steps

export type Step =
  | SayStep
  | PauseStep
  | MenuStep
  | CollectStep
  | ChooseStep
  | ConfirmStep
  | RequestStep
  | PerformStep
  | NotifyStep
  | LetStep
  | SetStep
  | AddStep
  | IfStep
  | MatchStep
  | RepeatStep
  | ForEachStep
  | DoStep
  | ReturnStep
  | GoStep
  | LoopStep
  | GrantStep
  | LowerStep
  | LanguageStep
  | ConnectQueueStep
  | ConnectNumberStep
  | TransferStep
  | RecordStep
  | MilestoneStep

export interface SayStep extends NodeBase {
  readonly kind: 'SayStep'
  readonly verb: 'say' | 'announce'
  readonly once: boolean
  readonly items: readonly Expression[]
  readonly everyLanguage: boolean
}
export interface PauseStep extends NodeBase {
  readonly kind: 'PauseStep'
  readonly duration: DurationLiteral
}
export interface MenuStep extends NodeBase {
  readonly kind: 'MenuStep'
  readonly body: ListenerBody
}
export interface CollectStep extends NodeBase {
  readonly kind: 'CollectStep'
  readonly name: Name
  readonly type: TypeExpression
  readonly body: ListenerBody
}
export interface ChooseStep extends NodeBase {
  readonly kind: 'ChooseStep'
  readonly name: Name
  readonly list: Expression
  readonly body: ListenerBody
}
export interface ConfirmStep extends NodeBase {
  readonly kind: 'ConfirmStep'
  readonly body: ListenerBody
}

/** `bank.accounts(…)`: a service's operation, or `state` of a queue. */
export interface OperationCall extends NodeBase {
  readonly kind: 'OperationCall'
  readonly verb: 'query' | 'attempt' | 'perform' | 'notify'
  readonly service: Name
  readonly operation: Name
  readonly arguments: readonly Argument[]
}
/** `query s.op(…) { outcomes }` and `attempt s.op(…) { outcomes }` */
export interface RequestStep extends NodeBase {
  readonly kind: 'RequestStep'
  readonly call: OperationCall
  readonly outcomes: readonly OutcomeClause[]
}
export interface PerformStep extends NodeBase {
  readonly kind: 'PerformStep'
  readonly call: OperationCall
  /** `meanwhile say TEXT` */
  readonly meanwhile?: SayStep
  readonly outcomes: readonly OutcomeClause[]
}
export interface NotifyStep extends NodeBase {
  readonly kind: 'NotifyStep'
  readonly call: OperationCall
}
/** `accepted(id) { … }`, `failed, unknown { … }`, `no agents -> x`. Names of two words have one blank: `timed out`. */
export interface OutcomeClause extends NodeBase {
  readonly kind: 'OutcomeClause'
  readonly names: readonly Name[]
  readonly values: readonly Name[]
  readonly body: Branch
}

/** `let x: T = v`, `let x = query … else …`, `let x = do part(…)`, `let y = x else …` */
export interface LetStep extends NodeBase {
  readonly kind: 'LetStep'
  readonly name: Name
  readonly type?: TypeExpression
  readonly value: Expression | OperationCall | DoStep
  readonly else?: Branch
}
/** `set x = v`, `set r.field = v` (`path` is the fields behind the name). */
export interface SetStep extends NodeBase {
  readonly kind: 'SetStep'
  readonly name: Name
  readonly path: readonly Name[]
  readonly value: Expression
}
export interface AddStep extends NodeBase {
  readonly kind: 'AddStep'
  readonly value: Expression
  readonly list: Name
}
export interface IfStep extends NodeBase {
  readonly kind: 'IfStep'
  /** `if let y = x` */
  readonly let?: Name
  readonly condition: Expression
  readonly then: Block
  readonly else?: Block | IfStep
}
export interface MatchStep extends NodeBase {
  readonly kind: 'MatchStep'
  readonly subject: Expression
  readonly arms: readonly MatchArm[]
}
export interface MatchArm extends NodeBase {
  readonly kind: 'MatchArm'
  readonly values: readonly Name[]
  readonly body: Branch
}
export interface RepeatStep extends NodeBase {
  readonly kind: 'RepeatStep'
  readonly times: number
  readonly body: Block
  /** Required by the language; absent only in a file with errors. */
  readonly otherwise?: Branch
}
export interface ForEachStep extends NodeBase {
  readonly kind: 'ForEachStep'
  readonly name: Name
  readonly list: Expression
  readonly counter?: Name
  readonly body: Block
  readonly none?: NoneClause
}
export interface DoStep extends NodeBase {
  readonly kind: 'DoStep'
  readonly name: Name
  readonly arguments: readonly Argument[]
  readonly unless?: Name
}
export interface ReturnStep extends NodeBase {
  readonly kind: 'ReturnStep'
  readonly value?: Expression
}
/** `-> target` */
export interface GoStep extends NodeBase {
  readonly kind: 'GoStep'
  readonly target: Target
}
/** `leave`, `next`, `previous`, `again` of the innermost loop. */
export interface LoopStep extends NodeBase {
  readonly kind: 'LoopStep'
  readonly to: 'leave' | 'next' | 'previous' | 'again'
}
export interface GrantStep extends NodeBase {
  readonly kind: 'GrantStep'
  readonly level: Name
}
export interface LowerStep extends NodeBase {
  readonly kind: 'LowerStep'
  readonly level: Name
}
export interface LanguageStep extends NodeBase {
  readonly kind: 'LanguageStep'
  readonly tag: LanguageTag
}
export interface ConnectQueueStep extends NodeBase {
  readonly kind: 'ConnectQueueStep'
  readonly queue: Name
  readonly priority?: Expression
  /** `with reason: "lost card", level: call.level` */
  readonly data: readonly Argument[]
  readonly options: readonly PressOption[]
  readonly outcomes: readonly OutcomeClause[]
}
export interface ConnectNumberStep extends NodeBase {
  readonly kind: 'ConnectNumberStep'
  readonly number: Expression
  readonly within?: DurationLiteral
  readonly data: readonly Argument[]
  readonly outcomes: readonly OutcomeClause[]
}
export interface TransferStep extends NodeBase {
  readonly kind: 'TransferStep'
  readonly number: Expression
  readonly else?: Branch
}
export interface RecordStep extends NodeBase {
  readonly kind: 'RecordStep'
  readonly name: Name
  readonly upTo: DurationLiteral
  readonly prompts: readonly (SayStep | PauseStep | ListenerIf | ListenerMatch)[]
  readonly tone: boolean
  /** `end after 4s of silence` */
  readonly endSilence?: DurationLiteral
  readonly nothing?: Branch
  readonly hungUp?: Block
}
export interface MilestoneStep extends NodeBase {
  readonly kind: 'MilestoneStep'
  readonly name: Name
  readonly values: readonly Argument[]
}

/** Any node of the tree. */
export type Node = NodeBase
