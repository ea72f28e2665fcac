// What may stand around `say` in a listener: `if` and `match`.
import type * as ast from '../../grammar/ast.ts'
import { ifHead, matchHead } from './branches.ts'
import { complain, inner, type Context } from './context.ts'
import { silentIn } from './heard.ts'
import { milestone } from './milestones.ts'
import { say } from './says.ts'

export type Where = 'menu' | 'collect' | 'choose' | 'confirm' | 'record' | 'on'

/**
 * Checks an item that may stand in any listener's text; false where it is none of them. `on …` holds say, announce and milestone only: a pause
 * belongs among prompts.
 */
export function spokenItem(context: Context, item: ast.ListenerItem, where: Where): boolean {
  switch (item.kind) {
    case 'SayStep':
      if (where === 'confirm' && item.once) complain(context, 'confirm-read-whole', { word: `${item.verb} once` }, item)
      say(context, item)
      return true
    case 'PauseStep':
      if (where === 'on') complain(context, 'item-not-here', { item: 'pause', where }, item)
      return true
    case 'MilestoneStep':
      milestone(context, item)
      return true
    case 'ListenerIf':
      listenerIf(context, item, where)
      return true
    case 'ListenerMatch':
      listenerMatch(context, item, where)
      return true
    default:
      return false
  }
}

/** A body in which only spoken things stand: a branch of an `if`, an `on silence`. */
export function spokenBody(context: Context, body: ast.ListenerBody, where: Where): void {
  for (const item of body.items) {
    if (!spokenItem(context, item, where))
      complain(context, 'item-not-here', { item: itemWord(item), where: where === 'on' ? 'on' : 'if' }, item)
  }
}

export function listenerIf(context: Context, node: ast.ListenerIf, where: Where): void {
  for (let at: ast.ListenerIf | ast.ListenerBody | undefined = node; at; at = at.else) {
    if (at.kind === 'ListenerBody') {
      spokenBody(inner(context), at, where)
      return
    }
    spokenBody(ifHead(context, at.let, at.condition), at.then, where)
  }
}

export function listenerMatch(context: Context, node: ast.ListenerMatch, where: Where): void {
  matchHead(context, node.subject, node.arms, node)
  for (const arm of node.arms) spokenBody(inner(context), arm.body, where)
}

/** How an item is written, for messages. */
export function itemWord(item: ast.ListenerItem): string {
  switch (item.kind) {
    case 'SayStep':
      return item.verb
    case 'PauseStep':
      return 'pause'
    case 'ListenerIf':
      return 'if'
    case 'ListenerMatch':
      return 'match'
    case 'MilestoneStep':
      return 'milestone'
    case 'ListenBlock':
      return 'listen'
    case 'PressOption':
      return 'press'
    case 'OnCounter':
      return `on ${item.event}`
    case 'OtherwiseClause':
      return 'otherwise'
    case 'CheckItem':
      return 'check'
    case 'LengthItem':
      return 'length'
    case 'OfferItem':
      return 'offer'
    case 'MoreItem':
      return 'more'
    case 'NoneClause':
      return 'none'
    case 'YesItem':
      return 'yes'
    case 'NoItem':
      return 'no'
  }
}

/** Every `say` of some items, on whatever branch. */
export function* saysIn(items: readonly ast.ListenerItem[]): Iterable<ast.SayStep> {
  const work = [...items].reverse()
  for (let item = work.pop(); item; item = work.pop()) {
    if (item.kind === 'SayStep') yield item
    else if (item.kind === 'ListenerMatch') for (const arm of item.arms) work.push(...arm.body.items)
    else if (item.kind === 'ListenerIf') {
      work.push(...item.then.items)
      if (item.else) work.push(...(item.else.kind === 'ListenerBody' ? item.else.items : [item.else]))
    }
  }
}

/** Does the caller hear something of these items each time that they are said, whichever branch is taken? */
export const saysWords = (context: Context, items: readonly ast.ListenerItem[], where: Where): boolean =>
  items.some(item => {
    // In a confirm `once` has a finding of its own.
    if (item.kind === 'SayStep') return (where === 'confirm' || !item.once) && item.items.some(said => silentIn(context, said).length === 0)
    if (item.kind === 'ListenerMatch') return item.arms.every(arm => saysWords(context, arm.body.items, where))
    return item.kind === 'ListenerIf' && everyBranchSays(context, item, where)
  })

function everyBranchSays(context: Context, node: ast.ListenerIf, where: Where): boolean {
  for (let at: ast.ListenerIf | ast.ListenerBody | undefined = node; at; at = at.else) {
    if (at.kind === 'ListenerBody') return saysWords(context, at.items, where)
    if (!saysWords(context, at.then.items, where)) return false
  }
  return false
}
