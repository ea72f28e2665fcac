// The build fails where a sentence of the reference has neither a test nor a reason.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderWith } from '../../cli/testing/io.ts'
import { examine } from './examine.ts'

const root = join(import.meta.dirname, '..', '..')
const test = 'i' + 't'

it('[S0.1] each sentence is held by a test that names it, or listed as not built, and the list of sentences is current', () => {
  const { problems, sentences } = examine(root)
  expect(problems).toEqual([])
  expect(sentences.length).toBeGreaterThan(300)
})

it('[L.rules.9] what is not built yet is listed by the command, with its reason, and told in a note of its chapter', () => {
  const printed = execFileSync(process.execPath, [join(root, 'tools/conformance/main.ts')], { encoding: 'utf8' })
  const { notBuilt } = examine(root)
  expect(Object.keys(notBuilt).length).toBeGreaterThan(0)
  for (const [id, reason] of Object.entries(notBuilt)) {
    const entry = printed.split(/^(?=[LS]\S*  )/m).find(each => each.startsWith(`${id}  `))
    expect(entry, id).toContain(`not built yet: ${reason}`)
  }
})

const pages = {
  'docs/language.md': '# The Callwright language\n\nOne. Two.\n\n> **Not built yet:** two.\n',
  'docs/semantics.md': 'Three.\n',
  'docs/sentences.txt': 'L.rules.1\tOne.\nL.rules.2\tTwo.\nS0.1\tThree.\n',
  'docs/not-built.json': '{ "L.rules.2": "Later." }',
  'lang/a.test.ts': `${test}('[L.rules.1] [S0.1] both', () => {})\n`,
}
const problemsOf = (changed: Readonly<Record<string, string>>): readonly string[] => examine(folderWith({ ...pages, ...changed })).problems

it('finds nothing wrong where every sentence has a test or a reason', () => {
  expect(problemsOf({})).toEqual([])
})

it('finds a sentence without either', () => {
  expect(problemsOf({ 'docs/not-built.json': '{}' })).toEqual(['L.rules.2 has no test: Two.'])
})

it('finds a test of a sentence that there is not', () => {
  expect(problemsOf({ 'runtime/b.test.ts': `${test}('[S9.9] x', () => {})\n` })).toEqual([
    'runtime/b.test.ts:1 names [S9.9], and there is no such sentence.',
  ])
})

it('finds a reason for a sentence that there is not, without words, or for one that has tests', () => {
  const reasons = (list: object): readonly string[] =>
    problemsOf({ 'docs/not-built.json': JSON.stringify({ 'L.rules.2': 'Later.', ...list }) })
  expect(reasons({ 'L.rules.7': 'Later.' })).toEqual(['docs/not-built.json names L.rules.7, and there is no such sentence.'])
  expect(reasons({ 'L.rules.2': ' ' })).toEqual(['docs/not-built.json gives no reason for L.rules.2.'])
  expect(reasons({ 'S0.1': 'Later.' })).toContainEqual(expect.stringContaining('lang/a.test.ts:1 holds it'))
})

it('lets a sentence be held in part, beside tests alone', () => {
  const reasons = (list: object): string => JSON.stringify({ 'L.rules.2': 'Later.', ...list })
  const noted = { 'docs/semantics.md': 'Three.\n\n> **Not built yet:** half of it.\n' }
  const found = examine(folderWith({ ...pages, ...noted, 'docs/not-built.json': reasons({ 'S0.1': 'In part: half of it.' }) }))
  expect([found.problems, found.inPart.map(({ id }) => id)]).toEqual([[], ['S0.1']])
  expect(problemsOf({ 'docs/not-built.json': reasons({ 'L.rules.2': 'In part: half of it.' }) })).toEqual([
    'docs/not-built.json says that L.rules.2 is held in part, and no test names it.',
  ])
})

it('finds a list of sentences that the pages have outgrown', () => {
  expect(problemsOf({ 'docs/semantics.md': 'Three. Four.\n' })[0]).toMatch(/^docs\/sentences\.txt is not what the pages say now/)
})

it('finds a page that does not tell its readers, who have no list, what of it is not built', () => {
  expect(problemsOf({ 'docs/language.md': '# The Callwright language\n\nOne. Two.\n' })).toEqual([
    'Not all of L.rules is built, and no note (“> …”) of the page says so.',
  ])
})
