// What can be changed at a point of the machine.
import type { Expression } from '../../../machine/expressions.ts'
import type { Machine, Option, Outcomes, Point, PointId, PointOf } from '../../../machine/format.ts'
import type { Sentence } from '../../../machine/value-problems.ts'
import { printExpression } from '../../../machine/print-expression.ts'
import { isCheck, nameOfTask, placeName, type Universe } from '../coverage/universe.ts'
import { countConstants, raiseConstant } from './constants.ts'
import { afterHan, describeTarget, quote, signatureOf } from './destinations.ts'
import { passOver, withPoint, type Draft, type MutantKind } from './mutant.ts'

const text = (en: string, zh: string): Sentence => ({ en, zh })

export interface Surroundings {
  readonly machine: Machine
  readonly universe: Universe
  /** Points that an option or outcome leads to at once: to change both would be the same change twice. And those nobody comes to. */
  readonly led: ReadonlySet<PointId>
  /** Entries of the named menus, in order. */
  readonly menus: readonly PointId[]
}

function canFault(machine: Machine): boolean {
  return machine.points.some(point => point.op === 'add' || JSON.stringify(point).includes('"kind":"arithmetic"'))
}

export function surroundingsOf(universe: Universe): Surroundings {
  const { machine } = universe
  const led = new Set<PointId>()
  for (const listener of machine.listeners) for (const option of listener.options) led.add(option.to)
  for (const point of machine.points) {
    if ('outcomes' in point) for (const edge of Object.values(point.outcomes)) led.add(edge.to)
    if (point.op === 'connect-queue') for (const option of point.options) led.add(option.to)
    if (point.op === 'match') for (const to of Object.values(point.arms)) led.add(to)
    if (point.op === 'branch' && point.condition.kind === 'level-at-least') led.add(point.else)
  }
  // Where nothing is worked out and no list grows there is no fault, and nobody comes to `on fault`.
  const { onFault } = machine.line
  if (onFault !== undefined && !canFault(machine)) led.add(onFault)
  const menus = machine.places.filter(place => place.kind === 'menu').map(place => place.entry)
  return { machine, universe, led, menus }
}

export function pointMutants(around: Surroundings, id: PointId): Draft[] {
  const { machine, universe } = around
  const point = machine.points[id]!
  const drafts: Draft[] = []
  const add = (kind: MutantKind, change: Sentence, changed: Point, at = point.at, reach: readonly number[] = [id]): void => {
    drafts.push({ kind, where: placeName(machine, point.place), at, change, reach, make: () => withPoint(machine, id, changed) })
  }
  switch (point.op) {
    case 'say': {
      const words = quote(machine, point.tell.prompt)
      add('say', text(`${words} is not said`, `没有播报${words}`), passOver(point, point.next))
      if (point.everyLanguage && machine.line.languages.length > 1) {
        const { everyLanguage: _all, ...one } = point
        add('language', text(`${words} is said in the caller’s language only`, `${words}只以来电者的语言播报`), one)
      }
      break
    }
    case 'grant':
    case 'lower': {
      const level = machine.line.levels[point.level]!
      const change =
        point.op === 'grant'
          ? text(`${level} is not granted`, `没有授予 ${level}`)
          : text(`the level stays above ${level}`, `等级没有降至 ${level}`)
      add(point.op, change, passOver(point, point.next))
      break
    }
    case 'notify': {
      const { service, name } = machine.operations[point.operation]!
      add('notify', text(`${service}.${name} is not sent`, `没有发送 ${service}.${name}`), passOver(point, point.next))
      break
    }
    case 'language': {
      const { languages } = machine.line
      const other = languages[(languages.indexOf(point.language) + 1) % languages.length]!
      if (other !== point.language) {
        const change = text(`the language becomes ${other}, not ${point.language}`, `语言切换为 ${other}，而不是 ${point.language}`)
        add('language', change, { ...point, language: other })
      }
      break
    }
    case 'do':
      if (!around.led.has(id) || point.place < 0) {
        const part = describeTarget(machine, point.to)
        add('target', text(`do ${part.en} is left out`, `没有执行 do ${part.zh}`), passOver(point, point.next))
      }
      break
    case 'go':
    case 'back': {
      if (around.led.has(id)) break
      const to = point.op === 'go' ? point.to : -1
      const other = otherMenu(around, to)
      if (other === null) break
      const [before, after] = [describeTarget(machine, id), describeTarget(machine, other)]
      const change = text(`-> ${after.en}, not -> ${before.en}`, `-> ${after.zh}，而不是 -> ${before.zh}`)
      add('target', change, { op: 'go', at: point.at, place: point.place, to: other })
      break
    }
    case 'branch':
      addBranch(machine, point, add)
      break
    case 'match':
      for (const [arm, to] of Object.entries(point.arms)) {
        const other = otherTarget(machine, Object.values(point.arms), to)
        if (other === null) continue
        const change = leads(machine, text(arm, arm), other, to)
        const reach = universe.ways[id]?.get(arm)
        add(
          'outcome',
          change,
          { ...point, arms: { ...point.arms, [arm]: other } },
          machine.points[to]?.at,
          reach === undefined ? [id] : [reach],
        )
      }
      break
    case 'repeat':
      for (const by of [1, -1]) {
        const times = point.times + by
        if (times < 1) continue
        const change = text(`repeat up to ${times} times, not ${point.times}`, `最多重复 ${times} 次，而不是 ${point.times} 次`)
        add('tries', change, { ...point, times })
      }
      break
    case 'request':
    case 'perform':
    case 'queue-state':
    case 'connect-queue':
    case 'connect-number':
      addTask(around, id, point, add)
      break
    case 'record':
      add('timer', text('the longest recording is twice as long', '最长录音时间加倍'), { ...point, upTo: point.upTo * 2 })
      if (point.endSilence !== undefined) {
        const change = text('the silence that ends a recording is twice as long', '结束录音的静默时间加倍')
        add('timer', change, { ...point, endSilence: point.endSilence * 2 })
      }
      break
    default:
  }
  addConstants(machine, point, add)
  return drafts
}

type Add = (kind: MutantKind, change: Sentence, changed: Point, at?: Point['at'], reach?: readonly number[]) => void

/** The menu behind it in the program that is another place; null where the program has no other. */
function otherMenu({ menus, machine }: Surroundings, to: PointId): PointId | null {
  const own = machine.points[to]?.op === 'enter' ? to : -1
  const after = [...menus.filter(menu => menu > own), ...menus.filter(menu => menu < own)]
  return after[0] ?? null
}

/** The next of the ways that leads somewhere else than `to`. */
export function otherTarget(machine: Machine, all: readonly PointId[], to: PointId): PointId | null {
  const from = all.indexOf(to)
  const own = signatureOf(machine, to)
  for (let step = 1; step < all.length; step++) {
    const other = all[(from + step) % all.length]!
    if (signatureOf(machine, other) !== own) return other
  }
  return null
}

export function leads(machine: Machine, what: Sentence, other: PointId, to: PointId): Sentence {
  const [before, after] = [describeTarget(machine, to), describeTarget(machine, other)]
  return text(`${what.en} leads to ${after.en}, not to ${before.en}`, `${what.zh} 通往${afterHan(after.zh)}，而不是${afterHan(before.zh)}`)
}

function addBranch(machine: Machine, point: PointOf<'branch'>, add: Add): void {
  if (signatureOf(machine, point.then) === signatureOf(machine, point.else)) return
  const condition = printExpression(machine, point.condition)
  if (isCheck(machine, point)) {
    const good = machine.points[point.then]?.op === 'mistake' ? point.else : point.then
    add('check', text(`check ${condition} is not made`, `没有检查 ${condition}`), passOver(point, good))
    return
  }
  const change = text(`${condition} is taken the other way round`, `条件 ${condition} 取反`)
  add('condition', change, { ...point, then: point.else, else: point.then })
}

function addTask(around: Surroundings, id: PointId, point: Extract<Point, { readonly outcomes: Outcomes }>, add: Add): void {
  const { machine, universe } = around
  const asked = nameOfTask(machine, point)
  const ways = universe.ways[id]!
  const targets = Object.values(point.outcomes).map(edge => edge.to)
  for (const [outcome, edge] of Object.entries(point.outcomes)) {
    const other = otherTarget(machine, targets, edge.to)
    if (other === null) continue
    const outcomes = { ...point.outcomes, [outcome]: { ...edge, to: other } }
    add('outcome', leads(machine, text(`${asked}: ${outcome}`, `${asked}：${outcome}`), other, edge.to), { ...point, outcomes }, edge.at, [
      ways.get(outcome)!,
    ])
  }
  if (point.op === 'perform' && point.meanwhile && point.meanwhile.length > 0) {
    const { meanwhile, ...rest } = point
    const words = quote(machine, meanwhile[0]!.prompt)
    add('say', text(`${words} is not said meanwhile`, `等待时没有播报${words}`), rest, point.at, [ways.get('meanwhile')!])
  }
  if (point.op === 'connect-number') {
    add('timer', text('the number rings twice as long', '振铃时间加倍'), { ...point, within: point.within * 2 })
  }
  if (point.op === 'connect-queue') {
    for (const [index, option] of point.options.entries()) {
      const other = otherTarget(machine, [...point.options.map(one => one.to), ...targets], option.to)
      if (other === null) continue
      const options = point.options.with(index, { ...option, to: other })
      const what = text(`press ${option.keys} while waiting`, `等待时按 ${option.keys}`)
      add('target', leads(machine, what, other, option.to), { ...point, options }, option.at, [ways.get(`press ${option.keys}`)!])
    }
  }
}

/** Where expressions stand in a point: each with the point that has another in its place. */
function expressionsOf(machine: Machine, point: Point): readonly (readonly [Expression, (changed: Expression) => Point])[] {
  switch (point.op) {
    case 'set':
    case 'add':
      // What lowering put there (`$…`) nobody wrote.
      if (machine.registers[point.register]!.name.includes('$')) return []
      return [[point.value, value => ({ ...point, value })]]
    case 'branch':
      return [[point.condition, condition => ({ ...point, condition })]]
    case 'say':
      return point.tell.values.map((one, index) => [
        one,
        changed => ({ ...point, tell: { ...point.tell, values: point.tell.values.with(index, changed) } }),
      ])
    case 'notify':
    case 'request':
    case 'perform':
      return point.arguments.map((one, index) => [one, changed => ({ ...point, arguments: point.arguments.with(index, changed) })])
    case 'connect-queue':
      return [
        ...(point.priority === undefined ? [] : [[point.priority, (priority: Expression) => ({ ...point, priority })] as const]),
        ...point.data.map(
          (one, index) => [one.value, (value: Expression) => ({ ...point, data: point.data.with(index, { ...one, value }) })] as const,
        ),
      ]
    default:
      return []
  }
}

function addConstants(machine: Machine, point: Point, add: Add): void {
  for (const [expression, put] of expressionsOf(machine, point)) {
    const count = countConstants(expression)
    for (let which = 0; which < count; which++) {
      const { expression: changed, value } = raiseConstant(expression, which)
      add('amount', text(`${value + 1} stands in place of ${value}`, `${value} 变为 ${value + 1}`), put(changed))
    }
  }
}

/** `when` the other way round. */
export const negated = (option: Option): Option => ({ ...option, when: { kind: 'not', operand: option.when! } })
