// A call goes on with the text that it was compiled from, while people go on writing: where a part of that text stands today.
import type { SourceRange } from '../page/lit.ts'

/**
 * Null where it cannot be told: what was written there is gone, or stands there twice. `was`: the file as the call knows it; `is`: as it
 * is now, null where there is no such file any more. What a change lies within has grown with it.
 */
export function sourceNow(range: SourceRange, was: string, is: string | null): SourceRange | null {
  if (is === null) return null
  if (was === is) return range
  const { path, start, end } = range
  const most = Math.min(was.length, is.length)
  let same = 0
  while (same < most && was.charCodeAt(same) === is.charCodeAt(same)) same++
  let sameEnd = 0
  while (sameEnd < most - same && was.charCodeAt(was.length - 1 - sameEnd) === is.charCodeAt(is.length - 1 - sameEnd)) sameEnd++
  const changedTo = was.length - sameEnd
  const grown = is.length - was.length
  if (end <= same) return range
  if (start >= changedTo) return { path, start: start + grown, end: end + grown }
  if (start <= same && end >= changedTo) return { path, start, end: end + grown }
  // Between two changes: its own lines, if they stand there once; of many lines the first.
  return found(range, was, is) ?? found({ path, start, end: Math.min(end, endOfLine(was, start)) }, was, is)
}

function found({ path, start, end }: SourceRange, was: string, is: string): SourceRange | null {
  const from = was.lastIndexOf('\n', start - 1) + 1
  const lines = `\n${was.slice(from, endOfLine(was, end))}\n`
  const all = `\n${is}\n`
  const at = all.indexOf(lines)
  if (at < 0 || all.includes(lines, at + 1)) return null
  return { path, start: at + start - from, end: at + end - from }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}
