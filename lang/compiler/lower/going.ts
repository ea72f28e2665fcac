// Going places: arrows, parts and coming back from them, levels.
import type { PointId } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import type { Span } from '../../text/span.ts'
import { branch } from './branches.ts'
import { lowerFitted, register } from './expressions.ts'
import { levelIndex } from './levels.ts'
import { held, hiddenRegister, localRegister } from './registers.ts'
import { spanOf } from './spans.ts'
import { partsOf } from './substitute.ts'
import type { Lowering, MachineExpression, RegisterId, Scope } from './types.ts'

interface Parameter {
  readonly register: RegisterId
  readonly value: MachineExpression
}

function parametersOf(
  lowering: Lowering,
  scope: Scope,
  flow: ast.FlowDeclaration,
  node: ast.DoStep | ast.PlaceTarget,
): readonly Parameter[] {
  const fitted = lowering.program.argumentsOf.get(node) ?? node.arguments.map(argument => argument.value)
  const parameters = lowering.program.factsOf.get(flow)?.parameters ?? []
  return parameters.flatMap((parameter, index) => {
    const given = fitted[index]
    return given
      ? [{ register: localRegister(lowering, scope, parameter), value: lowerFitted(lowering, scope, given, held(parameter.type)) }]
      : []
  })
}

/** Arguments into their parameters' registers, all worked out before the first is set: a flow that goes to itself reads its own. */
function setParameters(lowering: Lowering, scope: Scope, parameters: readonly Parameter[], next: PointId, at: Span): PointId {
  const place = { at: spanOf(lowering, scope, at), place: scope.owner.index }
  const set = (to: RegisterId, value: MachineExpression, after: PointId): PointId =>
    lowering.graph.add({ op: 'set', ...place, register: to, value, next: after })
  const clashes = parameters.some((parameter, index) =>
    parameters
      .slice(index + 1)
      .some(later => partsOf(later.value).some(part => part.kind === 'register' && part.register === parameter.register)),
  )
  if (!clashes) return parameters.reduceRight((after, { register: to, value }) => set(to, value, after), next)
  const held = parameters.map(parameter => {
    const type = lowering.registers[parameter.register]!.type
    return { ...parameter, copy: hiddenRegister(lowering, scope, 'argument', type, at) }
  })
  const moved = held.reduceRight((after, { register: to, copy }) => set(to, register(copy), after), next)
  return held.reduceRight((after, { copy, value }) => set(copy, value, after), moved)
}

/** `-> target`. In a scope whose `again` is `AGAIN` (the line's own) it may be `AGAIN`. */
export function lowerTarget(lowering: Lowering, scope: Scope, target: ast.Target): PointId {
  if (target.kind === 'FixedTarget') return lowerFixed(lowering, scope, target)
  const symbol = target.kind === 'PlaceTarget' ? lowering.program.symbolOf.get(target.name) : undefined
  if (target.kind === 'Missing' || (symbol?.kind !== 'menu' && symbol?.kind !== 'flow')) return hangUp(lowering, scope, target)
  const point = { at: spanOf(lowering, scope, target), place: scope.owner.index }
  const go = lowering.graph.add({ op: 'go', ...point, to: lowering.placeOf.get(symbol.node)!.entry })
  return symbol.kind === 'menu' ? go : setParameters(lowering, scope, parametersOf(lowering, scope, symbol.node, target), go, target)
}

function lowerFixed(lowering: Lowering, scope: Scope, target: ast.FixedTarget): PointId {
  switch (target.to) {
    case 'again':
      return scope.again ?? hangUp(lowering, scope, target)
    case 'back': {
      const point = { at: spanOf(lowering, scope, target), place: scope.owner.index }
      return lowering.graph.add({ op: 'back', ...point, menu: scope.owner.kind === 'menu', none: scope.again ?? lowering.otherwise.always })
    }
    case 'hangup':
      return hangUp(lowering, scope, target)
  }
}

/** `-> hangup`: after all that was said is heard. */
export function hangUp(lowering: Lowering, scope: Scope, at: Span): PointId {
  const point = { at: spanOf(lowering, scope, at), place: scope.owner.index }
  return drain(lowering, scope, at, lowering.graph.add({ op: 'hangup', ...point }))
}

export const drain = (lowering: Lowering, scope: Scope, at: Span, next: PointId): PointId =>
  lowering.graph.add({ op: 'drain', at: spanOf(lowering, scope, at), place: scope.owner.index, live: [], next })

/** `do part(…) unless LEVEL`; `take`: the name that takes the part's value. */
export function lowerDo(lowering: Lowering, scope: Scope, step: ast.DoStep, next: PointId, take?: RegisterId): PointId {
  const symbol = lowering.program.symbolOf.get(step.name)
  if (symbol?.kind !== 'flow') return next
  const part = lowering.placeOf.get(symbol.node)!
  const point = { at: spanOf(lowering, scope, step), place: scope.owner.index }
  const after =
    take !== undefined && part.returns !== undefined
      ? lowering.graph.add({ op: 'set', ...point, register: take, value: register(part.returns), next })
      : next
  const run = lowering.graph.add({ op: 'do', ...point, to: part.entry, next: after })
  const start = setParameters(lowering, scope, parametersOf(lowering, scope, symbol.node, step), run, step)
  if (!step.unless) return start
  return branch(lowering, scope, { kind: 'level-at-least', level: levelIndex(lowering, step.unless.text) }, next, start, step)
}

export function lowerReturn(lowering: Lowering, scope: Scope, step: ast.ReturnStep): PointId {
  const point = { at: spanOf(lowering, scope, step), place: scope.owner.index }
  if (scope.end !== null) return scope.end
  const back = lowering.graph.add({ op: 'return', ...point })
  if (!step.value || scope.owner.returns === undefined) return back
  const to = scope.owner.returns
  const value = lowerFitted(lowering, scope, step.value, lowering.registers[to]!.type)
  return lowering.graph.add({ op: 'set', ...point, register: to, value, next: back })
}
