// What a trace shows of events and effects: private values by their mask, secret ones as `•`, times as ms of the call. What
// is hidden is an object with the one field `•`, which no value of a program has; what a replay does not know is `{"?":true}`.
import type { Machine } from '../../machine/format.ts'
import { maskValue } from '../../machine/mask.ts'
import type { Type } from '../../machine/types.ts'
import type { RecordValue, SpeechValue, Value } from '../../machine/values.ts'
import { checkValue, UNKNOWN, type Effect } from '../core/index.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

const HIDDEN = '•'
const NOT_KNOWN: Json = { '?': true }

export const hidden = (mask: string): Json => ({ [HIDDEN]: mask })

const isHidden = (value: Json): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, HIDDEN)
const isNotKnown = (value: Json): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, '?')

/** A value as a trace shows it. As deep as the type, and where it is speech as the program's prompts. */
export function showValue(value: Value, type: Type, machine: Machine): Json {
  if (value === UNKNOWN) return NOT_KNOWN
  if (type.class === 'secret') return hidden(HIDDEN)
  if (value === null) return null
  if (type.class === 'private') return hidden(maskValue(value, type))
  switch (type.kind) {
    case 'optional':
      return showValue(value, type.of, machine)
    case 'list':
      return (value as readonly Value[]).map(item => showValue(item, type.of, machine))
    case 'record':
      return Object.fromEntries(
        Object.entries(type.fields).map(([name, of]) => [name, showValue((value as RecordValue)[name] ?? null, of, machine)]),
      )
    case 'speech':
      return showSpeech(value as SpeechValue, machine)
    default:
      return value as Json
  }
}

function showSpeech(value: SpeechValue, machine: Machine): Json {
  if (!('prompt' in value)) return value as Json
  return { prompt: value.prompt, values: showHoles(value.prompt, value.values, machine) }
}

const showHoles = (prompt: number, values: readonly Value[], machine: Machine): Json[] =>
  values.map((value, index) => {
    const type = machine.prompts[prompt]?.holes[index]?.type
    return type === undefined ? hidden(HIDDEN) : showValue(value, type, machine)
  })

/** The values of an answer, as the machine takes them; one that does not fit its type may be anything, and is hidden. */
export function showAnswer(outcome: string, values: readonly Value[], operation: number, machine: Machine): Json {
  const of = machine.operations[operation]
  if (of === undefined) return values as Json
  const result = outcome === 'answered' && of.result !== undefined ? [of.result] : undefined
  const types = result ?? (Object.hasOwn(of.outcomes, outcome) ? of.outcomes[outcome]!.map(({ type }) => type) : [])
  return types.map((type, index) => {
    const checked = checkValue(values[index] ?? null, type)
    return checked === undefined ? hidden(HIDDEN) : showValue(checked, type, machine)
  })
}

/** The values of an answer as a replay hands them to the machine: what is hidden is not known. */
export function readAnswer(shown: Json): Value {
  if (typeof shown !== 'object' || shown === null) return shown
  if (isHidden(shown)) return UNKNOWN
  if (Array.isArray(shown)) return (shown as readonly Json[]).map(readAnswer)
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, readAnswer(value)]))
}

/** Null for what a trace has in another form or not at all: timers, results that are marked, checkpoints. */
export function showEffect(effect: Effect, point: number, machine: Machine): { readonly [name: string]: Json } | null {
  switch (effect.kind) {
    case 'speak': {
      const { id, prompt, values, language, announce, pause } = effect.segment
      const shown = { kind: 'speak', segment: id, prompt, language, announce, ...(pause === undefined ? {} : { pause }) }
      return values.length === 0 ? shown : { ...shown, values: showHoles(prompt, values, machine) }
    }
    case 'ask':
    case 'perform':
    case 'notify': {
      const { kind, task, operation, language, level } = effect
      const { parameters, service, name } = machine.operations[operation]!
      const given = Object.fromEntries(
        parameters.map((parameter, index) => [parameter.name, showValue(effect.arguments[index] ?? null, parameter.type, machine)]),
      )
      return { kind, task, operation: `${service}.${name}`, arguments: given, language, level }
    }
    case 'connect queue':
      return {
        ...effect,
        priority: (effect.priority as Value) === UNKNOWN ? NOT_KNOWN : effect.priority,
        data: showData(effect.data, point, machine),
      }
    case 'connect number':
      return {
        ...effect,
        number: (effect.number as Value) === UNKNOWN ? NOT_KNOWN : effect.number,
        data: showData(effect.data, point, machine),
      }
    case 'transfer':
      return { ...effect, number: (effect.number as Value) === UNKNOWN ? NOT_KNOWN : effect.number }
    case 'milestone': {
      const at = machine.points[effect.point]
      const types = at?.op === 'milestone' ? at.values : []
      return { kind: 'milestone', name: effect.name, values: showNamed(effect.values, types, machine) }
    }
    case 'place':
      return { kind: 'place', place: machine.places[effect.place]?.name ?? '' }
    case 'read':
    case 'taken':
    case 'outcome':
      return { ...effect, listener: machine.listeners[effect.listener]?.name ?? '' }
    case 'stop':
    case 'queue state':
    case 'record':
    case 'stop record':
    case 'cancel':
    case 'dark':
    case 'record call':
    case 'hang up':
    case 'ended':
    case 'dropped':
    case 'level':
    case 'language':
    case 'fault':
    case 'not sent':
      return { ...effect }
    case 'timer':
    case 'cancel timer':
    case 'marked':
    case 'checkpoint':
      return null
  }
}

function showData(data: Readonly<Record<string, Value>>, point: number, machine: Machine): Json {
  const at = machine.points[point]
  return showNamed(data, at?.op === 'connect-queue' || at?.op === 'connect-number' ? at.data : [], machine)
}

const showNamed = (
  values: Readonly<Record<string, Value>>,
  types: readonly { readonly name: string; readonly type: Type }[],
  machine: Machine,
): Json => Object.fromEntries(types.map(({ name, type }) => [name, showValue(values[name] ?? null, type, machine)]))

/** Whether two are the same where both are shown and known. */
export function sameShown(expected: Json, came: Json): boolean {
  if (expected === came) return true
  if (typeof expected !== 'object' || expected === null) return typeof came === 'object' && came !== null && isNotKnown(came)
  if (typeof came !== 'object' || came === null) return isHidden(expected) && came === null ? false : isNotKnown(expected)
  if (isNotKnown(came) || isNotKnown(expected)) return true
  if (isHidden(expected) || isHidden(came)) return isHidden(expected) && isHidden(came)
  if (Array.isArray(expected) || Array.isArray(came)) {
    if (!Array.isArray(expected) || !Array.isArray(came) || expected.length !== came.length) return false
    return (expected as readonly Json[]).every((item, index) => sameShown(item, (came as readonly Json[])[index]!))
  }
  const [a, b] = [expected as Readonly<Record<string, Json>>, came as Readonly<Record<string, Json>>]
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => Object.hasOwn(b, name) && sameShown(a[name]!, b[name]!))
}
