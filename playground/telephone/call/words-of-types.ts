import type { Type } from '../../../machine/types.ts'
import { printDecimal } from '../../../machine/decimals.ts'
import type { Field } from '../contract.ts'

/** A type in the words of the language: `money(CNY)`, `list of Account`. */
export function writtenType(type: Type): string {
  switch (type.kind) {
    case 'money':
      return `money(${type.currency})`
    case 'choice':
    case 'record':
      return type.name ?? type.kind
    case 'list':
      return `list of ${type.of.kind === 'list' ? 'list' : writtenType(type.of)}`
    case 'optional':
      return `${type.of.kind === 'optional' ? 'value' : writtenType(type.of)} or nothing`
    default:
      return type.kind
  }
}

export function fieldOf(type: Type): Field {
  switch (type.kind) {
    case 'boolean':
      return { kind: 'boolean' }
    case 'choice':
      return { kind: 'choice', values: Object.keys(type.values) }
    case 'number': {
      const bound = (value: number | undefined): string | null => (value === undefined ? null : printDecimal(value, type.decimals))
      return {
        kind: 'number',
        min: bound(type.min),
        max: bound(type.max),
        step: type.decimals === 0 ? '1' : printDecimal(1, type.decimals),
      }
    }
    case 'digits':
    case 'text':
      return { kind: 'text' }
    case 'record':
    case 'list':
    case 'speech':
      return { kind: 'written', long: true }
    default:
      return { kind: 'written', long: false }
  }
}
