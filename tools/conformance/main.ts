// `npm run conformance`: every sentence of the two reference pages with the tests that hold it. Exits 1 where a sentence has
// neither a test nor a reason in docs/not-built.json, where a test names a sentence that there is not, where a sentence
// listed as not built has a test all the same, and where the pages' sentences differ from docs/sentences.txt (the numbers in
// tests would then mean something else: look at the difference, then run it with --update).
//   --list     ids and sentences only        --missing  only what has no test
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findHolders } from './holders.ts'
import { languageSentences, semanticsSentences, type Sentence } from './sentences.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const option = (name: string): boolean => process.argv.includes(name)

const sentences = [...languageSentences(read('docs/language.md')), ...semanticsSentences(read('docs/semantics.md'))]
const oneLine = (text: string): string => text.replace(/\s+/g, ' ')
const listing = sentences.map(sentence => `${sentence.id}\t${oneLine(sentence.text)}\n`).join('')

if (option('--list')) {
  process.stdout.write(listing)
  process.exit(0)
}
const listingPath = join(root, 'docs/sentences.txt')
if (option('--update')) writeFileSync(listingPath, listing)

const notBuilt: Readonly<Record<string, string>> = JSON.parse(read('docs/not-built.json'))
const holders = findHolders(root)
const known = new Set(sentences.map(sentence => sentence.id))
const problems: string[] = []

if (!existsSync(listingPath) || readFileSync(listingPath, 'utf8') !== listing)
  problems.push(
    'docs/sentences.txt is not what the pages say now: compare, mend the numbers in tests, then `npm run conformance -- --update`.',
  )
for (const [id, tests] of holders) if (!known.has(id)) problems.push(`${tests[0]!.where} names [${id}], and there is no such sentence.`)
for (const id of Object.keys(notBuilt)) {
  if (!known.has(id)) problems.push(`docs/not-built.json names ${id}, and there is no such sentence.`)
  else if (holders.has(id))
    problems.push(`docs/not-built.json lists ${id}, and ${holders.get(id)![0]!.where} holds it: take it off the list.`)
}

let held = 0
let waiting = 0
const show = (sentence: Sentence, lines: readonly string[]): void => {
  process.stdout.write(`${sentence.id}  ${oneLine(sentence.text).slice(0, 160)}\n${lines.map(line => `    ${line}\n`).join('')}`)
}
for (const sentence of sentences) {
  const tests = holders.get(sentence.id)
  const reason = notBuilt[sentence.id]
  if (tests) {
    held++
    if (!option('--missing'))
      show(
        sentence,
        tests.map(test => `${test.where}  ${test.name}`),
      )
  } else if (reason !== undefined) {
    waiting++
    if (!option('--missing')) show(sentence, [`not built yet: ${reason}`])
  } else {
    problems.push(`${sentence.id} has no test: ${oneLine(sentence.text).slice(0, 100)}`)
    show(sentence, ['NO TEST'])
  }
}
process.stdout.write(
  `\n${sentences.length} sentences: ${held} held by tests, ${waiting} not built yet, ${sentences.length - held - waiting} without a test\n`,
)
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exit(problems.length > 0 ? 1 : 0)
