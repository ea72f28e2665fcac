// Lines that turn at right angles between columns of boxes: each vertical stretch has a lane of its own, so that no two lie on each other.

/** A line's way through the gap between two neighbouring columns. */
export interface Crossing {
  /** Where it leaves the left column, and where it comes to the right one. */
  readonly left: number
  readonly right: number
}

/**
 * The lane of each, counted from the left; −1 for one that goes straight. What goes down has the lanes of its like from below, what goes
 * up from above: so they do not cut each other. Lanes are shared where stretches are at least `apart` away from each other.
 */
export function lanesOf(crossings: readonly Crossing[], apart: number): { readonly lanes: readonly number[]; readonly count: number } {
  const lanes = crossings.map(() => -1)
  const bent = [...crossings.keys()].filter(index => !isStraight(crossings[index]!))
  const isDown = (index: number): boolean => crossings[index]!.right > crossings[index]!.left
  const order = bent.toSorted((one, other) => {
    const [a, b] = [crossings[one]!, crossings[other]!]
    if (isDown(one) !== isDown(other)) return isDown(one) ? -1 : 1
    return isDown(one) ? b.left - a.left || b.right - a.right : a.left - b.left || a.right - b.right
  })
  let count = 0
  for (const [at, index] of order.entries()) {
    let lane = 0
    for (const before of order.slice(0, at)) {
      if (lanes[before]! >= lane && overlap(crossings[before]!, crossings[index]!, apart)) lane = lanes[before]! + 1
    }
    lanes[index] = lane
    count = Math.max(count, lane + 1)
  }
  return { lanes, count }
}

export const isStraight = ({ left, right }: Crossing): boolean => Math.abs(left - right) < 0.01

const overlap = (one: Crossing, other: Crossing, apart: number): boolean =>
  Math.min(one.left, one.right) < Math.max(other.left, other.right) + apart &&
  Math.min(other.left, other.right) < Math.max(one.left, one.right) + apart
