// Listeners made ready: options by key, what a collect takes, texts that tell the options.
import type { ChooseListener, CollectListener, Listener, Machine, Option, PointId, Shortcut } from '../../machine/format.ts'
import type { Expression } from '../../machine/expressions.ts'
import { AGAIN } from '../../machine/format.ts'
import { createEntry, type Entry } from './entry.ts'
import type { Expressions } from './expressions.ts'
import { prepareTell, type PreparedTell } from './mouth.ts'
import { READ_AGAIN, type Evaluate } from './prepared.ts'
import type { Turn } from './turn.ts'

export interface PreparedOption {
  readonly keys: string
  /** The last of a range, or the keys themselves. */
  readonly last: string
  /** Slot for the numerals of a range, −1 = none. */
  readonly as: number
  readonly when: ((turn: Turn) => boolean) | null
  /** Bit in `Session.enabled` where it has a `when`. */
  readonly bit: number
  readonly tell: PreparedTell | null
  readonly to: PointId
}

export interface PreparedShortcut {
  readonly keys: string
  readonly tell: PreparedTell | null
  readonly to: PointId
}

export interface PreparedChoose {
  readonly list: number
  readonly item: number
  readonly offer: PreparedTell
  readonly more: PreparedTell
  /** What `option` speaks beyond its parameters. */
  readonly beyond: readonly Evaluate[]
  readonly moreKey: string
  readonly chosen: PointId
}

export interface PreparedCollect {
  readonly entry: Entry
  readonly slot: number
  readonly length: Evaluate | null
  readonly entered: PointId
}

export interface PreparedListener {
  readonly index: number
  readonly kind: Listener['kind']
  readonly first: number
  readonly next: number
  readonly tries: number
  readonly bargeIn: boolean
  readonly typeAhead: boolean
  readonly endKey: string | null
  readonly endRequired: boolean
  /** The yes key of a confirm that has to be heard first. */
  readonly gate: string | null
  /** Entering it throws away what waits. */
  readonly discards: boolean
  /** How its keys may be shown: as they are, as `d`, or not at all. */
  readonly shows: 'keys' | 'kinds' | 'nothing'
  readonly read: PointId
  readonly silence: readonly PointId[]
  readonly silenceOut: PointId
  readonly mistake: readonly PointId[]
  readonly mistakeOut: PointId
  readonly tooShort: readonly PointId[] | null
  /** In the order written; after them the longer shortcuts, where they are live as if they were options. */
  readonly options: readonly PreparedOption[]
  /** How many of `options` are its own. */
  readonly own: number
  /** Any option has a `when`. */
  readonly asks: boolean
  /** By key (see `keyCode`): the option that this one key chooses in any case, or −1. */
  readonly single: readonly number[]
  /** By key: a shortcut of the line. */
  readonly shortcuts: readonly (PreparedShortcut | null)[]
  /** Shortcuts that are told last, in named menus. */
  readonly told: readonly PreparedShortcut[]
  readonly collect: PreparedCollect | null
  readonly choose: PreparedChoose | null
}

/** `0`–`9` → 0–9, `*` → 10, `#` → 11, anything else −1. */
export function keyCode(key: string): number {
  if (key.length !== 1) return -1
  const code = key.charCodeAt(0)
  if (code >= 48 && code <= 57) return code - 48
  return code === 42 ? 10 : code === 35 ? 11 : -1
}

export function prepareListener(machine: Machine, index: number, expressions: Expressions): PreparedListener {
  const listener = machine.listeners[index]!
  const shortcuts = machine.line.shortcuts.map(shortcut => prepareShortcut(shortcut, expressions))
  const own = prepareOptions(listener.options, expressions)
  const options = listener.kind === 'menu' ? withLongerShortcuts(own, shortcuts) : own
  const yes = listener.options.find(option => option.yes)
  return {
    index,
    kind: listener.kind,
    first: listener.first,
    next: listener.next,
    tries: listener.tries,
    bargeIn: listener.bargeIn,
    typeAhead: listener.typeAhead,
    endKey: listener.endKey,
    endRequired: listener.endRequired,
    gate: listener.gated ? (yes?.keys ?? null) : null,
    discards: listener.kind === 'confirm' || !listener.typeAhead || (listener.kind === 'collect' && listener.secret),
    shows: showsOf(listener),
    read: listener.read,
    silence: listener.silence,
    silenceOut: listener.silenceOut,
    mistake: listener.mistake,
    mistakeOut: listener.mistakeOut,
    tooShort: listener.tooShort ?? null,
    options,
    own: own.length,
    asks: own.some(option => option.when !== null),
    single: singles(listener, options),
    shortcuts: shortcutsByKey(shortcuts),
    told: listener.kind === 'menu' && listener.named ? shortcuts.filter(shortcut => shortcut.tell !== null) : [],
    collect: listener.kind === 'collect' ? prepareCollect(listener, expressions) : null,
    choose: listener.kind === 'choose' ? prepareChoose(listener, expressions) : null,
  }
}

const showsOf = (listener: Listener): PreparedListener['shows'] => {
  if (listener.kind !== 'collect') return 'keys'
  if (listener.secret || listener.type.class === 'secret') return 'nothing'
  return listener.type.class === 'private' ? 'kinds' : 'keys'
}

export function prepareOptions(options: readonly Option[], expressions: Expressions): PreparedOption[] {
  let asked = 0
  return options.map(option => ({
    keys: option.keys,
    last: option.upTo ?? option.keys,
    as: option.as === undefined ? -1 : expressions.slotOf(option.as),
    when: option.when === undefined ? null : decided(expressions.test(option.when), expressions),
    bit: option.when === undefined ? 0 : 2 ** asked++,
    tell: option.tell === undefined ? null : prepareTell(option.tell, expressions),
    to: option.to,
  }))
}

/** Whether an option is told and taken may depend on what no trace shows. */
const decided = (test: (turn: Turn) => boolean, { decide }: Expressions): ((turn: Turn) => boolean) =>
  decide === null ? test : turn => decide<boolean>(turn, test(turn))

const prepareShortcut = (shortcut: Shortcut, expressions: Expressions): PreparedShortcut => ({
  keys: shortcut.keys,
  tell: shortcut.tell === undefined ? null : prepareTell(shortcut.tell, expressions),
  to: targetOf(shortcut.to),
})

/** A target that several listeners share may say `again`. */
export const targetOf = (to: PointId): PointId => (to === AGAIN ? READ_AGAIN : to)

/** The listener's own option of the same keys wins. */
function withLongerShortcuts(own: readonly PreparedOption[], shortcuts: readonly PreparedShortcut[]): PreparedOption[] {
  const longer = shortcuts.filter(shortcut => shortcut.keys.length > 1)
  return [...own, ...longer.map(({ keys, to }) => ({ keys, last: keys, as: -1, when: null, bit: 0, tell: null, to }))]
}

/** Where one key decides whatever conditions say, no search is needed: by far the most keys of a bank's calls. */
function singles(listener: Listener, options: readonly PreparedOption[]): number[] {
  return [...'0123456789*#'].map(key => {
    if (listener.kind === 'choose' || listener.kind === 'collect') return -1
    const first = options.findIndex(option => option.keys === key && option.last === key && option.as < 0)
    const begun = options.some(option => option.keys.length > 1 && option.keys[0]! <= key && key <= option.last[0]!)
    const range = options.some(option => option.keys !== option.last && option.keys.length === 1)
    return first >= 0 && options[first]!.when === null && !begun && !range ? first : -1
  })
}

function shortcutsByKey(shortcuts: readonly PreparedShortcut[]): (PreparedShortcut | null)[] {
  return [...'0123456789*#'].map(key => shortcuts.find(shortcut => shortcut.keys === key) ?? null)
}

function decidedLength(length: Expression, { evaluate, decide }: Expressions): Evaluate {
  const value = evaluate(length)
  return decide === null ? value : turn => decide<number>(turn, value(turn))
}

const prepareCollect = (listener: CollectListener, expressions: Expressions): PreparedCollect => ({
  entry: createEntry(listener.type),
  slot: expressions.slotOf(listener.register),
  length: listener.length === undefined ? null : decidedLength(listener.length, expressions),
  entered: listener.entered,
})

const prepareChoose = (listener: ChooseListener, expressions: Expressions): PreparedChoose => ({
  list: expressions.slotOf(listener.list),
  item: expressions.slotOf(listener.item),
  offer: prepareTell(listener.offer, expressions),
  more: prepareTell(listener.more, expressions),
  beyond: (listener.beyond ?? []).map(expressions.evaluate),
  moreKey: listener.moreKey,
  chosen: listener.chosen,
})
