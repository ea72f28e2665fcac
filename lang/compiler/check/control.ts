// Where steps lead: does control come to the end of a block, and which flows come back from `do` (semantics §2).
import type * as ast from '../../grammar/ast.ts'
import type { FlowDeclaration } from '../../grammar/ast.ts'

/** Which flow a `do` runs; null where that is unknown. */
export type FlowOf = (name: ast.Name) => FlowDeclaration | null
/** Comes the flow back? `undefined` while that is being found out. */
export type IsPart = (flow: FlowDeclaration) => boolean

/** The ways out of some steps, beside those that leave for good. */
interface Ways {
  /** Control comes to the end. */
  readonly falls: boolean
  /** `leave` of the loop around. */
  readonly leave: boolean
  /** `next`, `previous` or `again` of the loop around. */
  readonly on: boolean
  /** `return` */
  readonly returns: boolean
}

const nowhere: Ways = { falls: false, leave: false, on: false, returns: false }
const onward: Ways = { falls: true, leave: false, on: false, returns: false }

const either = (a: Ways, b: Ways): Ways =>
  a === b || b === nowhere ? a : { falls: a.falls || b.falls, leave: a.leave || b.leave, on: a.on || b.on, returns: a.returns || b.returns }

type Steps = { readonly steps: readonly ast.Step[] }

export interface Control {
  /** Can control come to the end of these steps? */
  readonly falls: (block: Steps) => boolean
  /** Can control come behind this step? */
  readonly passes: (step: ast.Step) => boolean
  /** Is there a `return` on some way that control can take? */
  readonly returns: (block: Steps) => boolean
}

/**
 * A block that must leave and does not (an `else`, `none`, `no`, …) has its own finding. With `trusting` it is taken to leave, so that what is around
 * it has no second one; without, the steps behind it are taken to be reached.
 */
export function createControl(flowOf: FlowOf, isPart: IsPart, trusting = false): Control {
  const known = new Map<Steps, Ways>()

  const ofBlock = (block: Steps): Ways => {
    const before = known.get(block)
    if (before) return before
    let ways: Ways = onward
    for (const step of block.steps) {
      // Steps that nothing leads to do not count: they are reported by themselves.
      if (!ways.falls) break
      ways = either({ ...ways, falls: false }, ofStep(step))
    }
    known.set(block, ways)
    return ways
  }

  const ofLeaving = (block: Steps): Ways => (trusting ? { ...ofBlock(block), falls: false } : ofBlock(block))

  const ofDo = (step: ast.DoStep): Ways => {
    const flow = flowOf(step.name)
    return step.unless || !flow || isPart(flow) ? onward : nowhere
  }

  const ofAction = (action: ast.OptionAction, leaves = false): Ways => {
    // After `do part` the menu is read again; after an arrow nothing comes back.
    return action.kind === 'BlockAction' ? (leaves ? ofLeaving : ofBlock)(action.block) : nowhere
  }

  const ofListener = (body: ast.ListenerBody, itself: Ways, optionsLeave = false): Ways => {
    let ways = itself
    for (const item of body.items) {
      if (item.kind === 'PressOption') ways = either(ways, ofAction(item.action, optionsLeave))
      else if (item.kind === 'OtherwiseClause' || item.kind === 'NoneClause' || item.kind === 'NoItem')
        ways = either(ways, ofLeaving(item.body))
    }
    return ways
  }

  const ofOutcomes = (outcomes: readonly ast.OutcomeClause[]): Ways => {
    // A block without outcomes is a fault of its own; what follows it is not unreachable because of that.
    let ways: Ways = outcomes.length === 0 ? onward : nowhere
    for (const outcome of outcomes) ways = either(ofBlock(outcome.body), ways)
    return ways
  }

  const ofIf = (step: ast.IfStep): Ways => {
    let ways: Ways = nowhere
    for (let at: ast.IfStep | ast.Block | undefined = step; ; at = at.else) {
      if (!at) return either(onward, ways)
      if (at.kind === 'Block') return either(ofBlock(at), ways)
      ways = either(ofBlock(at.then), ways)
    }
  }

  const ofRepeat = (body: Ways, otherwise: Ways): Ways => {
    // A body that never comes to its end never runs out either.
    const end = body.falls || body.on ? otherwise : nowhere
    return { ...end, falls: end.falls || body.leave, returns: end.returns || body.returns }
  }

  const ofEach = (body: Ways, none: Ways): Ways => ({
    ...none,
    falls: none.falls || body.falls || body.on || body.leave,
    returns: none.returns || body.returns,
  })

  const ofStep = (step: ast.Step): Ways => {
    switch (step.kind) {
      case 'MenuStep':
        return ofListener(step.body, nowhere)
      case 'ChooseStep':
        return ofListener(step.body, onward, true)
      case 'CollectStep':
      case 'ConfirmStep':
        return ofListener(step.body, onward)
      case 'RequestStep':
      case 'PerformStep':
      case 'ConnectNumberStep':
        return ofOutcomes(step.outcomes)
      case 'ConnectQueueStep':
        return step.options.reduce((ways, option) => either(ways, ofAction(option.action)), ofOutcomes(step.outcomes))
      case 'LetStep': {
        const itself = step.value.kind === 'DoStep' ? ofDo(step.value) : onward
        return step.else ? either(itself, ofLeaving(step.else)) : itself
      }
      case 'IfStep':
        return ofIf(step)
      case 'MatchStep':
        return step.arms.length === 0 ? onward : step.arms.reduce((ways, arm) => either(ofBlock(arm.body), ways), nowhere)
      case 'RepeatStep':
        return ofRepeat(ofBlock(step.body), step.otherwise ? ofBlock(step.otherwise) : onward)
      case 'ForEachStep':
        return ofEach(ofBlock(step.body), step.none ? ofBlock(step.none.body) : onward)
      case 'DoStep':
        return ofDo(step)
      case 'ReturnStep':
        return { ...nowhere, returns: true }
      case 'GoStep':
        return nowhere
      case 'LoopStep':
        return step.to === 'leave' ? { ...nowhere, leave: true } : { ...nowhere, on: true }
      case 'TransferStep':
        return step.else ? ofLeaving(step.else) : nowhere
      case 'RecordStep':
        return step.nothing ? either(onward, ofLeaving(step.nothing)) : onward
      default:
        return onward
    }
  }

  return {
    falls: block => ofBlock(block).falls,
    passes: step => ofStep(step).falls,
    returns: block => ofBlock(block).returns,
  }
}

/** For declarations without steps. */
export const noControl: Control = createControl(
  () => null,
  () => true,
)
