// A graph as it is drawn: boxes with a row for each way on, lines from the rows, and what would only clutter as words in the box.
import type { GraphEdge, GraphNode, ProgramGraph } from './types.ts'
import type { PointId, SourceSpan } from '../../../../machine/format.ts'
import { BACK, END, LINE } from './types.ts'
import { edgeLabel, type LabelLanguage } from './labels.ts'
import { wordsIn } from './words.ts'

export interface PictureOptions extends LabelLanguage {
  /** Ids of the nodes to be drawn; all where not said. */
  readonly shown?: ReadonlySet<string>
  /** Whether a script goes through a point; where it is said, what none goes through is marked. */
  readonly covered?: (point: PointId) => boolean
  /** Drawn with a frame of its own. */
  readonly focus?: string
  /** Only what leads to it and from it. */
  readonly onlyFocus?: boolean
}

export interface Row {
  readonly kind: 'key' | 'other' | 'level' | 'asks' | 'note' | 'leads'
  readonly text: string
  /** The line that begins here, by its index. */
  readonly line?: number
  /** The ways that it tells of: where the first is written, and their points of the machine. */
  readonly at?: SourceSpan
  readonly points?: readonly PointId[]
  readonly uncovered?: true
}
export interface Box {
  readonly id: string
  /** Where it is written; null for the line. */
  readonly at: SourceSpan | null
  /** Where it begins in the machine; −1 for the line. */
  readonly point: PointId
  readonly title: string
  readonly kind: GraphNode['kind']
  readonly group: string | null
  readonly rows: readonly Row[]
  readonly marks: readonly ('secured' | 'private' | 'secret' | 'unreachable' | 'dead end' | 'uncovered' | 'focus')[]
  /** What a reader hears of it who does not see it. */
  readonly described: string
}
export interface Line {
  readonly from: string
  readonly to: string
  readonly kind: 'go' | 'do' | 'line'
  readonly uncovered?: true
}
export interface Picture {
  readonly title: string
  readonly ui: LabelLanguage['ui']
  readonly groups: readonly string[]
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
}

/** From so many boxes on lines to what half the program leads to would hide all others. */
const CROWD = 24
/** In so small a picture ways back are lines, too. */
const FEW = 8
/** A place that more places than this lead to is named in their boxes. */
const HUB = 5
const LONGEST = 42
const MOST_LABELS = 3

const isUncovered = (point: PointId, { covered }: PictureOptions): boolean => point >= 0 && covered !== undefined && !covered(point)

/** The same graph and options give the same picture. */
export function pictureOf(graph: ProgramGraph, options: PictureOptions): Picture {
  const { shown, ui, onlyFocus = false } = options
  const nodes = graph.nodes.filter(node => node.kind !== 'back' && node.kind !== 'end' && (shown === undefined || shown.has(node.id)))
  const drawn = new Set(nodes.map(node => node.id))
  const lines: Line[] = []
  const collapsed = createCollapse(graph, drawn, options)
  const boxes = nodes.map((node): Box => {
    const own = graph.edges.filter(edge => edge.from === node.id && !edge.inherited)
    const rows: Row[] = onlyFocus && options.focus !== node.id ? [] : [...factRows(node, ui)]
    const leads = new Map<string, GraphEdge[]>()
    const lined = new Map<string, GraphEdge[]>()
    const unlined = (edge: GraphEdge): boolean => !drawn.has(edge.to) || collapsed(edge)
    for (const edge of own) {
      // Keys have a row each, as callers have them; all other ways to one place share one.
      const key = edge.causes.at(-1)
      const byKey = key !== undefined && (key.kind === 'key' || key.kind === 'dial' || (key.kind === 'shortcut' && !unlined(edge)))
      const told = !unlined(edge) || node.kind === 'menu' || nodes.length <= CROWD
      if (byKey && told && edge.way !== 'again') lined.set(`${edge.point} ${JSON.stringify(key)}`, [edge])
      else {
        const list = unlined(edge) ? leads : lined
        const name = unlined(edge) ? edge.to : `${edge.way} ${edge.to}`
        list.set(name, [...(list.get(name) ?? []), edge])
      }
    }
    for (const edges of lined.values()) {
      const { from, to, way } = edges[0]!
      const mark = edges.every(edge => isUncovered(edge.point, options)) ? ({ uncovered: true } as const) : {}
      if (unlined(edges[0]!)) {
        if (!onlyFocus || options.focus === node.id)
          rows.push({
            kind: 'key',
            text: leadText(edgeLabel(edges[0]!, options), way, nameOf(to, ui === 'zh')),
            ...writtenAt(edges),
            ...mark,
          })
        continue
      }
      const line = lines.push({ from, to, kind: from === LINE ? 'line' : way === 'do' ? 'do' : 'go', ...mark }) - 1
      rows.push({ kind: rowKind(edges[0]!), text: rowText(edges, options), line, ...writtenAt(edges), ...mark })
    }
    if (!onlyFocus || options.focus === node.id) rows.push(...leadRows(leads, options, nodes.length > CROWD))
    return {
      id: node.id,
      at: node.at,
      point: node.point,
      title: node.id === LINE ? wordsIn(graph.title, options.spoken) || graph.name : node.id,
      kind: node.kind,
      group: node.file < 0 ? null : graph.files[node.file]!,
      rows,
      marks: marksOf(node, options),
      described: describe(graph, node, own, options),
    }
  })
  return {
    title: wordsIn(graph.title, options.spoken) || graph.name,
    ui,
    groups: graph.files.filter(file => boxes.some(box => box.group === file)),
    boxes,
    lines,
  }
}

// ------------------------------------------------------------------------------------------------ what is not drawn as a line

function createCollapse(
  graph: ProgramGraph,
  drawn: ReadonlySet<string>,
  { focus, onlyFocus }: PictureOptions,
): (edge: GraphEdge) => boolean {
  const own = graph.edges.filter(edge => !edge.inherited && drawn.has(edge.from) && drawn.has(edge.to))
  const crowded = drawn.size > CROWD
  const into = new Map<string, Set<string>>()
  for (const { from, to } of own) into.set(to, (into.get(to) ?? new Set()).add(from))
  const { depth, parent } = breadthFirst(own, drawn)
  return edge => {
    if (edge.to === BACK || edge.to === END || edge.way === 'again' || edge.from === edge.to) return true
    if (edge.from === LINE) return edge.causes[0]?.kind !== 'dial'
    if (onlyFocus) return edge.from !== focus && edge.to !== focus
    if (drawn.size <= FEW && focus === undefined) return false
    // Each place keeps the line by which it is first come to, so that nothing hangs in the air.
    if (parent.get(edge.to) === edge.from) return false
    return (crowded && into.get(edge.to)!.size > HUB) || (depth.get(edge.to) ?? 0) <= (depth.get(edge.from) ?? 0)
  }
}

function breadthFirst(
  edges: readonly GraphEdge[],
  drawn: ReadonlySet<string>,
): { readonly depth: ReadonlyMap<string, number>; readonly parent: ReadonlyMap<string, string> } {
  const next = new Map<string, string[]>()
  const entered = new Set<string>()
  for (const { from, to, way, causes } of edges) {
    if (from === LINE && causes[0]?.kind !== 'dial') continue
    next.set(from, [...(next.get(from) ?? []), to])
    if (way !== 'again' && from !== to) entered.add(to)
  }
  const depth = new Map<string, number>()
  const parent = new Map<string, string>()
  // From the line, from what nothing leads to, and then from whatever is left (places that only lead round to each other).
  const starts = [LINE, ...[...drawn].filter(id => !entered.has(id)), ...drawn]
  for (const start of starts) {
    if (!drawn.has(start) || depth.has(start)) continue
    depth.set(start, 0)
    const queue = [start]
    for (const id of queue) {
      for (const to of next.get(id) ?? []) {
        if (depth.has(to) || !drawn.has(to)) continue
        depth.set(to, depth.get(id)! + 1)
        parent.set(to, id)
        queue.push(to)
      }
    }
  }
  return { depth, parent }
}

/** What is left of lines: `→ main: none, 2 no`, in a crowd the names alone. */
function leadRows(leads: ReadonlyMap<string, readonly GraphEdge[]>, options: PictureOptions, crowded: boolean): Row[] {
  const zh = options.ui === 'zh'
  const rows: Row[] = []
  const go: string[] = []
  const run: string[] = []
  const short: string[] = []
  for (const [to, edges] of leads) {
    const { way } = edges[0]!
    const labels = [...new Set(edges.map(edge => edgeLabel(edge, options)).filter(label => label !== ''))]
    const uncovered = edges.every(edge => isUncovered(edge.point, options))
    if (edges[0]!.from === LINE && labels.length > 0) {
      rows.push({
        kind: 'leads',
        text: leadText(labels.join(', '), way, nameOf(to, zh)),
        ...writtenAt(edges),
        ...(uncovered ? { uncovered: true } : {}),
      })
      continue
    }
    if (way === 'again') {
      short.push(zh ? '↻ 重听' : '↻ again')
      continue
    }
    if (!crowded && labels.length > 0) {
      rows.push({
        kind: 'leads',
        text: leadText(shortLabels(labels), way, nameOf(to, zh)),
        ...writtenAt(edges),
        ...(uncovered ? { uncovered: true } : {}),
      })
    } else if (way === 'do') run.push(to)
    else if (to === BACK) short.push(`↩ ${nameOf(to, zh)}`)
    else if (to === END) short.push(`■ ${nameOf(to, zh)}`)
    else go.push(to)
  }
  const list = (names: readonly string[], before: string): void => {
    for (const text of wrapped(names)) rows.push({ kind: 'leads', text: `${before} ${text}` })
  }
  list(run, '⇄')
  list(go, '→')
  list(short, '')
  return rows.map(row => ({ ...row, text: row.text.trim() }))
}

/** Where it leads stays whole. */
function leadText(label: string, way: GraphEdge['way'], to: string): string {
  return `${clip(label, Math.max(12, LONGEST - 3 - clip(to).length))} ${arrow(way)} ${clip(to)}`
}

const arrow = (way: GraphEdge['way']): string => (way === 'do' ? '⇄' : '→')

function wrapped(names: readonly string[]): string[] {
  const found: string[] = []
  for (const name of names) {
    const last = found.at(-1)
    if (last !== undefined && last.length + name.length < LONGEST - 4) found[found.length - 1] = `${last}, ${name}`
    else found.push(name)
  }
  return found.map(text => clip(text))
}

const nameOf = (id: string, zh: boolean): string =>
  id === BACK ? (zh ? '上一菜单' : 'back') : id === END ? (zh ? '结束' : 'end of call') : id

// ------------------------------------------------------------------------------------------------ rows

function factRows({ requires, grants, asks, unreachable, deadEnd }: GraphNode, ui: LabelLanguage['ui']): Row[] {
  const zh = ui === 'zh'
  const levels = [
    requires === undefined ? '' : `${zh ? '要求' : 'requires'} ${requires}`,
    grants === undefined ? '' : `${zh ? '授予' : 'grants'} ${grants}`,
  ].filter(text => text !== '')
  const classes = zh ? { private: '（私密）', secret: '（机密）' } : { private: ' (private)', secret: ' (secret)' }
  const hidden = asks.filter(one => one.class !== undefined)
  const notes = [
    ...(unreachable ? [zh ? '没有通话能到达' : 'no call comes here'] : []),
    ...(deadEnd ? [zh ? '没有出路' : 'no way leads on'] : []),
  ]
  return [
    ...notes.map((text): Row => ({ kind: 'note', text })),
    ...levels.map((text): Row => ({ kind: 'level', text })),
    ...hidden.map((one): Row => ({ kind: 'asks', text: clip(`${zh ? '询问' : 'asks'} ${one.name}${classes[one.class!]}`) })),
  ]
}

const writtenAt = (edges: readonly GraphEdge[]): Pick<Required<Row>, 'at' | 'points'> => ({
  at: edges[0]!.at,
  points: edges.map(edge => edge.point),
})

const rowKind = ({ causes }: GraphEdge): Row['kind'] =>
  causes.some(cause => cause.kind === 'key' || cause.kind === 'dial' || cause.kind === 'shortcut') ? 'key' : 'other'

function rowText(edges: readonly GraphEdge[], language: LabelLanguage): string {
  const labels = [...new Set(edges.map(edge => edgeLabel(edge, language)).filter(label => label !== ''))]
  if (labels.length > 0) return clip(shortLabels(labels))
  return edges[0]!.way === 'do' ? (language.ui === 'zh' ? '执行' : 'runs') : language.ui === 'zh' ? '然后' : 'then'
}

function shortLabels(labels: readonly string[]): string {
  const more = labels.length - MOST_LABELS
  // “bank.log_in locked, failed”: who is asked is said once.
  const shown = labels.slice(0, MOST_LABELS).map((label, index) => {
    const asked = /^\S+\.\S+ /.exec(label)?.[0]
    return index > 0 && asked !== undefined && labels[index - 1]!.startsWith(asked) ? label.slice(asked.length) : label
  })
  return `${shown.join(', ')}${more > 0 ? ` +${more}` : ''}`
}

/** By what it takes of a row: a Chinese character is as wide as two letters. */
export function clip(text: string, longest = LONGEST): string {
  let width = 0
  let kept = ''
  for (const character of text) {
    width += character.codePointAt(0)! > 0x2e7f ? 2 : 1
    if (width > longest) return `${kept.trimEnd()}…`
    kept += character
  }
  return text
}

function marksOf({ id, point, requires, asks, unreachable, deadEnd }: GraphNode, options: PictureOptions): Box['marks'] {
  return [
    ...(requires === undefined ? [] : (['secured'] as const)),
    ...(asks.some(one => one.class === 'secret')
      ? (['secret'] as const)
      : asks.some(one => one.class === 'private')
        ? (['private'] as const)
        : []),
    ...(unreachable ? (['unreachable'] as const) : []),
    ...(deadEnd ? (['dead end'] as const) : []),
    ...(isUncovered(point, options) ? (['uncovered'] as const) : []),
    ...(options.focus === id ? (['focus'] as const) : []),
  ]
}

function describe(graph: ProgramGraph, node: GraphNode, edges: readonly GraphEdge[], language: LabelLanguage): string {
  const zh = language.ui === 'zh'
  const ways = edges.map(edge => {
    const label = edgeLabel(edge, language)
    return `${label === '' ? '' : `${label} `}${arrow(edge.way)} ${nameOf(edge.to, zh)}`
  })
  const file = node.file < 0 ? '' : ` (${graph.files[node.file]!})`
  return `${node.id === LINE ? graph.name : node.id}${file}${ways.length === 0 ? '' : `: ${ways.join('; ')}`}`
}
