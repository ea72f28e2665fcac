// Semantic tokens: the types that themes know, so that every editor has a colour for them.
import { SemanticTokenModifiers, SemanticTokenTypes, type SemanticTokensEdit, type SemanticTokensLegend } from 'vscode-languageserver'
import type { SemanticToken, SemanticTokenModifier, SemanticTokenType } from '../service/index.ts'
import type { LineIndex } from '../text/line-index.ts'

const types: Readonly<Record<SemanticTokenType, string>> = {
  keyword: SemanticTokenTypes.keyword,
  string: SemanticTokenTypes.string,
  number: SemanticTokenTypes.number,
  operator: SemanticTokenTypes.operator,
  comment: SemanticTokenTypes.comment,
  menu: SemanticTokenTypes.class,
  flow: SemanticTokenTypes.function,
  prompt: SemanticTokenTypes.macro,
  type: SemanticTokenTypes.type,
  service: SemanticTokenTypes.namespace,
  operation: SemanticTokenTypes.method,
  outcome: SemanticTokenTypes.event,
  hours: SemanticTokenTypes.struct,
  queue: SemanticTokenTypes.interface,
  setting: SemanticTokenTypes.property,
  variable: SemanticTokenTypes.variable,
  parameter: SemanticTokenTypes.parameter,
  property: SemanticTokenTypes.property,
  choice: SemanticTokenTypes.enumMember,
  level: SemanticTokenTypes.enum,
  name: SemanticTokenTypes.variable,
}
const modifiers: Readonly<Record<SemanticTokenModifier, string>> = {
  declaration: SemanticTokenModifiers.declaration,
  documentation: SemanticTokenModifiers.documentation,
  standard: SemanticTokenModifiers.defaultLibrary,
  secret: 'secret',
  private: 'private',
}

export const legend: SemanticTokensLegend = { tokenTypes: [...new Set(Object.values(types))], tokenModifiers: Object.values(modifiers) }
const typeNumber = new Map(Object.entries(types).map(([type, name]) => [type, legend.tokenTypes.indexOf(name)]))
const modifierBit = new Map(Object.keys(modifiers).map((modifier, at) => [modifier, 1 << at]))

/** The numbers of the protocol, five a token. A token of several lines is one for each. */
export function tokenNumbers(tokens: readonly SemanticToken[], index: LineIndex): number[] {
  const numbers: number[] = []
  let line = 0
  let column = 0
  for (const { start, end, type, modifiers: has } of tokens) {
    let bits = 0
    for (const modifier of has) bits |= modifierBit.get(modifier) ?? 0
    const from = index.position(start)
    const to = index.position(end)
    for (let at = from.line; at <= to.line; at++) {
      const begins = at === from.line ? from.column : 0
      const { start: lineStart, end: lineEnd } = index.line(at)
      const length = (at === to.line ? to.column : lineEnd - lineStart) - begins
      if (length <= 0) continue
      numbers.push(at - line, at === line ? begins - column : begins, length, typeNumber.get(type) ?? 0, bits)
      line = at
      column = begins
    }
  }
  return numbers
}

/** One edit that makes `before` `after`; none where they are the same. */
export function tokenEdits(before: readonly number[], after: readonly number[]): SemanticTokensEdit[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let [oldEnd, newEnd] = [before.length, after.length]
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--
    newEnd--
  }
  if (start === oldEnd && start === newEnd) return []
  return [{ start, deleteCount: oldEnd - start, data: after.slice(start, newEnd) }]
}
