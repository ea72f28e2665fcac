// Keys of options: written as keys, distinct, and none with the end key inside (semantics §1.7, §1.9).
import type * as ast from '../../grammar/ast.ts'
import type { Span } from '../../text/span.ts'
import { label } from '../bind/unit.ts'
import { complain, type Context } from './context.ts'

/** One key sequence, or a range of them, and where it is written. */
export interface KeyEntry extends Span {
  readonly from: string
  readonly to: string
  /** Taken by the listener itself: a choose's 1–8, a confirm's yes. */
  readonly own?: 'item' | 'more' | 'yes' | 'no'
}

export const keyEntry = (option: ast.PressOption): KeyEntry => ({
  from: option.keys.from,
  to: option.keys.to,
  start: option.keys.start,
  end: option.keys.end,
})

const isKeys = (keys: string): boolean => /^[0-9*#]+$/.test(keys)
const isNumerals = (keys: string): boolean => /^[0-9]+$/.test(keys)
const LONGEST = 20

/** Reports what is no key, or no range. */
function wellFormed(context: Context, entry: KeyEntry): boolean {
  if (entry.from === '' || entry.to === '') return false
  if (entry.from === entry.to) {
    if (isKeys(entry.from) && entry.from.length <= LONGEST) return true
    complain(context, 'bad-keys', { keys: entry.from, most: LONGEST }, entry)
    return false
  }
  if (isNumerals(entry.from) && isNumerals(entry.to) && entry.from.length === entry.to.length && entry.from < entry.to) return true
  complain(context, 'bad-key-range', { from: entry.from, to: entry.to }, entry)
  return false
}

/** Checks the options of one listener against each other and against its end key. */
export function checkKeys(context: Context, entries: readonly KeyEntry[], endKey: string | null): void {
  const good = entries.filter(entry => wellFormed(context, entry))
  for (const entry of good) {
    if (entry.own || endKey === null || entry.from.length < 2 || !entry.from.includes(endKey)) continue
    complain(context, 'end-key-inside', { keys: entry.from, endKey }, entry)
  }
  // Keys of one length, in their order: whatever overlaps stands beside what it overlaps.
  const sorted = [...good].sort((a, b) => a.from.length - b.from.length || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.start - b.start))
  let reach: KeyEntry | null = null
  for (const entry of sorted) {
    if (
      reach &&
      reach.from.length === entry.from.length &&
      entry.from <= reach.to &&
      (isNumerals(entry.from) || entry.from === reach.from)
    ) {
      collide(context, reach, entry)
    }
    if (!reach || reach.from.length !== entry.from.length || entry.to > reach.to) reach = entry
  }
}

function collide(context: Context, a: KeyEntry, b: KeyEntry): void {
  const [first, second] = b.own || (!a.own && a.start > b.start) ? [b, a] : [a, b]
  if (first.own && second.own && first.own === second.own) return
  const keys = second.from === second.to ? second.from : `${second.from}..${second.to}`
  if (first.own === 'item' || first.own === 'more') {
    complain(context, 'choose-key', { keys, own: first.own }, second)
    return
  }
  complain(context, 'same-key', { keys }, second, {
    labels: [label(context.file, first, 'this key is taken here', '这个键已用在此处')],
  })
}

export const holdsKey = (entry: KeyEntry, keys: string): boolean =>
  entry.from.length === keys.length &&
  (entry.from === entry.to ? entry.from === keys : isNumerals(keys) && entry.from <= keys && keys <= entry.to)
