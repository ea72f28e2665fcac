import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkProgram, createMemoryHost, resolvePath } from './check.ts'
import { readFixture } from './fixtures.ts'
import type { CompilerHost, Program } from './program.ts'
import { check, findings, flow } from './testing.ts'

const harbour = new URL('../../examples/harbour-95500/', import.meta.url)
const sources = Object.fromEntries(
  readdirSync(harbour, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ivr'))
    .map(name => [name, readFileSync(new URL(name, harbour), 'utf8')]),
)
const checkHarbour = (changed: Readonly<Record<string, string>> = {}): Program =>
  checkProgram(createMemoryHost({ ...sources, ...changed }), 'main.ivr')

it('[L.program.1] [L.program.2] the example has no error', () => {
  const program = checkHarbour()
  expect(program.diagnostics.filter(({ severity }) => severity !== 'advice').map(({ message, file }) => `${file}: ${message.en}`)).toEqual(
    [],
  )
  expect(program.languages).toEqual(['zh-CN', 'en-US'])
  expect(program.levels[0]).toBe('anonymous')
  expect(program.files.at(-1)?.standard).toBe(true)
})

it('every name and every expression of the example is in the tables', () => {
  const program = checkHarbour()
  const { symbolOf, meaningOf, typeOf, localOf, argumentsOf, typeOfNode } = program
  const missing: string[] = []
  const visit = (node: unknown, path: string): void => {
    if (Array.isArray(node)) return node.forEach((each, at) => visit(each, `${path}[${at}]`))
    if (typeof node !== 'object' || node === null) return
    const kind = (node as { kind?: string }).kind
    const lacks = (table: string): unknown => missing.push(`${path} ${kind} has no ${table}`)
    if (kind === 'NameExpression' && !meaningOf.has(node as never)) lacks('meaning')
    const untyped = path.endsWith('.object') && kind === 'NameExpression'
    if (
      /Expression$|Literal$/.test(kind ?? '') &&
      !/^(DurationLiteral|TimeLiteral|DateLiteral)$/.test(kind ?? '') &&
      !untyped &&
      !/\.title$|ChoiceType|\.values\[\d+\]\.text$|prompts\[\d+\]\.text$/.test(path)
    ) {
      if (!typeOf.has(node as never)) lacks('type')
    }
    if (kind === 'TypeNode' && !typeOfNode.has(node as never)) lacks('type')
    if (/^(OperationCall|DoStep|PlaceTarget|CallExpression)$/.test(kind ?? '') && !argumentsOf.has(node as never)) lacks('arguments')
    if (/^(CollectStep|ChooseStep|LetStep|ForEachStep|RecordStep)$/.test(kind ?? '') && !localOf.has((node as { name: never }).name))
      lacks('local')
    for (const name of ['grants', 'requires', 'unless', 'level', 'queue', 'service']) {
      const held = (node as Record<string, unknown>)[name] as { kind?: string; text?: string } | undefined
      if (held?.kind === 'Name' && !symbolOf.has(held as never)) lacks(`symbol of ${name}`)
    }
    for (const [key, held] of Object.entries(node)) visit(held, `${path}.${key}`)
  }
  for (const file of program.files) visit(file.tree.declarations, file.path)
  expect(missing).toEqual([])
})

it('the same program gives the same findings in the same order, sorted by file and place', () => {
  const broken = {
    'care.ivr': sources['care.ivr']!.replaceAll('sorry', 'sory'),
    'main.ivr': sources['main.ivr']!.replaceAll('-> main', '-> mian'),
  }
  const once = checkHarbour(broken)
  expect(once.diagnostics.length).toBeGreaterThan(5)
  expect(checkHarbour(broken).diagnostics).toEqual(once.diagnostics)
  const order = once.files.map(({ path }) => path)
  const keys = once.diagnostics.map(({ file, start }) => order.indexOf(file) * 1e6 + start)
  expect(keys).toEqual([...keys].sort((a, b) => a - b))
})

it('[L.declarations.2] files may import each other; unused and missing names are told; a name of another file can be imported', () => {
  const other = 'import { start } from "./main.ivr"\nflow other { -> start }'
  expect(findings('import { other } from "./other.ivr"\nflow start { -> other }', { 'other.ivr': other })).toEqual([])
  expect(findings('import { other, thing } from "./other.ivr"\nflow start { -> hangup }', { 'other.ivr': other })).toEqual([
    'CW2007 other',
    'CW2002 thing',
  ])
  const program = check('flow start { -> other }', { 'other.ivr': other })
  expect(program.diagnostics.map(({ code }) => code)).toEqual(['CW2001'])
  const nested = check('import { a } from "./lib/a.ivr"\nflow start { do a -> other }', {
    'lib/a.ivr': 'import { other } from "../other.ivr"\nflow a { if verified { -> other } }',
    'other.ivr': other,
  })
  expect(nested.diagnostics.map(({ code }) => code)).toEqual(['CW2001'])
  expect(nested.diagnostics[0]!.fixes[0]!.edits[0]!.text).toBe('import { other } from "./other.ivr"\n')
  expect(nested.files.map(({ path }) => path)).toEqual(['main.ivr', 'lib/a.ivr', 'other.ivr', 'callwright:standard.ivr'])
})

it('a file that cannot be read is told with the reason, and what it would have given is not', () => {
  const host = (problem: 'missing' | 'not utf-8' | 'too large' | 'a folder' | 'unreadable'): CompilerHost => ({
    read: path =>
      path === 'main.ivr'
        ? { text: 'import { a } from "./a.ivr"\nline t { numbers { "1" -> a } languages en time zone UTC otherwise -> a }' }
        : { problem },
    resolve: resolvePath,
  })
  const said = (['missing', 'not utf-8', 'too large', 'a folder', 'unreadable'] as const).map(problem => {
    const { diagnostics } = checkProgram(host(problem), 'main.ivr')
    expect(diagnostics.map(({ code }) => code)).toEqual(['CW2003'])
    return diagnostics[0]!.message.en
  })
  expect(new Set(said).size).toBe(said.length)
  const none = checkProgram(createMemoryHost({}), 'main.ivr')
  expect(none.diagnostics.map(({ code, file }) => [code, file])).toEqual([['CW2003', 'main.ivr']])
  expect(none.line).toBe(null)
})

it('paths are resolved from the file that names them', () => {
  expect(resolvePath('main.ivr', './a.ivr')).toBe('a.ivr')
  expect(resolvePath('x/main.ivr', '../lib/a.ivr')).toBe('lib/a.ivr')
  expect(resolvePath('/x/main.ivr', './a.ivr')).toBe('/x/a.ivr')
  expect(resolvePath('main.ivr', '../a.ivr')).toBe('../a.ivr')
})

it('a literal takes the type that is wanted: its scale, its choice, digits', () => {
  const program = check(
    flow(
      'do take(1, "007", savings, [1, 2.5])',
      '\nflow take(n: number 0.00..9.99, d: digits 3, k: Kind, xs: list of number 0.0..9.9) { milestone m(n, d, k, size: count(xs)) }',
    ),
  )
  expect(program.diagnostics).toEqual([])
  const typed = new Map([...program.typeOf].map(([node, type]) => [program.files[0]!.text.slice(node.start, node.end), type]))
  expect(typed.get('"007"')).toMatchObject({ type: { kind: 'digits', min: 3 } })
  expect(typed.get('savings')).toMatchObject({ type: { kind: 'choice' } })
  expect(typed.get('2.5')).toMatchObject({ type: { kind: 'number', decimals: 1 } })
  expect(typed.get('1')).toMatchObject({ type: { kind: 'number' } })
})

it('no text makes the checker throw: every beginning of every file, and every fixture cut short', { timeout: 60_000 }, () => {
  for (const [name, text] of Object.entries(sources)) {
    for (let end = 0; end < text.length; end += 307) checkHarbour({ [name]: text.slice(0, end) })
  }
  const folder = new URL('fixtures/', import.meta.url)
  for (const name of readdirSync(folder)) {
    const { files } = readFixture(readFileSync(new URL(name, folder), 'utf8'))
    const main = files['main.ivr']!
    for (let end = 0; end <= main.length; end += 23) check(main.slice(0, end), files)
  }
})

it('one syntax error is one error: a word taken out of the example is hardly ever told twice', () => {
  const text = sources['care.ivr']!
  let broken = 0
  let echoes = 0
  for (const [at, word] of [...text.matchAll(/[{}()"]|\p{L}[\p{L}\d_]*/gu)].entries()) {
    if (at % 4 > 0) continue
    const { diagnostics } = checkHarbour({ 'care.ivr': text.slice(0, word.index) + text.slice(word.index + word[0].length) })
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    if (!errors.some(({ code }) => code.startsWith('CW1'))) continue
    broken += 1
    if (errors.some(({ code }) => !code.startsWith('CW1'))) echoes += 1
  }
  expect(broken).toBeGreaterThan(50)
  expect(echoes / broken).toBeLessThan(0.03)
})

it('a deep program is no deeper for the checker', () => {
  const types = Array.from({ length: 5000 }, (_, at) => `type T${at} = ${at === 0 ? 'digits' : `list of T${at - 1}`}`).join('\n')
  expect(
    new Set(
      check(`${types}\nflow start { -> hangup }`)
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ code }) => code),
    ),
  ).toEqual(new Set(['CW2114']))
  const flows = Array.from({ length: 5000 }, (_, at) => `flow f${at} { ${at === 0 ? 'say "x"' : `do f${at - 1}`} }`).join('\n')
  expect(findings(`${flows}\nflow start { do f4999 -> hangup }`)).toEqual([])
  const prompts = Array.from({ length: 5000 }, (_, at) => `p${at} ${at === 0 ? '"x"' : `"{p${at - 1}}"`}`).join('\n')
  expect(findings(`prompts { ${prompts} }\nflow start { say p4999 -> hangup }`)).toEqual([])
  const branches = `${Array.from({ length: 2000 }, () => 'if verified { say "x" } else ').join('')}{ say "y" }`
  expect(check(`flow start { ${branches} -> hangup }`).diagnostics.length).toBeLessThan(3)
})

it('a file of nothing but mistakes is told as quickly as any other', () => {
  const flows = Array.from({ length: 5000 }, (_, at) => `flow flow_number_${at} { set name_${at} = 1  say nme_${at} -> flow_nmber_${at} }`)
  const from = performance.now()
  expect(check(flows.join('\n')).diagnostics.length).toBeGreaterThan(14_000)
  expect(performance.now() - from).toBeLessThan(5000)
})

it('names that nothing uses are told, but for those that are there by themselves', () => {
  const unused = (text: string): readonly string[] =>
    check(text)
      .diagnostics.filter(({ slug }) => slug === 'unused-name')
      .map(({ start, end }) => text.slice(start, end))
  expect(unused('prompts { p(a: number, b: number) "{a}" q "x" }\nflow start { say p(1, 2) -> hangup }')).toEqual(['b', 'q'])
  expect(unused('prompts { more "x"  option(label: speech, key: digits) "{label}" }\nflow start { -> hangup }')).toEqual([])
  expect(
    unused(
      'type T = digits\nremember r: number = 1\nhours h { mon 09:00..17:00 }\nqueue q { }\nmenu m { press 1 for "x" -> m }\nflow f { }\nflow start { -> hangup }',
    ),
  ).toEqual(['T', 'r', 'h', 'q', 'f'])
  expect(
    unused(
      'service s { attempt a() within 1s { yes(n: number, m: number) } }\nflow start { attempt s.a() { yes(n, _m) { } failed { } } let a = 1 let _b = 2 for each x in [1] counting c { } -> hangup }',
    ),
  ).toEqual(['n', 'a', 'c'])
  expect(unused('flow start { do f(1, 2) -> hangup }\nflow f(x: number, y: number) { milestone m(x) }')).toEqual(['y'])
})

it('a misspelt true or false is seen', () => {
  const { diagnostics } = check('settings { open_now: boolean = tru }\nflow start { if settings.open_now == flase { say "x" } -> hangup }')
  expect(diagnostics.map(({ hint }) => hint?.en)).toEqual(['Did you mean “true”?', 'Did you mean “false”?'])
})

it('an import is not in vain that alone brings in a file with settings or the program’s own standard prompts', () => {
  const start = 'flow start { -> hangup }\n'
  const yes = 'prompts { note "n"  other "o"  yes "y" }'
  const unused = (main: string, others: Readonly<Record<string, string>>): readonly string[] =>
    check(main + start, others)
      .diagnostics.filter(({ slug }) => slug === 'unused-import')
      .map(({ file, message }) => `${file} ${/“(.*?)”/.exec(message.en)![1]}`)
  const note = 'import { note } from "./texts.ivr"\n'
  expect(unused(note, { 'texts.ivr': yes })).toEqual([])
  expect(unused(note, { 'texts.ivr': 'prompts { note "n" }\nsettings { closed: boolean = false }' })).toEqual([])
  expect(unused(note, { 'texts.ivr': 'prompts { note "n" }' })).toEqual(['main.ivr note'])
  // One name is enough, and one import.
  expect(unused('import { note, other } from "./texts.ivr"\n', { 'texts.ivr': yes })).toEqual(['main.ivr other'])
  expect(unused(`${note}import { other } from "./texts.ivr"\n`, { 'texts.ivr': yes })).toEqual(['main.ivr other'])
  // Another file brings it in, with a name that is used.
  const say = (name: string): string => `import { ${name} } from "./texts.ivr"\nflow far { say ${name} -> hangup }`
  const far = 'import { far } from "./far.ivr"\n'
  expect(unused(`${note}${far}menu m { press 1 for "x" -> far }\n`, { 'texts.ivr': yes, 'far.ivr': say('other') })).toEqual([
    'main.ivr note',
  ])
  // What is brought in by an import of an import, which nothing uses either.
  const through = { 'texts.ivr': yes, 'far.ivr': `${note}flow far { -> hangup }` }
  expect(unused(far, through)).toEqual([])
  expect(unused(`${far}import { yes } from "./texts.ivr"\nmenu m { press 1 for yes -> hangup }\n`, through)).toEqual([
    'main.ivr far',
    'far.ivr note',
  ])
  // All that a kept import brings is the program's before the next one is asked about.
  const both = 'import { a } from "./a.ivr"\nimport { b } from "./b.ivr"\n'
  const vain = (name: string): string => `${note}flow ${name} { -> hangup }`
  expect(unused(both, { 'texts.ivr': yes, 'a.ivr': vain('a'), 'b.ivr': vain('b') })).toEqual(['main.ivr b', 'b.ivr note'])
})

it('what a misspelt name meant is not unused as well', () => {
  const said = (main: string, others: Readonly<Record<string, string>> = {}): readonly string[] =>
    check(main, others).diagnostics.map(({ code, message }) => `${code} ${message.en}`)
  const one = (main: string, code: string, others: Readonly<Record<string, string>> = {}): void =>
    expect(said(main, others).map(each => each.split(' ')[0])).toEqual([code])
  one('flow start { -> balanses }\nflow balances { say "x" -> hangup }', 'CW2001')
  one('flow start { let amount = 5  say "{amuont}" -> hangup }', 'CW2001')
  one('flow start { let amount = 5  set amuont = 6 -> hangup }', 'CW2001')
  one('settings { notice: boolean = true }\nflow start { if settings.notise { say "x" } -> hangup }', 'CW2014')
  one('type Account = digits 4\nflow start { collect a: Acount { say "x" } say "{a}" -> hangup }', 'CW2001')
  const other = { 'other.ivr': 'flow balances { say "x" -> hangup }' }
  one('import { balanses } from "./other.ivr"\nflow start { -> balances }', 'CW2002', other)
  one('import { balanses } from "./other.ivr"\nflow start { -> balanses }', 'CW2002', other)
  one('import { more } from "./other.ivr"\nflow start { if verified { -> more } -> balances }', 'CW2001', {
    'other.ivr': `${other['other.ivr']}\nflow more { say "x" -> hangup }`,
  })
})

it('a brace that is missing or doubled in the example is one finding, names and types included', { timeout: 60_000 }, () => {
  const spots = Object.entries(sources).flatMap(([file, text]) =>
    [...text.matchAll(/ \{$|^ *\}$/gm)].map(({ index, 0: found }) => [file, index + found.length - 1] as const),
  )
  expect(spots.length).toBeGreaterThan(500)
  // One in 29 is enough here: that each of them is one error of syntax is held by the tests of the grammar.
  const sample = spots.filter((_, at) => at % 29 === 0)
  for (const [file, spot] of sample) {
    const text = sources[file]!
    for (const put of ['', text[spot]!.repeat(2)]) {
      const { diagnostics } = checkHarbour({ [file]: text.slice(0, spot) + put + text.slice(spot + 1) })
      const said = diagnostics.filter(({ severity }) => severity !== 'advice').map(({ message }) => message.en)
      expect(said, `${file}:${text.slice(0, spot).split('\n').length}`).toHaveLength(1)
    }
  }
})

it('a slip of the keyboard in the example is one finding', () => {
  const one = (file: string, from: string, to: string, code: string): void => {
    const text = sources[file]!
    expect(text).toContain(from)
    const program = checkHarbour({ [file]: text.replace(from, () => to) })
    expect(program.diagnostics.filter(({ severity }) => severity !== 'advice').map(each => each.code)).toEqual([code])
  }
  one('main.ivr', 'languages zh-CN, en-US', 'languages zh-CN, -US', 'CW1001')
  one('main.ivr', 'languages zh-CN, en-US', 'languages zh-CN CN, en-US', 'CW1001')
  one('main.ivr', '\n  otherwise -> agent', '\n  }\n  otherwise -> agent', 'CW1004')
  one('payments/clearing.ivr', 'type Utility = one of {', 'type Utility = one of', 'CW1001')
  one('agents.ivr', 'notify contact', 'noitfy contact', 'CW1002')
  one('bank.ivr', 'up to 20 within', 'up to within', 'CW1001')
})
