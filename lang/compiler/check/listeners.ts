// Menus, collects, chooses and confirms: what may stand in each, and what each must have.
import type * as ast from '../../grammar/ast.ts'
import type { Span } from '../../text/span.ts'
import type { Type } from '../../../machine/types.ts'
import { label } from '../bind/unit.ts'
import type { SymbolOf } from '../program.ts'
import { buildType } from '../typing/build.ts'
import { withClass } from '../typing/classes.ts'
import { unknown, value } from '../typing/fits.ts'
import { checkAnnounced } from './announced.ts'
import { checkCollectable, checkEndKey, checkItem, lengthItem } from './collects.ts'
import { noteSource } from './dialled.ts'
import { complain, declareLocal, inner, type Context } from './context.ts'
import { listItems } from './expressions.ts'
import { checkLeaves } from './going.ts'
import { checkKeys, type KeyEntry } from './keys.ts'
import { checkListen, listeningOf } from './listening.ts'
import { itemWord, saysWords, spokenBody, spokenItem, type Where } from './listener-parts.ts'
import { chooseKeys, confirmKeys, pressOption } from './options.ts'
import { noteShortcuts } from './shortcuts.ts'
import { block } from './steps.ts'
import { labelText } from './texts.ts'

type Kind = 'menu' | 'collect' | 'choose' | 'confirm'

export interface Listener {
  readonly kind: Kind
  /** A menu with a name: its options' blocks leave. */
  readonly named: boolean
  readonly body: ast.ListenerBody
  /** What to point at for what is missing. */
  readonly at: Span
  /** Said right before it in the flow. */
  readonly before: readonly ast.SayStep[]
  readonly type?: Type
  readonly list?: Extract<Type, { kind: 'list' }>
  /** The name that has its value only when the listener is left. */
  readonly local?: SymbolOf<'local'>
}

const everywhere = [
  'SayStep',
  'PauseStep',
  'ListenerIf',
  'ListenerMatch',
  'MilestoneStep',
  'ListenBlock',
  'OnCounter',
  'OtherwiseClause',
] as const
const allowed: Readonly<Record<Kind, ReadonlySet<ast.ListenerItem['kind']>>> = {
  menu: new Set<ast.ListenerItem['kind']>([...everywhere, 'PressOption']),
  collect: new Set<ast.ListenerItem['kind']>([...everywhere, 'CheckItem', 'LengthItem']),
  choose: new Set<ast.ListenerItem['kind']>([...everywhere, 'PressOption', 'OfferItem', 'MoreItem', 'NoneClause']),
  confirm: new Set<ast.ListenerItem['kind']>([...everywhere, 'PressOption', 'YesItem', 'NoItem']),
}
/** Items of which a listener has one at most. */
const single: ReadonlySet<ast.ListenerItem['kind']> = new Set<ast.ListenerItem['kind']>([
  ...(['ListenBlock', 'LengthItem', 'OfferItem', 'MoreItem', 'NoneClause', 'YesItem', 'NoItem'] as const),
])

/** The word that a step begins with: `menu`, `collect`, … */
const head = (context: Context, step: Span): Span => {
  const text = context.file.text.slice(step.start, step.start + 12)
  // Unicode's letters take a millisecond to be made ready, and words of the language have none beyond ASCII.
  const word = (/^[A-Za-z]+(?=[\s{])/.exec(text) ?? /^\p{L}+/u.exec(text))?.[0] ?? ''
  return { start: step.start, end: step.start + Math.max(1, word.length) }
}

export function namedMenu(context: Context, menu: ast.MenuDeclaration): void {
  listener(context, { kind: 'menu', named: true, body: menu.body, at: menu.name, before: [] })
}

export function menuStep(context: Context, step: ast.MenuStep, before: readonly ast.SayStep[]): void {
  listener(context, { kind: 'menu', named: false, body: step.body, at: head(context, step), before })
}

export function confirmStep(context: Context, step: ast.ConfirmStep): void {
  listener(context, { kind: 'confirm', named: false, body: step.body, at: head(context, step), before: [] })
}

export function collectStep(context: Context, step: ast.CollectStep): void {
  const built = buildType(context.unit, context.names, step.type)
  const type = built.kind === 'value' && checkCollectable(context, step, built) ? built.type : undefined
  const local = declareLocal(context, step.name, 'collect', type ? value(type) : unknown)
  listener(context, { kind: 'collect', named: false, body: step.body, at: step.name, before: [], local, ...(type ? { type } : {}) })
}

export function chooseStep(context: Context, step: ast.ChooseStep): void {
  const list = listItems(context, step.list)
  const local = declareLocal(context, step.name, 'choose', list ? value(withClass(list.of, list.class, list.mask)) : unknown)
  noteSource(context.unit, local, step.list)
  listener(context, { kind: 'choose', named: false, body: step.body, at: step.name, before: [], local, ...(list ? { list } : {}) })
}

function listener(context: Context, of: Listener): void {
  const { kind, body, local } = of
  const pending = local ? new Set([...(context.pending ?? []), local]) : context.pending
  const inside = inner(context, { pending })
  const withValue = { ...inside, pending: context.pending }
  const listening = listeningOf(context.unit, body)
  const first = new Map<string, ast.ListenerItem>()
  const keys: KeyEntry[] = kind === 'choose' ? [...chooseKeys(of)] : kind === 'confirm' ? [...confirmKeys(of)] : []
  for (const item of body.items) {
    if (!allowed[kind].has(item.kind)) {
      complain(context, 'item-not-here', { item: itemWord(item), where: kind }, item)
      continue
    }
    checkTwice(context, item, first)
    if (spokenItem(inside, item, kind as Where)) continue
    listenerItem(inside, withValue, of, item, keys, listening.tries)
  }
  checkKeys(context, keys, listening.endKey)
  if (kind === 'collect') checkEndKey(context, of, listening)
  mustHave(context, of, first)
  noteShortcuts(context, of, keys)
  checkAnnounced(context, of, keys, listening.endKey)
}

function listenerItem(inside: Context, withValue: Context, of: Listener, item: ast.ListenerItem, keys: KeyEntry[], tries: number): void {
  const going: Partial<Context> = { listener: true }
  switch (item.kind) {
    case 'ListenBlock':
      return checkListen(inside, item)
    case 'PressOption':
      return pressOption(inside, of, item, keys)
    case 'OnCounter':
      return onCounter(inside, of, item, tries)
    case 'OtherwiseClause':
      block(inside, item.body, going)
      return checkLeaves(inside, item.body, 'otherwise')
    case 'NoneClause':
      block(inside, item.body, { listener: false })
      return checkLeaves(inside, item.body, 'choose none')
    case 'NoItem':
      if (item.label) labelText(inside, item.label)
      block(inside, item.body, going)
      singleKey(inside, item, item.key, of.kind)
      return checkLeaves(inside, item.body, 'no')
    case 'MoreItem':
      return singleKey(inside, item, item.key, of.kind)
    case 'YesItem':
      singleKey(inside, item, item.key, of.kind)
      if (item.label) labelText(inside, item.label)
      return
    case 'CheckItem':
      return checkItem(withValue, item)
    case 'LengthItem':
      return lengthItem(inside, of, item)
    case 'OfferItem':
      return labelText(withValue, item.text)
    default:
      return
  }
}

/** The keys that a choose and a confirm have of their own are single ones. */
function singleKey(context: Context, item: ast.ListenerItem, key: string | undefined, where: Kind): void {
  if (key !== undefined && key.length > 1) complain(context, 'single-key', { where }, item)
}

function checkTwice(context: Context, item: ast.ListenerItem, first: Map<string, ast.ListenerItem>): void {
  let what: string
  if (item.kind === 'OnCounter') what = item.from === 1 ? `on ${item.event}` : `on ${item.event} ${item.from}`
  else if (item.kind === 'OtherwiseClause') what = item.on ? `otherwise on ${item.on}` : 'otherwise'
  else if (single.has(item.kind)) what = itemWord(item)
  else return
  const before = first.get(what)
  if (!before) {
    first.set(what, item)
    return
  }
  complain(context, 'item-twice', { item: what }, item, {
    labels: [label(context.file, before, 'it is said here first', '首先在这里写出')],
  })
}

function onCounter(context: Context, of: Listener, item: ast.OnCounter, tries: number): void {
  if (item.event === 'too short' && of.kind !== 'collect')
    complain(context, 'item-not-here', { item: 'on too short', where: of.kind }, item)
  if (item.only && of.kind === 'confirm') complain(context, 'confirm-read-whole', { word: 'say only' }, item)
  if (!Number.isInteger(item.from) || item.from < 1 || (item.from > 1 && item.from >= tries)) {
    complain(context, 'counter-out-of-tries', { event: item.event, from: item.from, tries }, item)
  }
  spokenBody(inner(context), item.body, 'on')
}

function mustHave(context: Context, of: Listener, first: ReadonlyMap<string, ast.ListenerItem>): void {
  const { body, at } = of
  const missing = (item: 'offer' | 'none' | 'no' | 'say' | 'press'): void => complain(context, 'item-missing', { item, where: of.kind }, at)
  if (of.kind === 'menu' && !body.items.some(item => item.kind === 'PressOption')) missing('press')
  if (of.kind === 'choose' && !first.has('offer')) missing('offer')
  if (of.kind === 'choose' && !first.has('none')) missing('none')
  if (of.kind === 'confirm' && !first.has('no')) missing('no')
  if (of.kind === 'confirm' && !saysWords(context, body.items, of.kind)) missing('say')
}
