// Colours by meaning: the table of tokens says what a token is, the tree whether a word of the language is a name, the program what it names.
import type { Type } from '../../machine/types.ts'
import type { Name } from '../grammar/ast.ts'
import { createTokenizer } from '../grammar/tokenizer.ts'
import * as T from '../grammar/tokens.ts'
import type { ProgramFile, Symbol } from '../compiler/program.ts'
import { typeOfSymbol } from './scope.ts'
import { occurrencesOf, type Occurrence } from './occurrences.ts'
import type { View } from './programs.ts'
import { nodesOf } from './tree.ts'
import type { SemanticToken, SemanticTokenModifier, SemanticTokenType, SymbolKind } from './types.ts'

const tokenize = createTokenizer(T.ivrTokens)

const byCategory: Readonly<Record<T.TokenCategory, SemanticTokenType | undefined>> = {
  keyword: 'keyword',
  name: 'name',
  number: 'number',
  text: 'string',
  operator: 'operator',
  punctuation: undefined,
  none: undefined,
}
const byKind: Readonly<Record<SymbolKind, SemanticTokenType>> = {
  line: 'name',
  menu: 'menu',
  flow: 'flow',
  prompt: 'prompt',
  type: 'type',
  service: 'service',
  operation: 'operation',
  outcome: 'outcome',
  hours: 'hours',
  queue: 'queue',
  setting: 'setting',
  remember: 'variable',
  local: 'variable',
  level: 'level',
  choice: 'choice',
  field: 'property',
  parameter: 'parameter',
  script: 'name',
  setup: 'name',
}

/** In the order of the text; none overlaps another. Signs that are only punctuation have none. */
export function semanticTokens(view: View): readonly SemanticToken[] {
  const { file, program } = view
  const named = new Map<number, Occurrence>()
  for (const one of occurrencesOf(program).inFile(file.path)) if (!named.has(one.start)) named.set(one.start, one)
  const names = nameStarts(file)
  const symbols = new Map<number, Symbol>()
  for (const name of names.values()) {
    const symbol = program.symbolOf.get(name)
    if (symbol) symbols.set(name.start, symbol)
  }
  return colour(file.text, tokenize, T.ivrTokens, (start, end) => {
    const occurrence = named.get(start)
    // A name of two words (`timed out`) is two tokens.
    if (occurrence && occurrence.end >= end)
      return { type: byKind[occurrence.kind], modifiers: modifiersOf(occurrence, typeOfSymbol(program, symbols.get(start))) }
    return names.has(start) ? { type: 'name', modifiers: [] } : undefined
  })
}

function nameStarts(file: ProgramFile): ReadonlyMap<number, Name> {
  const found = new Map<number, Name>()
  for (const node of nodesOf(file.tree)) if (node.kind === 'Name' && node.end > node.start) found.set(node.start, node)
  return found
}

function modifiersOf(occurrence: Occurrence, type: Type | undefined): readonly SemanticTokenModifier[] {
  const found: SemanticTokenModifier[] = []
  if (occurrence.declares) found.push('declaration')
  if (type?.class) found.push(type.class)
  return found
}

export type Named = { readonly type: SemanticTokenType; readonly modifiers: readonly SemanticTokenModifier[] }

/** The tokens and comments of a text; `nameOf` says what a word is that stands for something. */
export function colour(
  text: string,
  reader: typeof tokenize,
  table: readonly T.TokenInfo[],
  nameOf: (start: number, end: number) => Named | undefined,
): readonly SemanticToken[] {
  const categories: (T.TokenCategory | undefined)[] = []
  for (const { type, category } of table) categories[type.tokenTypeIdx!] = category
  const { types, starts, ends, count, comments } = reader(text, '', [])
  const found: SemanticToken[] = []
  for (let at = 0; at < count; at++) {
    const start = starts[at]!
    const end = ends[at]!
    const category = categories[types[at]!] ?? 'none'
    const plain = byCategory[category]
    const meant = category === 'keyword' || category === 'name' ? nameOf(start, end) : undefined
    if (plain && end > start) found.push({ start, end, ...(meant ?? { type: plain, modifiers: [] }) })
  }
  for (const { start, end, style } of comments) {
    if (end > start) found.push({ start, end, type: 'comment', modifiers: style === 'doc' ? ['documentation'] : [] })
  }
  return found.sort((a, b) => a.start - b.start)
}
