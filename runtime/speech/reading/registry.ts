// Which languages values are read in, and how a tag finds its own: the longest match wins (`zh-CN` before `zh`).
import { readingTags, type ReadingTag } from '../../../machine/readings.ts'
import { americanEnglish, britishEnglish } from './en.ts'
import { joinWords, type Fragment } from './fragments.ts'
import { longestMatch } from './longest-match.ts'
import type { Reading } from './reading.ts'
import { zh } from './zh.ts'

/** The compiler knows the tags from the machine's room; a tag without its reading does not type-check. */
const BUILT_IN: Readonly<Record<ReadingTag, () => Reading>> = {
  zh: () => zh,
  en: americanEnglish,
  'en-GB': britishEnglish,
  'en-AU': britishEnglish,
  'en-HK': britishEnglish,
  'en-IE': britishEnglish,
  'en-IN': britishEnglish,
  'en-MY': britishEnglish,
  'en-NZ': britishEnglish,
  'en-SG': britishEnglish,
  'en-ZA': britishEnglish,
}

const byTag: Record<string, () => Reading> = { ...BUILT_IN }
/** Tags as they are asked for again and again, with what was found. */
const found = new Map<string, Reading | undefined>()

function lookUp(language: string): Reading | undefined {
  const known = found.get(language)
  if (known !== undefined || found.has(language)) return known
  const reading = longestMatch(byTag, language)?.()
  // Tags come from programs; whoever asks for ever new ones shall not fill the memory.
  if (found.size < 1000) found.set(language, reading)
  return reading
}

/** A language without a reading of its own is read as English is. */
export function readingOf(language: string): Reading {
  return lookUp(language) ?? americanEnglish()
}

/** Whether values can be spoken in that language. */
export function hasReading(language: string): boolean {
  return lookUp(language) !== undefined
}

/** Adds a language, or takes the place of one, under its tag: to be done before the first call. */
export function registerReading(reading: Reading): void {
  byTag[reading.tag] = () => reading
  found.clear()
}

/** Tags of all readings. */
export const readings = (): readonly string[] => [...new Set([...readingTags, ...Object.keys(byTag)])]

/** One row of what a studio records for a language's values. */
export interface ListedFragment {
  readonly id: string
  readonly words: string
  /** Silence of so many ms: nothing to be recorded. */
  readonly pause?: number
  /** ISO 4217: needed for sums of these alone. */
  readonly currencies?: readonly string[]
}

/** The closed list that every value of a language is spoken from; empty for a language without a reading. */
export function listFragments(language: string): readonly ListedFragment[] {
  return (lookUp(language)?.fragments ?? []).map(({ id, words, pause, currencies }) => ({
    id,
    words,
    ...(pause === undefined ? {} : { pause }),
    ...(currencies === undefined ? {} : { currencies }),
  }))
}

const byId = new WeakMap<Reading, ReadonlyMap<string, Fragment>>()

/** The words of listed fragments in a row, with the language's blanks; an id that is not on the list is an error. */
export function joinFragments(ids: readonly string[], language: string): string {
  const reading = readingOf(language)
  let rows = byId.get(reading)
  if (rows === undefined) byId.set(reading, (rows = new Map(reading.fragments.map(fragment => [fragment.id, fragment]))))
  return joinWords(
    ids.map(id => {
      const fragment = rows.get(id)
      if (fragment === undefined) throw new Error(`“${id}” is not a fragment of ${language}`)
      return fragment
    }),
  )
}
