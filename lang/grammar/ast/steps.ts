// Steps, the listeners among them, and where they lead.
import type { LanguageTag, Missing, Name, NodeBase } from './node.ts'
import type { Argument, DurationLiteral, Expression } from './expressions.ts'
import type { TypeExpression } from './types.ts'

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
