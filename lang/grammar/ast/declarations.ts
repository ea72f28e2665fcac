// A file and what is declared in it.
import type { Comment, LanguageTag, Name, NodeBase, PlainString } from './node.ts'
import type { DateLiteral, DurationLiteral, Expression, TextLiteral, TimeLiteral } from './expressions.ts'
import type { Parameter, TypeExpression } from './types.ts'
import type { Block, ListenBlock, ListenerBody, OtherwiseClause, PressOption, Target } from './steps.ts'

export interface SourceFile extends NodeBase {
  readonly kind: 'SourceFile'
  readonly declarations: readonly Declaration[]
  /** Every comment in order, doc comments included. */
  readonly comments: readonly Comment[]
}

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
