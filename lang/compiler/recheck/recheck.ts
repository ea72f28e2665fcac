// Checking again after a small change. A body of a menu or a flow is walked again only where its text, or what it can see, is another; of the others
// the findings are told as they are remembered, and their tables are filled when somebody looks something up in them.
//
// What is found is the same as without a memory. It rests on this: what a walk finds follows from the text of the body, from `surroundingsOf`, and
// from the few `states` that are remembered with it; and what it adds to the rest of the check is all in `Remembered`. Where that is not so (a
// finding that points elsewhere, a near miss that was looked for, a number whose way is followed through the program), the body is walked.
import type { Unit } from '../bind/unit.ts'
import { checkBody, checkTheLine, findBodies, type Bodies, type Body } from '../check/bodies.ts'
import { checkDialled, isWritten } from '../check/dialled.ts'
import { lateTables, type Tables } from './late-tables.ts'
import { holds, keyOf, recall, walkBody, type Remembered, type Walk } from './remembered.ts'
import { sameSurroundings, surroundingsOf } from './surroundings.ts'
import { tracedBodies } from './traced.ts'

type ByText = Map<string, Remembered[]>

interface Generation {
  readonly surroundings: readonly string[]
  /** Of the last check and of the one before it. */
  now: ByText
  before: ByText
}

/** What earlier checks of one entry found. */
export interface CheckMemory {
  /** The newest first. */
  generations: readonly Generation[]
  /** Texts of bodies that the way of a dialled number led through. */
  traced: ReadonlySet<string>
}

export const createCheckMemory = (): CheckMemory => ({ generations: [], traced: new Set() })

/** While a word is typed, a declaration is whole now and broken then: the surroundings come back. */
const GENERATIONS = 3

/** Checks bodies and line of a unit. Null where that was not possible without walking bodies that were left out: then it is spoilt, and nothing done. */
export function recheckBodies(unit: Unit, memory: CheckMemory): Tables | null {
  const surroundings = surroundingsOf(unit)
  const bodies = findBodies(unit)
  if (surroundings === null || bodies.parts.rings) {
    for (const body of bodies.all) checkBody(body, unit)
    checkTheLine(unit, bodies)
    checkDialled(unit)
    return unit
  }
  const generation = generationOf(memory, surroundings)
  const heads = unit.localOf.size
  const walks = new Map<Body, Walk>()
  const left = new Set<Body>()
  const now: ByText = new Map()
  for (const body of bodies.all) {
    const key = keyOf(unit, body)
    const known = key === null || memory.traced.has(key) ? undefined : find(generation, key, unit, bodies, body)
    const walk = known ? recall(unit, body, known) : walkBody(unit, bodies, body)
    walks.set(body, walk)
    if (known) left.add(body)
    if (key === null || !walk.remembered) continue
    const same = now.get(key)
    if (same) same.push(walk.remembered)
    else now.set(key, [walk.remembered])
  }
  generation.before = generation.now
  generation.now = now
  const before = unit.dialled.length
  checkTheLine(unit, bodies)
  const lineTraces = unit.dialled.slice(before).some(({ node }) => !isWritten(unit, node))
  const traced = tracedBodies(unit, walks, lineTraces)
  memory.traced = new Set([...traced].map(({ place }) => place.file.text.slice(place.node.start, place.node.end)))
  for (const body of traced) if (left.has(body)) return null
  checkDialled(unit)
  const locals = new Map([...walks].map(([body, walk]) => [body, walk.locals]))
  return left.size === 0 ? unit : lateTables(unit, { all: bodies.all, left, heads, locals })
}

function generationOf(memory: CheckMemory, surroundings: readonly string[]): Generation {
  const known = memory.generations.find(each => sameSurroundings(each.surroundings, surroundings))
  const generation = known ?? { surroundings, now: new Map(), before: new Map() }
  memory.generations = [generation, ...memory.generations.filter(each => each !== known)].slice(0, GENERATIONS)
  return generation
}

function find({ now, before }: Generation, key: string, unit: Unit, bodies: Bodies, body: Body): Remembered | undefined {
  const held = (each: Remembered): boolean => holds(unit, bodies, body, each)
  return now.get(key)?.find(held) ?? before.get(key)?.find(held)
}
