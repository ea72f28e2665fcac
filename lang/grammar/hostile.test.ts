// Input that no one would write: it must cost a diagnostic, never a throw, a hang or the rest of the file.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse, walk } from './index.ts'
import { theParser } from './parser.ts'

const root = new URL('../../', import.meta.url)
const read = (folder: string): string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(?:ivr|golden)$/.test(name))
    .map(name => readFileSync(new URL(folder + name, root), 'utf8'))
const examples = [...read('lang/grammar/fixtures/'), ...read('examples/')]

/** The same numbers in every run: a failure can be looked at again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const pieces = [
  '{',
  '}',
  '"',
  '(',
  ')',
  '[',
  '->',
  'menu',
  'flow x {',
  'press',
  ' say ',
  'for',
  'if',
  'else',
  'not',
  '/*',
  '*/',
  '//',
  '\n',
  ',',
  ':',
  '=',
]
const odd = ['"{', '}"', 'zh"', '\\', '\0', '，', '“', '..', '5s', '2026-02-30', 'é', '\ud800', '😀', 'one of', 'x: {', '1*', '#']
const bits = [...pieces, ...odd]

function mutate(text: string, random: (below: number) => number): string {
  let result = text
  for (let left = 1 + random(3); left > 0; left--) {
    const from = random(result.length)
    const to = Math.min(result.length, from + random(30))
    const bit = bits[random(bits.length)]!
    const way = random(4)
    if (way === 0) result = result.slice(0, from) + result.slice(to)
    else if (way === 1) result = result.slice(0, from) + bit + result.slice(from)
    else if (way === 2) result = result.slice(0, to) + result.slice(from, to) + result.slice(to)
    else result = result.slice(0, from) + bit + result.slice(to)
  }
  return result
}

function check(text: string): void {
  const { tree, diagnostics } = parse(text, 'x.ivr')
  // Chevrotain itself must never have to give up: it would lose the rest of the file.
  if (theParser().errors.length > 0) throw new Error(`Chevrotain stopped: ${theParser().errors[0]!.name}`)
  for (const { start, end } of diagnostics)
    if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`outside: ${start}..${end}`)
  walk(tree, (node, parent) => {
    if (node.end < node.start || (parent && (node.start < parent.start || node.end > parent.end))) {
      throw new Error(`${node.kind} ${node.start}..${node.end} outside ${parent?.kind} ${parent?.start}..${parent?.end}`)
    }
  })
}
const guarded = (text: string): void => {
  try {
    check(text)
  } catch (error) {
    throw new Error(`${(error as Error).stack}\n--- in\n${text}`, { cause: error })
  }
}

it('parses every prefix of every example', { timeout: 300_000 }, () => {
  for (const text of examples) for (let end = 0; end <= text.length; end++) parse(text.slice(0, end), 'x.ivr')
})

const mutations = process.env['CALLWRIGHT_FUZZ'] === 'full' ? 100_000 : 20_000
it(`parses ${mutations} mutations of the examples, and every node stays inside its parent`, { timeout: 300_000 }, () => {
  const random = createRandom(20_261_001)
  for (let left = mutations; left > 0; left--) guarded(mutate(examples[random(examples.length)]!, random))
})

it('parses random bytes and random words', { timeout: 60_000 }, () => {
  const random = createRandom(7)
  for (let left = 300; left > 0; left--) {
    guarded(Array.from({ length: 400 }, () => String.fromCharCode(random(left % 2 === 0 ? 256 : 65_536))).join(''))
    guarded(Array.from({ length: 200 }, () => bits[random(bits.length)]).join(left % 2 === 0 ? ' ' : ''))
  }
})

const codes = (text: string): string[] => parse(text, 'x.ivr').diagnostics.map(one => one.code)
const DEEP = 10_000

it.each([
  ['blocks', `flow f { ${'if a { '.repeat(DEEP)}`],
  ['closed blocks', `flow f { ${'if a { '.repeat(DEEP)}${'} '.repeat(DEEP)}}`],
  ['parentheses', `flow f { set x = ${'('.repeat(DEEP)}a${')'.repeat(DEEP)} }`],
  ['lists', `flow f { set x = ${'['.repeat(DEEP)}`],
  ['records', `type T = ${'{ a: '.repeat(DEEP)}`],
  ['not', `flow f { set x = ${'not '.repeat(DEEP)}a }`],
  ['minus', `flow f { set x = ${'- '.repeat(DEEP)}a }`],
  ['sums', `flow f { set x = ${'a + '.repeat(DEEP)}a }`],
  ['where', `flow f { set x = ${'a where '.repeat(DEEP)}a }`],
  ['fields', `flow f { set x = a${'.a'.repeat(DEEP)} }`],
  ['else if', `flow f { if a { } ${'else if a { } '.repeat(DEEP)} }`],
  ['else if in a menu', `menu f { if a { } ${'else if a { } '.repeat(DEEP)} }`],
])('answers %s nested 10,000 deep with one diagnostic', (_, text) => {
  expect(codes(text)).toEqual(['CW1020'])
})

it('answers so on a stack that is smaller than the 200 levels, as a browser’s worker may have, and reads on', () => {
  const read = `
    const { parse } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))})
    const { parseScript } = await import(${JSON.stringify(join(import.meta.dirname, '../script/parse-script.ts'))})
    const codes = text => parse(text, 'x.ivr').diagnostics.map(one => one.code)
    const nested = levels => 'flow f { set x = ' + '('.repeat(levels) + 'a' + ')'.repeat(levels) + ' }'
    const script = 'use "./main.ivr" script "a" { given bank.x answers ' + '['.repeat(199)
    console.log(JSON.stringify([
      ...[nested(10_000), nested(199), 'flow f { set = a }', 'flow f { set x = (a) }'].map(codes),
      parseScript(script, 'x.dtmf').diagnostics.map(one => one.code),
    ]))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--stack-size=300', '--input-type=module', '-e', read], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([['CW1020'], ['CW1020'], [expect.stringMatching(/^CW1/)], [], ['CW1020']])
})

it.each([
  ['list of list of …', `type T = ${'list of '.repeat(DEEP)}text`],
  ['texts in texts', `flow f { say ${'"{'.repeat(DEEP)}`],
])('survives %s', (_, text) => {
  expect(codes(text).length).toBeGreaterThan(0)
  expect(codes(text).length).toBeLessThanOrEqual(200)
})

it('refuses a file beyond 16 MB with one diagnostic', () => {
  expect(codes(' '.repeat(50 * 1024 * 1024))).toEqual(['CW1019'])
})

it('stops listing errors where there are hundreds', () => {
  const found = codes('menu m { press }\n'.repeat(1000))
  expect(found).toHaveLength(200)
  expect(found.at(-1)).toBe('CW1025')
})

it('takes time in proportion to the text, whatever is in it', { timeout: 60_000 }, () => {
  const worst = [
    '"{" ',
    '{"',
    'menu m { ',
    '/* ',
    'press 1 for "',
    'a -> ',
    'one of { ',
    '“',
    '”a',
    '＂a ',
    "'a ",
    "en'a ",
    'zh“{a”',
    '"{“a} ',
    "'a' b's ",
    '「a」b「',
    '"a{b}” ',
    '} ',
    'flow f(',
    'zh-',
    '1..',
    '\\',
    'set x = ',
  ]
  for (const piece of worst) {
    const text = piece.repeat(200_000 / piece.length)
    const started = performance.now()
    parse(text, 'x.ivr')
    expect(performance.now() - started, JSON.stringify(piece)).toBeLessThan(3000)
  }
})

it('accepts an empty file, blanks and comments', () => {
  for (const text of ['', '\uFEFF', ' \t\r\n\u3000', '// x', '/* x */', '/// x']) expect(codes(text)).toEqual([])
})

it.each(['9x ', '；', '"a\n', '1.2.3 ! ', '2026-13-45 ', 'menu {', 'flow f { say } '])(
  'a file of nothing but %j has no more errors than anybody reads',
  piece => {
    const { diagnostics } = parse(piece.repeat(5000), 'a.ivr')
    expect(diagnostics.length).toBeLessThanOrEqual(200)
    if (diagnostics.length > 100) expect(diagnostics.at(-1)!.slug).toBe('too-many-errors')
  },
)
