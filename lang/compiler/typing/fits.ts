import type { Type } from '../../../machine/types.ts'
import type { StaticType } from '../types.ts'

/** Why a value of one type may not stand where another is wanted. */
export type Misfit = 'type' | 'currency' | 'decimals' | 'may be nothing' | 'private' | 'secret' | 'not secret'

export const value = (type: Type): StaticType => ({ kind: 'value', type })
export const unknown: StaticType = { kind: 'unknown' }
export const boolean: StaticType = value({ kind: 'boolean' })
export const wholeNumber: StaticType = value({ kind: 'number', decimals: 0 })

/** null where a value of `from` may stand where `to` is wanted. Refinements are not looked at: they are checked where a value is made. */
export function misfit(from: StaticType, to: Type): Misfit | null {
  switch (from.kind) {
    case 'unknown':
      return null
    case 'nothing':
      return to.kind === 'optional' ? null : 'may be nothing'
    case 'level':
    case 'hours':
      return 'type'
    case 'value':
      return typeMisfit(from.type, to)
  }
}

function typeMisfit(from: Type, to: Type): Misfit | null {
  if (from === to) return null
  if (to.kind === 'optional') return from.kind === 'optional' ? innerMisfit(from.of, to.of) : typeMisfit(from, to.of)
  if (from.kind === 'optional') {
    // Opening it comes before what is wrong with its class.
    const inside = typeMisfit(from.of, to)
    return inside === 'type' || inside === 'currency' ? inside : 'may be nothing'
  }
  const shape = shapeMisfit(from, to)
  if (shape !== null) return shape
  if (from.class === to.class) return null
  if (from.class === 'secret') return 'secret'
  if (to.class === 'secret') return 'not secret'
  return from.class === 'private' ? 'private' : null
}

/**
 * Inside a list, a record or an optional nothing is converted: there the decimals have to be the same, and a text is not yet something to say.
 */
function innerMisfit(from: Type, to: Type): Misfit | null {
  if (from.kind === 'number' && to.kind === 'number' && from.decimals !== to.decimals) return 'decimals'
  if (to.kind === 'speech' && from.kind !== 'speech') return 'type'
  return typeMisfit(from, to)
}

function shapeMisfit(from: Type, to: Type): Misfit | null {
  switch (to.kind) {
    case 'money':
      return from.kind !== 'money' ? 'type' : from.currency === to.currency ? null : 'currency'
    case 'number':
      return from.kind !== 'number' ? 'type' : from.decimals <= to.decimals ? null : 'decimals'
    // Digits are a text that happens to be numerals.
    case 'text':
      return from.kind === 'text' || from.kind === 'digits' ? null : 'type'
    case 'speech':
      return from.kind === 'speech' || from.kind === 'text' || from.kind === 'recording' ? null : 'type'
    case 'list':
      return from.kind === 'list' ? innerMisfit(from.of, to.of) : 'type'
    case 'choice':
      if (from.kind !== 'choice') return 'type'
      return from.values === to.values || Object.keys(from.values).every(name => Object.hasOwn(to.values, name)) ? null : 'type'
    case 'record': {
      if (from.kind !== 'record') return 'type'
      if (from.fields === to.fields) return null
      const names = Object.keys(to.fields)
      if (names.length !== Object.keys(from.fields).length) return 'type'
      for (const name of names) {
        const field = Object.hasOwn(from.fields, name) ? from.fields[name] : undefined
        if (!field) return 'type'
        const inner = innerMisfit(field, to.fields[name]!)
        if (inner !== null) return inner
      }
      return null
    }
    default:
      return from.kind === to.kind ? null : 'type'
  }
}

/** May `==` stand between them: one base type and scale-able, whatever their classes. */
export const comparable = (left: Type, right: Type): boolean => {
  const a = shapeMisfit(left, right)
  const b = shapeMisfit(right, left)
  return a === null || b === null || (a === 'decimals' && left.kind === 'number')
}
