// Items and blocks → text: what fits stands on one line, neighbours of a kind in columns, the rest one item a line.
import type { Block, Item, LeadComment, Part } from './shape.ts'
import { displayWidth } from './width.ts'

const INDENT = 2
/** A line that was broken goes on so far in. */
const CONTINUED = 4

export function printShape(file: Block, width: number): string {
  const out: string[] = []
  printItems(file.items, 0, width, out, true)
  printComments(file.dangling, 0, out, file.items.length > 0)
  while (out.at(-1) === '') out.pop()
  return out.length === 0 ? '' : `${out.join('\n')}\n`
}

const pad = (columns: number): string => ' '.repeat(columns)

// ------------------------------------------------------------------------------------------------ one line

/** On one line; null where it cannot be. */
function flatBlock({ items, broken }: Block): string | null {
  if (broken) return null
  if (items.length === 0) return '{ }'
  let line = '{'
  for (const [index, item] of items.entries()) {
    if (item.lead.length > 0 || item.trailing !== null || item.verbatim !== null) return null
    const flat = flatItem(item)
    if (flat === null) return null
    line += index === 0 || item.arrow || endsWithComma(items[index - 1]!) ? ` ${flat}` : `  ${flat}`
  }
  return `${line} }`
}

const endsWithComma = ({ parts }: Item): boolean => {
  const last = parts.at(-1)
  return last?.kind === 'text' && last.text === ','
}

function flatItem(item: Item): string | null {
  const cells = flatCells(item)
  return cells === null ? null : cells.join(' ')
}

/** Its columns, each on one line. */
function flatCells({ parts }: Item): string[] | null {
  const cells: string[] = ['']
  for (const part of parts) {
    const inner = part.kind === 'block' && part.column ? sayCells(part.block) : null
    const flat = inner === null ? flatPart(part) : inner[0]!
    if (flat === null) return null
    if (part.kind !== 'comment' && part.column) cells.push(flat)
    else cells[cells.length - 1] += part.kind === 'comment' || part.space ? ` ${flat}` : flat
    if (inner !== null) cells.push(...inner.slice(1))
  }
  return cells
}

/** A block that only says one text: each language is a column of what the block belongs to. */
function sayCells(block: Block): string[] | null {
  const [only, ...more] = block.items
  if (!only || more.length > 0 || flatBlock(block) === null || !only.parts.some(part => part.kind === 'text' && part.variant)) return null
  const cells: string[] = ['{']
  let first = true
  for (const part of only.parts) {
    const flat = flatPart(part)!
    if (part.kind === 'text' && part.variant && !first) cells.push(flat)
    else cells[cells.length - 1] += part.kind === 'comment' || part.space || cells.length === 1 ? ` ${flat}` : flat
    if (part.kind === 'text' && part.variant) first = false
  }
  cells[cells.length - 1] += ' }'
  return cells
}

function flatPart(part: Part): string | null {
  switch (part.kind) {
    case 'text':
      return part.text.includes('\n') ? null : part.text
    case 'block':
      return flatBlock(part.block)
    case 'comment':
      return part.comment.style === 'block' && !part.text.includes('\n') ? part.text : null
  }
}

// ------------------------------------------------------------------------------------------------ many lines

interface Row {
  readonly item: Item
  /** Columns on one line; null where it is broken. */
  readonly cells: readonly string[] | null
}

function printItems(items: readonly Item[], indent: number, width: number, out: string[], declarations: boolean): void {
  const rows = items.map((item): Row => ({ item, cells: item.verbatim === null ? flatCells(item) : null }))
  const fits = ({ cells }: Row): boolean => cells !== null && indent + displayWidth(cells.join(' ')) <= width
  for (let index = 0; index < rows.length;) {
    let end = index + 1
    const { item } = rows[index]!
    if (item.class !== '' && fits(rows[index]!))
      while (end < rows.length && isNeighbour(rows[index]!, rows[end]!) && fits(rows[end]!)) end++
    const group = rows.slice(index, end)
    const lines = alignedLines(group, indent, width)
    for (const [at, row] of group.entries()) {
      const previous = rows[index + at - 1]
      if (previous && (row.item.blank || (declarations && !(row.item.close && previous.item.close && lines[at] !== null)))) out.push('')
      printComments(row.item.lead, indent, out, false)
      const line = lines[at]
      if (typeof line === 'string')
        out.push(`${takeInline(out, indent)}${line}${row.item.trailing === null ? '' : TRAILING + row.item.trailing}`)
      else printBroken(row.item, indent, width, out)
    }
    index = end
  }
  alignTrailing(out)
}

const isNeighbour = (first: Row, row: Row): boolean => row.item.class === first.item.class && !row.item.blank && row.item.lead.length === 0

/** A first column is filled up by no more than this: longer names stand for themselves. */
const MOST_FILLED = 16

/** One line a row: in columns where all fit, else each for itself; null for one that has to be broken. */
function alignedLines(rows: readonly Row[], indent: number, width: number): (string | null)[] {
  if (rows.length > 1) {
    // Rows have the columns that all of them have.
    const common = Math.min(...rows.map(({ cells }) => cells!.length))
    const aligned = rows.map(({ cells }) => [...cells!.slice(0, common - 1), cells!.slice(common - 1).join(' ')])
    const widths = aligned[0]!.map((_, at) => Math.max(...aligned.map(cells => displayWidth(cells[at]!))))
    const narrowest = Math.min(...aligned.map(cells => displayWidth(cells[0]!)))
    const lines = aligned.map(cells =>
      cells.map((cell, at) => (at === cells.length - 1 ? cell : cell + pad(widths[at]! - displayWidth(cell)))).join(' '),
    )
    if (common > 1 && widths[0]! - narrowest <= MOST_FILLED && lines.every(line => indent + displayWidth(line) <= width))
      return lines.map(line => pad(indent) + line)
  }
  return rows.map(({ cells }) => {
    const line = cells?.join(' ')
    return line !== undefined && indent + displayWidth(line) <= width ? pad(indent) + line : null
  })
}

function printComments(comments: readonly LeadComment[], indent: number, out: string[], afterItems: boolean): void {
  for (const [index, { text, blank, inline }] of comments.entries()) {
    if (blank && (index > 0 || afterItems)) out.push('')
    if (text === '') out.push('')
    else out.push(...`${text}${inline ? INLINE : ''}`.split('\n').map((line, at) => (at === 0 ? pad(indent) + line : line)))
  }
}

// A comment that stands on the line of what follows, and one behind its line: they are put in their place when the line is there.
const INLINE = '\u0001'
const TRAILING = '\u0002'

/** The beginning of the next line: a block comment before it, or nothing. Its indent is the line's own. */
function takeInline(out: string[], indent: number): string {
  const last = out.at(-1)
  if (last?.endsWith(INLINE) !== true) return ''
  out.pop()
  return `${last.slice(0, -1)} `.padEnd(indent)
}

/** Comments behind neighbouring lines begin in one column. */
function alignTrailing(out: string[]): void {
  for (let index = 0; index < out.length; index++) {
    if (!out[index]!.includes(TRAILING)) continue
    let end = index
    let widest = 0
    while (end < out.length && out[end]!.includes(TRAILING)) widest = Math.max(widest, displayWidth(out[end++]!.split(TRAILING)[0]!))
    for (let line = index; line < end; line++) {
      const [code, ...comment] = out[line]!.split(TRAILING)
      out[line] = `${code}${pad(widest - displayWidth(code!))}  ${comment.join(' ')}`
    }
    index = end
  }
}

/** An item on several lines. */
function printBroken(item: Item, indent: number, width: number, out: string[]): void {
  const begin = takeInline(out, indent)
  if (item.verbatim !== null) {
    const [first, ...rest] = item.verbatim.replace(/\r\n?/g, '\n').split('\n')
    out.push((begin === '' ? pad(indent) : begin) + first!, ...rest)
    if (item.trailing !== null) out[out.length - 1] += TRAILING + item.trailing
    return
  }
  let line = begin === '' ? pad(indent) : begin
  const whole = item.together
    ? item.parts.some(part => part.kind === 'block' && flatBlock(part.block) === null) || flatItem(item) === null
    : false
  const { parts } = item
  let fresh = true
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!
    switch (part.kind) {
      case 'comment':
        line += ` ${part.text}`
        if (part.comment.style !== 'block') {
          out.push(line)
          line = pad(indent + CONTINUED)
          fresh = true
        }
        break
      case 'block': {
        const flat = item.together && (whole || !fitsTogether(item, indent, width)) ? null : flatBlock(part.block)
        const gap = fresh || !part.space ? '' : ' '
        fresh = false
        if (flat !== null && (part.block.items.length === 0 || displayWidth(line) + gap.length + displayWidth(flat) <= width))
          line += gap + flat
        else if (part.block.items.length === 0 && part.block.openComment === null && part.block.dangling.length === 0) line += `${gap}{ }`
        else {
          out.push(`${line}${gap}{${part.block.openComment === null ? '' : TRAILING + part.block.openComment}`)
          const inner: string[] = []
          printItems(part.block.items, indent + INDENT, width, inner, false)
          printComments(part.block.dangling, indent + INDENT, inner, part.block.items.length > 0)
          out.push(...inner)
          line = `${pad(indent)}}`
        }
        break
      }
      case 'text': {
        const stretch = stretchFrom(parts, index)
        line = printStretch(stretch, line, fresh, indent, width, out)
        fresh = false
        index += stretch.length - 1
      }
    }
  }
  out.push(item.trailing === null ? line : line + TRAILING + item.trailing)
}

const fitsTogether = (item: Item, indent: number, width: number): boolean => {
  const flat = flatItem(item)
  return flat !== null && indent + displayWidth(flat) <= width
}

type Text = Extract<Part, { readonly kind: 'text' }>

/** The texts from here to the next block or comment. */
function stretchFrom(parts: readonly Part[], from: number): readonly Text[] {
  const found: Text[] = []
  for (let index = from; index < parts.length; index++) {
    const part = parts[index]!
    if (part.kind !== 'text') break
    found.push(part)
  }
  return found
}

const words = (texts: readonly Text[]): string => texts.map((text, at) => (at > 0 && text.space ? ` ${text.text}` : text.text)).join('')

/** Puts texts behind a line: on it where they fit, else each language on a line of its own, else broken where it may be. The line that is open. */
function printStretch(texts: readonly Text[], begun: string, fresh: boolean, indent: number, width: number, out: string[]): string {
  const gap = fresh || !texts[0]!.space ? '' : ' '
  const flat = `${begun}${gap}${words(texts)}`
  if (displayWidth(flat) <= width && !flat.includes('\n')) return flat
  const first = texts.findIndex(text => text.variant)
  let line = begun
  let column = -1
  let variants = 0
  for (const [at, text] of texts.entries()) {
    const blank = (at === 0 ? gap : text.space ? ' ' : '') + text.text
    if (text.variant) {
      // A second text of the same step begins its languages anew.
      if (variants === 0) column = displayWidth(line) + blank.length - text.text.length
      variants++
      if (variants > 1) {
        out.push(line)
        line = pad(column) + text.text
        continue
      }
    } else if (first >= 0 && text.text === ',') variants = 0
    else if (text.soft && displayWidth(line) + displayWidth(words(texts.slice(at, softEnd(texts, at)))) + 1 > width && line.trim() !== '') {
      out.push(line)
      line = pad(indent + CONTINUED) + text.text
      continue
    }
    line += blank
  }
  return line
}

const softEnd = (texts: readonly Text[], from: number): number => {
  for (let at = from + 1; at < texts.length; at++) if (texts[at]!.soft || texts[at]!.variant) return at
  return texts.length
}
