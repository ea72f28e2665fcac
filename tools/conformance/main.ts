// `npm run conformance`: every sentence of the two reference pages with the tests that hold it. Exits 1 where a sentence has
// neither a test nor a reason in docs/not-built.json, where a test names a sentence that there is not, where a sentence
// listed as not built has a test all the same (beside a reason that begins with “In part:” it may), and where the pages'
// sentences differ from docs/sentences.txt (the numbers in tests would then mean something else: look at the difference, then
// run it with --update).
//   --list     ids and sentences only        --missing  only what has no test
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { examine, oneLine } from './examine.ts'
import type { Sentence } from './sentences.ts'

const root = join(import.meta.dirname, '..', '..')
const option = (name: string): boolean => process.argv.includes(name)

let found = examine(root)
if (option('--update')) {
  writeFileSync(join(root, 'docs/sentences.txt'), found.listing)
  found = examine(root)
}

const show = (sentence: Sentence, lines: readonly string[]): void => {
  process.stdout.write(`${sentence.id}  ${oneLine(sentence.text).slice(0, 160)}\n${lines.map(line => `    ${line}\n`).join('')}`)
}
const report = (): void => {
  let held = 0
  for (const sentence of found.sentences) {
    const tests = found.holders.get(sentence.id)
    const reason = found.notBuilt[sentence.id]
    if (tests) held++
    if (!tests && reason === undefined) show(sentence, ['NO TEST'])
    else if (option('--missing')) continue
    else {
      const lines = (tests ?? []).map(test => `${test.where}  ${test.name}`)
      show(sentence, reason === undefined ? lines : [...lines, `not built yet: ${reason}`])
    }
  }
  const { length: all } = found.sentences
  const without = found.missing.length
  const { length: inPart } = found.inPart
  process.stdout.write(
    `\n${all} sentences: ${held - inPart} held by tests, ${inPart} in part, ${all - held - without} not built yet, ${without} without a test\n`,
  )
  for (const problem of found.problems) process.stderr.write(`${problem}\n`)
  // Not `exit`: what was written to a pipe would be cut.
  process.exitCode = found.problems.length > 0 ? 1 : 0
}

if (option('--list')) process.stdout.write(found.listing)
else report()
