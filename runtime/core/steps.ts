// Points that run through: names, branches, levels, languages, milestones, and what is said.
import type { Machine, PointId, PointOf } from '../../machine/format.ts'
import type { RecordValue, Value } from '../../machine/values.ts'
import type { Expressions } from './expressions.ts'
import { tooLong } from './fault.ts'
import type { PreparedListener } from './listener.ts'
import { UNKNOWN } from './marks.ts'
import { enqueue, prepareTell, speak, speakEverywhere, speakStandard, valuesOf } from './mouth.ts'
import { hasMore, isBegun, isEnabled, itemsOnPage, listOf, PAGE } from './options.ts'
import type { Run } from './places.ts'
import { emit, noteCheckpoint, type Turn } from './turn.ts'

export function prepareSet(machine: Machine, point: PointOf<'set'>, expressions: Expressions): Run {
  const slot = expressions.slotOf(point.register)
  const value = expressions.evaluate(point.value)
  const remembered = machine.registers[point.register]!.remember !== undefined
  const { next, path } = point
  return turn => {
    const { registers } = turn.session
    registers[slot] = path === undefined || path.length === 0 ? value(turn) : withField(registers[slot]!, path, value(turn))
    if (remembered) noteCheckpoint(turn, 'remember')
    return next
  }
}

/** The record with one field changed; other names of the same record keep what they have. */
function withField(record: Value, path: readonly string[], value: Value): Value {
  const parents: RecordValue[] = []
  let at = record as RecordValue
  for (const name of path.slice(0, -1)) {
    parents.push(at)
    at = at[name] as RecordValue
  }
  if (at === UNKNOWN || at === undefined) return UNKNOWN
  let changed: Value = { ...at, [path.at(-1)!]: value }
  for (let index = parents.length - 1; index >= 0; index--) changed = { ...parents[index]!, [path[index]!]: changed }
  return changed
}

export function prepareAdd(machine: Machine, point: PointOf<'add'>, expressions: Expressions): Run {
  const slot = expressions.slotOf(point.register)
  const value = expressions.evaluate(point.value)
  const remembered = machine.registers[point.register]!.remember !== undefined
  const { decide } = expressions
  return turn => {
    const list = turn.session.registers[slot] as readonly Value[]
    const unknown = (list as Value) === UNKNOWN
    const full = unknown ? UNKNOWN : list.length >= point.upTo
    if (decide === null ? full : decide<boolean>(turn, full)) throw tooLong
    turn.session.registers[slot] = unknown ? UNKNOWN : [...list, value(turn)]
    if (remembered) noteCheckpoint(turn, 'remember')
    return point.next
  }
}

export function prepareBranch(point: PointOf<'branch'>, expressions: Expressions): Run {
  const condition = expressions.test(point.condition)
  const { decide } = expressions
  if (decide !== null && point.marked) return turn => (decide<boolean>(turn, condition(turn)) ? point.then : point.else)
  if (decide !== null) return turn => (isKnown(turn, condition(turn)) ? point.then : point.else)
  return turn => (condition(turn) ? point.then : point.else)
}

function isKnown(turn: Turn, result: boolean): boolean {
  if ((result as Value) === UNKNOWN) throw new Error(`what is decided at point ${turn.point} depends on hidden values and is not marked`)
  return result
}

export function prepareMatch(point: PointOf<'match'>, expressions: Expressions): Run {
  const subject = expressions.evaluate(point.subject)
  const arms = new Map(Object.entries(point.arms))
  const other = arms.get('other')
  const { decide } = expressions
  if (decide !== null && point.marked) {
    return turn => {
      const value = subject(turn)
      return arms.get(decide<string>(turn, value === UNKNOWN ? UNKNOWN : String(value))) ?? other ?? turn.prepared.otherwise
    }
  }
  return turn => {
    const arm = arms.get(String(subject(turn))) ?? other
    return arm ?? turn.prepared.otherwise
  }
}

/** `grant`: the higher of the two; `lower to`: the lower. */
export function prepareLevel(point: PointOf<'grant' | 'lower'>): Run {
  return turn => {
    const { session } = turn
    const level = point.op === 'grant' ? Math.max(session.level, point.level) : Math.min(session.level, point.level)
    if (level !== session.level) {
      session.level = level
      noteCheckpoint(turn, 'level')
      if (turn.prepared.trace) emit(turn, { kind: 'level', level })
    }
    return point.next
  }
}

export function prepareLanguage(point: PointOf<'language'>): Run {
  return turn => {
    turn.session.language = point.language
    turn.language = point.language
    if (turn.prepared.trace) emit(turn, { kind: 'language', language: point.language })
    return point.next
  }
}

export function prepareMilestone(id: PointId, point: PointOf<'milestone'>, expressions: Expressions): Run {
  const named = point.values.map(({ name, value }) => ({ name, value: expressions.evaluate(value) }))
  return turn => {
    const values = Object.fromEntries(named.map(({ name, value }) => [name, value(turn)]))
    if (turn.prepared.trace) emit(turn, { kind: 'milestone', name: point.name, values, point: id })
    return point.next
  }
}

export function prepareSay(machine: Machine, id: PointId, point: PointOf<'say'>, expressions: Expressions): Run {
  const tell = prepareTell(point.tell, expressions)
  const { announce, next } = point
  const readback = point.readback ?? false
  const say = point.everyLanguage
    ? (turn: Turn): void => speakEverywhere(turn, tell, machine, announce, readback)
    : (turn: Turn): void => speak(turn, tell, announce, readback)
  const once = point.once
  if (once === undefined) {
    return turn => {
      say(turn)
      return next
    }
  }
  return turn => {
    if (!isFirstTime(turn, id, once)) return next
    turn.once = once
    turn.onceNext = next
    say(turn)
    return next
  }
}

/** The texts of one `say once a, b` stand one after the other and belong together. */
function isFirstTime(turn: Turn, id: PointId, once: number): boolean {
  const { session } = turn
  if (!session.once.includes(once)) {
    session.once = session.once.concat(once)
    return true
  }
  return turn.once === once && turn.onceNext === id
}

export function preparePause(point: PointOf<'pause'>): Run {
  const readback = point.readback ?? false
  return turn => {
    enqueue(turn, -1, [], point.announce, readback, point.ms)
    return point.next
  }
}

/** Tells what may be pressed: a page of a choose, options in order, shortcuts last (in named menus, where they are live). */
export function prepareTelling(machine: Machine, listener: PreparedListener, point: PointOf<'tell'>): Run {
  const announce = !listener.bargeIn
  const own = listener.options.slice(0, listener.own).filter(option => option.tell !== null)
  return turn => {
    const { session } = turn
    if (listener.choose !== null) tellPage(turn, machine, listener, announce)
    for (const option of own) if (isEnabled(session, option)) speak(turn, option.tell!, announce, false)
    for (const shortcut of listener.told) {
      if (!isOverridden(turn, listener, shortcut.keys)) speak(turn, shortcut.tell!, announce, false)
    }
    return point.next
  }
}

function isOverridden(turn: Turn, listener: PreparedListener, keys: string): boolean {
  if (keys.length === 1) return isBegun(listener, turn.session, keys)
  return listener.options.some((option, index) => index < listener.own && option.keys === keys && isEnabled(turn.session, option))
}

function tellPage(turn: Turn, machine: Machine, listener: PreparedListener, announce: boolean): void {
  const choose = listener.choose!
  const { session } = turn
  const items = itemsOnPage(session, choose)
  for (let index = 0; index < items; index++) {
    session.registers[choose.item] = listOf(session, choose)[(session.page - 1) * PAGE + index]!
    const label = { prompt: choose.offer.prompt, values: valuesOf(turn, choose.offer) }
    speakStandard(turn, machine.standard.option, [label, String(index + 1)], choose.beyond, announce)
  }
  if (!hasMore(session, choose)) return
  const more = { prompt: choose.more.prompt, values: valuesOf(turn, choose.more) }
  speakStandard(turn, machine.standard.option, [more, choose.moreKey], choose.beyond, announce)
}
