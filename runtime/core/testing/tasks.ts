// Steps for tests that wait for somebody: services, agents, the caller's voice.
import type { PointId } from '../../../machine/format.ts'
import { at, type Builder, type Formula, type Step } from './builder.ts'
import { optionOf, type OptionDefinition } from './options.ts'
import { drain } from './steps.ts'

interface OutcomeDefinition {
  readonly values?: readonly string[]
  readonly steps: readonly Step[]
}
export type OutcomeDefinitions = Readonly<Record<string, OutcomeDefinition | readonly Step[]>>

function outcomesOf(b: Builder, given: OutcomeDefinitions, next: PointId) {
  return Object.fromEntries(
    Object.entries(given).map(([outcome, definition]) => {
      const { values, steps } = Array.isArray(definition)
        ? { values: [], steps: definition as readonly Step[] }
        : (definition as OutcomeDefinition)
      return [outcome, { to: b.seq(steps, next), values: (values ?? []).map(value => (value === '' ? -1 : b.register(value))), at }]
    }),
  )
}

export const request =
  (operation: string, args: readonly Formula[], outcomes: OutcomeDefinitions, options: { readonly dark?: true } = {}): Step =>
  (b, next) => {
    const edges = outcomesOf(b, outcomes, next)
    return b.add({
      op: 'request',
      operation: b.operation(operation),
      arguments: args.map(arg => arg(b)),
      outcomes: edges,
      live: b.live(),
      ...options,
    })
  }
export const perform =
  (
    operation: string,
    args: readonly Formula[],
    outcomes: OutcomeDefinitions,
    meanwhile?: readonly (string | readonly [text: string, value: Formula])[],
  ): Step =>
  (b, next) => {
    const edges = outcomesOf(b, outcomes, next)
    const tells =
      meanwhile === undefined ? {} : { meanwhile: meanwhile.map(each => (typeof each === 'string' ? b.tell(each) : b.tell(...each))) }
    return b.add({
      op: 'perform',
      operation: b.operation(operation),
      arguments: args.map(arg => arg(b)),
      outcomes: edges,
      live: b.live(),
      ...tells,
    })
  }
export const notify =
  (operation: string, args: readonly Formula[]): Step =>
  (b, next) =>
    b.add({ op: 'notify', operation: b.operation(operation), arguments: args.map(arg => arg(b)), next })
export const queueState =
  (queue: string, outcomes: OutcomeDefinitions): Step =>
  (b, next) =>
    b.add({ op: 'queue-state', queue: b.queue(queue), outcomes: outcomesOf(b, outcomes, next), live: b.live() })
export const connectQueue =
  (
    queue: string,
    outcomes: OutcomeDefinitions,
    options: {
      readonly priority?: Formula
      readonly data?: Readonly<Record<string, Formula>>
      readonly press?: Readonly<Record<string, OptionDefinition>>
    } = {},
  ): Step =>
  (b, next) => {
    const edges = outcomesOf(b, outcomes, next)
    const press = Object.entries(options.press ?? {}).map(([keys, option]) => optionOf(b, keys, option, next))
    const data = Object.entries(options.data ?? {}).map(([each, value]) => ({
      name: each,
      type: { kind: 'text' as const },
      value: value(b),
    }))
    const priority = options.priority ? { priority: options.priority(b) } : {}
    return drain(
      b,
      b.add({ op: 'connect-queue', queue: b.queue(queue), data, options: press, outcomes: edges, live: b.live(), ...priority }),
    )
  }
export const connectNumber =
  (number: Formula, within: number, outcomes: OutcomeDefinitions): Step =>
  (b, next) =>
    drain(b, b.add({ op: 'connect-number', number: number(b), within, data: [], outcomes: outcomesOf(b, outcomes, next), live: b.live() }))
export const transfer =
  (number: Formula, otherwise: readonly Step[]): Step =>
  (b, next) =>
    drain(b, b.add({ op: 'transfer', number: number(b), else: b.seq(otherwise, next), live: b.live() }))
export const record =
  (
    register: string,
    options: {
      readonly upTo?: number
      readonly endKey?: string | null
      readonly endSilence?: number
      readonly nothing?: readonly Step[]
      readonly hungUp?: readonly Step[]
    } = {},
  ): Step =>
  (b, next) => {
    const { hungUp, endSilence } = options
    const block = hungUp ? { hungUp: b.seq(hungUp, b.add({ op: 'end' })) } : {}
    const silence = endSilence === undefined ? {} : { endSilence }
    const { upTo = 120_000, endKey = '#' } = options
    const nothing = b.seq(options.nothing ?? [], next)
    return drain(
      b,
      b.add({
        op: 'record',
        register: b.register(register),
        upTo,
        tone: true,
        endKey,
        nothing,
        live: b.live(),
        next,
        ...block,
        ...silence,
      }),
    )
  }
