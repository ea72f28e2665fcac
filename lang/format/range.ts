// A part of a file formatted: the declarations that the part touches, each as a whole.
import { parse } from '../grammar/index.ts'
import { parseScript } from '../script/parse-script.ts'
import type { Span } from '../text/span.ts'
import { formatProgram, formatScript, type FormatOptions, type Formatted } from './format.ts'

/** A declaration touches its comments no more than others do; what no declaration touches stays as it is. */
export function formatProgramRange(text: string, file: string, range: Span, options: FormatOptions = {}): Formatted {
  const whole = formatProgram(text, file, options)
  if (whole.text === undefined) return whole
  return inRange(text, range, parse(text, file).tree.declarations, part => formatProgram(part, file, options))
}

export function formatScriptRange(text: string, file: string, range: Span, options: FormatOptions = {}): Formatted {
  const whole = formatScript(text, file, options)
  if (whole.text === undefined) return whole
  const { use, setups, scripts } = parseScript(text, file).script
  const parts = [...(use ? [use] : []), ...setups, ...scripts]
  return inRange(text, range, parts, part => formatScript(part, file, options))
}

/** Declarations stand in no other: those that are touched, and what lies between them, are a text of its own. */
function inRange(text: string, range: Span, all: readonly Span[], format: (part: string) => Formatted): Formatted {
  const touched = all.filter(({ start, end }) => start < range.end && range.start < end)
  if (touched.length === 0) return { text }
  const start = Math.min(...touched.map(one => one.start))
  const end = Math.max(...touched.map(one => one.end))
  const part = format(text.slice(start, end))
  return part.text === undefined ? part : { text: text.slice(0, start) + part.text.trimEnd() + text.slice(end) }
}
