// The listeners: menus, `collect`, `choose` and `confirm`.
import type { Option, PointId } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import type * as ast from '../../grammar/ast.ts'
import { askValue } from './asking.ts'
import { branch } from './branches.ts'
import { lowerExpression, register, valueType } from './expressions.ts'
import { closeListener, itemsOf, openListener, type OpenListener } from './listeners.ts'
import { lowerOption, tellOption } from './options.ts'
import { held, hiddenRegister, localRegister } from './registers.ts'
import { beyondParameters, lowerTell, speech, standardTell } from './texts.ts'
import { spanOf } from './spans.ts'
import type { Lowering, MachineExpression, Scope } from './types.ts'

const options = (lowering: Lowering, open: OpenListener, body: ast.ListenerBody, next: PointId): Option[] =>
  itemsOf(body, 'PressOption').map(option => lowerOption(lowering, open.inside, option, next, open.fresh))

/** A named menu or `menu {}`; where it is entered. In a named menu every option leaves, so that nothing follows. */
export function lowerMenu(
  lowering: Lowering,
  scope: Scope,
  node: ast.MenuDeclaration | ast.MenuStep,
  named: boolean,
  next: PointId | null,
): PointId {
  const { body } = node
  const open = openListener(lowering, scope, node, body)
  const choices = options(lowering, open, body, next ?? open.read)
  const common = closeListener(lowering, scope, open, body)
  lowering.listeners[open.index] = { kind: 'menu', ...common, named, options: choices }
  return open.fresh
}

// ------------------------------------------------------------------------------------------------ collect

export function lowerCollect(lowering: Lowering, scope: Scope, step: ast.CollectStep, next: PointId): PointId {
  const { body } = step
  const open = openListener(lowering, scope, step, body)
  const local = lowering.program.localOf.get(step.name)
  const type = held(lowering.program.typeOfNode.get(step.type) ?? local?.type)
  const id = local ? localRegister(lowering, scope, local) : hiddenRegister(lowering, scope, step.name.text, type, step.name)
  const choices = options(lowering, open, body, next)
  const entered = lowerChecks(lowering, scope, open, itemsOf(body, 'CheckItem'), next)
  const common = closeListener(lowering, scope, open, body)
  const length = itemsOf(body, 'LengthItem')[0]
  lowering.listeners[open.index] = {
    kind: 'collect',
    ...common,
    // Quiet never ends a sum or a decimal number (semantics §1.8).
    endRequired: common.endRequired || type.kind === 'money' || (type.kind === 'number' && type.decimals > 0),
    type,
    register: id,
    ...(length ? { length: lowerExpression(lowering, open.inside, length.length) } : {}),
    secret: type.class === 'secret',
    entered,
    options: choices,
  }
  return open.fresh
}

/** Checks in order; the first that is false counts a mistake, says its text and reads the collect again. */
function lowerChecks(lowering: Lowering, scope: Scope, open: OpenListener, checks: readonly ast.CheckItem[], next: PointId): PointId {
  return checks.reduceRight((passed, check) => {
    const point = { at: spanOf(lowering, scope, check), place: scope.owner.index }
    const speaking: Scope = { ...open.inside, bargeIn: open.listening.bargeIn }
    const said = check.text.reduceRight<PointId>(
      (after, text) =>
        lowering.graph.add({
          op: 'say',
          at: spanOf(lowering, scope, text),
          place: scope.owner.index,
          tell: lowerTell(lowering, speaking, text),
          announce: !speaking.bargeIn,
          next: after,
        }),
      open.read,
    )
    const failed = lowering.graph.add({ op: 'mistake', ...point, listener: open.index, to: said })
    const { condition } = check
    if (condition.kind !== 'OperationCall')
      return branch(lowering, scope, lowerExpression(lowering, open.inside, condition), passed, failed, check)
    const answer = hiddenRegister(lowering, scope, 'check', { kind: 'boolean' }, check)
    const answered = branch(lowering, scope, register(answer), passed, failed, check)
    return askValue(lowering, scope, condition, answer, answered, failed)
  }, next)
}

// ------------------------------------------------------------------------------------------------ choose

export function lowerChoose(lowering: Lowering, scope: Scope, step: ast.ChooseStep, next: PointId): PointId {
  const { body } = step
  const open = openListener(lowering, scope, step, body)
  const given = valueType(lowering, step.list)
  const type: Type = given ?? { kind: 'list', of: { kind: 'text' }, upTo: 100 }
  const list = hiddenRegister(lowering, scope, 'list', type, step.list)
  const local = lowering.program.localOf.get(step.name)
  const item = local ? localRegister(lowering, scope, local) : hiddenRegister(lowering, scope, step.name.text, { kind: 'text' }, step.name)
  const choices = options(lowering, open, body, next)
  const common = closeListener(lowering, scope, open, body)
  const offered = itemsOf(body, 'OfferItem')[0]
  lowering.listeners[open.index] = {
    kind: 'choose',
    ...common,
    list,
    item,
    offer: lowerTell(
      lowering,
      open.inside,
      offered?.text ?? ({ ...step.name, kind: 'NameExpression', name: step.name } as ast.NameExpression),
    ),
    moreKey: itemsOf(body, 'MoreItem')[0]?.key ?? '9',
    more: standardTell(lowering, 'more', []),
    ...beyondParameters(lowering, 'option'),
    chosen: next,
    options: choices,
  }
  const none = itemsOf(body, 'NoneClause')[0]
  const empty = none ? lowering.parts.steps(lowering, scope, none.body.steps, next) : next
  const start = branch(lowering, scope, { kind: 'is-empty', operand: register(list) }, empty, open.fresh, none ?? step)
  return lowering.graph.add({
    op: 'set',
    at: spanOf(lowering, scope, step),
    place: scope.owner.index,
    register: list,
    value: lowerExpression(lowering, scope, step.list),
    next: start,
  })
}

// ------------------------------------------------------------------------------------------------ confirm

export function lowerConfirm(lowering: Lowering, scope: Scope, step: ast.ConfirmStep, next: PointId): PointId {
  const { body } = step
  const open = openListener(lowering, scope, step, body)
  const label = (item: ast.YesItem | ast.NoItem | undefined, name: 'yes' | 'no'): MachineExpression =>
    item?.label ? speech(lowering, open.inside, item.label) : { kind: 'speech', ...standardTell(lowering, name, []) }
  const yesItem = itemsOf(body, 'YesItem')[0]
  const noItem = itemsOf(body, 'NoItem')[0]
  const [yesKey, noKey] = [yesItem?.key ?? '1', noItem?.key ?? '2']
  const yes: Option = {
    keys: yesKey,
    yes: true,
    tell: tellOption(lowering, 'option', label(yesItem, 'yes'), yesKey),
    to: next,
    at: spanOf(lowering, scope, yesItem ?? step),
  }
  const refused = noItem ? lowering.parts.steps(lowering, open.inside, noItem.body.steps, next) : open.read
  const no: Option = {
    keys: noKey,
    tell: tellOption(lowering, 'option', label(noItem, 'no'), noKey),
    to: refused,
    at: spanOf(lowering, scope, noItem ?? step),
  }
  const choices = [yes, no, ...options(lowering, open, body, next)]
  const own = itemsOf(body, 'ListenBlock').flatMap(block => block.items)
  const opened = own.some(item => item.kind === 'ListenSwitch' && item.which === 'barge-in' && item.on)
  const common = closeListener(lowering, scope, open, body, true)
  lowering.listeners[open.index] = { kind: 'confirm', ...common, gated: !opened, named: false, options: choices }
  return open.fresh
}
