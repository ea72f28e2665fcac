import fc from 'fast-check'
import { expect, it } from 'vitest'
import type * as ast from '../../grammar/ast.ts'
import { walk } from '../../grammar/index.ts'
import { checkProgram, createMemoryHost } from '../check.ts'
import type { Program, Symbol } from '../program.ts'
import { createCheckMemory } from './recheck.ts'
import { edited, programs, randomEdit, type Files } from './testing/edits.ts'

const full = process.env['CALLWRIGHT_FUZZ'] === 'full'

const placed = (symbol: Symbol | undefined): unknown =>
  symbol && 'node' in symbol ? { ...symbol, file: symbol.file.path, node: [symbol.node.kind, symbol.node.start, symbol.node.end] } : symbol

const span = (node: ast.Node | null | undefined): unknown => node && [node.kind, node.start, node.end]

/** All that a program knows of a node, without the objects that it knows it by. */
function known(program: Program, node: ast.Node): unknown {
  const meaning = program.meaningOf.get(node as never)
  const facts = program.factsOf.get(node as never)
  return [
    span(node),
    placed(program.symbolOf.get(node as never)),
    meaning?.kind === 'symbol' ? placed(meaning.symbol) : meaning,
    placed(program.localOf.get(node as never)),
    program.typeOf.get(node as never),
    program.typeOfNode.get(node as never),
    program.argumentsOf.get(node as never)?.map(span),
    facts && { ...facts, parameters: facts.parameters.map(placed) },
  ]
}

const nodesOf = (program: Program): ast.Node[] => {
  const found: ast.Node[] = []
  for (const { tree } of program.files) walk(tree, node => void found.push(node))
  return found
}

function expectSame(again: Program, whole: Program, looks: readonly number[]): void {
  expect(again.diagnostics).toEqual(whole.diagnostics)
  const mine = nodesOf(again)
  const theirs = nodesOf(whole)
  expect(mine.length).toBe(theirs.length)
  // A few at first, as an editor looks them up, then all.
  for (const look of looks) expect(known(again, mine[look % mine.length]!)).toEqual(known(whole, theirs[look % theirs.length]!))
  const all = (program: Program, nodes: readonly ast.Node[]): string => JSON.stringify(nodes.map(node => known(program, node)))
  if (all(again, mine) !== all(whole, theirs)) mine.forEach((node, at) => expect(known(again, node)).toEqual(known(whole, theirs[at]!)))
  expect([...again.localOf.values()].map(placed)).toEqual([...whole.localOf.values()].map(placed))
}

const bases = programs()
const base = fc.oneof({ weight: 2, arbitrary: fc.nat(2) }, fc.integer({ min: 3, max: bases.length - 1 }))

it('a check that remembers finds what one without a memory finds, after every edit', () => {
  let recalled = 0
  const property = fc.property(
    base,
    fc.array(randomEdit, { minLength: 1, maxLength: 6 }),
    fc.array(fc.nat(), { minLength: 2, maxLength: 2 }),
    (which, edits, looks) => {
      const memory = createCheckMemory()
      let files: Files = bases[which]!.files
      const before: Files[] = []
      checkProgram(createMemoryHost(files), 'main.ivr', undefined, memory)
      for (const edit of edits) {
        before.push(files)
        files = edited(files, edit, before)
        const again = checkProgram(createMemoryHost(files), 'main.ivr', undefined, memory)
        const whole = checkProgram(createMemoryHost(files), 'main.ivr')
        if (!(again.typeOf instanceof Map)) recalled++
        expectSame(again, whole, looks)
      }
    },
  )
  const numRuns = full ? 300 : 120
  fc.assert(property, { numRuns })
  // Bodies were left out in many of them.
  expect(recalled).toBeGreaterThan(numRuns / 3)
}, 3_600_000)

const head = 'line t { numbers { "1" -> start } languages en time zone UTC otherwise -> start }\n'
const cases: readonly (readonly [what: string, before: string, after: string])[] = [
  ['a flow that comes back now', 'flow start { -> other }\nflow other { -> hangup }\n', 'flow start { -> other }\nflow other { return }\n'],
  [
    'a flow that comes back no more',
    'flow start { do other  say "a"  -> hangup }\nflow other { return }\n',
    'flow start { do other  say "a"  -> hangup }\nflow other { -> hangup }\n',
  ],
  [
    'a prompt of which nothing is heard now, through another',
    'prompts { p(a: speech, b: speech) "{q(a, b)}" q(a: speech, b: speech) "{a}{b}" }\nflow start { confirm { say p("", "x") no -> hangup }  -> hangup }\n',
    'prompts { p(a: speech, b: speech) "{q(a, b)}" q(a: speech, b: speech) "{a}{a}" }\nflow start { confirm { say p("", "x") no -> hangup }  -> hangup }\n',
  ],
  [
    'another key in a prompt',
    'prompts { p en"Press 1." }\nmenu start { say p  press 1 -> hangup }\n',
    'prompts { p en"Press 2." }\nmenu start { say p  press 1 -> hangup }\n',
  ],
  [
    'a prompt that speaks something private now, through another',
    'remember name: private text = "x"\nremember age: text = "x"\nservice s { notice n(words: speech) }\nprompts { p "{q}." q "{age}." }\nflow start { notify s.n(p)  -> hangup }\n',
    'remember name: private text = "x"\nremember age: text = "x"\nservice s { notice n(words: speech) }\nprompts { p "{q}." q "{name}." }\nflow start { notify s.n(p)  -> hangup }\n',
  ],
  [
    'another argument on the way of a dialled number',
    'flow start { -> on("1") }\nflow on(n: text) { transfer n else -> hangup }\n',
    'flow start { let x = call.called  -> on(x) }\nflow on(n: text) { transfer n else -> hangup }\n',
  ],
  [
    'what a flow returns that is dialled',
    'flow start { let n = do pick()  transfer n else -> hangup }\nflow pick returns text { return "1" }\n',
    'flow start { let n = do pick()  transfer n else -> hangup }\nflow pick returns text { return call.called }\n',
  ],
]

it.each(cases)('walks a body again for %s in another', (_, before, after) => {
  const memory = createCheckMemory()
  const found = [before, after, before].map(text => {
    const host = createMemoryHost({ 'main.ivr': head + text })
    const again = checkProgram(host, 'main.ivr', undefined, memory)
    expectSame(again, checkProgram(host, 'main.ivr'), [])
    return again.diagnostics.map(({ slug }) => slug)
  })
  // The edit changes what is found, or the test would hold nothing.
  expect(found[1]).not.toEqual(found[0])
})
