// A text as the printer has it: items in blocks, each a row of parts. Every token and comment of the source is in it once, in its order;
// how they stand beside each other is all that the printer decides.
import type { Comment } from '../grammar/ast.ts'

export type Part =
  | {
      readonly kind: 'text'
      /** As it stands in the source. */
      readonly text: string
      /** A blank before it. */
      readonly space: boolean
      /** A column begins here, where neighbours are aligned. */
      readonly column: boolean
      /** A line may be broken before it. */
      readonly soft: boolean
      /** One language's text of several. */
      readonly variant: boolean
    }
  | { readonly kind: 'block'; readonly block: Block; readonly space: boolean; readonly column: boolean }
  | { readonly kind: 'comment'; readonly comment: Comment; readonly text: string }

export interface Item {
  /** Neighbours of one class are aligned; '' is aligned with nothing. */
  readonly class: string
  /** It begins with `->`: on one line with others one blank stands before it. */
  readonly arrow: boolean
  /** If and else are on one line together or not at all. */
  readonly together: boolean
  readonly parts: Part[]
  /** Comments on lines of their own before it. */
  readonly lead: readonly LeadComment[]
  /** An empty line before it, and before its comments. */
  readonly blank: boolean
  /** A comment behind it, on its last line. */
  trailing: string | null
  /** `// prettier-ignore`: as it stands. */
  readonly verbatim: string | null
  /** Declarations that stand close together where the author has them so. */
  readonly close: boolean
}

export interface LeadComment {
  readonly text: string
  readonly blank: boolean
  /** A block comment that stands on the line of what follows. */
  readonly inline: boolean
}

export interface Block {
  readonly items: readonly Item[]
  /** Behind the brace that opens it. */
  readonly openComment: string | null
  /** On lines of their own before the brace that closes it. */
  readonly dangling: readonly LeadComment[]
  /** One item a line, whatever would fit. */
  readonly broken: boolean
}
