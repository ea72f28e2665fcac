// What scripts go through of their programs, of all that was run of what stands now.
import type { SourceSpan } from '../../machine/format.ts'
import { createGuide, programCoverage, sumKinds, type ProgramCoverage } from '../../runtime/dtmf/coverage/index.ts'
import type { CoverageMarks } from '../editor/coverage-marks.ts'
import type { DeskCoverage, MissingItem } from './contract.ts'
import { lineOf, rangeOf } from './ranges.ts'
import { isTouched, type KnownRun } from './results.ts'
import type { ReadyProgram } from './script-files.ts'

const guides = new WeakMap<ReadyProgram, ReturnType<typeof createGuide>>()

/** `entry` names the program whose points and places are told; the figures are those of all, as `callwright test` sums them. */
export function deskCoverage(runs: readonly KnownRun[], entry: string | null): DeskCoverage | null {
  if (runs.length === 0) return null
  const programs = [...new Set(runs.map(run => run.program))]
  const covered = programs.map(program => ({ program, coverage: coverageOf(program, runs) }))
  const { kinds, percent } = sumKinds(covered.map(one => one.coverage))
  const own = covered.find(one => one.program.compiled.entry === entry)
  return {
    entry: own ? entry : null,
    revision: own?.program.compiled.revision ?? -1,
    percent,
    kinds,
    missing: covered.flatMap(one => missingOf(one.program, one.coverage)),
    points: own
      ? Uint8Array.from(own.coverage.counts.subarray(0, own.coverage.machine.points.length), count => (count > 0 ? 1 : 0))
      : new Uint8Array(),
    marks: marksOf(covered),
    ...(own ? scriptsOf(own.program, runs) : { scripts: [], places: {} }),
  }
}

function coverageOf(program: ReadyProgram, runs: readonly KnownRun[]): ProgramCoverage {
  const { universe } = program.collector
  const counts = new Uint32Array(universe.counters)
  for (const run of runs) {
    if (run.program !== program) continue
    for (const [byte, bits] of run.touched.entries()) {
      if (bits === 0) continue
      for (let bit = 0; bit < 8; bit++) if (bits & (1 << bit)) counts[byte * 8 + bit]!++
    }
  }
  const guide = guides.get(program) ?? createGuide(program.compiled.machine)
  guides.set(program, guide)
  return programCoverage({ universe, counts }, true, guide)
}

const missingOf = ({ compiled }: ReadyProgram, { machine, missing }: ProgramCoverage): MissingItem[] =>
  missing.map(({ item, keys }) => ({
    kind: item.kind,
    what: item.what,
    place: machine.places[item.place]?.name ?? null,
    source: rangeOf(compiled, item.at),
    line: lineOf(compiled, item.at),
    keys,
  }))

interface MarkedLine {
  readonly line: { readonly start: number; readonly end: number }
  some: boolean
  all: boolean
}

/** By lines. The languages of a place are told by their list alone. */
function marksOf(covered: readonly { readonly program: ReadyProgram; readonly coverage: ProgramCoverage }[]): CoverageMarks {
  const found = new Map<string, Map<number, MarkedLine>>()
  for (const { program, coverage } of covered) {
    const { machine, items, counts } = coverage
    const add = ([file, start]: SourceSpan, count: number): void => {
      const source = program.compiled.sources[file]
      if (source === undefined || source.standard) return
      const lines = found.get(source.path) ?? new Map<number, MarkedLine>()
      found.set(source.path, lines)
      const { line } = source.lineIndex.position(start)
      const known = lines.get(line) ?? { line: source.lineIndex.line(line), some: false, all: true }
      lines.set(line, known)
      if (count > 0) known.some = true
      else known.all = false
    }
    for (const item of items) if (item.kind !== 'languages') add(item.at, counts[item.counter]!)
    // What ran, ran; of what did not, the items know whether anybody could come there.
    for (const [id, point] of machine.points.entries()) if (counts[id]! > 0) add(point.at, 1)
  }
  return Object.fromEntries(
    [...found].map(([path, lines]) => [
      path,
      [...lines.values()].flatMap(({ line, some, all }) => [
        ...(some ? [{ ...line, covered: true }] : []),
        ...(all ? [] : [{ ...line, covered: false }]),
      ]),
    ]),
  )
}

function scriptsOf(program: ReadyProgram, runs: readonly KnownRun[]): Pick<DeskCoverage, 'scripts' | 'places'> {
  const own = runs.filter(run => run.program === program)
  const indexOf = new Map<string, number>()
  const scripts: DeskCoverage['scripts'][number][] = []
  const indices = own.map(({ path, line, name }) => {
    const key = `${line} ${path}`
    const known = indexOf.get(key)
    if (known !== undefined) return known
    indexOf.set(key, scripts.length)
    return scripts.push({ path, line, name }) - 1
  })
  const places = program.compiled.machine.places.map(({ name, entry }): readonly [string, readonly number[]] => [
    name,
    [...new Set(own.flatMap((run, at) => (isTouched(run, entry) ? [indices[at]!] : [])))],
  ])
  return { scripts, places: Object.fromEntries(places) }
}

interface CoveringScript {
  readonly file: string
  readonly line: number
  readonly name: string
}

/** By point: the scripts that go through it; undefined where none has run of the program as it stands. */
export function scriptsThrough(
  runs: readonly KnownRun[],
  { entry, revision }: Pick<ReadyProgram['compiled'], 'entry' | 'revision'>,
): ((point: number) => readonly CoveringScript[]) | undefined {
  const own = runs.filter(({ program: { compiled } }) => compiled.entry === entry && compiled.revision === revision)
  if (own.length === 0) return undefined
  return point => {
    const through = own.filter(run => isTouched(run, point)).map(({ path, line, name }) => ({ file: path, line, name }))
    return [...new Map(through.map(one => [`${one.line} ${one.file}`, one])).values()]
  }
}
