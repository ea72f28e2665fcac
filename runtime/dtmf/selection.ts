// Which runs of scripts are run: by place, name, tag, what failed last, and a share of them. Pure; the date comes in.
import type { ScriptRun } from './script-instances.ts'

export interface SelectionOptions {
  /** `FILE:LINE`: the offset range of the line in its file. The script (or row) on that line is run. */
  readonly places?: readonly { readonly file: string; readonly start: number; readonly end: number }[]
  /** `-g`: found in the name, as a regular expression where it is one, else as it is written; without case. */
  readonly pattern?: string
  /** Any of them. */
  readonly tags?: readonly string[]
  /** `--last-failed`: ids of runs. Where none is among the runs, all are run. */
  readonly lastFailed?: readonly string[]
  /** `--shard 1/4` */
  readonly shard?: { readonly index: number; readonly count: number }
  /** `YYYY-MM-DD`: a `skip … until` before it is over. */
  readonly today: string
  /** `only` is an error under CI. */
  readonly ci: boolean
}

export type SelectionProblem =
  | { readonly kind: 'skip is over'; readonly run: ScriptRun; readonly until: string }
  | { readonly kind: 'only under CI'; readonly run: ScriptRun }
  /** No script stands there. */
  | { readonly kind: 'nothing there'; readonly file: string; readonly start: number }

export interface Selection {
  readonly runs: readonly ScriptRun[]
  readonly skipped: readonly { readonly run: ScriptRun; readonly why: string }[]
  /** Each fails the test run; the runs they name are not in `runs`. */
  readonly problems: readonly SelectionProblem[]
}

export function selectRuns(all: readonly ScriptRun[], options: SelectionOptions): Selection {
  const problems: SelectionProblem[] = []
  let runs = all
  if (options.places && options.places.length > 0) {
    const chosen = new Set<ScriptRun>()
    for (const place of options.places) {
      const there = runsAt(all, place)
      if (there.length === 0) problems.push({ kind: 'nothing there', file: place.file, start: place.start })
      for (const run of there) chosen.add(run)
    }
    runs = all.filter(run => chosen.has(run))
  }
  if (options.pattern !== undefined) {
    const matches = nameMatcher(options.pattern)
    runs = runs.filter(run => matches(run.name))
  }
  if (options.tags && options.tags.length > 0) {
    const { tags } = options
    runs = runs.filter(run => run.script.tags.some(tag => tags.includes(tag)))
  }
  const named = (options.places?.length ?? 0) > 0
  // `only` is a tester's own note; a place on the command line says more than it does.
  if (runs.some(run => run.script.only)) {
    if (options.ci) for (const run of firstOfEach(runs.filter(one => one.script.only))) problems.push({ kind: 'only under CI', run })
    else if (!named) runs = runs.filter(run => run.script.only)
  }
  if (options.lastFailed) {
    const failed = new Set(options.lastFailed)
    const again = runs.filter(run => failed.has(run.id))
    if (again.length > 0) runs = again
  }
  const skipped: { readonly run: ScriptRun; readonly why: string }[] = []
  const kept: ScriptRun[] = []
  for (const run of runs) {
    const { skip } = run.script
    if (!skip) kept.push(run)
    else if (skip.until !== null && skip.until < options.today) problems.push({ kind: 'skip is over', run, until: skip.until })
    else skipped.push({ run, why: skip.why })
  }
  return { runs: options.shard ? shardOf(kept, options.shard) : kept, skipped, problems: onceEach(problems) }
}

/** All runs whose script covers the place; where it is the line of one `each`, that row alone. */
function runsAt(
  all: readonly ScriptRun[],
  place: { readonly file: string; readonly start: number; readonly end: number },
): readonly ScriptRun[] {
  const touches = (span: { readonly start: number; readonly end: number }): boolean => span.start < place.end && span.end > place.start
  const inFile = all.filter(run => run.file.file === place.file && touches(run.script))
  const rows = inFile.filter(run => run.rowNumber > 0 && touches(run.rowSpan) && run.rowSpan !== run.script)
  return rows.length > 0 ? rows : inFile
}

function nameMatcher(pattern: string): (name: string) => boolean {
  try {
    const expression = new RegExp(pattern, 'iu')
    return name => expression.test(name)
  } catch {
    const wanted = pattern.toLowerCase()
    return name => name.toLowerCase().includes(wanted)
  }
}

/**
 * The `index`-th of `count` shares (from 1): by turns, in the order of the ids' hashes. Shares differ by one run at most, and
 * neither the order of files nor that of scripts in them matters.
 */
function shardOf(runs: readonly ScriptRun[], shard: { readonly index: number; readonly count: number }): readonly ScriptRun[] {
  const order = runs
    .map((run, index) => ({ index, id: run.id, hash: hashOf(run.id) }))
    .toSorted((left, right) => left.hash - right.hash || (left.id < right.id ? -1 : left.id > right.id ? 1 : left.index - right.index))
  const mine = new Set(order.filter((_, place) => place % shard.count === shard.index - 1).map(({ index }) => index))
  return runs.filter((_, index) => mine.has(index))
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash
}

const firstOfEach = (runs: readonly ScriptRun[]): readonly ScriptRun[] =>
  runs.filter((run, index) => runs.findIndex(other => other.script === run.script) === index)

/** A script with many rows says it once. */
const onceEach = (problems: readonly SelectionProblem[]): readonly SelectionProblem[] =>
  problems.filter(
    (problem, index) =>
      problem.kind === 'nothing there' ||
      problems.findIndex(other => other.kind === problem.kind && 'run' in other && other.run.script === problem.run.script) === index,
  )

/** `1/4`; null where it is no share. */
export function parseShard(text: string): { readonly index: number; readonly count: number } | null {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text)
  const index = Number(match?.[1])
  const count = Number(match?.[2])
  return match && index >= 1 && index <= count ? { index, count } : null
}
