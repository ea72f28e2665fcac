// The machine as a graph for finding keys: from a state of a call the states that may come next, what has to be done or answered
// for it, and how much it asks of a tester. Levels and the caller's language are followed; other data is taken both ways.
import type { Expression } from '../../../machine/expressions.ts'
import { AGAIN, type Machine, type PointId, type PointOf } from '../../../machine/format.ts'
import type { Sentence } from '../../../machine/value-problems.ts'
import { exampleKeys } from './example-keys.ts'
import { printExpression } from '../../../machine/print-expression.ts'
import { isCheck, nameOfTask } from './universe.ts'

export interface Spot {
  readonly point: PointId
  /** Of `Stacks`. */
  readonly stack: number
  readonly level: number
  readonly language: number
  /** Index into the line's numbers. */
  readonly called: number
}

export interface Way {
  /** Null where the call is over, or the way leads nowhere of its own. */
  readonly to: Spot | null
  readonly cost: number
  /** Null where nothing is to be done. */
  readonly does: Sentence | null
  /** Names of the goals that are met by going this way. */
  readonly goal: string | null
}

/** What `do` leaves behind, as numbers: 0 is empty. */
export interface Stacks {
  readonly push: (stack: number, next: PointId) => number
  readonly top: (stack: number) => { readonly next: PointId; readonly below: number } | null
}

export function createStacks(): Stacks {
  const all: ({ readonly next: PointId; readonly below: number } | null)[] = [null]
  const known = new Map<string, number>()
  return {
    push: (stack, next) => {
      const key = `${stack} ${next}`
      const found = known.get(key)
      if (found !== undefined) return found
      known.set(key, all.length)
      all.push({ next, below: stack })
      return all.length - 1
    },
    top: stack => all[stack] ?? null,
  }
}

const text = (en: string, zh: string): Sentence => ({ en, zh })
const same = (words: string): Sentence => text(words, words)
const times = (count: number, one: Sentence): Sentence =>
  count === 1 ? one : text(`${one.en} ${count === 2 ? 'twice' : `${count} times`}`, `${one.zh} ${count} 次`)

export const wayGoal = (point: PointId, way: string): string => `way ${point} ${way}`
export const resultGoal = (listener: number, result: string, which: number): string => `result ${listener} ${result} ${which}`

/** Costs: a key 1; what has to be arranged at the bank a little more; waiting and going wrong more than keys. */
export function createWays(machine: Machine, stacks: Stacks): (spot: Spot) => readonly Way[] {
  const { line, places } = machine
  const menus = places.filter(place => place.kind === 'menu').map(place => place.entry)
  const languages = new Map(line.languages.map((tag, index) => [tag, index]))

  return spot => {
    const { level } = spot
    const point = machine.points[spot.point]!
    const ways: Way[] = []
    const at = (to: PointId, stack = spot.stack): Spot => ({ ...spot, point: to, stack })
    const add = (to: Spot | null, cost = 0, does: Sentence | null = null, goal: string | null = null): void => {
      ways.push({ to, cost, does, goal })
    }
    const after = line.afterHangup === undefined ? null : at(line.afterHangup, 0)
    const shared = (to: PointId): PointId =>
      to !== AGAIN ? to : point.op === 'listen' ? machine.listeners[point.listener]!.read : Math.max(line.otherwise, 0)

    if ('live' in point) {
      add(after, 4, text('hang up', '挂机'))
      if (line.limit) {
        const minutes = line.limit.ms / 60_000
        add(at(shared(line.limit.to), 0), 60, text(`(the call lasts ${minutes} min)`, `（通话满 ${minutes} 分钟）`))
      }
    }
    if (point.op === 'set' || point.op === 'add') add(at(shared(line.onFault ?? line.otherwise), 0), 200, text('(a fault)', '（运算越界）'))

    switch (point.op) {
      case 'go':
        add(at(point.to, 0))
        break
      case 'enter':
        add(places[point.entered]!.part ? at(point.next) : at(point.next, 0))
        break
      case 'do':
        add(at(point.to, stacks.push(spot.stack, point.next)))
        break
      case 'return': {
        const top = stacks.top(spot.stack)
        add(top === null ? null : at(top.next, top.below))
        break
      }
      case 'back':
        // Which menus the caller came through is not followed: any, and last of all.
        for (const menu of menus) add(at(menu, 0), 50)
        add(at(shared(point.none)), 50)
        break
      case 'grant':
        add({ ...at(point.next), level: Math.max(level, point.level) })
        break
      case 'lower':
        add({ ...at(point.next), level: Math.min(level, point.level) })
        break
      case 'language':
        add({ ...at(point.next), language: languages.get(point.language) ?? 0 })
        break
      case 'branch':
        for (const way of branchWays(machine, point, spot)) {
          add(at(way.taken === 'then' ? point.then : point.else), way.cost, way.does, wayGoal(spot.point, way.taken))
        }
        break
      case 'match': {
        const subject = printExpression(machine, point.subject)
        for (const [arm, to] of Object.entries(point.arms)) {
          add(at(to), 1, text(`(where ${subject} is ${arm})`, `（${subject} 为 ${arm} 时）`), wayGoal(spot.point, arm))
        }
        break
      }
      case 'repeat':
        add(at(point.body), 0, null, wayGoal(spot.point, 'body'))
        add(at(point.out), 10, text(`(and again, until ${point.times} times are over)`, `（重复满 ${point.times} 次）`), wayGoal(spot.point, 'out'))
        break
      case 'each':
        add(at(point.body), 0, null, wayGoal(spot.point, 'body'))
        add(at(point.done), 2, point.move === 'start' ? null : text('(the last one)', '（最后一项）'), wayGoal(spot.point, 'done'))
        break
      case 'mistake': {
        const { tries, mistakeOut } = machine.listeners[point.listener]!
        add(at(point.to), 1)
        add(at(shared(mistakeOut)), 2 * tries, times(tries, text('such an entry', '如此输入')), resultGoal(point.listener, 'mistake', tries))
        break
      }
      case 'listen':
        for (const { to, cost, does, goal } of listenWays(machine, point, spot)) add(to === null ? null : at(shared(to)), cost, does, goal)
        break
      case 'request':
      case 'perform':
      case 'queue-state':
      case 'connect-queue':
      case 'connect-number': {
        const asked = nameOfTask(machine, point)
        for (const [outcome, edge] of Object.entries(point.outcomes)) {
          const fails = outcome === 'failed' || outcome === 'unknown'
          const does = outcome === 'answered' && point.op === 'request' ? null : text(`(${asked}: ${outcome})`, `（${asked}：${outcome}）`)
          add(at(edge.to), fails ? 3 : 1, does, wayGoal(spot.point, outcome))
        }
        if (point.op === 'connect-queue') {
          for (const { keys, to } of point.options) add(at(to), 2, text(`${keys} while waiting`, `等待时按 ${keys}`), wayGoal(spot.point, `press ${keys}`))
        }
        if (point.op === 'perform') add(null, 2, text(`(${asked} takes more than a second)`, `（${asked} 超过一秒才应答）`), wayGoal(spot.point, 'meanwhile'))
        break
      }
      case 'transfer':
        add(after, 1, text('(the transfer succeeds)', '（转接成功）'), wayGoal(spot.point, 'transferred'))
        add(at(point.else), 3, text('(the transfer fails)', '（转接失败）'), wayGoal(spot.point, 'else'))
        break
      case 'record':
        add(at(point.next), 1, text('speak', '说话'), wayGoal(spot.point, 'recorded'))
        add(at(point.nothing), 2, text('say nothing', '不说话'), wayGoal(spot.point, 'nothing'))
        if (point.hungUp !== undefined) add(at(point.hungUp, 0), 3, text('speak, hang up', '说话后挂机'), wayGoal(spot.point, 'hung up'))
        break
      case 'hangup':
      case 'end':
        add(after)
        break
      default:
        add(at(point.next))
    }
    return ways
  }
}

interface BranchWay {
  readonly taken: 'then' | 'else'
  readonly cost: number
  readonly does: Sentence | null
}

/** What a condition is, where level, language and number say it; undefined where the call's data do. */
function decide(machine: Machine, condition: Expression, spot: Spot): boolean | undefined {
  switch (condition.kind) {
    case 'constant':
      return condition.value === true
    case 'level-at-least':
      return spot.level >= condition.level
    case 'not': {
      const operand = decide(machine, condition.operand, spot)
      return operand === undefined ? undefined : !operand
    }
    case 'same': {
      const { left, right, negated } = condition
      if (left.kind !== 'call' || right.kind !== 'constant') return undefined
      const number = machine.line.numbers[spot.called]?.number
      if (left.field === 'called' && number !== undefined) return (number === right.value) !== negated
      return left.field === 'language' ? (machine.line.languages[spot.language] === right.value) !== negated : undefined
    }
    default:
      return undefined
  }
}

/** Is it true where the operator has changed nothing? */
const isUsual = (machine: Machine, condition: Expression): boolean | undefined =>
  condition.kind === 'setting' ? machine.settings.find(({ name }) => name === condition.name)?.value === true : undefined

function branchWays(machine: Machine, point: PointOf<'branch'>, spot: Spot): readonly BranchWay[] {
  const condition = point.condition.kind === 'not' ? point.condition.operand : point.condition
  if (condition !== point.condition) {
    return branchWays(machine, { ...point, condition, then: point.else, else: point.then }, spot).map(way => ({
      ...way,
      taken: way.taken === 'then' ? 'else' : 'then',
    }))
  }
  const decided = decide(machine, condition, spot)
  if (decided !== undefined) return [{ taken: decided ? 'then' : 'else', cost: 0, does: null }]
  const usual = isUsual(machine, condition)
  const printed = printExpression(machine, condition)
  if (condition.kind === 'is-empty') {
    return [
      { taken: 'else', cost: 0, does: null },
      { taken: 'then', cost: 3, does: text(`(${printed})`, `（${printed}）`) },
    ]
  }
  const where = text(`(where ${printed})`, `（${printed}）`)
  const not = text(`(where not: ${printed})`, `（非：${printed}）`)
  // A check that holds is what an entry is expected to do.
  if (isCheck(machine, point)) {
    const good = machine.points[point.then]?.op === 'mistake' ? 'else' : 'then'
    return [
      { taken: good, cost: 0, does: null },
      { taken: good === 'then' ? 'else' : 'then', cost: 2, does: good === 'then' ? not : where },
    ]
  }
  return [
    usual === true ? { taken: 'then', cost: 0, does: null } : { taken: 'then', cost: 1, does: where },
    usual === false ? { taken: 'else', cost: 0, does: null } : { taken: 'else', cost: 1, does: not },
  ]
}

interface ListenWay {
  readonly to: PointId | null
  readonly cost: number
  readonly does: Sentence
  readonly goal: string | null
}

function listenWays(machine: Machine, point: PointOf<'listen'>, spot: Spot): readonly ListenWay[] {
  const { listener: index } = point
  const listener = machine.listeners[index]!
  const ways: ListenWay[] = []
  const result = (to: PointId, cost: number, does: Sentence, name: string, which: number): void => {
    ways.push({ to, cost, does, goal: resultGoal(index, name, which) })
  }
  for (const [which, option] of listener.options.entries()) {
    const decided = option.when === undefined ? true : decide(machine, option.when, spot)
    if (decided === false) continue
    const when = option.when === undefined || decided ? '' : printExpression(machine, option.when)
    const does = when === '' ? same(option.keys) : text(`${option.keys} (where ${when})`, `${option.keys}（${when}）`)
    result(option.to, option.keys.length + (when === '' ? 0 : 1), does, 'option', which)
  }
  if (listener.kind === 'choose') {
    result(listener.chosen, 1, same('1'), 'item', 0)
    const { moreKey } = listener
    result(listener.read, 3, text(`${moreKey} (with more than eight)`, `${moreKey}（多于八项）`), 'more', 0)
  }
  if (listener.kind === 'collect') ways.push({ to: listener.entered, cost: 2, does: exampleKeys(machine, listener), goal: null })
  for (const { keys, to } of machine.line.shortcuts) {
    const taken = listener.options.some(option => option.keys.startsWith(keys) || option.upTo !== undefined)
    const live = keys.length === 1 ? listener.kind !== 'collect' || !/\d/.test(keys) : listener.kind === 'menu'
    if (live && !taken) ways.push({ to, cost: 2, does: same(keys), goal: `shortcut ${keys}` })
  }
  const silent = text('stay silent', '不按键')
  const wrong = listener.kind === 'collect' ? text('a wrong entry', '错误输入') : text('a wrong key', '错误按键')
  const short = text('too few digits', '位数不足')
  for (let count = 1; count <= listener.tries; count++) {
    const out = count === listener.tries
    result(out ? listener.silenceOut : (listener.silence[count - 1] ?? listener.read), 2 * count, times(count, silent), 'silence', count)
    result(out ? listener.mistakeOut : (listener.mistake[count - 1] ?? listener.read), 2 * count + 1, times(count, wrong), 'mistake', count)
    if (listener.tooShort && !out) {
      result(listener.tooShort[count - 1] ?? listener.read, 2 * count + 1, times(count, short), 'too short', count)
    }
  }
  return ways
}

/** Where calls begin. */
export const startsOf = (machine: Machine): readonly { readonly point: PointId; readonly does: Sentence }[] =>
  machine.line.numbers.length === 0
    ? [{ point: machine.line.otherwise, does: text('dial', '拨打') }]
    : machine.line.numbers.map(({ number, to }) => ({ point: to, does: text(`dial ${number}`, `拨打 ${number}`) }))

