import type { TokenInfo } from './tokens.ts'

const SIZE = 2048

/** Finds the words of a language in a text without cutting them out of it. */
export interface WordTable {
  /** The token type index of the word `text[start..end)`, whose `wordHash` is `hash`; 0 where it is no word of the language. */
  readonly find: (text: string, start: number, end: number, hash: number) => number
}

/** One step of the hash that the tokenizer keeps while it reads a word. */
export const nextHash = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0

export function createWordTable(tokens: readonly TokenInfo[]): WordTable {
  const images: string[] = Array.from({ length: SIZE }, () => '')
  const types = new Uint16Array(SIZE)
  for (const { type, image, category } of tokens) {
    if (category !== 'keyword' || image === undefined || image.includes('-')) continue
    let hash = 0
    for (let at = 0; at < image.length; at++) hash = nextHash(hash, image.charCodeAt(at))
    let slot = hash & (SIZE - 1)
    while (types[slot] !== 0) slot = (slot + 1) & (SIZE - 1)
    images[slot] = image
    types[slot] = type.tokenTypeIdx!
  }
  const find = (text: string, start: number, end: number, hash: number): number => {
    for (let slot = hash & (SIZE - 1); types[slot] !== 0; slot = (slot + 1) & (SIZE - 1)) {
      const image = images[slot]!
      if (image.length !== end - start) continue
      let at = 0
      while (at < image.length && image.charCodeAt(at) === text.charCodeAt(start + at)) at++
      if (at === image.length) return types[slot]!
    }
    return 0
  }
  return { find }
}
