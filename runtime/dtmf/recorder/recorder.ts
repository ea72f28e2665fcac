// A call written down as a script that plays it again: what the bank answered, what was heard, what was pressed and what came of it.
import type { Listener, Machine } from '../../../machine/format.ts'
import type { Value } from '../../../machine/values.ts'
import type { Backend } from '../backend.ts'
import type { CallLog, SpokenEntry } from '../../call/call-log.ts'
import { GAP, HELD } from '../simulated-line.ts'
import type { Speaker } from '../speaker.ts'
import { givenLines } from './given-lines.ts'
import { lineOffsets, quoted, writtenDuration, writtenMoment } from './written-value.ts'

/** A key as the telephone sent it. */
export interface TypedKey {
  /** ms of the call */
  readonly at: number
  readonly key: string
  readonly how: 'patient' | 'early' | 'ahead'
  /** Index of the listener that listened, −1 where none did. */
  readonly listener: number
  /** How much of the log there was before it. */
  readonly entries: number
}

export interface RecordedCall {
  readonly machine: Machine
  readonly log: CallLog
  readonly typed: readonly TypedKey[]
  readonly speaker: Speaker
  /** What stood behind the line. */
  readonly backend: Pick<Backend, 'queue' | 'queueState' | 'number' | 'transfer'>
  /** As it stands behind `use`. */
  readonly program: string
  readonly name: string
  readonly at: number
  readonly caller: string | null
  readonly called: string
  readonly settings: Readonly<Record<string, Value>>
  /** Level and where it ended. */
  readonly level: string
}

/** The script's text. Private values stand in it as they were: it is a test's data. */
export function writeScript(call: RecordedCall): string {
  const { machine } = call
  const from = call.caller === null ? '' : ` from ${quoted(call.caller)}`
  const lines = [
    `call${from} to ${quoted(call.called)} at ${writtenMoment(call.at, lineOffsets(machine))}`,
    ...givenLines(call),
    '',
    ...callLines(call),
  ]
  const language = call.log.entries.findLast(entry => entry.kind === 'language')?.language ?? machine.line.languages[0]!
  return `use ${quoted(call.program)}\n\nscript ${quoted(call.name)} in ${language} {\n${lines.map(line => (line === '' ? '' : `  ${line}`)).join('\n')}\n}\n`
}

/** What a `collect` is called in `enter`: the last part of its name. */
const listenerName = (listener: Listener): string => listener.name.slice(listener.name.lastIndexOf('.') + 1)

function callLines(call: RecordedCall): string[] {
  const { machine, log, typed } = call
  const lines: string[] = []
  let keys: { how: TypedKey['how']; listener: number; text: string } | null = null
  let next = 0
  /** When the last line is over, as a script runs it; ms of the call. */
  let over = 0
  /** A listener that has just been read: the first thing that it says stands for all. */
  let read: Listener | null = null

  /** In a waiting queue and in a recording a script waits for nothing by itself: keys and words come when they came. */
  let atOnce = false

  const waitUntil = (at: number): void => {
    if (at <= over) return
    endKeys()
    lines.push(`wait ${writtenDuration(at - over)}`)
    over = at
  }
  const endKeys = (): void => {
    if (!keys) return
    const listener = keys.listener >= 0 ? machine.listeners[keys.listener] : undefined
    const how = keys.how === 'patient' ? '' : ` ${keys.how}`
    const written = /^[0-9*#]$/.test(keys.text) && listener?.kind !== 'collect' ? keys.text : quoted(keys.text)
    lines.push(listener?.kind === 'collect' ? `enter${how} ${listenerName(listener)} ${quoted(keys.text)}` : `press${how} ${written}`)
    keys = null
  }
  const typeKeys = (before: number): void => {
    for (; next < typed.length && typed[next]!.entries <= before; next++) {
      const one = typed[next]!
      if (atOnce) waitUntil(one.at)
      over = one.at + HELD + GAP
      if (
        keys &&
        keys.how === one.how &&
        keys.listener === one.listener &&
        one.listener >= 0 &&
        machine.listeners[one.listener]!.kind === 'collect'
      )
        keys.text += one.key
      else {
        endKeys()
        keys = { how: one.how, listener: one.listener, text: one.key }
      }
    }
  }

  log.entries.forEach((entry, index) => {
    typeKeys(index)
    switch (entry.kind) {
      case 'reads': {
        const listener = machine.listeners[entry.listener]!
        endKeys()
        read = listener
        if (listener.kind !== 'menu' || !listener.named) return
        lines.push(`hear menu ${listener.name}`)
        over = entry.at
        return
      }
      case 'spoken':
        if (entry.cut || entry.segment.prompt < 0) return
        // A named menu's own texts are its list: the line above says that it was heard.
        if (read?.kind === 'menu' && read.named) return
        endKeys()
        if (read !== null && isTold(lines)) return
        lines.push(...heard(entry, call.speaker))
        over = entry.at
        return
      case 'outcome': {
        const byTimer = !log.entries.some(other => other.kind === 'key' && other.at === entry.at)
        if (byTimer) {
          endKeys()
          lines.push('stay silent')
          over = entry.at
        }
        read = null
        return
      }
      case 'connect':
        atOnce = entry.queue >= 0
        return
      case 'position':
        waitUntil(entry.at + 1)
        return
      case 'talks':
      case 'connect over':
        if (atOnce && entry.at > over && !typed.some(key => key.at + HELD === entry.at)) waitUntil(entry.at + 1)
        atOnce = false
        return
      case 'records':
      case 'recorded':
        atOnce = entry.kind === 'records'
        return
      case 'speaks':
        endKeys()
        if (atOnce) waitUntil(entry.at)
        lines.push(`speak ${writtenDuration(entry.ms)}`)
        over = entry.at + entry.ms
        return
      case 'place':
        read = null
        return
      case 'hung up':
        endKeys()
        atOnce = false
        if (entry.by !== 'caller') return
        // What was listened to before hanging up was listened to.
        // A `wait` ends before what falls on its last ms: what ended just then takes one more.
        if (entry.at > over) {
          const ended = log.entries.some(other => other.kind === 'spoken' && other.until === entry.at && !other.cut)
          lines.push(`wait ${writtenDuration(entry.at - over + (ended ? 1 : 0))}`)
        }
        lines.push('hang up')
        return
      default:
    }
  })
  typeKeys(Infinity)
  endKeys()
  lines.push('')
  for (const [index, operation] of machine.operations.entries()) {
    const times = log.entries.filter(entry => entry.kind === 'ask' && entry.how === 'perform' && entry.operation === index).length
    if (operation.kind !== 'transaction' || times === 0) continue
    lines.push(`expect ${operation.service}.${operation.name} performed${times === 1 ? ' once' : ''}`)
  }
  const handedOver = log.entries.flatMap((entry, index) => {
    if (entry.kind === 'connect' && entry.queue >= 0 && !isRefused(log, index))
      return [`expect connected to queue ${machine.queues[entry.queue]!.name}`]
    return entry.kind === 'transfer' && entry.succeeds ? [`expect transferred to ${quoted(entry.number)}`] : []
  })
  lines.push(...new Set(handedOver))
  lines.push(`expect level ${call.level}`)
  return lines
}

/** Nobody was there to wait for: that is no connection. */
function isRefused(log: CallLog, connect: number): boolean {
  const over = log.entries.slice(connect).find(entry => entry.kind === 'connect over')
  return over?.kind === 'connect over' && (over.outcome === 'no agents' || over.outcome === 'failed')
}

/** One text of a listener is enough: its options may change without the call being another. */
const isTold = (lines: readonly string[]): boolean => lines.at(-1)?.startsWith('hear ') === true

function heard(entry: SpokenEntry, speaker: Speaker): string[] {
  const words = speaker.words(entry.segment)
  return words === '' ? [] : [`hear ${quoted(words)}`]
}
