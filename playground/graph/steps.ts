// Where the arrow keys go from a place: right along a way, left against one, up and down to the neighbours above and below.
import type { Laid } from '../../lang/compiler/emit/graph/index.ts'

export type Arrow = 'right' | 'left' | 'up' | 'down'

/** `came`: the place that was left last, which a way back prefers. The id of the next place; null where there is none. */
export function nextPlace({ boxes, lines }: Pick<Laid, 'boxes' | 'lines'>, from: string, arrow: Arrow, came: string | null): string | null {
  if (arrow === 'right' || arrow === 'left') {
    const ends = lines.flatMap(({ line }) =>
      arrow === 'right' ? (line.from === from ? [line.to] : []) : line.to === from ? [line.from] : [],
    )
    return came !== null && ends.includes(came) ? came : (ends[0] ?? null)
  }
  const own = boxes.find(one => one.box.id === from)
  if (own === undefined) return null
  let [found, nearest]: [string | null, number] = [null, Infinity]
  for (const { box, x, y, width } of boxes) {
    const down = y - own.y
    if (box.id === from || (arrow === 'down' ? down <= 0 : down >= 0)) continue
    // In the same column first; what is aside counts as farther away.
    const aside = Math.max(0, x - (own.x + own.width), own.x - (x + width))
    const far = Math.abs(down) + aside * 3
    if (far >= nearest) continue
    nearest = far
    found = box.id
  }
  return found
}
