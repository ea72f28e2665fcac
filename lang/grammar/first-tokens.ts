import {
  Alternation,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  Terminal,
  type Rule,
  type TokenType,
} from 'chevrotain'

export interface Production {
  readonly definition?: readonly Production[]
}

/** The loop number `idx` of a recorded rule. Throws where the rule has none: a mistake of the grammar. */
export function repetitionOf(rule: Rule | undefined, idx: number): Production {
  const rest: Production[] = [rule as Production]
  for (let next = rest.pop(); next; next = rest.pop()) {
    if (next instanceof Repetition && next.idx === idx) return next
    if (!(next instanceof NonTerminal)) rest.push(...(next.definition ?? []))
  }
  throw new Error(`no loop ${idx} in rule ${rule?.name ?? '?'}`)
}

/** The token types that `production` may begin with, and whether it may be empty. Grammars are small and not left-recursive: recursion ends. */
function first(production: Production, into: Set<TokenType>): boolean {
  if (production instanceof Terminal) {
    into.add(production.terminalType)
    return false
  }
  if (production instanceof NonTerminal) return sequence(production.referencedRule.definition as readonly Production[], into)
  if (production instanceof Alternation) {
    let empty = false
    for (const alternative of production.definition) if (first(alternative, into)) empty = true
    return empty
  }
  const empty = sequence(production.definition ?? [], into)
  if (production instanceof Option || production instanceof Repetition || production instanceof RepetitionWithSeparator) return true
  if (production instanceof RepetitionMandatory || production instanceof RepetitionMandatoryWithSeparator) return empty
  return empty
}
function sequence(parts: readonly Production[], into: Set<TokenType>): boolean {
  for (const part of parts) if (!first(part, into)) return false
  return true
}

/** What a production, or one turn of a loop, may begin with, and whether it may be empty. */
export function firstTokens(production: Production): { readonly tokens: ReadonlySet<TokenType>; readonly empty: boolean } {
  const tokens = new Set<TokenType>()
  const empty = sequence(production.definition ?? [], tokens)
  return { tokens, empty }
}

/**
 * How one turn of a loop goes on: each token that it may begin with → those that may stand behind it, `any` where nothing has to.
 * A turn that begins with a loop of its own is taken once. Grammars are not left-recursive: recursion ends.
 */
export function openings(loop: Production): ReadonlyMap<TokenType, ReadonlySet<TokenType> | 'any'> {
  const found = new Map<TokenType, Set<TokenType> | 'any'>()
  const visit = (parts: readonly Production[]): void => {
    const [head, ...rest] = parts
    if (head === undefined) return
    if (head instanceof Terminal) {
      const behind = found.get(head.terminalType) ?? new Set<TokenType>()
      const open = behind === 'any' || sequence(rest, behind)
      found.set(head.terminalType, open ? 'any' : behind)
    } else if (head instanceof NonTerminal) visit([...(head.referencedRule.definition as readonly Production[]), ...rest])
    else if (head instanceof Alternation)
      for (const alternative of head.definition) visit([...(alternative.definition as readonly Production[]), ...rest])
    else {
      visit([...(head.definition ?? []), ...rest])
      if (head instanceof Option || head instanceof Repetition || head instanceof RepetitionWithSeparator) visit(rest)
    }
  }
  visit(loop.definition ?? [])
  return found
}
