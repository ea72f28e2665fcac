// A call written down for people, and for a replay without the values (semantics §6): one JSON object a line, the first about the
// call, then one for each event with what the machine asked for. Private values stand there by their mask, secret ones not at all.
// Each line begins with the call's id, so that the traces of many calls can be in one file.
import type { Machine } from '../../machine/format.ts'
import { maskValue } from '../../machine/mask.ts'
import { keyCode, type Effect, type Event, type Mark, type SecretResult, type Session } from '../core/index.ts'
import type { CallLog, KeyEntry } from './call-log.ts'
import { createKeyRecord } from './key-record.ts'
import type { CallObserver } from './observer.ts'
import { hidden, showAnswer, showEffect, type Json } from './trace-values.ts'

export const TRACE_VERSION = 1

export interface TraceHeader {
  readonly format: 'callwright-trace'
  readonly version: number
  /** The bundle's hash: machine and recordings. */
  readonly bundle: string
  readonly machine: string
  readonly call: string
  /** ms since 1970 */
  readonly started: number
  /** Its mask; null where the caller withheld it. */
  readonly caller: string | null
  readonly called: string
  /** All of them, as they were in force. */
  readonly settings: { readonly [name: string]: Json }
}

/** A key, when it is known what became of it: its number (the call's n-th key that is traced), what it was, and how it was dropped. */
export interface TracedKey {
  readonly n: number
  /** As it is in a menu, `d` for a numeral of a private entry, `•` where it was dropped. */
  readonly key: string
  readonly dropped?: string
}

export type TracedEvent =
  | { readonly kind: 'started' | 'hung up' }
  /** `n`: see `TracedKey`. */
  | { readonly kind: 'key'; readonly n: number }
  | { readonly kind: 'spoken'; readonly segment: number; readonly unheard?: true }
  | { readonly kind: 'expired'; readonly timer: string }
  | { readonly kind: 'answer'; readonly task: number; readonly outcome: string; readonly values: Json }
  | { readonly kind: 'position'; readonly task: number; readonly position: number }
  | { readonly kind: 'settled'; readonly task: number; readonly outcome: string }
  | { readonly kind: 'secret'; readonly result: SecretResult }

export interface TracedStep {
  readonly call: string
  /** Of the call's lines behind its header, from 1: where one could not be written, a number is missing. Traces of before have none. */
  readonly seq?: number
  /** ms of the call */
  readonly at: number
  readonly event: TracedEvent
  readonly effects: readonly { readonly [name: string]: Json }[]
  /** Results that depend on what is not shown, in their order. */
  readonly marked?: readonly Mark[]
  /** Keys of which it is known now what they were. */
  readonly keys?: readonly TracedKey[]
}

export interface TraceOptions {
  /** Prepared with `trace` and `marks`. */
  readonly machine: Machine
  readonly bundle: string
  /** Takes one line, without its end. */
  readonly write: (line: string) => void
}

/** Of a listener whose keys are nobody's business: its index, −1 where another or none listens. */
export function secretListener(machine: Machine, session: Session): number {
  if (session.phase !== 'live' || machine.points[session.point]?.op !== 'listen') return -1
  const listener = machine.listeners[session.listener]
  return listener?.kind === 'collect' && (listener.secret || listener.type.class === 'secret') ? session.listener : -1
}

/** The timers that are known by their role; how many there were would tell how many keys were pressed. */
export function timerRoles(): (effect: Effect, began: number) => { readonly [name: string]: Json } | null {
  const roles = new Map<number, string>()
  return (effect, began) => {
    if (effect.kind === 'timer') {
      roles.set(effect.timer.number, effect.timer.role)
      return { kind: 'timer', timer: effect.timer.role, at: effect.timer.at - began }
    }
    if (effect.kind !== 'cancel timer') return null
    const role = roles.get(effect.number) ?? ''
    roles.delete(effect.number)
    return { kind: 'cancel timer', timer: role }
  }
}

/** What of a step's effects is told: in a secret entry nothing of its own timers, which each key starts anew. */
export function tellsTimer(effect: Effect, secretTimer: number, listensOn: boolean): boolean {
  if (effect.kind === 'cancel timer') return effect.number !== secretTimer
  return !(effect.kind === 'timer' && listensOn && (effect.timer.role === 'first' || effect.timer.role === 'next'))
}

/** The timer in force by its number; null where none has it. */
const roleOf = (session: Session, number: number): string | null =>
  [session.timer, session.deadline, session.meanwhile, session.limit].find(timer => timer?.number === number)?.role ?? null

/** An observer that writes the trace of its call. */
export function createTrace({ machine, bundle, write }: TraceOptions): CallObserver {
  let began = 0
  /** What each line begins with. */
  let call = ''
  let written = 0
  const line = (value: object): void => {
    // Nothing is told of a call that has not begun, one whose line could not be opened, say: nobody could read it without its header.
    if (call !== '') write(`${call}"seq":${++written},${JSON.stringify(value).slice(1)}`)
  }
  const shown: CallLog = { entries: [] }
  const keys = createKeyRecord(machine, shown, undefined)
  const timer = timerRoles()
  /** Tasks of the bank: their operations. */
  const operations = new Map<number, number>()
  /** Keys of which it is not known yet what they were, and their numbers. */
  let open: { readonly n: number; readonly entry: KeyEntry }[] = []
  let pressed = 0
  // As it was before the step.
  let secret = -1
  let secretTimer = -1
  let typing = false
  let dark = false
  let role: string | null = null

  function stepping(event: Event, session: Session): void {
    if (event.kind === 'started') {
      began = event.at
      call = `{"call":${JSON.stringify(session.call.id)},`
      write(call + JSON.stringify(headerOf(session)).slice(1))
    }
    secret = secretListener(machine, session)
    secretTimer = secret >= 0 ? (session.timer?.number ?? -1) : -1
    const point = machine.points[session.point]
    dark = point !== undefined && 'dark' in point && point.dark === true
    if (secret < 0) typing = false
    role = event.kind === 'expired' ? roleOf(session, event.timer) : null
    if (event.kind !== 'key' || secret >= 0) return
    keys.pressed(event.key, event.at, -1)
    open.push({ n: ++pressed, entry: shown.entries.pop() as KeyEntry })
  }

  function headerOf(session: Session): Omit<TraceHeader, 'call'> {
    const { caller, called, settings = {} } = session.call
    return {
      format: 'callwright-trace',
      version: TRACE_VERSION,
      bundle,
      machine: machine.name,
      started: began,
      caller: caller === null ? null : maskValue(caller, { kind: 'text', class: 'private', mask: 'phone' }),
      called,
      settings: Object.fromEntries(
        machine.settings.map(({ name, value }) => [name, (Object.hasOwn(settings, name) ? settings[name] : value) as Json]),
      ),
    }
  }

  function stepped(event: Event, effects: readonly Effect[], session: Session): void {
    const outcome = effects.find(effect => effect.kind === 'outcome')
    const left = secret >= 0 && outcome?.kind === 'outcome' && outcome.listener === secret
    const told: { readonly [name: string]: Json }[] = []
    const marked: Mark[] = []
    let ended = secret < 0
    for (const effect of effects) {
      if (effect.kind === 'taken') keys.taken(effect)
      else if (effect.kind === 'dropped') keys.dropped(effect)
      else if (effect.kind === 'stop record') keys.used('ends the recording')
      else if (effect.kind === 'cancel' && event.kind === 'key') keys.used('leaves the queue')
      else if (effect.kind === 'ask' || effect.kind === 'perform') operations.set(effect.task, effect.operation)
      else if (effect.kind === 'marked') marked.push(effect.result)
      if (effect === outcome) ended = true
      const one = timer(effect, began) ?? showEffect(effect, session.point, machine)
      if (one !== null && tellsTimer(effect, secretTimer, !ended && event.kind === 'key')) told.push(one)
    }
    keys.settle(session.waiting.length)
    dark &&= effects.length === 0
    const known = event.kind === 'key' && dark && secret < 0 ? forgetDark() : takeKnown()
    const what = showEvent(event, session, left ? outcome.result : null)
    if (what === null) return
    line({
      at: event.at - began,
      event: what,
      effects: told,
      ...(marked.length === 0 ? {} : { marked }),
      ...(known.length === 0 ? {} : { keys: known }),
    } satisfies Omit<TracedStep, 'call' | 'seq'>)
  }

  function takeKnown(): TracedKey[] {
    const known: TracedKey[] = []
    if (open.length === 0) return known
    open = open.filter(({ n, entry }) => {
      if (entry.use === 'waits') return true
      known.push(entry.use === 'dropped' ? { n, key: '•', dropped: entry.why ?? '' } : { n, key: entry.shown })
      return false
    })
    return known
  }

  /** That a key was pressed in the dark is nobody's business. */
  function forgetDark(): TracedKey[] {
    open.pop()
    pressed -= 1
    return takeKnown()
  }

  function showEvent(event: Event, session: Session, result: Extract<Effect, { kind: 'outcome' }>['result'] | null): TracedEvent | null {
    switch (event.kind) {
      case 'started':
      case 'hung up':
        return { kind: event.kind }
      case 'key':
        if (secret >= 0) return showSecret(event.key, result, session)
        return dark || keyCode(event.key) < 0 ? null : { kind: 'key', n: pressed }
      case 'spoken':
        return { kind: 'spoken', segment: event.segment, ...(event.unheard ? { unheard: true } : {}) }
      case 'expired':
        if (role === null) return null
        return result === null || secret < 0 ? { kind: 'expired', timer: role } : showSecret(null, result, session)
      case 'answer': {
        const { task, outcome, values } = event
        return { kind: 'answer', task, outcome, values: showAnswer(outcome, values, operations.get(task) ?? -1, machine) }
      }
      case 'position':
        return { kind: 'position', task: event.task, position: event.position }
      case 'settled':
        return { kind: 'settled', task: event.task, outcome: event.outcome }
      case 'secret':
        return { kind: 'secret', result: event.result }
    }
  }

  /** Of a secret entry: that it was begun, and the kind of its result. */
  function showSecret(
    key: string | null,
    result: Extract<Effect, { kind: 'outcome' }>['result'] | null,
    session: Session,
  ): TracedEvent | null {
    if (result === null) {
      // Behind an announcement no key is taken, and in the dark none is kept.
      if (typing || session.queue.length > 0) return null
      typing = true
      return { kind: 'secret', result: { kind: 'typing' } }
    }
    typing = false
    const atOnce = key !== null && session.tail !== null
    switch (result) {
      case 'silence':
        return { kind: 'secret', result: { kind: 'silence' } }
      case 'shortcut':
        return { kind: 'secret', result: { kind: 'shortcut', key: key! } }
      case 'mistake':
      case 'too short':
        return { kind: 'secret', result: { kind: result, atOnce } }
      default:
        return { kind: 'secret', result: { kind: 'entered', atOnce } }
    }
  }

  return {
    stepping,
    stepped,
    reported: (report, at) => {
      if (report.kind === 'key') line({ at: at - began, report: { kind: 'key', key: '•' } })
      else if (report.kind !== 'hung up') line({ at: at - began, report })
      else line({ at: at - began, report: { kind: 'hung up', cause: report.cause } })
    },
    answered: (task, outcome, why, took) => line({ answered: { task, outcome, why, took } }),
    settled: (task, outcome, at) => line({ at: at - began, settled: { task, outcome } }),
    failed: (_, at) => line({ at: at - began, failed: hidden('broken inside: see the log') }),
  }
}
