// Outlines, foldings and selections as the protocol has them.
import {
  FoldingRangeKind,
  SymbolKind as Kind,
  type DocumentSymbol,
  type FoldingRange as ToldFolding,
  type SelectionRange,
  type SymbolInformation,
} from 'vscode-languageserver'
import type { FoldingRange, OutlineItem, SymbolKind } from '../service/index.ts'
import type { LineIndex } from '../text/line-index.ts'
import type { Span } from '../text/span.ts'
import { rangeIn } from './positions.ts'

export const symbolKinds: Readonly<Record<SymbolKind, Kind>> = {
  line: Kind.Module,
  menu: Kind.Class,
  flow: Kind.Function,
  prompt: Kind.String,
  type: Kind.Struct,
  service: Kind.Namespace,
  operation: Kind.Method,
  outcome: Kind.Event,
  hours: Kind.Object,
  queue: Kind.Interface,
  setting: Kind.Property,
  remember: Kind.Variable,
  local: Kind.Variable,
  level: Kind.Enum,
  choice: Kind.EnumMember,
  field: Kind.Field,
  parameter: Kind.Variable,
  script: Kind.Function,
  setup: Kind.Constructor,
}

/** Deeper items of an outline are left out. */
const DEEPEST = 20

export function toldOutline(items: readonly OutlineItem[], index: LineIndex, depth = 0): DocumentSymbol[] {
  return items.map(({ kind, label, detail, name, children, start, end }) => ({
    name: label === '' ? '…' : label,
    kind: symbolKinds[kind],
    range: rangeIn(index, { start, end }),
    // The protocol wants it inside.
    selectionRange: rangeIn(index, { start: clamp(name.start, start, end), end: clamp(name.end, start, end) }),
    ...(detail === undefined ? {} : { detail }),
    ...(children.length > 0 && depth < DEEPEST ? { children: toldOutline(children, index, depth + 1) } : {}),
  }))
}
const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most))

/** For clients that know of no tree. */
export function flatOutline(items: readonly OutlineItem[], index: LineIndex, uri: string): SymbolInformation[] {
  const found: SymbolInformation[] = []
  const work = items.map(item => ({ item, inside: undefined as string | undefined })).reverse()
  for (let one = work.pop(); one; one = work.pop()) {
    const { item, inside } = one
    const { label, kind, start, end } = item
    found.push({
      name: label === '' ? '…' : label,
      kind: symbolKinds[kind],
      location: { uri, range: rangeIn(index, { start, end }) },
      ...(inside === undefined ? {} : { containerName: inside }),
    })
    work.push(...item.children.map(child => ({ item: child, inside: label })).reverse())
  }
  return found
}

const foldingKinds: Readonly<Record<FoldingRange['kind'], string | undefined>> = {
  block: undefined,
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
}

/** Whole lines; the one with the closing brace stays to be seen. */
export function toldFoldings(found: readonly FoldingRange[], index: LineIndex): ToldFolding[] {
  const told = new Map<number, ToldFolding>()
  for (const { start, end, kind } of found) {
    const [from, to] = [index.position(start).line, index.position(end).line - (kind === 'block' ? 1 : 0)]
    if (to <= from || told.has(from)) continue
    const name = foldingKinds[kind]
    told.set(from, { startLine: from, endLine: to, ...(name === undefined ? {} : { kind: name }) })
  }
  return [...told.values()]
}

/** The innermost, with those around it; the protocol wants one for each position that was asked, so an empty one where there is none. */
export function toldSelection(spans: readonly Span[], index: LineIndex, at: number): SelectionRange {
  let outer: SelectionRange | undefined
  for (const span of spans.toReversed()) outer = { range: rangeIn(index, span), ...(outer ? { parent: outer } : {}) }
  return outer ?? { range: rangeIn(index, { start: at, end: at }) }
}
