// The machine format: what the compiler makes and the runtime runs. JSON throughout.
//
// A machine is a graph of *points*, one for each point of the program, numbered by their place in `points`. Most run on to
// the next without waiting; the *resting* ones (listen, request, perform, drain, connect, transfer, record, ended) wait for an event.
// Every point carries the span of source that it came from; edges that have a source of their own carry one too.
import type { Expression } from './expressions.ts'
import type { Type, ValueClass } from './types.ts'
import type { Value } from './values.ts'

/** Raised where a machine made by one version cannot be run by another. */
export const MACHINE_VERSION = 1

export type PointId = number
/**
 * In the place of a point, for targets that several listeners share (`Shortcut.to`, `back.none`, `Line.otherwise`,
 * `onFault`, `limit.to`): `-> again`, what is listening now from its prompts; in transit the line's `otherwise`.
 */
export const AGAIN = -1
export type RegisterId = number
/** [index into `files`, start, end] */
export type SourceSpan = readonly [file: number, start: number, end: number]

export interface Machine {
  readonly format: 'callwright-machine'
  readonly version: number
  readonly name: string
  /** Source files, `/` between folders, relative to the entry's folder; the entry first. */
  readonly files: readonly string[]
  readonly line: Line
  readonly types: Readonly<Record<string, Type>>
  readonly settings: readonly Setting[]
  readonly prompts: readonly Prompt[]
  /** Names of the standard prompts in force → prompt. */
  readonly standard: Readonly<Record<StandardPrompt, number>>
  readonly services: readonly Service[]
  readonly operations: readonly Operation[]
  readonly queues: readonly Queue[]
  readonly hours: readonly Hours[]
  /** Zone name → [from (ms since 1970), offset (minutes east)] in rising order; the first holds from ever. */
  readonly zones: Readonly<Record<string, readonly (readonly [from: number, offset: number])[]>>
  readonly registers: readonly Register[]
  /** Slots that a session needs at most: registers that never live together share one. */
  readonly slots: number
  readonly places: readonly Place[]
  readonly listeners: readonly Listener[]
  readonly points: readonly Point[]
  /** How many `say once` and `announce once` steps there are; each has an index. */
  readonly onces: number
}

export interface Line {
  readonly name: string
  /** Title, as written: '' or tag → words. */
  readonly title: Readonly<Record<string, string>>
  /** The number dialled → where the call begins. A number that is not listed begins at the first entry. */
  readonly numbers: readonly { readonly number: string; readonly to: PointId; readonly at: SourceSpan }[]
  /** BCP 47 tags; the first is the default. */
  readonly languages: readonly string[]
  readonly zone: string
  /** Lowest first. */
  readonly levels: readonly string[]
  /** Type-ahead in transit. */
  readonly typeAhead: boolean
  readonly bargeIn: boolean
  readonly shortcuts: readonly Shortcut[]
  readonly otherwise: PointId
  readonly onFault?: PointId
  /** A second fault in a call: it ends when all is heard. Where absent, at once. */
  readonly onSecondFault?: PointId
  /** `at most T`, ms without the time in `connect`. */
  readonly limit?: { readonly ms: number; readonly to: PointId }
  /** `record all after P`: the prompt that has to be heard to its end. */
  readonly recordAfter?: number
  readonly afterHangup?: PointId
}

export interface Shortcut {
  readonly keys: string
  readonly to: PointId
  /** What is told last in every named menu. */
  readonly tell?: Tell
  readonly at: SourceSpan
}

export interface Setting {
  readonly name: string
  readonly type: Type
  readonly value: Value
}

// ------------------------------------------------------------------------------------------------ prompts

/** A text in every language of the line, with holes for values. */
export interface Prompt {
  /** Recording slot: `balance_is`, `main.2`, `transfer.amount.1`; absent for a bare value or a standard prompt's own. */
  readonly slot?: string
  /** The type of each hole. */
  readonly holes: readonly Hole[]
  /** Language tag of the line → parts. */
  readonly texts: Readonly<Record<string, readonly PromptPart[]>>
  readonly at?: SourceSpan
}
export interface Hole {
  /** The parameter or expression as written, for messages and `hear prompt x with name VALUE`. */
  readonly name: string
  readonly type: Type
}
export type PromptPart =
  | string
  | { readonly hole: number; readonly form?: string }
  /** Plural category, or a choice's value, or true/false → parts. */
  | { readonly plural: number; readonly forms: Readonly<Record<string, readonly PromptPart[]>> }
  | { readonly pause: number }

/**
 * option(label, key) · shortcut(label, key) · more · yes · no · position(n)
 * `option` and `shortcut` say how an option is told; `more`, `yes` and `no` are labels.
 */
export type StandardPrompt = 'option' | 'shortcut' | 'more' | 'yes' | 'no' | 'position'

/** A prompt and the expressions that fill its holes. */
export interface Tell {
  readonly prompt: number
  readonly values: readonly Expression[]
  /** Told in this language whatever the caller's is (`press 1 for language zh-CN`). */
  readonly language?: string
}

// ------------------------------------------------------------------------------------------------ services

export interface Service {
  readonly name: string
}
export interface Operation {
  readonly service: string
  readonly name: string
  readonly kind: 'query' | 'attempt' | 'transaction' | 'notice'
  readonly parameters: readonly { readonly name: string; readonly type: Type }[]
  /** Of a query without named outcomes. */
  readonly result?: Type
  /** Named outcomes → their values. `failed` (and `unknown` of a transaction) are not listed. */
  readonly outcomes: Readonly<Record<string, readonly { readonly name: string; readonly type: Type }[]>>
  /** Time for an answer, ms. */
  readonly within: number
  /** Index into levels. */
  readonly requires?: number
  readonly at: SourceSpan
}

export interface Queue {
  readonly name: string
  readonly music?: string
  /** ms between two tellings of the position. */
  readonly position?: number
  /** ms */
  readonly longestWait?: number
}

/** The last rule that speaks of a day decides (semantics §7). */
export interface Hours {
  readonly name: string
  readonly zone: string
  readonly rules: readonly HoursRule[]
}
export interface HoursRule {
  readonly days:
    /** 1 = Monday … 7 = Sunday (ISO 8601). */
    | { readonly weekdays: readonly number[] }
    | { readonly dates: readonly (readonly [from: string, to: string])[] }
    /** A list of dates that is known only in the call (a setting). */
    | { readonly list: Expression }
  /** Minutes of the day, `to` exclusive; `to` ≤ `from` runs past midnight. Empty = closed. */
  readonly intervals: readonly (readonly [from: number, to: number])[]
}

// ------------------------------------------------------------------------------------------------ registers and places

/** A name of the program, or one that lowering needed. */
export interface Register {
  /** `flow.name`, or the name alone where it is `remember`ed; hidden ones begin with `$`. */
  readonly name: string
  readonly type: Type
  readonly slot: number
  /** `remember`ed: its first value. */
  readonly remember?: Value
  readonly class?: ValueClass
  readonly at: SourceSpan
}

export interface Place {
  readonly name: string
  readonly kind: 'menu' | 'flow'
  /** A part comes back from `do`; a place does not. */
  readonly part: boolean
  readonly entry: PointId
  readonly requires?: number
  readonly grants?: number
  readonly at: SourceSpan
}

// ------------------------------------------------------------------------------------------------ listeners

interface ListenerBase {
  /** `main` for a named menu; else flow and order or name: `transfer.amount`, `balances.menu1`. */
  readonly name: string
  readonly place: number
  readonly at: SourceSpan
  /** ms */
  readonly first: number
  readonly next: number
  readonly tries: number
  readonly bargeIn: boolean
  readonly typeAhead: boolean
  readonly endKey: string | null
  readonly endRequired: boolean
  /** A `confirm` whose own `listen` says barge-in on has no gate. */
  readonly gated: boolean
  /** The point (op `read`) that reads it again; its `fresh` twin is where it is entered. */
  readonly read: PointId
  /** The point with op `listen`. */
  readonly listen: PointId
  /** After the n-th silence (index n−1, n < tries): texts, then read again or listen. `silenceOut`: at `tries`. */
  readonly silence: readonly PointId[]
  readonly silenceOut: PointId
  readonly mistake: readonly PointId[]
  readonly mistakeOut: PointId
  /** Where `on too short` applies; else as `mistake`. */
  readonly tooShort?: readonly PointId[]
  readonly options: readonly Option[]
}
export interface MenuListener extends ListenerBase {
  readonly kind: 'menu' | 'confirm'
  /** A named menu: longer shortcuts are live, shortcuts with labels are told. Of `menu {}` false. */
  readonly named: boolean
}
export interface CollectListener extends ListenerBase {
  readonly kind: 'collect'
  readonly type: Type
  readonly register: RegisterId
  /** `length EXPR`, evaluated when it is read. */
  readonly length?: Expression
  readonly secret: boolean
  /** Where a value of the type goes: checks, then on. */
  readonly entered: PointId
}
export interface ChooseListener extends ListenerBase {
  readonly kind: 'choose'
  /** The list, as it was when the step was entered. */
  readonly list: RegisterId
  /** Where each element is put to be offered, and the chosen one to go on. */
  readonly item: RegisterId
  readonly offer: Tell
  readonly moreKey: string
  /** `more`'s words, told with its key where the list has more than eight. */
  readonly more: Tell
  readonly beyond?: Beyond
  readonly chosen: PointId
}
export type Listener = MenuListener | CollectListener | ChooseListener

/**
 * What the program's own `option` or `position` speaks beyond its parameters, worked out when it is told; register −1 is its first
 * parameter, −2 the second.
 */
export type Beyond = readonly Expression[]

export interface Option {
  readonly keys: string
  /** `press 1000..1019`: the last of the range (same length). */
  readonly upTo?: string
  /** Where the typed numerals of a range go. */
  readonly as?: RegisterId
  readonly when?: Expression
  readonly tell?: Tell
  /** `confirm`'s yes. */
  readonly yes?: true
  readonly to: PointId
  readonly at: SourceSpan
}

// ------------------------------------------------------------------------------------------------ points

interface PointBase {
  readonly at: SourceSpan
  /** Index into `places`; −1 for the line's own. */
  readonly place: number
}
interface Resting {
  /** Registers used later on some path: what a checkpoint holds beside the `remember`ed ones, which it always does. */
  readonly live: readonly RegisterId[]
  /** A secret is live: no checkpoint is taken here. */
  readonly secretLive?: true
  /** A secret `collect` can come before any other listener: nothing typed is kept (semantics §4.2). */
  readonly dark?: true
}
/** Where an outcome leads, and the registers that take its values in order (−1 = not named). */
export interface OutcomeEdge {
  readonly to: PointId
  readonly values: readonly RegisterId[]
  readonly at: SourceSpan
}
export type Outcomes = Readonly<Record<string, OutcomeEdge>>

export type Point = PointBase &
  (
    | {
        readonly op: 'say'
        readonly tell: Tell
        readonly announce: boolean
        readonly everyLanguage?: true
        readonly once?: number
        readonly readback?: true
        readonly next: PointId
      }
    | { readonly op: 'pause'; readonly ms: number; readonly announce: boolean; readonly readback?: true; readonly next: PointId }
    | {
        readonly op: 'set'
        readonly register: RegisterId
        readonly path?: readonly string[]
        readonly value: Expression
        readonly next: PointId
      }
    | { readonly op: 'add'; readonly register: RegisterId; readonly value: Expression; readonly upTo: number; readonly next: PointId }
    /** `marked`: the condition depends on a private or secret value (semantics §6, replay). */
    | { readonly op: 'branch'; readonly condition: Expression; readonly then: PointId; readonly else: PointId; readonly marked?: true }
    | { readonly op: 'match'; readonly subject: Expression; readonly arms: Readonly<Record<string, PointId>>; readonly marked?: true }
    /** Sets the counter to 0. */
    | { readonly op: 'repeat-start'; readonly counter: RegisterId; readonly next: PointId }
    /** Adds one; at most `times` go to `body`, then `out`. */
    | { readonly op: 'repeat'; readonly counter: RegisterId; readonly times: number; readonly body: PointId; readonly out: PointId }
    /** Moves through `list` (0-based `index`, −1 before the first); sets `item` and `counter` (from 1). */
    | {
        readonly op: 'each'
        readonly move: 'start' | 'next' | 'previous' | 'again'
        readonly list: RegisterId
        readonly index: RegisterId
        readonly item: RegisterId
        readonly counter?: RegisterId
        readonly upTo: number
        readonly body: PointId
        readonly done: PointId
      }
    /** Jumps without a trace: joins, `leave`, `next`. */
    | { readonly op: 'jump'; readonly next: PointId }
    /** `-> place`: the stack is dropped. Arguments were put into the parameters' registers by `set` before. */
    | { readonly op: 'go'; readonly to: PointId }
    /** First point of a place or part: the trail (menus), the effect `place`. */
    | { readonly op: 'enter'; readonly entered: number; readonly next: PointId }
    /**
     * `-> back`; `menu`: in a named menu. `none`: where there is nowhere to go back to. Where `place` is −1 (a shortcut, the
     * line's own targets) the call itself knows whether a named menu is listening, whatever `menu` says.
     */
    | { readonly op: 'back'; readonly menu: boolean; readonly none: PointId }
    /** `do part`; comes back to `next`. */
    | { readonly op: 'do'; readonly to: PointId; readonly next: PointId }
    /** The value goes to the register that the part's `returns` has. */
    | { readonly op: 'return' }
    | { readonly op: 'grant' | 'lower'; readonly level: number; readonly next: PointId }
    | { readonly op: 'language'; readonly language: string; readonly next: PointId }
    | {
        readonly op: 'milestone'
        readonly name: string
        readonly values: readonly { readonly name: string; readonly type: Type; readonly value: Expression }[]
        readonly next: PointId
      }
    | { readonly op: 'notify'; readonly operation: number; readonly arguments: readonly Expression[]; readonly next: PointId }
    /** Enters (`fresh`) or re-reads a listener: counters, entry, waiting; conditions of options; `length`. */
    | { readonly op: 'read'; readonly listener: number; readonly fresh: boolean; readonly next: PointId }
    /** Queues what tells the options: labels in order, a page of a choose, shortcuts. */
    | { readonly op: 'tell'; readonly listener: number; readonly next: PointId }
    /** A `check` was false: counts a mistake; `texts` by the count as `Listener.mistake` has. */
    | { readonly op: 'mistake'; readonly listener: number; readonly to: PointId }
    | ({ readonly op: 'listen'; readonly listener: number } & Resting)
    /** A query or an attempt; `value`: where a plain result goes. `failed` is among the outcomes, `answered` for a plain result. */
    | ({
        readonly op: 'request'
        readonly operation: number
        readonly arguments: readonly Expression[]
        readonly outcomes: Outcomes
      } & Resting)
    | ({
        readonly op: 'perform'
        readonly operation: number
        readonly arguments: readonly Expression[]
        readonly meanwhile?: readonly Tell[]
        readonly outcomes: Outcomes
      } & Resting)
    /** `query q.state()`: `answered` with waiting, agents, longest as a record, or `failed`. */
    | ({ readonly op: 'queue-state'; readonly queue: number; readonly outcomes: Outcomes } & Resting)
    /** Waits until all is heard. */
    | ({ readonly op: 'drain'; readonly next: PointId } & Resting)
    | ({
        readonly op: 'connect-queue'
        readonly queue: number
        readonly priority?: Expression
        readonly beyond?: Beyond
        readonly data: readonly NamedExpression[]
        readonly options: readonly Option[]
        readonly outcomes: Outcomes
      } & Resting)
    | ({
        readonly op: 'connect-number'
        readonly number: Expression
        readonly within: number
        readonly data: readonly NamedExpression[]
        readonly outcomes: Outcomes
      } & Resting)
    /** Succeeds: the call's steps end. */
    | ({ readonly op: 'transfer'; readonly number: Expression; readonly else: PointId } & Resting)
    | ({
        readonly op: 'record'
        readonly register: RegisterId
        readonly upTo: number
        readonly tone: boolean
        readonly endSilence?: number
        readonly endKey: string | null
        readonly nothing: PointId
        readonly hungUp?: PointId
        readonly next: PointId
      } & Resting)
    /** Hangs up; `after hangup` runs. */
    | { readonly op: 'hangup' }
    /** The end of `after hangup` and of a `hung up` block. */
    | { readonly op: 'end' }
  )
export type PointOf<O extends Point['op']> = Extract<Point, { readonly op: O }>

export interface NamedExpression {
  readonly name: string
  readonly type: Type
  readonly value: Expression
}
