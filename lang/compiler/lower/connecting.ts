// Handing the caller over, and the caller's voice. All that was said is heard first.
import type { NamedExpression, Option, PointId } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import { lowerOutcomes } from './asking.ts'
import { lowerFitted, lowerNamed, namedType } from './expressions.ts'
import { drain } from './going.ts'
import { lowerOption } from './options.ts'
import { hiddenRegister, localRegister } from './registers.ts'
import { argumentName, lowerSays } from './says.ts'
import { spanOf } from './spans.ts'
import { beyondParameters } from './texts.ts'
import type { Lowering, Scope } from './types.ts'

/** How long a number rings where the step does not say. */
const RING_MS = 30_000

const data = (lowering: Lowering, scope: Scope, args: readonly ast.Argument[]): readonly NamedExpression[] =>
  args.map(argument => ({
    name: argumentName(argument),
    type: namedType(lowering, argument.value),
    value: lowerNamed(lowering, scope, argument.value),
  }))

export function lowerConnectQueue(lowering: Lowering, scope: Scope, step: ast.ConnectQueueStep, next: PointId): PointId {
  const outcomes = lowerOutcomes(lowering, scope, step.outcomes, next)
  const options: readonly Option[] = step.options.map(option => lowerOption(lowering, scope, option, next, null))
  const symbol = lowering.program.symbolOf.get(step.queue)
  const wait = lowering.graph.add({
    op: 'connect-queue',
    at: spanOf(lowering, scope, step),
    place: scope.owner.index,
    queue: symbol?.kind === 'queue' ? lowering.queueOf.get(symbol.node)! : 0,
    ...(step.priority ? { priority: lowerFitted(lowering, scope, step.priority, { kind: 'number', decimals: 0 }) } : {}),
    ...(symbol?.kind === 'queue' && symbol.node.position ? beyondParameters(lowering, 'position') : {}),
    data: data(lowering, scope, step.data),
    options,
    outcomes,
    live: [],
  })
  return drain(lowering, scope, step, wait)
}

export function lowerConnectNumber(lowering: Lowering, scope: Scope, step: ast.ConnectNumberStep, next: PointId): PointId {
  const outcomes = lowerOutcomes(lowering, scope, step.outcomes, next)
  const dial = lowering.graph.add({
    op: 'connect-number',
    at: spanOf(lowering, scope, step),
    place: scope.owner.index,
    number: lowerNamed(lowering, scope, step.number),
    within: step.within?.ms ?? RING_MS,
    data: data(lowering, scope, step.data),
    outcomes,
    live: [],
  })
  return drain(lowering, scope, step, dial)
}

export function lowerTransfer(lowering: Lowering, scope: Scope, step: ast.TransferStep, next: PointId): PointId {
  const otherwise = step.else ? lowering.parts.steps(lowering, scope, step.else.steps, next) : next
  const hand = lowering.graph.add({
    op: 'transfer',
    at: spanOf(lowering, scope, step),
    place: scope.owner.index,
    number: lowerNamed(lowering, scope, step.number),
    else: otherwise,
    live: [],
  })
  return drain(lowering, scope, step, hand)
}

export function lowerRecord(lowering: Lowering, scope: Scope, step: ast.RecordStep, next: PointId): PointId {
  const { graph, program } = lowering
  const point = { at: spanOf(lowering, scope, step), place: scope.owner.index }
  const local = program.localOf.get(step.name)
  const id = local ? localRegister(lowering, scope, local) : hiddenRegister(lowering, scope, 'recording', { kind: 'recording' }, step)
  const nothing = step.nothing ? lowering.parts.steps(lowering, scope, step.nothing.steps, next) : next
  let hungUp: PointId | undefined
  if (step.hungUp) {
    const end = graph.add({ op: 'end', ...point })
    hungUp = lowering.parts.steps(lowering, { ...scope, end, again: null }, step.hungUp.steps, end)
  }
  const record = graph.add({
    op: 'record',
    ...point,
    register: id,
    upTo: step.upTo.ms,
    tone: step.tone,
    ...(step.endSilence ? { endSilence: step.endSilence.ms } : {}),
    endKey: lowering.listening.endKey,
    nothing,
    ...(hungUp === undefined ? {} : { hungUp }),
    next,
    live: [],
  })
  return lowerSays(lowering, scope, step.prompts, drain(lowering, scope, step, record))
}
