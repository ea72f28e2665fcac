// Each step of the language, by kind.
import type { PointId } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import { askValue, lowerNotify, lowerPerform, lowerRequest } from './asking.ts'
import { lowerIf, lowerMatch, lowerOpened, openOrElse } from './branches.ts'
import { lowerConnectNumber, lowerConnectQueue, lowerRecord, lowerTransfer } from './connecting.ts'
import { lowerFitted } from './expressions.ts'
import { lowerDo, lowerReturn, lowerTarget } from './going.ts'
import { levelIndex } from './levels.ts'
import { lowerForEach, lowerRepeat } from './loops.ts'
import { lowerChoose, lowerCollect, lowerConfirm, lowerMenu } from './menus.ts'
import { lineLanguage } from './options.ts'
import { held, localRegister } from './registers.ts'
import { lowerMilestone, lowerPause, lowerSay } from './says.ts'
import { spanOf } from './spans.ts'
import type { Lowering, RegisterId, Scope, Type } from './types.ts'

/** Steps in order, then `next`; where they begin. Written from the last to the first, each knowing what follows. */
export const lowerSteps = (lowering: Lowering, scope: Scope, steps: readonly ast.Step[], next: PointId): PointId =>
  steps.reduceRight((after, step) => lowerStep(lowering, scope, step, after), next)

function lowerStep(lowering: Lowering, scope: Scope, step: ast.Step, next: PointId): PointId {
  const { graph } = lowering
  const point = { at: spanOf(lowering, scope, step), place: scope.owner.index }
  switch (step.kind) {
    case 'SayStep':
      return lowerSay(lowering, scope, step, next)
    case 'PauseStep':
      return lowerPause(lowering, scope, step, next)
    case 'MilestoneStep':
      return lowerMilestone(lowering, scope, step, next)
    case 'MenuStep':
      return lowerMenu(lowering, scope, step, false, next)
    case 'CollectStep':
      return lowerCollect(lowering, scope, step, next)
    case 'ChooseStep':
      return lowerChoose(lowering, scope, step, next)
    case 'ConfirmStep':
      return lowerConfirm(lowering, scope, step, next)
    case 'RequestStep':
      return lowerRequest(lowering, scope, step, next)
    case 'PerformStep':
      return lowerPerform(lowering, scope, step, next)
    case 'NotifyStep':
      return lowerNotify(lowering, scope, step, next)
    case 'LetStep':
      return lowerLet(lowering, scope, step, next)
    case 'SetStep':
      return lowerSet(lowering, scope, step, next)
    case 'AddStep':
      return lowerAdd(lowering, scope, step, next)
    case 'IfStep':
      return lowerIfStep(lowering, scope, step, next)
    case 'MatchStep': {
      const arms = step.arms.map(arm => ({ values: arm.values, to: lowerSteps(lowering, scope, arm.body.steps, next) }))
      return lowerMatch(lowering, scope, step.subject, arms, step)
    }
    case 'RepeatStep':
      return lowerRepeat(lowering, scope, step, next)
    case 'ForEachStep':
      return lowerForEach(lowering, scope, step, next)
    case 'DoStep':
      return lowerDo(lowering, scope, step, next)
    case 'ReturnStep':
      return lowerReturn(lowering, scope, step)
    case 'GoStep':
      return lowerTarget(lowering, scope, step.target)
    case 'LoopStep':
      return scope.loop ? scope.loop[step.to] : next
    case 'GrantStep':
    case 'LowerStep':
      return graph.add({ op: step.kind === 'GrantStep' ? 'grant' : 'lower', ...point, level: levelIndex(lowering, step.level.text), next })
    case 'LanguageStep':
      return graph.add({ op: 'language', ...point, language: lineLanguage(lowering, step.tag.text), next })
    case 'ConnectQueueStep':
      return lowerConnectQueue(lowering, scope, step, next)
    case 'ConnectNumberStep':
      return lowerConnectNumber(lowering, scope, step, next)
    case 'TransferStep':
      return lowerTransfer(lowering, scope, step, next)
    case 'RecordStep':
      return lowerRecord(lowering, scope, step, next)
  }
}

function lowerLet(lowering: Lowering, scope: Scope, step: ast.LetStep, next: PointId): PointId {
  const local = lowering.program.localOf.get(step.name)
  if (!local) return next
  const into = localRegister(lowering, scope, local)
  const { value } = step
  const otherwise = (): PointId => (step.else ? lowerSteps(lowering, scope, step.else.steps, next) : next)
  switch (value.kind) {
    case 'OperationCall':
      return askValue(lowering, scope, value, into, next, otherwise())
    case 'DoStep':
      return lowerDo(lowering, scope, value, step.else ? openOrElse(lowering, scope, into, next, otherwise(), step) : next, into)
    default:
      if (step.else) return lowerOpened(lowering, scope, step.name, value, next, otherwise(), step)
      return lowering.graph.add({
        op: 'set',
        at: spanOf(lowering, scope, step),
        place: scope.owner.index,
        register: into,
        value: lowerFitted(lowering, scope, value, held(local.type)),
        next,
      })
  }
}

/** The register of a name that `set` and `add` change. */
function target(lowering: Lowering, scope: Scope, name: ast.Name): RegisterId | undefined {
  const symbol = lowering.program.symbolOf.get(name)
  if (symbol?.kind === 'local') return localRegister(lowering, scope, symbol)
  return symbol?.kind === 'remember' ? lowering.registerOf.get(symbol.node) : undefined
}

function lowerSet(lowering: Lowering, scope: Scope, step: ast.SetStep, next: PointId): PointId {
  const register = target(lowering, scope, step.name)
  if (register === undefined) return next
  const path = step.path.map(name => name.text)
  let wanted: Type | undefined = lowering.registers[register]!.type
  for (const field of path) wanted = wanted?.kind === 'record' ? wanted.fields[field] : undefined
  return lowering.graph.add({
    op: 'set',
    at: spanOf(lowering, scope, step),
    place: scope.owner.index,
    register,
    ...(path.length > 0 ? { path } : {}),
    value: lowerFitted(lowering, scope, step.value, wanted),
    next,
  })
}

function lowerAdd(lowering: Lowering, scope: Scope, step: ast.AddStep, next: PointId): PointId {
  const register = target(lowering, scope, step.list)
  if (register === undefined) return next
  const type = lowering.registers[register]!.type
  return lowering.graph.add({
    op: 'add',
    at: spanOf(lowering, scope, step),
    place: scope.owner.index,
    register,
    value: lowerFitted(lowering, scope, step.value, type.kind === 'list' ? type.of : undefined),
    upTo: type.kind === 'list' ? type.upTo : 100,
    next,
  })
}

/** `if … else if …` is one list, however long. */
function lowerIfStep(lowering: Lowering, scope: Scope, step: ast.IfStep, next: PointId): PointId {
  const chain: ast.IfStep[] = [step]
  while (chain.at(-1)!.else?.kind === 'IfStep') chain.push(chain.at(-1)!.else as ast.IfStep)
  const last = chain.at(-1)!.else
  const end = last?.kind === 'Block' ? lowerSteps(lowering, scope, last.steps, next) : next
  return chain.reduceRight((otherwise, each) => {
    const then = lowerSteps(lowering, scope, each.then.steps, next)
    return each.let
      ? lowerOpened(lowering, scope, each.let, each.condition, then, otherwise, each)
      : lowerIf(lowering, scope, each.condition, then, otherwise, each)
  }, end)
}
