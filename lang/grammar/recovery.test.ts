import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse, type SourceFile } from './index.ts'
import { createTokenizer } from './tokenizer.ts'
import { ivrTokens, LBrace, RBrace } from './tokens.ts'

const tokenize = createTokenizer(ivrTokens)
const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const within = (folder: string, ending: string): string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .map(name => `${folder}${name}`)
const files = [...within('examples/', '.ivr'), ...within('lang/', '.ivr')].map(path => [path, read(path)] as const)

/** Programs that were not written to be read by this test: those of the pages, and those in the tests. */
const texts = new Set([
  ...within('docs/', '.md').flatMap(path => [...read(path).matchAll(/^```ivr\n([\s\S]*?)^```/gm)].map(([, text]) => text!)),
  ...[...within('conformance/', '.test.ts'), ...within('lang/compiler/', '.test.ts')].flatMap(path =>
    [...read(path).matchAll(/`([^`$]{20,})`/g)].map(([, text]) => text!),
  ),
])
const programs = [...texts].filter(text => {
  const { tree, diagnostics } = parse(text, 'x.ivr')
  return tree.declarations.length > 0 && diagnostics.length === 0
})

const namesIn = (tree: SourceFile): string[] => tree.declarations.map(node => `${node.kind} ${'name' in node ? node.name.text : ''}`)
const namesOf = (text: string): string[] => namesIn(parse(text, 'x.ivr').tree)
const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
/** Where the braces are that belong to no text and no comment. */
function bracesOf(text: string): number[] {
  const { types, starts, count } = tokenize(text, 'x.ivr', [])
  const spots: number[] = []
  for (let at = 0; at < count; at++) {
    if (types[at] === LBrace.tokenTypeIdx || types[at] === RBrace.tokenTypeIdx) spots.push(starts[at]!)
  }
  return spots
}

const slips = {
  missing: (text: string, spot: number) => text.slice(0, spot) + text.slice(spot + 1),
  doubled: (text: string, spot: number) => text.slice(0, spot) + text[spot]! + text.slice(spot),
}
/** What a slip of each brace of `text` in turn costs beyond one error: nothing is wanted. Also the number of slips. */
function costs(text: string, slip: (text: string, spot: number) => string, most = 1): { count: number; found: string[] } {
  const names = namesOf(text)
  const spots = bracesOf(text)
  const found = spots.flatMap(spot => {
    const wrong = slip(text, spot)
    const { tree, diagnostics } = parse(wrong, 'x.ivr')
    const kept = namesIn(tree).join() === names.join()
    if (kept && diagnostics.length >= 1 && diagnostics.length <= most) return []
    const said = diagnostics.map(one => `${lineOf(wrong, one.start)}: ${one.message.en}`)
    return [`${text[spot]} of line ${lineOf(text, spot)}${kept ? '' : ', declarations lost'}: ${said.join(' ')}`]
  })
  return { count: spots.length, found }
}
const flat = (text: string): string => text.replace(/^[ \t]+/gm, '')

it('reads the files of every example, and many programs more', () => {
  expect(files.filter(([path]) => path.includes('harbour-95500/cards/')).length).toBeGreaterThan(5)
  expect(new Set(files.map(([path]) => path.split('/')[1])).size).toBeGreaterThan(3)
  expect(programs.length).toBeGreaterThan(100)
})

it.each(files)('%s: a brace that is missing or doubled, whichever it is, costs one error and no declaration', (_, text) => {
  for (const slip of Object.values(slips)) {
    const { count, found } = costs(text, slip)
    expect(found).toEqual([])
    expect(count).toBeGreaterThan(0)
  }
})

it.each(files)('%s: so it is where nothing is indented', (_, text) => {
  for (const slip of Object.values(slips)) expect(costs(flat(text), slip).found).toEqual([])
})

it('in the programs of the pages and of the tests, too', () => {
  for (const text of programs) {
    for (const slip of Object.values(slips)) {
      expect(costs(text, slip).found, text).toEqual([])
      expect(costs(flat(text), slip).found, text).toEqual([])
    }
  }
})

it('where a whole program is one line, a missing brace costs two errors at most', () => {
  for (const text of programs) {
    const line = text.replace(/\/\/.*$/gm, '').replace(/\s*\n\s*/g, ' ')
    if (parse(line, 'x.ivr').diagnostics.length > 0) continue
    expect(costs(line, slips.missing, 2).found, text).toEqual([])
  }
})

it.each(files)('%s: with a brace missing or doubled the tree is that of the whole text', (_, text) => {
  const shape = (of: string): string =>
    JSON.stringify(parse(of, 'x.ivr').tree.declarations, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value))
  const whole = shape(text)
  const spots = bracesOf(text)
  const other = Object.values(slips).flatMap(slip => spots.filter(spot => shape(slip(text, spot)) !== whole))
  expect(other.map(spot => `${text[spot]} of line ${lineOf(text, spot)}`)).toEqual([])
})

it.each(files)('%s: a word that is written twice costs one error at most, and no declaration', (_, text) => {
  const { types, starts, ends, count } = tokenize(text, 'x.ivr', [])
  const words: [number, number][] = []
  for (let at = 0; at < count; at++) {
    const letters = /^[\w]+$/.test(text.slice(starts[at], ends[at]))
    if (letters && types[at] !== RBrace.tokenTypeIdx) words.push([starts[at]!, ends[at]!])
  }
  const names = namesOf(text)
  const found = words.flatMap(([start, end]) => {
    const { tree, diagnostics } = parse(`${text.slice(0, end)} ${text.slice(start)}`, 'x.ivr')
    const lost = names.filter(name => !namesIn(tree).includes(name))
    return diagnostics.length <= 1 && lost.length === 0
      ? []
      : [`${text.slice(start, end)} of line ${lineOf(text, start)}: ${lost.join()} ${diagnostics.map(one => one.message.en).join(' ')}`]
  })
  expect(found).toEqual([])
})

it('mends several declarations of one file, each for itself', () => {
  const text =
    'flow a {\n  if x {\n    say "a"\n  -> b\n}\n\nflow b\n  say "b"\n}\n\nmenu c {{\n  press 1 -> a\n}\n\nflow d {\n  say "d"\n}}\n'
  const { diagnostics } = parse(text, 'x.ivr')
  expect(diagnostics.map(({ code, start }) => `${code} line ${lineOf(text, start)}`)).toEqual([
    'CW1003 line 3',
    'CW1001 line 8',
    'CW1004 line 11',
    'CW1004 line 17',
  ])
  expect(namesOf(text)).toEqual(['FlowDeclaration a', 'FlowDeclaration b', 'MenuDeclaration c', 'FlowDeclaration d'])
})

it('tells a missing brace beside another mistake of the declaration', () => {
  const text = 'flow a {\n  sya "a"\n  if x {\n    say "b"\n  -> b\n}\n\nflow b { -> a }'
  expect(parse(text, 'x.ivr').diagnostics.map(({ code, start }) => `${code} line ${lineOf(text, start)}`)).toEqual([
    'CW1002 line 2',
    'CW1003 line 4',
  ])
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
