// Where a machine's parts point at points: one function that rewrites them all, from which following them is made too.
import { AGAIN, type Line, type Listener, type Option, type Outcomes, type Point, type PointId } from '../../../machine/format.ts'

type Map = (id: PointId) => PointId

const record = <T, U>(from: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, map(value)]))

const outcomes = (from: Outcomes, map: Map): Outcomes => record(from, edge => ({ ...edge, to: map(edge.to) }))
const options = (from: readonly Option[], map: Map): readonly Option[] => from.map(option => ({ ...option, to: map(option.to) }))

/** The point with every point that it names put through `map`; `AGAIN` (only `back.none` may be it) stays. */
export function mapTargets(point: Point, map: Map): Point {
  switch (point.op) {
    case 'branch':
      // oxlint-disable-next-line unicorn/no-thenable -- the format's own name
      return { ...point, then: map(point.then), else: map(point.else) }
    case 'match':
      return { ...point, arms: record(point.arms, map) }
    case 'repeat':
      return { ...point, body: map(point.body), out: map(point.out) }
    case 'each':
      return { ...point, body: map(point.body), done: map(point.done) }
    case 'go':
      return { ...point, to: map(point.to) }
    case 'back':
      return { ...point, none: shared(point.none, map) }
    case 'do':
      return { ...point, to: map(point.to), next: map(point.next) }
    case 'mistake':
      return { ...point, to: map(point.to) }
    case 'request':
    case 'perform':
    case 'queue-state':
    case 'connect-number':
      return { ...point, outcomes: outcomes(point.outcomes, map) }
    case 'connect-queue':
      return { ...point, options: options(point.options, map), outcomes: outcomes(point.outcomes, map) }
    case 'transfer':
      return { ...point, else: map(point.else) }
    case 'record':
      return {
        ...point,
        nothing: map(point.nothing),
        next: map(point.next),
        ...(point.hungUp === undefined ? {} : { hungUp: map(point.hungUp) }),
      }
    case 'return':
    case 'listen':
    case 'hangup':
    case 'end':
      return point
    default:
      return { ...point, next: map(point.next) }
  }
}

export const shared = (id: PointId, map: Map): PointId => (id === AGAIN ? AGAIN : map(id))

/** A listener with its points put through `map`. */
export function mapListener<L extends Listener>(listener: L, map: Map): L {
  const mapped = {
    ...listener,
    read: map(listener.read),
    listen: map(listener.listen),
    silence: listener.silence.map(map),
    silenceOut: map(listener.silenceOut),
    mistake: listener.mistake.map(map),
    mistakeOut: map(listener.mistakeOut),
    ...(listener.tooShort ? { tooShort: listener.tooShort.map(map) } : {}),
    options: options(listener.options, map),
  }
  if (listener.kind === 'collect') return { ...mapped, entered: map(listener.entered) }
  if (listener.kind === 'choose') return { ...mapped, chosen: map(listener.chosen) }
  return mapped
}

/** The line with its points put through `map`; `AGAIN` stays. */
export function mapLine(line: Line, map: Map): Line {
  return {
    ...line,
    numbers: line.numbers.map(number => ({ ...number, to: map(number.to) })),
    shortcuts: line.shortcuts.map(shortcut => ({ ...shortcut, to: shared(shortcut.to, map) })),
    otherwise: shared(line.otherwise, map),
    ...(line.onFault === undefined ? {} : { onFault: shared(line.onFault, map) }),
    ...(line.onSecondFault === undefined ? {} : { onSecondFault: map(line.onSecondFault) }),
    ...(line.limit === undefined ? {} : { limit: { ...line.limit, to: shared(line.limit.to, map) } }),
    ...(line.afterHangup === undefined ? {} : { afterHangup: map(line.afterHangup) }),
  }
}

const collect = (visit: (map: Map) => unknown): PointId[] => {
  const found: PointId[] = []
  visit(id => {
    if (id >= 0) found.push(id)
    return id
  })
  return found
}

/** The points that a point names, in order. Of a `listen`: none (its listener has them, `listenerTargets`). */
export function targetsOf(point: Point): PointId[] {
  switch (point.op) {
    // Most points only go on; the whole graph is followed several times.
    case 'enter':
    case 'say':
    case 'set':
    case 'tell':
    case 'read':
    case 'drain':
      return [point.next]
    case 'branch':
      return [point.then, point.else]
    case 'go':
      return [point.to]
    case 'do':
      return [point.to, point.next]
    case 'return':
    case 'listen':
      return []
    default:
      return collect(map => mapTargets(point, map))
  }
}
/** Where a listener leads: reading again, silences, mistakes, options, what was entered or chosen. */
export const listenerTargets = (listener: Listener): PointId[] => collect(map => mapListener(listener, map))
export const lineTargets = (line: Line): PointId[] => collect(map => mapLine(line, map))
