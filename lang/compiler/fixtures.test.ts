import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { catalogue } from '../diagnostics/catalogue/index.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { applyEdits } from '../text/edit.ts'
import { annotate, checkFixture, programFiles, readFixture } from './fixtures.ts'
import { checkProgram, createMemoryHost } from './check.ts'

const folder = new URL('fixtures/', import.meta.url)
const pages = new URL('../../docs/diagnostics/', import.meta.url)
const fixtures = readdirSync(folder)
  .filter(name => name.endsWith('.ivr'))
  .sort()
const sourceOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

/** The rows that the checker raises: names, types, paths, input, secrets, services, prompts, advice. CW39xx are lowering's, CW61xx the recordings'. */
const codes = Object.values(catalogue)
  .map(({ code }) => code)
  .filter(code => /^CW[245689]\d{3}$|^CW3[0-8]\d\d$/.test(code) && !/^CW(8|61)/.test(code))
  .sort()

it.each(fixtures)('%s says what is written under its lines', name => {
  const source = sourceOf(name)
  expect(annotate(readFixture(source))).toBe(source)
})

it('each code of the checker is one row, is raised by the fixture of its name, and nothing else is', () => {
  expect(new Set(codes).size).toBe(codes.length)
  expect(fixtures.filter(name => /^CW\d{4}\.ivr$/.test(name))).toEqual(codes.map(code => `${code}.ivr`))
  for (const code of codes) {
    const said = checkFixture(readFixture(sourceOf(`${code}.ivr`))).diagnostics.map(diagnostic => diagnostic.code)
    expect(said, code).toContain(code)
  }
})

/** The programs of a page: the first block is main.ivr, the others begin with their names. */
function exampleOf(page: string): Readonly<Record<string, string>> {
  const blocks = [...page.matchAll(/```ivr\n([^]*?)```/g)].map(match => match[1]!)
  return Object.fromEntries(blocks.map((block, at) => [at === 0 ? 'main.ivr' : /^\/\/ (\S+)\n/.exec(block)![1]!, block]))
}

it.each(codes)('%s has a page whose example raises it', code => {
  const page = readFileSync(new URL(`${code}.md`, pages), 'utf8')
  expect(page.startsWith(`# ${code}: `)).toBe(true)
  for (const heading of ['## What it means', '## An example', '## How to mend it']) expect(page).toContain(`\n${heading}\n\n`)
  const files = programFiles({ files: exampleOf(page) })
  const alone = code === 'CW2017' || code === 'CW2018' ? exampleOf(page) : files
  expect(checkProgram(createMemoryHost(alone), 'main.ivr').diagnostics.map(diagnostic => diagnostic.code)).toContain(code)
})

const everyFinding = fixtures.flatMap(name => {
  const fixture = readFixture(sourceOf(name))
  return checkFixture(fixture).diagnostics.map(diagnostic => ({ name, fixture, diagnostic }))
})

it('every finding is said in English and in Chinese, one sentence each, and lies inside its file', () => {
  for (const { name, fixture, diagnostic } of everyFinding) {
    const texts = [diagnostic.message, ...(diagnostic.hint ? [diagnostic.hint] : []), ...diagnostic.labels.map(label => label.message)]
    for (const { en, zh } of texts) {
      expect(en.trim(), name).not.toBe('')
      expect(zh, name).toMatch(/[\u4E00-\u9FFF]/)
    }
    expect(diagnostic.message.en, name).toMatch(/^[\P{Ll}“]/u)
    expect(diagnostic.message.en, name).toMatch(/\.$/)
    expect(diagnostic.message.zh, name).toMatch(/[。？]$/)
    const size = programFiles(fixture)[diagnostic.file]!.length
    expect(diagnostic.start <= diagnostic.end && diagnostic.end <= size, name).toBe(true)
  }
})

const count = (diagnostics: readonly Diagnostic[], code: string): number =>
  diagnostics.filter(diagnostic => diagnostic.code === code).length

it('every fix mends what it is offered for, and breaks no syntax', () => {
  let fixes = 0
  for (const { name, fixture, diagnostic } of everyFinding) {
    const files = programFiles(fixture)
    const before = checkProgram(createMemoryHost(files), 'main.ivr').diagnostics
    for (const fix of diagnostic.fixes) {
      fixes += 1
      const mended = { ...files }
      for (const path of new Set(fix.edits.map(edit => edit.file))) {
        mended[path] = applyEdits(
          files[path]!,
          fix.edits.filter(edit => edit.file === path),
        )
      }
      const after = checkProgram(createMemoryHost(mended), 'main.ivr').diagnostics
      expect(count(after, diagnostic.code), `${name}: ${fix.title.en}`).toBeLessThan(count(before, diagnostic.code))
      expect(
        after.filter(({ code }) => code.startsWith('CW1')),
        `${name}: ${fix.title.en}`,
      ).toEqual([])
    }
  }
  expect(fixes).toBeGreaterThan(20)
})
