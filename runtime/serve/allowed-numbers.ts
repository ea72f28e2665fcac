// Which numbers a line dials: those that its program or its settings have written, and those that the configuration allows. Nobody else's
// (language, Agents). The compiler has shown that no other comes to be dialled; here it is held by each call, whatever bundle it is on.
import type { LineTrouble, OpenLine } from '../call/line.ts'
import type { Expression } from '../../machine/expressions.ts'
import type { Machine, Option, RegisterId } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'

/** What is put into a register that is written in the program: an expression, the keys of a range, a field of a record. */
type Source =
  | Expression
  | { readonly kind: 'range'; readonly from: string; readonly upTo: string }
  | { readonly kind: 'with'; readonly path: readonly string[]; readonly value: Expression }

/** A source as it is when names, settings and languages are followed. */
type Written = Exclude<Source, { readonly kind: 'register' | 'setting' | 'by-language' | 'first' | 'where' | 'field' }>

type Settings = Readonly<Record<string, Value>>

/** What all calls of a machine share: what is put into each register, and what is dialled. */
interface WrittenOf {
  readonly into: ReadonlyMap<RegisterId, readonly Source[]>
  readonly dialled: readonly Expression[]
}

const known = new WeakMap<Machine, WrittenOf>()

/** What of the program is put into each register. What a caller keys in or a back end answers is not among it, so it is no number of the program. */
function writtenOf(machine: Machine): WrittenOf {
  const before = known.get(machine)
  if (before) return before
  const found = new Map<RegisterId, Source[]>()
  const note = (register: RegisterId, source: Source): void => {
    const sources = found.get(register)
    if (sources) sources.push(source)
    else found.set(register, [source])
  }
  const itemOf = (item: RegisterId, list: RegisterId): void => note(item, { kind: 'first', list: { kind: 'register', register: list } })
  const ranges = (options: readonly Option[]): void => {
    for (const { keys, upTo, as } of options) if (as !== undefined) note(as, { kind: 'range', from: keys, upTo: upTo ?? keys })
  }
  machine.registers.forEach(({ remember }, register) => {
    if (remember !== undefined) note(register, { kind: 'constant', value: remember })
  })
  for (const listener of machine.listeners) {
    ranges(listener.options)
    if (listener.kind === 'choose') itemOf(listener.item, listener.list)
  }
  for (const point of machine.points) {
    if (point.op === 'set') note(point.register, point.path ? { kind: 'with', path: point.path, value: point.value } : point.value)
    else if (point.op === 'add') note(point.register, { kind: 'list', items: [point.value] })
    else if (point.op === 'each') itemOf(point.item, point.list)
    else if (point.op === 'connect-queue') ranges(point.options)
  }
  const dialled = machine.points.flatMap(point => (point.op === 'connect-number' || point.op === 'transfer' ? [point.number] : []))
  const all = { into: found, dialled }
  known.set(machine, all)
  return all
}

/** Whether a number is one that the program writes, or a setting of the call. */
export function numbersWrittenIn(machine: Machine, settings: Settings): (number: string) => boolean {
  const { into, dialled } = writtenOf(machine)

  /** All that an expression may come to, as far as it is written. `seen`: registers of its own type; no type is made of itself. */
  function written(source: Source, seen: Set<RegisterId>): readonly Written[] {
    const all = (sources: readonly Source[]): readonly Written[] => sources.flatMap(each => written(each, seen))
    switch (source.kind) {
      case 'register':
        if (seen.has(source.register)) return []
        seen.add(source.register)
        return all(into.get(source.register) ?? [])
      case 'setting': {
        const { name } = source
        const first = machine.settings.find(setting => setting.name === name)
        const values = [...(first ? [first.value] : []), ...(Object.hasOwn(settings, name) ? [settings[name]!] : [])]
        return values.map(value => ({ kind: 'constant', value }))
      }
      case 'by-language':
        return all(Object.values(source.variants))
      case 'where':
        return all([source.list])
      case 'first':
        return all(written(source.list, new Set()).flatMap(itemsOf))
      case 'field':
        return all(written(source.of, new Set()).flatMap(each => fieldOf(each, source.name)))
      default:
        return [source]
    }
  }

  const followed = new Map<Source, readonly Written[]>()
  const writtenAs = (source: Source): readonly Written[] => {
    const found = followed.get(source) ?? written(source, new Set())
    followed.set(source, found)
    return found
  }

  /**
   * A text that is put together from itself (`"{ext}{key}"`, into `ext`) is a grammar with recursion on either side: what is known of each
   * place is asked until nothing is added. So the time is bounded by the length of the number and of the program.
   */
  function isWritten(number: string): boolean {
    const ends = new Map<Source, Set<number>[]>()
    const asked = new Set<Set<number>>()
    let added = true

    /** Where the number may go on behind a source that stands at `from`, as far as is known. */
    function endsOf(source: Source, from: number): readonly number[] {
      return writtenAs(source).flatMap(each => {
        if (each.kind === 'constant') {
          const { value } = each
          return typeof value === 'string' && number.startsWith(value, from) ? [from + value.length] : []
        }
        if (each.kind === 'range') {
          const keys = number.slice(from, from + each.from.length)
          return keys.length === each.from.length && keys >= each.from && keys <= each.upTo ? [from + keys.length] : []
        }
        return each.kind === 'concat' ? [...endsOfParts(each, from)] : []
      })
    }

    function endsOfParts(source: Written & { readonly kind: 'concat' }, from: number): ReadonlySet<number> {
      const places = ends.get(source) ?? Array.from({ length: number.length + 1 }, () => new Set<number>())
      ends.set(source, places)
      const known = places[from]!
      if (asked.has(known)) return known
      asked.add(known)
      let at: readonly number[] = [from]
      for (const part of source.parts) at = [...new Set(at.flatMap(start => endsOf(part, start)))]
      for (const end of at) {
        if (!known.has(end)) added = true
        known.add(end)
      }
      return known
    }

    let found = false
    while (added && !found) {
      added = false
      asked.clear()
      found = dialled.some(each => endsOf(each, 0).includes(number.length))
    }
    return found
  }

  return number => number !== '' && isWritten(number)
}

function itemsOf(list: Written): readonly Source[] {
  if (list.kind === 'list') return list.items
  return list.kind === 'constant' && Array.isArray(list.value) ? list.value.map((value: Value) => ({ kind: 'constant', value })) : []
}

function fieldOf(record: Written, name: string): readonly Source[] {
  if (record.kind === 'with') {
    const [first, ...path] = record.path
    if (first !== name) return []
    return [path.length === 0 ? record.value : { ...record, path }]
  }
  if (record.kind !== 'constant' || typeof record.value !== 'object' || record.value === null || !Object.hasOwn(record.value, name))
    return []
  return [{ kind: 'constant', value: (record.value as Readonly<Record<string, Value>>)[name]! }]
}

const NOT_ALLOWED: LineTrouble = {
  slug: 'number-not-allowed',
  en: 'A number that the program does not write was not dialled: if it may be, add it to serve.numbers.allow.',
  zh: '未拨打一个不是程序所写的号码：如果允许拨打，请加入 serve.numbers.allow。',
}

const matches = (rule: string, number: string): boolean => (rule.endsWith('*') ? number.startsWith(rule.slice(0, -1)) : rule === number)

/** Nobody else's number is dialled: not a caller's, not a back end's. A `*` at the end of a rule stands for more numerals. */
export function withAllowedNumbers(open: OpenLine, written: (number: string) => boolean, mayDial: readonly string[]): OpenLine {
  return report => {
    const line = open(report)
    return {
      ...line,
      order: order => {
        if (
          (order.kind === 'connect number' || order.kind === 'transfer') &&
          !written(order.number) &&
          !mayDial.some(rule => matches(rule, order.number))
        ) {
          report({ kind: 'trouble', trouble: NOT_ALLOWED })
          report({ kind: 'answer', task: order.task, outcome: 'failed', values: [] })
        } else line.order(order)
      },
    }
  }
}
