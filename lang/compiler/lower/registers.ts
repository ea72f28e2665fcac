import type { Type, ValueClass } from '../../../machine/types.ts'
import type { RegisterId } from '../../../machine/format.ts'
import { highestClass } from '../typing/classes.ts'
import type { StaticType } from '../types.ts'
import type { SymbolOf } from '../program.ts'
import { spanIn } from './spans.ts'
import type { Lowering, Owner, Scope } from './types.ts'

/** The machine's type of a name: a level is held as its number. */
export const held = (type: StaticType | undefined): Type => {
  switch (type?.kind) {
    case 'value':
      return type.type
    case 'level':
      return { kind: 'number', decimals: 0 }
    default:
      return { kind: 'optional', of: { kind: 'text' } }
  }
}

/** `class` of a register: the highest of anything in it. */
export const classIn = (type: Type): { readonly class?: ValueClass } => {
  const found = highestClass(type)
  return found ? { class: found } : {}
}

function allot(lowering: Lowering, owner: Owner, file: number, name: string, type: Type, at: { start: number; end: number }): RegisterId {
  const named = `${owner.name}.${name}`
  return lowering.registers.push({ name: named, type, slot: owner.index, ...classIn(type), at: [file, at.start, at.end] }) - 1
}

/** The register of a local or parameter, made where it is first met. */
export function localRegister(lowering: Lowering, scope: Scope, local: SymbolOf<'local'>): RegisterId {
  const known = lowering.registerOf.get(local.node)
  if (known !== undefined) return known
  const file = spanIn(lowering, local.file.path, local.node)[0]
  const register = allot(lowering, scope.owner, file, local.name, held(local.type), local.node)
  lowering.registerOf.set(local.node, register)
  return register
}

/** A register that the program has no name for. Until slots are given out, `slot` holds the place that it belongs to. */
export function hiddenRegister(lowering: Lowering, scope: Scope, name: string, type: Type, at: { start: number; end: number }): RegisterId {
  return allot(lowering, scope.owner, spanIn(lowering, scope.file.path, at)[0], `$${name}`, type, at)
}
