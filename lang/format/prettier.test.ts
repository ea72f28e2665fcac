import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { format, formatWithCursor, getSupportInfo, type Options } from 'prettier'
import { expect, it, onTestFinished } from 'vitest'
import { formatProgram } from './format.ts'
import * as plugin from './prettier.ts'
import { files, format as formatSample } from './testing/texts.ts'

const UNTIDY = 'flow a{\nsay  p}\n\n\nflow b{\nsay  q}\nflow c{\nsay  r}\n'
const ivr = (text: string, options: Options = {}): Promise<string> => format(text, { filepath: 'a.ivr', plugins: [plugin], ...options })

it('formats both languages as the command line does', async () => {
  for (const { name, text, language } of files()) {
    const { text: wanted } = formatSample(language, text)
    expect(await format(text, { filepath: name, plugins: [plugin] })).toBe(wanted)
  }
})

it('is known by its endings, its names and what editors call it', async () => {
  const { languages } = await getSupportInfo({ plugins: [plugin] })
  expect(languages.filter(({ name }) => name.startsWith('Callwright')).map(one => [one.extensions, one.vscodeLanguageIds])).toEqual([
    [['.ivr'], ['ivr']],
    [['.dtmf'], ['dtmf']],
  ])
  expect(await format('script "a" {press 1}', { parser: 'callwright-script', plugins: [plugin] })).toBe('script "a" {\n  press 1\n}\n')
})

it('keeps to the width that is asked for, and to 120 where none is', async () => {
  const text = `flow a {\nsay zh"${'您'.repeat(20)}" en"${'a'.repeat(40)}" }`
  expect(await ivr(text)).toBe(`flow a {\n  say zh"${'您'.repeat(20)}" en"${'a'.repeat(40)}"\n}\n`)
  expect(await ivr(text, { printWidth: 80 })).toBe(`flow a {\n  say zh"${'您'.repeat(20)}"\n      en"${'a'.repeat(40)}"\n}\n`)
})

it('ends lines as it is told', async () => {
  expect(await ivr('flow a {\r\n/* one  \r\n two */ }\r\n', { endOfLine: 'crlf' })).toBe('flow a {\r\n  /* one  \r\n two */\r\n}\r\n')
  expect(await ivr('\uFEFFflow a { }')).toBe('\uFEFFflow a { }\n')
  expect(await ivr('')).toBe('')
})

it('never formats what does not parse, and says where that is', async () => {
  await expect(ivr('flow a {\n  sy p\n}')).rejects.toMatchObject({
    name: 'SyntaxError',
    loc: { start: { line: 2, column: 3 }, end: { line: 2, column: 5 } },
    codeFrame: expect.stringContaining('> 2 |   sy p'),
  })
})

it('formats the declarations that a range touches', async () => {
  const b = UNTIDY.indexOf('q')
  expect(await ivr(UNTIDY, { rangeStart: b, rangeEnd: b + 1 })).toBe('flow a{\nsay  p}\n\n\nflow b {\n  say q\n}\nflow c{\nsay  r}\n')
  expect(await ivr(UNTIDY, { rangeStart: b })).toBe('flow a{\nsay  p}\n\n\nflow b {\n  say q\n}\n\nflow c {\n  say r\n}\n')
  expect(await ivr(UNTIDY, { rangeEnd: 3 })).toBe('flow a {\n  say p\n}\n\n\nflow b{\nsay  q}\nflow c{\nsay  r}\n')
  expect(await ivr(UNTIDY, { rangeStart: 15, rangeEnd: 16 })).toBe(UNTIDY)
  const script = 'use   "./a.ivr"\nscript "a" {press 1}\nscript "b" {press 2}'
  const asked = { filepath: 'a.dtmf', plugins: [plugin], rangeStart: 20, rangeEnd: 22 }
  expect(await format(script, asked)).toBe('use   "./a.ivr"\nscript "a" {\n  press 1\n}\nscript "b" {press 2}')
  await expect(ivr(`${UNTIDY} flow`, { rangeStart: b, rangeEnd: b + 1 })).rejects.toThrow('Expected a name')
})

it('keeps the cursor at its letter', async () => {
  const { formatted, cursorOffset } = await formatWithCursor(UNTIDY, {
    filepath: 'a.ivr',
    plugins: [plugin],
    cursorOffset: UNTIDY.indexOf('q}'),
  })
  expect(formatted.slice(cursorOffset)).toMatch(/^q\n}/)
})

it('formats only files with a pragma where that is asked for, and writes it', async () => {
  expect(await ivr('flow a{ }', { requirePragma: true })).toBe('flow a{ }')
  expect(await ivr('// @format\nflow a{ }', { requirePragma: true })).toBe('// @format\nflow a { }\n')
  expect(await ivr('/** @prettier */ flow a{ }', { requirePragma: true })).toBe('/** @prettier */ flow a { }\n')
  expect(await ivr('flow a{ }', { insertPragma: true })).toBe('// @format\n\nflow a { }\n')
  expect(await ivr('// @noformat\nflow a{ }', { checkIgnorePragma: true } as Options)).toBe('// @noformat\nflow a{ }')
})

it('formats the blocks of a page, in lists too, and leaves what is broken there', async () => {
  const page = [
    'A page.\n',
    '```ivr\nflow a{\nsay  p}\n```\n',
    '- one\n\n  ```dtmf\n  script "a" {press 1\n  press 2}\n  ```\n',
    '```ivr\nflow {\n```\n',
  ].join('\n')
  expect(await format(page, { parser: 'markdown', plugins: [plugin] })).toBe(
    [
      'A page.\n',
      '```ivr\nflow a {\n  say p\n}\n```\n',
      '- one\n\n  ```dtmf\n  script "a" {\n    press 1\n    press 2\n  }\n  ```\n',
      '```ivr\nflow {\n```\n',
    ].join('\n'),
  )
})

it('leaves what is to be left', async () => {
  expect(await ivr('// prettier-ignore\nflow a{  }\nflow b{  }')).toBe('// prettier-ignore\nflow a{  }\n\nflow b { }\n')
})

it('runs in the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-prettier-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'a.ivr'), UNTIDY)
  writeFileSync(join(folder, '.prettierrc.json'), JSON.stringify({ plugins: [join(import.meta.dirname, 'prettier.ts')] }))
  const bin = createRequire(import.meta.url).resolve('prettier/bin/prettier.cjs')
  const prettier = (...args: string[]): string =>
    execFileSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  expect(() => prettier('--check', '.')).toThrow()
  expect(prettier('--write', '.')).toMatch(/a\.ivr/)
  expect(prettier('--check', '.')).toContain('All matched files use Prettier code style!')
  expect(readFileSync(join(folder, 'a.ivr'), 'utf8')).toBe(formatProgram(UNTIDY, 'a.ivr').text)
})

it('runs with the build of Prettier for browsers', async () => {
  const standalone = join(dirname(createRequire(import.meta.url).resolve('prettier/package.json')), 'standalone.mjs')
  const browser = (await import(standalone)) as typeof import('prettier/standalone')
  expect(await browser.format(UNTIDY, { parser: 'callwright', plugins: [plugin] })).toBe(formatProgram(UNTIDY, 'a.ivr').text)
})
