// The code frame: the lines of source that a finding speaks of, with marks under them.
import { createLineIndex, type LineIndex } from '../../text/line-index.ts'
import { characterWidth, textWidth } from './width.ts'
import type { Paint, Tone } from './style.ts'

/** A text as the frame reads it. */
export interface FrameSource {
  readonly text: string
  readonly lineIndex: LineIndex
}

export interface FrameMark {
  readonly start: number
  readonly end: number
  /** Said behind the mark. */
  readonly message: string
  readonly primary: boolean
}

/** Longer lines are cut around the mark: a generated file may have but one. */
const LONGEST_LINE = 120
const TAB = '  '
// eslint-disable-next-line no-control-regex -- just those must not reach a terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** What is shown of a stretch of source: tabs as blanks, control characters (and what turns text around) as a sign. */
const shown = (text: string): string => text.replaceAll('\t', TAB).replace(CONTROL, '\ufffd')

export const frameSource = (text: string): FrameSource => ({ text, lineIndex: createLineIndex(text) })

interface Row {
  readonly line: number
  readonly mark: FrameMark
  /** UTF-16 columns of the line. */
  readonly from: number
  readonly to: number
  readonly goesOn: boolean
}

function rowOf(source: FrameSource, mark: FrameMark): Row {
  const { line, column } = source.lineIndex.position(mark.start)
  const bounds = source.lineIndex.line(line)
  const from = Math.min(column, bounds.end - bounds.start)
  const goesOn = mark.end > bounds.end + 1
  const to = Math.max(from, Math.min(mark.end, bounds.end) - bounds.start)
  return { line, mark, from, to, goesOn }
}

/** A stretch of the line that fits, with the mark in it; never cuts a pair of surrogates. */
function cut(text: string, from: number, to: number): { start: number; end: number } {
  if (text.length <= LONGEST_LINE) return { start: 0, end: text.length }
  let start = Math.max(0, Math.min(from - 40, text.length - LONGEST_LINE))
  let end = Math.min(text.length, Math.max(start + LONGEST_LINE, Math.min(to, start + LONGEST_LINE)))
  if (/[\udc00-\udfff]/.test(text.charAt(start))) start += 1
  if (/[\udc00-\udfff]/.test(text.charAt(end))) end -= 1
  return { start, end }
}

/** A Chinese sign for a Chinese line: marks are as wide as what stands above them. */
function underline(text: string, sign: string): string {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return sign.repeat(Math.max(1, width))
}

/** The frame's lines, without the line that names the file. `gutter` is the width of the line numbers. */
export function frameLines(source: FrameSource, marks: readonly FrameMark[], gutter: number, tone: Tone, paint: Paint): string[] {
  const rows = marks.map(mark => rowOf(source, mark)).sort((a, b) => a.line - b.line || a.from - b.from)
  const bar = paint('faint', `${' '.repeat(gutter)} │`)
  const lines: string[] = []
  let last = -1
  for (const row of rows) {
    const bounds = source.lineIndex.line(row.line)
    const text = source.text.slice(bounds.start, bounds.end)
    const window = cut(text, row.from, row.to)
    const before = `${window.start > 0 ? '…' : ''}${shown(text.slice(window.start, row.from))}`
    const marked = shown(text.slice(row.from, Math.min(row.to, window.end)))
    if (row.line !== last || window.start > 0) {
      if (last >= 0 && row.line > last + 1) lines.push(paint('faint', `${' '.repeat(gutter)} ⋮`))
      const rest = `${shown(text.slice(Math.min(Math.max(row.to, row.from), window.end), window.end))}${window.end < text.length ? '…' : ''}`
      lines.push(`${paint('faint', `${String(row.line + 1).padStart(gutter)} │`)} ${`${before}${marked}${rest}`.trimEnd()}`.trimEnd())
    }
    last = row.line
    const sign = underline(marked, row.mark.primary ? '^' : '-') + (row.goesOn ? '…' : '')
    const said = row.mark.message === '' ? '' : ` ${row.mark.message}`
    const painted = row.mark.primary ? paint(tone, `${sign}${said}`) : paint('advice', `${sign}${said}`)
    lines.push(`${bar} ${' '.repeat(textWidth(before))}${painted}`)
  }
  return lines
}

/** The greatest line number that the marks need, for the gutter. */
export function lastLine(source: FrameSource, marks: readonly FrameMark[]): number {
  return Math.max(...marks.map(mark => source.lineIndex.position(mark.start).line + 1))
}
