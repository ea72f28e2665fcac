// One call on a line, in real time or a test's: runs the machine on whatever happens, one event at a time, and carries out what it
// asks for. Whatever breaks inside ends this call and no other.
import { createSession, step, type CallStart, type Effect, type Event, type Prepared, type Session, type Timer } from '../core/index.ts'
import type { Value } from '../../machine/values.ts'
import type { BackendReply, Backends } from './backends.ts'
import { statusOf, type CallStatus } from './call-status.ts'
import { createCallTasks, type BankTask } from './call-tasks.ts'
import { createCallTimers } from './call-timers.ts'
import type { Clock } from './clock.ts'
import { ENDED_HERE, type Line, type LineOrder, type LineReport, type OpenLine } from './line.ts'
import type { CallObserver } from './observer.ts'

export interface CallOptions {
  readonly prepared: Prepared
  readonly start: CallStart
  readonly open: OpenLine
  readonly backends: Backends
  readonly clock: Clock
  /** Told in this order. One that throws is told nothing more, the others are told of it. */
  readonly observers?: readonly CallObserver[]
}

export interface CallEnd {
  /** Null where something inside broke before it was known. */
  readonly by: Session['endedBy']
  /** What broke, a machine or this program; null where nothing did. */
  readonly error: unknown
}

export interface Call {
  readonly session: Session
  /** The call's steps are over, `after hangup` too; transactions may still be settled. */
  readonly over: boolean
  readonly status: () => CallStatus
  /** Hangs up, whatever runs: to the machine it is as if the caller had. Nothing where the call is over. */
  readonly end: () => void
  /** When the call is over, no transaction of it is unsettled and no notice is on its way. Never rejects. */
  readonly done: Promise<CallEnd>
}

type Arrival =
  | { readonly kind: 'started'; readonly at: number }
  | { readonly kind: 'line'; readonly report: LineReport; readonly at: number }
  | { readonly kind: 'reply'; readonly task: BankTask; readonly reply: BackendReply; readonly at: number }
  | { readonly kind: 'settled'; readonly task: BankTask; readonly outcome: string; readonly at: number }
  | { readonly kind: 'expired'; readonly timer: Timer; readonly at: number }

export function createCall(options: CallOptions): Call {
  const { prepared, start, clock } = options
  const { machine } = prepared
  const session = createSession(prepared, start)
  let observers = options.observers ?? []
  const arrivals: Arrival[] = []
  let running = false
  let over = false
  let endTold = false
  let error: unknown = null
  /** Machine time: never before that of the last event. */
  let now = clock.now()
  let since = now
  /** The task of whoever talks with the caller, 0 = nobody: keys are theirs then. */
  let talking = 0
  let finish: (end: CallEnd) => void = () => undefined
  const done = new Promise<CallEnd>(resolve => (finish = resolve))

  const timers = createCallTimers(clock, timer => arrive({ kind: 'expired', timer, at: clock.now() }))
  const tasks = createCallTasks(machine, session.call.id, options.backends, {
    replied: (task, reply) => arrive({ kind: 'reply', task, reply, at: clock.now() }),
    settled: (task, reply) => arrive({ kind: 'settled', task, outcome: outcomeOf(reply), at: clock.now() }),
    closed: finishIfDone,
    broken: fault => tell(observer => observer.failed?.(fault, clock.now())),
  })

  function finishIfDone(): void {
    if (over && !running && arrivals.length === 0 && tasks.open() === 0) finish({ by: session.endedBy, error })
  }

  function tell(what: (observer: CallObserver) => void): void {
    for (const observer of observers) {
      try {
        what(observer)
      } catch (fault) {
        observers = observers.filter(other => other !== observer)
        tell(other => other.failed?.(fault, now))
      }
    }
  }

  // ---------------------------------------------------------------------------------------------- what happens, one after another

  function arrive(arrival: Arrival): void {
    arrivals.push(arrival)
    if (running) return
    running = true
    while (arrivals.length > 0) {
      try {
        take(arrivals.splice(firstOf(arrivals), 1)[0]!)
      } catch (fault) {
        breakDown(fault)
      }
    }
    running = false
    finishIfDone()
  }

  function take(arrival: Arrival): void {
    now = Math.max(now, arrival.at)
    switch (arrival.kind) {
      case 'started':
        run({ kind: 'started', at: now })
        return
      case 'line':
        takeReport(arrival.report)
        return
      case 'reply':
        takeReply(arrival.task, arrival.reply)
        return
      case 'settled':
        settle(arrival.task.task, arrival.outcome)
        return
      case 'expired':
        if (!over) expire(arrival.timer)
        return
      default:
        assertNever(arrival)
    }
  }

  function takeReport(report: LineReport): void {
    // What went wrong with a recording, say, is told when the caller has gone.
    if (over && report.kind !== 'trouble') return
    const live = session.phase === 'live'
    switch (report.kind) {
      case 'trouble':
      case 'began':
        tell(observer => observer.reported?.(report, now))
        return
      case 'talks':
        if (report.task !== session.task) return
        talking = report.task
        tell(observer => observer.reported?.(report, now))
        return
      case 'key':
        if (!live) return
        if (talking > 0) tell(observer => observer.reported?.(report, now))
        else run({ kind: 'key', key: report.key, at: now })
        return
      case 'spoken':
        if (live) run({ ...report, at: now })
        return
      case 'hung up':
        if (!live) return
        tell(observer => observer.reported?.(report, now))
        if (report.cause === ENDED_HERE) order({ kind: 'hang up' })
        run({ kind: 'hung up', at: now })
        return
      case 'answer':
        if (isWaitedFor(report.task)) run({ kind: 'answer', task: report.task, outcome: report.outcome, values: report.values, at: now })
        return
      case 'position':
        if (live && report.task === session.task) run({ kind: 'position', task: report.task, position: report.position, at: now })
        return
      default:
        assertNever(report)
    }
  }

  const isWaitedFor = (task: number): boolean => !over && task === session.task && task > 0

  function takeReply(task: BankTask, reply: BackendReply): void {
    const outcome = outcomeOf(reply)
    if (isWaitedFor(task.task)) {
      const why = reply.kind === 'answer' ? null : reply.why
      const values: readonly Value[] = reply.kind === 'answer' ? reply.values : []
      tell(observer => observer.answered?.(task.task, outcome, why, now - task.at))
      run({ kind: 'answer', task: task.task, outcome, values, at: now })
    } else if (task.performed && reply.kind !== 'unknown') settle(task.task, outcome)
  }

  function settle(task: number, outcome: string): void {
    tell(observer => observer.settled?.(task, outcome, now))
    if (!over) run({ kind: 'settled', task, outcome, at: now })
  }

  function expire(timer: Timer): void {
    const task = session.deadline?.number === timer.number ? tasks.find(session.task) : undefined
    if (task) {
      const outcome = task.performed ? 'unknown' : 'failed'
      tell(observer => observer.answered?.(task.task, outcome, 'no answer in time', now - task.at))
    }
    run({ kind: 'expired', timer: timer.number, at: now })
  }

  // ---------------------------------------------------------------------------------------------- the machine

  function run(event: Event): void {
    if (over) return
    tell(observer => observer.stepping?.(event, session))
    const point = session.point
    const effects = step(prepared, session, event)
    if (session.point !== point) since = now
    tell(observer => observer.stepped?.(event, effects, session))
    let ordered = false
    for (const effect of effects) ordered = apply(effect) || ordered
    if (ordered) line.flush?.()
    if (session.task !== talking) talking = 0
    if (over) tellEnd()
  }

  /** True where the line was told something. */
  function apply(effect: Effect): boolean {
    switch (effect.kind) {
      case 'ask':
      case 'perform':
      case 'notify':
        tasks.send(effect, now)
        return false
      case 'timer':
        timers.set(effect.timer)
        return false
      case 'cancel timer':
        timers.cancel(effect.number)
        return false
      case 'cancel':
        // What was sent to a bank goes on there.
        if (tasks.find(effect.task)) return false
        line.order(effect)
        return true
      case 'ended':
        over = true
        timers.cancelAll()
        line.order(effect)
        return true
      case 'speak':
      case 'stop':
      case 'queue state':
      case 'connect queue':
      case 'connect number':
      case 'transfer':
      case 'record':
      case 'stop record':
      case 'dark':
      case 'record call':
      case 'language':
      case 'hang up':
        line.order(effect)
        return true
      case 'place':
      case 'read':
      case 'taken':
      case 'dropped':
      case 'outcome':
      case 'level':
      case 'milestone':
      case 'fault':
      case 'not sent':
      case 'marked':
      case 'checkpoint':
        return false
      default:
        return assertNever(effect)
    }
  }

  function order(...orders: readonly LineOrder[]): void {
    for (const one of orders) line.order(one)
    line.flush?.()
  }

  /** Something inside is broken: this call ends, and nobody waits for it. */
  function breakDown(fault: unknown): void {
    // A line may break in the very step that ends the call: it is over then, and nobody knows of it yet.
    const first = !endTold
    over = true
    error ??= fault
    session.phase = 'ended'
    timers.cancelAll()
    tell(observer => observer.failed?.(fault, now))
    if (!first) return
    try {
      order({ kind: 'hang up' }, { kind: 'ended', by: 'line' })
    } catch (again) {
      tell(observer => observer.failed?.(again, now))
    }
    tellEnd()
  }

  function tellEnd(): void {
    if (endTold) return
    endTold = true
    tell(observer => observer.ended?.(session, now))
  }

  // ---------------------------------------------------------------------------------------------- its begin

  // What the line reports before it is there waits for the machine to have started.
  running = true
  let line: Line = { order: () => undefined }
  try {
    line = options.open(report => arrive({ kind: 'line', report, at: clock.now() }))
  } catch (fault) {
    breakDown(fault)
  }
  running = false
  if (!over) arrive({ kind: 'started', at: now })
  else finishIfDone()

  return {
    session,
    get over() {
      return over
    },
    status: () => statusOf(machine, session, since),
    end: () => arrive({ kind: 'line', report: { kind: 'hung up', cause: ENDED_HERE }, at: clock.now() }),
    done,
  }
}

const outcomeOf = (reply: BackendReply): string => (reply.kind === 'answer' ? reply.outcome : reply.kind)

/** Of what has come to wait: the earliest, and of one ms in the order of semantics §1.2. */
function firstOf(arrivals: readonly Arrival[]): number {
  let first = 0
  for (let index = 1; index < arrivals.length; index++) {
    const [one, other] = [arrivals[index]!, arrivals[first]!]
    const before = rankOf(one) - rankOf(other)
    // The call begins before all that its line has to say.
    if (one.kind === 'started' || (other.kind !== 'started' && (one.at < other.at || (one.at === other.at && before < 0)))) first = index
  }
  return first
}

function rankOf(arrival: Arrival): number {
  switch (arrival.kind) {
    case 'started':
      return 0
    case 'reply':
    case 'settled':
      return 3
    case 'expired':
      return 5
    case 'line':
      switch (arrival.report.kind) {
        case 'hung up':
          return 1
        case 'key':
          return 2
        case 'spoken':
          return 4
        default:
          return 3
      }
  }
}

function assertNever(what: never): never {
  throw new Error(`unknown ${JSON.stringify(what)}`)
}
