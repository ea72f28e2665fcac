// Every fix of every finding of the examples on the pages of diagnostics, made: its finding is gone and no new one has come.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { programFiles } from '../compiler/fixtures.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { edited } from './testing/edits.ts'
import { line, serviceOf } from './testing/workspace.ts'

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

const start = 'menu start { press 1 for zh"一" en"one" -> goodbye }\n'
const plural =
  'settings { n: number 0..9 = 1 }\nflow f { say %{settings.n} {settings.n: one "card", other "{settings.n: other "cards", one "{settings.n}"}"}." -> hangup }\n'

it.each<[string, string, string, Readonly<Record<string, string>>?]>([
  [
    'an outcome whose values are called as what is there already',
    'CW5001',
    `service core { attempt enter(n: digits) within 3s { accepted(customer: text, n: text)  refused } }\nflow f { collect n: digits 4 { say zh"n" en"n" }  attempt core.enter(n) { refused, failed { } } -> goodbye }\n${start}`,
  ],
  ['plural forms that another language has not', 'CW6001', `${start}${plural.replace('%', 'en"You have ')}`],
  ['plural forms of a text for all languages', 'CW6003', `${start}${plural.replace('%', '"You have ')}`],
  [
    'words for values that are called as plural forms are',
    'CW6001',
    `${start}type Which = one of { one  two }\nsettings { w: Which = one }\nflow f { say en"{settings.w: one "first", two "second"}" -> hangup }\n`,
  ],
  [
    'a name that a file imports from another, and declares itself',
    'CW2002',
    `import { tell } from "./lib.ivr"\nmenu start { press 1 for zh"一" en"one" -> tell }\n`,
    { 'lib.ivr': 'import { hullo, goodbye } from "./main.ivr"\nprompts { hullo zh"喂" en"Hullo" }\nflow tell { say hullo -> goodbye }\n' },
  ],
  [
    'a name that is imported already',
    'CW2002',
    `import { tell } from "./lib.ivr"\nimport { tell } from "./more.ivr"\nmenu start { press 1 for zh"一" en"one" -> tell  press 2 for zh"二" en"two" -> go_on }\nflow go_on { -> goodbye }\n`,
    { 'lib.ivr': 'flow tell { -> hangup }\n', 'more.ivr': 'import { go_on } from "./main.ivr"\nflow _more { -> go_on }\n' },
  ],
  ...['attempt s.a()', 'perform s.t()', 'connect queue q'].map((step): [string, string, string] => [
    `an arrow to a part in an outcome of “${step}”`,
    'CW3001',
    `service s { attempt a() within 1s { yes(x: text) }  transaction t() within 1s { yes(x: text) } }\nqueue q { }\nflow p(x: text) { say zh"{x}" en"{x}" }\nflow f { ${step} { ${step.includes('q') ? 'answered(x) -> p(x)  no agents, failed -> goodbye' : `yes(x) -> p(x)  failed${step.includes('t()') ? ', unknown' : ''} -> goodbye`} } -> goodbye }\n${start}`,
  ]),
])('mends %s', (_, code: string, text: string, more: Readonly<Record<string, string>> = {}) => {
  const files = { 'main.ivr': text.startsWith('import') ? text + line : line + text, ...more }
  const before = findings(files, 'main.ivr')
  const asked = before.filter(each => each.code === code)
  expect(asked.flatMap(({ fixes }) => fixes).length).toBeGreaterThan(0)
  for (const { fixes } of asked) {
    for (const fix of fixes) {
      const after = findings(edited(files, fix.edits), 'main.ivr')
      expect(after.filter(({ severity }) => severity === 'error').map(({ message }) => message.en)).toEqual([])
    }
  }
})

it.each([
  ['CW3001', `${start.replace('goodbye }', 'goodbye  otherwise -> tell }')}flow tell { say greeting }\n`],
  ['CW3001', `${start}flow tell { say greeting }\nflow f { let x = query bank.accounts() else -> tell  say count(x) -> goodbye }\n`],
  ['CW1001', `${start.replace('en"one"', 'en "one"')}`],
  ['CW1001', `${start.replace('for zh"一" en"one"', 'fr "one"')}`],
  ['CW1001', `${start}flow f { say greeting => hangup }\n`],
  ['CW1001', `${start.replace('->', '=>')}`],
])('offers nothing for %s where nothing short of other words would mend it: %j', (code, text) => {
  const found = findings({ 'main.ivr': line + text }, 'main.ivr').filter(({ severity }) => severity === 'error')
  expect(found.map(each => each.code)).toEqual([code])
  expect(found.flatMap(({ fixes }) => fixes.map(({ title }) => title.en))).toEqual([])
})

it('writes “do” for an arrow where both may stand', () => {
  const text = `${line}${start.replace('-> goodbye }', '-> tell  otherwise { -> tell } }')}flow tell { say greeting }\n`
  const found = findings({ 'main.ivr': text }, 'main.ivr').filter(({ code }) => code === 'CW3001')
  expect(found.map(({ fixes }) => fixes.map(({ title }) => title.en))).toEqual([['Write “do tell”'], ['Write “do tell”']])
})
