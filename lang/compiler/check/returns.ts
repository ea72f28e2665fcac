import type * as ast from '../../grammar/ast.ts'
import { describe } from '../typing/describe.ts'
import { complain, type Context } from './context.ts'
import { expression, fit } from './expressions.ts'

/** `return` and its value, against what the flow says it returns. */
export function returnStep(context: Context, step: ast.ReturnStep): void {
  const { flow, unit } = context
  // In `hung up` it ends the block: there is nobody to return a value to.
  if (context.restricted === 'hung up' && !step.value) return
  if (!flow) {
    if (step.value) expression(context, step.value, 'anything')
    complain(context, 'return-outside', {}, step)
    return
  }
  const returns = unit.factsOf.get(flow)?.returns ?? null
  if (returns && step.value) fit(context, step.value, returns)
  else if (returns) complain(context, 'return-value-missing', { wanted: describe(returns) }, step)
  else if (step.value) {
    expression(context, step.value)
    complain(context, 'return-value-unexpected', { flow: flow.name.text }, step.value)
  }
}
