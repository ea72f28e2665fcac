// What the page asks of the worker that runs the call, and what it is told of it. Nothing here can be a secret's numerals: values are
// masked and keys shown as a trace shows them; only what is spoken is as the caller hears it.
import type { SourceRange } from '../page/lit.ts'

/** A sentence for people in both languages of the page. */
export interface Words {
  readonly en: string
  readonly zh: string
}

// ------------------------------------------------------------------------------------------------ the program

/** How a value is given: what control fits its type. */
export type Field =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'number'; readonly min: string | null; readonly max: string | null; readonly step: string }
  /** Typed plainly, and quoted for a script. */
  | { readonly kind: 'text' }
  /** Typed as a script writes it. */
  | { readonly kind: 'written'; readonly long: boolean }

export interface SettingView {
  readonly name: string
  readonly type: string
  readonly field: Field
  /** Its value in the program, as a script writes it. */
  readonly written: string
}

export interface OutcomeView {
  /** Null: a plain result. */
  readonly name: string | null
  readonly values: readonly { readonly name: string; readonly type: string; readonly field: Field; readonly written: string }[]
}

export interface OperationView {
  readonly name: string
  readonly kind: 'query' | 'attempt' | 'transaction' | 'notice'
  readonly outcomes: readonly OutcomeView[]
  /** ms for an answer */
  readonly within: number
}

export interface ProgramView {
  readonly entry: string
  readonly revision: number
  /** Language tag → title; `''` for all. */
  readonly title: Readonly<Record<string, string>>
  readonly name: string
  readonly languages: readonly string[]
  readonly numbers: readonly string[]
  readonly zone: string
  readonly settings: readonly SettingView[]
  readonly operations: readonly OperationView[]
  readonly queues: readonly string[]
  /** Numbers that it may dial, as far as they stand in it; null where it dials none. */
  readonly dials: readonly string[] | null
}

export interface ProgramState {
  /** The newest that compiles. */
  readonly program: ProgramView | null
  /** Errors of the newest text; where there are some, `program` is older than it. */
  readonly errors: number
  readonly revision: number
  /** Scripts whose answers may be taken. */
  readonly scripts: readonly ScriptChoice[]
}

export interface ScriptChoice {
  /** As the scripts' room names its runs. */
  readonly id: string
  readonly path: string
  readonly name: string
  readonly language: string
  readonly called: string | null
  readonly caller: string | null
  /** By the line's own clock. */
  readonly at: string | null
}

// ------------------------------------------------------------------------------------------------ a call

export interface CallSetup {
  /** Null: withheld. */
  readonly caller: string | null
  readonly called: string
  /** `2026-11-23T10:00` by the line's own clock, or a whole moment; null: now. */
  readonly at: string | null
  /** The id of a script's run: what it gives before its call begins is given first. */
  readonly answersOf: string | null
  /** `given` lines, in force from the call's begin. */
  readonly given: readonly string[]
  /** `bank.log_in`: what the person answers. */
  readonly byHand: readonly string[]
}

export interface ValueView {
  readonly name: string
  readonly type: string
  /** Masked. */
  readonly value: string
  readonly kept: 'plain' | 'private' | 'secret'
}

export interface KeyView {
  readonly keys: string
  readonly label: string
}

export interface TimerView {
  readonly role: 'first' | 'next' | 'answer'
  /** ms of the call at which it is over. */
  readonly at: number
  /** ms that it lasts in all. */
  readonly of: number
}

/** What the call waits for. */
export interface WaitsView {
  readonly timer: TimerView | null
  /** Those that mean something now. */
  readonly keys: readonly KeyView[]
  readonly listener: {
    readonly name: string
    readonly kind: 'menu' | 'confirm' | 'collect' | 'choose'
    /** Shown as a trace shows it. */
    readonly typed: string
    readonly endKey: string | null
  } | null
  readonly asks: { readonly operation: string; readonly written: string } | null
  readonly connection: {
    readonly to: string
    readonly queue: boolean
    /** 1 = next; null where it was not told. */
    readonly position: number | null
    /** Who talks; null while it waits. */
    readonly with: string | null
  } | null
  readonly recording: boolean
}

export interface StepView {
  readonly index: number
  /** ms of the call */
  readonly at: number
  readonly kind: 'began' | 'key' | 'spoken' | 'timer' | 'answer' | 'hung up' | 'other'
  readonly what: Words
  /** A place's name. */
  readonly place: string | null
  /** Places gone into by this step, in order. */
  readonly entered: readonly string[]
  /** The keys of a menu's option that was taken by this step; empty else. */
  readonly chose: string
  readonly level: string
  readonly language: string
  readonly source: SourceRange | null
  readonly values: readonly ValueView[]
  /** Places to come back to, innermost last. */
  readonly stack: readonly string[]
  readonly trail: readonly string[]
  readonly silences: number
  readonly mistakes: number
  readonly tries: number
  readonly waits: WaitsView
  /** Index of what is being spoken; −1. */
  readonly spoken: number
  /** Texts that wait behind it. */
  readonly queued: number
  /** Keys typed ahead. */
  readonly waiting: number
  readonly unsettled: readonly string[]
  readonly dark: boolean
  readonly recorded: boolean
  readonly over: boolean
}

export interface SpokenView {
  readonly index: number
  readonly at: number
  /** −1 while it lasts. */
  readonly until: number
  readonly cut: boolean
  readonly duration: number
  /** As it is heard. */
  readonly words: string
  readonly language: string
  readonly source: SourceRange | null
}

export interface RowView {
  readonly at: number
  readonly who: 'line' | 'caller' | 'bank' | 'agent' | 'call' | 'place'
  readonly text: Words
  readonly cut: boolean
  readonly source: SourceRange | null
  /** Index of what is spoken; −1. */
  readonly spoken: number
}

/** What stands in the transcript for one thing that happened, from this step on. */
export interface RowChange {
  readonly block: number
  readonly step: number
  readonly rows: readonly RowView[]
}

/** A question that the person answers for the bank. */
export interface AskedView {
  readonly task: number
  readonly operation: string
  /** Its arguments, masked. */
  readonly written: string
  /** ms of the call at which it was asked, and at which its time is over. */
  readonly at: number
  readonly until: number
}

export interface GivenView {
  /** `bank.log_in`, `queue advisors`, `number 10086` */
  readonly what: string
  readonly line: string
}

export interface CallUpdate {
  readonly kind: 'call'
  /** Rises with each call. */
  readonly call: number
  readonly entry: string
  readonly revision: number
  /** The files that it was compiled from, by their paths: told once a call. */
  readonly texts: Readonly<Record<string, string>> | null
  /** ms of the call */
  readonly now: number
  readonly nextAt: number | null
  /** Nobody is there any more; after it only answers come. */
  readonly gone: boolean
  readonly ended: boolean
  /** Only the caller can go on. */
  readonly waitsForCaller: boolean
  /** Steps, and all that was changed by them, from here on are replaced. */
  readonly from: number
  readonly steps: readonly StepView[]
  readonly rows: readonly RowChange[]
  readonly spokenFrom: number
  readonly spoken: readonly SpokenView[]
  readonly asked: readonly AskedView[]
  readonly given: readonly GivenView[]
  readonly byHand: readonly string[]
  /** What was cut off can be brought back. */
  readonly canUndo: boolean
  readonly setup: CallSetup
  /** ms since 1970 at which it began. */
  readonly began: number
  /** ms east of UTC on the line's clock then. */
  readonly offset: number
}

/** Why it cannot be done. */
export interface Refused {
  readonly kind: 'refused'
  readonly why: Words
}

type Asks<Takes> = { readonly takes: Takes; readonly gives: CallUpdate | Refused }

export interface TelephoneContract {
  readonly asks: {
    readonly program: { readonly takes: null; readonly gives: ProgramState }
    /** `press`: for the person first, each once the call waits for it: keys, `‹card›` for a value, `…` for a silence. */
    readonly dial: Asks<{ readonly setup: CallSetup; readonly now: number; readonly press: readonly string[] }>
    /** Everything before `to` happens. */
    readonly advance: Asks<{ readonly to: number }>
    readonly skip: Asks<'next' | 'question' | 'silence'>
    /** `at`: ms of the call at which it is reported; null: as a script presses it, 100 ms held from now and 100 ms of gap. */
    readonly key: Asks<{ readonly key: string; readonly at: number | null }>
    readonly hangUp: Asks<{ readonly at: number }>
    readonly speak: Asks<{ readonly ms: number; readonly at: number }>
    readonly answer: Asks<{ readonly task: number; readonly answer: string; readonly at: number }>
    readonly give: Asks<{ readonly line: string; readonly at: number }>
    readonly byHand: Asks<{ readonly operation: string; readonly on: boolean; readonly at: number }>
    /** The call as it stood after this step; what came later is cut off. */
    readonly goOn: Asks<{ readonly step: number }>
    /** Brings back what was cut off. */
    readonly undo: Asks<null>
    /** The same caller presses the same keys on the newest program. */
    readonly replay: Asks<null>
    /** A script's call, up to the lines that begin at `offset`. */
    readonly open: Asks<{ readonly run: string; readonly offset: number }>
    readonly record: {
      readonly takes: { readonly name: string; readonly path: string }
      readonly gives: { readonly text: string } | Refused
    }
  }
  readonly tells: Record<never, never>
}
