// What lies under a point of the picture.
import type { Laid } from '../../lang/compiler/emit/graph/index.ts'
import { HEAD, ROW } from '../../lang/compiler/emit/graph/layout.ts'
import type { Row } from '../../lang/compiler/emit/graph/picture.ts'
import type { Spot } from '../../lang/compiler/emit/graph/layered.ts'

/** The row of a box at a height within it. */
export const rowAt = ({ box }: Laid['boxes'][number], y: number): Row | undefined =>
  y < HEAD ? undefined : box.rows[Math.floor((y - HEAD - 2) / ROW)]

/** The index of the nearest line no farther away than `within`; −1 where none is. */
export function lineAt(lines: Laid['lines'], at: Spot, within: number): number {
  let [found, nearest] = [-1, within]
  for (const [index, { points }] of lines.entries()) {
    for (let next = 1; next < points.length; next++) {
      const far = distanceTo(points[next - 1]!, points[next]!, at)
      if (far > nearest) continue
      nearest = far
      found = index
    }
  }
  return found
}

function distanceTo(from: Spot, to: Spot, at: Spot): number {
  const [x, y] = [to.x - from.x, to.y - from.y]
  const length = x * x + y * y
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - from.x) * x + (at.y - from.y) * y) / length))
  return Math.hypot(at.x - from.x - along * x, at.y - from.y - along * y)
}
