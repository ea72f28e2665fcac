// Things in columns from left to right, and lines at right angles between them. Columns, the order in them and heights are dagre's (layers
// after Sugiyama, heights after Brandes and Köpf); where lines begin and end at a thing, and the lanes in which they turn, are decided here.
import { Graph, layout } from '@dagrejs/dagre'
import { lanesOf } from './lanes.ts'
import { orderByLines } from './line-order.ts'

export interface Thing {
  readonly width: number
  readonly height: number
}
/** From left to right: out of the right side of one thing, into the left side of another, at heights below their tops. No lines go round. */
export interface Joint {
  readonly from: number
  readonly out: number
  readonly to: number
  readonly into: number
}
/** Things that stand by themselves in the first and in the last column: where lines come in, and where they leave. */
export interface Doors {
  readonly first: readonly number[]
  readonly last: readonly number[]
}
export interface Spot {
  readonly x: number
  readonly y: number
}
export interface Layered {
  readonly width: number
  readonly height: number
  /** Left upper corners. */
  readonly things: readonly Spot[]
  readonly joints: readonly (readonly Spot[])[]
}

/** Pixels between lines, between a thing and what is above or below it, from a thing to the nearest lane, and between lanes. */
const LINES = 9
const BESIDE = 20
const LANE = 8

const NONE: Doors = { first: [], last: [] }

/** `between`: pixels between things of a column that are not flat. */
export function layered(things: readonly Thing[], joints: readonly Joint[], between: number, doors: Doors = NONE): Layered {
  const margin = ({ height }: Thing): number => (height === 0 ? 0 : (between - LINES) / 2)
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: LINES, edgesep: LINES, ranksep: 40 })
  for (const [index, thing] of things.entries()) graph.setNode(`${index}`, { width: thing.width, height: thing.height + 2 * margin(thing) })
  for (const [index, { from, to }] of joints.entries()) graph.setEdge(`${from}`, `${to}`, {}, `${index}`)
  holdDoors(graph, things.length, joints, doors)
  layout(graph, {
    customOrder: (inner: Graph, order: (graph: Graph) => void) => {
      order(inner)
      orderByLines(inner, things, joints)
    },
  })

  const middles = things.map((_, index) => graph.node(`${index}`) as Spot)
  const centres = [...new Set(middles.map(({ x }) => Math.round(x)))].toSorted((one, other) => one - other)
  const columnAt = new Map(centres.map((x, column) => [x, column]))
  const columnOf = middles.map(({ x }) => columnAt.get(Math.round(x))!)
  const tops = middles.map(({ y }, index) => y - things[index]!.height / 2)

  // Where each line is in the columns between its ends.
  const ways = joints.map(({ from, out, to, into }, index): number[] => {
    const points = (graph.edge({ v: `${from}`, w: `${to}`, name: `${index}` }) as { readonly points?: readonly Spot[] }).points ?? []
    const between = points.slice(1, -1)
    const heights = [tops[from]! + out]
    for (let column = columnOf[from]! + 1; column < columnOf[to]!; column++)
      heights.push(between.find(({ x }) => Math.round(x) === centres[column])?.y ?? heights.at(-1)!)
    return [...heights, tops[to]! + into]
  })
  straighten(things, joints, columnOf, tops, ways, centres.length)

  const highest = things.length === 0 ? 0 : Math.min(...tops, ...ways.flat())
  const gaps = centres.slice(1).map((_, gap) => {
    const crossings = joints.flatMap(({ from, to }, line) => {
      const at = gap - columnOf[from]!
      return at < 0 || gap >= columnOf[to]! ? [] : [{ line, left: ways[line]![at]!, right: ways[line]![at + 1]! }]
    })
    const { lanes, count } = lanesOf(crossings, LINES / 2)
    return {
      count,
      laneOf: new Map(crossings.map(({ line }, index) => [line, lanes[index]!])),
      width: count === 0 ? BESIDE : 2 * BESIDE + (count - 1) * LANE,
    }
  })
  const widths = centres.map((_, column) =>
    Math.max(...things.filter((_thing, index) => columnOf[index] === column).map(({ width }) => width)),
  )
  const lefts: number[] = []
  for (const column of centres.keys()) lefts.push(column === 0 ? 0 : lefts[column - 1]! + widths[column - 1]! + gaps[column - 1]!.width)

  const drawn = joints.map(({ from, to }, line): Spot[] => {
    const heights = ways[line]!
    const points: Spot[] = [{ x: lefts[columnOf[from]!]! + things[from]!.width, y: heights[0]! }]
    for (let at = 0; at + 1 < heights.length; at++) {
      const gap = columnOf[from]! + at
      const lane = gaps[gap]!.laneOf.get(line)!
      if (lane < 0) continue
      const x = lefts[gap]! + widths[gap]! + BESIDE + lane * LANE
      points.push({ x, y: heights[at]! }, { x, y: heights[at + 1]! })
    }
    points.push({ x: lefts[columnOf[to]!]!, y: heights.at(-1)! })
    return points.map(({ x, y }) => ({ x, y: y - highest }))
  })
  return {
    width: Math.max(0, ...things.map(({ width }, index) => lefts[columnOf[index]!]! + width)),
    height: Math.max(0, ...things.map(({ height }, index) => tops[index]! + height), ...ways.flat()) - highest,
    things: things.map((_, index) => ({ x: lefts[columnOf[index]!]!, y: tops[index]! - highest })),
    joints: drawn,
  }
}

/** Ties doors to a thing before all, and to one behind all, that is not drawn. Twice as strong as a line, they go with no box. */
function holdDoors(graph: Graph, count: number, joints: readonly Joint[], { first, last }: Doors): void {
  const others = [...Array.from({ length: count }).keys()].filter(index => !first.includes(index) && !last.includes(index))
  if (first.length > 0) {
    graph.setNode('before', { width: 0, height: 0 })
    for (const index of first) graph.setEdge('before', `${index}`, { weight: 2 })
    const begun = new Set(joints.filter(({ from }) => !first.includes(from)).map(({ to }) => to))
    for (const index of others) if (!begun.has(index)) graph.setEdge('before', `${index}`, { minlen: 2, weight: 0 })
  }
  if (last.length > 0) {
    graph.setNode('behind', { width: 0, height: 0 })
    for (const index of last) graph.setEdge(`${index}`, 'behind', { weight: 2 })
    const left = new Set(joints.filter(({ to }) => !last.includes(to)).map(({ from }) => from))
    for (const index of others) if (!left.has(index)) graph.setEdge(`${index}`, 'behind', { minlen: 2, weight: 0 })
  }
}

/** What has no height of its own, lines and flat things, goes on at the height at which it comes, as far as its neighbours leave room. */
function straighten(
  things: readonly Thing[],
  joints: readonly Joint[],
  columnOf: readonly number[],
  tops: number[],
  ways: readonly number[][],
  columns: number,
): void {
  interface Flat {
    readonly y: number
    readonly wish: number
    readonly move: (y: number) => void
  }
  for (let column = 0; column < columns; column++) {
    const fixed = things.flatMap(({ height }, index) =>
      columnOf[index] === column && height > 0 ? [{ top: tops[index]!, bottom: tops[index]! + height }] : [],
    )
    const flat: Flat[] = []
    for (const [line, { from, to }] of joints.entries()) {
      const at = column - columnOf[from]!
      const way = ways[line]!
      if (at > 0 && column < columnOf[to]!) flat.push({ y: way[at]!, wish: way[at - 1]!, move: y => (way[at] = y) })
    }
    for (const [index, { height }] of things.entries()) {
      if (columnOf[index] !== column || height > 0) continue
      const into = joints.findIndex(({ to }) => to === index)
      const outOf = joints.flatMap(({ from }, line) => (from === index ? [line] : []))
      // Something to come from is where it comes from; else it is where it goes to.
      const wish = into >= 0 ? ways[into]!.at(-2)! : outOf.length > 0 ? ways[outOf[0]!]![1]! : tops[index]!
      flat.push({
        y: tops[index]!,
        wish,
        move: y => {
          tops[index] = y
          for (const [line, { from, to }] of joints.entries()) {
            if (to === index) ways[line]![ways[line]!.length - 1] = y
            if (from === index) ways[line]![0] = y
          }
        },
      })
    }
    flat.sort((one, other) => one.y - other.y)
    let last = -Infinity
    for (const [at, { y, wish, move }] of flat.entries()) {
      const above = Math.max(last + LINES, ...fixed.filter(({ bottom }) => bottom <= y).map(({ bottom }) => bottom + LINES / 2))
      const below = Math.min(...fixed.filter(({ top }) => top >= y).map(({ top }) => top - LINES / 2), Infinity)
      const behind = flat.slice(at + 1).filter(one => one.y < below).length
      const next = Math.max(above, Math.min(wish, below - behind * LINES))
      move(next)
      last = next
    }
  }
}
