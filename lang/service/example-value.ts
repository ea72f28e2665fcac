// A value of a type as a machine holds it, so that a speaker can read it aloud: what `exampleOf` writes, converted.
import { exampleOf } from '../../machine/example-value.ts'
import type { Type } from '../../machine/types.ts'
import type { Value } from '../../machine/values.ts'

/** An example of what can be spoken; undefined for what has no words of its own. */
export function exampleValue(type: Type): Value | undefined {
  const written = exampleOf(type)
  switch (type.kind) {
    case 'digits':
      return written.slice(1, -1)
    case 'number':
    case 'money':
      return Number(written.replace(/^[A-Z]{3} /, '').replace('.', ''))
    case 'date':
    case 'time':
      return written
    case 'moment':
      return Date.parse(written)
    case 'duration':
      return 5000
    case 'boolean':
      return true
    case 'choice':
      return written
    case 'optional':
      return exampleValue(type.of)
    default:
      return undefined
  }
}
