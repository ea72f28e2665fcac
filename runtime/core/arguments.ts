// What is handed to a service: worked out, and held against its refinements before anything is sent (semantics §3).
import type { Operation } from '../../machine/format.ts'
import type { Expression } from '../../machine/expressions.ts'
import type { Value } from '../../machine/values.ts'
import { createCheck, type Check } from './check.ts'
import type { Expressions } from './expressions.ts'
import { hasUnknown, UNKNOWN, type Decide } from './marks.ts'
import type { Evaluate } from './prepared.ts'
import { emit, type Turn } from './turn.ts'

/** The arguments in the parameters' order; null where one does not fit: nothing is sent then. */
export type Arguments = (turn: Turn) => readonly Value[] | null

export function prepareArguments(operation: number, of: Operation, given: readonly Expression[], expressions: Expressions): Arguments {
  const parameters = of.parameters.map(({ name, type }, index) => ({
    name,
    check: createCheck(type, 'inside'),
    value: expressions.evaluate(given[index]!),
  }))
  const { decide } = expressions
  if (decide !== null) return decided(operation, parameters, decide)
  return turn => {
    const values: Value[] = []
    for (const { name, check, value } of parameters) {
      const checked = check(value(turn))
      if (checked === undefined) {
        if (turn.prepared.trace) emit(turn, { kind: 'not sent', operation, parameter: name, point: turn.point })
        return null
      }
      values.push(checked)
    }
    return values
  }
}

interface Parameter {
  readonly name: string
  readonly check: Check
  readonly value: Evaluate
}

/** The same, where whether they fit may depend on what no trace shows: told as the index of the first that does not, or −1. */
function decided(operation: number, parameters: readonly Parameter[], decide: Decide): Arguments {
  return turn => {
    const given = parameters.map(({ value }) => value(turn))
    const checked = given.map((value, index) => (hasUnknown(value) ? value : parameters[index]!.check(value)))
    const misfit = checked.findIndex(value => value === undefined)
    const first = decide<number>(turn, given.some(hasUnknown) ? UNKNOWN : misfit)
    if (first < 0) return checked as readonly Value[]
    if (turn.prepared.trace) emit(turn, { kind: 'not sent', operation, parameter: parameters[first]!.name, point: turn.point })
    return null
  }
}

/** The arguments without the secret ones, in whose place is nothing. */
export const withoutSecrets = (operation: Operation, values: readonly Value[]): Value[] =>
  values.map((value, index) => (operation.parameters[index]!.type.class === 'secret' ? null : value))
