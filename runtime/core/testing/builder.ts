// Machines for tests, written as steps: each step is put before the point that follows it. What the compiler does in earnest,
// small enough to read; texts are one word and mean the same in every language.
import type { Expression } from '../../../machine/expressions.ts'
import type {
  Line,
  Listener,
  Machine,
  Operation,
  Place,
  Point,
  PointId,
  Queue,
  Register,
  Hours,
  Shortcut,
  Tell,
} from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import type { Value } from '../../../machine/values.ts'

/** Puts itself before `next`; its first point. */
export type Step = (b: Builder, next: PointId) => PointId
/** An expression that may name registers. */
export type Formula = (b: Builder) => Expression

type Loose<P> = P extends unknown ? Omit<P, 'at' | 'place'> : never
export type LoosePoint = Loose<Point>

export interface Builder {
  readonly add: (point: LoosePoint) => PointId
  readonly reserve: () => PointId
  readonly define: (id: PointId, point: LoosePoint) => PointId
  readonly register: (name: string) => number
  readonly tell: (text: string, ...values: readonly Formula[]) => Tell
  readonly entry: (place: string) => PointId
  readonly seq: (steps: readonly Step[], next: PointId) => PointId
  readonly operation: (name: string) => number
  readonly listener: (index: number, listener: Listener) => void
  readonly nextListener: () => number
  readonly once: () => number
  readonly queue: (name: string) => number
  readonly place: () => number
  /** All registers that may be live. */
  readonly live: () => readonly number[]
  readonly line: Line
  /** Points that `again` of the innermost listener leads to. */
  readonly again: PointId[]
  readonly loops: { readonly leave: PointId; readonly next: PointId; readonly previous: PointId; readonly again: PointId }[]
}

export interface PlaceDefinition {
  readonly kind: 'menu' | 'flow'
  readonly part: boolean
  readonly steps: readonly Step[]
}
export const flow = (...steps: readonly Step[]): PlaceDefinition => ({ kind: 'flow', part: false, steps })
export const part = (...steps: readonly Step[]): PlaceDefinition => ({ kind: 'flow', part: true, steps })

export interface ProgramOptions {
  readonly line?: Partial<Omit<Line, 'shortcuts' | 'otherwise' | 'onFault' | 'limit' | 'afterHangup' | 'recordAfter' | 'numbers'>>
  /** Keys → a label (told in named menus) and steps. */
  readonly shortcuts?: Readonly<Record<string, { readonly label?: string; readonly steps?: readonly Step[]; readonly again?: true }>>
  readonly numbers?: Readonly<Record<string, string>>
  readonly otherwise?: readonly Step[]
  readonly onFault?: readonly Step[]
  readonly limit?: { readonly ms: number; readonly steps: readonly Step[] }
  readonly afterHangup?: readonly Step[]
  readonly recordAfter?: string
  readonly registers?: Readonly<Record<string, Type & { readonly remember?: Value }>>
  readonly operations?: Readonly<
    Record<
      string,
      Omit<Operation, 'service' | 'name' | 'at' | 'outcomes' | 'within' | 'parameters'> &
        Partial<Pick<Operation, 'outcomes' | 'within' | 'parameters'>>
    >
  >
  readonly settings?: Readonly<Record<string, { readonly type: Type; readonly value: Value }>>
  readonly queues?: readonly Queue[]
  readonly hours?: readonly Hours[]
  readonly zones?: Machine['zones']
  /** Secrets are dead at every resting point. */
  readonly secretsDie?: true
}

/** Every point stands at the same spot of no file. */
export const at = [0, 0, 0] as const

/** The first place is where calls begin. */
export function program(places: Readonly<Record<string, PlaceDefinition>>, options: ProgramOptions = {}): Machine {
  const points: (Point | null)[] = []
  const registers: Register[] = []
  const prompts: Machine['prompts'][number][] = []
  const operations: Operation[] = []
  const listeners: (Listener | null)[] = []
  const placeNames = Object.keys(places)
  const entries = new Map<string, PointId>()
  const languages = options.line?.languages ?? ['zh-CN', 'en-US']
  let current = -1
  let onces = 0

  const register = (name: string): number => {
    const known = registers.findIndex(each => each.name === name)
    if (known >= 0) return known
    const { remember, ...type } = options.registers?.[name] ?? ({ kind: 'text' } as Type & { remember?: Value })
    registers.push({
      name,
      type,
      slot: registers.length,
      at,
      ...(remember === undefined ? {} : { remember }),
      ...(type.class ? { class: type.class } : {}),
    })
    return registers.length - 1
  }
  const prompt = (text: string, holes: number): number => {
    const known = prompts.findIndex(each => Object.values(each.texts)[0]![0] === text)
    if (known >= 0) return known
    const types = Array.from({ length: holes }, (_, index) => ({ name: `v${index}`, type: { kind: 'text' as const } }))
    prompts.push({ holes: types, texts: Object.fromEntries(languages.map(tag => [tag, [text]])) })
    return prompts.length - 1
  }
  const add = (point: LoosePoint): PointId => {
    points.push({ ...point, at, place: current } as Point)
    return points.length - 1
  }
  const reserve = (): PointId => points.push(null) - 1
  const define = (id: PointId, point: LoosePoint): PointId => {
    points[id] = { ...point, at, place: current } as Point
    return id
  }
  const line: { -readonly [K in keyof Line]: Line[K] } = {
    name: 'line',
    title: {},
    numbers: [],
    languages,
    zone: 'Asia/Shanghai',
    levels: ['anonymous', 'verified', 'signed'],
    typeAhead: true,
    bargeIn: true,
    shortcuts: [],
    otherwise: -1,
    ...options.line,
  }
  const builder: Builder = {
    add,
    reserve,
    define,
    register,
    line,
    tell: (text, ...values) => ({ prompt: prompt(text, values.length), values: values.map(value => value(builder)) }),
    entry: name => {
      if (!placeNames.includes(name)) throw new Error(`no place ${name}`)
      const known = entries.get(name) ?? reserve()
      entries.set(name, known)
      return known
    },
    seq: (steps, next) => steps.reduceRight((after, step) => step(builder, after), next),
    operation: name => {
      const known = operations.findIndex(each => each.name === name)
      if (known >= 0) return known
      const given = options.operations?.[name]
      if (given === undefined) throw new Error(`no operation ${name}`)
      operations.push({ parameters: [], outcomes: {}, within: 3000, ...given, service: 's', name, at })
      return operations.length - 1
    },
    nextListener: () => listeners.push(null) - 1,
    listener: (index, listener) => {
      listeners[index] = listener
    },
    once: () => onces++,
    queue: name => (options.queues ?? []).findIndex(each => each.name === name),
    place: () => current,
    live: () => registers.flatMap((each, index) => (options.secretsDie && each.class === 'secret' ? [] : [index])),
    again: [],
    loops: [],
  }
  for (const name of Object.keys(options.registers ?? {})) register(name)
  for (const name of Object.keys(options.operations ?? {})) builder.operation(name)

  const made: Place[] = []
  for (const [index, name] of placeNames.entries()) {
    current = index
    const { kind, part: isPart, steps } = places[name]!
    const entry = builder.entry(name)
    const end = isPart ? add({ op: 'return' }) : add({ op: 'hangup' })
    define(entry, { op: 'enter', entered: index, next: builder.seq(steps, end) })
    made.push({ name, kind, part: isPart, entry, at })
  }
  current = -1
  const hangup = add({ op: 'hangup' })
  const shortcuts: Shortcut[] = Object.entries(options.shortcuts ?? {}).map(([keys, { label, steps, again }]) => ({
    keys,
    to: again ? -1 : builder.seq(steps ?? [], hangup),
    at,
    ...(label === undefined ? {} : { tell: builder.tell(label) }),
  }))
  const whole: Line = {
    ...line,
    shortcuts,
    otherwise: builder.seq(options.otherwise ?? [(b, next) => b.add({ op: 'milestone', name: 'otherwise', values: [], next })], hangup),
    numbers: Object.entries(options.numbers ?? { '95500': placeNames[0]! }).map(([number, name]) => ({
      number,
      to: builder.entry(name),
      at,
    })),
    ...(options.onFault ? { onFault: builder.seq(options.onFault, hangup) } : {}),
    ...(options.limit ? { limit: { ms: options.limit.ms, to: builder.seq(options.limit.steps, hangup) } } : {}),
    ...(options.afterHangup ? { afterHangup: builder.seq(options.afterHangup, add({ op: 'end' })) } : {}),
    ...(options.recordAfter ? { recordAfter: prompt(options.recordAfter, 0) } : {}),
  }
  const standard = Object.fromEntries(['option', 'shortcut', 'more', 'yes', 'no', 'position'].map(name => [name, prompt(`$${name}`, 2)]))
  return {
    format: 'callwright-machine',
    version: 1,
    name: 'test',
    files: ['test.ivr'],
    line: whole,
    types: {},
    settings: Object.entries(options.settings ?? {}).map(([name, setting]) => ({ name, ...setting })),
    prompts,
    standard: standard as Machine['standard'],
    services: [{ name: 's' }],
    operations,
    queues: options.queues ?? [],
    hours: options.hours ?? [],
    zones: options.zones ?? { 'Asia/Shanghai': [[-8.64e15, 480]] },
    registers,
    slots: registers.length,
    places: made,
    listeners: listeners as Listener[],
    points: points as Point[],
    onces,
  }
}

/** A branch, made in one place: a point's `then` is no promise's. */
export const branchPoint = (condition: Expression, then: PointId, otherwise: PointId): LoosePoint =>
  // oxlint-disable-next-line unicorn/no-thenable
  ({ op: 'branch', condition, then, else: otherwise })
