// Loops: `repeat` counts its rounds, `for each` runs over the list as it was at the start.
import type { PointId } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import type * as ast from '../../grammar/ast.ts'
import { branch } from './branches.ts'
import { lowerExpression, register, valueType } from './expressions.ts'
import { hiddenRegister, localRegister } from './registers.ts'
import { spanOf } from './spans.ts'
import type { Lowering, Loop, Scope } from './types.ts'

const WHOLE: Type = { kind: 'number', decimals: 0 }

export function lowerRepeat(lowering: Lowering, scope: Scope, step: ast.RepeatStep, next: PointId): PointId {
  const { graph } = lowering
  const point = { at: spanOf(lowering, scope, step), place: scope.owner.index }
  const counter = hiddenRegister(lowering, scope, 'rounds', WHOLE, step)
  const head = graph.reserve()
  // Each way to begin a round again counts it: that is what bounds it.
  const loop: Loop = { next: head, previous: head, again: head, leave: next }
  const body = lowering.parts.steps(lowering, { ...scope, loop }, step.body.steps, head)
  const out = step.otherwise ? lowering.parts.steps(lowering, scope, step.otherwise.steps, next) : next
  graph.write(head, { op: 'repeat', ...point, counter, times: step.times, body, out })
  return graph.add({ op: 'repeat-start', ...point, counter, next: head })
}

export function lowerForEach(lowering: Lowering, scope: Scope, step: ast.ForEachStep, next: PointId): PointId {
  const { graph, program } = lowering
  const point = { at: spanOf(lowering, scope, step), place: scope.owner.index }
  const given = valueType(lowering, step.list)
  const type: Type = given ?? { kind: 'list', of: { kind: 'text' }, upTo: 100 }
  const upTo = type.kind === 'list' ? type.upTo : 100
  const list = hiddenRegister(lowering, scope, 'list', type, step.list)
  const index = hiddenRegister(lowering, scope, 'index', WHOLE, step)
  const local = program.localOf.get(step.name)
  const item = local ? localRegister(lowering, scope, local) : hiddenRegister(lowering, scope, 'item', { kind: 'text' }, step)
  const counted = step.counter ? program.localOf.get(step.counter) : undefined
  const counter = counted ? { counter: localRegister(lowering, scope, counted) } : {}

  const loop: Loop = { next: graph.reserve(), previous: graph.reserve(), again: graph.reserve(), leave: next }
  const body = lowering.parts.steps(lowering, { ...scope, loop }, step.body.steps, loop.next)
  const move = { op: 'each', ...point, list, index, item, ...counter, upTo, body, done: next } as const
  graph.write(loop.next, { ...move, move: 'next' })
  graph.write(loop.previous, { ...move, move: 'previous' })
  graph.write(loop.again, { ...move, move: 'again' })
  let start = graph.add({ ...move, move: 'start' })
  if (step.none) {
    const none = lowering.parts.steps(lowering, scope, step.none.body.steps, next)
    start = branch(lowering, scope, { kind: 'is-empty', operand: register(list) }, none, start, step.none)
  }
  return graph.add({ op: 'set', ...point, register: list, value: lowerExpression(lowering, scope, step.list), next: start })
}
