// How values are shown in logs, traces and test reports: as a script would write them, private ones by their mask, secret
// ones not at all (language, Types).
import { printDecimal } from './decimals.ts'
import type { Mask, Type } from './types.ts'
import type { RecordingValue, RecordValue, SpeechValue, Value } from './values.ts'

/** In place of what is not shown. Its length says nothing of the value's. */
const HIDDEN = '****'
const SECRET = '•'
/** Shorter values have no last four: four of six would be nearly all of them. */
const LAST_FOUR_NEEDS = 8
const MOBILE = 11

/** A value as it may be seen: records and lists masked throughout. As deep as the type, which the compiler bounds. */
export function maskValue(value: Value, type: Type): string {
  if (type.class === 'secret') return SECRET
  // That there is nothing is plain, even where the value would be private.
  if (value === null) return 'nothing'
  if (type.class === 'private') return masked(value, type, type.mask ?? 'last4')
  switch (type.kind) {
    case 'optional':
      return maskValue(value, type.of)
    case 'list':
      return `[${(value as readonly Value[]).map(item => maskValue(item, type.of)).join(', ')}]`
    case 'record': {
      const fields = Object.entries(type.fields)
      return fields.length === 0
        ? '{}'
        : `{ ${fields.map(([name, of]) => `${name}: ${maskValue((value as RecordValue)[name] ?? null, of)}`).join(', ')} }`
    }
    case 'digits':
    case 'text':
      return JSON.stringify(value)
    case 'number':
      return printDecimal(value as number, type.decimals)
    case 'money':
      return `${type.currency} ${printDecimal(value as number, type.decimals)}`
    case 'moment':
      return isoMoment(value as number)
    case 'duration':
      return durationText(value as number)
    case 'date':
    case 'time':
    case 'choice':
    case 'boolean':
      return String(value)
    case 'recording':
      return `recording ${durationText((value as RecordingValue).ms)}`
    case 'speech':
      return speechText(value as SpeechValue)
    default:
      return assertNever(type)
  }
}

function masked(value: Value, type: Type, mask: Mask): string {
  const kind = type.kind === 'optional' ? type.of.kind : type.kind
  // Only a text has an end that can be shown: four numerals of a sum of money are most of it.
  if (typeof value !== 'string' || (kind !== 'digits' && kind !== 'text')) return HIDDEN
  switch (mask) {
    case 'all':
      return HIDDEN
    case 'last4':
      return value.length < LAST_FOUR_NEEDS ? HIDDEN : HIDDEN + value.slice(-4)
    case 'phone':
      if (value.length < LAST_FOUR_NEEDS) return HIDDEN
      return phoneHead(value) + HIDDEN + value.slice(-4)
    case 'name':
      return `${Array.from(value)[0] ?? ''}*`
    default:
      return assertNever(mask)
  }
}

/** 138 of 13800138000, +86138 of +8613800138000; nothing of a number that is too short to hide four in its middle. */
function phoneHead(value: string): string {
  if (value.length < MOBILE) return ''
  return value.startsWith('+') ? value.slice(0, Math.min(6, value.length - LAST_FOUR_NEEDS)) : value.slice(0, 3)
}

function durationText(ms: number): string {
  if (ms === 0) return '0s'
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`
  if (ms % 60_000 === 0) return `${ms / 60_000}min`
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}

/** `2026-10-01T00:30Z`, seconds where there are any. */
function isoMoment(at: number): string {
  return new Date(at).toISOString().replace(/(?::00)?\.000Z$/, 'Z')
}

/** The values of a prompt may be private and their types are not here: only a text is shown. */
function speechText(value: SpeechValue): string {
  if ('recording' in value) return `recording ${durationText(value.ms)}`
  if ('texts' in value)
    return Object.entries(value.texts)
      .map(([tag, text]) => tag + JSON.stringify(text))
      .join(' ')
  return 'speech'
}

function assertNever(what: never): never {
  throw new Error(`not a type: ${JSON.stringify(what)}`)
}
