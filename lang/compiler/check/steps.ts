// The walk over the steps of a flow: names come to be, blocks open and close, every step is checked where it stands.
import type * as ast from '../../grammar/ast.ts'
import { complain, inner, type Context } from './context.ts'
import { connectNumber, connectQueue, recordStep, transferStep } from './connections.ts'
import { doStep, target } from './going.ts'
import { grantStep, languageStep, lowerStep } from './levels.ts'
import { chooseStep, collectStep, confirmStep, menuStep } from './listeners.ts'
import { forEachStep, ifStep, loopStep, matchStep, repeatStep } from './branches.ts'
import { milestone } from './milestones.ts'
import { notifyStep, performStep, requestStep } from './requests.ts'
import { returnStep } from './returns.ts'
import { say } from './says.ts'
import { addStep, letStep, setStep } from './values.ts'

type Body = { readonly steps: readonly ast.Step[] } | ast.Branch

/** An arrow in a block's place: nothing but an arrow may stand there. */
const arrowOf = (node: Body): ast.GoStep | null => {
  const [only] = node.steps
  return 'braces' in node && !node.braces && only?.kind === 'GoStep' ? only : null
}

/** A block has its own names. */
export function block(context: Context, node: Body, changes: Partial<Context> = {}): void {
  const inside = inner(context, changes)
  const arrow = arrowOf(node)
  if (!arrow) return steps(inside, node.steps)
  checkAfterHangup(inside, arrow)
  target(inside, arrow.target)
}

/** The block of an outcome, in the scope of `context` itself: it need not leave. */
export function outcomeBlock(context: Context, node: ast.Branch): void {
  const arrow = arrowOf(node)
  if (!arrow) return steps(context, node.steps)
  checkAfterHangup(context, arrow)
  target(context, arrow.target, { step: arrow, bare: true })
}

/** Steps in the scope of `context` itself. */
export function steps(context: Context, list: readonly ast.Step[]): void {
  let reached = true
  list.forEach((step, at) => {
    checkStep(context, step, step.kind === 'MenuStep' ? saidBefore(list, at) : [])
    const next = list[at + 1]
    if (!next || !reached || context.control.passes(step)) return
    reached = false
    complain(context, 'unreachable-step', {}, { start: next.start, end: list.at(-1)!.end })
  })
}

/** What is said right before a step, and may tell its keys. */
function saidBefore(list: readonly ast.Step[], at: number): readonly ast.SayStep[] {
  const said: ast.SayStep[] = []
  for (let before = at - 1; before >= 0; before--) {
    const step = list[before]!
    if (step.kind === 'SayStep') said.push(step)
    else if (step.kind !== 'PauseStep') break
  }
  return said
}

const afterHangup: ReadonlySet<ast.Step['kind']> = new Set<ast.Step['kind']>([
  ...(['LetStep', 'SetStep', 'AddStep', 'IfStep', 'MatchStep', 'ForEachStep', 'RepeatStep', 'LoopStep'] as const),
  ...(['NotifyStep', 'DoStep', 'ReturnStep', 'MilestoneStep'] as const),
])

/** Reports a step that may not stand after the hang-up (semantics §2). */
function checkAfterHangup(context: Context, step: ast.Step): void {
  if (!context.restricted || afterHangup.has(step.kind)) return
  if (step.kind === 'RequestStep' && step.call.verb === 'query') return
  complain(context, 'after-hangup-step', { where: context.restricted }, step)
}

function checkStep(context: Context, step: ast.Step, before: readonly ast.SayStep[]): void {
  checkAfterHangup(context, step)
  switch (step.kind) {
    case 'SayStep':
      return say(context, step)
    case 'PauseStep':
      return
    case 'MenuStep':
      return menuStep(context, step, before)
    case 'CollectStep':
      return collectStep(context, step)
    case 'ChooseStep':
      return chooseStep(context, step)
    case 'ConfirmStep':
      return confirmStep(context, step)
    case 'RequestStep':
      return requestStep(context, step)
    case 'PerformStep':
      return performStep(context, step)
    case 'NotifyStep':
      return notifyStep(context, step)
    case 'LetStep':
      return letStep(context, step)
    case 'SetStep':
      return setStep(context, step)
    case 'AddStep':
      return addStep(context, step)
    case 'IfStep':
      return ifStep(context, step)
    case 'MatchStep':
      return matchStep(context, step)
    case 'RepeatStep':
      return repeatStep(context, step)
    case 'ForEachStep':
      return forEachStep(context, step)
    case 'DoStep':
      doStep(context, step)
      return
    case 'ReturnStep':
      return returnStep(context, step)
    case 'GoStep':
      return target(context, step.target, { step })
    case 'LoopStep':
      return loopStep(context, step)
    case 'GrantStep':
      return grantStep(context, step)
    case 'LowerStep':
      return lowerStep(context, step)
    case 'LanguageStep':
      return languageStep(context, step.tag)
    case 'ConnectQueueStep':
      return connectQueue(context, step)
    case 'ConnectNumberStep':
      return connectNumber(context, step)
    case 'TransferStep':
      return transferStep(context, step)
    case 'RecordStep':
      return recordStep(context, step)
    case 'MilestoneStep':
      return milestone(context, step)
  }
}
