// The order of the things of each column, by where on a thing its lines begin and end. dagre takes every line for one that comes out of the
// middle of its thing: what the keys 1 to 4 of a menu lead to it may put from below to above, with each line across the others.
import type { Graph } from '@dagrejs/dagre'
import type { Joint, Thing } from './layered.ts'

interface Stretch {
  readonly from: string
  readonly to: string
  /** Where on them, 0 for the top to 1 for the bottom. */
  readonly out: number
  readonly into: number
}
type Columns = readonly (readonly string[])[]

const SWEEPS = 8

/** Improves what dagre has put in order; `graph` is its own, with a stand-in for each line in each column that it goes through. */
export function orderByLines(graph: Graph, things: readonly Thing[], joints: readonly Joint[]): void {
  const columns: string[][] = []
  for (const id of graph.nodes()) {
    const { rank = 0 } = graph.node(id) as { readonly rank?: number }
    columns[rank] = [...(columns[rank] ?? []), id]
  }
  const orderOf = (id: string): number => (graph.node(id) as { readonly order: number }).order
  const first: Columns = Array.from(columns, column => (column ?? []).toSorted((one, other) => orderOf(one) - orderOf(other)))
  const share = (index: number, y: number): number => (things[index]!.height === 0 ? 0.5 : y / things[index]!.height)
  const edges = graph.edges() as readonly { readonly v: string; readonly w: string; readonly name?: string }[]
  const stretches = edges.map(({ v, w, name }): Stretch => {
    const joint = name === undefined ? undefined : joints[Number(name)]
    return {
      from: v,
      to: w,
      out: joint !== undefined && v === `${joint.from}` ? share(joint.from, joint.out) : 0.5,
      into: joint !== undefined && w === `${joint.to}` ? share(joint.to, joint.into) : 0.5,
    }
  })
  const leaving = Map.groupBy(stretches, ({ from }) => from)
  const coming = Map.groupBy(stretches, ({ to }) => to)

  let [best, fewest] = [first, crossings(first, leaving)]
  let now = first
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const down = sweep % 2 === 0
    const next = now.map(column => [...column])
    const at = new Map<string, number>()
    const note = (column: readonly string[]): void => {
      for (const [place, id] of column.entries()) at.set(id, place)
    }
    const order = down ? [...next.keys()] : [...next.keys()].reverse()
    for (const column of order) {
      const wish = (id: string): number | null => {
        const own = (down ? coming : leaving).get(id) ?? []
        if (own.length === 0) return null
        return own.reduce((sum, one) => sum + (down ? at.get(one.from)! + one.out : at.get(one.to)! + one.into), 0) / own.length
      }
      next[column] = sortedBy(next[column]!, wish)
      note(next[column])
    }
    now = next
    const count = crossings(now, leaving)
    if (count >= fewest) continue
    fewest = count
    best = now
  }
  for (const column of best) for (const [order, id] of column.entries()) (graph.node(id) as { order: number }).order = order
}

/** What wishes for nothing keeps its place. */
function sortedBy(column: readonly string[], wish: (id: string) => number | null): string[] {
  const wishes = column.map(wish)
  const sorted = [...column.keys()]
    .filter(place => wishes[place] !== null)
    .sort((one, other) => wishes[one]! - wishes[other]! || one - other)
  let next = 0
  return column.map((id, place) => (wishes[place] === null ? id : column[sorted[next++]!]!))
}

/** How often lines cut each other between neighbouring columns. */
function crossings(columns: Columns, leaving: ReadonlyMap<string, readonly Stretch[]>): number {
  const at = new Map(columns.flatMap(column => column.map((id, place) => [id, place] as const)))
  let count = 0
  for (const column of columns) {
    const ends = column
      .flatMap((id, place) => (leaving.get(id) ?? []).map(({ to, out, into }) => ({ left: place + out, right: at.get(to)! + into })))
      .sort((one, other) => one.left - other.left || one.right - other.right)
    for (const [index, one] of ends.entries())
      for (let next = index + 1; next < ends.length; next++) if (ends[next]!.right < one.right) count++
  }
  return count
}
