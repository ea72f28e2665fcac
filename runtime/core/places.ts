// Going places (semantics §2): the trail, `->`, `back`, `do` and `return`, loops.
import type { Machine, PointId, PointOf } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import { finish } from './ending.ts'
import type { Expressions } from './expressions.ts'
import { targetOf } from './listener.ts'
import { decideList } from './marks.ts'
import { READ_AGAIN } from './prepared.ts'
import { emit, NOTHING, type Turn } from './turn.ts'

export type Run = (turn: Turn) => PointId

/** `-> place` drops every `do` under way. */
export const prepareGo = (point: PointOf<'go'>): Run => {
  const to = point.to
  return turn => {
    if (turn.session.stack.length > 0) turn.session.stack = NOTHING
    return to
  }
}

export function prepareEnter(machine: Machine, point: PointOf<'enter'>): Run {
  const { entered, next } = point
  const place = machine.places[entered]!
  const isMenu = place.kind === 'menu'
  return turn => {
    const session = turn.session
    // Nobody comes back from a place, however it was reached.
    if (!place.part && session.stack.length > 0) session.stack = NOTHING
    if (isMenu) session.trail = addToTrail(session.trail, entered)
    if (turn.prepared.trace) emit(turn, { kind: 'place', place: entered })
    return next
  }
}

/** What lies beyond a menu that is on it is dropped; else the menu is added. */
function addToTrail(trail: number[], menu: number): number[] {
  const at = trail.indexOf(menu)
  if (at < 0) return appended(trail, menu)
  return at === trail.length - 1 ? trail : trail.slice(0, at + 1)
}

/** A new list with one more. The short ones, which nearly all are, of exactly their size: spread would leave room for twenty. */
function appended(list: number[], more: number): number[] {
  switch (list.length) {
    case 0:
      return [more]
    case 1:
      return [list[0]!, more]
    case 2:
      return [list[0]!, list[1]!, more]
    case 3:
      return [list[0]!, list[1]!, list[2]!, more]
    case 4:
      return [list[0]!, list[1]!, list[2]!, list[3]!, more]
    default:
      return [...list, more]
  }
}

export function prepareBack(machine: Machine, point: PointOf<'back'>): Run {
  const none = targetOf(point.none)
  const isShared = point.place < 0
  return turn => {
    const { trail } = turn.session
    const inMenu = isShared ? isInNamedMenu(machine, turn) : point.menu
    const menu = trail[trail.length - (inMenu ? 2 : 1)]
    if (menu === undefined) return none
    turn.session.stack = NOTHING
    return machine.places[menu]!.entry
  }
}

/** Where the call rests, as a `-> back` that is written there has it: a listener in the block of an option is in the menu, too. */
function isInNamedMenu(machine: Machine, { session }: Turn): boolean {
  const place = machine.points[session.point]?.place ?? -1
  return machine.places[place]?.kind === 'menu'
}

/** `-> again` where the target is shared: what listens, from its prompts; in transit the line's `otherwise`. */
export function readAgain(turn: Turn): PointId {
  const rest = turn.prepared.points[turn.session.point]?.rest
  if (rest && rest.listener >= 0) return turn.prepared.listeners[rest.listener]!.read
  const otherwise = turn.prepared.otherwise
  if (otherwise === READ_AGAIN) throw new Error('the line’s otherwise leads nowhere: it says again where nothing listens')
  return otherwise
}

export const prepareDo = (point: PointOf<'do'>): Run => {
  const { to, next } = point
  return turn => {
    turn.session.stack = appended(turn.session.stack, next)
    return to
  }
}

/** Back to what follows the `do`; a flow that runs after the call has nothing to come back to. */
export const prepareReturn = (): Run => turn => {
  const session = turn.session
  const to = session.stack.at(-1)
  if (to === undefined) return session.phase === 'live' ? turn.prepared.otherwise : finish(turn)
  session.stack = session.stack.slice(0, -1)
  return to
}

export function prepareRepeatStart(point: PointOf<'repeat-start'>, { slotOf }: Expressions): Run {
  const slot = slotOf(point.counter)
  return turn => {
    turn.session.registers[slot] = 0
    return point.next
  }
}

export function prepareRepeat(point: PointOf<'repeat'>, { slotOf }: Expressions): Run {
  const slot = slotOf(point.counter)
  return turn => {
    const count = (turn.session.registers[slot] as number) + 1
    turn.session.registers[slot] = count
    return count <= point.times ? point.body : point.out
  }
}

export function prepareEach(point: PointOf<'each'>, { slotOf }: Expressions): Run {
  const [list, index, item] = [slotOf(point.list), slotOf(point.index), slotOf(point.item)]
  const counter = point.counter === undefined ? -1 : slotOf(point.counter)
  return turn => {
    const { registers } = turn.session
    if (point.move === 'start') decideList(turn, list)
    const items = registers[list] as readonly Value[]
    const at = moved(point.move, registers[index] as number)
    if (at >= items.length || at >= point.upTo) return point.done
    registers[index] = at
    registers[item] = items[at]!
    if (counter >= 0) registers[counter] = at + 1
    return point.body
  }
}

function moved(move: PointOf<'each'>['move'], index: number): number {
  switch (move) {
    case 'start':
      return 0
    case 'next':
      return index + 1
    case 'previous':
      return Math.max(0, index - 1)
    case 'again':
      return Math.max(0, index)
  }
}
