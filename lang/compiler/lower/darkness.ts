// The dark (semantics §4.2): where a secret `collect` can come before any other listener, nothing that is typed is kept or reported.
import type { Line, Listener, Point, PointId } from '../../../machine/format.ts'
import { canFault } from './faults.ts'
import { rests, type Edge } from './uses.ts'

/** The resting points that are dark. */
export function darkPoints(
  points: readonly Point[],
  edges: readonly (readonly Edge[])[],
  listeners: readonly Listener[],
  line: Line,
): ReadonlySet<PointId> {
  const isSecret = (point: Point): boolean => {
    const listener = point.op === 'listen' ? listeners[point.listener] : undefined
    return listener?.kind === 'collect' && listener.secret
  }
  if (!points.some(isSecret)) return new Set()
  const ways = points.map((point, id): PointId[] => {
    if (point.op === 'listen') return []
    const extra: (PointId | undefined)[] = []
    if (leavable(point)) extra.push(line.limit?.to)
    if (canFault(point, listeners)) extra.push(line.onFault ?? line.otherwise)
    return [...edges[id]!.map(edge => edge.to), ...extra.filter(id => id !== undefined && id >= 0)] as PointId[]
  })

  // Reaches a secret `collect` first; comes back from its part without having listened.
  const secret = points.map(isSecret)
  const through = points.map(point => point.op === 'return')
  const before: PointId[][] = points.map(() => [])
  ways.forEach((next, id) => {
    for (const each of next) before[each]!.push(id)
    const point = points[id]!
    if (point.op === 'do') before[point.to]!.push(id)
  })
  const open = points.flatMap((_, id) => (secret[id] || through[id] ? [id] : []))
  while (open.length > 0) {
    const at = open.pop()!
    for (const id of before[at]!) {
      const point = points[id]!
      const passes = point.op !== 'do' || through[point.to]!
      const reaches = (point.op === 'do' && secret[point.to]!) || (passes && ways[id]!.some(each => secret[each]))
      const returns = passes && point.op !== 'go' && ways[id]!.some(each => through[each])
      if (reaches === secret[id] && returns === through[id]) continue
      secret[id] ||= reaches
      through[id] ||= returns
      open.push(id)
    }
  }

  const after = afterParts(points, secret, through)
  return new Set(points.flatMap((point, id) => (rests(point) && (secret[id] || (through[id] && after.has(point.place))) ? [id] : [])))
}

/** Parts after which a secret `collect` can come first. */
function afterParts(points: readonly Point[], secret: readonly boolean[], through: readonly boolean[]): ReadonlySet<number> {
  const after = new Set<number>()
  let grew = true
  while (grew) {
    grew = false
    for (const point of points) {
      if (point.op !== 'do') continue
      const part = points[point.to]!.place
      if (after.has(part)) continue
      if (secret[point.next] || (through[point.next] && after.has(point.place))) {
        after.add(part)
        grew = true
      }
    }
  }
  return after
}

/** `at most` leaves what waits, but no `perform`, `connect` or `record`. */
const leavable = (point: Point): boolean => point.op === 'request' || point.op === 'queue-state' || point.op === 'drain'
