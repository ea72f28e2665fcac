// A number that is dialled is written in the program or in a setting, never a caller's or a back end's.
import type * as ast from '../../grammar/ast.ts'
import { walk } from '../../grammar/index.ts'
import { label, report, type Unit } from '../bind/unit.ts'
import type { Symbol } from '../program.ts'

/** What gives a name its value: an expression, a back end, or a flow that returns it. Of a list, what is in it. */
export type Source = ast.Expression | ast.OperationCall | ast.DoStep

export function noteSource(unit: Unit, symbol: Symbol, from: Source): void {
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

/** The values that a flow returns. */
function returnedBy(flow: Symbol | undefined): readonly ast.Expression[] {
  const found: ast.Expression[] = []
  if (flow?.kind !== 'flow') return found
  walk(flow.node.body, node => {
    const step = node as ast.Step
    if (step.kind === 'ReturnStep' && step.value) found.push(step.value)
  })
  return found
}

/** What a dialled number comes from that is not written in the program; null where all is. */
function foreignSource(
  unit: Unit,
  given: ReadonlyMap<ast.Name, readonly ast.Expression[]>,
  dialled: ast.Expression,
): Symbol | { readonly kind: 'other' } | null {
  const seen = new Set<Symbol>()
  /** Each with the name that has it. */
  const work: { readonly node: Source; readonly of: Symbol | { readonly kind: 'other' } }[] = []
  const follow = (nodes: readonly Source[], of: Symbol | { readonly kind: 'other' }): void => {
    for (const node of nodes) work.push({ node, of })
  }
  follow([dialled], { kind: 'other' })
  for (let next = work.pop(); next; next = work.pop()) {
    const { node, of } = next
    switch (node.kind) {
      case 'TextLiteral':
        for (const part of node.variants.flatMap(variant => variant.parts)) if (part.kind === 'Interpolation') follow([part.value], of)
        break
      case 'ListLiteral':
        follow(node.items, of)
        break
      case 'WhereExpression':
        follow([node.list], of)
        break
      case 'CallExpression':
        follow(
          node.arguments.map(argument => argument.value),
          of,
        )
        break
      case 'DoStep':
        follow(returnedBy(unit.symbolOf.get(node.name)), of)
        break
      case 'FieldExpression': {
        const meaning = node.object.kind === 'NameExpression' ? unit.meaningOf.get(node.object) : undefined
        if (meaning?.kind !== 'settings') follow([node.object], of)
        break
      }
      case 'NameExpression': {
        const meaning = unit.meaningOf.get(node)
        if (!meaning || meaning.kind === 'nothing') break
        if (meaning.kind !== 'symbol') return of
        const { symbol } = meaning
        if (seen.has(symbol)) break
        seen.add(symbol)
        if (symbol.kind === 'remember') follow([symbol.node.value, ...(unit.sources.get(symbol) ?? [])], symbol)
        else if (symbol.kind === 'local') {
          if (symbol.of === 'counter') break
          const known = unit.sources.get(symbol) ?? []
          if (symbol.of === 'parameter' && symbol.node.kind === 'Name') follow([...(given.get(symbol.node) ?? []), ...known], symbol)
          else if (symbol.of === 'range' || (known.length > 0 && WRITTEN_FROM.has(symbol.of))) follow(known, symbol)
          else if (symbol.type.kind !== 'unknown') return symbol
        } else if (symbol.kind !== 'choice') return symbol
        break
      }
      case 'Missing':
      case 'NumberLiteral':
        break
      default:
        return of
    }
  }
  return null
}

/** Names that have nothing but what the program gives them; a collect's or an outcome's is somebody else's, whatever it is set to. */
const WRITTEN_FROM: ReadonlySet<string> = new Set(['let', 'each', 'choose'])
