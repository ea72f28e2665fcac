// What holds which sentence, and what is wrong with that: the same for the command and for the test that fails the build.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findHolders, type Holder } from './holders.ts'
import { chapterOf, languageSentences, notedChapters, semanticsSentences, type Sentence } from './sentences.ts'

export interface Examination {
  readonly sentences: readonly Sentence[]
  /** Sentence id → its tests. */
  readonly holders: ReadonlyMap<string, readonly Holder[]>
  /** Sentence id → what of it is not built. A reason that begins with “In part:” stands beside tests of the rest. */
  readonly notBuilt: Readonly<Record<string, string>>
  /** `docs/sentences.txt` as it should be. */
  readonly listing: string
  /** Held, but not all of it. */
  readonly inPart: readonly Sentence[]
  /** Neither a test nor a reason. */
  readonly missing: readonly Sentence[]
  /** All that fails the build, one sentence each. */
  readonly problems: readonly string[]
}

const IN_PART = 'In part:'

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** Reads the pages, the tests and the reasons below `root`. */
export const examine = (root: string): Examination => {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  const [language, semantics] = [read('docs/language.md'), read('docs/semantics.md')]
  const sentences = [...languageSentences(language), ...semanticsSentences(semantics)]
  const listing = sentences.map(sentence => `${sentence.id}\t${oneLine(sentence.text)}\n`).join('')
  const notBuilt: Readonly<Record<string, string>> = JSON.parse(read('docs/not-built.json'))
  const holders = findHolders(root)
  const listed = existsSync(join(root, 'docs/sentences.txt')) ? read('docs/sentences.txt') : ''
  const missing = sentences.filter(({ id }) => !holders.has(id) && !Object.hasOwn(notBuilt, id))
  const inPart = sentences.filter(({ id }) => notBuilt[id]?.startsWith(IN_PART))
  const found = { sentences, holders, notBuilt, listing, inPart, missing }
  return { ...found, problems: findProblems({ ...found, listed, noted: notedChapters(language, semantics) }) }
}

interface Examined extends Omit<Examination, 'problems'> {
  readonly listed: string
  /** Chapters whose pages tell their readers, in a note, what is not built. */
  readonly noted: ReadonlySet<string>
}

export const findProblems = (of: Examined): string[] => {
  const known = new Set(of.sentences.map(({ id }) => id))
  const problems: string[] = []
  if (of.listed !== of.listing)
    problems.push(
      'docs/sentences.txt is not what the pages say now: compare, mend the numbers in tests, then `npm run conformance -- --update`.',
    )
  for (const [id, tests] of of.holders)
    if (!known.has(id)) problems.push(`${tests[0]!.where} names [${id}], and there is no such sentence.`)
  for (const [id, reason] of Object.entries(of.notBuilt)) {
    if (!known.has(id)) problems.push(`docs/not-built.json names ${id}, and there is no such sentence.`)
    else if (reason.startsWith(IN_PART) !== of.holders.has(id)) {
      const where = of.holders.get(id)?.[0]?.where
      problems.push(
        where === undefined
          ? `docs/not-built.json says that ${id} is held in part, and no test names it.`
          : `docs/not-built.json lists ${id}, and ${where} holds it: take it off the list, or say what is missing (“${IN_PART} …”).`,
      )
    }
    if (reason.trim() === '') problems.push(`docs/not-built.json gives no reason for ${id}.`)
  }
  const notBuilt = new Set(
    Object.keys(of.notBuilt)
      .filter(id => known.has(id))
      .map(chapterOf),
  )
  for (const chapter of notBuilt)
    if (!of.noted.has(chapter)) problems.push(`Not all of ${chapter} is built, and no note (“> …”) of the page says so.`)
  for (const { id, text } of of.missing) problems.push(`${id} has no test: ${oneLine(text).slice(0, 100)}`)
  return problems
}
