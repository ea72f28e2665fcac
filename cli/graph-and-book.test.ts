// Every example drawn and told: nothing of the machine is left out, nothing leads nowhere, and the same program gives the same bytes.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { flowBook, renderHtml, renderMarkdown, type BookInput } from '../lang/compiler/emit/book/index.ts'
import { graphJson, pictureOf, programGraph, renderDot, renderMermaid, renderSvg } from '../lang/compiler/emit/graph/index.ts'
import { canonicalJson, readMachine } from '../machine/index.ts'
import { compileEntry } from './compilation.ts'
import { disk } from './io.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'examples')
const examples = readdirSync(folder).filter(name => existsSync(join(folder, name, 'main.ivr')))

async function compiled(example: string) {
  const { machine, program } = await compileEntry({ fs: disk, cwd: root }, join(folder, example, 'main.ivr'))
  const input: BookInput = { machine: machine!, language: 'en', source: file => program.files[file]?.text }
  return { machine: machine!, input }
}
const EN = { ui: 'en', spoken: 'en-US' } as const

it('there are examples', () => {
  expect(examples).toContain('harbour-95500')
})

it.each(examples)('%s: every place and key is in the graph, and every way leads somewhere', async example => {
  const { machine } = await compiled(example)
  const graph = programGraph(machine)
  const ids = new Set(graph.nodes.map(node => node.id))
  expect(machine.places.map(place => place.name).filter(name => !ids.has(name))).toEqual([])
  expect(graph.edges.filter(edge => !ids.has(edge.from) || !ids.has(edge.to))).toEqual([])
  expect(graph.nodes.filter(node => node.unreachable || node.deadEnd)).toEqual([])

  // Every `go` and `do` of a place is a way of the graph, and every way is one of the machine.
  const points = new Set(graph.edges.map(edge => edge.point))
  for (const [id, point] of machine.points.entries()) {
    if (point.op === 'go' || point.op === 'do' || point.op === 'back' || point.op === 'hangup') {
      // What the line does after a second fault has no place and no key.
      if (point.op === 'hangup' && point.place < 0) continue
      expect(points.has(id), `point ${id}: ${point.op}`).toBe(true)
    }
  }
  for (const listener of machine.listeners) {
    const place = machine.places[listener.place]!.name
    for (const option of listener.options) {
      const target = machine.points[option.to]!
      if (target.op !== 'go') continue
      const keys = graph.edges.filter(edge => edge.from === place && edge.point === option.to).flatMap(edge => edge.causes)
      expect(
        keys.some(cause => cause.kind === 'key' && cause.keys === option.keys),
        `${listener.name} ${option.keys}`,
      ).toBe(true)
    }
  }
})

it.each(examples)(
  '%s: is drawn with every place, none over another, and the same bytes from a machine that was read',
  async example => {
    const { machine } = await compiled(example)
    const read = readMachine(JSON.parse(canonicalJson(machine)))
    const graph = programGraph(machine)
    const picture = pictureOf(graph, EN)
    const again = pictureOf(programGraph(read.machine!), EN)
    const svg = renderSvg(picture)
    for (const { name } of machine.places) expect(svg).toContain(`>${name}</text>`)
    expect(renderSvg(again)).toBe(svg)
    expect(renderMermaid(again)).toBe(renderMermaid(picture))
    expect(renderDot(again)).toBe(renderDot(picture))
    expect(JSON.stringify(graphJson(programGraph(read.machine!), EN))).toBe(JSON.stringify(graphJson(graph, EN)))

    const boxes = [
      ...svg.matchAll(
        /<g class="[a-z ]+" transform="translate\(([\d.]+) ([\d.]+)\)"><title>[^<]*<\/title><rect class="box" width="([\d.]+)" height="([\d.]+)"/g,
      ),
    ].map(match => match.slice(1).map(Number))
    expect(boxes).toHaveLength(machine.places.length + 1)
    for (const [at, [x = 0, y = 0, width = 0, height = 0]] of boxes.entries()) {
      for (const [left = 0, top = 0, wide = 0, high = 0] of boxes.slice(at + 1)) {
        expect(x + width <= left || left + wide <= x || y + height <= top || top + high <= y).toBe(true)
      }
    }
  },
  60_000,
)

it.each(examples)(
  '%s: every place and text is in the book, and every link has its target',
  async example => {
    const { machine, input } = await compiled(example)
    const book = flowBook(input)
    const markdown = renderMarkdown(book)
    const read = readMachine(JSON.parse(canonicalJson(machine)))
    expect(renderMarkdown(flowBook({ ...input, machine: read.machine! }))).toBe(markdown)
    const html = renderHtml(book)
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(match => match[1]!))
    for (const { name } of machine.places) expect(ids.has(`place-${name}`), name).toBe(true)
    for (const [index, { slot }] of machine.prompts.entries()) if (slot !== undefined) expect(ids.has(`text-${index}`), slot).toBe(true)
    for (const { service, name } of machine.operations) expect(ids.has(`operation-${service}.${name}`)).toBe(true)
    const missing = [...html.matchAll(/href="#([^"]+)"/g)].map(match => decodeURIComponent(match[1]!)).filter(to => !ids.has(to))
    expect(missing).toEqual([])
    expect(html).not.toMatch(/<script|undefined|\[object/)
  },
  60_000,
)
