// A value as a script writes it: for what is shown of answers, and for calls that are written down.
import { printDecimal } from '../../../machine/decimals.ts'
import type { Machine } from '../../../machine/format.ts'
import { maskValue } from '../../../machine/mask.ts'
import type { Type } from '../../../machine/types.ts'
import type { RecordingValue, SpeechValue, Value } from '../../../machine/values.ts'
import { offsetAt, type Offsets } from '../../core/index.ts'

/** `"…"` with what the language escapes. */
export const quoted = (text: string): string => `"${text.replace(/[\\"{]/g, '\\$&').replaceAll('\n', '\\n')}"`

/** `500ms`, `5s`, `2min` */
export function writtenDuration(ms: number): string {
  if (ms !== 0 && ms % 3_600_000 === 0) return `${ms / 3_600_000}h`
  if (ms !== 0 && ms % 60_000 === 0) return `${ms / 60_000}min`
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}

/** The offsets of the line's own clock. */
export const lineOffsets = (machine: Machine): Offsets => machine.zones[machine.line.zone] ?? []

/** `2026-11-23T10:00:00+08:00`, to the second, on the clock of these offsets. */
export function writtenMoment(ms: number, offsets: Offsets): string {
  const minutes = offsetAt(offsets, ms)
  const two = (n: number): string => String(n).padStart(2, '0')
  const away = Math.abs(minutes)
  const local = new Date(ms + minutes * 60_000).toISOString().slice(0, 19)
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`
}

/** Types of a program are not deep; what is deeper is cut. */
const DEEPEST = 32

export interface WritingOptions {
  /** Private values by their mask. */
  readonly masked: boolean
  /** Of the clock that moments are told by. */
  readonly offsets: Offsets
}

/** `CNY 100.00`, `"6225…"`, `[{ number: "…" }]`. Null where the value was kept back (a secret) is `•`. */
export function writtenValue(value: Value, type: Type, options: WritingOptions, depth = 0): string {
  if (depth > DEEPEST) return '…'
  if (type.class === 'secret') return '•'
  if (value === null) return 'nothing'
  if (type.kind === 'optional')
    return writtenValue(value, { ...type.of, ...(type.class ? { class: type.class } : {}) } as Type, options, depth)
  if (options.masked && type.class === 'private') return maskValue(value, type)
  switch (type.kind) {
    case 'number':
      return printDecimal(value as number, type.decimals)
    case 'money':
      return `${type.currency} ${printDecimal(value as number, type.decimals)}`
    case 'duration':
      return writtenDuration(value as number)
    case 'moment':
      return writtenMoment(value as number, options.offsets)
    case 'digits':
    case 'text':
      return quoted(value as string)
    case 'date':
    case 'time':
    case 'choice':
    case 'boolean':
      return String(value as string | boolean)
    case 'recording':
      return `recording ${writtenDuration((value as RecordingValue).ms)}`
    case 'speech': {
      const speech = value as SpeechValue
      if ('texts' in speech) {
        const texts = Object.entries(speech.texts)
        return texts.length === 0 ? '""' : texts.map(([tag, text]) => `${tag}${quoted(text)}`).join(' ')
      }
      return 'recording' in speech ? `recording ${writtenDuration(speech.ms)}` : '"…"'
    }
    case 'list': {
      const items = (value as readonly Value[]).map(item => writtenValue(item, type.of, options, depth + 1))
      return `[${items.join(', ')}]`
    }
    case 'record': {
      const record = value as Readonly<Record<string, Value>>
      const fields = Object.entries(type.fields)
        .filter(([name]) => (record[name] ?? null) !== null)
        .map(([name, of]) => `${name}: ${writtenValue(record[name]!, of, options, depth + 1)}`)
      return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
    }
  }
}
