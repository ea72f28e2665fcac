// A text as the printer has it: items in groups, each a row of parts. Every token and comment of the source is in it once, in its order;
// how they stand beside each other is all that the printer decides.

export type Part = Text | Group | Note

export interface Text {
  readonly kind: 'text'
  /** As it stands in the source. */
  readonly text: string
  /** Its offset, by which columns are known. */
  readonly start: number
  /** A blank before it. */
  readonly space: boolean
  /** A line may be broken before it. */
  readonly soft: boolean
  /** One language's text of several. */
  readonly variant: boolean
}

/** What stands between braces, parentheses or brackets. */
export interface Group {
  readonly kind: 'group'
  readonly open: string
  readonly close: string
  readonly start: number
  readonly end: number
  readonly space: boolean
  readonly items: readonly Item[]
  /** A comment behind the sign that opens it, on its line. */
  readonly openComment: string | null
  /** On lines of their own before the sign that closes it. */
  readonly dangling: readonly Lead[]
  /** One item a line, whatever would fit. */
  readonly broken: boolean
  /** On one line; null where it cannot be. */
  readonly flat: string | null
  /** As it stands in the source, where it may not be broken anew. */
  readonly verbatim: string | null
}

/** A comment among the tokens of an item. */
export interface Note {
  readonly kind: 'note'
  readonly text: string
  readonly start: number
  /** `//`: what follows is on another line. */
  readonly endsLine: boolean
}

export interface Item {
  readonly parts: readonly Part[]
  /** Neighbours of one class are aligned; '' is aligned with nothing. */
  readonly class: string
  /** Offsets at which its columns begin. */
  readonly columns: readonly number[]
  /** Its blocks are on one line together or not at all: if and else. */
  readonly together: boolean
  /** A declaration that stands close to others of its kind where the author has them so. */
  readonly close: boolean
  /** It stands on the line of the item before it where there is room. */
  readonly beside: boolean
  /** Comments on lines of their own before it. */
  readonly lead: readonly Lead[]
  /** An empty line before it, and before its comments. */
  readonly blank: boolean
  /** An empty line between its comments and it. */
  readonly gap: boolean
  /** A comment behind it, on its last line. */
  readonly trailing: string | null
  /** `// prettier-ignore`: as it stands. */
  readonly verbatim: string | null
  /** On one line, without its comments; null where it cannot be. */
  readonly flat: string | null
}

export interface Lead {
  readonly text: string
  /** An empty line before it. */
  readonly blank: boolean
}

/** What is longer than this fits no line that anybody asks for, and is not put together. */
const LONGEST_FLAT = 2000

export const isEmpty = ({ items, openComment, dangling }: Group): boolean =>
  items.length === 0 && openComment === null && dangling.length === 0

/** Does the item begin with `->`? It stands close to the step that leads to it. */
const isArrow = ({ parts }: Item): boolean => parts[0]?.kind === 'text' && parts[0].text === '->'

const endsInComma = ({ parts }: Item): boolean => {
  const last = parts.at(-1)
  return last?.kind === 'text' && last.text === ','
}

/** Between two items of a block that is on one line: steps are apart by two blanks. */
export const gapBetween = (braces: boolean, before: Item, item: Item): string =>
  !braces || isArrow(item) || endsInComma(before) ? ' ' : '  '

/** What stands between an opening sign and what is inside. */
export const inset = (open: string): string => (open === '{' ? ' ' : '')

export function flatGroup({ open, close, items, openComment, dangling, broken }: Omit<Group, 'flat' | 'verbatim'>): string | null {
  if (broken || openComment !== null || dangling.length > 0) return null
  if (items.length === 0) return open === '{' ? '{ }' : open + close
  let line = open + inset(open)
  for (const [at, item] of items.entries()) {
    if (item.lead.length > 0 || item.trailing !== null || item.flat === null) return null
    if (at > 0) line += gapBetween(open === '{', items[at - 1]!, item)
    line += item.flat
    if (line.length > LONGEST_FLAT) return null
  }
  return line + inset(open) + close
}

export function flatParts(parts: readonly Part[]): string | null {
  let line = ''
  for (const [at, part] of parts.entries()) {
    const flat = flatPart(part)
    if (flat === null) return null
    line += at > 0 && spaceBefore(part) ? ` ${flat}` : flat
  }
  return line.length > LONGEST_FLAT ? null : line
}

export const spaceBefore = (part: Part): boolean => part.kind === 'note' || part.space

/** On one line; null where it cannot be. */
export function flatPart(part: Part): string | null {
  switch (part.kind) {
    case 'text':
      return part.text.includes('\n') ? null : part.text
    case 'group':
      return part.flat
    case 'note':
      return part.endsLine || part.text.includes('\n') ? null : part.text
  }
}
