// A call as people read it: who said, pressed or answered what, in order. Private values are masked, secret ones dots.
import type { Machine, SourceSpan } from '../../machine/format.ts'
import { maskValue } from '../../machine/mask.ts'
import type { Type } from '../../machine/types.ts'
import type { Value } from '../../machine/values.ts'
import type { CallLog, KeyEntry, LogEntry } from '../call/call-log.ts'
import { same, sentence, type Sentence } from './script-failure.ts'
import type { Speaker } from './speaker.ts'

export interface TranscriptRow {
  /** ms of the call */
  readonly at: number
  /** `call`: what happens to the call itself; `place`: where it goes. */
  readonly who: 'line' | 'caller' | 'bank' | 'agent' | 'call' | 'place'
  readonly text: Sentence
  /** What a key or a hang-up cut short. */
  readonly cut: boolean
  /** Where the program said it. */
  readonly source: SourceSpan | null
}

export type TranscriptMachine = Pick<Machine, 'points' | 'prompts' | 'operations' | 'queues' | 'places' | 'listeners' | 'line'>

export function transcriptRows(log: CallLog, machine: TranscriptMachine, speaker: Speaker): readonly TranscriptRow[] {
  const rows: TranscriptRow[] = []
  const { entries } = log
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]!
    if (entry.kind === 'key') {
      const group = keyGroup(entries, index)
      rows.push({ at: entry.at, who: 'caller', text: keyWords(group, machine), cut: false, source: null })
      index += group.length - 1
      continue
    }
    const row = rowOf(entry, machine, speaker)
    if (row) rows.push({ at: entry.at, cut: false, source: null, ...row })
  }
  return rows
}

/** How long a recording is: what a caller said in the same words is never as long to the ms. */
const LENGTH = /\b(record(?:ed|ing)) \d+(?:ms|s|min|h)(?![\p{L}\p{N}])/gu

/** The form of `expect transcript same as`: no times and no places, so that a changed pause or a moved step changes nothing. */
export function formatTranscript(log: CallLog, machine: TranscriptMachine, speaker: Speaker): string {
  return transcriptRows(log, machine, speaker)
    .filter(row => row.who !== 'place')
    .map(({ who, text, cut }) => {
      const words = who === 'call' || who === 'bank' ? text.en.replace(LENGTH, '$1') : text.en
      return `${who}: ${words.normalize('NFC').replace(/\s+/gu, ' ').trim()}${cut ? ' [cut]' : ''}\n`
    })
    .join('')
}

/** Blanks at the ends of lines, empty lines, `\r` and the form of letters make no difference. */
export const normaliseTranscript = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map(line => line.replace(/\s+/gu, ' ').trim())
    .filter(line => line !== '')
    .map(line => `${line}\n`)
    .join('')

// ------------------------------------------------------------------------------------------------ keys

/** Keys that one collect took one after another are one entry of the caller's; in a menu every key stands alone. */
function keyGroup(entries: readonly LogEntry[], from: number): readonly KeyEntry[] {
  const first = entries[from] as KeyEntry
  const group = [first]
  const joins = (next: LogEntry | undefined): next is KeyEntry =>
    next?.kind === 'key' && next.listener === first.listener && next.use !== 'shortcut' && (first.listener >= 0 || next.use === first.use)
  if (first.use === 'shortcut') return group
  for (let index = from + 1; joins(entries[index]); index++) group.push(entries[index] as KeyEntry)
  return group
}

function keyWords(group: readonly KeyEntry[], machine: TranscriptMachine): Sentence {
  const first = group[0]!
  const count = group.length
  const listener = machine.listeners[first.listener]
  if (first.use === 'to the agent') return sentence('a key, to the agent', '按键（通话中）')
  if (first.use === 'leaves the queue') return sentence(`${first.shown} (leaves the queue)`, `${first.shown}（离开队列）`)
  if (first.use === 'ends the recording') return sentence(`${first.shown} (ends the recording)`, `${first.shown}（结束录音）`)
  if (first.use === 'waits') return sentence(`${count === 1 ? 'a key waits' : `${count} keys wait`}`, `${count}个按键待处理`)
  if (first.use === 'dropped' && first.why === 'tail') return sentence('the end key (the entry was complete)', '结束键（输入已完整）')
  if (first.use === 'dropped') {
    return sentence(
      `${count === 1 ? 'a key is' : `${count} keys are`} dropped (${whyEn(first)})`,
      `${count}个按键被丢弃（${whyZh(first)}）`,
    )
  }
  if (listener?.kind !== 'collect') return same(group.map(key => key.shown).join(''))
  // A secret's length is no one's business.
  const typed = listener.secret ? '•' : group.map(key => key.shown).join('')
  return same(`${shortName(listener.name)} ${typed}`)
}

/** `log_in.card` → `card` */
export const shortName = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

function whyEn({ why }: KeyEntry): string {
  switch (why) {
    case 'gate':
      return 'yes before the read-back was heard'
    case 'deaf':
    case 'overflow':
      return 'too many keys ahead'
    case 'mistake':
      return 'typed ahead of a mistake'
    case 'not kept':
      return 'nothing listens and no key is kept'
    case 'cleared':
    case 'tail':
    case null:
      return 'typed ahead'
  }
}

function whyZh({ why }: KeyEntry): string {
  switch (why) {
    case 'gate':
      return '复述尚未播完'
    case 'deaf':
    case 'overflow':
      return '预先按键过多'
    case 'mistake':
      return '误按之前的预先按键'
    case 'not kept':
      return '此时不接收按键'
    case 'cleared':
    case 'tail':
    case null:
      return '预先按键已清除'
  }
}

// ------------------------------------------------------------------------------------------------ the other entries

type Row = Pick<TranscriptRow, 'who' | 'text'> & Partial<TranscriptRow>

function rowOf(entry: Exclude<LogEntry, KeyEntry>, machine: TranscriptMachine, speaker: Speaker): Row | null {
  const { operations, queues } = machine
  switch (entry.kind) {
    case 'began': {
      const from = entry.caller === null ? 'a withheld number' : maskValue(entry.caller, CALLER)
      const fromZh = entry.caller === null ? '未显示的号码' : from
      return { who: 'call', text: sentence(`from ${from} to ${entry.called}`, `${fromZh} 呼叫 ${entry.called}`) }
    }
    case 'spoken': {
      const { segment } = entry
      if (segment.prompt < 0) return null
      const recording = playsRecording(segment.values)
      const words = speaker.shown(segment)
      if (words === '' && !recording) return null
      return {
        who: 'line',
        text: words === '' ? sentence('(a recording)', '（录音）') : same(words),
        cut: entry.cut,
        source: sourceOf(machine, segment.point, segment.prompt),
      }
    }
    case 'reads':
      return null
    case 'outcome':
      return outcomeRow(entry.result, machine.listeners[entry.listener]?.name ?? '', machine.listeners[entry.listener]?.at ?? null)
    case 'place':
      return { who: 'place', text: same(machine.places[entry.place]?.name ?? ''), source: machine.places[entry.place]?.at ?? null }
    case 'ask': {
      const operation = operations[entry.operation]!
      const given = operation.parameters.map(({ name, type }, index) => `${name}: ${maskValue(entry.arguments[index] ?? null, type)}`)
      return { who: 'bank', text: same(`${operation.service}.${operation.name}(${given.join(', ')})`) }
    }
    case 'answer': {
      const operation = operations[entry.operation]!
      return { who: 'bank', text: same(`${operation.service}.${operation.name} → ${answerWords(entry.outcome, entry.values, operation)}`) }
    }
    case 'no answer': {
      const name = nameOf(operations[entry.operation])
      return { who: 'bank', text: sentence(`${name} → no answer in time`, `${name} → 超时无应答`) }
    }
    case 'settled': {
      const name = nameOf(operations[entry.operation])
      return { who: 'bank', text: sentence(`${name} is settled: ${entry.outcome}`, `${name} 已落定：${entry.outcome}`) }
    }
    case 'not sent': {
      const name = nameOf(operations[entry.operation])
      return {
        who: 'bank',
        text: sentence(`${name} was not sent: ${entry.parameter} does not fit its type`, `${name} 未发送：${entry.parameter} 不符合其类型`),
        source: machine.points[entry.point]?.at ?? null,
      }
    }
    case 'queue state': {
      const name = queues[entry.queue]?.name ?? ''
      return { who: 'bank', text: sentence(`the state of queue ${name}`, `查询队列 ${name}`) }
    }
    case 'connect': {
      const data = dataWords(entry.data, entry.priority, machine.points[entry.point])
      const to = entry.number ?? `queue ${queues[entry.queue]?.name ?? ''}`
      const toZh = entry.number ?? `队列 ${queues[entry.queue]?.name ?? ''}`
      return { who: 'call', text: sentence(`connects to ${to}${data}`, `转接${toZh}${data}`) }
    }
    case 'position':
      return null
    case 'talks':
      return { who: 'agent', text: sentence('answers', '接听') }
    case 'connect over':
      return { who: 'call', text: sentence(`the connection is over: ${entry.outcome}`, `转接结束：${entry.outcome}`) }
    case 'transfer':
      return {
        who: 'call',
        text: entry.succeeds
          ? sentence(`transferred to ${entry.number}`, `转至 ${entry.number}`)
          : sentence(`cannot be transferred to ${entry.number}`, `无法转至 ${entry.number}`),
      }
    case 'records':
      return { who: 'call', text: sentence('records the caller', '开始录音留言') }
    case 'speaks':
      return { who: 'caller', text: sentence(`speaks for ${lasts(entry.ms)}`, `说话 ${lasts(entry.ms)}`) }
    case 'recorded':
      return {
        who: 'call',
        text:
          entry.ms === null
            ? sentence('nothing was recorded', '没有录到声音')
            : sentence(`recorded ${lasts(entry.ms)}`, `已录 ${lasts(entry.ms)}`),
      }
    case 'level': {
      const level = machine.line.levels[entry.level] ?? ''
      return { who: 'call', text: sentence(`level ${level}`, `级别 ${level}`) }
    }
    case 'language':
      return { who: 'call', text: sentence(`language ${entry.language}`, `语言 ${entry.language}`) }
    case 'milestone': {
      const point = machine.points[entry.point]
      const types = point?.op === 'milestone' ? point.values : []
      const values = types.map(({ name, type }) => `${name}: ${maskValue(entry.values[name] ?? null, type)}`).join(', ')
      const text = `${entry.name}${values === '' ? '' : `(${values})`}`
      return { who: 'call', text: sentence(`milestone ${text}`, `里程碑 ${text}`) }
    }
    case 'fault':
      return {
        who: 'call',
        text: sentence(`fault: ${entry.reason}`, `故障：${entry.reason}`),
        source: machine.points[entry.point]?.at ?? null,
      }
    case 'dark':
      return null
    case 'record call':
      return { who: 'call', text: sentence('the call is recorded from here', '开始通话录音') }
    case 'hung up':
      return entry.by === 'caller'
        ? { who: 'caller', text: sentence('hangs up', '挂机') }
        : { who: 'line', text: sentence('hangs up', '挂机') }
    // How it ended is said by what ended it.
    case 'ended':
      return null
  }
}

const lasts = (ms: number): string => maskValue(ms, { kind: 'duration' })

/** `call.caller` is a private phone number (language, Agents and hours). */
const CALLER: Type = { kind: 'text', class: 'private', mask: 'phone' }

const nameOf = (operation: { readonly service: string; readonly name: string } | undefined): string =>
  operation ? `${operation.service}.${operation.name}` : ''

function outcomeRow(result: string, name: string, source: SourceSpan | null): Row | null {
  switch (result) {
    case 'silence':
      return { who: 'caller', text: sentence(`is silent (${name})`, `没有按键（${name}）`), source }
    case 'mistake':
      return { who: 'call', text: sentence(`mistake in ${name}`, `${name} 按键有误`), source }
    case 'too short':
      return { who: 'call', text: sentence(`too short in ${name}`, `${name} 位数不足`), source }
    default:
      return null
  }
}

function answerWords(outcome: string, values: readonly Value[], operation: Machine['operations'][number]): string {
  if (outcome === 'answered' && operation.result) return maskValue(values[0] ?? null, operation.result)
  const types = operation.outcomes[outcome] ?? []
  const shown = types.map(({ type }, index) => maskValue(values[index] ?? null, type))
  return shown.length === 0 ? outcome : `${outcome}(${shown.join(', ')})`
}

/** Its place in the queue, where the program gives it one, and what the agent is shown. */
function dataWords(data: Readonly<Record<string, Value>>, priority: number | null, point: Machine['points'][number] | undefined): string {
  const types = point?.op === 'connect-queue' || point?.op === 'connect-number' ? point.data : []
  const place = point?.op === 'connect-queue' && point.priority !== undefined ? [`priority: ${priority}`] : []
  const shown = types.map(({ name, type }) => `${name}: ${maskValue(data[name] ?? null, type)}`)
  return place.length + shown.length === 0 ? '' : ` (${[...place, ...shown].join(', ')})`
}

/** The step that said it; what the machine says of itself lies where the prompt stands. */
export const sourceOf = (machine: TranscriptMachine, point: number, prompt: number): SourceSpan | null =>
  machine.points[point]?.at ?? machine.prompts[prompt]?.at ?? null

/** A recording among the values, as they are or as a speech. */
export const playsRecording = (values: readonly Value[]): boolean =>
  values.some(value => typeof value === 'object' && value !== null && 'recording' in value)
