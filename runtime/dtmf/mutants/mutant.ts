// A mutant: the machine with one thing changed that a designer could have written by mistake.
import type { Listener, Machine, Point, PointId, SourceSpan } from '../../../machine/format.ts'
import type { Sentence } from '../../../machine/value-problems.ts'

export const MUTANT_KINDS = [
  'target',
  'outcome',
  'condition',
  'check',
  'amount',
  'timer',
  'tries',
  'say',
  'language',
  'grant',
  'lower',
  'notify',
] as const
export type MutantKind = (typeof MUTANT_KINDS)[number]

export interface Mutant {
  /** `log_in: say 2`: stays while the place keeps its name and the steps of this kind their order. */
  readonly id: string
  readonly kind: MutantKind
  readonly at: SourceSpan
  /** What was changed, in the designer's words. */
  readonly change: Sentence
  /** Counters of the universe: a script that touched none of them cannot notice. Null: every script may. */
  readonly reach: readonly number[] | null
  readonly make: () => Machine
}

/** A mutant without its number. */
export type Draft = Omit<Mutant, 'id'> & {
  /** Place or listener group that its id begins with. */
  readonly where: string
  /** In place of kind and number. */
  readonly label?: string
}

export const withPoint = (machine: Machine, id: PointId, point: Point): Machine => ({ ...machine, points: machine.points.with(id, point) })

export const withListeners = (machine: Machine, change: (listener: Listener, index: number) => Listener): Machine => ({
  ...machine,
  listeners: machine.listeners.map(change),
})

/** A step that does nothing, in place of one that did. */
export const passOver = (point: Point, next: PointId): Point => ({ op: 'jump', at: point.at, place: point.place, next })
