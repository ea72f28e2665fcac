// Every step inside some steps, however deep; a work-list, in the order of the text.
import type * as ast from '../../grammar/ast.ts'

/** A listener's blocks that hold steps: options, `no`, `none`, `otherwise`. */
function listenerSteps(body: ast.ListenerBody): ast.Step[] {
  const found: ast.Step[] = []
  for (const item of body.items) {
    if (item.kind === 'PressOption') found.push(...actionSteps(item.action))
    else if (item.kind === 'OtherwiseClause' || item.kind === 'NoneClause' || item.kind === 'NoItem') found.push(...item.body.steps)
  }
  return found
}

function actionSteps(action: ast.OptionAction): readonly ast.Step[] {
  if (action.kind === 'BlockAction') return action.block.steps
  return action.kind === 'DoAction' ? [action.do] : []
}

function childSteps(step: ast.Step): readonly ast.Step[] {
  switch (step.kind) {
    case 'MenuStep':
    case 'CollectStep':
    case 'ChooseStep':
    case 'ConfirmStep':
      return listenerSteps(step.body)
    case 'RequestStep':
    case 'PerformStep':
    case 'ConnectNumberStep':
      return step.outcomes.flatMap(outcome => outcome.body.steps)
    case 'ConnectQueueStep':
      return [...step.options.flatMap(option => actionSteps(option.action)), ...step.outcomes.flatMap(outcome => outcome.body.steps)]
    case 'LetStep':
      return step.else?.steps ?? []
    case 'IfStep':
      return [...step.then.steps, ...(step.else?.kind === 'Block' ? step.else.steps : step.else ? [step.else] : [])]
    case 'MatchStep':
      return step.arms.flatMap(arm => arm.body.steps)
    case 'RepeatStep':
      return [...step.body.steps, ...(step.otherwise?.steps ?? [])]
    case 'ForEachStep':
      return [...step.body.steps, ...(step.none?.body.steps ?? [])]
    case 'TransferStep':
      return step.else?.steps ?? []
    case 'RecordStep':
      return [...(step.nothing?.steps ?? []), ...(step.hungUp?.steps ?? [])]
    default:
      return []
  }
}

export function* stepsInside(steps: readonly ast.Step[]): Iterable<ast.Step> {
  const work = [...steps].reverse()
  for (let step = work.pop(); step; step = work.pop()) {
    yield step
    const children = childSteps(step)
    for (let at = children.length - 1; at >= 0; at--) work.push(children[at]!)
  }
}
