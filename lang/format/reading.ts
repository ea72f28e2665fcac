// A text that parses → its items, groups and comments, by one walk over its tokens with a guide made from its tree beside it.
import type { Tokens } from '../grammar/tokenizer.ts'
import * as T from '../grammar/tokens.ts'
import type { Guide, Mark } from './guide.ts'
import { readComments } from './reading-comments.ts'
import { flatGroup, flatParts, type Group, type Item, type Lead, type Part } from './shape.ts'

const id = (type: T.TokenType): number => type.tokenTypeIdx!
const ids = (...types: T.TokenType[]): ReadonlySet<number> => new Set(types.map(id))
const OPENING = ids(T.LBrace, T.LParen, T.LBracket)
const CLOSING = ids(T.RBrace, T.RParen, T.RBracket)
const LBRACE = id(T.LBrace)
const LPAREN = id(T.LParen)
const COMMA = id(T.Comma)
const TAGGED = ids(T.TaggedText, T.TaggedTextStart)
const TEXT_STARTS = ids(T.TextStart, T.TaggedTextStart)
const TEXT_END = id(T.TextEnd)
/** No blank stands before these, and none behind those. */
const TOUCHES_BEFORE = ids(T.Comma, T.Colon, T.Dot, T.DotDot, T.RParen, T.RBracket)
/** What stands behind these is a value, whatever its name. */
const BEFORE_OPERAND = ids(
  ...[T.Dot, T.Colon, T.Assign, T.Equal, T.NotEqual, T.Less, T.LessEqual, T.Greater, T.GreaterEqual, T.Plus, T.Minus, T.Star, T.Arrow],
  ...[T.K.and, T.K.or, T.K.not, T.K.if, T.K.when, T.K.where, T.K.check, T.K.return, T.K.in, T.K.match, T.K.length, T.K.add],
)
/** Behind a name there may be these, behind the first word of an item not. */
const AFTER_NAME = ids(
  ...[T.Comma, T.Colon, T.Assign, T.Dot, T.RParen, T.RBracket, T.LParen, T.Equal, T.NotEqual, T.Less, T.LessEqual, T.Greater],
  ...[T.GreaterEqual, T.Plus, T.Minus],
)
const TOUCHES_BEHIND = ids(T.LParen, T.LBracket, T.Dot, T.DotDot)

const IGNORE = /^(?:\/\/\s*prettier-ignore|\/\*\s*prettier-ignore\s*\*\/)\s*$/

const NO_COLUMNS: readonly number[] = []

interface Opened {
  /** The token that closes it; the number of tokens for the file. */
  readonly last: number
  readonly braces: boolean
  readonly broken: boolean
  /** Takes each item when it is whole, in the place of a list of them all. */
  readonly take?: (item: Item) => void
}

/**
 * Hands over the declarations of a file one by one, so that no more than one of them lies about, and gives the comments behind the last.
 * `tokens`: of the text that the guide was made of.
 */
export function readDeclarations(text: string, tokens: Tokens, guide: Guide, take: (item: Item) => void): readonly Lead[] {
  const { types, starts, ends, count } = tokens
  const comments = readComments(text, tokens)
  const closing = matchGroups(types, count)
  let at = 0
  let nextMark = 0
  let nextWhole = 0

  function markAt(start: number): Mark | null {
    while (nextMark < guide.marks.length && guide.marks[nextMark]!.start < start) nextMark++
    const found = guide.marks[nextMark]
    return found?.start === start ? found : null
  }

  /** The items up to the token that closes the group. */
  function readItems({ last, braces, broken, take }: Opened): Pick<Group, 'items' | 'openComment' | 'dangling' | 'broken'> {
    const opened = at === 0 ? 0 : ends[at - 1]!
    const items: Item[] = []
    let openComment: string | null = null
    // A parenthesis is broken where it has to be; a block and a list where the author broke them.
    let isBroken = broken || (types[at - 1] !== LPAREN && comments.linesBetween(opened, comments.nextStart(at)) > 0)
    let dangling: readonly Lead[] = []
    let previous: Item | null = null
    let previousMark: Mark | null = null
    for (;;) {
      const found = comments.before(at, at === 0 ? -1 : ends[at - 1]!)
      if (found.trailing !== null) {
        isBroken = true
        if (previous === null) openComment = found.trailing
        else items[items.length - 1] = { ...previous, trailing: found.trailing }
      }
      if (take && previous) take(items.pop()!)
      if (found.lead.length > 0) isBroken = true
      if (at >= last) {
        // A comment on the line of the sign that closes: it stands where an item would.
        const blank = found.blank && previous !== null
        if (found.inline.length > 0) items.push(commentItem(found.inline, found.lead, blank))
        else dangling = found.lead.map((lead, index) => (index === 0 ? { ...lead, blank } : lead))
        break
      }
      const start = starts[at]!
      const begun = at === 0 ? 0 : ends[at - 1]!
      const mark = markAt(start)
      const parts = [...found.inline]
      readItem(parts, last, mark, braces)
      const ignored = found.lead.length > 0 && IGNORE.test(found.lead.at(-1)!.text)
      previous = {
        parts,
        class: mark?.class ?? '',
        columns: mark?.columns ?? NO_COLUMNS,
        together: mark?.together ?? false,
        close: mark?.close ?? false,
        beside: mark?.small === true && previousMark?.small === true && comments.linesBetween(begun, start) === 0,
        lead: found.lead,
        blank: found.blank && previous !== null,
        gap: found.gap,
        trailing: null,
        verbatim: ignored ? text.slice(found.inline[0]?.start ?? start, ends[at - 1]!) : null,
        flat: ignored ? null : flatParts(parts),
      }
      previousMark = mark
      items.push(previous)
    }
    return { items, openComment, dangling, broken: isBroken && (items.length > 0 || openComment !== null || dangling.length > 0) }
  }

  function readItem(parts: Part[], last: number, mark: Mark | null, braces: boolean): void {
    const first = at
    // In braces what no mark stands for is a token alone; between commas an item goes on to the next one.
    const until = mark?.end ?? (braces ? starts[at]! + 1 : Infinity)
    while (at < last && (at === first || (starts[at]! < until && (braces || types[at] !== COMMA)))) {
      if (at > first) parts.push(...comments.notes(at, ends[at - 1]!))
      parts.push(readPart(parts.length === 0, at === first, mark))
    }
    if (at < last && types[at] === COMMA && at > first && types[at - 1] !== COMMA) {
      parts.push(...comments.notes(at, ends[at - 1]!))
      parts.push(readPart(false, false, null))
    }
  }

  /** `begins`: nothing stands before it in its item; `first`: no token does. */
  function readPart(begins: boolean, first: boolean, mark: Mark | null): Part {
    const start = starts[at]!
    const type = types[at]!
    const space = !begins && needsSpace()
    if (OPENING.has(type)) return readGroup(space, mark)
    const soft = !first && isSoft()
    const variant = TAGGED.has(type) && (TAGGED.has(types[at - 1]!) || isTextEnd(at - 1) || followsVariant())
    const end = wholeEnd()
    do at++
    while (at < count && starts[at]! < end)
    return { kind: 'text', text: text.slice(start, end), start, space, soft, variant }
  }

  const isTextEnd = (index: number): boolean => types[index] === TEXT_END && TAGGED.has(types[openOfText(index)]!)

  /** Where the token, or what is one with it, ends. */
  function wholeEnd(): number {
    const start = starts[at]!
    while (nextWhole < guide.whole.length && guide.whole[nextWhole]!.start < start) nextWhole++
    const whole = guide.whole[nextWhole]
    if (whole?.start === start) return whole.end
    if (TEXT_STARTS.has(types[at]!)) return ends[endOfText(at)]!
    let index = at
    if (guide.touching.has(types[at]!)) while (guide.touching.has(types[index + 1]!) && starts[index + 1] === ends[index]) index++
    return ends[index]!
  }

  /** The token that ends the text whose first one this is. */
  function endOfText(index: number): number {
    let open = 0
    for (let token = index; token < count; token++) {
      if (TEXT_STARTS.has(types[token]!)) open++
      else if (types[token] === TEXT_END && --open === 0) return token
    }
    return index
  }
  function openOfText(index: number): number {
    let open = 0
    for (let token = index; token >= 0; token--) {
      if (types[token] === TEXT_END) open++
      else if (TEXT_STARTS.has(types[token]!) && --open === 0) return token
    }
    return index
  }
  const followsVariant = (): boolean => {
    const end = TEXT_STARTS.has(types[at]!) ? endOfText(at) : at
    return end + 1 < count && TAGGED.has(types[end + 1]!)
  }

  function isSoft(): boolean {
    const type = types[at]!
    const before = types[at - 1]!
    return before === COMMA ? !guide.fixed.has(type) : guide.soft.has(type) && !BEFORE_OPERAND.has(before)
  }

  /** Would the parser take token `index`, if it began a line, for the next item and not for a name? */
  const beginsNext = (index: number): boolean => guide.fixed.has(types[index]!) && !AFTER_NAME.has(types[index + 1]!)

  function needsSpace(): boolean {
    const type = types[at]!
    const before = at - 1
    const behindComment = comments.endsBehind(ends[before]!)
    if (TOUCHES_BEFORE.has(type)) return false
    // `not x` is a sign, too, and a word.
    if (guide.signs.has(starts[before]!)) return behindComment || ends[before]! - starts[before]! > 1
    if (TOUCHES_BEHIND.has(types[before]!)) return behindComment
    if (type === LPAREN) return !guide.called.has(ends[before]!)
    return true
  }

  /** The first tokens of what commas part. */
  function itemsBegin(first: number, last: number): number[] {
    const found = [first]
    for (let index = first; index < last; index++) {
      if (OPENING.has(types[index]!)) index = closing[index]!
      else if (types[index] === COMMA) found.push(index + 1)
    }
    return found
  }

  function readGroup(space: boolean, mark: Mark | null): Group {
    const open = text[starts[at]!]!
    const start = starts[at]!
    const last = closing[at]!
    const braces = types[at] === LBRACE
    const end = ends[last]!
    at++
    const first = at
    const breaks = braces && mark?.end === end ? mark.breaks : 'no'
    const inside = readItems({ last, braces, broken: breaks === 'always' })
    const broken = inside.broken || (breaks === 'long' && isLong(inside.items))
    at = last + 1
    const group = { kind: 'group' as const, open, close: text[starts[last]!]!, start, end, space, ...inside, broken }
    const isFixed = !braces && itemsBegin(first, last).some(beginsNext)
    return { ...group, flat: flatGroup(group), verbatim: isFixed ? text.slice(start, end) : null }
  }

  return readItems({ last: count, braces: true, broken: true, take }).dangling
}

/** More than a step and where it leads, or anything with a block. */
const isLong = (items: readonly Item[]): boolean =>
  items.length > 2 || items.some(({ parts }) => parts.some(part => part.kind === 'group' && part.open === '{' && part.items.length > 0))

/** A comment that stands alone where an item would. */
const commentItem = (notes: readonly Part[], lead: readonly Lead[], blank: boolean): Item => ({
  parts: notes,
  class: '',
  columns: NO_COLUMNS,
  together: false,
  close: false,
  beside: false,
  lead,
  blank,
  gap: false,
  trailing: null,
  verbatim: null,
  flat: flatParts(notes),
})

/** For each token that opens a group the one that closes it. */
function matchGroups(types: Uint16Array, count: number): Int32Array {
  const closing = new Int32Array(count)
  const open: number[] = []
  for (let index = 0; index < count; index++) {
    if (OPENING.has(types[index]!)) open.push(index)
    else if (CLOSING.has(types[index]!)) closing[open.pop() ?? index] = index
  }
  return closing
}
