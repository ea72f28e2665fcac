// The graph of a machine: its places, and every way from one to another with what a caller does or a bank answers for it.
import { AGAIN, type Machine, type Place, type PointId, type SourceSpan } from '../../../../machine/format.ts'
import type { Type } from '../../../../machine/types.ts'
import { bySpan, comesBack, placeAt } from './decisions.ts'
import { outlineFrom, type Outline } from './outline.ts'
import { BACK, END, LINE, type Asked, type Cause, type GoingWay, type GraphEdge, type GraphNode, type ProgramGraph } from './types.ts'
import { wordsOfLabel } from './words.ts'

/** The same machine gives the same graph: nodes in the machine's order, edges by their place, then as the source has them. */
export function programGraph(machine: Machine): ProgramGraph {
  const { line } = machine
  const edges = [...lineEdges(machine)]
  const asked = askedByPlace(machine)
  const nodes: Omit<GraphNode, 'unreachable' | 'deadEnd'>[] = [
    { id: LINE, kind: 'line', file: -1, at: null, point: -1, asks: [] },
    ...machine.places.map((place, index) => nodeOf(machine, place, asked.get(index) ?? [])),
  ]
  const stuck = new Set<string>()
  const readers = new Set(machine.listeners.map(listener => listener.read))
  for (const place of machine.places) {
    const outline = outlineFrom(machine, place.entry)
    const own = placeEdges(machine, place, outline, readers)
    edges.push(...own)
    if (isStuck(machine, outline, own)) stuck.add(place.name)
  }
  for (const [id, kind] of [
    [BACK, 'back'],
    [END, 'end'],
  ] as const) {
    if (edges.some(edge => edge.to === id)) nodes.push({ id, kind, file: -1, at: null, point: -1, asks: [] })
  }
  const reached = reachedFrom(LINE, edges)
  return {
    name: machine.name,
    title: line.title,
    languages: line.languages,
    levels: line.levels,
    files: machine.files,
    nodes: nodes.map(node => ({
      ...node,
      ...(reached.has(node.id) ? {} : { unreachable: true as const }),
      ...(stuck.has(node.id) ? { deadEnd: true as const } : {}),
    })),
    edges,
  }
}

function nodeOf(machine: Machine, place: Place, asks: readonly Asked[]): GraphNode {
  const level = (index: number | undefined): string | undefined => (index === undefined ? undefined : machine.line.levels[index])
  const [requires, grants] = [level(place.requires), level(place.grants)]
  return {
    id: place.name,
    kind: place.part ? 'part' : place.kind,
    file: place.at[0],
    at: place.at,
    point: place.entry,
    ...(requires === undefined ? {} : { requires }),
    ...(grants === undefined ? {} : { grants }),
    asks,
  }
}

/** In the order of the source. */
function askedByPlace(machine: Machine): ReadonlyMap<number, readonly Asked[]> {
  const found = new Map<number, Asked[]>()
  for (const listener of machine.listeners.toSorted((a, b) => bySpan(a.at, b.at))) {
    if (listener.kind !== 'collect') continue
    const { name, class: own } = machine.registers[listener.register]!
    const hidden = listener.secret ? 'secret' : (own ?? listener.type.class)
    const asked = { name: name.slice(name.lastIndexOf('.') + 1), type: nameOfType(listener.type), ...(hidden ? { class: hidden } : {}) }
    const known = found.get(listener.place)
    if (known) known.push(asked)
    else found.set(listener.place, [asked])
  }
  return found
}

/** `digits 6`, `money CNY`, `date` */
export function nameOfType(type: Type): string {
  switch (type.kind) {
    case 'digits':
      if (type.max === undefined) return 'digits'
      return `digits ${type.min === undefined || type.min === type.max ? '' : `${type.min}..`}${type.max}`
    case 'money':
      return `money ${type.currency}`
    case 'choice':
    case 'record':
      return type.name ?? type.kind
    case 'list':
      return `list of ${type.of.kind === 'list' ? 'lists' : nameOfType(type.of)}`
    case 'optional':
      return type.of.kind === 'optional' || type.of.kind === 'list' ? `${type.of.kind} or nothing` : `${nameOfType(type.of)} or nothing`
    default:
      return type.kind
  }
}

// ------------------------------------------------------------------------------------------------ edges

/** By the `otherwise` of several listeners. */
const UNANSWERED: Cause = { kind: 'otherwise', on: 'any' }

function placeEdges(machine: Machine, place: Place, outline: Outline, readers: ReadonlySet<PointId>): readonly GraphEdge[] {
  const found: GraphEdge[] = []
  for (const id of outline.points) {
    const point = machine.points[id]!
    const causes = outline.causesOf(id).filter(cause => cause.kind !== 'loop')
    const left = leaves(machine, id)
    if (left) {
      // What the line says of every place alike is told by the line itself; here it is only that it holds.
      if (point.place < 0) {
        found.push({
          from: place.name,
          ...left,
          causes: causes.length > 0 ? causes : [UNANSWERED],
          inherited: true,
          at: point.at,
          point: id,
        })
      } else {
        for (const each of outline.waysTo(id)) {
          const all = each.filter(cause => cause.kind !== 'loop')
          found.push({ from: place.name, ...left, causes: all, at: point.at, point: id })
        }
      }
    }
    for (const { to, cause } of outline.ways(id)) {
      if (!readers.has(to) || point.op === 'do' || point.op === 'mistake') continue
      if (point.op === 'listen' && cause?.kind !== 'key') continue
      const all = cause === null ? causes : [...causes, cause]
      // After what is said to a silence the same is read again: that is no way to anywhere.
      if (!all.some(one => one.kind === 'key' || one.kind === 'outcome' || one.kind === 'none')) continue
      if (all.some(one => one.kind === 'silence' || one.kind === 'mistake' || one.kind === 'too short')) continue
      found.push({ from: place.name, to: place.name, way: 'again', causes: all, at: point.at, point: id })
    }
  }
  return found.sort((a, b) => Number(a.inherited ?? false) - Number(b.inherited ?? false) || bySpan(a.at, b.at))
}

/** Where a point that leaves its place leads. */
function leaves(machine: Machine, id: PointId): { readonly to: string; readonly way: GoingWay } | null {
  const point = machine.points[id]!
  switch (point.op) {
    case 'go':
      return { to: placeAt(machine, point.to)!.name, way: 'go' }
    case 'do':
      return { to: placeAt(machine, point.to)!.name, way: comesBack(machine, point) ? 'do' : 'go' }
    case 'back':
      return { to: BACK, way: 'back' }
    case 'hangup':
    case 'transfer':
      return { to: END, way: 'end' }
    default:
      return null
  }
}

function lineEdges(machine: Machine): readonly GraphEdge[] {
  const { line } = machine
  const found: GraphEdge[] = []
  const from = (to: PointId, cause: Cause, at?: SourceSpan): void => {
    if (to === AGAIN) return
    const outline = outlineFrom(machine, to)
    for (const id of outline.points) {
      const left = leaves(machine, id)
      if (left) found.push({ from: LINE, ...left, causes: [cause, ...outline.causesOf(id)], at: at ?? machine.points[id]!.at, point: id })
    }
  }
  for (const { number, to, at } of line.numbers) from(to, { kind: 'dial', number }, at)
  for (const { keys, to, tell, at } of line.shortcuts) {
    const words = wordsOfLabel(machine, tell)
    from(to, { kind: 'shortcut', keys, ...(words === undefined ? {} : { words }) }, at)
  }
  from(line.otherwise, { kind: 'line otherwise' })
  if (line.onFault !== undefined) from(line.onFault, { kind: 'fault' })
  if (line.limit) from(line.limit.to, { kind: 'limit', ms: line.limit.ms })
  if (line.afterHangup !== undefined) from(line.afterHangup, { kind: 'hang-up' })
  return found
}

// ------------------------------------------------------------------------------------------------ what is wrong with it

/** The ids that ways lead to. */
function reachedFrom(start: string, edges: readonly GraphEdge[]): ReadonlySet<string> {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) {
    const known = next.get(from)
    if (known) known.push(to)
    else next.set(from, [to])
  }
  const reached = new Set([start])
  // A set that grows while it is walked: each is come to once.
  for (const id of reached) for (const to of next.get(id) ?? []) reached.add(to)
  return reached
}

/** Whoever comes here never gets away: no way leads out, the line's own among them, and nobody comes back from it. */
function isStuck(machine: Machine, outline: Outline, edges: readonly GraphEdge[]): boolean {
  if (edges.some(edge => edge.way !== 'again' && edge.way !== 'do')) return false
  const returns = outline.points.some(id => ['return', 'end'].includes(machine.points[id]!.op))
  if (returns) return false
  const listens = outline.points.some(id => machine.points[id]!.op === 'listen')
  return !(listens && machine.line.shortcuts.some(({ to }) => to !== AGAIN))
}
