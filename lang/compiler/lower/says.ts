// What is said: in a flow, before a listener listens, after a silence or a mistake.
import type { PointId } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import { lowerIf, lowerMatch, lowerOpened } from './branches.ts'
import { namedType, lowerNamed, register } from './expressions.ts'
import { hiddenRegister } from './registers.ts'
import { spanOf } from './spans.ts'
import { lowerTell, type Bind } from './texts.ts'
import type { Lowering, Scope } from './types.ts'

/** `say` and `announce`: one point a text. */
export function lowerSay(lowering: Lowering, scope: Scope, step: ast.SayStep, next: PointId): PointId {
  const announce = step.verb === 'announce' || !scope.bargeIn
  return step.items.reduceRight((after, item) => {
    const at = spanOf(lowering, scope, item)
    const sets: { register: number; value: Parameters<Bind>[0] }[] = []
    const bind: Bind = (value, parameter) => {
      const type = lowering.program.localOf.get(parameter.name)?.type
      const id = hiddenRegister(lowering, scope, parameter.name.text, type?.kind === 'value' ? type.type : { kind: 'text' }, item)
      sets.push({ register: id, value })
      return register(id)
    }
    const tell = lowerTell(lowering, scope, item, undefined, bind)
    const say = lowering.graph.add({
      op: 'say',
      at,
      place: scope.owner.index,
      tell,
      announce,
      ...(step.everyLanguage ? { everyLanguage: true } : {}),
      ...(step.once ? { once: lowering.onces.count++ } : {}),
      ...(scope.readback ? { readback: true } : {}),
      next: after,
    })
    return sets.reduceRight((to, set) => lowering.graph.add({ op: 'set', at, place: scope.owner.index, ...set, next: to }), say)
  }, next)
}

export function lowerPause(lowering: Lowering, scope: Scope, step: ast.PauseStep, next: PointId): PointId {
  const announce = !scope.bargeIn
  const at = spanOf(lowering, scope, step)
  return lowering.graph.add({
    op: 'pause',
    at,
    place: scope.owner.index,
    ms: step.duration.ms,
    announce,
    ...(scope.readback ? { readback: true } : {}),
    next,
  })
}

export function lowerMilestone(lowering: Lowering, scope: Scope, step: ast.MilestoneStep, next: PointId): PointId {
  const values = step.values.map(argument => ({
    name: argumentName(argument),
    type: namedType(lowering, argument.value),
    value: lowerNamed(lowering, scope, argument.value),
  }))
  return lowering.graph.add({
    op: 'milestone',
    at: spanOf(lowering, scope, step),
    place: scope.owner.index,
    name: step.name.text,
    values,
    next,
  })
}

/** `amount: x` → amount; a bare name or field → its own. */
export function argumentName(argument: ast.Argument): string {
  if (argument.name) return argument.name.text
  if (argument.value.kind === 'NameExpression') return argument.value.name.text
  return argument.value.kind === 'FieldExpression' ? argument.value.field.text : 'value'
}

/** What a listener says, in order, then `next`. Items that say nothing are passed over. */
export function lowerSays(lowering: Lowering, scope: Scope, items: readonly ast.ListenerItem[], next: PointId): PointId {
  return items.reduceRight((after, item) => {
    switch (item.kind) {
      case 'SayStep':
        return lowerSay(lowering, scope, item, after)
      case 'PauseStep':
        return lowerPause(lowering, scope, item, after)
      case 'MilestoneStep':
        return lowerMilestone(lowering, scope, item, after)
      case 'ListenerIf':
        return lowerSaysIf(lowering, scope, item, after)
      case 'ListenerMatch': {
        const arms = item.arms.map(arm => ({ values: arm.values, to: lowerSays(lowering, scope, arm.body.items, after) }))
        return lowerMatch(lowering, scope, item.subject, arms, item)
      }
      default:
        return after
    }
  }, next)
}

/** `if … else if …` is one list, however long. */
function lowerSaysIf(lowering: Lowering, scope: Scope, item: ast.ListenerIf, next: PointId): PointId {
  const chain: ast.ListenerIf[] = [item]
  while (chain.at(-1)!.else?.kind === 'ListenerIf') chain.push(chain.at(-1)!.else as ast.ListenerIf)
  const last = chain.at(-1)!.else
  const end = last?.kind === 'ListenerBody' ? lowerSays(lowering, scope, last.items, next) : next
  return chain.reduceRight((otherwise, each) => {
    const then = lowerSays(lowering, scope, each.then.items, next)
    return each.let
      ? lowerOpened(lowering, scope, each.let, each.condition, then, otherwise, each)
      : lowerIf(lowering, scope, each.condition, then, otherwise, each)
  }, end)
}
