// Where a small thing over the picture covers least of it.
import type { Rectangle, Size } from './camera.ts'

/** px between it and the pane's edge. */
const EDGE = 8
/** Places along an edge that are tried. */
const TRIED = 8

/**
 * The upper left corner, px of the pane: along its edges, where least of `boxes` (px of the pane) lies under it; never over `taken`. Where it
 * stands it stays, if nowhere is better; else what is nearest to the lower right is chosen.
 */
export function freeCorner(
  { pane, size, now }: { readonly pane: Size; readonly size: Size; readonly now: { readonly x: number; readonly y: number } | null },
  boxes: readonly Rectangle[],
  taken: readonly Rectangle[],
): { readonly x: number; readonly y: number } {
  const [right, bottom] = [pane.width - size.width - EDGE, pane.height - size.height - EDGE]
  const along = (from: number, to: number): number[] =>
    [...Array(TRIED + 1).keys()].map(step => Math.round(to - ((to - from) * step) / TRIED))
  const edges = [
    ...along(EDGE, right).flatMap(x => [bottom, EDGE].map(y => ({ x, y }))),
    ...along(EDGE, bottom).flatMap(y => [right, EDGE].map(x => ({ x, y }))),
  ].sort((one, other) => other.x + other.y - one.x - one.y)
  const inside = now !== null && now.x >= EDGE && now.y >= EDGE && now.x <= right && now.y <= bottom
  let best = { x: right, y: bottom }
  let least = Infinity
  for (const place of inside ? [now, ...edges] : edges) {
    const under = { ...place, ...size }
    const covered = boxes.reduce((sum, box) => sum + shared(under, box), 0) + taken.reduce((sum, box) => sum + 1000 * shared(under, box), 0)
    if (covered >= least) continue
    best = place
    least = covered
  }
  return best
}

/** px² */
function shared(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
  return width > 0 && height > 0 ? width * height : 0
}
