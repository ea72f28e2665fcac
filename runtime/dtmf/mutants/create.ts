// All mutants of a machine, in the order of its source, each with an id that lives through moved lines.
import type { SourceSpan } from '../../../machine/format.ts'
import type { Universe } from '../coverage/universe.ts'
import { lineMutants, listenerMutants } from './listener-mutants.ts'
import type { Mutant } from './mutant.ts'
import { pointMutants, surroundingsOf } from './point-mutants.ts'

export function createMutants(universe: Universe): Mutant[] {
  const around = surroundingsOf(universe)
  const drafts = [
    ...universe.machine.points.flatMap((_, id) => pointMutants(around, id)),
    ...listenerMutants(around),
    ...lineMutants(around),
  ].sort((a, b) => compareSpans(a.at, b.at))
  const numbers = new Map<string, number>()
  return drafts.map((draft): Mutant => {
    const { where, label, ...mutant } = draft
    return { ...mutant, id: number(numbers, `${where}: ${label ?? draft.kind}`, label !== undefined) }
  })
}

/** A label has a number only from its second on. */
function number(numbers: Map<string, number>, name: string, isLabel: boolean): string {
  const count = (numbers.get(name) ?? 0) + 1
  numbers.set(name, count)
  return isLabel && count === 1 ? name : `${name} ${count}`
}

const compareSpans = (a: SourceSpan, b: SourceSpan): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
