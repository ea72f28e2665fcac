// JSON that a back end (or a file of a test) answers with → a value of a type. docs/answers.md says what each type looks like.
import { isDate, isTime, momentOf } from './calendar.ts'
import { scaleDecimal } from './decimals.ts'
import { findMisfit } from './refinements.ts'
import type { MoneyType, NumberType, RecordType, Type } from './types.ts'
import type { Misfit, ValuePath, ValueProblem } from './value-problems.ts'
import type { RecordingValue, Value } from './values.ts'

export type ValueResult<P = ValueProblem> =
  { readonly value: Value; readonly problem?: never } | { readonly problem: P; readonly value?: never }

/**
 * `json` (of `JSON.parse`; `undefined` where a field is absent) as a value of `type`, refinements checked. An unknown word
 * of a choice becomes `other` where the choice has it; fields that the type does not name are passed over. The depth is the type's.
 */
export function convertJson(json: unknown, type: Type): ValueResult {
  const shaped = shape(json, type, [])
  if (shaped.problem) return shaped
  const problem = findMisfit(shaped.value, type)
  return problem ? { problem } : shaped
}

function shape(json: unknown, type: Type, path: ValuePath): ValueResult {
  const fail = (misfit: Misfit): ValueResult => ({ problem: { ...misfit, path } })
  const wrong = (): ValueResult => fail({ kind: 'wrong kind', wanted: type, got: nameJson(json) })
  switch (type.kind) {
    case 'digits':
      return typeof json === 'string' ? { value: json } : wrong()
    case 'text':
      return typeof json === 'string' ? { value: withoutControls(json) } : wrong()
    case 'number':
      return shapeNumber(json, type, fail, wrong)
    case 'money':
      return shapeMoney(json, type, fail, wrong)
    case 'date':
      return typeof json !== 'string'
        ? wrong()
        : isDate(json)
          ? { value: json }
          : fail({ kind: 'no such date', got: quote(json), what: 'date' })
    case 'time': {
      if (typeof json !== 'string') return wrong()
      const time = json.replace(/:00$/, seconds => (json.length === 8 ? '' : seconds))
      return isTime(time) ? { value: time } : fail({ kind: 'no such date', got: quote(json), what: 'time' })
    }
    case 'moment': {
      if (typeof json !== 'string') return wrong()
      const moment = momentOf(json)
      return moment === null ? fail({ kind: 'no such date', got: quote(json), what: 'moment' }) : { value: moment }
    }
    case 'duration': {
      const ms = typeof json === 'string' ? durationOf(json) : null
      return ms === null ? wrong() : { value: ms }
    }
    case 'boolean':
      return typeof json === 'boolean' ? { value: json } : wrong()
    case 'choice':
      if (typeof json !== 'string') return wrong()
      if (Object.hasOwn(type.values, json)) return { value: json }
      if (Object.hasOwn(type.values, 'other')) return { value: 'other' }
      return fail({ kind: 'unknown choice', name: clip(json), known: Object.keys(type.values) })
    case 'recording':
      return recordingOf(json) ?? wrong()
    case 'speech':
      return shapeSpeech(json) ?? wrong()
    case 'optional':
      return json === null || json === undefined ? { value: null } : shape(json, type.of, path)
    case 'record':
      return isObject(json) ? shapeRecord(json, type, path) : wrong()
    case 'list': {
      if (!Array.isArray(json)) return wrong()
      if (json.length > type.upTo) return fail({ kind: 'list too long', length: json.length, upTo: type.upTo })
      const items: Value[] = []
      for (const [index, item] of json.entries()) {
        const result = shape(item, type.of, [...path, index])
        if (result.problem) return result
        items.push(result.value)
      }
      return { value: items }
    }
  }
}

type Fail = (misfit: Misfit) => ValueResult

function shapeNumber(json: unknown, type: NumberType, fail: Fail, wrong: () => ValueResult): ValueResult {
  if (typeof json !== 'string' && typeof json !== 'number') return wrong()
  const raw = typeof json === 'number' ? withoutExponent(json) : json
  return scaled(raw, type.decimals, fail, wrong)
}

function scaled(raw: string, decimals: number, fail: Fail, wrong: () => ValueResult): ValueResult {
  const value = scaleDecimal(raw, decimals)
  switch (value) {
    case 'not a number':
      return wrong()
    case 'too many decimals':
      return fail({ kind: 'too many decimals', got: clip(raw), decimals })
    case 'too large':
      return fail({ kind: 'too large', got: clip(raw) })
    default:
      return { value }
  }
}

const MONEY = /^(?:([A-Z]{3}) )?(-?\d+(?:\.\d+)?)$/

/** A bare JSON number is refused: nobody can see whether 1005 is in yuan or in fen. */
function shapeMoney(json: unknown, type: MoneyType, fail: Fail, wrong: () => ValueResult): ValueResult {
  const inCurrency = (currency: unknown, amount: () => ValueResult): ValueResult => {
    if (typeof currency !== 'string') return wrong()
    return currency === type.currency ? amount() : fail({ kind: 'other currency', wanted: type.currency, got: clip(currency) })
  }
  if (typeof json === 'string') {
    const match = MONEY.exec(json)
    if (!match) return wrong()
    return inCurrency(match[1] ?? type.currency, () => scaled(match[2]!, type.decimals, fail, wrong))
  }
  if (!isObject(json)) return wrong()
  const { amount, minor } = json
  if (typeof amount === 'string') return inCurrency(json.currency, () => scaled(amount, type.decimals, fail, wrong))
  if (typeof minor === 'number' || typeof minor === 'string') {
    const raw = typeof minor === 'number' ? withoutExponent(minor) : minor
    return inCurrency(json.currency, () => scaled(raw, 0, fail, wrong))
  }
  return wrong()
}

function shapeRecord(json: Readonly<Record<string, unknown>>, type: RecordType, path: ValuePath): ValueResult {
  const fields: Record<string, Value> = {}
  for (const [name, fieldType] of Object.entries(type.fields)) {
    const field = Object.hasOwn(json, name) ? json[name] : undefined
    if (field === undefined && fieldType.kind !== 'optional') return { problem: { kind: 'missing field', field: name, path } }
    const result = shape(field, fieldType, [...path, name])
    if (result.problem) return result
    setField(fields, name, result.value)
  }
  return { value: fields }
}

/** As `fields[name] = value`, for any name, `__proto__` too. */
export function setField<V>(fields: Record<string, V>, name: string, value: V): void {
  Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true })
}

function recordingOf(json: unknown): { readonly value: RecordingValue } | null {
  if (!isObject(json) || typeof json.recording !== 'string') return null
  const { recording, ms } = json
  return typeof ms === 'number' && Number.isSafeInteger(ms) && ms >= 0 ? { value: { recording: withoutControls(recording), ms } } : null
}

function shapeSpeech(json: unknown): ValueResult | null {
  if (typeof json === 'string') return { value: { texts: { '': withoutControls(json) } } }
  const recording = recordingOf(json)
  if (recording || !isObject(json)) return recording
  const texts: Record<string, string> = {}
  for (const [tag, text] of Object.entries(json)) {
    if (typeof text !== 'string') return null
    setField(texts, tag, withoutControls(text))
  }
  return Object.keys(texts).length > 0 ? { value: { texts } } : null
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

/** `500ms`, `5s`, `2min`, `1h`, or ISO 8601's `PT1M30S` → ms. */
export function durationOf(text: string): number | null {
  const short = /^(\d{1,9})(ms|s|min|h)$/.exec(text)
  if (short) return Number(short[1]) * UNITS[short[2]!]!
  const iso = /^PT(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:\.(\d{1,3}))?S)?$/.exec(text)
  if (!iso) return null
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = iso
  return Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(fraction.padEnd(3, '0'))
}

/** A JSON number as it would be written: 1e-7 → `0.0000001`. Its shortest form is what the sender wrote. */
function withoutExponent(number: number): string {
  const raw = String(number)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(raw)
  if (!match) return raw
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  const point = 1 + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(Math.min(-point, 30))}${digits}`
  return `${sign}${digits.padEnd(Math.min(point, 30), '0')}`
}

/** Text from outside is only ever data: no control characters (they would reach a terminal or a log). Line ends and tabs become blanks. */
export const withoutControls = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replace(/[\t\n\r\u2028\u2029]+/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '')

export const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
const quote = (text: string): string => JSON.stringify(clip(text))

/** What stands there, short enough for a sentence. */
function nameJson(json: unknown): string {
  if (json === undefined) return 'nothing at all'
  if (json === null) return 'null'
  if (Array.isArray(json)) return 'a list [ ]'
  if (typeof json === 'object') return 'an object { }'
  return typeof json === 'string' ? quote(json) : String(json)
}
