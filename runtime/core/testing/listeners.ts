// Listeners for tests: the points that each has, as the compiler lays them.
import type { Expression } from '../../../machine/expressions.ts'
import type { MenuListener, Option, PointId } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import { at, branchPoint, type Builder, type Formula, type PlaceDefinition, type Step } from './builder.ts'
import { name } from './formulas.ts'
import { optionOf, type OptionDefinition } from './options.ts'
import { milestone } from './steps.ts'

export interface ListenDefinition {
  readonly name?: string
  readonly prompts?: readonly Step[]
  readonly first?: number
  readonly next?: number
  readonly tries?: number
  readonly bargeIn?: boolean
  readonly typeAhead?: boolean
  readonly endKey?: string | null
  readonly endRequired?: boolean
  /** n-th silence → texts; `only` instead of the prompts. */
  readonly silence?: readonly (readonly Step[])[]
  readonly silenceOnly?: true
  readonly mistake?: readonly (readonly Step[])[]
  readonly tooShort?: readonly (readonly Step[])[]
  readonly otherwise?: readonly Step[]
  readonly otherwiseSilence?: readonly Step[]
  readonly otherwiseMistake?: readonly Step[]
}
export interface MenuDefinition extends ListenDefinition {
  readonly named?: boolean
  readonly options: Readonly<Record<string, OptionDefinition | readonly Step[]>>
}

interface Frame {
  readonly fresh: PointId
  readonly base: Omit<MenuListener, 'kind' | 'named' | 'options'>
  readonly index: number
}

/** Lays the points that every listener has: read, prompts, tell, listen, silences and mistakes. */
function frame(b: Builder, given: ListenDefinition, kind: string, extra: { readonly gated?: boolean; readonly dark?: true } = {}): Frame {
  const index = b.nextListener()
  const [fresh, readTwin, only, listen] = [b.reserve(), b.reserve(), b.reserve(), b.reserve()]
  const tell = b.add({ op: 'tell', listener: index, next: listen })
  b.define(listen, { op: 'listen', listener: index, live: b.live(), ...(extra.dark ? { dark: true } : {}) })
  const first = b.seq(given.prompts ?? [], tell)
  b.define(fresh, { op: 'read', listener: index, fresh: true, next: first })
  b.define(readTwin, { op: 'read', listener: index, fresh: false, next: first })
  b.define(only, { op: 'read', listener: index, fresh: false, next: listen })
  const tries = given.tries ?? 3
  const texts = (each: readonly (readonly Step[])[] | undefined, to: PointId): PointId[] =>
    Array.from({ length: tries - 1 }, (_, n) => b.seq(each?.[Math.min(n, each.length - 1)] ?? [], to))
  const otherwise = (steps: readonly Step[] | undefined): PointId => {
    const given2 = steps ?? given.otherwise
    return b.seq(given2 ?? [milestone('otherwise')], b.add({ op: 'hangup' }))
  }
  const base = {
    name: given.name ?? kind,
    place: b.place(),
    at,
    first: given.first ?? 5000,
    next: given.next ?? 3000,
    tries,
    bargeIn: given.bargeIn ?? b.line.bargeIn,
    typeAhead: given.typeAhead ?? b.line.typeAhead,
    endKey: given.endKey === undefined ? '#' : given.endKey,
    endRequired: given.endRequired ?? false,
    gated: extra.gated ?? false,
    read: readTwin,
    listen,
    silence: texts(given.silence, given.silenceOnly ? only : readTwin),
    silenceOut: otherwise(given.otherwiseSilence),
    mistake: texts(given.mistake, readTwin),
    mistakeOut: otherwise(given.otherwiseMistake),
    ...(given.tooShort ? { tooShort: texts(given.tooShort, readTwin) } : {}),
  }
  return { fresh, base, index }
}

export const menu =
  (given: MenuDefinition): Step =>
  (b, next) => {
    const { fresh, base, index } = frame(b, given, 'menu')
    b.again.push(base.read)
    const options = Object.entries(given.options).map(([keys, option]) => optionOf(b, keys, option, next, fresh))
    b.again.pop()
    b.listener(index, { kind: 'menu', named: given.named ?? false, ...base, options })
    return fresh
  }

export interface ConfirmDefinition extends ListenDefinition {
  readonly no: readonly Step[]
  readonly yesKey?: string
  readonly noKey?: string
  readonly options?: Readonly<Record<string, OptionDefinition | readonly Step[]>>
  /** Its own `listen` says barge-in on. */
  readonly ungated?: true
}
export const confirm =
  (given: ConfirmDefinition): Step =>
  (b, next) => {
    const { fresh, base, index } = frame(b, given, 'confirm', { gated: !given.ungated })
    b.again.push(base.read)
    const yes: Option = { keys: given.yesKey ?? '1', yes: true, to: next, at, tell: b.tell('$yes?') }
    const no = optionOf(b, given.noKey ?? '2', given.no, next)
    const more = Object.entries(given.options ?? {}).map(([keys, option]) => optionOf(b, keys, option, next, fresh))
    b.again.pop()
    b.listener(index, { kind: 'confirm', named: false, ...base, options: [yes, no, ...more] })
    return fresh
  }
/** A text of a read-back. */
export const readback =
  (text: string, ...values: readonly Formula[]): Step =>
  (b, next) =>
    b.add({ op: 'say', tell: b.tell(text, ...values), announce: !b.line.bargeIn, readback: true, next })
export const announcedReadback =
  (text: string): Step =>
  (b, next) =>
    b.add({ op: 'say', tell: b.tell(text), announce: true, readback: true, next })

export interface CollectDefinition extends ListenDefinition {
  readonly length?: Formula
  readonly secret?: boolean
  /** A condition and the text where it is false. */
  readonly checks?: readonly { readonly condition: Formula; readonly text: string }[]
  /** `check query`. */
  readonly checkQuery?: { readonly operation: string; readonly text: string }
}
export const collect =
  (register: string, type: Type, given: CollectDefinition = {}): Step =>
  (b, next) => {
    const secret = given.secret ?? type.class === 'secret'
    const { fresh, base, index } = frame(b, given, 'collect', secret ? { dark: true } : {})
    const failed = (text: string): PointId =>
      b.add({ op: 'mistake', listener: index, to: b.add({ op: 'say', tell: b.tell(text), announce: !base.bargeIn, next: base.read }) })
    let entered = next
    if (given.checkQuery) {
      const { operation, text } = given.checkQuery
      const bad = failed(text)
      const answer = b.register('$valid')
      const branch = b.add(branchPoint({ kind: 'register', register: answer }, next, bad))
      const outcomes = { answered: { to: branch, values: [answer], at }, failed: { to: bad, values: [], at } }
      entered = b.add({
        op: 'request',
        operation: b.operation(operation),
        arguments: [{ kind: 'register', register: b.register(register) }],
        outcomes,
        live: b.live(),
      })
    }
    for (const { condition, text } of [...(given.checks ?? [])].reverse()) {
      entered = b.add(branchPoint(condition(b), entered, failed(text)))
    }
    b.listener(index, {
      kind: 'collect',
      type,
      register: b.register(register),
      secret,
      entered,
      ...base,
      options: [],
      ...(given.length ? { length: given.length(b) } : {}),
    })
    return fresh
  }

export interface ChooseDefinition extends ListenDefinition {
  readonly offer: string
  readonly none: readonly Step[]
  readonly moreKey?: string
  readonly options?: Readonly<Record<string, OptionDefinition | readonly Step[]>>
}
export const choose =
  (item: string, list: Formula, given: ChooseDefinition): Step =>
  (b, next) => {
    const { fresh, base, index } = frame(b, given, 'choose')
    const copy = b.register(`$choose${index}`)
    const offer = b.tell(given.offer, name(item))
    b.again.push(base.read)
    const options = Object.entries(given.options ?? {}).map(([keys, option]) => optionOf(b, keys, option, next, fresh))
    b.again.pop()
    b.listener(index, {
      kind: 'choose',
      list: copy,
      item: b.register(item),
      offer,
      moreKey: given.moreKey ?? '9',
      more: b.tell('$more words'),
      chosen: next,
      ...base,
      options,
    })
    const empty: Expression = { kind: 'is-empty', operand: { kind: 'register', register: copy } }
    const branch = b.add(branchPoint(empty, b.seq(given.none, next), fresh))
    return b.add({ op: 'set', register: copy, value: list(b), next: branch })
  }

export const namedMenu = (options: MenuDefinition): PlaceDefinition => ({
  kind: 'menu',
  part: false,
  steps: [menu({ ...options, named: true })],
})
