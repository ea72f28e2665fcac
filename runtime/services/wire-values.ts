// A value of a machine → JSON as docs/answers.md writes it: what a back end is handed. The other way is machine/json-values.ts.
import { printDecimal } from '../../machine/decimals.ts'
import type { Type } from '../../machine/types.ts'
import type { RecordingValue, RecordValue, SpeechValue, Value } from '../../machine/values.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** The last moment that a date can be written of, ms. */
const LAST_MOMENT = 8.64e15

/** A prompt with its values → its words by language. */
export type SpeechWords = (prompt: number, values: readonly Value[]) => Readonly<Record<string, string>>

/** Sums of money and numbers with decimals are strings: exact wherever they are read. The depth is the type's. */
export function wireValue(value: Value, type: Type, words: SpeechWords): Json {
  if (value === null) return null
  switch (type.kind) {
    case 'digits':
    case 'text':
    case 'date':
    case 'time':
    case 'choice':
    case 'boolean':
      return value as string | boolean
    case 'number':
      return type.decimals === 0 ? (value as number) : printDecimal(value as number, type.decimals)
    case 'money':
      return { currency: type.currency, amount: printDecimal(value as number, type.decimals) }
    case 'moment':
      return new Date(Math.max(-LAST_MOMENT, Math.min(LAST_MOMENT, value as number))).toISOString()
    case 'duration':
      return isoDuration(value as number)
    case 'recording': {
      const { recording, ms } = value as RecordingValue
      return { recording, ms }
    }
    case 'speech':
      return wireSpeech(value as SpeechValue, words)
    case 'optional':
      return wireValue(value, type.of, words)
    case 'list':
      return (value as readonly Value[]).map(item => wireValue(item, type.of, words))
    case 'record':
      return Object.fromEntries(
        Object.entries(type.fields).map(([name, of]) => [name, wireValue((value as RecordValue)[name] ?? null, of, words)]),
      )
    default:
      return assertNever(type)
  }
}

/** `PT1H1M1.5S`, `PT0S`; a negative one has its sign in front. */
function isoDuration(ms: number): string {
  const whole = Math.abs(ms)
  const hours = Math.floor(whole / 3_600_000)
  const minutes = Math.floor((whole % 3_600_000) / 60_000)
  const seconds = printDecimal(whole % 60_000, 3).replace(/\.?0+$/, '')
  const parts = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds !== '0' && seconds !== '' ? `${seconds}S` : ''}`
  return `${ms < 0 ? '-' : ''}PT${parts === '' ? '0S' : parts}`
}

function wireSpeech(value: SpeechValue, words: SpeechWords): Json {
  if ('recording' in value) return { recording: value.recording, ms: value.ms }
  return 'texts' in value ? value.texts : words(value.prompt, value.values)
}

function assertNever(what: never): never {
  throw new Error(`not a type: ${JSON.stringify(what)}`)
}
