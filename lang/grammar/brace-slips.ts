// Where a brace may be missing or too many: by how lines are indented, and by where reading went wrong. Guesses only; each is tried.
import type { Tokens } from './tokenizer.ts'
import * as T from './tokens.ts'

/** One brace to put before token `at`, or the token `at` to leave out. */
export interface BraceSlip {
  readonly kind: 'open' | 'close' | 'drop'
  /** Index into the tokens that were looked at. */
  readonly at: number
  /** Is it told by the indentation, or by a token that is there twice? Otherwise it is only where something else is wrong. */
  readonly evident: boolean
}

interface OpenBrace {
  readonly at: number
  readonly line: number
  readonly indent: number
}

const OPEN = T.LBrace.tokenTypeIdx!
const CLOSE = T.RBrace.tokenTypeIdx!
const LF = 10
const CR = 13
/** Places of each kind that are tried, so that a long line does not cost a second. */
const MOST_PLACES = 40
/** Guesses of one kind. */
const MOST_SLIPS = 100

/** How many more braces are opened than closed. */
export function imbalance({ types, count }: Tokens): number {
  let open = 0
  for (let at = 0; at < count; at++) {
    if (types[at] === OPEN) open++
    else if (types[at] === CLOSE) open--
  }
  return open
}

/** The lines of tokens: of each token its line, and of each line its first token and how far that is indented, in characters. */
interface Lines {
  readonly of: Int32Array
  readonly first: readonly number[]
  readonly indents: readonly number[]
}
function linesOf({ text, starts, ends, count }: Tokens): Lines {
  const of = new Int32Array(count)
  const first: number[] = []
  const indents: number[] = []
  for (let at = 0, searched = 0; at < count; at++) {
    const start = starts[at]!
    let from = start
    while (from > searched && !isBreak(text.charCodeAt(from - 1))) from--
    if (from > searched || at === 0) {
      while (from > 0 && !isBreak(text.charCodeAt(from - 1))) from--
      first.push(at)
      indents.push(start - from)
    }
    of[at] = first.length - 1
    searched = ends[at]!
  }
  return { of, first, indents }
}
const isBreak = (code: number): boolean => code === LF || code === CR

/** Is what stands in braces mostly further in than the line that opens them? */
function indented({ types }: Tokens, { of, first, indents }: Lines): boolean {
  let deeper = 0
  let not = 0
  for (let line = 1; line < first.length; line++) {
    const last = first[line]! - 1
    if (types[last] !== OPEN) continue
    if (indents[line]! > indents[of[last]!]!) deeper++
    else not++
  }
  return deeper > not || not === 0
}

interface Layout extends Lines {
  readonly indented: boolean
}

/** What may be wrong with the braces, likeliest first. `errors`: the tokens that were complained of. */
export function braceSlips(tokens: Tokens, errors: readonly number[]): readonly BraceSlip[] {
  const lines = linesOf(tokens)
  const missing = imbalance(tokens) > 0
  const touching = twins(tokens, missing ? OPEN : CLOSE).map((at): BraceSlip => ({ kind: 'drop', at, evident: true }))
  const layout = { ...lines, indented: indented(tokens, lines) }
  return [...touching, ...(missing ? unclosed(tokens, layout) : unopened(tokens, layout)), ...nearErrors(tokens, lines, errors, missing)]
}

/** Braces of one kind that touch: `{{`. */
function twins({ types, starts, ends, count }: Tokens, type: number): number[] {
  const found: number[] = []
  for (let at = 1; at < count && found.length < MOST_PLACES; at++) {
    if (types[at] === type && types[at - 1] === type && starts[at] === ends[at - 1]) found.push(at)
  }
  return found
}

/**
 * Braces that are not closed where a line is as far out as the one that they stand on: `}` is missing before that line, or on theirs. Where
 * nothing is indented, those with something behind them that are not closed on their line.
 */
function unclosed({ types, count }: Tokens, { of, first, indents, indented: told }: Layout): BraceSlip[] {
  const found: BraceSlip[] = []
  const stack: OpenBrace[] = []
  const missed = ({ at: open, line }: OpenBrace, at: number): void => {
    if (found.length > MOST_SLIPS) return
    found.push({ kind: 'close', at, evident: true })
    const end = Math.min(first[line + 1] ?? count, at)
    // What it holds is likelier more than less.
    for (let on = end - 1; on > open && on > end - MOST_PLACES; on--) found.push({ kind: 'close', at: on, evident: true })
  }
  for (let at = 0; at < count; at++) {
    const line = of[at]!
    const indent = indents[line]!
    for (let top = stack.at(-1); first[line] === at && top !== undefined; top = stack.at(-1)) {
      const inside = told ? indent > top.indent || (indent === top.indent && types[at] === CLOSE) : top.at + 1 === first[top.line + 1]
      if (top.line === line || inside) break
      stack.pop()
      missed(top, at)
    }
    if (types[at] === OPEN) stack.push({ at, line, indent })
    else if (types[at] === CLOSE) stack.pop()
  }
  for (const open of stack.reverse()) missed(open, count)
  return found
}

/** Closing braces that are further in than what they close, or close on its line what was not opened there: `{` is missing before them. */
function unopened({ types, count }: Tokens, { of, first, indents, indented: told }: Layout): BraceSlip[] {
  const found: BraceSlip[] = []
  const stack: OpenBrace[] = []
  let closed: OpenBrace | undefined
  for (let at = 0; at < count && found.length < MOST_SLIPS; at++) {
    const line = of[at]!
    const indent = indents[line]!
    if (types[at] === OPEN) stack.push({ at, line, indent })
    if (types[at] !== CLOSE) continue
    const top = stack.at(-1)
    const leads = first[line] === at
    // `} }` may close what was opened on one line.
    const fits = leads
      ? !told || indent <= (top?.indent ?? -1)
      : top?.line === line || (types[at - 1] === CLOSE && top?.line === closed?.line)
    if (top && fits) {
      closed = stack.pop()
      continue
    }
    let head = line
    if (leads) {
      do head--
      while (head >= 0 && indents[head]! > indent)
      if (head < 0) head = line
    }
    const from = first[head]! + 1
    const rest = head === line ? at : first[head + 1]!
    // What it opens is on lines of its own, or begins somewhere on this one.
    if (rest < at) found.push({ kind: 'open', at: rest, evident: true })
    for (let on = from; on <= rest && on < from + MOST_PLACES; on++) found.push({ kind: 'open', at: on, evident: true })
    for (let on = head + 2; on <= line && on < head + MOST_PLACES; on++) found.push({ kind: 'open', at: first[on]!, evident: true })
    // Of several that follow one another the last is one too many.
    let last = at
    while (types[last + 1] === CLOSE && last + 1 < count) last++
    found.push({ kind: 'drop', at: last, evident: true })
    if (last !== at) found.push({ kind: 'drop', at, evident: true })
  }
  return found
}

/** Before what was complained of, on its line and the lines before it; or a brace that was complained of itself. */
function nearErrors({ types, count }: Tokens, { of, first }: Lines, errors: readonly number[], missing: boolean): BraceSlip[] {
  const kind = missing ? 'close' : 'open'
  const unwanted = missing ? OPEN : CLOSE
  const found: BraceSlip[] = []
  for (const error of errors) {
    for (const at of [error, error - 1]) if (types[at] === unwanted && at < count) found.push({ kind: 'drop', at, evident: false })
    // The word before it may have been taken for the beginning of something else.
    for (let at = error; at >= Math.max(0, error - 2); at--) found.push({ kind, at, evident: false })
    let line = of[Math.min(error, count - 1)]!
    for (let left = MOST_PLACES / 4; left > 0 && line >= 0; left--, line--) found.push({ kind, at: first[line]!, evident: false })
  }
  return found
}

/** Tokens that were written twice, where something was complained of: `list of Entry Entry`. */
export function doubledTokens({ text, types, starts, ends, count }: Tokens, errors: readonly number[]): BraceSlip[] {
  const image = (at: number): string => text.slice(starts[at], ends[at])
  const found = new Set<number>()
  for (const error of errors) {
    // What is too many may be read as a name, so that only what follows is complained of.
    for (let at = error + 1; at >= error - 4; at--) {
      if (at > 0 && at < count && types[at] === types[at - 1] && image(at) === image(at - 1)) found.add(at)
    }
  }
  return [...found].map(at => ({ kind: 'drop', at, evident: true }))
}

/** The tokens as if the slip had not been made. A brace that is put in has no length, and lies where the token before it ends. */
export function withoutSlip(tokens: Tokens, { kind, at }: BraceSlip): Tokens {
  const { types, starts, ends, count } = tokens
  const grown = kind === 'drop' ? -1 : 1
  const result = {
    types: new Uint16Array(count + grown + 1),
    starts: new Int32Array(count + grown + 1),
    ends: new Int32Array(count + grown + 1),
  }
  const rest = kind === 'drop' ? at + 1 : at
  for (const [into, from] of [
    [result.types, types],
    [result.starts, starts],
    [result.ends, ends],
  ] as const) {
    into.set(from.subarray(0, at))
    into.set(from.subarray(rest, count + 1), rest + grown)
  }
  if (kind !== 'drop') {
    result.types[at] = kind === 'open' ? OPEN : CLOSE
    result.starts[at] = result.ends[at] = at === 0 ? 0 : ends[at - 1]!
  }
  return { ...tokens, ...result, count: count + grown }
}
