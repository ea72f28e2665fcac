// `{value as form}`: which forms each type can be spoken in, beside its default.
import type { Type } from '../../../machine/types.ts'

const numerals = ['digits', 'last4', 'letters', 'keys']

/** Forms that may stand behind `as`. A value of another type, or without `as`, is read its type's own way. */
export function formsOf(type: Type): readonly string[] {
  switch (type.kind) {
    case 'digits':
    case 'text':
      return numerals
    case 'number':
      // Only whole things are counted.
      return type.decimals === 0 ? ['ordinal', 'digits', 'count'] : ['ordinal', 'digits']
    case 'money':
      return ['digits']
    case 'moment':
      return ['date', 'time']
    default:
      return []
  }
}

/** May a value be spoken as it is? A record may not: which of its fields was meant. Types are at most 32 deep. */
export function isSpeakable(type: Type): boolean {
  return type.kind === 'list' ? isSpeakable(type.of) : type.kind !== 'record' && type.kind !== 'optional'
}
