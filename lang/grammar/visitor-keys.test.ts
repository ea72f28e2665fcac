import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { children, parse, walk, type Node } from './index.ts'

const folder = new URL('fixtures/', import.meta.url)
const sources = readdirSync(folder).map(name => readFileSync(new URL(name, folder), 'utf8'))

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'kind' in value && 'start' in value

/** Every node under `root`, found by looking into every field of everything. */
function allNodes(root: Node): Set<Node> {
  const found = new Set<Node>()
  const work: unknown[] = [root]
  while (work.length > 0) {
    const value = work.pop()
    if (typeof value !== 'object' || value === null) continue
    if (isNode(value)) found.add(value)
    for (const [key, inner] of Object.entries(value)) if (key !== 'comments') work.push(inner)
  }
  return found
}

it('reaches every node of every tree, broken ones too', () => {
  for (const source of sources) {
    const { tree } = parse(source, 'x.ivr')
    const walked = new Set<Node>()
    walk(tree, node => void walked.add(node))
    expect(walked).toEqual(allNodes(tree))
  }
})

it('finds children inside their parents', () => {
  for (const source of sources) {
    walk(parse(source, 'x.ivr').tree, node => {
      for (const child of children(node)) {
        const inside = child.start >= node.start && child.end <= node.end && child.start <= child.end
        expect(inside, `${child.kind} ${child.start}..${child.end} in ${node.kind} ${node.start}..${node.end}`).toBe(true)
      }
    })
  }
})

it('visits parents first and children in order, and leaves out what it is told to', () => {
  const { tree } = parse('menu a { say "x" } flow b { -> a }', 'x.ivr')
  const kinds: string[] = []
  walk(tree, node => {
    kinds.push(node.kind)
    return node.kind !== 'MenuDeclaration'
  })
  expect(kinds).toEqual(['SourceFile', 'MenuDeclaration', 'FlowDeclaration', 'Name', 'Block', 'GoStep', 'PlaceTarget', 'Name'])
})

it('has keys for every kind and says which one it lacks', () => {
  expect(() => children({ kind: 'Unheard', start: 0, end: 0 })).toThrow('Unheard')
})
