// What a syntax tree says to the formatter, whichever language it is of.
import type { Span } from '../text/span.ts'

/** An item: it stands on a line of its own in a block that is broken. */
export interface Mark extends Span {
  /** Neighbours of one class are aligned; '' is aligned with nothing. */
  readonly class: string
  /** Offsets at which its columns begin, in order; the first column begins with the item. */
  readonly columns: readonly number[]
  /** Its blocks are on one line together or not at all. */
  readonly together: boolean
  /** It stands close to others of its kind where the author has them so. */
  readonly close: boolean
  /** A word or two: several stand on one line where the author has them so. */
  readonly small: boolean
  /** Has its last block one item a line, whatever would fit? `long`: where it holds more than a step or two, or a block. */
  readonly breaks: 'always' | 'long' | 'no'
}

export interface Guide {
  /** By their starts, the outer ones first. */
  readonly marks: readonly Mark[]
  /** What stands as it is written, by its starts: tags, zones, keys. */
  readonly whole: readonly Span[]
  /** Offsets of signs that touch their operand: `-1`. */
  readonly signs: ReadonlySet<number>
  /** Ends of names that a parenthesis touches: `count(xs)`. */
  readonly called: ReadonlySet<number>
  /** Types of the words before which a line may be broken. */
  readonly soft: ReadonlySet<number>
  /** Types of the words that, as names, no line may begin with: the parser would take them for the next item. */
  readonly fixed: ReadonlySet<number>
  /** Types of tokens that are one where they touch. */
  readonly touching: ReadonlySet<number>
}

const NO_COLUMNS: readonly number[] = []

export const mark = (start: number, end: number, more: Partial<Omit<Mark, 'start' | 'end'>> = {}): Mark => ({
  start,
  end,
  class: more.class ?? '',
  columns: more.columns ?? NO_COLUMNS,
  together: more.together ?? false,
  close: more.close ?? false,
  small: more.small ?? false,
  breaks: more.breaks ?? 'no',
})

/** In the order in which the reader comes to them. */
export const byStart = (one: Span, other: Span): number => one.start - other.start || other.end - one.end

/** The index of the first token that begins at `offset` or behind it. */
export function tokenFrom(starts: Int32Array, count: number, offset: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! < offset) low = middle + 1
    else high = middle
  }
  return low
}
