// The node's log for a person at a terminal: time, level, what happened, and the rest behind it.
import { visibleLines, visibleText } from './visible-text.ts'

/** One or more JSON lines → lines to read. */
export function logLines(text: string): string {
  return text
    .split('\n')
    .map(line => (line === '' ? '' : readable(line)))
    .join('\n')
}

function readable(line: string): string {
  try {
    const { time, level, msg, ...rest } = JSON.parse(line) as Readonly<Record<string, unknown>>
    const more = Object.entries(rest)
      .map(([name, value]) => `${name}=${visibleText(typeof value === 'string' ? value : JSON.stringify(value))}`)
      .join(' ')
    return `${String(time).slice(11, 23)} ${String(level).padEnd(5)} ${visibleLines(String(msg))}${more === '' ? '' : `  ${more}`}`
  } catch {
    return visibleText(line)
  }
}
