// What a type's refinements ask of a value that is already of its base type: lengths, ranges, Luhn, patterns (semantics §3). The one
// place that says so: what is read here for a call, the call takes.
import type { DigitsType, Type } from './types.ts'
import type { Misfit, ValuePath, ValueProblem } from './value-problems.ts'
import type { RecordingValue, RecordValue, SpeechValue, Value } from './values.ts'

/** Text from outside, digits among it, is at most so many characters long. */
const LONGEST_TEXT = 500

/** The first thing in `value` that its type does not allow; null where it fits. The depth is the type's, which is finite. */
export function findMisfit(value: Value, type: Type, path: ValuePath = []): ValueProblem | null {
  switch (type.kind) {
    case 'digits':
      return at(path, digitsMisfit(value as string, type))
    case 'number':
      return at(path, rangeMisfit(value as number, type.min, type.max, type.decimals, null))
    case 'money':
      return at(path, rangeMisfit(value as number, type.min, type.max, type.decimals, type.currency))
    case 'text':
      return at(path, textMisfit(value as string))
    case 'recording':
      return at(path, recordingMisfit(value as RecordingValue))
    case 'speech':
      return speechMisfit(value as SpeechValue, path)
    case 'choice':
      return at(
        path,
        Object.hasOwn(type.values, value as string)
          ? null
          : { kind: 'unknown choice', name: value as string, known: Object.keys(type.values) },
      )
    case 'optional':
      return value === null ? null : findMisfit(value, type.of, path)
    case 'record': {
      for (const [name, field] of Object.entries(type.fields)) {
        const problem = findMisfit((value as RecordValue)[name] ?? null, field, [...path, name])
        if (problem) return problem
      }
      return null
    }
    case 'list': {
      const items = value as readonly Value[]
      if (items.length > type.upTo) return { kind: 'list too long', length: items.length, upTo: type.upTo, path }
      for (const [index, item] of items.entries()) {
        const problem = findMisfit(item, type.of, [...path, index])
        if (problem) return problem
      }
      return null
    }
    default:
      return null
  }
}

const at = (path: ValuePath, misfit: Misfit | null): ValueProblem | null => (misfit === null ? null : { ...misfit, path })

export function textMisfit(text: string): Misfit | null {
  // A character is one or two units: a text that is no longer than this in units need not be counted.
  if (text.length <= LONGEST_TEXT) return null
  let length = 0
  for (const _ of text) length += 1
  return length > LONGEST_TEXT ? { kind: 'text too long', length, upTo: LONGEST_TEXT } : null
}

const recordingMisfit = ({ recording }: RecordingValue): Misfit | null =>
  recording === '' ? { kind: 'recording without name' } : textMisfit(recording)

/** A prompt is the machine's own, as long as it is written. */
function speechMisfit(value: SpeechValue, path: ValuePath): ValueProblem | null {
  if ('recording' in value) return at(path, recordingMisfit(value))
  if ('prompt' in value) return null
  for (const [tag, text] of Object.entries(value.texts)) {
    const misfit = textMisfit(text)
    // One for every language has no tag, and no place of its own.
    if (misfit !== null) return at(tag === '' ? path : [...path, tag], misfit)
  }
  return null
}

export function digitsMisfit(digits: string, type: DigitsType): Misfit | null {
  const star = type.star ?? null
  for (const character of digits) {
    if (!(character >= '0' && character <= '9') && character !== star) return { kind: 'not numerals', star }
  }
  const { min } = type
  const max = digits.length > LONGEST_TEXT ? LONGEST_TEXT : type.max
  if ((min !== undefined && digits.length < min) || (max !== undefined && digits.length > max)) {
    return { kind: 'length', length: digits.length, min: min ?? null, max: max ?? null }
  }
  if (type.like && type.like.length > 0 && !type.like.some(pattern => isLike(digits, pattern))) return { kind: 'pattern', like: type.like }
  if (type.luhn && !passesLuhn(digits)) return { kind: 'luhn' }
  return null
}

function rangeMisfit(
  value: number,
  min: number | undefined,
  max: number | undefined,
  decimals: number,
  currency: string | null,
): Misfit | null {
  const outside = (min !== undefined && value < min) || (max !== undefined && value > max)
  return outside ? { kind: 'range', min: min ?? null, max: max ?? null, decimals, currency } : null
}

/** ISO/IEC 7812-1, annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const weighted = index % 2 === 1 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return digits.length > 0 && sum % 10 === 0
}

/** `62xx[3-9]x`: `x` is any numeral, `[3-9]` one of some, anything else itself. */
export function isLike(digits: string, pattern: string): boolean {
  let place = 0
  let index = 0
  while (index < pattern.length) {
    const digit = digits[place]
    if (digit === undefined) return false
    const symbol = pattern[index]!
    if (symbol === '[') {
      const end = pattern.indexOf(']', index)
      if (end < 0 || !isInSet(digit, pattern.slice(index + 1, end))) return false
      index = end + 1
    } else {
      if (symbol === 'x' ? !(digit >= '0' && digit <= '9') : digit !== symbol) return false
      index++
    }
    place++
  }
  return place === digits.length
}

/** `3-57`: 3, 4, 5, 7. */
function isInSet(digit: string, set: string): boolean {
  for (let index = 0; index < set.length; index++) {
    const from = set[index]!
    if (set[index + 1] === '-' && index + 2 < set.length) {
      if (digit >= from && digit <= set[index + 2]!) return true
      index += 2
    } else if (digit === from) return true
  }
  return false
}
