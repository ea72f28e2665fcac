// A place as blocks within blocks, won back from its points: what is done under which cause. A point stands in the block of the decision
// that every way to it takes (its dominator), as long as the statement that decides holds it.
//
// Dominators after Cooper, Harvey and Kennedy, “A Simple, Fast Dominance Algorithm” (2001).
import type { Machine, Point, PointId, PointOf } from '../../../../machine/format.ts'
import { decisionsOf, isInside, type Decision } from './decisions.ts'
import type { Cause } from './types.ts'

export interface Block {
  readonly cause: Cause
  /** The point that decides. */
  readonly of: PointId
  readonly items: Item[]
}
export interface Item {
  readonly point: PointId
  /** What it decides, in the machine's order; without what is empty. */
  readonly blocks: Block[]
}
export interface Outline {
  readonly items: readonly Item[]
  /** Every point that is reached, in the order in which it was found. */
  readonly points: readonly PointId[]
  /** Why a call comes to a point, outermost first. */
  readonly causesOf: (point: PointId) => readonly Cause[]
  /** The same where keys or outcomes lead straight to it: a list for each of them, and one for all that come another way. */
  readonly waysTo: (point: PointId) => readonly (readonly Cause[])[]
  /** The ways on from a point. */
  readonly ways: (point: PointId) => readonly Decision[]
}

/** What callers and banks do; an `if` that leads past its block is no way of its own. */
const STRAIGHT: ReadonlySet<Cause['kind']> = new Set(['key', 'outcome'])

interface Vertex {
  readonly point: PointId
  readonly decision: Decision | null
}

/** From one point on, as far as the place goes. */
export function outlineFrom(machine: Machine, entry: PointId): Outline {
  const vertices: Vertex[] = []
  const successors: number[][] = []
  const numberOf = new Map<string, number>()
  const add = (name: string, vertex: Vertex): number => {
    numberOf.set(name, vertices.length)
    successors.push([])
    return vertices.push(vertex) - 1
  }
  const waysOf = new Map<PointId, readonly Decision[]>()
  add(`${entry}`, { point: entry, decision: null })
  // Vertices are added while the list is walked: it is its own work-list.
  for (let at = 0; at < vertices.length; at++) {
    const { point, decision } = vertices[at]!
    const ways = decision === null ? decisionsOf(machine, point) : [{ to: decision.to, cause: null, of: decision.of }]
    if (decision === null) waysOf.set(point, ways)
    for (const way of ways) {
      if (way.to < 0) continue
      const name = way.cause === null ? `${way.to}` : `${way.of} ${way.to} ${JSON.stringify(way.cause)}`
      const next = numberOf.get(name) ?? add(name, { point: way.to, decision: way.cause === null ? null : way })
      successors[at]!.push(next)
    }
  }
  const above = dominators(successors)
  const cameTo = new Map<PointId, Decision[]>()
  for (const ways of waysOf.values()) {
    for (const way of ways) {
      const known = cameTo.get(way.to)
      if (known) known.push(way)
      else cameTo.set(way.to, [way])
    }
  }

  /** The decisions that hold a vertex, innermost first. */
  const holders = (vertex: number): number[] => {
    const found: number[] = []
    const point = machine.points[vertices[vertex]!.point]!
    for (let at = above[vertex]!; at !== above[at]; at = above[at]!) {
      const { decision } = vertices[at]!
      if (decision === null) continue
      const { op, at: span } = machine.points[decision.of]!
      // The blocks of a request stand behind its span, what the line does stands in no place,
      // and `next` has the span of its loop.
      const moves = point.op === 'each' && point.move !== 'start'
      if (op === 'request' || op === 'queue-state' || point.place < 0 || moves || isInside(point, span)) found.push(at)
    }
    return found
  }
  const causes = new Map<PointId, readonly Cause[]>()
  const rootItems: Item[] = []
  const blockOf = new Map<number, Block>()
  const points = vertices.flatMap(({ point, decision }) => (decision === null ? [point] : []))
  const itemOf = new Map<PointId, Item>(points.map(point => [point, { point, blocks: [] }]))
  for (const [at, { point, decision }] of vertices.entries()) {
    if (decision !== null) continue
    const held = holders(at)
    causes.set(point, held.map(one => vertices[one]!.decision!.cause!).toReversed())
    const item = itemOf.get(point)!
    const inner = held[0]
    if (inner === undefined) rootItems.push(item)
    else blockFor(inner).items.push(item)
  }
  function blockFor(vertex: number): Block {
    const known = blockOf.get(vertex)
    if (known) return known
    const { cause, of } = vertices[vertex]!.decision!
    const block: Block = { cause: cause!, of, items: [] }
    blockOf.set(vertex, block)
    return block
  }
  // In the order in which the machine decides, whatever was found first.
  for (const vertex of [...blockOf.keys()].sort((a, b) => a - b)) {
    const block = blockOf.get(vertex)!
    itemOf.get(block.of)!.blocks.push(block)
  }
  const inOrder = (items: Item[]): void => void items.sort((a, b) => order(machine, a.point, b.point))
  inOrder(rootItems)
  for (const block of blockOf.values()) inOrder(block.items)
  const causesOf = (point: PointId): readonly Cause[] => causes.get(point) ?? []
  return {
    items: rootItems,
    points,
    causesOf,
    ways: point => waysOf.get(point) ?? [],
    waysTo: point => {
      const held = causesOf(point)
      const straight = (cameTo.get(point) ?? []).filter(({ cause }) => cause !== null && STRAIGHT.has(cause.kind))
      if (straight.length === 0 || straight.some(({ cause }) => held.includes(cause!))) return [held]
      const others = (cameTo.get(point) ?? []).length > straight.length
      return [...straight.map(({ of, cause }) => [...causesOf(of), cause!]), ...(others ? [held] : [])]
    },
  }
}

/** As it is read in the source; what stands in no place last. */
function order(machine: Machine, a: PointId, b: PointId): number {
  const [one, two] = [machine.points[a]!, machine.points[b]!]
  if (one.place < 0 !== two.place < 0) return one.place < 0 ? 1 : -1
  return one.at[0] - two.at[0] || spot(machine, one) - spot(machine, two) || a - b
}

/** Where a step is told: what is said in a listener before it listens, and what is judged there after it. */
function spot(machine: Machine, point: Point): number {
  const { op, at } = point
  switch (op) {
    case 'listen':
    case 'record':
      return at[2] - 0.5
    case 'branch': {
      const listener = judgedIn(machine, point)
      return listener === undefined ? at[1] : listener.at[2] - 0.25
    }
    case 'return':
    case 'end':
      // Running off the end has the span of the whole.
      return machine.places[point.place]?.at[1] === at[1] ? at[2] : at[1]
    default:
      return at[1]
  }
}

/** Of a `check` or the `none` of a choose: their listener. */
function judgedIn(machine: Machine, { then, else: other, condition }: PointOf<'branch'>): Machine['listeners'][number] | undefined {
  for (const id of [then, other]) {
    const next = machine.points[id]!
    if (next.op === 'mistake') return machine.listeners[next.listener]
  }
  if (condition.kind !== 'is-empty' || condition.operand.kind !== 'register') return undefined
  const { register } = condition.operand
  return machine.listeners.find(listener => listener.kind === 'choose' && listener.list === register)
}

/** The immediate dominator of each vertex; the first is the root, its own. */
function dominators(successors: readonly (readonly number[])[]): readonly number[] {
  const reverse = postorder(successors).toReversed()
  const rank = new Map(reverse.map((vertex, index) => [vertex, index]))
  const before: number[][] = successors.map(() => [])
  for (const [vertex, next] of successors.entries()) for (const one of next) before[one]!.push(vertex)
  const above = successors.map(() => -1)
  above[0] = 0
  for (let changed = true; changed;) {
    changed = false
    for (const vertex of reverse) {
      if (vertex === 0) continue
      let found = -1
      for (const one of before[vertex]!) {
        if (above[one] === -1) continue
        if (found === -1) {
          found = one
          continue
        }
        let other = one
        while (found !== other) {
          while (rank.get(found)! > rank.get(other)!) found = above[found]!
          while (rank.get(other)! > rank.get(found)!) other = above[other]!
        }
      }
      if (above[vertex] !== found) {
        above[vertex] = found
        changed = true
      }
    }
  }
  return above
}

function postorder(successors: readonly (readonly number[])[]): number[] {
  const found: number[] = []
  const seen = new Set([0])
  const stack: { readonly vertex: number; next: number }[] = [{ vertex: 0, next: 0 }]
  for (;;) {
    const top = stack.at(-1)
    if (top === undefined) return found
    const next = successors[top.vertex]![top.next++]
    if (next === undefined) {
      found.push(top.vertex)
      stack.pop()
    } else if (!seen.has(next)) {
      seen.add(next)
      stack.push({ vertex: next, next: 0 })
    }
  }
}
