// What to key for a value of a type, as a hint for a tester.
import type { CollectListener, Machine } from '../../../machine/format.ts'
import type { Sentence } from '../../../machine/value-problems.ts'
import { exampleOf } from '../../../machine/example-value.ts'

/** `card 6225880212345670#` */
export function exampleKeys(machine: Machine, { register, type, endKey }: CollectListener): Sentence {
  const { name } = machine.registers[register]!
  const own = name.slice(name.lastIndexOf('.') + 1)
  const end = endKey ?? ''
  switch (type.kind) {
    case 'digits': {
      const keys = exampleOf(type).replaceAll('"', '').replace('X', '*')
      const whole = type.max === keys.length
      return same(`${own} ${keys}${whole ? '' : end}`)
    }
    case 'number':
    case 'money': {
      const keys = exampleOf(type)
        .replace(/^[A-Z]+ /, '')
        .replace(/\.0+$/, '')
      return same(`${own} ${type.kind === 'money' && type.keyedInMinor ? keys.replace('.', '') : keys.replace('.', '*')}${end}`)
    }
    default:
      return { en: `${own} (a ${type.kind})`, zh: `${own}（${type.kind}）` }
  }
}

const same = (words: string): Sentence => ({ en: words, zh: words })
