// `query`, `attempt`, `perform` and `notify` as steps.
import type * as ast from '../../grammar/ast.ts'
import { outcomeBlock } from './steps.ts'
import { complain, inner, type Context } from './context.ts'
import { operationCall, outcomesOf, resultOf } from './operations.ts'
import { checkOutcomes } from './outcomes.ts'
import { say } from './says.ts'

export function requestStep(context: Context, step: ast.RequestStep): void {
  outcomes(context, step)
}

export function performStep(context: Context, step: ast.PerformStep): void {
  if (step.meanwhile) say(context, step.meanwhile)
  outcomes(context, step)
}

function outcomes(context: Context, step: ast.RequestStep | ast.PerformStep): void {
  const operation = operationCall(context, step.call)
  const name = step.call.operation
  if (!operation) {
    walkUnchecked(context, step.outcomes)
    return
  }
  if (resultOf(context, operation) !== null && step.call.verb === 'query') {
    complain(context, 'block-of-result', { operation: name.text }, name)
    walkUnchecked(context, step.outcomes)
    return
  }
  if (operation.kind === 'operation' && operation.symbol.node.operation === 'notice') {
    walkUnchecked(context, step.outcomes)
    return
  }
  checkOutcomes(context, step, name, step.outcomes, outcomesOf(context, operation))
}

/** The operation is unknown: its outcomes and their values are too, and the blocks are still checked. */
function walkUnchecked(context: Context, clauses: readonly ast.OutcomeClause[]): void {
  for (const clause of clauses) {
    const inside = inner(context, { outcome: 'named' })
    for (const name of clause.values) {
      if (name.text === '') continue
      const local = { kind: 'local', name: name.text, file: context.file, node: name, of: 'outcome', type: { kind: 'unknown' } } as const
      context.unit.localOf.set(name, local)
      context.unit.used.add(local)
      inside.scope.names.set(name.text, local)
    }
    outcomeBlock(inside, clause.body)
  }
}

export function notifyStep(context: Context, step: ast.NotifyStep): void {
  operationCall(context, step.call)
}
