// What is worked out of a grammar once and for all: Chevrotain would record every rule anew in each process, and a short command waits for that.
// `npm run grammar` writes the tables of both grammars; a test holds them against the recorded ones.
import type { TokenType } from 'chevrotain'

/** Token types by their names, blanks between them; a category stands for all that belong to it. */
export interface GrammarTables {
  /** For each list of items, in the order of declaration: what an item may begin with. */
  readonly lists: readonly string[]
  /** A token that begins an item of some list → what may stand behind it; `any` where nothing has to. */
  readonly openings: Readonly<Record<string, string>>
  /**
   * Rule → key of a choice in it, as Chevrotain numbers them → what each alternative begins with, `|` between them. Where two begin with the same
   * token, the first has it; `any` ends one that may be empty. What is optional or repeated has one alternative.
   */
  readonly ahead: Readonly<Record<string, Readonly<Record<number, string>>>>
}

/** `lookAhead` of Chevrotain's parser: the alternative that the next token chooses, or whether it begins what is optional. */
export type LookAhead = () => number | boolean | undefined

/** Chevrotain's number of an alternation is below this one, those of what is optional or repeated above. */
const OPTIONAL_KEYS = 0x200

const NONE = -1

/** The number of each alternative by the type of the next token. Built when it is first asked for: most texts need few. */
export function createLookAhead(key: number, alternatives: string, typesOf: (names: string) => TokenType[], next: () => number): LookAhead {
  let chosen: Int8Array | undefined
  const build = (): Int8Array => {
    const choice = new Int8Array(512).fill(NONE)
    for (const [at, names] of alternatives.split('|').entries()) {
      const open = names.trim().endsWith('any')
      const indices = open ? choice.keys() : indicesOf(typesOf(names))
      for (const index of indices) if (choice[index] === NONE) choice[index] = at
    }
    return choice
  }
  if (key >= OPTIONAL_KEYS) return () => (chosen ??= build())[next()] === 0
  return () => {
    const at = (chosen ??= build())[next()]!
    return at === NONE ? undefined : at
  }
}

/** The numbers of these types and of what belongs to them. */
export const indicesOf = (types: Iterable<TokenType>): number[] =>
  [...types].flatMap(type => [type.tokenTypeIdx!, ...(type.categoryMatches ?? [])])
