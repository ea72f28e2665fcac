// What is written beside the words of a call: keys, places, milestones, what was asked of the bank and what it answered.
import type { Machine } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import type { Type } from '../../machine/types.ts'
import type { LogEntry } from '../../runtime/dtmf/call-log.ts'
import type { Tone } from '../../lang/diagnostics/render/style.ts'
import { writtenDuration, writtenValue } from './written-value.ts'

export interface Note {
  /** Beside the words: short. */
  readonly margin: string
  /** In the words' own column, where there is more to say. */
  readonly text: string
  readonly tone: Tone
}

const masked = { masked: true } as const

const values = (list: readonly Value[], types: readonly { readonly type: Type }[]): string =>
  list.map((value, index) => (types[index] ? writtenValue(value, types[index].type, masked) : '…')).join(', ')

const call = (name: string, written: string): string => (written === '' ? name : `${name}(${written})`)

/** Null where nothing is shown: what the words themselves say, and what only machines need. */
export function describeEntry(entry: LogEntry, machine: Machine): Note | null {
  const note = (margin: string, text = '', tone: Tone = 'faint'): Note => ({ margin, text, tone })
  const operation = (index: number): string => {
    const { service, name } = machine.operations[index]!
    return `${service}.${name}`
  }
  const connected = (queue: number, number: string | null): string => (queue >= 0 ? `queue ${machine.queues[queue]!.name}` : (number ?? ''))
  switch (entry.kind) {
    case 'began':
      return note(`☎ ${entry.called}`, entry.caller === null ? '' : `from ${entry.caller}`, 'strong')
    case 'place':
      return note(machine.places[entry.place]!.name, '', 'good')
    case 'outcome': {
      if (entry.result === 'silence') return note('', '(silence)', 'warning')
      if (entry.result === 'mistake' || entry.result === 'too short') return note('', `(${entry.result})`, 'warning')
      return null
    }
    case 'ask': {
      const { parameters } = machine.operations[entry.operation]!
      const sent = entry.how === 'notify' ? 'notified' : entry.how === 'perform' ? 'performed' : 'asked'
      return note('', `${call(operation(entry.operation), values(entry.arguments, parameters))} ${sent}`)
    }
    case 'answer': {
      const { outcomes, result } = machine.operations[entry.operation]!
      const types = Object.hasOwn(outcomes, entry.outcome)
        ? outcomes[entry.outcome]!
        : result && entry.outcome === 'answered'
          ? [{ type: result }]
          : []
      return note('', `${operation(entry.operation)} → ${call(entry.outcome, values(entry.values, types))}`)
    }
    case 'no answer':
      return note('', `${operation(entry.operation)} did not answer in time`, 'warning')
    case 'not sent':
      return note('', `${operation(entry.operation)} was not sent: ${entry.parameter} does not fit`, 'warning')
    case 'settled':
      return note('', `${operation(entry.operation)} settled: ${entry.outcome}`)
    case 'connect':
      return note('', `connecting to ${connected(entry.queue, entry.number)}`)
    case 'talks':
      return note('', entry.who === '' ? 'talking' : `talking with ${entry.who}`, 'good')
    case 'connect over':
      return note('', `${connected(entry.queue, entry.number)}: ${entry.outcome}`)
    case 'transfer':
      return note('', entry.succeeds ? `transferred to ${entry.number}` : `the transfer to ${entry.number} did not succeed`, 'strong')
    case 'records':
      return note('', 'recording the caller')
    case 'speaks':
      return note('', `(the caller speaks for ${writtenDuration(entry.ms)})`)
    case 'recorded':
      return note('', entry.ms === null ? 'nothing was recorded' : `${writtenDuration(entry.ms)} recorded`)
    case 'level':
      return note(`level ${machine.line.levels[entry.level] ?? entry.level}`, '', 'good')
    case 'language':
      return note(entry.language, '', 'good')
    case 'milestone': {
      const types = milestoneTypes(machine, entry.point)
      const written = Object.entries(entry.values).map(([name, value]) => {
        const type = types.find(one => one.name === name)?.type
        return type ? `${name} ${writtenValue(value, type, masked)}` : name
      })
      return note(`◆ ${entry.name}`, written.join(', '), 'good')
    }
    case 'fault':
      return note('', `fault: ${entry.reason}`, 'error')
    case 'record call':
      return note('', 'the call is recorded from here')
    case 'hung up':
      return entry.by === 'caller' ? note('', 'the caller hangs up', 'strong') : null
    case 'ended':
      return note('', ENDED[entry.by], 'strong')
    // The screen shows what is spoken and pressed itself.
    case 'spoken':
    case 'key':
    case 'reads':
    case 'queue state':
    case 'position':
    case 'dark':
      return null
  }
}

const ENDED = {
  caller: 'the call is over',
  line: 'the call is over: the line hung up',
  transfer: 'the call is over: it was transferred',
} as const

function milestoneTypes(machine: Machine, point: number): readonly { readonly name: string; readonly type: Type }[] {
  const found = machine.points[point]
  return found?.op === 'milestone' ? found.values : []
}
