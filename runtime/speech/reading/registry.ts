// Which languages values are read in, and how a tag finds its own: the longest match wins (`zh-CN` before `zh`).
import type { Reading } from './reading.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

const READINGS: readonly Reading[] = [zh, en]

/**
 * The entry whose tag is the longest beginning of `language` (BCP 47, compared without case), else the one tagged `''`,
 * else none.
 */
export function longestMatch<T>(entries: Readonly<Record<string, T>>, language: string): T | undefined {
  const wanted = language.toLowerCase()
  let best: string | undefined
  for (const tag of Object.keys(entries)) {
    const lower = tag.toLowerCase()
    const fits = lower === '' || wanted === lower || wanted.startsWith(lower + '-')
    if (fits && (best === undefined || tag.length > best.length)) best = tag
  }
  return best === undefined ? undefined : entries[best]
}

const BY_TAG: Readonly<Record<string, Reading>> = Object.fromEntries(READINGS.map(reading => [reading.tag, reading]))

/** A language without a reading of its own is read as English is. */
export function readingOf(language: string): Reading {
  return longestMatch(BY_TAG, language) ?? en
}

/** Whether values can be spoken in that language. */
export function hasReading(language: string): boolean {
  return longestMatch(BY_TAG, language) !== undefined
}
