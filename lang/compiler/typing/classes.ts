// How private and secret travel with a value (semantics §3).
import type { Mask, Type, ValueClass } from '../../../machine/types.ts'
import type { StaticType } from '../types.ts'

/** The type with at least this class: secret over private over plain. */
export function withClass(type: Type, cls: ValueClass | undefined, mask?: Mask): Type {
  if (cls === undefined || type.class === 'secret' || (type.class === cls && mask === undefined)) return type
  const kept = type.class === undefined ? mask : (mask ?? type.mask)
  const raised = { ...type, class: cls, ...(kept ? { mask: kept } : {}) } as Type
  return raised.kind === 'optional' ? { ...raised, of: withClass(raised.of, cls, mask) } : raised
}

/** The type as a plain one: what a comparison or `as last4` leaves. */
export function plain(type: Type): Type {
  if (type.class === undefined) return type
  const { class: _class, mask: _mask, ...rest } = type
  return rest as Type
}

const cache = new WeakMap<Type, ValueClass | 'plain'>()

/** The highest class of a value of this type or of anything in it. Types are at most 32 deep. */
export function highestClass(type: Type): ValueClass | undefined {
  const known = cache.get(type)
  if (known) return known === 'plain' ? undefined : known
  let found: ValueClass | undefined = type.class
  const inner = type.kind === 'record' ? Object.values(type.fields) : type.kind === 'list' || type.kind === 'optional' ? [type.of] : []
  for (const each of inner) {
    if (found === 'secret') break
    found = highestClass(each) ?? found
  }
  cache.set(type, found ?? 'plain')
  return found
}

export const classOf = (type: StaticType): ValueClass | undefined => (type.kind === 'value' ? type.type.class : undefined)
export const isSecret = (type: StaticType): boolean => type.kind === 'value' && highestClass(type.type) === 'secret'
