// A number that is dialled is written in the program or in a setting, never a caller's or a back end's.
import type * as ast from '../../grammar/ast.ts'
import { label, report, type Unit } from '../bind/unit.ts'
import type { Symbol } from '../program.ts'

export function noteSource(unit: Unit, symbol: Symbol, from: ast.Expression): void {
  const known = unit.sources.get(symbol)
  if (known) known.push(from)
  else unit.sources.set(symbol, [from])
}

/** Is it written where it stands, or in a setting? Then nothing else has to be looked at. */
export function isWritten(unit: Unit, dialled: ast.Expression): boolean {
  const work: ast.Expression[] = [dialled]
  for (let node = work.pop(); node; node = work.pop()) {
    if (node.kind === 'TextLiteral') {
      for (const part of node.variants.flatMap(variant => variant.parts)) if (part.kind === 'Interpolation') work.push(part.value)
    } else if (node.kind === 'FieldExpression') {
      if (node.object.kind !== 'NameExpression' || unit.meaningOf.get(node.object)?.kind !== 'settings') return false
    } else if (node.kind !== 'NumberLiteral') return false
  }
  return true
}

/** Every argument that a parameter is ever given, by the parameter's name node. */
function givenTo(unit: Unit): ReadonlyMap<ast.Name, readonly ast.Expression[]> {
  const given = new Map<ast.Name, ast.Expression[]>()
  for (const [call, fitted] of unit.argumentsOf) {
    if (call.kind !== 'DoStep' && call.kind !== 'PlaceTarget') continue
    const place = unit.symbolOf.get(call.name)
    if (place?.kind !== 'flow') continue
    place.node.parameters.forEach(({ name }, at) => {
      const value = fitted[at]
      if (!value) return
      const known = given.get(name)
      if (known) known.push(value)
      else given.set(name, [value])
    })
  }
  return given
}

/** Follows each dialled number back to where it was written; reports those that come from elsewhere. */
export function checkDialled(unit: Unit): void {
  unit.diagnostics.push(...unit.recalled.dialled)
  if (unit.dialled.length === 0) return
  const given = givenTo(unit)
  for (const { file, node, checkType } of unit.dialled) {
    const foreign = foreignSource(unit, given, node)
    if (!foreign) {
      checkType(unit)
      continue
    }
    const labels =
      foreign.kind === 'local' && foreign.node.kind === 'Name'
        ? [label(foreign.file, foreign.node, 'it comes from here', '它来自这里')]
        : []
    report(unit, file, 'foreign-number', {}, node, { labels })
  }
}

/** What a dialled number comes from that is not written in the program; null where all is. */
function foreignSource(
  unit: Unit,
  given: ReadonlyMap<ast.Name, readonly ast.Expression[]>,
  dialled: ast.Expression,
): Symbol | { readonly kind: 'other' } | null {
  const seen = new Set<Symbol>()
  const work: ast.Expression[] = [dialled]
  for (let node = work.pop(); node; node = work.pop()) {
    switch (node.kind) {
      case 'TextLiteral':
        for (const part of node.variants.flatMap(variant => variant.parts)) if (part.kind === 'Interpolation') work.push(part.value)
        break
      case 'ListLiteral':
        work.push(...node.items)
        break
      case 'WhereExpression':
        work.push(node.list)
        break
      case 'CallExpression':
        work.push(...node.arguments.map(argument => argument.value))
        break
      case 'FieldExpression': {
        const meaning = node.object.kind === 'NameExpression' ? unit.meaningOf.get(node.object) : undefined
        if (meaning?.kind !== 'settings' && meaning?.kind !== undefined)
          return meaning.kind === 'symbol' ? meaning.symbol : { kind: 'other' }
        if (!meaning && node.object.kind !== 'NameExpression') return { kind: 'other' }
        break
      }
      case 'NameExpression': {
        const meaning = unit.meaningOf.get(node)
        if (!meaning || meaning.kind === 'nothing') break
        if (meaning.kind !== 'symbol') return { kind: 'other' }
        const { symbol } = meaning
        if (seen.has(symbol)) break
        seen.add(symbol)
        if (symbol.kind === 'remember') work.push(symbol.node.value, ...(unit.sources.get(symbol) ?? []))
        else if (symbol.kind === 'local') {
          if (symbol.of === 'range') break
          if (symbol.of === 'parameter' && symbol.node.kind === 'Name')
            work.push(...(given.get(symbol.node) ?? []), ...(unit.sources.get(symbol) ?? []))
          else if (symbol.of === 'let' && unit.sources.has(symbol)) work.push(...unit.sources.get(symbol)!)
          else if (symbol.type.kind !== 'unknown') return symbol
        } else if (symbol.kind !== 'choice') return symbol
        break
      }
      case 'Missing':
      case 'NumberLiteral':
        break
      default:
        return { kind: 'other' }
    }
  }
  return null
}
