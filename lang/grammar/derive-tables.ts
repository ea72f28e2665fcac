// The tables of a grammar, from what Chevrotain recorded of it. Only their generator and its test need this.
import {
  Alternation,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  type TokenType,
} from 'chevrotain'
import { firstTokens, openings, repetitionOf, type Production } from './first-tokens.ts'
import type { GrammarTables } from './grammar-tables.ts'

/** A parser that Chevrotain has recorded. */
export interface RecordedParser {
  readonly loops: readonly { readonly rule: string; readonly idx: number }[]
  getGAstProductions(): Record<string, Rule>
}

/** As in Chevrotain's `keys.ts`. */
const kinds = [
  [Alternation, 1],
  [Option, 2],
  [Repetition, 3],
  [RepetitionMandatory, 4],
  [RepetitionWithSeparator, 5],
  [RepetitionMandatoryWithSeparator, 6],
] as const

const namesOf = (types: Iterable<TokenType>): string => [...types].map(type => type.name).join(' ')

function beginningOf(part: Production): string {
  const { tokens, empty } = firstTokens(part)
  return empty ? `${namesOf(tokens)} any`.trim() : namesOf(tokens)
}

/** Look-ahead is one token, and the first alternative that begins with it is taken. */
function aheadOf(rule: Rule): Readonly<Record<number, string>> {
  const found: [number, string][] = []
  const rest: Production[] = [rule as Production]
  for (let next = rest.pop(); next; next = rest.pop()) {
    if (next instanceof NonTerminal) continue
    rest.push(...(next.definition ?? []))
    const kind = kinds.find(([maker]) => next instanceof maker)?.[1]
    if (kind === undefined) continue
    const parts = next instanceof Alternation ? (next.definition as readonly Production[]) : [next]
    found.push([(kind << 8) | (next as Alternation).idx, parts.map(beginningOf).join(' | ')])
  }
  return Object.fromEntries(found.sort(([a], [b]) => a - b))
}

export function deriveTables(parser: RecordedParser): GrammarTables {
  const rules = parser.getGAstProductions()
  const behindOf = new Map<TokenType, Set<TokenType> | 'any'>()
  const lists = parser.loops.map(({ rule, idx }) => {
    const loop = repetitionOf(rules[rule], idx)
    for (const [type, behind] of openings(loop)) {
      // A name opens nothing: anything may be called so.
      if (type.name === 'Word') continue
      const known = behindOf.get(type)
      behindOf.set(type, behind === 'any' || known === 'any' ? 'any' : new Set([...(known ?? []), ...behind]))
    }
    return namesOf(firstTokens(loop).tokens)
  })
  const ahead = Object.entries(rules).flatMap(([name, rule]) => {
    const keys = aheadOf(rule)
    return Object.keys(keys).length > 0 ? [[name, keys] as const] : []
  })
  return {
    lists,
    openings: Object.fromEntries([...behindOf].map(([type, behind]) => [type.name, behind === 'any' ? 'any' : namesOf(behind)])),
    ahead: Object.fromEntries(ahead),
  }
}
