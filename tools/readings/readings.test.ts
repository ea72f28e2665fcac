import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { differences, mended, type Peer } from './differences.ts'
import { ourWords } from './ours.ts'
import { nzhRange, nzhWords } from './peers.ts'
import { readTable, tableLine, tablePath } from './table.ts'
import { printed, samples, type Sample } from './values.ts'

const table = readFileSync(join(import.meta.dirname, tablePath), 'utf8')
const page = readFileSync(join(import.meta.dirname, '../../docs/readings.md'), 'utf8')

/** What is left between their words and ours, and how often each rule was needed. */
function compare(peer: Peer, rows: Iterable<readonly [Sample, string]>, language: string) {
  const faults: string[] = []
  const rules = new Map<string, number>()
  let count = 0
  for (const [sample, theirs] of rows) {
    count += 1
    const ours = ourWords(sample, language).replace(/^第/, '')
    const { words, rules: used } = mended(peer, theirs, sample, language)
    for (const rule of used) rules.set(rule, (rules.get(rule) ?? 0) + 1)
    if (words !== ours) faults.push(`${sample.kind} ${printed(sample)}: ours ${ours}, theirs ${theirs}`)
  }
  return { faults, rules, count }
}

function* chinese(count: number): Generator<readonly [Sample, string]> {
  for (const sample of samples(count, 3, nzhRange)) yield [sample, nzhWords(sample)]
}

it('20,000 values read in Mandarin as nzh reads them, but for the differences that the page lists', () => {
  const { faults, rules, count } = compare('nzh', chinese(20_000), 'zh-CN')
  expect(faults).toEqual([])
  expect(count).toBe(20_000)
  expect([...rules.keys()].toSorted()).toEqual(differences.nzh.map(({ id }) => id).toSorted())
})

it.each(['en-US', 'en-GB'])('3,000 values read in %s as num2words read them, but for the differences that the page lists', language => {
  const { faults, rules, count } = compare('num2words', readTable(table), language)
  expect(faults).toEqual([])
  expect(count).toBe(3000)
  const known = differences.num2words.filter(({ languages }) => languages.includes(language)).map(({ id }) => id)
  expect([...rules.keys()].toSorted()).toEqual(known.toSorted())
})

it('the page has a row for every rule, and no row without one', () => {
  const rows = Array.from(page.matchAll(/^\| `((?:zh|en)-[a-z-]+)` \|/gm), ([, id]) => id)
  expect(rows.toSorted()).toEqual(
    Object.values(differences)
      .flatMap(each => each.map(({ id }) => id))
      .toSorted(),
  )
})

it('a rule mends what it is for and nothing else', () => {
  const sum: Sample = { kind: 'money', value: 200, places: 2, currency: 'USD' }
  expect(mended('num2words', 'two dollars and zero cents', sum, 'en-US')).toEqual({ words: 'two dollars', rules: ['en-noughts'] })
  expect(mended('num2words', 'two dollars and three cents', sum, 'en-US')).toEqual({ words: 'two dollars and three cents', rules: [] })
  expect(mended('nzh', '九百万亿零一', { kind: 'number', value: 9e14 + 1, places: 0 }, 'zh-CN').rules).toEqual([])
})

it('the table is written as it is read', () => {
  expect(
    readTable(table)
      .map(([sample, words]) => tableLine(sample, words))
      .join(''),
  ).toBe(table)
})
