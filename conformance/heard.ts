// What a script's call leaves behind, for sentences that are about all that was said or sent.
import { speakerFor } from '../cli/speaker.ts'
import { findings, machineOf, run } from './testing.ts'
import type { LogEntry, LogEntryOf } from '../runtime/call/call-log.ts'

type Sources = string | Readonly<Record<string, string>>

/** A line that speaks Chinese, then English; `rest` adds to it. */
export const bilingual = (rest = '', first = 'welcome'): string => `line test "Test line" {
  numbers { "95500" -> ${first} }
  languages zh-CN, en-US
  time zone Asia/Shanghai
  levels anonymous < verified < signed
  otherwise -> goodbye
  ${rest}
}
flow goodbye { say zh"再见。" en"Goodbye." -> hangup }
`

/** Everything that the script's call begins to say, in order; pauses are `…ms`. */
export const heard = (sources: Sources, script: string, texts: Readonly<Record<string, string>> = {}): string[] => {
  const speaker = speakerFor(machineOf(sources))
  return entries(sources, script, 'spoken', texts).map(({ segment }) =>
    segment.prompt < 0 ? `…${segment.pause}ms` : speaker.words(segment),
  )
}

/** The entries of one kind in the log of the (first) script's call, which has to pass. */
export const entries = <K extends LogEntry['kind']>(
  sources: Sources,
  script: string,
  kind: K,
  texts: Readonly<Record<string, string>> = {},
): LogEntryOf<K>[] => {
  const [result] = run(sources, script, texts)
  if (!result!.passed) throw new Error(`the script fails: ${JSON.stringify(result!.failure)}`)
  return result!.log.entries.filter((entry): entry is LogEntryOf<K> => entry.kind === kind)
}

/** Codes alone, of errors and warnings in order. */
export const codes = (sources: Sources): string[] =>
  findings(sources)
    .filter(found => found.severity !== 'advice')
    .map(found => found.code)

/** A flow of these steps, begun when the call begins, that ends in a hang-up. */
export const begin = (steps: string): string => `flow welcome { ${steps} -> hangup }`
