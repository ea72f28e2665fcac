// Where boxes and lines of a picture go: ELK's layered layout (Eclipse Layout Kernel, elkjs), left to right, a frame a file.
import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js'
import type { Box, Line, Picture } from './picture.ts'
import { textWidth } from './text-width.ts'

export const FONT = 13
export const TITLE_FONT = 14
export const ROW = 19
export const HEAD = 28
const SIDE = 12
const NARROWEST = 108

export interface Placed {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
export interface PlacedLine {
  readonly line: Line
  readonly points: readonly { readonly x: number; readonly y: number }[]
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

function sizeOf({ title, rows, marks }: Box): { readonly width: number; readonly height: number } {
  const badges = marks.filter(mark => mark !== 'focus').length * BADGE
  const head = textWidth(title) * TITLE_FONT * 1.14 + 2 * SIDE + badges
  const widest = Math.max(0, ...rows.map(row => textWidth(row.text) * FONT + 2 * SIDE))
  return { width: Math.ceil(Math.max(NARROWEST, head, widest)), height: HEAD + rows.length * ROW + (rows.length > 0 ? 7 : 0) }
}

export const rowMiddle = (index: number): number => HEAD + index * ROW + ROW / 2 + 2

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.randomSeed': '1',
  'elk.spacing.nodeNode': '16',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '8',
  'elk.spacing.componentComponent': '28',
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.padding': '[top=8,left=8,bottom=8,right=8]',
}
const GROUP_OPTIONS = { 'elk.padding': '[top=34,left=14,bottom=14,right=14]', 'elk.spacing.nodeNode': '14' }

/** 1.6 MB that only a picture needs. Its types know no `export =`, as which Node and a browser's bundle have it. */
async function createElk(): Promise<ELK> {
  const scope = globalThis as { onmessage?: unknown }
  const { onmessage } = scope
  const { default: Elk } = (await import('elkjs/lib/elk.bundled.js')) as unknown as { readonly default: new () => ELK }
  // Inside a web worker it takes every message to the worker for its own.
  if (scope.onmessage !== onmessage) scope.onmessage = onmessage
  return new Elk()
}
let elkOfAll: Promise<ELK> | null = null

/** Lays a picture out. The same picture gives the same places. */
export async function layOut(picture: Picture): Promise<Laid> {
  const elk = await (elkOfAll ??= createElk())
  const nodeOf = (box: Box, index: number): ElkNode => ({
    id: `b${index}`,
    ...sizeOf(box),
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: portsOf(box, index),
  })
  const nodes = picture.boxes.map(nodeOf)
  const grouped = picture.groups.map((name, index): ElkNode => ({
    id: `g${index}`,
    layoutOptions: {
      ...GROUP_OPTIONS,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${Math.ceil(textWidth(name) * FONT + 40)}, 40)`,
    },
    children: nodes.filter((_, at) => picture.boxes[at]!.group === name),
  }))
  const free = nodes.filter((_, at) => picture.boxes[at]!.group === null)
  const indexOf = new Map(picture.boxes.map((box, index) => [box.id, index]))
  const root = await elk.layout({
    id: 'root',
    layoutOptions: OPTIONS,
    children: [...free, ...grouped],
    edges: picture.lines.map((line, index): ElkExtendedEdge => ({
      id: `e${index}`,
      sources: [`p${index}`],
      targets: [`b${indexOf.get(line.to)!}in`],
    })),
  })
  return read(picture, root)
}

function portsOf(box: Box, index: number): NonNullable<ElkNode['ports']> {
  const { width } = sizeOf(box)
  return [
    { id: `b${index}in`, x: 0, y: HEAD / 2, width: 0, height: 0, layoutOptions: { 'elk.port.side': 'WEST' } },
    ...box.rows.flatMap((row, at) =>
      row.line === undefined
        ? []
        : [{ id: `p${row.line}`, x: width, y: rowMiddle(at), width: 0, height: 0, layoutOptions: { 'elk.port.side': 'EAST' } }],
    ),
  ]
}

function read(picture: Picture, root: ElkNode): Laid {
  const boxes: (Placed & { readonly box: Box })[] = []
  const groups: (Placed & { readonly name: string })[] = []
  const originOf = new Map<string, { readonly x: number; readonly y: number }>([['root', { x: 0, y: 0 }]])
  const place = (node: ElkNode, { x, y }: { readonly x: number; readonly y: number }): Placed => ({
    x: x + (node.x ?? 0),
    y: y + (node.y ?? 0),
    width: node.width ?? 0,
    height: node.height ?? 0,
  })
  for (const child of root.children ?? []) {
    const placed = place(child, { x: 0, y: 0 })
    if (child.id.startsWith('b')) {
      boxes.push({ ...placed, box: picture.boxes[Number(child.id.slice(1))]! })
      continue
    }
    originOf.set(child.id, placed)
    groups.push({ ...placed, name: picture.groups[Number(child.id.slice(1))]! })
    for (const inner of child.children ?? []) boxes.push({ ...place(inner, placed), box: picture.boxes[Number(inner.id.slice(1))]! })
  }
  const edges = [root, ...(root.children ?? [])].flatMap(node => node.edges ?? [])
  const lines = edges.map((edge): PlacedLine => {
    const origin = originOf.get((edge as { container?: string }).container ?? 'root') ?? { x: 0, y: 0 }
    const points = (edge.sections ?? []).flatMap(({ startPoint, bendPoints, endPoint }) => [startPoint, ...(bendPoints ?? []), endPoint])
    return {
      line: picture.lines[Number(edge.id.slice(1))]!,
      points: points.map(point => ({ x: point.x + origin.x, y: point.y + origin.y })),
    }
  })
  return { width: root.width ?? 0, height: root.height ?? 0, groups, boxes, lines }
}
