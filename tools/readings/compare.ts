// `npm run readings`: a million values each, read by us and by readers that we did not write. Exits 1 where they differ by more than the
// rules of differences.ts, or where a reader is not installed.
//   --count N   values each (1,000,000)      --seed N   others (1)
//   --write     makes the table of num2words' answers that the tests use
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mended, type Peer } from './differences.ts'
import { ourWords } from './ours.ts'
import { findPython, num2wordsRange, num2wordsWords, nzhRange, nzhWords } from './peers.ts'
import { tableLine, tablePath } from './table.ts'
import { printed, samples, type Sample } from './values.ts'

const { values: options } = parseArgs({
  options: { count: { type: 'string' }, seed: { type: 'string' }, write: { type: 'boolean' } },
})
const count = Number(options.count ?? 1_000_000)
const seed = Number(options.seed ?? 1)
const CHUNK = 50_000
const SHOWN = 20
/** Of the table in the tests. */
const ROWS = 3000

interface Tally {
  readonly title: string
  alike: number
  byRule: Map<string, number>
  differing: string[]
  count: number
  differ: number
}
const createTally = (title: string): Tally => ({ title, alike: 0, byRule: new Map(), differing: [], count: 0, differ: 0 })

function judge(tally: Tally, peer: Peer, sample: Sample, theirs: string, language: string): void {
  const ours = ourWords(sample, language)
  tally.count += 1
  // 第 is what makes a Chinese number an ordinal; nzh has no ordinals.
  const spoken = language === 'zh-CN' && sample.kind === 'ordinal' ? ours.replace(/^第/, '') : ours
  const { words, rules } = mended(peer, theirs, sample, language)
  for (const rule of rules) tally.byRule.set(rule, (tally.byRule.get(rule) ?? 0) + 1)
  if (words === spoken) {
    if (rules.length === 0) tally.alike += 1
    return
  }
  tally.differ += 1
  if (tally.differing.length < SHOWN) {
    tally.differing.push(`${sample.kind} ${printed(sample)} ${sample.currency ?? ''}\n      ours    ${ours}\n      theirs  ${theirs}`)
  }
}

function report({ title, count: all, alike, byRule, differ, differing }: Tally): void {
  const number = (n: number): string => n.toLocaleString('en-US')
  process.stdout.write(`${title}: ${number(all)} values, ${number(alike)} word for word, ${number(differ)} differ beyond the rules\n`)
  for (const [rule, times] of byRule) process.stdout.write(`    ${rule.padEnd(18)} ${number(times)}\n`)
  for (const text of differing) process.stdout.write(`    ${text}\n`)
}

function compareChinese(): Tally {
  const tally = createTally('zh-CN against nzh')
  for (const sample of samples(count, seed, nzhRange)) judge(tally, 'nzh', sample, nzhWords(sample), 'zh-CN')
  return tally
}

function compareEnglish(python: string): readonly Tally[] {
  const tallies = ['en-US', 'en-GB'].map(language => ({ language, tally: createTally(`${language} against num2words`) }))
  let chunk: Sample[] = []
  const flush = (): void => {
    const theirs = num2wordsWords(python, chunk)
    chunk.forEach((sample, at) => {
      for (const { language, tally } of tallies) judge(tally, 'num2words', sample, theirs[at]!, language)
    })
    chunk = []
  }
  for (const sample of samples(count, seed, num2wordsRange)) {
    chunk.push(sample)
    if (chunk.length === CHUNK) flush()
  }
  if (chunk.length > 0) flush()
  return tallies.map(({ tally }) => tally)
}

const python = findPython()
if (python === undefined) {
  process.stderr.write('num2words is not installed (Debian: apt-get install python3-num2words): English is not compared.\n')
  process.exitCode = 1
}
if (options.write === true && python !== undefined) {
  const rows = [...samples(ROWS, 7, num2wordsRange)]
  const theirs = num2wordsWords(python, rows)
  writeFileSync(join(import.meta.dirname, tablePath), rows.map((sample, at) => tableLine(sample, theirs[at]!)).join(''))
  process.stdout.write(`${tablePath}: ${rows.length} rows\n`)
} else {
  const tallies = [compareChinese(), ...(python === undefined ? [] : compareEnglish(python))]
  for (const tally of tallies) report(tally)
  if (tallies.some(({ differ }) => differ > 0)) process.exitCode = 1
}
