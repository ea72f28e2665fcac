// Types are built before what they are part of; a type made of itself has no size.
import type * as ast from '../../grammar/ast.ts'
import { orderByReferences, type Reference } from '../bind/order.ts'
import { report, type FileNames, type Unit } from '../bind/unit.ts'
import type { SymbolOf } from '../program.ts'

type TypeSymbol = SymbolOf<'type'>

function referencesOf(names: FileNames, node: ast.TypeExpression): readonly Reference<TypeSymbol, ast.Name>[] {
  const found: Reference<TypeSymbol, ast.Name>[] = []
  const work: ast.TypeExpression[] = [node]
  for (let next = work.pop(); next; next = work.pop()) {
    if (next.kind === 'Missing') continue
    const base = next.base
    if (base.kind === 'ListType') work.push(base.of)
    else if (base.kind === 'RecordType') work.push(...base.fields.map(field => field.type))
    else if (base.kind === 'NamedType') {
      const to = names.own.get(base.name.text) ?? names.imported.get(base.name.text)?.symbol
      if (to?.kind === 'type') found.push({ at: base.name, to })
    }
  }
  return found
}

/** All declared types, each after those that it is made of. `broken`: those that are made of themselves (each ring reported once). */
export function orderTypes(unit: Unit): { readonly order: readonly TypeSymbol[]; readonly broken: ReadonlySet<TypeSymbol> } {
  const broken = new Set<TypeSymbol>()
  const order = orderByReferences(
    unit.types,
    type => referencesOf(unit.names.get(type.file)!, type.node.type),
    (ring, at) => {
      const told = ring.every(type => broken.has(type))
      for (const type of ring) {
        broken.add(type)
        unit.used.add(type)
      }
      const through = ring.slice(1).map(type => type.name)
      if (!told) report(unit, ring.at(-1)!.file, 'type-of-itself', { name: ring[0]!.name, through }, at)
    },
  )
  return { order, broken }
}
