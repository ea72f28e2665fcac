// The forms of a picture, as SVG has them, for whoever draws it: as text for a file, as elements in a page.
import type { Spot } from './layered.ts'
import { HEAD } from './layout.ts'
import type { Box } from './picture.ts'

export const rounded = (value: number): string => `${Math.round(value * 10) / 10}`

/** Menus have corners, what only goes through is round. */
export const radiusOf = ({ kind }: Pick<Box, 'kind'>): number => (kind === 'menu' ? 4 : 12)

/** Of a box that has rows: square at its lower edge. */
export function headPath(box: Pick<Box, 'kind'>, width: number): string {
  const radius = radiusOf(box)
  return `M0 ${HEAD}V${radius}Q0 0 ${radius} 0H${rounded(width - radius)}Q${rounded(width)} 0 ${rounded(width)} ${radius}V${HEAD}z`
}

/** Class names of a box: its kind, and what is to be seen of its marks. */
export const classesOf = ({ kind, marks }: Pick<Box, 'kind' | 'marks'>): readonly string[] => [
  kind,
  ...marks.flatMap(
    mark =>
      ({ unreachable: ['off'], 'dead end': ['stuck'], uncovered: ['gap'], focus: ['focus'], secured: [], private: [], secret: [] })[mark],
  ),
]

export type Badge = 'secured' | 'private' | 'secret'

/** A lock, a ring, a dot; 12 by 12. */
export const BADGE_SHAPES: Readonly<
  Record<Badge, readonly ({ readonly tag: 'rect' | 'path' | 'circle' } & Readonly<Record<string, string | number>>)[]>
> = {
  secured: [
    { tag: 'rect', class: 'badge', y: 5, width: 11, height: 7, rx: 1.5 },
    { tag: 'path', class: 'hole', d: 'M2.5 5V3.5a3 3 0 0 1 6 0V5' },
  ],
  private: [{ tag: 'circle', class: 'hole', cx: 6, cy: 6, r: 4.5 }],
  secret: [{ tag: 'circle', class: 'badge', cx: 6, cy: 6, r: 5.2 }],
}

export const badgeMarks = ({ marks }: Pick<Box, 'marks'>): readonly Badge[] =>
  marks.filter(mark => mark === 'secured' || mark === 'private' || mark === 'secret')

/** Through all points, round where it turns; empty without any. */
export function linePath([first, ...rest]: readonly Spot[]): string {
  return first === undefined ? '' : [`M${rounded(first.x)} ${rounded(first.y)}`, ...corners(first, rest)].join('')
}

function corners(first: Spot, rest: readonly Spot[]): string[] {
  const found: string[] = []
  let before = first
  for (const [index, point] of rest.entries()) {
    const after = rest[index + 1]
    if (after === undefined) {
      found.push(`L${rounded(point.x)} ${rounded(point.y)}`)
      break
    }
    const radius = Math.min(6, distance(before, point) / 2, distance(point, after) / 2)
    const [enter, leave] = [toward(point, before, radius), toward(point, after, radius)]
    found.push(`L${rounded(enter.x)} ${rounded(enter.y)}Q${rounded(point.x)} ${rounded(point.y)} ${rounded(leave.x)} ${rounded(leave.y)}`)
    before = point
  }
  return found
}
const distance = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.y - b.y)
const toward = (from: Spot, to: Spot, by: number): Spot => {
  const far = distance(from, to)
  return far === 0 ? from : { x: from.x + ((to.x - from.x) / far) * by, y: from.y + ((to.y - from.y) / far) * by }
}
