// Back ends: queries, attempts, transactions and notices.
import type { OutcomeEdge, Outcomes, PointId, RegisterId } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import { lowerFitted } from './expressions.ts'
import { held, localRegister } from './registers.ts'
import { spanOf } from './spans.ts'
import { lowerTell } from './texts.ts'
import type { Lowering, MachineExpression, Scope } from './types.ts'

/** What an operation is asked with: its number and its arguments in the parameters' order. */
function lowerCall(
  lowering: Lowering,
  scope: Scope,
  call: ast.OperationCall,
): { operation: number; arguments: readonly MachineExpression[] } | null {
  const symbol = lowering.program.symbolOf.get(call.operation)
  if (symbol?.kind !== 'operation') return null
  const fitted = lowering.program.argumentsOf.get(call) ?? call.arguments.map(argument => argument.value)
  const values = symbol.node.parameters.map((parameter, index): MachineExpression => {
    const given = fitted[index]
    const type = lowering.program.typeOfNode.get(parameter.type)
    return given ? lowerFitted(lowering, scope, given, held(type)) : { kind: 'constant', value: null }
  })
  return { operation: lowering.operationOf.get(symbol.node)!, arguments: values }
}

/** Outcome name → where it leads, with the registers that take its values; grouped names share a block. */
export function lowerOutcomes(lowering: Lowering, scope: Scope, clauses: readonly ast.OutcomeClause[], next: PointId): Outcomes {
  const outcomes: Record<string, OutcomeEdge> = {}
  for (const clause of clauses.toReversed()) {
    const to = lowering.parts.steps(lowering, scope, clause.body.steps, next)
    const values = clause.values.map((name): RegisterId => {
      const local = lowering.program.localOf.get(name)
      return local ? localRegister(lowering, scope, local) : -1
    })
    for (const name of clause.names) outcomes[name.text] = { to, values, at: spanOf(lowering, scope, name) }
  }
  return Object.fromEntries(Object.entries(outcomes).sort(([, a], [, b]) => a.at[1] - b.at[1]))
}

/** A question with its outcomes: of a back end, or of a queue's state. */
function ask(lowering: Lowering, scope: Scope, call: ast.OperationCall, outcomes: Outcomes): PointId {
  const point = { at: spanOf(lowering, scope, call), place: scope.owner.index, outcomes, live: [] }
  const service = lowering.program.symbolOf.get(call.service)
  if (service?.kind === 'queue') return lowering.graph.add({ op: 'queue-state', ...point, queue: lowering.queueOf.get(service.node) ?? 0 })
  const asked = lowerCall(lowering, scope, call)
  return asked ? lowering.graph.add({ op: 'request', ...point, ...asked }) : (outcomes['failed']?.to ?? 0)
}

export const lowerRequest = (lowering: Lowering, scope: Scope, step: ast.RequestStep, next: PointId): PointId =>
  ask(lowering, scope, step.call, lowerOutcomes(lowering, scope, step.outcomes, next))

/** A plain result into a register; `failed` elsewhere. */
export function askValue(
  lowering: Lowering,
  scope: Scope,
  call: ast.OperationCall,
  into: RegisterId,
  answered: PointId,
  failed: PointId,
): PointId {
  const at = spanOf(lowering, scope, call)
  return ask(lowering, scope, call, { answered: { to: answered, values: [into], at }, failed: { to: failed, values: [], at } })
}

export function lowerPerform(lowering: Lowering, scope: Scope, step: ast.PerformStep, next: PointId): PointId {
  const outcomes = lowerOutcomes(lowering, scope, step.outcomes, next)
  const asked = lowerCall(lowering, scope, step.call)
  if (!asked) return next
  return lowering.graph.add({
    op: 'perform',
    at: spanOf(lowering, scope, step),
    place: scope.owner.index,
    ...asked,
    ...(step.meanwhile ? { meanwhile: step.meanwhile.items.map(item => lowerTell(lowering, scope, item)) } : {}),
    outcomes,
    live: [],
  })
}

export function lowerNotify(lowering: Lowering, scope: Scope, step: ast.NotifyStep, next: PointId): PointId {
  const asked = lowerCall(lowering, scope, step.call)
  if (!asked) return next
  return lowering.graph.add({ op: 'notify', at: spanOf(lowering, scope, step), place: scope.owner.index, ...asked, next })
}
