import { expect, it } from 'vitest'
import { generateProgram } from '../../bench/generate-program.ts'
import { formatProgram, formatScript } from './format.ts'

const formatted = (text: string, width?: number): string => formatProgram(text, 'a.ivr', width === undefined ? {} : { width }).text!

it('a line ends in a line feed, the last one too, and no byte order mark is left', () => {
  const after = '// one\nflow a {\n  /* two\n     lines */\n  say p\n}\n'
  expect(formatted('\uFEFF// one\r\nflow a {\r\n  /* two\r\n     lines */\r\n  say p\r\n}')).toBe(after)
  expect(formatted('// one\rflow a {\r/* two\n     lines */ \r say p }\r\r\r')).toBe(after)
})

it('a file of nothing stays one, and one of comments keeps them', () => {
  expect(formatted('')).toBe('')
  expect(formatted(' \r\n\n\t')).toBe('')
  expect(formatted('\n\n// one\n\n\n// two')).toBe('// one\n\n// two\n')
  expect(formatScript('', 'a.dtmf').text).toBe('')
  expect(formatScript('/* one */', 'a.dtmf').text).toBe('/* one */\n')
})

it('what does not parse is left alone, and it is said where and why', () => {
  const text = '\uFEFFflow a {\r\n  say p\r\n  sy q\r\n}'
  const { text: none, diagnostics } = formatProgram(text, 'a.ivr')
  expect(none).toBeUndefined()
  expect(diagnostics!.map(({ file, start, end }) => [file, text.slice(start, end)])).toEqual([['a.ivr', 'sy']])
  const script = '\r\nscript "a" { press }'
  const found = formatScript(script, 'a.dtmf')
  expect(found.text).toBeUndefined()
  expect(found.diagnostics!.map(({ slug, start }) => [slug, script.slice(start)])).toEqual([['unexpected', '}']])
})

it('a part of a script is formatted without the program that it is for', () => {
  expect(formatScript('script "a" {  press 1 }', 'a.dtmf').text).toBe('script "a" {\n  press 1\n}\n')
})

it('a hundred and ninety blocks in one another, and more than may be', () => {
  const nested = (depth: number): string => `flow a { ${'if x { '.repeat(depth)}say p ${'}'.repeat(depth)} }`
  const after = formatted(nested(190))
  expect(after.split('\n')).toHaveLength(2 * 190 + 4)
  expect(after).toContain(`\n${' '.repeat(2 * 191)}say p\n`)
  expect(formatted(after)).toBe(after)
  expect(formatProgram(nested(250), 'a.ivr').diagnostics!.map(one => one.slug)).toEqual(['too-deep'])
})

it('a list of lists, and parentheses in parentheses', () => {
  const depth = 95
  const after = formatted(
    `flow a { let x = ${'['.repeat(depth)}1${']'.repeat(depth)} let y = ${'('.repeat(depth)}1 + z${')'.repeat(depth)} }`,
  )
  expect(formatted(after)).toBe(after)
})

it('a table of five thousand rows, each longer than the one before', () => {
  const rows = Array.from({ length: 5000 }, (_, at) => `p${at} zh"${'您'.repeat(at % 60)}" en"${'a'.repeat(at % 90)}"`)
  const after = formatted(`prompts { ${rows.join('\n')} }`)
  expect(formatted(after)).toBe(after)
  expect(after.split('\n').every(line => line.length <= 120)).toBe(true)
})

it('a hundred thousand lines, in a time that grows as they do', () => {
  const took = (text: string): number => {
    const from = performance.now()
    const after = formatted(text)
    const ms = performance.now() - from
    expect(formatted(after)).toBe(after)
    return ms
  }
  took(generateProgram(10_000))
  expect(took(generateProgram(100_000)) / took(generateProgram(10_000))).toBeLessThan(60)
}, 60_000)

it('no line is longer than the width where it can be broken', () => {
  const text = `flow a(first: text, second: text) { if first == second and second == first { say zh"您好" en"Hello" announce q } }`
  for (const width of [120, 60, 40]) {
    const lines = formatted(text, width).split('\n')
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width)
  }
})

it('a name that the parser would take for the next line begins none', () => {
  const text =
    'flow a {\n  say one_text_that_is_long, another_text_that_is_long, record\n  let x = f(one_text_that_is_long, nothing + 1, set and unset)\n}\n'
  expect(formatted(text, 40)).toBe(
    [
      'flow a {',
      '  say one_text_that_is_long,',
      '      another_text_that_is_long, record',
      '  let x = f(one_text_that_is_long, nothing + 1, set and unset)',
      '}',
      '',
    ].join('\n'),
  )
})
