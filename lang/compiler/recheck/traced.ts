import type { TopSymbol, Unit } from '../bind/unit.ts'
import type { Body } from '../check/bodies.ts'
import type { SymbolOf } from '../program.ts'
import type { Walk } from './remembered.ts'

/**
 * The bodies through which a number that is dialled may have come: those that run a flow it is handed to, those that return one, and those that set
 * a remembered name. More rather than fewer.
 */
export function tracedBodies(unit: Unit, walks: ReadonlyMap<Body, Walk>, lineTraces: boolean): ReadonlySet<Body> {
  const found = new Set<Body>()
  const work: Body[] = [...walks].filter(([, { traces }]) => traces).map(([body]) => body)
  if (work.length === 0 && !lineTraces) return found
  const users = new Map<TopSymbol, Body[]>()
  const bodyOf = new Map<TopSymbol, Body>([...walks.keys()].map(body => [body.place, body]))
  for (const [body, { uses }] of walks) {
    for (const symbol of uses) {
      const known = users.get(symbol)
      if (known) known.push(body)
      else users.set(symbol, [body])
    }
  }
  const follow = (symbol: TopSymbol): void => {
    work.push(...(users.get(symbol) ?? []))
    users.delete(symbol)
  }
  const returning = (flow: SymbolOf<'flow'>): void => {
    const body = flow.node.returns ? bodyOf.get(flow) : undefined
    if (body) work.push(body)
  }
  if (lineTraces) {
    unit.remembered.forEach(follow)
    unit.flows.forEach(returning)
  }
  for (let body = work.pop(); body; body = work.pop()) {
    if (found.has(body)) continue
    found.add(body)
    follow(body.place)
    for (const symbol of walks.get(body)!.uses) {
      if (symbol.kind === 'remember') follow(symbol)
      else if (symbol.kind === 'flow') returning(symbol)
    }
  }
  return found
}
