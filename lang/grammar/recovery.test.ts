import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from './index.ts'
import { createTokenizer } from './tokenizer.ts'
import { ivrTokens, LBrace, RBrace } from './tokens.ts'

const tokenize = createTokenizer(ivrTokens)
const example = new URL('../../examples/harbour-95500/', import.meta.url)
const files: [string, string][] = [
  ['the program of the language page', readFileSync(new URL('fixtures/harbour.ivr', import.meta.url), 'utf8')],
  ...readdirSync(example)
    .filter(name => name.endsWith('.ivr'))
    .map(name => [name, readFileSync(new URL(name, example), 'utf8')] as [string, string]),
]
const namesOf = (text: string): string[] =>
  parse(text, 'x.ivr').tree.declarations.map(node => `${node.kind} ${'name' in node ? node.name.text : ''}`)
const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

it.each(files)('%s: a missing brace, whichever it is, costs one error and no declaration', (_, text) => {
  const { types, starts, count } = tokenize(text, 'x.ivr', [])
  const braces = Array.from({ length: count }, (_, at) => at).filter(
    at => types[at] === LBrace.tokenTypeIdx || types[at] === RBrace.tokenTypeIdx,
  )
  const spots = braces.map(at => starts[at]!)
  const names = namesOf(text)
  expect(spots.length).toBeGreaterThan(0)
  for (const spot of spots) {
    const without = text.slice(0, spot) + text.slice(spot + 1)
    const said = parse(without, 'x.ivr').diagnostics.map(one => `${lineOf(without, one.start)}: ${one.message.en}`)
    expect(said, `without ${text[spot]} of line ${lineOf(text, spot)}`).toHaveLength(1)
    expect(namesOf(without)).toEqual(names)
  }
})

it.each(files)('%s: a step that means nothing costs one error and no declaration', (_, text) => {
  const names = namesOf(text)
  const lines = text.split('\n')
  lines.forEach((line, at) => {
    if (!/^ +(?:say|press|collect|do|let|perform|on silence) /.test(line) || /^\s*(?:say|let) /.test(lines[at + 1] ?? '')) return
    const broken = lines.with(at, line.replace(/(\S+) /, 'xyzzy 5 $1 ')).join('\n')
    const { diagnostics } = parse(broken, 'x.ivr')
    expect(
      diagnostics.map(one => one.message.en),
      line,
    ).toHaveLength(1)
    expect(namesOf(broken)).toEqual(names)
  })
})

it('reports the innermost open brace, with a second place where it was opened', () => {
  const text = 'menu a {\n  press 1 -> b\n\nmenu b { }'
  const [one] = parse(text, 'x.ivr').diagnostics
  expect(one).toMatchObject({ code: 'CW1003', start: 23, labels: [{ start: 7, end: 8 }] })
})

it('reads on behind a declaration that is nothing', () => {
  expect(namesOf('menu a { } what is this } menu b { }')).toEqual(['MenuDeclaration a', 'MenuDeclaration b'])
})

it('takes no step of a flow for a declaration', () => {
  expect(namesOf('flow a { zzz ( connect queue cards { answered -> x } say "x" } flow b { -> a }')).toEqual([
    'FlowDeclaration a',
    'FlowDeclaration b',
  ])
})
