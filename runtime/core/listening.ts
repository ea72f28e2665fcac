// The ear: how keys become choices and values (semantics §1.5–§1.8). Each function says where the call goes next, or `STAY`.
import type { PointId } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import { canBecome, isComplete, takesStar, type Entry } from './entry.ts'
import { keyCode, type PreparedListener } from './listener.ts'
import { FIRST_ITEM, findOption, hasLonger, isBegun, listOf, longestOption, MORE, NONE, optionsTakeStar, PAGE } from './options.ts'
import { STAY } from './prepared.ts'
import { dropKey, dropWaiting } from './keys-waiting.ts'
import { decideList, UNKNOWN } from './marks.ts'
import { silenceAll } from './mouth.ts'
import type { SecretResult } from './session.ts'
import { emit, startTimer, stopListening, type Turn } from './turn.ts'

/** Enters a listener (`fresh`) or reads it again: §1.5, before its prompts. */
export function read(turn: Turn, listener: PreparedListener, fresh: boolean): void {
  const session = turn.session
  // Another listener came between (a block of an option that asked for something): its counters are gone.
  if (fresh || session.listener !== listener.index) {
    session.silences = 0
    session.mistakes = 0
    session.page = 1
  }
  session.listener = listener.index
  session.entry = ''
  session.bad = false
  session.cleared = false
  if (listener.discards) dropWaiting(turn, 'not kept')
  if (listener.choose !== null) decideList(turn, listener.choose.list)
  if (listener.asks) {
    let enabled = 0
    for (const option of listener.options) if (option.when !== null && option.when(turn)) enabled += option.bit
    session.enabled = enabled
  } else session.enabled = 0
  session.length = lengthOf(turn, listener)
  if (turn.prepared.trace) emit(turn, { kind: 'read', listener: listener.index })
}

/** `length EXPR`; −1 where there is none. What no entry can have is none: the type has its own, and a caller could key nothing else. */
function lengthOf(turn: Turn, listener: PreparedListener): number {
  const length = listener.collect?.length ?? null
  const given = length === null ? -1 : (length(turn) as number)
  return given >= 1 ? given : -1
}

/** The queue, the waiting keys or the listener changed while it listens: §1.6(2). */
export function settleListener(turn: Turn, listener: PreparedListener): PointId {
  const session = turn.session
  if (session.queue.length > 0) return STAY
  session.deaf = false
  while (session.waiting.length > 0) {
    const { key, at } = session.waiting.shift()!
    const next = take(turn, listener, key, at)
    if (next !== STAY) return next
  }
  if (session.timer === null) {
    session.timer =
      session.entry === '' && !session.bad
        ? startTimer(turn, 'first', turn.now + listener.first)
        : startTimer(turn, 'next', turn.now + listener.next)
  }
  return STAY
}

/** §1.7. `at`: when the key was pressed. */
export function take(turn: Turn, listener: PreparedListener, key: string, at: number): PointId {
  const session = turn.session
  const code = keyCode(key)
  if (session.entry === '' && !session.bad) {
    const single = listener.single[code]!
    if (single >= 0) {
      session.entry = key
      return finishAtOnce(turn, listener, key, at, single)
    }
    if (listener.collect === null ? !isBegun(listener, session, key) : code > 9) {
      if (session.cleared) {
        if (key === '*') {
          noteTaken(turn, listener, key, 'nothing')
          return STAY
        }
      } else {
        const shortcut = listener.shortcuts[code]
        if (shortcut) {
          noteTaken(turn, listener, key, 'shortcut')
          turn.prepared.watch?.shortcut(shortcut.keys)
          return leave(turn, listener, 'shortcut', shortcut.to)
        }
      }
      if (key === listener.endKey) {
        noteTaken(turn, listener, key, 'end')
        return mistake(turn, listener, false)
      }
    }
  } else {
    if (key === listener.endKey) {
      noteTaken(turn, listener, key, 'end')
      return judge(turn, listener, false)
    }
    if (key === '*' && !canHoldStar(turn, listener)) {
      session.entry = ''
      session.bad = false
      session.cleared = true
      noteTaken(turn, listener, key, 'clear')
      return STAY
    }
  }
  session.cleared = false
  return listener.collect === null ? takeOption(turn, listener, key, at) : takeEntry(turn, listener, key, at)
}

const canHoldStar = (turn: Turn, listener: PreparedListener): boolean =>
  listener.collect === null ? optionsTakeStar(listener, turn.session) : takesStar(listener.collect.entry)

/** §1.7 e–g. */
function takeOption(turn: Turn, listener: PreparedListener, key: string, at: number): PointId {
  const session = turn.session
  const keys = session.entry + key
  session.entry = keys
  if (!session.bad) {
    const longer = hasLonger(listener, session, keys)
    if (!longer) {
      const option = findOption(listener, session, keys)
      if (option !== NONE) return finishAtOnce(turn, listener, key, at, option)
      session.bad = true
    }
  }
  noteTaken(turn, listener, key, 'entry')
  if (!session.bad || keys.length < longestOption(listener, session)) return STAY
  atOnce(turn, listener, at)
  return mistake(turn, listener, false)
}

function finishAtOnce(turn: Turn, listener: PreparedListener, key: string, at: number, option: number): PointId {
  noteTaken(turn, listener, key, 'entry')
  atOnce(turn, listener, at)
  return choose(turn, listener, option)
}

/** §1.7 h–j. */
function takeEntry(turn: Turn, listener: PreparedListener, key: string, at: number): PointId {
  const session = turn.session
  const { entry } = listener.collect!
  const longest = session.length >= 0 ? session.length : entry.longest
  if (!session.bad && !canBecome(entry, longest, session.entry, key)) session.bad = true
  session.entry += key
  noteTaken(turn, listener, key, 'entry')
  if (session.bad) {
    // What is typed of a mistyped entry is listened to and forgotten.
    if (session.entry.length > LONGEST_ENTRY) session.entry = session.entry.slice(0, LONGEST_ENTRY)
    return STAY
  }
  if (!isComplete(entry, longest, session.entry)) return STAY
  atOnce(turn, listener, at)
  return enter(turn, listener)
}

/** A session stays small however long someone types. */
const LONGEST_ENTRY = 64

/** The end key that may still follow is swallowed. */
function atOnce(turn: Turn, listener: PreparedListener, at: number): void {
  const key = listener.endKey
  if (key === null) return
  const session = turn.session
  const until = at + listener.next
  const waits = session.waiting[0]
  if (waits === undefined) session.tail = { key, until }
  else if (waits.key === key && waits.at <= until) {
    session.waiting.shift()
    dropKey(turn, 'tail')
  }
}

/** The end key, or quiet after keys. */
export function judge(turn: Turn, listener: PreparedListener, quiet: boolean): PointId {
  const session = turn.session
  if (session.bad) return mistake(turn, listener, false)
  const collect = listener.collect
  if (quiet && (listener.endRequired || collect?.entry.endRequired)) return mistake(turn, listener, false)
  if (collect === null) {
    const option = findOption(listener, session, session.entry)
    return option === NONE ? mistake(turn, listener, false) : choose(turn, listener, option)
  }
  const shortest = session.length >= 0 ? session.length : collect.entry.shortest
  return session.entry.length < shortest ? mistake(turn, listener, true) : enter(turn, listener)
}

/** A whole entry: it is a value of the type, or a mistake. */
function enter(turn: Turn, listener: PreparedListener): PointId {
  const session = turn.session
  const { entry, slot, entered } = listener.collect!
  const value = readEntry(turn, listener, entry)
  if (value === undefined) return mistake(turn, listener, false)
  session.registers[slot] = value
  return leave(turn, listener, 'entered', entered)
}

/** Whether what was keyed is of the type is all that a trace says of it. */
function readEntry(turn: Turn, listener: PreparedListener, entry: Entry): Value | undefined {
  const { decide, recalls } = turn.prepared
  if (decide === null || listener.shows !== 'kinds') return entry.read(turn.session.entry)
  if (recalls) return decide<boolean>(turn, UNKNOWN) ? UNKNOWN : undefined
  const value = entry.read(turn.session.entry)
  decide<boolean>(turn, value !== undefined)
  return value
}

/** What came of an entry that nobody saw. */
export function takeSecret(turn: Turn, result: SecretResult): PointId {
  const { session, prepared } = turn
  const rest = session.phase === 'live' ? prepared.points[session.point]!.rest : null
  const listener = rest === null || rest.listener < 0 ? undefined : prepared.listeners[rest.listener]
  if (listener?.shows !== 'nothing') return STAY
  session.tail = null
  stopListening(turn)
  if (result.kind !== 'silence') silenceAll(turn)
  switch (result.kind) {
    case 'typing':
      return STAY
    case 'silence':
      return silence(turn, listener)
    case 'shortcut': {
      const shortcut = listener.shortcuts[keyCode(result.key)]
      return shortcut ? leave(turn, listener, 'shortcut', shortcut.to) : STAY
    }
    case 'entered':
      if (result.atOnce) atOnce(turn, listener, turn.now)
      session.registers[listener.collect!.slot] = UNKNOWN
      return leave(turn, listener, 'entered', listener.collect!.entered)
    case 'mistake':
    case 'too short':
      if (result.atOnce) atOnce(turn, listener, turn.now)
      return mistake(turn, listener, result.kind === 'too short')
  }
}

function choose(turn: Turn, listener: PreparedListener, index: number): PointId {
  const session = turn.session
  const { watch } = turn.prepared
  if (index >= 0) {
    const option = listener.options[index]!
    if (watch !== null) {
      if (index < listener.own) watch.result(listener.index, 'option', index)
      else watch.shortcut(option.keys)
    }
    if (option.as >= 0) session.registers[option.as] = session.entry
    return leave(turn, listener, index < listener.own ? 'chosen' : 'shortcut', option.to)
  }
  const choice = listener.choose!
  if (watch !== null) watch.result(listener.index, index === MORE ? 'more' : 'item', 0)
  if (index === MORE) {
    session.page = session.page * PAGE >= listOf(session, choice).length ? 1 : session.page + 1
    session.entry = ''
    return listener.read
  }
  const item = (session.page - 1) * PAGE + FIRST_ITEM - index
  session.registers[choice.item] = listOf(session, choice)[item]!
  return leave(turn, listener, 'chosen', choice.chosen)
}

type Result = 'chosen' | 'entered' | 'silence' | 'mistake' | 'too short' | 'shortcut'

const noteResult = (turn: Turn, listener: PreparedListener, result: Result): void => {
  if (turn.prepared.trace) emit(turn, { kind: 'outcome', listener: listener.index, result })
}

function leave(turn: Turn, listener: PreparedListener, result: 'chosen' | 'entered' | 'shortcut', to: PointId): PointId {
  turn.session.entry = ''
  turn.session.bad = false
  noteResult(turn, listener, result)
  return to
}

/** *first* expired. */
export function silence(turn: Turn, listener: PreparedListener): PointId {
  const count = ++turn.session.silences
  noteResult(turn, listener, 'silence')
  turn.prepared.watch?.result(listener.index, 'silence', count)
  return count >= listener.tries ? listener.silenceOut : (listener.silence[count - 1] ?? listener.read)
}

/** What waits is thrown away; the text for the count, or the `otherwise`. */
export function mistake(turn: Turn, listener: PreparedListener, tooShort: boolean): PointId {
  const session = turn.session
  session.entry = ''
  session.bad = false
  dropWaiting(turn, 'mistake')
  const count = ++session.mistakes
  noteResult(turn, listener, tooShort ? 'too short' : 'mistake')
  turn.prepared.watch?.result(listener.index, tooShort ? 'too short' : 'mistake', count)
  if (count >= listener.tries) return listener.mistakeOut
  return (tooShort ? listener.tooShort?.[count - 1] : undefined) ?? listener.mistake[count - 1] ?? listener.read
}

/** A `check` was false: its own text takes the place of `on mistake`. */
export function checkFailed(turn: Turn, listener: PreparedListener, to: PointId): PointId {
  const session = turn.session
  dropWaiting(turn, 'mistake')
  session.mistakes++
  noteResult(turn, listener, 'mistake')
  turn.prepared.watch?.result(listener.index, 'check', session.mistakes)
  return session.mistakes >= listener.tries ? listener.mistakeOut : to
}

function noteTaken(turn: Turn, listener: PreparedListener, key: string, use: 'entry' | 'shortcut' | 'end' | 'clear' | 'nothing'): void {
  if (!turn.prepared.trace || listener.shows === 'nothing') return
  const shown = listener.shows === 'kinds' && key >= '0' && key <= '9' ? 'd' : key
  emit(turn, { kind: 'taken', listener: listener.index, key: shown, use })
}
