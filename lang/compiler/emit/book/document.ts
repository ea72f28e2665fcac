// A book before it is Markdown or HTML: headings, lists, tables and pictures, every text of them plain.
import type { Picture } from '../graph/picture.ts'

export type Inline =
  | string
  /** `to`: an anchor of the book. */
  | { readonly kind: 'link'; readonly to: string; readonly text: string }
  | { readonly kind: 'code' | 'strong' | 'faint' | 'key'; readonly text: string }
  /** What callers hear, in one language. */
  | { readonly kind: 'said'; readonly language: string; readonly text: string }
  /** Between two texts of one cell. */
  | { readonly kind: 'break' }

export interface ListItem {
  readonly text: readonly Inline[]
  readonly below: readonly DocBlock[]
}

export type DocBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly anchor?: string; readonly text: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[]; readonly note?: true }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
      readonly wide?: true
    }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, text: readonly Inline[]])[] }
  | { readonly kind: 'picture'; readonly name: string; readonly picture: Picture }

export interface Book {
  readonly title: string
  /** BCP 47 tag of the headings. */
  readonly language: 'en' | 'zh'
  /** Where a place of the graph is told of. */
  readonly anchors: ReadonlyMap<string, string>
  readonly blocks: readonly DocBlock[]
}

export const BREAK: Inline = { kind: 'break' }

/** Texts with something between them. */
export const joined = (parts: readonly (readonly Inline[])[], between: Inline): readonly Inline[] =>
  parts.flatMap((part, index) => (index === 0 ? part : [between, ...part]))
