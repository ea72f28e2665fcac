// `press KEY … ` in a listener, and the keys that a choose and a confirm have of their own.
import type * as ast from '../../grammar/ast.ts'
import { value } from '../typing/fits.ts'
import { complain, declareLocal, inner, type Context } from './context.ts'
import { condition } from './expressions.ts'
import { checkLeaves, doStep, target } from './going.ts'
import { keyEntry, type KeyEntry } from './keys.ts'
import { languageStep } from './levels.ts'
import type { Listener } from './listeners.ts'
import { block } from './steps.ts'
import { labelText } from './texts.ts'

/** Options of a list on one page. */
const PAGE = 8

/** 1–8, and the key for the next page where the list can have one. */
export function* chooseKeys(of: Listener): Iterable<KeyEntry> {
  const { start, end } = of.at
  for (let key = 1; key <= PAGE; key++) yield { from: String(key), to: String(key), start, end, own: 'item' }
  const more = of.body.items.find(item => item.kind === 'MoreItem')
  if (of.list && of.list.upTo <= PAGE && !more) return
  const key = more?.kind === 'MoreItem' ? more.key : '9'
  if (key !== '')
    yield { from: key, to: key, start: more?.start ?? start, end: more?.end ?? end, ...(more ? {} : { own: 'more' as const }) }
}

/** 1 and 2, or what `yes` and `no` say. */
export function* confirmKeys(of: Listener): Iterable<KeyEntry> {
  for (const own of ['yes', 'no'] as const) {
    const item = of.body.items.find(each => (own === 'yes' ? each.kind === 'YesItem' : each.kind === 'NoItem'))
    const written = item?.kind === 'YesItem' || item?.kind === 'NoItem' ? item.key : undefined
    const key = written ?? (own === 'yes' ? '1' : '2')
    const { start, end } = item ?? of.at
    yield { from: key, to: key, start, end, own }
  }
}

export function pressOption(context: Context, of: Listener, option: ast.PressOption, keys: KeyEntry[]): void {
  keys.push(keyEntry(option))
  const isRange = option.keys.from !== option.keys.to
  if (of.kind === 'confirm' && (isRange || option.keys.from.length > 1)) complain(context, 'single-key', { where: 'confirm' }, option.keys)
  if (option.label) labelText(context, option.label, option.when !== undefined)
  if (option.language) languageStep(context, option.language)
  if (option.when) condition(context, option.when)
  const inside = inner(context, { listener: true })
  if (option.as) declareLocal(inside, option.as, 'range', value(typed(option.keys)))
  const { action } = option
  switch (action.kind) {
    case 'GoAction':
      return target(inside, action.target, { step: action })
    case 'DoAction':
      doStep(inside, action.do)
      return
    case 'BlockAction':
      block(inside, action.block)
      if (of.named) checkLeaves(inside, action.block, 'option')
      else if (of.kind === 'choose') checkLeaves(inside, action.block, 'choose option')
  }
}

/** What a range gives: digits of its length. */
const typed = (keys: ast.KeyRange) => ({ kind: 'digits', min: keys.from.length, max: keys.from.length }) as const
