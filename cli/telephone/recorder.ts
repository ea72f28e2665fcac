// A call written down as a script that plays it again: what the bank answered, what was heard, what was pressed and what came of it.
import type { Listener, Machine } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import type { CallLog, LogEntry, SpokenEntry } from '../../runtime/dtmf/call-log.ts'
import { GAP, HELD } from '../../runtime/dtmf/simulated-line.ts'
import type { Speaker } from '../../runtime/dtmf/speaker.ts'
import { quoted, writtenDuration, writtenValue } from './written-value.ts'

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

const exact = { masked: false } as const

/** The script's text. Private values stand in it as they were: it is a test's data. */
export function writeScript(call: RecordedCall): string {
  const { machine } = call
  const lines = [
    `call${call.caller === null ? '' : ` from ${quoted(call.caller)}`} to ${quoted(call.called)} at ${writtenMoment(call.at)}`,
    ...Object.entries(call.settings).map(([name, value]) => {
      const type = machine.settings.find(setting => setting.name === name)?.type
      return type ? `given setting ${name} = ${writtenValue(value, type, exact)}` : ''
    }),
    ...givenLines(call.log, machine),
    '',
    ...callLines(call),
  ]
  const language = call.log.entries.findLast(entry => entry.kind === 'language')?.language ?? machine.line.languages[0]!
  return `use ${quoted(call.program)}\n\nscript ${quoted(call.name)} in ${language} {\n${lines.map(line => (line === '' ? '' : `  ${line}`)).join('\n')}\n}\n`
}

const writtenMoment = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+00:00`

/** One line an operation, its answers in order. */
function givenLines(log: CallLog, machine: Machine): string[] {
  const answers = new Map<number, string[]>()
  for (const entry of log.entries) {
    if (entry.kind !== 'ask' || entry.how === 'notify') continue
    const list = answers.get(entry.operation) ?? []
    answers.set(entry.operation, list)
    list.push(writtenAnswer(log, entry, machine))
  }
  return [...answers].map(([index, list]) => {
    const { service, name } = machine.operations[index]!
    // The last answer holds for all that follow.
    while (list.length > 1 && list.at(-1) === list.at(-2)) list.pop()
    return `given ${service}.${name} ${list.map((answer, at) => (at === 0 ? answer : `then ${answer.replace(/^answers /, '')}`)).join(', ')}`
  })
}

function writtenAnswer(log: CallLog, asked: Extract<LogEntry, { readonly kind: 'ask' }>, machine: Machine): string {
  const answer = log.entries.find(entry => (entry.kind === 'answer' || entry.kind === 'no answer') && entry.task === asked.task)
  if (answer?.kind !== 'answer') return 'never answers'
  const { outcomes, result } = machine.operations[asked.operation]!
  const took = answer.at - asked.at
  const after = took > 0 ? ` after ${writtenDuration(took)}` : ''
  if (answer.outcome === 'failed') return `fails${after}`
  if (result && answer.outcome === 'answered') return `answers ${writtenValue(answer.values[0] ?? null, result, exact)}${after}`
  const types = outcomes[answer.outcome] ?? []
  const values = answer.values.map((value, index) => (types[index] ? writtenValue(value, types[index].type, exact) : 'nothing'))
  return `answers ${answer.outcome}${values.length === 0 ? '' : `(${values.join(', ')})`}${after}`
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
      case 'speaks':
        endKeys()
        lines.push(`speak ${writtenDuration(entry.ms)}`)
        over = entry.at + entry.ms
        return
      case 'place':
        read = null
        return
      case 'hung up':
        endKeys()
        if (entry.by !== 'caller') return
        // What was listened to before hanging up was listened to.
        // A \`wait\` ends before what falls on its last ms: what ended just then takes one more.
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
  lines.push(`expect level ${call.level}`)
  return lines
}

/** One text of a listener is enough: its options may change without the call being another. */
const isTold = (lines: readonly string[]): boolean => lines.at(-1)?.startsWith('hear ') === true

function heard(entry: SpokenEntry, speaker: Speaker): string[] {
  const words = speaker.words(entry.segment)
  return words === '' ? [] : [`hear ${quoted(words)}`]
}
