// What is written beside the words of a call: keys, places, milestones, what was asked of the bank and what it answered.
import type { Machine } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import type { Type } from '../../machine/types.ts'
import type { LogEntry } from '../../runtime/call/call-log.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { Tone } from '../../lang/diagnostics/render/style.ts'
import { lineOffsets, writtenDuration, writtenValue, type WritingOptions } from '../../runtime/dtmf/recorder/written-value.ts'

export interface Note {
  /** Beside the words: short. */
  readonly margin: string
  /** In the words' own column, where there is more to say. */
  readonly text: string
  readonly tone: Tone
}

const values = (list: readonly Value[], types: readonly { readonly type: Type }[], options: WritingOptions): string =>
  list.map((value, index) => (types[index] ? writtenValue(value, types[index].type, options) : '…')).join(', ')

const call = (name: string, written: string): string => (written === '' ? name : `${name}(${written})`)

/** Null where nothing is shown: what the words themselves say, and what only machines need. */
export function describeEntry(entry: LogEntry, machine: Machine, language: MessageLanguage): Note | null {
  const masked = { masked: true, offsets: lineOffsets(machine) }
  const say = (en: string, zh: string): string => (language === 'zh' ? zh : en)
  const note = (margin: string, text = '', tone: Tone = 'faint'): Note => ({ margin, text, tone })
  const operation = (index: number): string => {
    const { service, name } = machine.operations[index]!
    return `${service}.${name}`
  }
  const connected = (queue: number, number: string | null): string =>
    queue >= 0 ? say(`queue ${machine.queues[queue]!.name}`, `队列 ${machine.queues[queue]!.name}`) : (number ?? '')
  switch (entry.kind) {
    case 'began':
      return note(`☎ ${entry.called}`, entry.caller === null ? '' : say(`from ${entry.caller}`, `来自 ${entry.caller}`), 'strong')
    case 'place':
      return note(machine.places[entry.place]!.name, '', 'good')
    case 'outcome': {
      if (entry.result === 'silence') return note('', say('(silence)', '（没有按键）'), 'warning')
      if (entry.result === 'mistake') return note('', say('(mistake)', '（按键有误）'), 'warning')
      if (entry.result === 'too short') return note('', say('(too short)', '（位数不足）'), 'warning')
      return null
    }
    case 'ask': {
      const { parameters } = machine.operations[entry.operation]!
      const sent =
        entry.how === 'notify' ? say('notified', '已通知') : entry.how === 'perform' ? say('performed', '已执行') : say('asked', '已查询')
      return note('', `${call(operation(entry.operation), values(entry.arguments, parameters, masked))} ${sent}`)
    }
    case 'answer': {
      const { outcomes, result } = machine.operations[entry.operation]!
      const types = Object.hasOwn(outcomes, entry.outcome)
        ? outcomes[entry.outcome]!
        : result && entry.outcome === 'answered'
          ? [{ type: result }]
          : []
      return note('', `${operation(entry.operation)} → ${call(entry.outcome, values(entry.values, types, masked))}`)
    }
    case 'no answer':
      return note('', say(`${operation(entry.operation)} did not answer in time`, `${operation(entry.operation)} 超时未应答`), 'warning')
    case 'not sent':
      return note(
        '',
        say(
          `${operation(entry.operation)} was not sent: ${entry.parameter} does not fit`,
          `${operation(entry.operation)} 未发送：${entry.parameter} 不符合要求`,
        ),
        'warning',
      )
    case 'settled':
      return note(
        '',
        say(`${operation(entry.operation)} settled: ${entry.outcome}`, `${operation(entry.operation)} 已落定：${entry.outcome}`),
      )
    case 'connect':
      return note('', say(`connecting to ${connected(entry.queue, entry.number)}`, `正在转接 ${connected(entry.queue, entry.number)}`))
    case 'talks':
      return note('', entry.who === '' ? say('talking', '通话中') : say(`talking with ${entry.who}`, `与 ${entry.who} 通话中`), 'good')
    case 'connect over':
      return note('', `${connected(entry.queue, entry.number)}: ${entry.outcome}`)
    case 'transfer':
      return note(
        '',
        entry.succeeds
          ? say(`transferred to ${entry.number}`, `已转至 ${entry.number}`)
          : say(`the transfer to ${entry.number} did not succeed`, `未能转至 ${entry.number}`),
        'strong',
      )
    case 'records':
      return note('', say('recording the caller', '正在录音留言'))
    case 'speaks':
      return note('', say(`(the caller speaks for ${writtenDuration(entry.ms)})`, `（来电者说话 ${writtenDuration(entry.ms)}）`))
    case 'recorded':
      return note(
        '',
        entry.ms === null
          ? say('nothing was recorded', '没有录到内容')
          : say(`${writtenDuration(entry.ms)} recorded`, `已录音 ${writtenDuration(entry.ms)}`),
      )
    case 'level': {
      const level = machine.line.levels[entry.level] ?? String(entry.level)
      return note(say(`level ${level}`, `级别 ${level}`), '', 'good')
    }
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
      return note('', say(`fault: ${entry.reason}`, `故障：${entry.reason}`), 'error')
    case 'record call':
      return note('', say('the call is recorded from here', '通话从此处开始录音'))
    case 'hung up':
      return entry.by === 'caller' ? note('', say('the caller hangs up', '来电者挂机'), 'strong') : null
    case 'ended':
      return note('', ENDED[entry.by][language], 'strong')
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
  caller: { en: 'the call is over', zh: '通话结束' },
  line: { en: 'the call is over: the line hung up', zh: '通话结束：线路挂机' },
  transfer: { en: 'the call is over: it was transferred', zh: '通话结束：已转接' },
} as const

function milestoneTypes(machine: Machine, point: number): readonly { readonly name: string; readonly type: Type }[] {
  const found = machine.points[point]
  return found?.op === 'milestone' ? found.values : []
}
