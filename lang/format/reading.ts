// A text that parses → its items, blocks and comments, by one walk over its tokens with the tree beside it.
import type { Comment, Node, SourceFile } from '../grammar/ast.ts'
import { createTokenizer, type Tokens } from '../grammar/tokenizer.ts'
import * as T from '../grammar/tokens.ts'
import { classOf, columnsOf, isBroken, marksOf, type Columns, type Marks } from './marks.ts'
import type { Block, Item, LeadComment, Part } from './shape.ts'

const id = (type: T.TokenType): number => type.tokenTypeIdx!
const LBRACE = id(T.LBrace)
const RBRACE = id(T.RBrace)
const LPAREN = id(T.LParen)
const RPAREN = id(T.RParen)
const LBRACKET = id(T.LBracket)
const RBRACKET = id(T.RBracket)
const COMMA = id(T.Comma)
const COLON = id(T.Colon)
const DOT = id(T.Dot)
const DOT_DOT = id(T.DotDot)
const ARROW = id(T.Arrow)
const AND = id(T.K.and)
const OR = id(T.K.or)
/** Behind these a parenthesis begins an expression, not what a name is given. */
const BEFORE_EXPRESSION = new Set(
  [T.K.and, T.K.or, T.K.not, T.K.if, T.K.when, T.K.where, T.K.return, T.K.length, T.K.check, T.K.else, T.K.in, T.K.add, T.K.priority].map(
    id,
  ),
)

/** Stretches of a block that no node stands for begin with one of these words. */
const LOOSE = new Set([
  'music',
  'position',
  'longest',
  'priority',
  'with',
  'meanwhile',
  'tone',
  'end',
  'nothing',
  'hung',
  'requires',
  'within',
])
/** What follows these belongs to them. */
const TAKES_NEXT = new Set(['meanwhile', 'nothing', 'requires'])

const SECOND: Columns = { starts: [], after: -1, nth: 2 }

const IGNORE = /^\s*prettier-ignore\s*$/

const tokenize = createTokenizer(T.ivrTokens)

/** `tree`: of this text, which has no error of syntax. */
export function readShape(text: string, tree: SourceFile): Block {
  const tokens = tokenize(text, '', [])
  return createReader(text, tokens, marksOf(tree)).file()
}

function createReader(text: string, tokens: Tokens, marks: Marks) {
  const { types, starts, ends, count, comments } = tokens
  const closing = matchBraces(types, count)
  let at = 0
  let comment = 0
  let item = 0
  let verbatim = 0

  const startOf = (index: number): number => (index < count ? starts[index]! : text.length)

  function newlines(from: number, to: number): number {
    let found = 0
    for (let index = from; index < to; index++) if (text.charCodeAt(index) === 10) found++
    return found
  }

  const commentText = ({ start, end }: Comment): string => text.slice(start, end).replace(/\r\n?/g, '\n').trimEnd()
  const isLine = (one: Comment): boolean => one.style !== 'block'

  /** Comments before the token `index`; the first of them may belong to what ends at `previous`, on its line. */
  function commentsBefore(
    index: number,
    previous: number,
  ): { readonly trailing: string | null; readonly lead: LeadComment[]; readonly end: number } {
    const before = startOf(index)
    let trailing: string | null = null
    let end = previous
    const lead: LeadComment[] = []
    while (comment < comments.length && comments[comment]!.start < before) {
      const one = comments[comment++]!
      if (one.start < previous) continue
      const onLine = newlines(end, one.start) === 0
      const alone = isLine(one) || newlines(one.end, nextStart(before)) > 0
      if (onLine && alone && lead.length === 0 && previous > 0)
        trailing = trailing === null ? commentText(one) : `${trailing} ${commentText(one)}`
      else lead.push({ text: commentText(one), blank: newlines(end, one.start) > 1, inline: !isLine(one) && !alone })
      end = one.end
    }
    return { trailing, lead, end }
  }

  /** Where the next comment or the token begins. */
  const nextStart = (token: number): number => Math.min(token, comments[comment]?.start ?? token)

  function itemAt(start: number): Node | null {
    while (item < marks.items.length && marks.items[item]!.start < start) item++
    const found = marks.items[item]
    return found?.start === start ? found : null
  }

  /** Items up to the token `last`; the end of what was read before them. */
  function block(last: number, opened: number, forced: boolean): Block {
    const items: Item[] = []
    let openComment: string | null = null
    let end = opened
    let broken = forced || (opened > 0 && at < last && newlines(opened, startOf(at)) > 0)
    let dangling: readonly LeadComment[] = []
    for (;;) {
      const found = commentsBefore(at, end)
      const previous = items.at(-1)
      if (found.trailing !== null) {
        broken = true
        if (previous) previous.trailing = found.trailing
        else openComment = found.trailing
      }
      if (found.lead.some(one => !one.inline)) broken = true
      if (at >= last) {
        dangling = found.lead
        break
      }
      if (types[at] === COMMA && previous && found.lead.length === 0) {
        previous.parts.push({ kind: 'text', text: ',', space: false, column: false, soft: false, variant: false })
        end = ends[at]!
        at++
        continue
      }
      const first = found.lead[0]
      const blank = items.length > 0 && (first ? first.blank : newlines(end, startOf(at)) > 1)
      const from = startOf(at)
      const lead = found.lead.map((one, index) => (index === 0 ? { ...one, blank: false } : one))
      const gap = newlines(found.end, from) > 1 && found.lead.length > 0
      const read = oneItem(last, lead, blank, gap)
      items.push(read)
      end = ends[at - 1]!
    }
    return { items, openComment, dangling, broken: broken && (items.length > 0 || openComment !== null || dangling.length > 0) }
  }

  function oneItem(last: number, lead: readonly LeadComment[], blank: boolean, gap: boolean): Item {
    const first = at
    const from = starts[first]!
    let node = itemAt(from)
    const kind = node
    let until = node ? node.end : -1
    const word = text.slice(from, ends[first])
    const parts: Part[] = []
    const columns = kind ? columnsOf(kind) : word === 'music' || word === 'position' ? SECOND : null
    let nth = 0
    while (at < last) {
      const start = starts[at]!
      if (at > first) {
        if (node ? start >= until : !goesOn(first, word)) {
          // `meanwhile` and its `say` are one.
          const next = node ? null : itemAt(start)
          const takes = TAKES_NEXT.has(word) && (word !== 'requires' || next?.kind === 'RequiresConfirm')
          if (node || !next || !takes || parts.some(part => part.kind === 'block')) break
          node = next
          until = next.end
        }
        innerComments(start, parts)
      }
      nth++
      part(parts, nth, columns, kind)
    }
    const leads = gap ? [...lead, { text: '', blank: false, inline: false }] : lead
    const ignored = lead.some(one => IGNORE.test(one.text.replace(/^\/\/|^\/\*|\*\/$/g, '')))
    return {
      class: kind ? classOf(kind) : word === 'music' || word === 'position' ? 'queue' : '',
      arrow: types[first] === ARROW,
      together: kind?.kind === 'IfStep' || kind?.kind === 'ListenerIf',
      parts,
      lead: leads,
      blank,
      trailing: null,
      verbatim: ignored ? text.slice(from, ends[at - 1]) : null,
      close: kind?.kind === 'ImportDeclaration' || kind?.kind === 'TypeDeclaration' || kind?.kind === 'RememberDeclaration',
    }
  }

  /** A stretch without a node ends where a node or another such stretch begins. */
  function goesOn(first: number, word: string): boolean {
    if (itemAt(starts[at]!)) return false
    if (types[at] === LBRACE || types[at] === COMMA) return true
    const next = text.slice(starts[at], ends[at])
    // `end after 4s of silence`, `requires confirm`: the words inside are none of these; a name may be one.
    return !LOOSE.has(next) || word === 'with' || types[at - 1] === COMMA || types[at - 1] === COLON || at === first + 1
  }

  function innerComments(before: number, parts: Part[]): void {
    while (comment < comments.length && comments[comment]!.start < before) {
      const one = comments[comment++]!
      if (one.end > ends[at - 1]!) parts.push({ kind: 'comment', comment: one, text: commentText(one) })
    }
  }

  function part(parts: Part[], nth: number, columns: Columns | null, node: Node | null): void {
    const start = starts[at]!
    const previous = at > 0 ? ends[at - 1]! : 0
    const column = nth > 1 && columns !== null && (columns.nth === nth || columns.after === previous || columns.starts.includes(start))
    const space = nth > 1 && needsSpace()
    while (verbatim < marks.verbatim.length && marks.verbatim[verbatim]!.start < start) verbatim++
    const whole = marks.verbatim[verbatim]
    if (whole?.start === start) {
      parts.push({ kind: 'text', text: text.slice(start, whole.end), space, column, soft: false, variant: marks.variants.has(start) })
      while (at < count && starts[at]! < whole.end) at++
      return
    }
    if (types[at] === LBRACE) {
      const close = closing[at]!
      const opened = ends[at]!
      at++
      const inside = block(close, opened, node !== null && isBroken(node) && node.end === ends[close])
      at = close + 1
      parts.push({ kind: 'block', block: inside, space, column })
      return
    }
    const before = types[at - 1]
    const soft = nth > 1 && (marks.soft.has(start) || types[at] === AND || types[at] === OR || before === COMMA)
    parts.push({ kind: 'text', text: text.slice(start, ends[at]), space, column, soft, variant: false })
    at++
  }

  /** A blank between the token and the one before it. */
  function needsSpace(): boolean {
    const type = types[at]!
    const before = types[at - 1]!
    if (type === COMMA || type === COLON || type === DOT || type === DOT_DOT || type === RPAREN || type === RBRACKET) return false
    if (before === LPAREN || before === LBRACKET || before === DOT || before === DOT_DOT || marks.signs.has(starts[at - 1]!)) {
      // `not x` is a sign, too, and a word.
      return marks.signs.has(starts[at - 1]!) && ends[at - 1]! - starts[at - 1]! > 1
    }
    if (type === LPAREN) return !isName(at - 1) || BEFORE_EXPRESSION.has(before)
    return true
  }

  const isName = (index: number): boolean => /[\p{L}\p{N}_]$/u.test(text.slice(starts[index], ends[index]))

  return { file: (): Block => block(count, 0, true) }
}

/** For each opening brace the token that closes it. */
function matchBraces(types: Uint16Array, count: number): Int32Array {
  const closing = new Int32Array(count)
  const open: number[] = []
  for (let index = 0; index < count; index++) {
    if (types[index] === LBRACE) open.push(index)
    else if (types[index] === RBRACE) closing[open.pop() ?? index] = index
  }
  return closing
}
