// Items and groups → lines: what fits stands on one line, neighbours of a kind in columns, the rest one item a line.
import { alignComments, pad, type Line } from './lines.ts'
import { continuesTable, rowOf, tableOf, type Row } from './rows.ts'
import { flatPart, isEmpty, spaceBefore, type Group, type Item, type Lead, type Part, type Text } from './shape.ts'
import { displayWidth } from './width.ts'

const INDENT = 2
/** A line that was broken goes on so far in: further than a block, which would stand below it. */
const CONTINUED = 4
/** A parenthesis or list of one thing that is no longer than this is not broken: nothing would be won. */
const SHORT = 20
/** Texts move to a line of their own where that wins more columns than this. */
const LEAST_WON = 5

/** The line that is being made. */
interface Open {
  text: string
  /** Nothing but its indent is there. */
  fresh: boolean
  /** A block stands in lines above: the line goes on where the item began. */
  behindBlock: boolean
}

export interface Printer {
  /** The declarations of a file, one by one. */
  readonly add: (declaration: Item) => void
  /** `dangling`: the comments behind the last of them. */
  readonly end: (dangling: readonly Lead[]) => readonly Line[]
}

/** `width`: columns that a line may have. */
export function createPrinter(width: number): Printer {
  const lines: Line[] = []

  function push(text: string, comment: string | null = null): void {
    if (!text.includes('\n')) {
      lines.push({ text, comment })
      return
    }
    const all = text.split('\n')
    const last = all.pop()!
    for (const each of all) lines.push({ text: each, comment: null })
    lines.push({ text: last, comment })
  }

  function printItems(items: readonly Item[], indent: number): void {
    for (let from = 0; from < items.length;) {
      let to = from + 1
      while (to < items.length && continuesTable(items[from]!, items[to]!)) to++
      printTable(items, from, to, indent)
      from = to
    }
  }

  /** Items that could be one table, or one that could not. */
  function printTable(items: readonly Item[], from: number, to: number, indent: number): void {
    const table = items[from]!.class === '' ? null : tableOf(rowsOf(items.slice(from, to), indent), indent, width)
    for (let at = from; at < to; at++) {
      const item = items[at]!
      if (item.beside && addBeside(item)) continue
      if (item.blank) push('')
      printLead(item, indent)
      const row = table?.[at - from]
      if (row) for (const [line, text] of row.entries()) push(text, line === row.length - 1 ? item.trailing : null)
      else printItem(item, indent)
    }
  }
  const rowsOf = (items: readonly Item[], indent: number): (Row | null)[] => items.map(item => rowOf(item, width - indent))

  /** Declarations are apart by an empty line, but for neighbours of one line each that stand close. */
  const isApart = (item: Item, before: Item): boolean => !(item.close && before.close && fits(item, 0) && fits(before, 0))
  let waiting: Item[] = []
  function addDeclaration(item: Item): void {
    const before = waiting.at(-1)
    if (before && !(continuesTable(waiting[0]!, item) && !isApart(item, before))) {
      printTable(waiting, 0, waiting.length, 0)
      if (!item.blank && isApart(item, before)) push('')
      waiting = []
    }
    waiting.push(item)
  }

  /** Puts a small item behind the one before it; false where there is no room. */
  function addBeside({ flat, trailing }: Item): boolean {
    const { text, comment } = lines.at(-1)!
    if (comment !== null || flat === null || displayWidth(text) + 2 + displayWidth(flat) > width) return false
    lines[lines.length - 1] = { text: `${text}  ${flat}`, comment: trailing }
    return true
  }

  const fits = ({ flat }: Item, indent: number): boolean => flat !== null && indent + displayWidth(flat) <= width

  function printLead({ lead, gap }: Item, indent: number): void {
    printComments(lead, indent)
    if (gap) push('')
  }
  function printComments(comments: readonly Lead[], indent: number): void {
    for (const { text, blank } of comments) {
      if (blank) push('')
      push(pad(indent) + text)
    }
  }

  function printItem(item: Item, indent: number): void {
    if (item.verbatim !== null) push(pad(indent) + item.verbatim, item.trailing)
    else if (fits(item, indent)) push(pad(indent) + item.flat!, item.trailing)
    else {
      const open: Open = { text: pad(indent), fresh: true, behindBlock: false }
      printParts(item, indent, open)
      push(open.text, item.trailing)
    }
  }

  /** An item on several lines; the last of them is left open. */
  function printParts({ parts, together }: Item, indent: number, open: Open): void {
    const lastBlock = together ? -1 : parts.findLastIndex(isBlock)
    let variants = 0
    let column = 0
    for (const [at, part] of parts.entries()) {
      const gap = !open.fresh && spaceBefore(part) ? 1 : 0
      switch (part.kind) {
        case 'note':
          add(open, gap, part.text)
          if (part.endsLine) {
            // A block that follows stands as if the comment were not there.
            const next = parts[at + 1]
            const back = open.behindBlock || (next !== undefined && isBlock(next))
            goOn(open, back ? indent : indent + CONTINUED)
          }
          break
        case 'group':
          if (part.verbatim !== null && part.open !== '{') add(open, gap, part.flat ?? part.verbatim)
          else if (staysFlat(part, parts, at, open, gap, part.open !== '{' || at === lastBlock)) add(open, gap, part.flat!)
          else printGroup(part, indent, open, gap)
          break
        case 'text':
          if (part.variant) {
            const previous = parts[at - 1]
            const begins = previous?.kind !== 'text' || !previous.variant
            if (begins) {
              const widest = Math.max(...textsFrom(parts, at).map(text => displayWidth(text.text)))
              const back = indent + CONTINUED
              const isBehind = parts.slice(0, at).some(other => other.kind !== 'note')
              if (isBehind && !hasRoom(open, gap, widest) && back + LEAST_WON < columnsOf(open)) goOn(open, back)
              column = columnsOf(open) + (open.fresh ? 0 : gap)
              variants = hasRoom(open, gap, flatStretch(parts, at)) ? 0 : 1
            } else if (variants > 0) goOn(open, column)
          } else if (part.soft && !open.fresh && !hasRoom(open, gap, flatStretch(parts, at))) {
            goOn(open, open.behindBlock ? indent : indent + CONTINUED)
          }
          add(open, open.fresh ? 0 : gap, part.text)
      }
    }
  }

  const columnsOf = ({ text }: Open): number => displayWidth(text.slice(text.lastIndexOf('\n') + 1))
  const hasRoom = (open: Open, gap: number, columns: number): boolean => columnsOf(open) + gap + columns <= width

  function add(open: Open, gap: number, text: string): void {
    open.text += pad(gap) + text
    open.fresh = false
  }
  function goOn(open: Open, indent: number): void {
    push(open.text)
    open.text = pad(indent)
    open.fresh = true
  }

  /** `last`: it may stand on one line behind others that do not. */
  function staysFlat(group: Group, parts: readonly Part[], at: number, open: Open, gap: number, last: boolean): boolean {
    if (group.flat === null) return false
    if (isEmpty(group)) return true
    if (!last) return false
    const columns = displayWidth(group.flat)
    if (group.open !== '{' && group.items.length === 1 && columns <= SHORT) return true
    return hasRoom(open, gap, columns + flatStretch(parts, at + 1))
  }

  /** A group whose items have lines of their own. */
  function printGroup(group: Group, indent: number, open: Open, gap: number): void {
    push(open.text + pad(gap) + group.open, group.openComment)
    if (isList(group)) printFilled(group.items, indent + INDENT)
    else printItems(group.items, indent + INDENT)
    printComments(group.dangling, indent + INDENT)
    open.text = pad(indent) + group.close
    open.fresh = false
    open.behindBlock = true
  }

  /** Words, as many on a line as there is room for. */
  function printFilled(items: readonly Item[], indent: number): void {
    let line = ''
    for (const { flat } of items) {
      if (line !== '' && indent + displayWidth(line) + 1 + displayWidth(flat!) > width) {
        push(pad(indent) + line)
        line = ''
      }
      line += line === '' ? flat! : ` ${flat!}`
    }
    push(pad(indent) + line)
  }

  return {
    add: addDeclaration,
    end(dangling) {
      if (waiting.length > 0) printTable(waiting, 0, waiting.length, 0)
      printComments(dangling, 0)
      alignComments(lines, width)
      return lines
    },
  }
}

const isBlock = (part: Part): boolean => part.kind === 'group' && part.open === '{' && !isEmpty(part)

/** The languages of the text that begins with the part `at`. */
function textsFrom(parts: readonly Part[], at: number): Text[] {
  const found: Text[] = []
  for (let index = at; index < parts.length; index++) {
    const part = parts[index]!
    if (part.kind !== 'text' || !part.variant) break
    found.push(part)
  }
  return found
}

/** Words and commas and nothing else. */
const isList = ({ items, dangling }: Group): boolean =>
  items.length > 1 &&
  dangling.length === 0 &&
  items.every(
    ({ parts, lead, trailing, verbatim, blank }) =>
      lead.length === 0 &&
      trailing === null &&
      verbatim === null &&
      !blank &&
      parts.length <= 2 &&
      parts.every(part => part.kind === 'text') &&
      (parts.length === 1 || (parts[1] as Text).text === ','),
  )

/** The columns of what follows without a place where the line could be broken, from the part `at` on. */
function flatStretch(parts: readonly Part[], at: number): number {
  let columns = 0
  for (let index = at; index < parts.length; index++) {
    const part = parts[index]!
    const gap = index > at || at > 0 ? (spaceBefore(part) ? 1 : 0) : 0
    if (part.kind === 'text' && index > at && part.soft) break
    if (part.kind === 'group' && !isEmpty(part) && (index > at || part.open === '{')) {
      columns += gap + part.open.length
      break
    }
    const flat = flatPart(part)
    if (flat === null) {
      columns += gap + displayWidth(part.kind === 'group' ? part.open : part.text.split('\n')[0]!)
      break
    }
    columns += gap + displayWidth(flat)
  }
  return columns
}
