// Every fix of every finding of the examples on the pages of diagnostics, made: its finding is gone and no new one has come.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { programFiles } from '../compiler/fixtures.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { edited } from './testing/edits.ts'
import { serviceOf } from './testing/workspace.ts'

const pages = new URL('../../docs/diagnostics/', import.meta.url)

interface Page {
  readonly code: string
  readonly files: Readonly<Record<string, string>>
  readonly main: string
}

/** The first block is the file that is looked at, the others begin with their names. */
function pageOf(name: string): Page | undefined {
  const code = name.slice(0, -'.md'.length)
  const text = readFileSync(new URL(name, pages), 'utf8')
  const blocks = [...text.matchAll(/```(ivr|dtmf)\n([^]*?)```/g)].map(match => ({ kind: match[1]!, text: match[2]! }))
  const first = blocks[0]
  if (!first) return undefined
  const main = first.kind === 'ivr' ? 'main.ivr' : 'main.dtmf'
  const named = blocks.map(
    (block, at) => [at === 0 ? main : (/^\/\/ (\S+)\n/.exec(block.text)?.[1] ?? `other${at}.${block.kind}`), block.text] as const,
  )
  const files = Object.fromEntries(named)
  // A library is checked with a line; those that are about the line itself are not.
  const whole = first.kind === 'ivr' && code !== 'CW2017' && code !== 'CW2018' && !code.startsWith('CW1')
  return { code, main, files: whole ? programFiles({ files }) : files }
}

/** What a fix says by being made: behind a menu that is gone to for good nothing is reached, and that is for the designer to take away. */
const follows: Readonly<Record<string, readonly string[]>> = { CW3014: ['CW3011'] }

const keyOf = ({ code, file, message }: Diagnostic): string => `${code} ${file} ${message.en}`
const countsOf = (found: readonly Diagnostic[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const each of found) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1)
  return counts
}
const findings = (files: Readonly<Record<string, string>>, main: string): readonly Diagnostic[] => {
  const service = serviceOf(files)
  return main.endsWith('.dtmf') ? service.diagnostics(main) : [...service.programDiagnostics(main).values()].flat()
}

const found = readdirSync(pages)
  .filter(name => /^CW\d{4}\.md$/.test(name))
  .sort()
  .flatMap(name => pageOf(name) ?? [])
  .flatMap(page => {
    const before = findings(page.files, page.main)
    return before.flatMap(diagnostic =>
      diagnostic.fixes.map(fix => ({ name: `${page.code}: ${diagnostic.code} “${fix.title.en}”`, page, before, diagnostic, fix })),
    )
  })

it('there are fixes enough', () => {
  expect(found.length).toBeGreaterThan(30)
})

it.each(found)('$name', ({ page, before, diagnostic, fix }) => {
  const after = findings(edited(page.files, fix.edits), page.main)
  const was = countsOf(before)
  const is = countsOf(after)
  expect(is.get(keyOf(diagnostic)) ?? 0).toBeLessThan(was.get(keyOf(diagnostic))!)
  // While a text cannot be read its names are not looked at: what is then wrong with them was there before.
  const syntax = page.code.startsWith('CW1')
  const news = after.filter(
    each =>
      (is.get(keyOf(each)) ?? 0) > (was.get(keyOf(each)) ?? 0) &&
      (!syntax || each.code.startsWith('CW1')) &&
      !follows[page.code]?.includes(each.code),
  )
  expect(news.map(({ code, message }) => `${code} ${message.en}`)).toEqual([])
})
