// What colour the words of the language take before anything is known of a program. The words are the token table's; a word that is in no list here
// directs what happens, and is coloured so.
import type { TokenInfo } from '../../lang/grammar/tokens.ts'

/** Words that begin a declaration, or a part of one. */
const DECLARING = [
  ...['flow', 'hours', 'import', 'languages', 'levels', 'line', 'listen', 'menu', 'milestone', 'numbers', 'prompts', 'query', 'queue'],
  ...['remember', 'script', 'service', 'settings', 'setup', 'shortcuts', 'transaction', 'type', 'use', 'from'],
]
/** Names of types that the language brings. */
export const TYPES = [
  'boolean',
  'date',
  'digits',
  'duration',
  'list',
  'moment',
  'money',
  'number',
  'phone',
  'recording',
  'speech',
  'text',
  'time',
]
/** Words that are values. */
const VALUES = ['empty', 'false', 'nothing', 'off', 'on', 'true', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
/** Words between values. */
const OPERATORS = ['and', 'in', 'is', 'not', 'or', 'where']

const lists: readonly (readonly [scope: string, words: readonly string[]])[] = [
  ['storage.type', DECLARING],
  ['support.type', TYPES],
  ['constant.language', VALUES],
  ['keyword.operator.word', OPERATORS],
]

export interface ScopedWords {
  readonly scope: string
  /** As they are written, the longest first. */
  readonly words: readonly string[]
}

/** The keywords of a token table, each with its scope. Throws where a list above names a word that neither language has. */
export function scopedWords(tokens: readonly TokenInfo[], all: readonly TokenInfo[]): readonly ScopedWords[] {
  const known = new Set(imagesOf(all))
  const unknown = lists.flatMap(([, words]) => words).filter(word => !known.has(word))
  if (unknown.length > 0) throw new Error(`no words of the language: ${unknown.join(', ')}`)
  const scopeOf = new Map(lists.flatMap(([scope, words]) => words.map(word => [word, scope] as const)))
  const byScope = new Map<string, string[]>()
  for (const word of imagesOf(tokens)) {
    const scope = scopeOf.get(word) ?? 'keyword.control'
    byScope.set(scope, [...(byScope.get(scope) ?? []), word])
  }
  return [...byScope]
    .map(([scope, words]) => ({ scope, words: words.sort((a, b) => b.length - a.length || (a < b ? -1 : 1)) }))
    .sort((a, b) => (a.scope < b.scope ? -1 : 1))
}

/** The words of the table. */
const imagesOf = (tokens: readonly TokenInfo[]): string[] =>
  tokens.flatMap(({ category, image }) => (category === 'keyword' && image !== undefined ? [image] : []))

/** The signs of a category, as they are written, the longest first. */
export const signsOf = (tokens: readonly TokenInfo[], category: TokenInfo['category']): readonly string[] =>
  tokens
    .flatMap(token => (token.category === category && token.image !== undefined ? [token.image] : []))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
