// How a task ended: outcomes to points, their values checked and put into registers.
import type { Operation, Outcomes, PointId } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import { cleanText, createCheck, type Check } from './check.ts'
import type { Expressions } from './expressions.ts'
import { hasUnknown, UNKNOWN } from './marks.ts'
import { STAY } from './prepared.ts'
import type { Turn } from './turn.ts'

interface Edge {
  readonly to: PointId
  /** By value: its slot, −1 where it is not named. */
  readonly slots: readonly number[]
  readonly checks: readonly Check[]
}

export interface PreparedOutcomes {
  /** Is it among the outcomes, and do all its values fit? */
  readonly read: (turn: Turn, outcome: string, values: readonly Value[]) => readonly Value[] | undefined
  /** Puts values (of `read`) where they go; the outcome's point. */
  readonly follow: (turn: Turn, outcome: string, values: readonly Value[]) => PointId
}

const nothing: readonly Value[] = []

/** `checksOf`: of each outcome's values; the outcomes without values have none. */
export function prepareOutcomes(
  outcomes: Outcomes,
  checksOf: (outcome: string) => readonly Check[],
  expressions: Expressions,
): PreparedOutcomes {
  const edges = new Map<string, Edge>()
  for (const [outcome, edge] of Object.entries(outcomes)) {
    const slots = edge.values.map(register => (register < 0 ? -1 : expressions.slotOf(register)))
    edges.set(outcome, { to: edge.to, slots, checks: checksOf(outcome) })
  }
  return {
    read: (turn, outcome, values) => {
      const edge = edges.get(outcome)
      if (edge === undefined) return undefined
      if (edge.checks.length === 0) return nothing
      const { decide } = turn.prepared
      if (decide === null) return checkAll(edge.checks, values)
      // What is not known has been checked when the trace was written.
      const unknown = values.some(hasUnknown)
      const checked = unknown ? values : checkAll(edge.checks, values)
      return decide<boolean>(turn, unknown ? UNKNOWN : checked !== undefined) ? checked : undefined
    },
    follow: (turn, outcome, values) => {
      const { watch } = turn.prepared
      if (watch !== null) watch.way(turn.point, outcome)
      const edge = edges.get(outcome)
      if (edge === undefined) return turn.session.phase === 'live' ? turn.prepared.otherwise : STAY
      for (const [index, slot] of edge.slots.entries()) if (slot >= 0) turn.session.registers[slot] = values[index] ?? null
      return edge.to
    },
  }
}

function checkAll(checks: readonly Check[], values: readonly Value[]): readonly Value[] | undefined {
  const checked: Value[] = []
  for (const [index, check] of checks.entries()) {
    const value = check(values[index])
    if (value === undefined) return undefined
    checked.push(value)
  }
  return checked
}

/** The checks of an operation's answers: one value of a plain result, or each named outcome's. */
export function checksOf(operation: Operation): (outcome: string) => readonly Check[] {
  return outcome => {
    if (outcome === 'answered' && operation.result !== undefined) return [createCheck(operation.result, 'outside')]
    const values = Object.hasOwn(operation.outcomes, outcome) ? operation.outcomes[outcome]! : []
    return values.map(value => createCheck(value.type, 'outside'))
  }
}

/** Who answered, and whatever else a line names: text, empty where it named nothing. */
export const lineText: Check = value => cleanText(value) ?? ''
