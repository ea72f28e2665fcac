// What `expect` counted of an operation is counted again when the call is over: `not performed` and `performed once` would be
// worth little if what `after hangup` sends could not break them.
import type { ScriptSpan } from '../../machine/script.ts'
import type { LogEntryOf } from '../call/call-log.ts'
import type { Play } from './script-play.ts'
import { clock, same, sentence, type Fault, type Sentence } from './script-failure.ts'

export interface Counted {
  readonly span: ScriptSpan
  /** Index into `machine.operations`. */
  readonly operation: number
  /** Exact count; null = at least once, which nothing later can break. */
  readonly times: number | null
  readonly counts: (entry: LogEntryOf<'ask'>) => boolean
  /** “performed once with amount CNY 10.05” */
  readonly expected: Sentence
  /** The call with its arguments, masked. */
  readonly describe: (entry: LogEntryOf<'ask'>) => string
  /** Entries of the log that it looked at. */
  readonly seen: number
}

/**
 * At the end of a script: nothing was sent behind the line that its count leaves out, but for what a later `expect` of the same operation
 * counts (`expect … once`, more of the call, `expect … twice`).
 */
export function checkCounted(play: Play): Fault | null {
  const { entries } = play.log
  for (const [index, line] of play.counted.entries()) {
    if (line.times === null) continue
    const later = play.counted.slice(index + 1).filter(other => other.operation === line.operation)
    for (let at = line.seen; at < entries.length; at++) {
      const entry = entries[at]!
      if (entry.kind !== 'ask' || entry.operation !== line.operation || !line.counts(entry)) continue
      if (later.some(other => at < other.seen && other.counts(entry))) continue
      return sentLater(play, line, entry)
    }
  }
  return null
}

function sentLater(play: Play, line: Counted, entry: LogEntryOf<'ask'>): Fault {
  const { service, name, at: source } = play.machine.operations[line.operation]!
  const full = `${service}.${name}`
  const at = clock(entry.at)
  const gone = play.log.entries.find(other => other.kind === 'hung up' && other.at <= entry.at)
  const when =
    gone?.kind !== 'hung up'
      ? sentence('', '')
      : gone.by === 'caller'
        ? sentence(', after the caller had hung up', '，在来电者挂机之后')
        : sentence(', after the line had hung up', '，在线路挂机之后')
  const again = line.times === 0 ? sentence('', '') : sentence(' again', '再次')
  return {
    span: line.span,
    at: entry.at,
    problem: sentence(
      `${full} was performed${again.en} after this line, at ${at}${when.en}.`,
      `${full} 在此行之后${again.zh}执行，时间为 ${at}${when.zh}。`,
    ),
    expected: sentence(`${full} ${line.expected.en}, to the end of the call`, `${full} ${line.expected.zh}，直到通话结束`),
    came: [same(line.describe(entry))],
    source,
    hint: sentence(
      'Where it is meant to happen later, a further “expect” behind it says so.',
      '如确应在之后发生，请在其后再写一行“expect”。',
    ),
  }
}
