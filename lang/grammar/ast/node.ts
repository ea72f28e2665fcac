// What every node of the tree has, and the smallest ones.
import type { Span } from '../../text/span.ts'

export interface NodeBase extends Span {
  readonly kind: string
}

/** A name where it is declared or used. After recovery `text` may be empty. */
export interface Name extends NodeBase {
  readonly kind: 'Name'
  readonly text: string
}

export interface Comment extends Span {
  /** `//`, `/*` or `///`. */
  readonly style: 'line' | 'block' | 'doc'
  /** Between the marks, blanks included. */
  readonly text: string
}

/** What recovery leaves where a type, target or expression should stand. */
export interface Missing extends NodeBase {
  readonly kind: 'Missing'
}

/** A string without interpolation where the grammar wants one: a path, a number, a pattern. `value` is unescaped. */
export interface PlainString extends NodeBase {
  readonly kind: 'PlainString'
  readonly value: string
}

/** A BCP 47 tag. */
export interface LanguageTag extends NodeBase {
  readonly kind: 'LanguageTag'
  readonly text: string
}
