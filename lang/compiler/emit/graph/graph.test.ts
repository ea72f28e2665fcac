import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Machine } from '../../../../machine/format.ts'
import { lineWith, machineOf } from '../../lower/testing/compiled.ts'
import { hostile, isMarkupOf } from '../testing/hostile.ts'
import { chooseNodes, graphJson, pictureOf, programGraph, renderDot, renderMermaid, renderSvg } from './index.ts'
import { edgeLabel } from './labels.ts'
import { LINE, type ProgramGraph } from './types.ts'

const EN = { ui: 'en', spoken: 'en-US' } as const
const corner = machineOf(readFileSync(new URL('../fixtures/corner-bank.ivr', import.meta.url), 'utf8'))

/** A graph as sentences. */
function told(graph: ProgramGraph): string {
  return graph.nodes
    .map(node => {
      const facts = [
        node.requires && `requires ${node.requires}`,
        node.grants && `grants ${node.grants}`,
        ...node.asks.map(asked => `asks ${asked.name} (${asked.class ?? 'plain'} ${asked.type})`),
        node.unreachable && 'unreachable',
        node.deadEnd && 'dead end',
      ].filter(Boolean)
      const ways = graph.edges
        .filter(edge => edge.from === node.id)
        .map(edge => `  ${edgeLabel(edge, EN) || 'then'}: ${edge.way} ${edge.to}${edge.inherited ? ' (the line’s)' : ''}\n`)
      return `${node.kind} ${node.id}${facts.length > 0 ? `: ${facts.join(', ')}` : ''}\n${ways.join('')}`
    })
    .join('')
}

it('tells every place and every way of a small program', async () => {
  await expect(told(programGraph(corner))).toMatchFileSnapshot('../fixtures/corner-bank.graph.txt')
})

it('draws it as Mermaid and DOT as the golden files have it', async () => {
  const picture = pictureOf(programGraph(corner), EN)
  await expect(renderMermaid(picture)).toMatchFileSnapshot('../fixtures/corner-bank.mmd')
  await expect(renderDot(picture)).toMatchFileSnapshot('../fixtures/corner-bank.dot')
})

it('draws each place once, in the frame of its file, and a line from the row of each key', async () => {
  const svg = renderSvg(pictureOf(programGraph(corner), EN))
  for (const { name } of corner.places) expect(svg.split(`class="name" x="12" y="19">${name}<`)).toHaveLength(2)
  expect(svg).toContain('>main.ivr</text>')
  for (const row of ['95599', '1 your balance', 'grants verified', 'asks passcode (secret)', '0 an agent, otherwise → agent'])
    expect(svg).toContain(`>${row}</text>`)
  expect(svg).toMatch(/<title id="cw-title">Corner Bank: 5 places<\/title>/)
  expect(svg).not.toMatch(/<script|href=|url\((?!#)/)
})

it('gives the same bytes each time, in any order of drawing', async () => {
  const draw = async (): Promise<string> => renderSvg(pictureOf(programGraph(corner), EN))
  const [one, two] = await Promise.all([draw(), draw()])
  expect(two).toBe(one)
  expect(await draw()).toBe(one)
})

it('marks what no call comes to, and what no way leads on from', async () => {
  const machine = machineOf(
    `line test {
      numbers { "1" -> start }
      languages en
      time zone Etc/UTC
      otherwise -> pit
    }
    menu start { press 1 for "the pit" -> pit }
    menu pit { press 1 for "that again" -> again  otherwise -> again }
    flow lost { say "Nobody hears this." -> start }`,
  )
  const graph = programGraph(machine)
  const marks = Object.fromEntries(graph.nodes.map(({ id, unreachable, deadEnd }) => [id, [unreachable, deadEnd]]))
  expect(marks['start']).toEqual([undefined, undefined])
  expect(marks['pit']).toEqual([undefined, true])
  expect(marks['lost']).toEqual([true, undefined])
  const svg = renderSvg(pictureOf(graph, EN))
  expect(svg).toContain('>no call comes here</text>')
  expect(svg).toContain('>no way leads on</text>')
  expect(svg).toMatch(/<g class="flow off"/)
  expect(renderDot(pictureOf(graph, EN))).toMatch(/label="lost.*dashed/)
})

it('a level that a shortcut leads away from is no dead end', () => {
  const machine = machineOf(
    lineWith(
      'menu start { press 1 for "that again" -> again  otherwise -> again }\nflow away { -> hangup }',
      'shortcuts { press 0 unannounced -> away }',
    ),
  )
  expect(programGraph(machine).nodes.filter(node => node.deadEnd)).toEqual([])
})

it('tells what each of several outcomes leads to, those that are written together as one', () => {
  const machine = machineOf(
    lineWith(
      `service bank { query ask() within 2s { yes no maybe } }
       flow start { query bank.ask() { yes -> good  no, maybe -> bad  failed { say "Sorry." -> bad } } }
       flow good { -> hangup }
       flow bad { -> hangup }`,
    ),
  )
  const ways = programGraph(machine).edges.filter(edge => edge.from === 'start')
  expect(ways.map(edge => `${edgeLabel(edge, EN)} → ${edge.to}`)).toEqual([
    'bank.ask yes → good',
    'bank.ask no, maybe → bad',
    'bank.ask failed → bad',
  ])
})

it('names the key and the condition behind it, and neither for what follows a menu', () => {
  const machine = machineOf(
    lineWith(
      `settings { open: boolean = true }
       flow start {
         menu {
           press 1 for "one" { if settings.open { -> there } }
           press 2 for "two" { say "Two." }
         }
         -> after
       }
       flow there { -> hangup }
       flow after { -> hangup }`,
    ),
  )
  const ways = programGraph(machine).edges.filter(edge => edge.from === 'start' && !edge.inherited)
  expect(ways.map(edge => `${edgeLabel(edge, { ui: 'en', spoken: 'en' })} → ${edge.to}`)).toEqual([
    '1 one · if settings.open → there',
    ' → after',
  ])
})

it('a part of a graph: so many ways from a place, or the places of a file', () => {
  const graph = programGraph(corner)
  expect([...chooseNodes(graph, { from: ['welcome'], depth: 1 })].toSorted()).toEqual(['agent', 'balance', 'goodbye', 'welcome'])
  expect([...chooseNodes(graph, { from: ['balance'], depth: 0, before: 1 })].toSorted()).toEqual(['balance', 'welcome'])
  expect(chooseNodes(graph, { files: [0] }).has(LINE)).toBe(true)
  expect(chooseNodes(graph, { files: [7] }).size).toBe(0)
})

it('marks what no script goes through', async () => {
  const graph = programGraph(corner)
  const balance = graph.nodes.find(node => node.id === 'balance')!.point
  const svg = renderSvg(pictureOf(graph, { ...EN, covered: point => point !== balance }))
  expect(svg.match(/<g class="[a-z]+ gap"/g)).toEqual(['<g class="part gap"'])
})

it('every text of a hostile program stays text', async () => {
  const bad = hostile(corner)
  const graph = programGraph(bad)
  const picture = pictureOf(graph, EN)
  const svg = renderSvg(picture)
  expect(isMarkupOf(svg, ['svg', 'title', 'desc', 'style', 'defs', 'marker', 'path', 'rect', 'text', 'g', 'circle'])).toBe(null)
  expect(svg).toContain('&lt;script&gt;')
  for (const [text, pattern] of [
    [renderDot(picture), DOT_LINE],
    [renderMermaid(picture), MERMAID_LINE],
  ] as const) {
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(pattern)
  }
})

/** Quoted strings as DOT has them, and nothing but our own words around them. */
const DOT_LINE =
  /^(?:\s*(?:digraph|subgraph|label|color|fontname|fontsize|shape|node|edge|style|fillcolor|peripheries|rankdir|nodesep|ranksep|cluster_\d+|n\d+|LR|box|dashed|[\d.]+|->|[[\]{};,=]|"(?:[^"\\]|\\.)*")\s*)+$/
const MERMAID_LINE =
  /^(?:flowchart LR|\s*(?:n\d+(?:\(\[|\[\[|\[|\()"[^"]*"(?:\]\)|\]\]|\]|\)):::[a-z]+|subgraph g\d+\["[^"]*"\]|end|n\d+ (?:-->|-\.->)\|"[^"]*"\| n\d+|classDef [a-z]+ [\w:,#\- ]+))$/

it('as JSON has names of files, labels and spans, and only what is chosen', () => {
  const graph = programGraph(corner)
  const json = graphJson(graph, { ...EN, shown: new Set(['welcome', 'balance']) }) as {
    nodes: { id: string; file: string }[]
    edges: unknown[]
  }
  expect(json.nodes.map(({ id, file }) => [id, file])).toEqual([
    ['welcome', 'main.ivr'],
    ['balance', 'main.ivr'],
  ])
  expect(json.edges).toEqual([
    {
      from: 'welcome',
      to: 'balance',
      way: 'do',
      causes: [{ kind: 'key', keys: '1', words: { 'zh-CN': '余额', 'en-US': 'your balance' } }],
      label: '1 your balance',
      at: { file: 'main.ivr', start: expect.any(Number) as number, end: expect.any(Number) as number },
    },
  ])
})

it('follows places that only lead round to each other, and a program of one place', async () => {
  const machine: Machine = machineOf(lineWith('flow start { -> hangup }'))
  const picture = pictureOf(programGraph(machine), EN)
  expect(picture.boxes.map(box => box.id)).toEqual([LINE, 'start'])
  expect(renderSvg(picture)).toContain('1 place<')
})
