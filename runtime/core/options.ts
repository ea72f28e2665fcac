// Which options are live now, and which of them a run of keys is or can become. Nothing is expanded: a range of ten
// thousand keys is one comparison.
import type { Value } from '../../machine/values.ts'
import type { PreparedChoose, PreparedListener, PreparedOption } from './listener.ts'
import type { Session } from './session.ts'

/** No option. */
export const NONE = -1
/** The next page of a choose. */
export const MORE = -2
/** The first item of a choose's page; the n-th is `FIRST_ITEM − n`. */
export const FIRST_ITEM = -10

/** Items on a page of a choose. */
export const PAGE = 8

export const listOf = (session: Session, choose: PreparedChoose): readonly Value[] => session.registers[choose.list] as readonly Value[]

/** How many items the page offers. */
export function itemsOnPage(session: Session, choose: PreparedChoose): number {
  return Math.min(PAGE, listOf(session, choose).length - (session.page - 1) * PAGE)
}

export const hasMore = (session: Session, choose: PreparedChoose): boolean => listOf(session, choose).length > PAGE

/** Was its `when` true when the listener was read? */
export function isEnabled(session: Session, option: PreparedOption): boolean {
  return option.when === null || Math.floor(session.enabled / option.bit) % 2 === 1
}

/** What `keys` choose: an index into `options`, `MORE`, an item, or `NONE`. */
export function findOption(listener: PreparedListener, session: Session, keys: string): number {
  const options = listener.options
  for (let index = 0; index < options.length; index++) {
    const option = options[index]!
    if (option.keys.length === keys.length && option.keys <= keys && keys <= option.last && isEnabled(session, option)) return index
  }
  const choose = listener.choose
  if (choose === null || keys.length !== 1) return NONE
  if (keys === choose.moreKey && hasMore(session, choose)) return MORE
  const item = keys.charCodeAt(0) - 49
  return item >= 0 && item < itemsOnPage(session, choose) ? FIRST_ITEM - item : NONE
}

/** Does an option begin with `keys` and go on behind them? */
export function hasLonger(listener: PreparedListener, session: Session, keys: string): boolean {
  const typed = keys.length
  for (const option of listener.options) {
    if (option.keys.length > typed && begins(option, keys, typed) && isEnabled(session, option)) return true
  }
  return false
}

/** Does an option begin with this key? */
export function isBegun(listener: PreparedListener, session: Session, key: string): boolean {
  return findOption(listener, session, key) !== NONE || hasLonger(listener, session, key)
}

function begins(option: PreparedOption, keys: string, typed: number): boolean {
  return option.keys === option.last
    ? option.keys.startsWith(keys)
    : option.keys.slice(0, typed) <= keys && keys <= option.last.slice(0, typed)
}

/** Keys of the longest option that is live. */
export function longestOption(listener: PreparedListener, session: Session): number {
  let longest = listener.choose === null ? 0 : 1
  for (const option of listener.options) if (option.keys.length > longest && isEnabled(session, option)) longest = option.keys.length
  return longest
}

/** Is `*` a key of any live option: then it does not clear. */
export function optionsTakeStar(listener: PreparedListener, session: Session): boolean {
  return (
    listener.options.some(option => option.keys.includes('*') && isEnabled(session, option)) ||
    (listener.choose?.moreKey === '*' && hasMore(session, listener.choose))
  )
}
