// A part of a file formatted: the declarations that the part touches, each as a whole, as they are where all is formatted.
import { parse } from '../grammar/index.ts'
import { parseScript } from '../script/parse-script.ts'
import type { Span } from '../text/span.ts'
import { formatProgram, formatScript, type FormatOptions, type Formatted } from './format.ts'

/** A declaration touches its comments no more than others do; what no declaration touches stays as it is. */
export function formatProgramRange(text: string, file: string, range: Span, options: FormatOptions = {}): Formatted {
  return inRange(text, range, formatProgram(text, file, options), some => parse(some, file).tree.declarations)
}

export function formatScriptRange(text: string, file: string, range: Span, options: FormatOptions = {}): Formatted {
  return inRange(text, range, formatScript(text, file, options), some => {
    const { use, setups, scripts } = parseScript(some, file).script
    return [...(use ? [use] : []), ...setups, ...scripts].sort((a, b) => a.start - b.start)
  })
}

/** Declarations stand in no other, and the whole has as many when it is formatted. By itself one would lose its table, and what ignores it. */
function inRange(text: string, range: Span, whole: Formatted, declarationsOf: (text: string) => readonly Span[]): Formatted {
  if (whole.text === undefined) return whole
  const before = declarationsOf(text)
  const after = declarationsOf(whole.text)
  const touches = ({ start, end }: Span): boolean => start < range.end && range.start < end
  const first = before.findIndex(touches)
  const last = before.findLastIndex(touches)
  if (first < 0 || before.length !== after.length) return { text }
  const part = whole.text.slice(after[first]!.start, after[last]!.end)
  return { text: text.slice(0, before[first]!.start) + part + text.slice(before[last]!.end) }
}
