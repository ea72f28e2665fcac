// A `.dtmf` script as data: what lang/script reads and runtime/dtmf plays. Values stay as they were written; which type
// they have is known only where they are used (an operation's parameter, a setting, a `with`).

/** Offsets in the script's own file. */
export interface ScriptSpan {
  readonly start: number
  readonly end: number
}

export interface ScriptFile extends ScriptSpan {
  /** Path of the file. */
  readonly file: string
  /** `use "./main.ivr"`: as written. */
  readonly use: (ScriptSpan & { readonly path: string }) | null
  readonly setups: readonly ScriptSetup[]
  readonly scripts: readonly Script[]
}

/** `setup logged_in(id = "C1001") { given … }` */
export interface ScriptSetup extends ScriptSpan {
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly value: ScriptValue | null }[]
  readonly lines: readonly ScriptLine[]
}

/** `script "…" tags a, b in zh-CN, en-US { each … }`: runs once per row and language. */
export interface Script extends ScriptSpan {
  /** With `{name}` of a row's values left in. */
  readonly name: string
  readonly tags: readonly string[]
  /** Empty = the line's first language. */
  readonly languages: readonly string[]
  readonly only: boolean
  readonly skip: { readonly why: string; readonly until: string | null; readonly span: ScriptSpan } | null
  readonly rows: readonly ScriptRows[]
  readonly lines: readonly ScriptLine[]
}

/** `each { a: 1  b: 2 }` or `each row of "./rows.csv"` (the first line has the names). */
export type ScriptRows = ScriptSpan &
  ({ readonly kind: 'row'; readonly values: Readonly<Record<string, ScriptValue>> } | { readonly kind: 'file'; readonly path: string })

// ------------------------------------------------------------------------------------------------ values

export type ScriptValue = ScriptSpan &
  /** Untagged: tag ''. `parts` with names of rows or parameters inside braces. */
  (
    | { readonly kind: 'text'; readonly variants: Readonly<Record<string, readonly (string | { readonly name: string })[]>> }
    | { readonly kind: 'number'; readonly raw: string }
    | { readonly kind: 'money'; readonly currency: string; readonly amount: string }
    /** ms */
    | { readonly kind: 'duration'; readonly ms: number }
    | { readonly kind: 'date' | 'time' | 'moment'; readonly text: string }
    /** A choice's value, `true`, `false`, `nothing`, a row's or a setup's name. */
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'list'; readonly items: readonly ScriptValue[] }
    | { readonly kind: 'record'; readonly fields: Readonly<Record<string, ScriptValue>> }
    /** `file "./payees.json"` */
    | { readonly kind: 'file'; readonly path: string }
    /** `recording 5s` */
    | { readonly kind: 'recording'; readonly ms: number }
    /** A cell of a CSV file: it is read as whatever is wanted where it is used. The span is that of `each row of`. */
    | { readonly kind: 'cell'; readonly text: string }
  )

// ------------------------------------------------------------------------------------------------ lines

/** An outcome with its values: `accepted(id)`, `declined(reason)`, `failed`; or a plain result. */
export type ScriptAnswer = ScriptSpan &
  (
    | { readonly kind: 'outcome'; readonly name: string; readonly values: readonly ScriptValue[]; readonly after: number }
    | { readonly kind: 'value'; readonly value: ScriptValue; readonly after: number }
    | { readonly kind: 'fails'; readonly after: number }
    | { readonly kind: 'never answers' }
    /** It was done, and the answer was lost on the way. */
    | { readonly kind: 'loses the answer' }
  )

/** What `hear` looks for. Tagged texts mean the run's language. */
export type HearWhat =
  | { readonly kind: 'text'; readonly text: ScriptValue; readonly exactly: boolean }
  | { readonly kind: 'prompt'; readonly name: string; readonly values: Readonly<Record<string, ScriptValue>> }
  | { readonly kind: 'menu'; readonly name: string }
  | { readonly kind: 'recording' }
  | { readonly kind: 'nothing else' }

export type ScriptLine = ScriptSpan &
  (
    | { readonly kind: 'call'; readonly from: string | null; readonly to: string | null; readonly at: string | null }
    | {
        readonly kind: 'run'
        readonly setup: string
        readonly arguments: readonly { readonly name: string | null; readonly value: ScriptValue }[]
      }
    /** Answers in order, the last one for all that follow (`then`). */
    | { readonly kind: 'given operation'; readonly service: string; readonly operation: string; readonly answers: readonly ScriptAnswer[] }
    | { readonly kind: 'given setting'; readonly name: string; readonly value: ScriptValue }
    /** `answers after 40s for 2min`, `has no agents`, `has 3 waiting, 2 agents, longest 40s` */
    | {
        readonly kind: 'given queue'
        readonly queue: string
        readonly answers: { readonly after: number; readonly for: number; readonly who: ScriptValue | null } | null
        readonly noAgents: boolean
        /** `fails`: the queue cannot be reached. */
        readonly fails: boolean
        readonly waiting: number | null
        readonly agents: number | null
        /** ms */
        readonly longest: number | null
      }
    /** `given number "…" is busy | answers after 5s for 1min | does not answer | fails` */
    | {
        readonly kind: 'given number'
        readonly number: string
        readonly is: 'busy' | 'no answer' | 'failed' | 'answered'
        readonly after: number
        readonly for: number
      }
    /** `hear`, `hear next`, `never hear`; `within` in ms. */
    | { readonly kind: 'hear'; readonly mode: 'forward' | 'next' | 'never'; readonly what: HearWhat; readonly within: number | null }
    /** Keys as typed; `,` is half a second. `names`: a row's value instead of keys. */
    | { readonly kind: 'press'; readonly how: 'patient' | 'early' | 'ahead'; readonly keys: ScriptValue }
    /** `enter card "…"`: `listener` is the collect's name, null where not said. */
    | { readonly kind: 'enter'; readonly how: 'patient' | 'early' | 'ahead'; readonly listener: string | null; readonly keys: ScriptValue }
    /** The key of `press … for language` for this run. */
    | { readonly kind: 'choose language' }
    | { readonly kind: 'wait'; readonly ms: number }
    | { readonly kind: 'stay silent' }
    | { readonly kind: 'hang up' }
    | { readonly kind: 'speak'; readonly ms: number }
    | {
        readonly kind: 'expect operation'
        readonly service: string
        readonly operation: string
        /** Exact count; null = at least once. 0 = not performed. */
        readonly times: number | null
        readonly with: Readonly<Record<string, ScriptValue>>
      }
    | { readonly kind: 'expect level'; readonly level: string }
    | { readonly kind: 'expect ended'; readonly where: { readonly place: string } | { readonly by: 'caller' | 'line' } }
    | { readonly kind: 'expect connected'; readonly queue: string }
    | { readonly kind: 'expect transferred'; readonly number: ScriptValue }
    /** With `{name}` of a row's values, and `{language}`, left in. */
    | { readonly kind: 'expect transcript'; readonly path: string }
  )

const BEFORE_CALL: ReadonlySet<ScriptLine['kind']> = new Set([
  'call',
  'run',
  'given operation',
  'given setting',
  'given queue',
  'given number',
])

/** A line that a call need not have begun for. */
export const standsBeforeCall = (line: ScriptLine): boolean => BEFORE_CALL.has(line.kind)
