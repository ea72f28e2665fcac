// Every step of a call as the page shows it: what happened, where the call is, what it holds and what it waits for.
import { maskValue } from '../../../machine/mask.ts'
import type { Machine } from '../../../machine/format.ts'
import type { Effect, Event, Session } from '../../../runtime/core/index.ts'
import type { CallLog, KeyEntry } from '../../../runtime/call/call-log.ts'
import type { LineReport } from '../../../runtime/call/line.ts'
import type { StepView, TimerView, ValueView, WaitsView, Words } from '../contract.ts'
import { nameOf } from './bank.ts'
import { keyViews } from './option-views.ts'
import type { SourceOf } from './sources.ts'
import { writtenType } from './words-of-types.ts'

interface StepViews {
  readonly steps: StepView[]
  readonly stepped: (event: Event, effects: readonly Effect[], session: Session, spoken: number) => void
  /** What the line tells beside the machine's events. */
  readonly reported: (report: LineReport, at: number, session: Session, spoken: number) => void
}

interface Connection {
  readonly task: number
  readonly to: string
  readonly queue: boolean
  position: number | null
  with: string | null
}

/** Registers of the compiler's own. */
const isOwn = (name: string): boolean => name.startsWith('$') || name.includes('.$')

export function createStepViews(machine: Machine, log: CallLog, sourceOf: SourceOf): StepViews {
  const { points, places, listeners, operations } = machine
  const steps: StepView[] = []
  const timers = new Map<number, string>()
  const remembered = machine.registers.flatMap((register, id) => (register.remember === undefined ? [] : [id]))
  let began = 0
  let connection: Connection | null = null
  let recording = 0
  let asks: { readonly task: number; readonly operation: string; readonly written: string } | null = null
  let dark = false
  let lastValues: readonly ValueView[] = []

  function follow(effects: readonly Effect[]): string[] {
    const entered: string[] = []
    for (const effect of effects) {
      switch (effect.kind) {
        case 'place':
          entered.push(places[effect.place]!.name)
          break
        case 'timer':
          timers.set(effect.timer.number, effect.timer.role)
          break
        case 'ask':
        case 'perform': {
          const operation = operations[effect.operation]!
          const shown = effect.arguments.map((value, index) => maskValue(value, operation.parameters[index]!.type))
          asks = { task: effect.task, operation: nameOf(operation), written: shown.join(', ') }
          break
        }
        case 'connect queue':
          connection = { task: effect.task, to: machine.queues[effect.queue]!.name, queue: true, position: null, with: null }
          break
        case 'connect number':
          connection = { task: effect.task, to: effect.number, queue: false, position: null, with: null }
          break
        case 'record':
          recording = effect.task
          break
        case 'cancel':
          ended(effect.task)
          break
        case 'dark':
          dark = effect.on
          break
        case 'ended':
          connection = null
          recording = 0
          break
        default:
      }
    }
    return entered
  }

  function ended(task: number): void {
    if (connection?.task === task) connection = null
    if (recording === task) recording = 0
    if (asks?.task === task) asks = null
  }

  function valuesOf(session: Session): readonly ValueView[] {
    const point = points[session.point]
    const live = point && 'live' in point && session.phase === 'live' ? point.live : []
    const shown = [...new Set([...remembered, ...live])].flatMap((id): ValueView[] => {
      const { name, type, slot, class: kept = type.class ?? 'plain' } = machine.registers[id]!
      if (isOwn(name)) return []
      const value = session.registers[slot] ?? null
      const of = kept === 'plain' || type.class !== undefined ? type : { ...type, class: kept }
      return [{ name, type: writtenType(type), value: kept === 'secret' ? '•' : maskValue(value, of), kept }]
    })
    const same =
      shown.length === lastValues.length &&
      shown.every((one, at) => lastValues[at]!.name === one.name && lastValues[at]!.value === one.value)
    return (lastValues = same ? lastValues : shown)
  }

  function timerOf(session: Session): TimerView | null {
    const { timer, deadline } = session
    if (timer && (timer.role === 'first' || timer.role === 'next')) {
      const listener = listeners[session.listener]
      return { role: timer.role, at: timer.at - began, of: (timer.role === 'first' ? listener?.first : listener?.next) ?? 0 }
    }
    const point = points[session.point]
    if (!deadline || !point || (point.op !== 'request' && point.op !== 'perform')) return null
    return { role: 'answer', at: deadline.at - began, of: operations[point.operation]!.within }
  }

  function waitsOf(session: Session): WaitsView {
    const point = points[session.point]
    const listener = session.phase === 'live' && point?.op === 'listen' ? listeners[session.listener] : undefined
    return {
      timer: timerOf(session),
      // Who talks with the caller has the keys.
      keys: connection === null || connection.with === null ? keyViews(machine, session) : [],
      listener: listener
        ? {
            name: listener.name,
            kind: listener.kind,
            typed: typedOf(session, listener),
            endKey: listener.endKey,
          }
        : null,
      asks: asks && asks.task === session.task ? { operation: asks.operation, written: asks.written } : null,
      connection: connection && { to: connection.to, queue: connection.queue, position: connection.position, with: connection.with },
      recording: recording !== 0,
    }
  }

  /** Nothing that is typed at a menu is a secret. */
  function chosen(event: Event): string {
    const menu = steps.at(-1)?.waits.listener
    return event.kind === 'key' && menu?.kind === 'menu' ? `${menu.typed}${event.key}` : ''
  }

  function add(
    at: number,
    kind: StepView['kind'],
    what: Words,
    { entered = [], chose = '' }: Partial<Pick<StepView, 'entered' | 'chose'>>,
    session: Session,
    spoken: number,
  ): void {
    const point = points[session.point]
    const listener = point?.op === 'listen' ? listeners[session.listener] : undefined
    steps.push({
      index: steps.length,
      at: at - began,
      kind,
      what,
      place: point && point.place >= 0 ? places[point.place]!.name : null,
      entered,
      chose: entered.length > 0 ? chose : '',
      level: machine.line.levels[session.level] ?? '',
      language: session.language,
      source: sourceOf(point?.at),
      values: valuesOf(session),
      stack: session.stack.map(id => places[points[id]?.place ?? -1]?.name ?? machine.line.name),
      trail: session.trail.map(place => places[place]?.name ?? ''),
      silences: listener ? session.silences : 0,
      mistakes: listener ? session.mistakes : 0,
      tries: listener?.tries ?? 0,
      waits: waitsOf(session),
      spoken,
      queued: Math.max(0, session.queue.length - (spoken < 0 ? 0 : 1)),
      waiting: session.waiting.length,
      unsettled: session.unsettled.map(one => nameOf(operations[one.operation]!)),
      dark,
      recorded: session.recorded,
      over: session.phase === 'after' || session.phase === 'ended',
    })
  }

  return {
    steps,
    stepped: (event, effects, session, spoken) => {
      if (event.kind === 'started') began = event.at
      if (event.kind === 'answer') ended(event.task)
      if (event.kind === 'position' && connection?.task === event.task) connection.position = event.position
      const entered = follow(effects)
      add(event.at, kindOf(event), whatHappened(event, log, timers), { entered, chose: chosen(event) }, session, spoken)
    },
    reported: (report, at, session, spoken) => {
      if (report.kind === 'talks') {
        if (connection) connection.with = report.who
        add(
          at,
          'other',
          { en: report.who === '' ? 'somebody answers' : `${report.who} answers`, zh: `${report.who} 接听` },
          {},
          session,
          spoken,
        )
      } else if (report.kind === 'key') add(at, 'key', { en: 'a key, to the agent', zh: '按键（通话中）' }, {}, session, spoken)
    },
  }
}

function typedOf(session: Session, listener: Machine['listeners'][number]): string {
  if (session.entry === '' && !session.bad) return ''
  if (listener.kind !== 'collect') return session.entry
  // A secret's length is no one's business.
  if (listener.secret) return '•'
  return listener.type.class === 'private' ? '•'.repeat(session.entry.length) : session.entry
}

const KINDS: Readonly<Partial<Record<Event['kind'], StepView['kind']>>> = {
  started: 'began',
  key: 'key',
  spoken: 'spoken',
  expired: 'timer',
  answer: 'answer',
  'hung up': 'hung up',
}
const kindOf = (event: Event): StepView['kind'] => KINDS[event.kind] ?? 'other'

const TIMERS: Readonly<Record<string, Words>> = {
  first: { en: 'no key in time', zh: '等待按键超时' },
  next: { en: 'no further key in time', zh: '等待后续按键超时' },
  deadline: { en: 'no answer in time', zh: '等待应答超时' },
  meanwhile: { en: 'no answer yet', zh: '尚无应答' },
  limit: { en: 'the longest time of a call is over', zh: '已达通话时长上限' },
  cleanup: { en: 'the time after the hang-up is over', zh: '挂机后的处理时间已到' },
}

function whatHappened(event: Event, log: CallLog, timers: ReadonlyMap<number, string>): Words {
  switch (event.kind) {
    case 'started':
      return { en: 'the call begins', zh: '通话开始' }
    case 'key': {
      const key = log.entries.findLast((entry): entry is KeyEntry => entry.kind === 'key')
      return { en: `key ${key?.shown ?? '•'}`, zh: `按键 ${key?.shown ?? '•'}` }
    }
    case 'spoken':
      return { en: 'a text is heard to its end', zh: '一段话播放完毕' }
    case 'expired':
      return TIMERS[timers.get(event.timer) ?? ''] ?? { en: 'a timer runs out', zh: '计时结束' }
    case 'answer':
      return { en: `answer: ${event.outcome}`, zh: `应答：${event.outcome}` }
    case 'hung up':
      return { en: 'hung up', zh: '挂机' }
    case 'position':
      return { en: `position ${event.position} in the queue`, zh: `排在第 ${event.position} 位` }
    case 'settled':
      return { en: `settled: ${event.outcome}`, zh: `已落定：${event.outcome}` }
    case 'secret':
      return { en: 'a secret entry', zh: '保密输入' }
  }
}
