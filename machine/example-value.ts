// An example of a type as a script writes it: for the `given` line that a tester can paste.
import type { Operation } from './format.ts'
import type { DigitsType, Type } from './types.ts'
import { printDecimal } from './decimals.ts'
import { isLike, passesLuhn } from './refinements.ts'

/** Deeper than any type a program declares for a service. */
const DEEPEST = 16

export function exampleOf(type: Type, depth = 0): string {
  if (depth > DEEPEST) return 'nothing'
  switch (type.kind) {
    case 'digits':
      return `"${exampleDigits(type)}"`
    case 'number':
      return printDecimal(within(10 ** type.decimals, type.min, type.max), type.decimals)
    case 'money':
      return `${type.currency} ${printDecimal(within(100 * 10 ** type.decimals, type.min, type.max), type.decimals)}`
    case 'date':
      return '2026-10-01'
    case 'time':
      return '08:30'
    case 'moment':
      return '2026-10-01T08:30+08:00'
    case 'duration':
      return '5s'
    case 'text':
      return '"…"'
    case 'boolean':
      return 'true'
    case 'recording':
      return 'recording 5s'
    case 'speech':
      return '"…"'
    case 'choice':
      return Object.keys(type.values)[0] ?? 'nothing'
    case 'record': {
      const fields = Object.entries(type.fields).map(([name, of]) => `${name}: ${exampleOf(of, depth + 1)}`)
      return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
    }
    case 'list':
      return `[${exampleOf(type.of, depth + 1)}]`
    case 'optional':
      return exampleOf(type.of, depth + 1)
  }
}

const within = (value: number, min: number | undefined, max: number | undefined): number =>
  Math.max(min ?? -Infinity, Math.min(max ?? Infinity, value))

/** Digits that fit: the first pattern, or as short as may be, with a check digit where one is wanted. */
function exampleDigits(type: DigitsType): string {
  const like = type.like?.[0]
  const plain =
    like === undefined ? '6225880212345678901234567890123456789012'.slice(0, Math.min(40, type.min ?? type.max ?? 6)) : unlike(like)
  if (!type.luhn) return plain
  // One of ten last digits is right, unless a pattern fixes it: then another place is moved.
  for (let place = plain.length - 1; place >= 0; place--) {
    for (let digit = 0; digit <= 9; digit++) {
      const tried = plain.slice(0, place) + String(digit) + plain.slice(place + 1)
      if (passesLuhn(tried) && (like === undefined || isLike(tried, like))) return tried
    }
  }
  return plain
}

/** `62xx[3-9]x` → `620030`: the least digits that are like it. */
const unlike = (pattern: string): string => pattern.replace(/\[(\d)[^\]]*\]/g, '$1').replace(/x/g, '0')

/** `given bank.accounts answers [{ … }]` */
export function exampleGiven(operation: Operation): string {
  const name = `given ${operation.service}.${operation.name}`
  if (operation.result) return `${name} answers ${exampleOf(operation.result)}`
  const outcome = Object.entries(operation.outcomes)[0]
  if (!outcome) return `${name} fails`
  const values = outcome[1].map(value => exampleOf(value.type))
  return `${name} answers ${outcome[0]}${values.length === 0 ? '' : `(${values.join(', ')})`}`
}
