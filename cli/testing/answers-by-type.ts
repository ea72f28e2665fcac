// Answers of back ends for random calls: a value of a type.
import type { Type } from '../../machine/types.ts'
import type { Value } from '../../machine/values.ts'
import { exampleOf } from '../../machine/example-value.ts'

/** `random(n)`: a whole number from 0 to n − 1. */
export function valueOf(type: Type, random: (below: number) => number): Value {
  switch (type.kind) {
    case 'digits':
      return JSON.parse(exampleOf(type)) as string
    case 'number':
    case 'money':
      return (type.min ?? 0) + random(Math.min(3000, (type.max ?? 3000) - (type.min ?? 0)) + 1)
    case 'date':
      return '2026-10-01'
    case 'time':
      return '08:30'
    case 'moment':
      return Date.UTC(2026, 9, 1)
    case 'duration':
      return 5000
    case 'text':
    case 'speech':
      return type.kind === 'text' ? `text ${random(100)}` : { texts: { '': 'words' } }
    case 'boolean':
      return random(2) === 1
    case 'recording':
      return { recording: 'voice.wav', ms: 3000 }
    case 'choice': {
      const names = Object.keys(type.values)
      return names[random(names.length)]!
    }
    case 'record':
      return Object.fromEntries(Object.entries(type.fields).map(([name, of]) => [name, valueOf(of, random)]))
    case 'list':
      return Array.from({ length: random(Math.min(type.upTo, 10) + 1) }, () => valueOf(type.of, random))
    case 'optional':
      return random(3) === 0 ? null : valueOf(type.of, random)
  }
}
