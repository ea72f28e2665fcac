// What `callwright test --json` says, as the Test Explorer shows it. Without any part of the editor.

/** One script in one language, for one row. */
export interface ListedRun {
  readonly id: string
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly name: string
  readonly language: string
  readonly row?: number
  readonly tags?: readonly string[]
}

export interface RunResult extends ListedRun {
  readonly passed: boolean
  /** Of the call, ms. */
  readonly duration: number
  /** Of the run, ms. */
  readonly elapsed: number
  readonly failure?: {
    readonly line: number
    readonly at: number
    readonly problem: string
    readonly expected?: string
    readonly came: readonly string[]
    readonly paste?: string
    readonly hint?: string
  }
}

export interface TestOutput {
  readonly runs: readonly RunResult[]
  readonly skips: readonly { readonly id: string; readonly why: string }[]
  readonly problems: readonly { readonly file: string; readonly message: string }[]
}

/** A script, and its runs below it: the rows and languages. */
export interface ScriptTest {
  readonly id: string
  readonly label: string
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly tags: readonly string[]
  readonly runs: readonly { readonly id: string; readonly label: string }[]
}

/** The scripts of a list, in its order. */
export function scriptTests(list: readonly ListedRun[]): readonly ScriptTest[] {
  const found = Map.groupBy(list, ({ file, line }) => `${file}:${line}`)
  return [...found].map(([id, runs]) => {
    const { file, line, tags } = runs[0]!
    const label = commonName(runs.map(run => run.name))
    // What they have in common stands above them.
    const labelOf = ({ name, language, row }: ListedRun): string =>
      `${language}${row === undefined ? '' : ` (${row})`}${name === label ? '' : ` ${name}`}`
    return { id, label, file, line, tags: tags ?? [], runs: runs.map(run => ({ id: run.id, label: labelOf(run) })) }
  })
}

/** Rows put their values into a script's name: how the names begin and end, with … between. */
function commonName(names: readonly string[]): string {
  const first = [...names[0]!]
  const others = names.slice(1).map(name => [...name])
  if (names.every(name => name === names[0])) return names[0]!
  let start = 0
  while (start < first.length && others.every(other => other[start] === first[start])) start++
  let end = 0
  const least = Math.min(first.length, ...others.map(other => other.length)) - start
  while (end < least && others.every(other => other.at(-1 - end) === first.at(-1 - end))) end++
  return `${first.slice(0, start).join('')}…${first.slice(first.length - end).join('')}`
}

export type Verdict =
  | { readonly kind: 'passed'; readonly id: string; readonly elapsed: number }
  | { readonly kind: 'skipped'; readonly id: string }
  | {
      readonly kind: 'failed'
      readonly id: string
      readonly elapsed: number
      readonly message: string
      readonly expected?: string
      readonly actual?: string
      readonly line: number
    }

/** What became of each run. */
export function verdicts({ runs, skips }: TestOutput): readonly Verdict[] {
  return [
    ...runs.map((run): Verdict => {
      const { id, elapsed, failure } = run
      if (run.passed || !failure)
        return run.passed ? { kind: 'passed', id, elapsed } : { kind: 'failed', id, elapsed, message: run.name, line: run.line }
      const { problem, hint, paste, came, expected, line } = failure
      const message = [problem, hint, paste].filter(part => part !== undefined).join('\n')
      // Only what came and what was expected can be compared.
      const compared = expected === undefined ? {} : { expected, actual: came.join('\n') }
      return {
        kind: 'failed',
        id,
        elapsed,
        message: expected === undefined && came.length > 0 ? `${message}\n${came.join('\n')}` : message,
        ...compared,
        line,
      }
    }),
    ...skips.map(({ id }): Verdict => ({ kind: 'skipped', id })),
  ]
}
