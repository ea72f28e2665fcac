// One menu or flow on its page.
import type { Place } from '../../../../machine/format.ts'
import { createLineIndex } from '../../../text/line-index.ts'
import { chooseNodes } from '../graph/choice.ts'
import { edgeLabel } from '../graph/labels.ts'
import { outlineFrom } from '../graph/outline.ts'
import { pictureOf } from '../graph/picture.ts'
import { LINE } from '../graph/types.ts'
import { placeLink, type BookContext } from './context.ts'
import { BREAK, joined, type DocBlock, type Inline } from './document.ts'
import { stepsOf } from './steps.ts'

/** So many are named; of more there is a number. */
const MOST_NAMED = 8

export function placeSection(context: BookContext, index: number): readonly DocBlock[] {
  const { machine, words, graph, anchors } = context
  const place = machine.places[index]!
  const node = graph.nodes.find(one => one.id === place.name)!
  const outline = outlineFrom(machine, place.entry)
  const doc = docOf(context, place)
  const warnings = [...(node.unreachable ? [words.nobody] : []), ...(node.deadEnd ? [words.stuck] : [])]
  return [
    {
      kind: 'heading',
      level: 3,
      anchor: anchors.get(place.name)!,
      text: [place.name, ' ', { kind: 'faint', text: place.part ? words.part : words[place.kind] }],
    },
    ...(doc === null ? [] : [{ kind: 'paragraph', text: [doc] } as const]),
    ...warnings.map((text): DocBlock => ({ kind: 'paragraph', text: [{ kind: 'strong', text }], note: true })),
    { kind: 'facts', rows: factsOf(context, index) },
    { kind: 'list', items: stepsOf(context, outline.items) },
    {
      kind: 'picture',
      name: anchors.get(place.name)!,
      picture: pictureOf(graph, {
        ...context.label,
        shown: nearby(context, place.name),
        focus: place.name,
        onlyFocus: true,
        ...(context.input.scriptsAt ? { covered: point => context.input.scriptsAt!(point).length > 0 } : {}),
      }),
    },
  ]
}

/** More boxes around one place than this are no picture any more. */
const MOST_AROUND = 14

function nearby({ graph }: BookContext, name: string): ReadonlySet<string> {
  const after = chooseNodes(graph, { from: [name], depth: 1 })
  const before = chooseNodes(graph, { from: [name], depth: 0, before: 1 })
  const both = [...new Set([name, ...before, ...after])]
  // Whoever leads here is listed above the picture, too.
  return new Set(both.length > MOST_AROUND ? [name, ...[...after].filter(id => id !== name).slice(0, MOST_AROUND - 1)] : both)
}

function factsOf(context: BookContext, index: number): readonly (readonly [string, readonly Inline[]])[] {
  const { machine, words, graph, input } = context
  const place = machine.places[index]!
  const node = graph.nodes.find(one => one.id === place.name)!
  const rows: (readonly [string, readonly Inline[]])[] = []
  const levels = [
    ...(node.requires === undefined ? [] : [`${words.requires} ${node.requires}`]),
    ...(node.grants === undefined ? [] : [`${words.grants} ${node.grants}`]),
  ]
  if (levels.length > 0) rows.push([words.level, [levels.join(', ')]])
  const hidden = node.asks.filter(one => one.class !== undefined)
  if (hidden.length > 0) rows.push([words.asks, [hidden.map(one => `${one.name} (${words[one.class!]})`).join(', ')]])
  const ways = input.waysTo?.(index) ?? []
  if (ways.length > 0)
    rows.push([
      words.reach,
      joined(
        ways.map(way => [way]),
        BREAK,
      ),
    ])
  const from = comesFrom(context, place.name)
  if (from.length > 0) rows.push([words.from, from])
  if (input.scriptsAt) rows.push([words.scripts, scriptsOf(context, place)])
  rows.push([words.source, [{ kind: 'faint', text: sourceOf(context, place) }]])
  return rows
}

function comesFrom(context: BookContext, name: string): readonly Inline[] {
  const { graph, words, label } = context
  const by = new Map<string, string[]>()
  for (const edge of graph.edges) {
    if (edge.to !== name || edge.inherited || edge.from === name) continue
    const how = edgeLabel(edge, label)
    by.set(edge.from, [...(by.get(edge.from) ?? []), ...(how === '' ? [] : [how])])
  }
  const all = [...by]
  const parts = all
    .slice(0, MOST_NAMED)
    .map(([from, how]): readonly Inline[] => [
      from === LINE ? words.line : placeLink(context, from),
      ...(how.length === 0 ? [] : [{ kind: 'faint', text: ` (${[...new Set(how)].slice(0, 3).join(', ')})` } as const]),
    ])
  const more = all.length - parts.length
  return [...joined(parts, ', '), ...(more > 0 ? [` +${more} ${words.more}`] : [])]
}

function scriptsOf({ input, words }: BookContext, place: Place): readonly Inline[] {
  const scripts = input.scriptsAt!(place.entry)
  if (scripts.length === 0) return [{ kind: 'strong', text: words.noScript }]
  const named = scripts
    .slice(0, 3)
    .map(({ name, file, line }): readonly Inline[] => [`“${name}” `, { kind: 'faint', text: `${file}:${line}` }])
  const more = scripts.length - named.length
  return [...joined(named, BREAK), ...(more > 0 ? [BREAK, { kind: 'faint', text: `+${more} ${words.more}` } as const] : [])]
}

function sourceOf({ machine, input }: BookContext, { at }: Place): string {
  const text = input.source(at[0])
  const file = machine.files[at[0]] ?? ''
  return text === undefined ? file : `${file}:${createLineIndex(text).position(at[1]).line + 1}`
}

/** The `///` lines before a declaration. */
function docOf({ input }: BookContext, { at }: Place): string | null {
  const before = input.source(at[0])?.slice(0, at[1]) ?? ''
  const lines = before.split(/\r\n|\r|\n/)
  // The declaration stands on a line of its own.
  if (lines.pop()?.trim() !== '') return null
  const found: string[] = []
  for (let line = lines.pop()?.trim(); line?.startsWith('///') === true; line = lines.pop()?.trim()) found.unshift(line.slice(3).trim())
  return found.length === 0 ? null : found.join(' ')
}
