// Tables of a program of which some bodies were not walked: each is walked when something in it is looked up.
import type { Span } from '../../text/span.ts'
import type { Unit } from '../bind/unit.ts'
import { checkBody, type Body } from '../check/bodies.ts'
import type { Program, ProgramFile } from '../program.ts'
import { unitOfWalk } from './remembered.ts'

export type Tables = Pick<Program, 'symbolOf' | 'meaningOf' | 'localOf' | 'typeOf' | 'typeOfNode' | 'argumentsOf'>

export interface LateBodies {
  /** In the order in which they would have been walked. */
  readonly all: readonly Body[]
  /** Those that are still to be walked. */
  readonly left: Set<Body>
  /** How many locals were declared outside of bodies before the first was walked. */
  readonly heads: number
  /** The locals of those that were walked. */
  readonly locals: Map<Body, Unit['localOf']>
}

export function lateTables(unit: Unit, bodies: LateBodies): Tables {
  const { all, left } = bodies
  const byFile = new Map<ProgramFile, Body[]>()
  for (const body of all) {
    const { file } = body.place
    const known = byFile.get(file)
    if (known) known.push(body)
    else byFile.set(file, [body])
  }
  const files = [...byFile.values()].map(some => some.sort((a, b) => a.place.node.start - b.place.node.start))

  const walk = (body: Body): void => {
    if (!left.delete(body)) return
    const own = { ...unitOfWalk(unit), sources: new Map() }
    checkBody(body, own)
    bodies.locals.set(body, own.localOf)
    for (const [node, local] of own.localOf) unit.localOf.set(node, local)
  }
  const walkAt = (offset: number): void => {
    for (const some of files) {
      let low = 0
      let high = some.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (some[middle]!.place.node.start <= offset) low = middle + 1
        else high = middle
      }
      const body = some[low - 1]
      if (body && offset < body.place.node.end) walk(body)
    }
  }
  let ordered = false
  const walkAll = (): void => {
    if (ordered) return
    ordered = true
    for (const body of left) walk(body)
    inOrder(unit, bodies)
  }

  const late = <K extends Span, V>(table: Map<K, V>): ReadonlyMap<K, V> => {
    const whole = (): Map<K, V> => {
      walkAll()
      return table
    }
    const get = (node: K): V | undefined => {
      const found = table.get(node)
      if (found !== undefined || left.size === 0) return found
      walkAt(node.start)
      return table.get(node)
    }
    return {
      get,
      has: node => get(node) !== undefined,
      get size() {
        return whole().size
      },
      forEach: (each, self) => whole().forEach(each, self),
      entries: () => whole().entries(),
      keys: () => whole().keys(),
      values: () => whole().values(),
      [Symbol.iterator]: () => whole().entries(),
    }
  }
  return {
    symbolOf: late(unit.symbolOf),
    meaningOf: late(unit.meaningOf),
    localOf: late(unit.localOf),
    typeOf: late(unit.typeOf),
    typeOfNode: late(unit.typeOfNode),
    argumentsOf: late(unit.argumentsOf),
  }
}

/** Locals are looked through one by one: those of bodies stand in the order of the bodies, behind those of declarations and before the line's. */
function inOrder({ localOf }: Unit, { all, heads, locals }: LateBodies): void {
  const entries = [...localOf]
  const ofBodies = all.flatMap(body => [...(locals.get(body) ?? [])])
  const inBodies = new Set(ofBodies.map(([node]) => node))
  const others = entries.filter(([node]) => !inBodies.has(node))
  localOf.clear()
  for (const [node, local] of [...others.slice(0, heads), ...ofBodies, ...others.slice(heads)]) localOf.set(node, local)
}
