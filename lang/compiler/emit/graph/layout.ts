// Where boxes and lines of a picture go: left to right, a frame a file. First each frame by itself, then the frames like boxes.
import { layered, type Joint, type Spot, type Thing } from './layered.ts'
import type { Box, Line, Picture } from './picture.ts'
import { textWidth } from './text-width.ts'

export const FONT = 13
export const TITLE_FONT = 14
export const ROW = 19
export const HEAD = 28
const SIDE = 12
const NARROWEST = 108

export interface Placed extends Spot, Thing {}
export interface PlacedLine {
  readonly line: Line
  readonly points: readonly Spot[]
}
export interface Laid {
  readonly width: number
  readonly height: number
  readonly groups: readonly (Placed & { readonly name: string })[]
  readonly boxes: readonly (Placed & { readonly box: Box })[]
  readonly lines: readonly PlacedLine[]
}

/** Room for a title's badge. */
export const BADGE = 15

function sizeOf({ title, rows, marks }: Box): Thing {
  const badges = marks.filter(mark => mark !== 'focus').length * BADGE
  const head = textWidth(title) * TITLE_FONT * 1.14 + 2 * SIDE + badges
  const widest = Math.max(0, ...rows.map(row => textWidth(row.text) * FONT + 2 * SIDE))
  return { width: Math.ceil(Math.max(NARROWEST, head, widest)), height: HEAD + rows.length * ROW + (rows.length > 0 ? 7 : 0) }
}

export const rowMiddle = (index: number): number => HEAD + index * ROW + ROW / 2 + 2

/** Pixels between boxes and between frames of a column, inside of a frame, above its boxes where its name stands, and around everything. */
const BETWEEN = 18
const FRAMES_BETWEEN = 26
const PAD = 14
const NAME = 34
const AROUND = 8

/** A line as it is laid out: from left to right; turned where it leads back. */
interface Way {
  readonly line: number
  readonly turned: boolean
  /** Indices of boxes, left and right. */
  readonly from: number
  readonly to: number
}

/** Lays a picture out. The same picture gives the same places. */
export function layOut(picture: Picture): Laid {
  const { boxes } = picture
  const sizes = boxes.map(sizeOf)
  const indexOf = new Map(boxes.map(({ id }, index) => [id, index]))
  const rowOf = new Map(boxes.flatMap(({ rows }) => rows.flatMap((row, at) => (row.line === undefined ? [] : [[row.line, at] as const]))))
  /** Of each box the frame that it is in, or itself: what the second step lays out. */
  const frameNames = picture.groups
  const blockOf = boxes.map(({ group }, index) => (group === null ? frameNames.length + index : frameNames.indexOf(group)))
  const ends = picture.lines.map(({ from, to }) => [indexOf.get(from)!, indexOf.get(to)!] as const)
  const backBlocks = leadsBack(ends.map(([from, to]) => [blockOf[from]!, blockOf[to]!]))
  const backInside = leadsBack(ends.map(([from, to]) => (blockOf[from] === blockOf[to] ? [from, to] : [-1, -1])))
  const ways = ends.map(([from, to], line): Way => {
    const turned = blockOf[from] === blockOf[to] ? backInside[line]! : backBlocks[line]!
    return turned ? { line, turned, from: to, to: from } : { line, turned, from, to }
  })
  /** Below the top of its box. */
  const startOf = (line: number): number => rowMiddle(rowOf.get(line)!)
  const outOf = ({ line, turned }: Way): number => (turned ? HEAD / 2 : startOf(line))
  const intoOf = ({ line, turned }: Way): number => (turned ? startOf(line) : HEAD / 2)

  const frames = frameNames.map((name, block) => layOutFrame(name, block, blockOf, sizes, ways, outOf, intoOf))
  const blocks = [...new Set(blockOf)].toSorted((one, other) => one - other)
  const placeOf = new Map(blocks.map((block, index) => [block, index]))
  const outer = ways.filter(({ from, to }) => blockOf[from] !== blockOf[to])
  const all = layered(
    blocks.map((block): Thing => frames[block] ?? sizes[block - frameNames.length]!),
    outer.map((way): Joint => {
      const [from, to] = [blockOf[way.from]!, blockOf[way.to]!]
      return {
        from: placeOf.get(from)!,
        out: frames[from]?.exits.get(way.line)!.at(-1)!.y ?? outOf(way),
        to: placeOf.get(to)!,
        into: frames[to]?.entries.get(way.line)!.at(0)!.y ?? intoOf(way),
      }
    }),
    FRAMES_BETWEEN,
  )
  const origin = (block: number): Spot => {
    const { x, y } = all.things[placeOf.get(block)!]!
    return { x: x + AROUND, y: y + AROUND }
  }
  const moved = (block: number, points: readonly Spot[]): Spot[] => {
    const { x, y } = origin(block)
    return points.map(point => ({ x: point.x + x, y: point.y + y }))
  }
  return {
    width: all.width + 2 * AROUND,
    height: all.height + 2 * AROUND,
    groups: frames.map(({ name, width, height }, block) => ({ name, width, height, ...origin(block) })),
    boxes: boxes.map((box, index) => {
      const block = blockOf[index]!
      return { box, ...sizes[index]!, ...moved(block, [frames[block]?.boxes.get(index) ?? { x: 0, y: 0 }])[0]! }
    }),
    lines: ways.map((way): PlacedLine => {
      const [from, to] = [blockOf[way.from]!, blockOf[way.to]!]
      const points =
        from === to
          ? moved(from, frames[from]!.inside.get(way.line)!)
          : [
              ...moved(from, frames[from]?.exits.get(way.line) ?? []),
              ...all.joints[outer.indexOf(way)]!.map(({ x, y }) => ({ x: x + AROUND, y: y + AROUND })),
              ...moved(to, frames[to]?.entries.get(way.line) ?? []),
            ]
      return { line: picture.lines[way.line]!, points: simplified(way.turned ? points.toReversed() : points) }
    }),
  }
}

interface Frame extends Thing {
  readonly name: string
  /** Corners of its boxes, and the lines within it, from its boxes to its right side, and from its left side to its boxes. */
  readonly boxes: ReadonlyMap<number, Spot>
  readonly inside: ReadonlyMap<number, readonly Spot[]>
  readonly exits: ReadonlyMap<number, readonly Spot[]>
  readonly entries: ReadonlyMap<number, readonly Spot[]>
}

function layOutFrame(
  name: string,
  block: number,
  blockOf: readonly number[],
  sizes: readonly Thing[],
  ways: readonly Way[],
  outOf: (way: Way) => number,
  intoOf: (way: Way) => number,
): Frame {
  const own = [...sizes.keys()].filter(index => blockOf[index] === block)
  const at = new Map(own.map((index, place) => [index, place]))
  const inside = ways.filter(({ from, to }) => at.has(from) && at.has(to))
  const exits = ways.filter(({ from, to }) => at.has(from) && !at.has(to))
  const entering = ways.filter(({ from, to }) => !at.has(from) && at.has(to))
  // Flat things are the doors by which lines leave and come in: those to the same point of a box come in by one.
  const things: Thing[] = own.map(index => sizes[index]!)
  const joints: Joint[] = inside.map(way => ({ from: at.get(way.from)!, out: outOf(way), to: at.get(way.to)!, into: intoOf(way) }))
  const doors: { readonly first: number[]; readonly last: number[] } = { first: [], last: [] }
  const door = (side: number[]): number => {
    const index = things.push({ width: 0, height: 0 }) - 1
    side.push(index)
    return index
  }
  const exitJoints = exits.map(way => joints.push({ from: at.get(way.from)!, out: outOf(way), to: door(doors.last), into: 0 }) - 1)
  const entryTo = new Map<string, number>()
  const entryJoints = entering.map(way => {
    const to = at.get(way.to)!
    const point = `${to} ${intoOf(way)}`
    const joint = entryTo.get(point) ?? joints.push({ from: door(doors.first), out: 0, to, into: intoOf(way) }) - 1
    entryTo.set(point, joint)
    return joint
  })
  const { width, height, things: corners, joints: lines } = layered(things, joints, BETWEEN, doors)
  const wide = Math.max(width + 2 * PAD, Math.ceil(textWidth(name) * FONT + 40))
  const shifted = (points: readonly Spot[]): Spot[] => points.map(({ x, y }) => ({ x: x + PAD, y: y + NAME }))
  const toSide = (points: readonly Spot[]): Spot[] => [...shifted(points), { x: wide, y: points.at(-1)!.y + NAME }]
  const fromSide = (points: readonly Spot[]): Spot[] => [{ x: 0, y: points[0]!.y + NAME }, ...shifted(points)]
  return {
    name,
    width: wide,
    height: height + NAME + PAD,
    boxes: new Map(own.map((index, place) => [index, shifted([corners[place]!])[0]!])),
    inside: new Map(inside.map(({ line }, index) => [line, shifted(lines[index]!)])),
    exits: new Map(exits.map(({ line }, index) => [line, toSide(lines[exitJoints[index]!]!)])),
    entries: new Map(entering.map(({ line }, index) => [line, fromSide(lines[entryJoints[index]!]!)])),
  }
}

/** Which of these would make the others lead in a circle: found depth first, from what stands first. Those of a thing to itself lead back. */
function leadsBack(edges: readonly (readonly [number, number])[]): readonly boolean[] {
  const back = edges.map(() => false)
  const next = new Map<number, number[]>()
  for (const [index, [from]] of edges.entries()) next.set(from, [...(next.get(from) ?? []), index])
  const state = new Map<number, 'open' | 'done'>()
  const visit = (thing: number): void => {
    state.set(thing, 'open')
    for (const index of next.get(thing) ?? []) {
      const to = edges[index]![1]
      if (state.get(to) === 'open') back[index] = true
      else if (!state.has(to)) visit(to)
    }
    state.set(thing, 'done')
  }
  const entered = new Set(edges.filter(([from, to]) => from !== to).map(([, to]) => to))
  const all = [...next.keys()]
  for (const thing of [...all.filter(one => !entered.has(one)), ...all]) if (!state.has(thing)) visit(thing)
  return back
}

/** Without what lies on the straight way between its neighbours. */
function simplified(points: readonly Spot[]): readonly Spot[] {
  const kept: Spot[] = []
  for (const [index, point] of points.entries()) {
    const [before, after] = [kept.at(-1), points[index + 1]]
    const same = (axis: 'x' | 'y'): boolean =>
      before !== undefined &&
      after !== undefined &&
      Math.abs(before[axis] - point[axis]) < 0.01 &&
      Math.abs(after[axis] - point[axis]) < 0.01
    if (!same('x') && !same('y')) kept.push(point)
  }
  return kept
}
