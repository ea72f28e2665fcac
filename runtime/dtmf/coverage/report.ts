// Coverage as figures: how much of each kind, over one program or several.
import type { Machine, SourceSpan } from '../../../machine/format.ts'
import { isCovered, type Collector } from './collect.ts'
import { createGuide, type Guide } from './keys.ts'
import { KINDS, type CoverageItem, type CoverageKind } from './universe.ts'
import type { Sentence } from '../../../machine/value-problems.ts'

export interface KindCoverage {
  readonly kind: CoverageKind
  readonly covered: number
  readonly all: number
}

export interface MissingItem {
  readonly item: CoverageItem
  /** What to dial to come there; null where no way is found. */
  readonly keys: Sentence | null
}

export interface ProgramCoverage {
  readonly machine: Machine
  readonly kinds: readonly KindCoverage[]
  readonly items: readonly CoverageItem[]
  readonly counts: Uint32Array
  readonly missing: readonly MissingItem[]
}

/** `keys` costs a search of the machine, and is asked for where what is missing is told. Who asks often keeps the machine's guide. */
export function programCoverage(
  { universe, counts }: Pick<Collector, 'universe' | 'counts'>,
  keys: boolean,
  guide: Guide = createGuide(universe.machine),
): ProgramCoverage {
  const { machine, items } = universe
  // What no call can reach (a branch that its level decides) is not asked of scripts.
  const possible = items.filter(item => isCovered(item, counts) || guide.reaches(item.goal))
  const missing = possible.filter(item => !isCovered(item, counts))
  return {
    machine,
    kinds: KINDS.map(kind => {
      const of = possible.filter(item => item.kind === kind)
      return { kind, covered: of.filter(item => isCovered(item, counts)).length, all: of.length }
    }),
    items: possible,
    counts,
    missing: missing.map(item => ({ item, keys: keys ? guide.keysTo(item.goal) : null })),
  }
}

/** By kind, over all programs; the last is the whole. */
export function sumKinds(programs: readonly ProgramCoverage[]): { readonly kinds: readonly KindCoverage[]; readonly percent: number } {
  const kinds = KINDS.map(kind => {
    const of = programs.map(program => program.kinds.find(one => one.kind === kind)!)
    return { kind, covered: of.reduce((sum, one) => sum + one.covered, 0), all: of.reduce((sum, one) => sum + one.all, 0) }
  })
  const covered = kinds.reduce((sum, one) => sum + one.covered, 0)
  const all = kinds.reduce((sum, one) => sum + one.all, 0)
  return { kinds, percent: percentOf(covered, all) }
}

/** Nothing to cover is all covered. */
export const percentOf = (part: number, all: number): number => (all === 0 ? 100 : (part / all) * 100)

/** Rounded down to a tenth: 99.96 % is not 100 %. */
export const printPercent = (percent: number): string => `${(Math.floor(percent * 10) / 10).toFixed(1)} %`

export interface ReportedItem {
  readonly kind: CoverageKind
  readonly name: string
  readonly place: string | null
  readonly file: string
  readonly line: number
  readonly count: number
  readonly keys?: string
}

/** Where a span is: the file as shown, the line from 1. */
export type Locate = (at: SourceSpan) => { readonly file: string; readonly line: number }

export function coverageJson(program: ProgramCoverage, name: string, locate: Locate, language: 'en' | 'zh'): unknown {
  const keys = new Map(program.missing.map(one => [one.item, one.keys]))
  return {
    program: name,
    summary: Object.fromEntries(program.kinds.map(({ kind, covered, all }) => [kind, { covered, all, percent: percentOf(covered, all) }])),
    items: program.items.map((item): ReportedItem => {
      const { file, line } = locate(item.at)
      const way = keys.get(item)
      const place = item.place < 0 ? null : program.machine.places[item.place]!.name
      return {
        kind: item.kind,
        name: item.name,
        place,
        file,
        line,
        count: program.counts[item.counter]!,
        ...(way ? { keys: way[language] } : {}),
      }
    }),
  }
}
