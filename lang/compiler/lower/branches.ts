// Branches: on a condition, on whether there is something, on a choice.
import type { PointId, RegisterId } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import type { Span } from '../../text/span.ts'
import { lowerExpression, lowerFitted, register } from './expressions.ts'
import { held, localRegister } from './registers.ts'
import { spanOf } from './spans.ts'
import type { Lowering, MachineExpression, Scope } from './types.ts'

/** A branch on a machine's condition. */
export function branch(
  lowering: Lowering,
  scope: Scope,
  condition: MachineExpression,
  then: PointId,
  otherwise: PointId,
  at: Span,
): PointId {
  const point = { at: spanOf(lowering, scope, at), place: scope.owner.index }
  // oxlint-disable-next-line unicorn/no-thenable -- the format's own name
  return lowering.graph.add({ op: 'branch', ...point, condition, then, else: otherwise })
}

export const lowerIf = (
  lowering: Lowering,
  scope: Scope,
  condition: ast.Expression,
  then: PointId,
  otherwise: PointId,
  at: Span,
): PointId => branch(lowering, scope, lowerExpression(lowering, scope, condition), then, otherwise, at)

/** On whether a name holds something. */
export const openOrElse = (lowering: Lowering, scope: Scope, name: RegisterId, then: PointId, otherwise: PointId, at: Span): PointId =>
  branch(lowering, scope, { kind: 'is-nothing', operand: register(name) }, otherwise, then, at)

/** `let y = x else`, `if let y = x`: y takes the value, which is worked out once, then it is asked whether there is one. */
export function lowerOpened(
  lowering: Lowering,
  scope: Scope,
  name: ast.Name,
  value: ast.Expression,
  then: PointId,
  otherwise: PointId,
  at: Span,
): PointId {
  const local = lowering.program.localOf.get(name)
  if (!local) return otherwise
  const id = localRegister(lowering, scope, local)
  const test = openOrElse(lowering, scope, id, then, otherwise, at)
  return lowering.graph.add({
    op: 'set',
    at: spanOf(lowering, scope, at),
    place: scope.owner.index,
    register: id,
    value: lowerFitted(lowering, scope, value, held(local.type)),
    next: test,
  })
}

export interface Arm {
  readonly values: readonly ast.Name[]
  readonly to: PointId
}

/** `match`: an arm for each value of the choice. */
export function lowerMatch(lowering: Lowering, scope: Scope, subject: ast.Expression, arms: readonly Arm[], at: Span): PointId {
  return lowering.graph.add({
    op: 'match',
    at: spanOf(lowering, scope, at),
    place: scope.owner.index,
    subject: lowerExpression(lowering, scope, subject),
    arms: Object.fromEntries(arms.flatMap(arm => arm.values.map(name => [name.text, arm.to] as const))),
  })
}
