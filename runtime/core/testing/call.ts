// A call in a test: virtual time, a line whose prompts take a second each, answers given by hand. What happens is a list of
// short lines. After every event the rules that always hold are checked.
import type { Machine } from '../../../machine/format.ts'
import type { Value } from '../../../machine/values.ts'
import { createSession, prepare, step, type Effect, type Event, type Prepared, type Segment, type Session } from '../index.ts'

export interface CallOptions {
  readonly caller?: string | null
  readonly called?: string
  readonly settings?: Readonly<Record<string, Value>>
  /** ms since 1970 */
  readonly at?: number
  readonly trace?: boolean
  readonly checkpoints?: boolean
  /** ms that a text takes; 1000 where not said. */
  readonly ms?: Readonly<Record<string, number>>
  /** The session is written and read between any two events. */
  readonly rewrite?: boolean
  readonly prepared?: Prepared
}

export interface TestCall {
  readonly prepared: Prepared
  session: Session
  now: number
  readonly effects: Effect[]
  /** Lines since the last `lines()`. */
  readonly lines: () => string[]
  /** Keys, `gap` ms apart (200). */
  readonly keys: (keys: string, gap?: number) => TestCall
  readonly wait: (ms: number) => TestCall
  /** Until nothing is spoken any more. */
  readonly listen: () => TestCall
  readonly answer: (outcome: string, ...values: Value[]) => TestCall
  readonly send: (event: Event) => TestCall
  readonly hangUp: () => TestCall
  /** The last effect of a kind. */
  readonly last: <K extends Effect['kind']>(kind: K) => Extract<Effect, { kind: K }>
  readonly spoken: () => readonly string[]
  readonly timer: () => string
}

const START = Date.UTC(2026, 10, 23, 2, 0)

export function startCall(machine: Machine, options: CallOptions = {}): TestCall {
  const prepared = options.prepared ?? prepare(machine, { trace: options.trace ?? false, checkpoints: options.checkpoints ?? false })
  const { caller = '+8613800138000', called = '95500', settings } = options
  const start = { id: 'call-1', caller, called, ...(settings ? { settings } : {}) }
  const line: { segment: Segment; left: number }[] = []
  const timers = new Map<number, number>()
  let lines: string[] = []
  let task = 0
  const heard: string[] = []

  const textOf = (segment: Segment): string =>
    segment.prompt < 0 ? `pause ${segment.pause}` : String(Object.values(machine.prompts[segment.prompt]!.texts)[0]![0])
  const show = (segment: Segment): string => [textOf(segment), ...segment.values.map(value => showValue(machine, value))].join(' ')

  const carryOut = (effect: Effect): void => {
    call.effects.push(effect)
    switch (effect.kind) {
      case 'speak':
        line.push({ segment: effect.segment, left: effect.segment.pause ?? options.ms?.[textOf(effect.segment)] ?? 1000 })
        lines.push(`${effect.segment.announce ? 'announce' : 'say'} ${show(effect.segment)}`)
        return
      case 'stop':
        lines.push(`stop ${line.splice(0, line.findIndex(({ segment }) => segment.id === effect.through) + 1).length}`)
        return
      case 'timer':
        timers.set(effect.timer.number, effect.timer.at)
        return
      case 'cancel timer':
        if (!timers.delete(effect.number)) throw new Error(`no timer ${effect.number} runs`)
        return
      case 'ask':
      case 'perform':
      case 'notify':
        if (effect.kind !== 'notify') task = effect.task
        lines.push(
          `${effect.kind} ${machine.operations[effect.operation]!.name}(${effect.arguments.map(value => showValue(machine, value)).join(', ')})`,
        )
        return
      case 'connect queue':
      case 'connect number':
      case 'queue state':
      case 'transfer':
      case 'record':
        task = effect.task
        lines.push(effect.kind)
        return
      case 'dark':
        lines.push(effect.on ? 'dark' : 'light')
        return
      case 'ended':
        lines.push(`ended by ${effect.by}`)
        return
      case 'milestone':
        lines.push([`milestone ${effect.name}`, ...Object.values(effect.values).map(value => showValue(machine, value))].join(' '))
        return
      case 'place':
        lines.push(`place ${machine.places[effect.place]!.name}`)
        return
      case 'read':
        lines.push(`read ${machine.listeners[effect.listener]!.name}`)
        return
      case 'outcome':
        lines.push(effect.result)
        return
      case 'taken':
        lines.push(`taken ${effect.key} ${effect.use}`)
        return
      case 'dropped':
        lines.push(`dropped ${effect.why}`)
        return
      case 'level':
        lines.push(`level ${effect.level}`)
        return
      case 'language':
        lines.push(`language ${effect.language}`)
        return
      case 'fault':
        lines.push(`fault ${effect.reason}`)
        return
      case 'not sent':
        lines.push(`not sent ${machine.operations[effect.operation]!.name} ${effect.parameter}`)
        return
      case 'checkpoint':
        lines.push(`checkpoint ${effect.why}`)
        return
      case 'cancel':
      case 'stop record':
      case 'record call':
      case 'hang up':
        lines.push(effect.kind)
    }
  }

  const send = (event: Event): TestCall => {
    if (options.rewrite) call.session = JSON.parse(JSON.stringify(call.session)) as Session
    for (const effect of step(prepared, call.session, event)) carryOut(effect)
    checkRules(prepared, call.session, timers)
    return call
  }

  /** Lets time go by to `until`; of two things in one ms, what was heard goes before a timer. */
  const goTo = (until: number): void => {
    for (;;) {
      const first = line[0]
      const spokenAt = first ? call.now + first.left : Infinity
      const [number, due] = [...timers].reduce((a, b) => (b[1] < a[1] ? b : a), [0, Infinity])
      const next = Math.min(spokenAt, due)
      const to = Math.min(until, next)
      if (first) first.left -= Math.max(0, to - call.now)
      call.now = Math.max(call.now, to)
      if (next > until) return
      if (spokenAt <= due) {
        heard.push(show(line.shift()!.segment))
        send({ kind: 'spoken', segment: first!.segment.id, at: call.now })
      } else {
        timers.delete(number)
        send({ kind: 'expired', timer: number, at: call.now })
      }
    }
  }

  const call: TestCall = {
    prepared,
    session: createSession(prepared, start),
    now: options.at ?? START,
    effects: [],
    lines: () => {
      const since = lines
      lines = []
      return since
    },
    keys: (keys, gap = 200) => {
      for (const key of keys) {
        goTo(call.now + gap)
        send({ kind: 'key', key, at: call.now })
      }
      return call
    },
    wait: ms => {
      goTo(call.now + ms)
      return call
    },
    listen: () => {
      for (let left = line[0]; left !== undefined; left = line[0]) goTo(call.now + left.left)
      return call
    },
    answer: (outcome, ...values) => send({ kind: 'answer', task, outcome, values, at: call.now }),
    send,
    hangUp: () => send({ kind: 'hung up', at: call.now }),
    last: kind => {
      const found = call.effects.findLast(effect => effect.kind === kind)
      if (found === undefined) throw new Error(`no effect ${kind}`)
      return found as never
    },
    spoken: () => heard,
    timer: () => (call.session.timer === null ? 'none' : `${call.session.timer.role} ${call.session.timer.at - call.now}`),
  }
  send({ kind: 'started', at: call.now })
  return call
}

export function showValue(machine: Machine, value: Value): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && 'prompt' in value) {
    const { prompt, values } = value as { prompt: number; values: readonly Value[] }
    return `<${[String(Object.values(machine.prompts[prompt]!.texts)[0]![0]), ...values.map(each => showValue(machine, each))].join(' ')}>`
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What holds after every event, whatever the program: the checks of the listening model. */
export function checkRules(prepared: Prepared, session: Session, timers: ReadonlyMap<number, number>): void {
  const rule = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`broken rule: ${what} (${JSON.stringify(session)})`)
  }
  const rest = prepared.points[session.point]?.rest
  const listens = session.phase === 'live' && rest !== undefined && rest !== null && rest.listener >= 0
  const announcing = session.queue.some(segment => segment.announce)
  rule(session.waiting.length <= 30, 'more than 30 keys wait')
  rule(!(session.waiting.length > 0 && session.queue[0] && !session.queue[0].announce), 'a say is spoken while keys wait')
  if (listens) {
    rule(announcing || session.waiting.length === 0, 'it listens and keys still wait')
    rule((session.queue.length === 0) === (session.timer !== null), 'the timer runs exactly when nothing is said')
    rule(session.timer === null || (session.timer.role === 'first') === (session.entry === '' && !session.bad), 'the wrong timer runs')
    rule(!((session.entry !== '' || session.bad) && session.queue.length > 0), 'something is said over an entry')
  } else rule(session.timer === null, 'a timer of a listener without one')
  const mine = [session.timer, session.deadline, session.meanwhile, session.limit].filter(timer => timer !== null)
  rule(mine.length === timers.size && mine.every(timer => timers.get(timer.number) === timer.at), 'timers of session and line differ')
  if (session.phase === 'ended') rule(mine.length === 0, 'a timer runs after the end')
}
