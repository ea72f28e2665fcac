// A part of a graph: what lies near a place, or in one file.
import { LINE, type GraphEdge, type ProgramGraph } from './types.ts'

export interface Choice {
  /** Places to begin from. */
  readonly from?: readonly string[]
  /** Ways from there, along the arrows; all where not said. */
  readonly depth?: number
  /** Also so many ways against the arrows. */
  readonly before?: number
  /** Indices into `files`. */
  readonly files?: readonly number[]
}

/** The ids of what is chosen. The line's own ways (shortcuts, `otherwise`) lead everywhere, and are followed from the line alone. */
export function chooseNodes(graph: ProgramGraph, choice: Choice): ReadonlySet<string> {
  let chosen = new Set(graph.nodes.map(node => node.id))
  if (choice.from !== undefined) {
    const own = graph.edges.filter(edge => !edge.inherited)
    const near = new Set(spread(choice.from, own, choice.depth ?? Infinity, 'forward'))
    for (const id of spread(choice.from, own, choice.before ?? 0, 'backward')) near.add(id)
    chosen = chosen.intersection(near)
  }
  if (choice.files !== undefined) {
    const files = new Set(choice.files)
    chosen = new Set(graph.nodes.filter(node => chosen.has(node.id) && files.has(node.file)).map(node => node.id))
    if (graph.edges.some(edge => edge.from === LINE && edge.causes[0]?.kind === 'dial' && chosen.has(edge.to))) chosen.add(LINE)
  }
  return chosen
}

function spread(start: readonly string[], edges: readonly GraphEdge[], depth: number, way: 'forward' | 'backward'): ReadonlySet<string> {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) {
    const [a, b] = way === 'forward' ? [from, to] : [to, from]
    const known = next.get(a)
    if (known) known.push(b)
    else next.set(a, [b])
  }
  const found = new Set(start)
  let edge: readonly string[] = start
  for (let step = 0; step < depth && edge.length > 0; step++) {
    const further: string[] = []
    for (const id of edge) {
      for (const to of next.get(id) ?? []) {
        if (found.has(to)) continue
        found.add(to)
        further.push(to)
      }
    }
    edge = further
  }
  return found
}
