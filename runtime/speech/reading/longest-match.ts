// How a language finds its own among tagged entries.

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
