// Neighbours of a kind in columns.
import { pad } from './lines.ts'
import { flatPart, gapBetween, inset, spaceBefore, type Group, type Item, type Part, type Text } from './shape.ts'
import { displayWidth } from './width.ts'

/** A first column is filled up by no more blanks than this: beside one long name the short ones would lose what belongs to them. */
const MOST_FILLED = 16
/** Nobody reads a table of more columns. */
const MOST_COLUMNS = 12

interface Form {
  readonly cells: readonly string[]
  readonly widths: readonly number[]
  /** Further languages of the text that it ends with: each has its own line, under the first, which begins here in the last cell. */
  readonly below: readonly string[]
  readonly belowAt: number
}

export interface Row {
  readonly flat: Form
  /** With each language of its last text on a line of its own; null where it has no such text. Made where it is asked for. */
  readonly hanging: () => Form | null
}

type Table = readonly (readonly string[] | null)[]

/** The item as a row of a table; null where it is none, or fits as none. `room`: columns behind the indent. */
export function rowOf(item: Item, room: number): Row | null {
  if (item.class === '' || item.columns.length === 0 || item.flat === null) return null
  if (displayWidth(item.flat) <= room) {
    const flat = formOf(cellsOf(item.parts, item.columns))
    let made: Form | null | undefined
    return { flat, hanging: () => (made === undefined ? (made = hangingForm(item)) : made) }
  }
  const hanging = hangingForm(item)
  return hanging && fits(linesOf(hanging, [], 0), room) ? { flat: hanging, hanging: () => hanging } : null
}

/** Does `item`, which follows `first`, go on with its table? */
export const continuesTable = (first: Item, item: Item): boolean =>
  first.class !== '' && item.class === first.class && !item.blank && item.lead.length === 0

/** The lines of each row, in columns where there is room for that; null where there is no row. */
export function tableOf(rows: readonly (Row | null)[], indent: number, width: number): Table {
  const least = Math.min(...rows.map(row => row?.flat.widths[0] ?? Infinity))
  let forms = rows.map(row => (row && row.flat.widths[0]! <= least + MOST_FILLED ? row.flat : null))
  for (;;) {
    const inTable = forms.filter(form => form !== null)
    const widest = widestOf(inTable)
    const lines = forms.map(form => form && linesOf(form, inTable.length > 1 ? widest : [], indent))
    const tooLong = lines.map(each => each !== null && !fits(each, width))
    if (!tooLong.includes(true) || inTable.length < 2) {
      return rows.map((row, at) => row && (lines[at] ?? linesOf(row.flat, [], indent)))
    }
    // What the columns make too long has its languages below each other, or stands for itself.
    forms = forms.map((form, at) => (!tooLong[at] ? form : form === rows[at]!.hanging() ? null : rows[at]!.hanging()))
  }
}

const fits = (lines: readonly string[], width: number): boolean => lines.every(line => displayWidth(line) <= width)

/** Columns that are filled up: those that all rows have, but the last of each. */
function widestOf(forms: readonly Form[]): number[] {
  const columns = Math.min(...forms.filter(({ below }) => below.length === 0).map(({ cells }) => cells.length), MOST_COLUMNS)
  return Array.from({ length: columns - 1 }, (_, column) =>
    Math.max(0, ...forms.map(({ cells, widths }) => (column < cells.length - 1 ? widths[column]! : 0))),
  )
}

function linesOf({ cells, widths, below, belowAt }: Form, widest: readonly number[], indent: number): string[] {
  let line = pad(indent)
  let columns = indent
  for (const [column, cell] of cells.entries()) {
    const isLast = column === cells.length - 1
    line += cell
    if (isLast) break
    const filled = Math.max(widths[column]!, widest[column] ?? 0) + 1
    line += pad(filled - widths[column]!)
    columns += filled
  }
  return [line, ...below.map(text => pad(columns + belowAt) + text)]
}

const formOf = (cells: readonly string[], below: readonly string[] = [], belowAt = 0): Form => ({
  cells,
  widths: cells.map(displayWidth),
  below,
  belowAt,
})

function hangingForm(item: Item): Form | null {
  const [first, ...more] = lastTexts(item)
  if (!first || more.length === 0) return null
  const above = item.columns.filter(column => column <= first.start)
  const cells = cellsOf(item.parts, [...above, ...more.map(text => text.start)])
  const last = cells.length - more.length
  return formOf(cells.slice(0, last), cells.slice(last), displayWidth(cells[last - 1]!) - displayWidth(first.text))
}

/** The languages of the text that an item ends with; none where it has other texts of several languages. */
function lastTexts({ parts }: Item): readonly Text[] {
  const found: Text[] = []
  let isLast = true
  const look = (all: readonly Part[]): void => {
    for (const part of all) {
      if (part.kind === 'group') for (const item of part.items) look(item.parts)
      else if (part.kind === 'text' && part.variant) found.push(part)
      else if (found.length > 0) isLast = false
    }
  }
  look(parts)
  return isLast ? found : []
}

/** An item that is on one line, cut where its columns begin. */
function cellsOf(parts: readonly Part[], columns: readonly number[]): string[] {
  const cells = ['']
  const emit = (gap: string, text: string, start: number): void => {
    if (columns.includes(start)) {
      // One blank parts two columns; where two stand the first is the cell's own.
      cells[cells.length - 1] += gap.slice(1)
      cells.push(text)
    } else cells[cells.length - 1] += gap + text
  }
  const emitGroup = (gap: string, group: Group): void => {
    if (!columns.some(column => group.start < column && column < group.end)) return emit(gap, group.flat!, group.start)
    emit(gap, group.open, group.start)
    for (const [at, item] of group.items.entries()) {
      emitParts(at === 0 ? inset(group.open) : gapBetween(group.open === '{', group.items[at - 1]!, item), item.parts)
    }
    emit(inset(group.open), group.close, group.end)
  }
  const emitParts = (gap: string, all: readonly Part[]): void => {
    for (const [at, part] of all.entries()) {
      const before = at === 0 ? gap : spaceBefore(part) ? ' ' : ''
      if (part.kind === 'group') emitGroup(before, part)
      else emit(before, flatPart(part)!, part.start)
    }
  }
  emitParts('', parts)
  return cells
}
