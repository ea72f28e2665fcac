// What scripts can cover of a machine, derived from the machine itself. Each item has a counter; several may share one.
import type { Listener, Machine, PointId, PointOf, SourceSpan } from '../../../machine/format.ts'
import type { Sentence } from '../../../machine/value-problems.ts'
import { printExpression } from '../../../machine/print-expression.ts'

export const KINDS = ['places', 'options', 'outcomes', 'timers', 'checks', 'languages'] as const
export type CoverageKind = (typeof KINDS)[number]

export interface CoverageItem {
  readonly kind: CoverageKind
  /** Index into `places`, −1 for the line's own. */
  readonly place: number
  /** Stable as long as the place keeps its name and its steps their order: `main: press 1`, `log_in: bank.log_in refused`. */
  readonly name: string
  readonly what: Sentence
  readonly at: SourceSpan
  /** Index into the counters. */
  readonly counter: number
  /** Where the way leads, for the keys that go there. */
  readonly goal: Goal
}

/** The edge of the machine that an item stands for. */
export type Goal =
  | { readonly kind: 'point'; readonly point: PointId }
  | { readonly kind: 'way'; readonly point: PointId; readonly way: string }
  | { readonly kind: 'result'; readonly listener: number; readonly result: ResultName; readonly which: number }
  | { readonly kind: 'language'; readonly place: number; readonly language: string }

export type ResultName = 'option' | 'item' | 'more' | 'silence' | 'mistake' | 'too short'

export interface Universe {
  readonly machine: Machine
  readonly items: readonly CoverageItem[]
  /** How many counters there are; the first `points.length` are those of the points. */
  readonly counters: number
  /** By point: its ways → counter. */
  readonly ways: readonly (ReadonlyMap<string, number> | null)[]
  readonly results: readonly ListenerCounters[]
  readonly shortcuts: ReadonlyMap<string, number>
  /** By place: language → counter; null where the place says nothing. */
  readonly languages: readonly (ReadonlyMap<string, number> | null)[]
}

/** Counters by what the core tells of a listener; −1 where it is no item. */
export interface ListenerCounters {
  readonly options: readonly number[]
  readonly item: number
  readonly more: number
  /** By count, from 1 (index 0); the last is that of the `otherwise`. */
  readonly silence: readonly number[]
  readonly mistake: readonly number[]
  readonly tooShort: readonly number[]
}

export function createUniverse(machine: Machine): Universe {
  const items: CoverageItem[] = []
  const seen = new Map<string, number>()
  let counters = machine.points.length

  /** Two of a name in a place: the later ones are numbered. */
  function named(name: string): string {
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  }
  function item(kind: CoverageKind, place: number, name: string, what: Sentence, at: SourceSpan, goal: Goal, counter = counters++): number {
    items.push({ kind, place, name: named(`${placeName(machine, place)}: ${name}`), what, at, counter, goal })
    return counter
  }

  for (const [index, place] of machine.places.entries()) {
    const what = { en: `the ${place.kind} ${place.name}`, zh: `${place.kind === 'menu' ? '菜单' : '流程'} ${place.name}` }
    item('places', index, place.kind, what, place.at, { kind: 'point', point: place.entry }, place.entry)
  }
  const shortcuts = new Map<string, number>()
  for (const { number, to, at } of machine.line.numbers) {
    const what = { en: `dial ${number}`, zh: `拨打 ${number}` }
    item('options', -1, `dial ${number}`, what, at, { kind: 'point', point: to }, to)
  }
  for (const { keys, to, at } of machine.line.shortcuts) {
    const what = { en: `the shortcut ${keys}`, zh: `快捷键 ${keys}` }
    shortcuts.set(keys, item('options', -1, `shortcut ${keys}`, what, at, { kind: 'point', point: Math.max(to, 0) }))
  }
  const { limit } = machine.line
  if (limit && limit.to >= 0) {
    const what = { en: `at most ${limit.ms / 60_000} min`, zh: `最长 ${limit.ms / 60_000} 分钟` }
    item('timers', -1, 'at most', what, machine.points[limit.to]!.at, { kind: 'point', point: limit.to }, limit.to)
  }
  const results = machine.listeners.map((listener, index) => listenerItems(machine, listener, index, item))
  const ways = machine.points.map((_, id) => pointItems(machine, id, item))
  const languages = languageItems(machine, item)
  return { machine, items, counters, ways, results, shortcuts, languages }
}

export type AddItem = (
  kind: CoverageKind,
  place: number,
  name: string,
  what: Sentence,
  at: SourceSpan,
  goal: Goal,
  counter?: number,
) => number

export const placeName = (machine: Machine, place: number): string => (place < 0 ? machine.line.name : machine.places[place]!.name)

function listenerItems(machine: Machine, listener: Listener, index: number, add: AddItem): ListenerCounters {
  const { place, name, at, tries } = listener
  const own = ownName(machine, listener)
  const goal = (result: ResultName, which: number): Goal => ({ kind: 'result', listener: index, result, which })
  const options = listener.options.map((option, which) => {
    const keys = option.upTo === undefined ? option.keys : `${option.keys}..${option.upTo}`
    const what = { en: `press ${keys} in ${name}`, zh: `在 ${name} 中按 ${keys}` }
    return add('options', place, `${own}press ${keys}`, what, option.at, goal('option', which))
  })
  let [item, more] = [-1, -1]
  if (listener.kind === 'choose') {
    item = add('options', place, `${own}item`, { en: `choose one in ${name}`, zh: `在 ${name} 中选择一项` }, at, goal('item', 0))
    const type = machine.registers[listener.list]!.type
    if (type.kind !== 'list' || type.upTo > 8) {
      const what = { en: `the next page of ${name} (${listener.moreKey})`, zh: `${name} 的下一页（${listener.moreKey}）` }
      more = add('options', place, `${own}more`, what, at, goal('more', 0))
    }
  }

  /** Counts that do the same are one item: nobody could tell them apart. */
  function counted(result: 'silence' | 'mistake' | 'too short', leads: readonly PointId[], out: PointId): number[] {
    const words = { silence: '未按键', mistake: '按键错误', 'too short': '位数不足' }[result]
    const found: number[] = []
    for (let count = 1; count < tries; count++) {
      const to = leads[count - 1]
      if (count > 1 && to === leads[count - 2]) {
        found.push(found[count - 2]!)
        continue
      }
      const spot = to === undefined || to === listener.read ? at : machine.points[to]!.at
      const nth = { en: count === 1 ? '' : ` ${count}`, zh: count === 1 ? '' : `第 ${count} 次` }
      const what = { en: `${result}${nth.en} in ${name}`, zh: `${name} 中${nth.zh}${words}` }
      found.push(add('timers', place, `${own}${result} ${count}`, what, spot, goal(result, count)))
    }
    if (result !== 'too short') {
      const what = { en: `${result} ${tries} times in ${name}: otherwise`, zh: `${name} 中${words} ${tries} 次：otherwise` }
      const target = machine.points[out]!
      const spot = target.place === place ? target.at : at
      found.push(add('timers', place, `${own}otherwise on ${result}`, what, spot, goal(result, tries)))
    }
    return found
  }
  const silence = counted('silence', listener.silence, listener.silenceOut)
  const mistake = counted('mistake', listener.mistake, listener.mistakeOut)
  const short = listener.tooShort ? counted('too short', listener.tooShort, listener.mistakeOut) : mistake.slice(0, -1)
  return { options, item, more, silence, mistake, tooShort: [...short, mistake.at(-1)!] }
}

/** `amount ` of the collect `transfer.amount`; '' of a named menu. */
export function ownName(machine: Machine, listener: Listener): string {
  const place = placeName(machine, listener.place)
  if (listener.name === place) return ''
  return `${listener.name.startsWith(`${place}.`) ? listener.name.slice(place.length + 1) : listener.name} `
}

/** Is this branch the `none` of a choose or a for each? Its list is then that of a listener or a loop. */
function isNone(machine: Machine, point: PointOf<'branch'>): boolean {
  const { condition } = point
  if (condition.kind !== 'is-empty' || condition.operand.kind !== 'register') return false
  const { register } = condition.operand
  return (
    machine.listeners.some(listener => listener.kind === 'choose' && listener.list === register) ||
    machine.points.some(other => other.op === 'each' && other.list === register)
  )
}

export const isCheck = (machine: Machine, point: PointOf<'branch'>): boolean =>
  machine.points[point.then]?.op === 'mistake' || machine.points[point.else]?.op === 'mistake'

function pointItems(machine: Machine, id: PointId, add: AddItem): Map<string, number> | null {
  const point = machine.points[id]!
  const ways = new Map<string, number>()
  const way = (kind: CoverageKind, name: string, label: string, what: Sentence, at: SourceSpan = point.at): void => {
    ways.set(name, add(kind, point.place, label, what, at, { kind: 'way', point: id, way: name }))
  }
  switch (point.op) {
    case 'branch': {
      if (isNone(machine, point)) {
        way('outcomes', 'then', 'none', { en: 'none: the list is empty', zh: 'none：列表为空' })
        break
      }
      const condition = printExpression(machine, point.condition)
      const kind = isCheck(machine, point) ? 'check' : 'if'
      const same = point.then === point.else
      way('checks', 'then', `${kind} ${condition}`, { en: `${kind} ${condition}: true`, zh: `${kind} ${condition}：成立` })
      if (!same) way('checks', 'else', `${kind} not ${condition}`, { en: `${kind} ${condition}: false`, zh: `${kind} ${condition}：不成立` })
      break
    }
    case 'match': {
      const subject = printExpression(machine, point.subject)
      for (const arm of Object.keys(point.arms)) {
        way('checks', arm, `match ${subject} ${arm}`, { en: `match ${subject}: ${arm}`, zh: `match ${subject}：${arm}` })
      }
      break
    }
    case 'repeat':
      way('timers', 'out', 'repeat otherwise', { en: `${point.times} times round: otherwise`, zh: `重复 ${point.times} 次后：otherwise` })
      break
    case 'request':
    case 'perform':
    case 'queue-state':
    case 'connect-queue':
    case 'connect-number': {
      const asked = nameOfTask(machine, point)
      for (const [outcome, edge] of Object.entries(point.outcomes)) {
        way('outcomes', outcome, `${asked} ${outcome}`, { en: `${asked}: ${outcome}`, zh: `${asked}：${outcome}` }, edge.at)
      }
      if (point.op === 'perform' && point.meanwhile && point.meanwhile.length > 0) {
        way('timers', 'meanwhile', `${asked} meanwhile`, { en: `${asked}: meanwhile say`, zh: `${asked}：meanwhile say` })
      }
      if (point.op === 'connect-queue') {
        for (const { keys, at } of point.options) {
          const what = { en: `press ${keys} while waiting in ${asked}`, zh: `在 ${asked} 中等待时按 ${keys}` }
          way('options', `press ${keys}`, `${asked} press ${keys}`, what, at)
        }
      }
      break
    }
    case 'transfer':
      way('outcomes', 'transferred', 'transfer', { en: 'the transfer succeeds', zh: '转接成功' })
      way('outcomes', 'else', 'transfer else', { en: 'the transfer fails: else', zh: '转接失败：else' })
      break
    case 'record':
      way('outcomes', 'recorded', 'record', { en: 'something is recorded', zh: '录到了声音' })
      way('outcomes', 'nothing', 'record nothing', { en: 'nothing is recorded', zh: '没有录到声音' }, machine.points[point.nothing]!.at)
      if (point.hungUp !== undefined) {
        const what = { en: 'the caller hangs up while recording', zh: '录音时挂机' }
        way('outcomes', 'hung up', 'record hung up', what, machine.points[point.hungUp]!.at)
      }
      break
    default:
      return null
  }
  return ways
}

export function nameOfTask(
  machine: Machine,
  point: PointOf<'request' | 'perform' | 'queue-state' | 'connect-queue' | 'connect-number'>,
): string {
  switch (point.op) {
    case 'request':
    case 'perform': {
      const { service, name } = machine.operations[point.operation]!
      return `${service}.${name}`
    }
    case 'queue-state':
      return `${machine.queues[point.queue]!.name}.state`
    case 'connect-queue':
      return `queue ${machine.queues[point.queue]!.name}`
    case 'connect-number':
      return 'number'
  }
}

/** A place that says something is heard in each language of the line. */
function languageItems(machine: Machine, add: AddItem): (Map<string, number> | null)[] {
  const speaking = new Set<number>()
  for (const point of machine.points) if (speaks(machine, point)) speaking.add(point.place)
  return machine.places.map((place, index) => {
    if (!speaking.has(index) || machine.line.languages.length < 2) return null
    return new Map(
      machine.line.languages.map(language => {
        const what = { en: `${place.name} in ${language}`, zh: `${language} 的 ${place.name}` }
        return [language, add('languages', index, `in ${language}`, what, place.at, { kind: 'language', place: index, language })]
      }),
    )
  })
}

function speaks(machine: Machine, point: Machine['points'][number]): boolean {
  if (point.op === 'say') return point.tell.language === undefined
  if (point.op !== 'tell') return false
  const listener = machine.listeners[point.listener]!
  return listener.kind === 'choose' || listener.options.some(option => option.tell && option.tell.language === undefined)
}
