// Numbers and sums of money written in an expression, and the expression with one of them greater by the least there is.
import type { Expression } from '../../../machine/expressions.ts'

type Node = Readonly<Record<string, unknown>>

const isExpression = (value: unknown): value is Expression => typeof value === 'object' && value !== null && 'kind' in value

/** Levels are numbers in a machine, but none that a designer counts. */
const isLevel = (expression: Expression): boolean => expression.kind === 'call' && expression.field === 'level'

/** How many there are. */
export function countConstants(expression: Expression): number {
  let found = 0
  walk(expression, value => {
    found++
    return value
  })
  return found
}

/** The n-th (from 0) greater by one: of money a fen, of a number with decimals one of the last. */
export function raiseConstant(expression: Expression, which: number): { readonly expression: Expression; readonly value: number } {
  let at = -1
  let value = 0
  const changed = walk(expression, before => {
    if (++at !== which) return before
    value = before
    return before + 1
  })
  return { expression: changed, value }
}

/** How deep an expression may be is bounded where a machine is read. */
function walk(expression: Expression, change: (value: number) => number): Expression {
  if (expression.kind === 'constant') {
    if (typeof expression.value !== 'number') return expression
    const value = change(expression.value)
    return value === expression.value ? expression : { ...expression, value }
  }
  if ((expression.kind === 'same' || expression.kind === 'order') && (isLevel(expression.left) || isLevel(expression.right)))
    return expression
  let changed: Record<string, unknown> | null = null
  for (const [key, part] of Object.entries(expression as Node)) {
    const after = isExpression(part)
      ? walk(part, change)
      : Array.isArray(part)
        ? part.map((one: unknown) => (isExpression(one) ? walk(one, change) : one))
        : key === 'variants'
          ? Object.fromEntries(Object.entries(part as Node).map(([tag, one]) => [tag, walk(one as Expression, change)]))
          : part
    if (after !== part) changed = { ...(changed ?? expression), [key]: after }
  }
  return (changed ?? expression) as Expression
}
