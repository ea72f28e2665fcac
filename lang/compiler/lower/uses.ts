// What a point reads and writes: the ground of liveness, marks and slots.
import type { Listener, Option, Point, PointId, RegisterId, Tell } from '../../../machine/format.ts'
import type { MachineExpression } from '../../../machine/index.ts'
import { partsOf } from './substitute.ts'
import { listenerTargets, targetsOf } from './targets.ts'

/** Registers that an expression reads; the `it` of a `where` is its own, and a parameter of a standard prompt is none. */
export function readBy(expressions: readonly MachineExpression[]): Set<RegisterId> {
  const parts = expressions.flatMap(partsOf)
  const own = new Set(parts.flatMap(part => (part.kind === 'where' ? [part.item] : [])))
  return new Set(parts.flatMap(part => (part.kind === 'register' && part.register >= 0 && !own.has(part.register) ? [part.register] : [])))
}

const NONE: readonly MachineExpression[] = []

const valuesOf = (tells: readonly Tell[]): MachineExpression[] => tells.flatMap(tell => tell.values)

function optionTells(options: readonly Option[]): MachineExpression[] {
  const found: MachineExpression[] = []
  for (const { tell } of options) if (tell) found.push(...tell.values)
  return found
}

function conditions(options: readonly Option[]): MachineExpression[] {
  const found: MachineExpression[] = []
  for (const { when } of options) if (when) found.push(when)
  return found
}

/** The expressions that a point works out. Asked of every point more than once: where it has a list of them already, that is it. */
export function expressionsOf(point: Point, listeners: readonly Listener[]): readonly MachineExpression[] {
  switch (point.op) {
    case 'say':
      return point.tell.values
    case 'set':
    case 'add':
      return [point.value]
    case 'branch':
      return [point.condition]
    case 'match':
      return [point.subject]
    case 'milestone':
      return point.values.map(named => named.value)
    case 'notify':
    case 'request':
      return point.arguments
    case 'perform':
      return point.meanwhile ? [...point.arguments, ...valuesOf(point.meanwhile)] : point.arguments
    case 'read': {
      const listener = listeners[point.listener]!
      const own = conditions(listener.options)
      return listener.kind === 'collect' && listener.length ? [...own, listener.length] : own
    }
    case 'tell': {
      const listener = listeners[point.listener]!
      const own = optionTells(listener.options)
      return listener.kind === 'choose' ? [...own, ...listener.offer.values, ...listener.more.values, ...(listener.beyond ?? [])] : own
    }
    case 'connect-queue':
      return [
        ...(point.priority ? [point.priority] : []),
        ...(point.beyond ?? []),
        ...point.data.map(named => named.value),
        ...optionTells(point.options),
        ...conditions(point.options),
      ]
    case 'connect-number':
      return [point.number, ...point.data.map(named => named.value)]
    case 'transfer':
      return [point.number]
    default:
      return NONE
  }
}

/** Registers that a point reads. */
export function readsOf(point: Point, listeners: readonly Listener[]): Set<RegisterId> {
  const reads = readBy(expressionsOf(point, listeners))
  switch (point.op) {
    case 'set':
      if (point.path) reads.add(point.register)
      break
    case 'add':
      reads.add(point.register)
      break
    case 'repeat':
      reads.add(point.counter)
      break
    case 'each':
      reads.add(point.list)
      if (point.move !== 'start') reads.add(point.index)
      if (point.move === 'again') {
        reads.add(point.item)
        if (point.counter !== undefined) reads.add(point.counter)
      }
      break
    case 'tell':
    case 'listen': {
      const listener = listeners[point.listener]!
      if (listener.kind === 'choose') {
        // Each element is put where the offer reads it.
        reads.delete(listener.item)
        reads.add(listener.list)
      }
      break
    }
    default:
      break
  }
  return reads
}

/** A way on from a point, and the registers that are written on it. */
export interface Edge {
  readonly to: PointId
  readonly writes: readonly RegisterId[]
}

const to = (ids: readonly PointId[], writes: readonly RegisterId[] = []): Edge[] => ids.map(id => ({ to: id, writes }))
const optionEdges = (options: readonly Option[]): Edge[] =>
  options.map(option => ({ to: option.to, writes: option.as === undefined ? [] : [option.as] }))

/**
 * Where a point leads. Of a `do`: only what follows the part (its entry is `point.to`); a `go` leads to its place. The shortcuts, the limit
 * and the fault of the line are not among them.
 */
export function edgesOf(point: Point, listeners: readonly Listener[]): Edge[] {
  switch (point.op) {
    case 'set':
      return to([point.next], point.path ? [] : [point.register])
    case 'repeat-start':
      return to([point.next], [point.counter])
    case 'each': {
      const counter = point.counter === undefined ? [] : [point.counter]
      const item = point.move === 'again' ? [] : [point.item, ...counter]
      return [...to([point.body], point.move === 'start' ? [point.index, ...item] : item), ...to([point.done])]
    }
    case 'do':
      return to([point.next])
    case 'mistake':
      return to([point.to, listeners[point.listener]!.mistakeOut])
    case 'listen': {
      const listener = listeners[point.listener]!
      const plain = to(listenerTargets({ ...listener, options: [] }).filter(id => id !== exitOf(listener)))
      return [...plain, ...optionEdges(listener.options), ...exitEdge(listener)]
    }
    case 'request':
    case 'perform':
    case 'queue-state':
    case 'connect-number':
      return Object.values(point.outcomes).map(edge => ({ to: edge.to, writes: edge.values.filter(id => id >= 0) }))
    case 'connect-queue':
      return [
        ...Object.values(point.outcomes).map(edge => ({ to: edge.to, writes: edge.values.filter(id => id >= 0) })),
        ...optionEdges(point.options),
      ]
    case 'record':
      return [...to([point.next, ...(point.hungUp === undefined ? [] : [point.hungUp])], [point.register]), ...to([point.nothing])]
    default:
      return to(targetsOf(point))
  }
}

const exitOf = (listener: Listener): PointId =>
  listener.kind === 'collect' ? listener.entered : listener.kind === 'choose' ? listener.chosen : -1

const exitEdge = (listener: Listener): Edge[] => {
  if (listener.kind === 'collect') return to([listener.entered], [listener.register])
  return listener.kind === 'choose' ? to([listener.chosen], [listener.item]) : []
}

/** The edges of every point. */
export const edgesOfAll = (points: readonly Point[], listeners: readonly Listener[]): readonly (readonly Edge[])[] =>
  points.map(point => edgesOf(point, listeners))

/** The points at which a call waits for an event. */
export const rests = (point: Point): boolean => 'live' in point
