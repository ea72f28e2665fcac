// Finds the one brace (or word written twice) that explains what is wrong in a declaration, by trying: a guess is right where the declaration
// has fewer errors with it, or none. Only declarations with errors come here.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { SourceFile } from './ast.ts'
import { strayBrace, unclosed, unopened } from './brace-errors.ts'
import { braceSlips, doubledTokens, imbalance, withoutSlip, type BraceSlip } from './brace-slips.ts'
import { foundWords } from './messages.ts'
import type { Tokens } from './tokenizer.ts'
import * as T from './tokens.ts'

export interface BraceTask {
  /** As they were written. */
  readonly tokens: Tokens
  /** The tokens that begin a declaration. */
  readonly starts: readonly number[]
  readonly file: string
  /** What the parser says of the text as it is. */
  readonly found: readonly Diagnostic[]
  readonly tree: SourceFile
  readonly read: (tokens: Tokens, into: Diagnostic[]) => SourceFile
}

const OPEN = T.LBrace.tokenTypeIdx!
const CLOSE = T.RBrace.tokenTypeIdx!
/** Slips that are looked for in one declaration. */
const MOST_SLIPS = 3
/** Guesses that are tried for one slip. */
const MOST_GUESSES = 100
/** Tokens that all tries may read together: some twentieth of a second. */
const MOST_READ = 100_000

/** The tree and the errors of the text with whole braces, where that explains them at least as well; nothing otherwise. */
export function mendBraces(task: BraceTask): { tree: SourceFile; diagnostics: Diagnostic[] } | undefined {
  const { tokens, starts, found, read } = task
  const said: Diagnostic[] = []
  const parts: Tokens[] = []
  let left = MOST_READ
  // `type type X` begins one declaration.
  const bounds = [0, ...starts.filter(at => at > 0 && tokens.types[at] !== tokens.types[at - 1]), tokens.count]
  for (let at = 1; at < bounds.length; at++) {
    const part = cut(tokens, bounds[at - 1]!, bounds[at]!)
    const [first, last] = [part.starts[0]!, part.starts[part.count]!]
    const wrong = imbalance(part) !== 0 || found.some(({ start }) => start >= first && start <= last)
    if (!wrong) parts.push(part)
    else {
      const mended = mendPart(task, part, left)
      left = mended.left
      parts.push(mended.tokens)
      said.push(...mended.said)
    }
  }
  if (said.length === 0) return undefined
  const rest: Diagnostic[] = []
  const tree = read(join(tokens, parts), rest)
  const better = rest.length + said.length <= found.length && named(tree) >= named(task.tree)
  return better && !blamesMended(rest, tokens) ? { tree, diagnostics: [...said, ...rest] } : undefined
}

/** No declaration that has a name is given up for a guess. */
const named = ({ declarations }: SourceFile): number => declarations.filter(each => 'name' in each && each.name.text !== '').length

function mendPart(task: BraceTask, part: Tokens, budget: number): { tokens: Tokens; said: Diagnostic[]; left: number } {
  const said: Diagnostic[] = []
  let tokens = part
  let left = budget
  const errorsOf = (some: Tokens): readonly Diagnostic[] => {
    left -= some.count
    const errors: Diagnostic[] = []
    task.read(some, errors)
    return errors
  }
  let errors = left < part.count ? [] : errorsOf(part)
  while (said.length < MOST_SLIPS && errors.length > 0) {
    let best: { slip: BraceSlip; tokens: Tokens; errors: readonly Diagnostic[] } | undefined
    const at = tokensOf(tokens, errors)
    const slips = [...(imbalance(tokens) === 0 ? [] : braceSlips(tokens, at)), ...doubledTokens(tokens, at)]
    for (const slip of slips.slice(0, MOST_GUESSES)) {
      if (left < tokens.count) break
      // A brace that was put in is not a place for the next.
      if (slip.at < tokens.count && tokens.starts[slip.at] === tokens.ends[slip.at]) continue
      const tried = withoutSlip(tokens, slip)
      const after = errorsOf(tried)
      // A guess without a reason has to be better than what is said without it.
      if (after.length + (slip.evident ? 1 : 2) > errors.length || (best && after.length >= best.errors.length)) continue
      if (blamesMended(after, tokens)) continue
      best = { slip, tokens: tried, errors: after }
      if (after.length === 0) break
    }
    if (!best) break
    said.push(errorOf(best.slip, tokens, best.tokens, task) ?? errors[0]!)
    ;({ tokens, errors } = best)
  }
  return { tokens, said, left }
}

/** Is a brace complained of that was put in, and has no length? Then it is not what was meant. */
const blamesMended = (diagnostics: readonly Diagnostic[], { text }: Tokens): boolean =>
  diagnostics.some(({ slug, start, end }) => slug === 'unexpected' && start === end && start < text.length)

/** The tokens that diagnostics begin at or before. */
function tokensOf({ starts, count }: Tokens, diagnostics: readonly Diagnostic[]): number[] {
  return diagnostics.map(({ start }) => {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >> 1
      if (starts[middle]! < start) low = middle + 1
      else high = middle
    }
    return low
  })
}

/** What is said of a slip of a brace; of another token, what was said of it anyway. */
function errorOf(
  { kind, at }: BraceSlip,
  { text, types, starts, ends, count }: Tokens,
  mended: Tokens,
  task: BraceTask,
): Diagnostic | undefined {
  const { file, found } = task
  const here = { file, start: starts[at]!, end: ends[at]! }
  if (kind === 'drop') return types[at] === OPEN || types[at] === CLOSE ? strayBrace(types[at] === OPEN ? '{' : '}', here) : undefined
  const end = at === 0 ? 0 : ends[at - 1]!
  if (kind === 'open') {
    const known = found.find(({ slug, start }) => slug === 'unexpected' && start === here.start)
    const type = at < count ? types[at]! : T.EOF.tokenTypeIdx!
    return known ?? unopened({ en: '“{”', zh: '“{”' }, foundWords(text, type, here.start, here.end), here, end)
  }
  let open = at
  for (let depth = 1; depth > 0 && open > 0;) {
    open--
    if (mended.types[open] === CLOSE) depth++
    else if (mended.types[open] === OPEN) depth--
  }
  return unclosed('}', text, { file, start: end, end }, { start: starts[open]!, end: ends[open]! })
}

/** Tokens `from` to `to`, as a text of their own. */
function cut(tokens: Tokens, from: number, to: number): Tokens {
  const types = tokens.types.slice(from, to + 1)
  types[to - from] = T.EOF.tokenTypeIdx!
  return {
    ...tokens,
    types,
    starts: tokens.starts.slice(from, to + 1),
    ends: tokens.ends.slice(from, to + 1),
    count: to - from,
    comments: [],
  }
}

function join(tokens: Tokens, parts: readonly Tokens[]): Tokens {
  const count = parts.reduce((sum, part) => sum + part.count, 0)
  const types = new Uint16Array(count + 1)
  const starts = new Int32Array(count + 1)
  const ends = new Int32Array(count + 1)
  let at = 0
  for (const part of parts) {
    types.set(part.types.subarray(0, part.count), at)
    starts.set(part.starts.subarray(0, part.count), at)
    ends.set(part.ends.subarray(0, part.count), at)
    at += part.count
  }
  types[count] = T.EOF.tokenTypeIdx!
  starts[count] = tokens.starts[tokens.count]!
  ends[count] = tokens.ends[tokens.count]!
  return { ...tokens, types, starts, ends, count }
}
