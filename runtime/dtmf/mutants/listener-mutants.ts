// What can be changed of listeners: their options, and the timers and tries that most of them have from the line. Those are
// changed for all that share them, as a designer would by one word of `listen { … }`; one that nobody could notice in one
// listener alone (a script of patience for each menu) is so no mutant.
import type { Listener, Machine, Point, PointId, SourceSpan } from '../../../machine/format.ts'
import type { Sentence } from '../../../machine/value-problems.ts'
import { printExpression } from '../../../machine/print-expression.ts'
import { placeName } from '../coverage/universe.ts'
import { printDecimal } from '../../../machine/decimals.ts'
import { afterHan, describeTarget } from './destinations.ts'
import { leads, negated, otherTarget, type Surroundings } from './point-mutants.ts'
import { withListeners, type Draft } from './mutant.ts'

const text = (en: string, zh: string): Sentence => ({ en, zh })
const seconds = (ms: number): string => `${ms / 1000} s`

export function listenerMutants(around: Surroundings): Draft[] {
  const { machine } = around
  return [...machine.listeners.flatMap((listener, index) => optionMutants(around, listener, index)), ...sharedMutants(machine)]
}

function optionMutants({ machine, universe }: Surroundings, listener: Listener, index: number): Draft[] {
  const drafts: Draft[] = []
  const where = placeName(machine, listener.place)
  const make = (changed: Listener) => (): Machine => withListeners(machine, (one, other) => (other === index ? changed : one))
  const reads = machine.points.flatMap((point, id) => (point.op === 'read' && point.listener === index ? [id] : []))
  for (const [which, option] of listener.options.entries()) {
    const keys = option.upTo === undefined ? option.keys : `${option.keys}..${option.upTo}`
    const others = [...listener.options.map(one => one.to), listener.read]
    const other = otherTarget(machine, others, option.to)
    if (other !== null) {
      const changed = { ...listener, options: listener.options.with(which, { ...option, to: other }) }
      const change = leads(machine, text(`press ${keys} in ${listener.name}`, `在 ${listener.name} 中按 ${keys}`), other, option.to)
      drafts.push({ kind: 'target', where, at: option.at, change, reach: [universe.results[index]!.options[which]!], make: make(changed) })
    }
    if (option.when !== undefined) {
      const changed = { ...listener, options: listener.options.with(which, negated(option)) }
      const condition = printExpression(machine, option.when)
      const change = text(`press ${keys} when not ${condition}`, `条件 ${condition} 取反时才能按 ${keys}`)
      drafts.push({ kind: 'condition', where, at: option.at, change, reach: reads, make: make(changed) })
    }
  }
  if (listener.kind === 'collect') drafts.push(...boundMutants(machine, listener, index, where))
  return drafts
}

/** The dangerous way: what lies just outside the bounds would be taken. */
function boundMutants(machine: Machine, listener: Extract<Listener, { kind: 'collect' }>, index: number, where: string): Draft[] {
  const { type } = listener
  if (type.kind !== 'money' && type.kind !== 'number') return []
  const print = (value: number): string => printDecimal(value, type.decimals)
  const make = (bound: { readonly min: number } | { readonly max: number }) => (): Machine =>
    withListeners(machine, (one, other) => (other === index ? ({ ...listener, type: { ...type, ...bound } } as Listener) : one))
  const drafts: Draft[] = []
  const base = { kind: 'amount', where, at: listener.at, reach: [listener.listen] } as const
  const { min, max } = type
  if (max !== undefined) {
    const change = text(
      `${listener.name} takes up to ${print(max + 1)}, not ${print(max)}`,
      `${listener.name} 上限为 ${print(max + 1)}，而不是 ${print(max)}`,
    )
    drafts.push({ ...base, change, make: make({ max: max + 1 }) })
  }
  if (min !== undefined && min > 0) {
    const change = text(
      `${listener.name} takes ${print(min - 1)} and more, not from ${print(min)}`,
      `${listener.name} 下限为 ${print(min - 1)}，而不是 ${print(min)}`,
    )
    drafts.push({ ...base, change, make: make({ min: min - 1 }) })
  }
  return drafts
}

type Shared = 'first' | 'next' | 'tries'

/** By value: all that share it. The most common one is taken to be the line's. */
function groupsBy(machine: Machine, item: Shared): { readonly value: number; readonly listeners: readonly Listener[] }[] {
  const groups = new Map<number, Listener[]>()
  for (const listener of machine.listeners) {
    // Between keys of one no time is noticed.
    if (item === 'next' && !isTyped(listener)) continue
    groups.set(listener[item], [...(groups.get(listener[item]) ?? []), listener])
  }
  return [...groups].map(([value, listeners]) => ({ value, listeners })).sort((a, b) => b.listeners.length - a.listeners.length)
}

const isTyped = (listener: Listener): boolean =>
  listener.kind === 'collect' || listener.options.some(option => option.keys.length > 1 || option.upTo !== undefined)

function sharedMutants(machine: Machine): Draft[] {
  const drafts: Draft[] = []
  const name: Readonly<Record<Shared, string>> = { first: 'first key', next: 'next key', tries: 'tries' }
  for (const item of ['first', 'next', 'tries'] as const) {
    for (const [rank, { value, listeners }] of groupsBy(machine, item).entries()) {
      const changes = item === 'tries' ? [value + 1, ...(value > 1 ? [value - 1] : [])] : [value * 2]
      const print = (one: number): string => (item === 'tries' ? String(one) : seconds(one))
      const among = new Set(listeners)
      const reach = listeners.map(listener => listener.listen)
      const at: SourceSpan = listeners[0]!.at
      for (const changed of changes) {
        const whose = rank === 0 ? text('', '') : text(` (${listeners[0]!.name})`, `（${listeners[0]!.name}）`)
        const change = text(
          `${name[item]} ${print(changed)}, not ${print(value)}${whose.en}`,
          `${name[item]} 为 ${print(changed)}，而不是 ${print(value)}${whose.zh}`,
        )
        const where = rank === 0 ? machine.line.name : placeName(machine, listeners[0]!.place)
        const label = `${name[item]}${item === 'tries' ? (changed > value ? ' more' : ' less') : ''}`
        const make = (): Machine =>
          withListeners(machine, listener => {
            if (!among.has(listener)) return listener
            return item === 'tries' ? withTries(listener, changed) : { ...listener, [item]: changed }
          })
        drafts.push({ kind: item === 'tries' ? 'tries' : 'timer', where, label, at, change, reach, make })
      }
    }
  }
  return drafts
}

/** What is said at the last count is said at one more. */
function withTries(listener: Listener, tries: number): Listener {
  const counts = (leads: readonly PointId[]): PointId[] =>
    Array.from({ length: tries - 1 }, (_, index) => leads[index] ?? leads.at(-1) ?? listener.read)
  const { tooShort, silence, mistake } = listener
  return {
    ...listener,
    tries,
    silence: counts(silence),
    mistake: counts(mistake),
    ...(tooShort === undefined ? {} : { tooShort: counts(tooShort) }),
  }
}

/** Shortcuts and numbers lead by steps of their own (changed as points); what else belongs to the line or to services. */
export function lineMutants({ machine }: Surroundings): Draft[] {
  const drafts: Draft[] = []
  const { line } = machine
  const using = (of: (point: Point) => boolean): PointId[] => machine.points.flatMap((point, id) => (of(point) ? [id] : []))
  if (line.limit) {
    const limit = { ...line.limit, ms: line.limit.ms * 2 }
    const at = machine.points[line.limit.to]?.at ?? machine.points[0]!.at
    const change = text(
      `at most ${limit.ms / 60_000} min, not ${line.limit.ms / 60_000} min`,
      `最长 ${limit.ms / 60_000} 分钟，而不是 ${line.limit.ms / 60_000} 分钟`,
    )
    drafts.push({
      kind: 'timer',
      where: line.name,
      label: 'at most',
      at,
      change,
      reach: null,
      make: () => ({ ...machine, line: { ...line, limit } }),
    })
  }
  if (line.otherwise >= 0) {
    for (const [which, { to }] of line.shortcuts.entries()) {
      if (to >= 0) continue
      const changed = line.shortcuts.with(which, { ...line.shortcuts[which]!, to: line.otherwise })
      const target = describeTarget(machine, line.otherwise)
      const { keys, at } = line.shortcuts[which]!
      const change = text(`shortcut ${keys} leads to ${target.en}, not again`, `快捷键 ${keys} 通往${afterHan(target.zh)}，而不是重听`)
      drafts.push({
        kind: 'target',
        where: line.name,
        at,
        change,
        reach: null,
        make: () => ({ ...machine, line: { ...line, shortcuts: changed } }),
      })
    }
  }
  for (const [index, operation] of machine.operations.entries()) {
    const reach = using(point => (point.op === 'request' || point.op === 'perform') && point.operation === index)
    if (operation.kind === 'notice' || reach.length === 0) continue
    const { service, name, at, within } = operation
    const operations = machine.operations.with(index, { ...operation, within: within * 2 })
    const change = text(
      `${service}.${name} within ${seconds(within * 2)}, not ${seconds(within)}`,
      `${service}.${name} 时限为 ${seconds(within * 2)}，而不是 ${seconds(within)}`,
    )
    drafts.push({ kind: 'timer', where: service, label: `${name} within`, at, change, reach, make: () => ({ ...machine, operations }) })
  }
  for (const [index, queue] of machine.queues.entries()) {
    const reach = using(point => point.op === 'connect-queue' && point.queue === index)
    const first = machine.points[reach[0] ?? -1]
    if (first === undefined) continue
    for (const [item, words] of [
      ['position', 'position every'],
      ['longestWait', 'longest wait'],
    ] as const) {
      const value = queue[item]
      if (value === undefined) continue
      const queues = machine.queues.with(index, { ...queue, [item]: value * 2 })
      const change = text(
        `queue ${queue.name}: ${words} ${seconds(value * 2)}, not ${seconds(value)}`,
        `队列 ${queue.name}：${words} 为 ${seconds(value * 2)}，而不是 ${seconds(value)}`,
      )
      drafts.push({
        kind: 'timer',
        where: `queue ${queue.name}`,
        label: words,
        at: first.at,
        change,
        reach,
        make: () => ({ ...machine, queues }),
      })
    }
  }
  return drafts
}
