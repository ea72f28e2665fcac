// Values where they are made (semantics §3): answered by a service, put in by an operator, handed to a service. Undefined is
// what does not fit; what fits comes back as the machine holds it.
import { isDate, isTime } from '../../machine/calendar.ts'
import { setField } from '../../machine/json-values.ts'
import { digitsMisfit, findMisfit, textMisfit } from '../../machine/refinements.ts'
import type { DigitsType, RecordType, Type } from '../../machine/types.ts'
import { LARGEST, type RecordValue, type SpeechValue, type Value } from '../../machine/values.ts'

export type Check = (value: unknown) => Value | undefined

/** `inside`: a value of the machine's own, on its way out: no word of a choice is taken for `other`, a prompt may be speech. */
export type Origin = 'outside' | 'inside'

/** A value of `type` (see machine/values.ts), its refinements checked, text cleaned; undefined where it does not fit. */
export const checkValue = (value: unknown, type: Type, origin: Origin = 'outside'): Value | undefined => createCheck(type, origin)(value)

/** The check of a type, made once. Its depth is the type's, which is bounded where a machine is read. */
export function createCheck(type: Type, origin: Origin): Check {
  switch (type.kind) {
    case 'digits':
      return digitsCheck(type)
    case 'number':
    case 'money':
      return numberCheck(type.min ?? -LARGEST, type.max ?? LARGEST)
    case 'moment':
    case 'duration':
      return numberCheck(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    case 'date':
      return value => (typeof value === 'string' && isDate(value) ? value : undefined)
    case 'time':
      return value => (typeof value === 'string' && isTime(value) ? value : undefined)
    case 'text':
      return cleanText
    case 'boolean':
      return value => (typeof value === 'boolean' ? value : undefined)
    case 'choice': {
      const values = type.values
      const other = origin === 'outside' && Object.hasOwn(values, 'other') ? 'other' : undefined
      return value => (typeof value !== 'string' ? undefined : Object.hasOwn(values, value) ? value : other)
    }
    case 'recording':
      return recordingCheck
    case 'speech':
      return origin === 'inside' ? insideSpeechCheck : speechCheck
    case 'optional': {
      const of = createCheck(type.of, origin)
      return value => (value === null || value === undefined ? null : of(value))
    }
    case 'list':
      return listCheck(createCheck(type.of, origin), type.upTo)
    case 'record':
      return recordCheck(type, origin)
  }
}

/** Text from outside: control characters removed, at most 500 characters. */
export function cleanText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = withoutControls(value)
  return textMisfit(text) === null ? text : undefined
}
const withoutControls = (text: string): string => (CONTROL.test(text) ? text.replace(CONTROLS, '') : text)
const CONTROL = /\p{Cc}/u
const CONTROLS = /\p{Cc}/gu

function digitsCheck(type: DigitsType): Check {
  return value => (typeof value === 'string' && digitsMisfit(value, type) === null ? value : undefined)
}

function numberCheck(min: number, max: number): Check {
  // `+ 0` turns −0 into 0, which JSON would lose.
  return value => (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max ? value + 0 : undefined)
}

function listCheck(of: Check, upTo: number): Check {
  return value => {
    if (!Array.isArray(value) || value.length > upTo) return undefined
    const items: Value[] = []
    for (const each of value as readonly unknown[]) {
      const item = of(each)
      if (item === undefined) return undefined
      items.push(item)
    }
    return items
  }
}

/** Fields that the type does not name are left out: nobody has said of them whether they are private. */
function recordCheck(type: RecordType, origin: Origin): Check {
  const fields = Object.entries(type.fields).map(([name, of]) => ({ name, check: createCheck(of, origin) }))
  return value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const record: Record<string, Value> = {}
    for (const { name, check } of fields) {
      const field = check(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined)
      if (field === undefined) return undefined
      setField(record, name, field)
    }
    return record satisfies RecordValue
  }
}

const recordingCheck: Check = value => {
  if (typeof value !== 'object' || value === null) return undefined
  const { recording, ms } = value as { readonly recording?: unknown; readonly ms?: unknown }
  if (typeof recording !== 'string' || typeof ms !== 'number' || !Number.isSafeInteger(ms) || ms < 0) return undefined
  return whereItFits({ recording: withoutControls(recording), ms }, { kind: 'recording' })
}

/** A recording, or texts by language; never a prompt, which is the machine's own. */
const speechCheck: Check = value => {
  if (typeof value !== 'object' || value === null) return undefined
  if (!Object.hasOwn(value, 'texts')) return recordingCheck(value)
  const texts = (value as { readonly texts: unknown }).texts
  if (typeof texts !== 'object' || texts === null) return undefined
  const cleaned: Record<string, string> = {}
  for (const [tag, text] of Object.entries(texts)) {
    if (typeof text !== 'string') return undefined
    setField(cleaned, tag, withoutControls(text))
  }
  return Object.keys(cleaned).length > 0 ? whereItFits({ texts: cleaned }, { kind: 'speech' }) : undefined
}

const whereItFits = <V extends Value>(value: V, type: Type): V | undefined => (findMisfit(value, type) === null ? value : undefined)

const insideSpeechCheck: Check = value =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'prompt') ? (value as SpeechValue) : speechCheck(value)
