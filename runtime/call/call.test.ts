// The driver over a line that does nothing by itself and a clock that stands still: every order and every report is in the test's hand.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { line, machineOf } from '../../conformance/testing.ts'
import { prepare, type Event } from '../core/index.ts'
import { bank } from '../dtmf/testing/bank.ts'
import type { BackendReply, BackendRequest } from './backends.ts'
import { createCall, type Call, type CallOptions } from './call.ts'
import { createCallLog } from './call-log.ts'
import { createCallRecorder } from './call-recorder.ts'
import { createCallTimers } from './call-timers.ts'
import type { Line, LineOrder, LineReport } from './line.ts'
import type { CallObserver } from './observer.ts'
import { replayTrace } from './replay.ts'
import { taskKey } from './task-key.ts'
import { createTrace } from './trace.ts'
import { createVirtualClock, type VirtualClock } from './testing/virtual-clock.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const prepared = prepare(bank(), { trace: true })
const AT = 1_767_600_000_000

interface Fixture {
  readonly call: Call
  readonly clock: VirtualClock
  readonly orders: LineOrder[]
  readonly report: (report: LineReport) => void
  readonly asked: { readonly request: BackendRequest; readonly reply: (reply: BackendReply) => void }[]
  readonly events: Event[]
  readonly log: ReturnType<typeof createCallLog>
  /** All that is queued is heard. */
  readonly hear: () => void
  readonly keys: (keys: string) => void
  readonly isDone: () => boolean
}

function begin(
  how: Partial<Pick<CallOptions, 'prepared' | 'backends' | 'observers'>> & {
    readonly line?: Partial<Line>
    readonly early?: readonly LineReport[]
  } = {},
): Fixture {
  const clock = createVirtualClock(AT)
  const orders: LineOrder[] = []
  const asked: Fixture['asked'] = []
  const events: Event[] = []
  const log = createCallLog()
  let report: Fixture['report'] = () => undefined
  const seen: CallObserver = { stepping: event => events.push(event) }
  const call = createCall({
    prepared,
    start: { id: 'c1', caller: null, called: '95500' },
    clock,
    backends: {
      ask: request => new Promise(reply => asked.push({ request, reply })),
      notify: () => Promise.resolve(true),
    },
    ...how,
    open: tell => {
      report = tell
      for (const early of how.early ?? []) tell(early)
      return { order: order => orders.push(order), ...how.line }
    },
    observers: [seen, createCallRecorder(prepared.machine, log), ...(how.observers ?? [])],
  })
  let isDone = false
  void call.done.then(() => (isDone = true))
  const hear = (): void => {
    while (call.session.queue.length > 0) report({ kind: 'spoken', segment: call.session.queue[0]!.id })
  }
  const keys = (typed: string): void => {
    for (const key of typed) report({ kind: 'key', key })
  }
  return { call, clock, orders, report, asked, events, log, hear, keys, isDone: () => isDone }
}

const kinds = (orders: readonly LineOrder[]): readonly string[] => orders.map(order => order.kind)
const answer = (outcome: string, ...values: readonly string[]): BackendReply => ({ kind: 'answer', outcome, values })

/** Logs in and gets as far as the confirm of a transfer, whose read-back is to be heard next. */
async function reachConfirm({ keys, asked, clock }: Fixture): Promise<void> {
  keys('2')
  keys('2')
  keys('6225880212345673#')
  keys('123456')
  asked.at(-1)!.reply(answer('accepted'))
  await clock.run(0)
  keys('10#')
}

/** As far as the transfer that is performed. */
async function pay(fixture: Fixture): Promise<void> {
  const { keys, hear } = fixture
  await reachConfirm(fixture)
  hear()
  keys('1')
}

it('speaks, takes keys, and asks the bank under a key of call and task', async () => {
  const { call, orders, keys, asked, clock } = begin()
  expect(kinds(orders)).toContain('speak')
  keys('22')
  expect(call.status()).toMatchObject({ place: 'log_in', waitsFor: { kind: 'key', listener: 'log_in.card' }, language: 'en-US' })
  keys('6225880212345673#123456')
  expect(call.status().waitsFor).toEqual({ kind: 'answer', of: 's.log_in' })
  const { request, reply } = asked[0]!
  expect(request).toMatchObject({ call: 'c1', task: 1, arguments: ['6225880212345673', '123456'], key: taskKey('c1', 1), at: AT })
  expect(request.key).toMatch(/^[0-9a-f]{64}$/)
  expect(taskKey('c1', 2)).not.toBe(request.key)
  expect(taskKey('c11', 1)).not.toBe(taskKey('c1', 11))
  reply(answer('accepted'))
  await clock.run(0)
  expect(call.session.level).toBe(1)
})

it('a payment whose read-back could not be heard is not sent, whatever is pressed, and the trace says why', async () => {
  const lines: string[] = []
  const traced = prepare(prepared.machine, { trace: true, marks: true })
  const fixture = begin({
    prepared: traced,
    observers: [createTrace({ machine: traced.machine, bundle: 'b', write: line => lines.push(line) })],
  })
  const { call, keys, hear, asked, report } = fixture
  await reachConfirm(fixture)
  while (call.session.queue[0]!.readback !== true) report({ kind: 'spoken', segment: call.session.queue[0]!.id })
  report({ kind: 'spoken', segment: call.session.queue[0]!.id, unheard: true })
  expect(call.session.faults).toBe(1)
  hear()
  keys('1')
  hear()
  expect(asked.map(({ request }) => request.operation)).toHaveLength(1)
  expect(lines.join('\n')).toMatch(/"kind":"spoken","segment":\d+,"unheard":true.*"reason":"a read-back was not heard"/)
  expect(replayTrace(traced.machine, lines.join('\n')).kind).toBe('same')
})

it('[S6.7] an answer that is not of its type may be anything: nothing of it is in the trace', async () => {
  const lines: string[] = []
  const fixture = begin({ observers: [createTrace({ machine: prepared.machine, bundle: 'b', write: line => lines.push(line) })] })
  await pay(fixture)
  fixture.asked.at(-1)!.reply(answer('done', 'CANARY'))
  await fixture.clock.run(0)
  expect(fixture.call.session.unsettled).toHaveLength(1)
  expect(lines.filter(line => line.includes('"kind":"answer","task":2'))).toMatchObject([expect.stringContaining('"values":[{"•":"•"}]')])
  expect(lines.join()).not.toContain('CANARY')
})

it('[S4.2.3] in the dark a trace does not even say that a key was pressed', () => {
  const program = `${line()}service bank { query open_now(): boolean within 9s  attempt log_in(pin: secret digits 4) within 9s { yes } }
menu welcome { press 1 for "a log-in" -> log_in }
flow log_in {
  let now_open = query bank.open_now() else -> goodbye
  if now_open { say "We are open." }
  collect pin: secret digits 4 { say "PIN?" }
  attempt bank.log_in(pin) { yes { } failed -> goodbye }
  -> goodbye
}`
  const dark = prepare(machineOf(program), { trace: true, marks: true })
  const lines: string[] = []
  const observers = [createTrace({ machine: dark.machine, bundle: 'b', write: (line: string) => lines.push(line) })]
  const { keys, events } = begin({ prepared: dark, observers })
  keys('1')
  const before = lines.length
  keys('77')
  expect(events.map(({ kind }) => kind)).toEqual(['started', 'key', 'key', 'key'])
  expect(lines.slice(before)).toEqual([])
})

it('orders of one step are handed over together, and reports that come meanwhile wait for it', () => {
  const steps: number[] = []
  let depth = 0
  let report: (report: LineReport) => void = () => undefined
  const fixture = begin({
    line: {
      order: order => {
        steps.push(1)
        expect(depth).toBe(0)
        depth++
        // A line that has nothing to play says so at once.
        if (order.kind === 'speak') report({ kind: 'spoken', segment: order.segment.id })
        depth--
      },
      flush: () => steps.push(0),
    },
  })
  report = fixture.report
  fixture.keys('2')
  expect(steps.at(-1)).toBe(0)
  expect(steps.filter(step => step === 0).length).toBeLessThan(steps.length / 2)
  expect(fixture.call.session.queue).toEqual([])
  expect(fixture.call.session.timer?.role).toBe('first')
  for (const [index, event] of fixture.events.entries())
    if (index > 0) expect(event.at).toBeGreaterThanOrEqual(fixture.events[index - 1]!.at)
})

it('what the line reports before the call has begun comes after its begin, a hang-up before keys of the same moment', () => {
  const { events, call } = begin({
    early: [
      { kind: 'key', key: '2' },
      { kind: 'hung up', cause: 'NORMAL_CLEARING' },
    ],
  })
  expect(events.map(event => event.kind)).toEqual(['started', 'hung up'])
  expect(call.over).toBe(true)
})

it('timers run by the clock, and one that was cancelled never does', async () => {
  const { hear, keys, clock, events, call } = begin()
  hear()
  const { at } = call.session.timer!
  await clock.run(at - AT - 1)
  expect(call.session.silences).toBe(0)
  await clock.run(1)
  expect(call.session.silences).toBe(1)
  expect(events.at(-1)).toMatchObject({ kind: 'expired', at })
  hear()
  keys('2')
  const before = events.length
  expect(clock.pending()).toBe(0)
  await clock.run(60_000)
  expect(events.length).toBe(before)
})

it('a timer that goes off early waits for the rest', async () => {
  const clock = createVirtualClock(AT)
  const expired: number[] = []
  const timers = createCallTimers({ ...clock, set: (run, ms) => clock.set(run, ms - (ms > 1 ? 1 : 0)) }, () => expired.push(clock.now()))
  timers.set({ number: 1, role: 'first', at: AT + 500 })
  await clock.run(1000)
  expect(expired).toEqual([AT + 500])
})

it('a bank is told the level that its caller has, and how long the call waits', async () => {
  const fixture = begin()
  await pay(fixture)
  const told = fixture.asked.map(({ request: { operation, level, at, deadline } }) => [operation.name, level, deadline - at])
  expect(told).toEqual([
    ['log_in', 'anonymous', 3000],
    ['transfer', 'verified', 10_000],
  ])
})

it('trouble that comes when the call is over is told all the same, and nothing else is', () => {
  const told: LineReport[] = []
  const { report, call } = begin({ observers: [{ reported: one => told.push(one) }] })
  report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })
  expect(call.over).toBe(true)
  report({ kind: 'trouble', trouble: { slug: 'disk-full', en: 'The disk is full.', zh: '磁盘已满。' } })
  report({ kind: 'began', segment: 1 })
  expect(told.map(({ kind }) => kind)).toEqual(['hung up', 'trouble'])
})

it('an answer that comes too late is ignored, of a transaction it is a settlement', async () => {
  const told: string[] = []
  const fixture = begin({
    observers: [
      {
        answered: (task, outcome, why) => told.push(`${task} ${outcome} ${why}`),
        settled: (task, outcome) => told.push(`${task} settled ${outcome}`),
      },
    ],
  })
  await pay(fixture)
  const { asked, clock, call, isDone } = fixture
  expect(call.status().waitsFor).toEqual({ kind: 'answer', of: 's.transfer' })
  await clock.run(10_000)
  expect(call.session.unsettled).toHaveLength(1)
  expect(told).toEqual(['1 accepted null', '2 unknown no answer in time'])
  asked[1]!.reply({ kind: 'answer', outcome: 'done', values: ['77'] })
  asked[0]!.reply({ kind: 'failed', why: 'late' })
  await clock.run(0)
  expect(call.session.unsettled).toEqual([])
  expect(told.slice(2)).toEqual(['2 settled done'])
  call.end()
  await clock.run(0)
  expect(isDone()).toBe(true)
})

it('an answer that comes too late is told as a settlement while the call waits for something else', async () => {
  const told: string[] = []
  const fixture = begin({
    observers: [{ answered: task => told.push(`${task} answered`), settled: task => told.push(`${task} settled`) }],
  })
  await pay(fixture)
  const { asked, clock, call, keys, hear } = fixture
  await clock.run(10_000)
  hear()
  keys('0')
  hear()
  expect(call.status().waitsFor.kind).toBe('queue')
  asked[1]!.reply(answer('done', '77'))
  await clock.run(0)
  expect(told.slice(2)).toEqual(['2 settled'])
})

it('an unknown is settled when the bank knows, after the end of the call too, and the call is not done before', async () => {
  const fixture = begin()
  await pay(fixture)
  const { asked, clock, call, log, isDone, report } = fixture
  let settle: (reply: BackendReply) => void = () => undefined
  asked[1]!.reply({ kind: 'unknown', why: 'connection lost', settled: new Promise(resolve => (settle = resolve)) })
  await clock.run(0)
  report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })
  await clock.run(60_000)
  expect(call.over).toBe(true)
  expect(isDone()).toBe(false)
  settle(answer('done', '77'))
  await clock.run(0)
  expect(isDone()).toBe(true)
  expect(log.entries.at(-1)).toMatchObject({ kind: 'settled', task: 2, outcome: 'done' })
})

it('that nobody knows yet, told when the call no longer waits, settles nothing', async () => {
  const fixture = begin()
  await pay(fixture)
  const { asked, clock, call, log } = fixture
  await clock.run(10_000)
  let settle: (reply: BackendReply) => void = () => undefined
  const again = new Promise<BackendReply>(resolve => (settle = resolve))
  asked[1]!.reply({ kind: 'unknown', why: 'connection lost', settled: Promise.resolve({ kind: 'unknown', why: 'still', settled: again }) })
  await clock.run(60_000)
  expect(call.session.unsettled).toHaveLength(1)
  settle({ kind: 'failed', why: 'not seen' })
  await clock.run(0)
  expect(call.session.unsettled).toEqual([])
  expect(log.entries.filter(({ kind }) => kind === 'settled')).toMatchObject([{ task: 2, outcome: 'failed' }])
})

it('hung up in every state: it ends, nothing is reported to the machine after it, no timer stays', async () => {
  const ways: readonly ((fixture: Fixture) => Promise<void> | void)[] = [
    () => undefined,
    ({ hear }) => hear(),
    ({ keys }) => keys('2'),
    ({ keys }) => keys('2262'),
    ({ keys }) => keys('226225880212345673#123'),
    ({ keys }) => keys('226225880212345673#123456'),
    pay,
    ({ keys, hear }) => (keys('20'), hear()),
    ({ keys, hear, report, call }) => {
      keys('20')
      hear()
      report({ kind: 'talks', task: call.session.task, who: 'agent' })
    },
    ({ keys, hear }) => (keys('23'), hear()),
    ({ keys, hear }) => (keys('24'), hear()),
    ({ keys, hear }) => (keys('25'), hear()),
  ]
  const rests = new Set<string>()
  for (const way of ways) {
    for (const by of ['caller', 'us'] as const) {
      const fixture = begin()
      await way(fixture)
      const { call, clock, report, orders, events, asked, log, isDone } = fixture
      rests.add(call.status().waitsFor.kind)
      if (by === 'caller') report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })
      else call.end()
      const last = events.length
      report({ kind: 'key', key: '1' })
      report({ kind: 'spoken', segment: 1 })
      report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })
      call.end()
      expect(events.length).toBe(last)
      const task = call.session.task
      if (task > 0) report({ kind: 'answer', task, outcome: 'nothing', values: [] })
      for (const one of asked) one.reply({ kind: 'failed', why: 'too late' })
      await clock.run(60_000)
      expect(call.over && isDone()).toBe(true)
      expect(clock.pending()).toBe(0)
      expect(orders.at(-1)?.kind).toBe('ended')
      expect(kinds(orders).includes('hang up')).toBe(by === 'us')
      const ends = log.entries.filter(entry => entry.kind === 'hung up')
      expect(ends).toMatchObject([{ by: by === 'us' ? 'line' : 'caller' }])
    }
  }
  expect([...rests].toSorted()).toEqual(['answer', 'key', 'number', 'queue', 'recording', 'transfer'])
})

it('a key while an agent talks is the agent’s, and which it was stands nowhere', () => {
  const lines: string[] = []
  const { keys, hear, report, call, events, log } = begin({
    observers: [createTrace({ machine: prepared.machine, bundle: 'b', write: line => lines.push(line) })],
  })
  keys('20')
  hear()
  report({ kind: 'talks', task: call.session.task, who: 'agent' })
  const before = events.length
  keys('1')
  expect(events.length).toBe(before)
  expect(log.entries.at(-1)).toMatchObject({ kind: 'key', use: 'to the agent', shown: '•' })
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ report: { kind: 'key', key: '•' } })
  report({ kind: 'answer', task: call.session.task, outcome: 'answered', values: ['agent'] })
  keys('1')
  expect(events.at(-1)?.kind).toBe('key')
})

it('an agent who answers a caller that has left the queue takes no key', () => {
  const { keys, hear, report, call, events } = begin()
  keys('20')
  hear()
  const { task } = call.session
  report({ kind: 'answer', task, outcome: 'failed', values: [] })
  report({ kind: 'talks', task, who: 'agent' })
  keys('1')
  expect(events.at(-1)?.kind).toBe('key')
})

it('an observer that throws is told nothing more, the others are told of it, and the call goes on', () => {
  const failures: unknown[] = []
  let told = 0
  const bad: CallObserver = {
    stepped: () => {
      told += 1
      throw new Error('a full disk')
    },
  }
  const lines: string[] = []
  const trace = createTrace({ machine: prepared.machine, bundle: 'b', write: line => lines.push(line) })
  const { keys, call } = begin({ observers: [bad, { failed: error => failures.push(error) }, trace] })
  keys('2')
  expect(told).toBe(1)
  expect(failures).toEqual([new Error('a full disk')])
  // What it said may have anything in it.
  expect(lines.filter(line => line.includes('failed'))).toMatchObject([expect.stringContaining('see the log')])
  expect(lines.join()).not.toContain('a full disk')
  expect(call.over).toBe(false)
})

it('a machine that breaks ends this call alone: the line hangs up, observers know', async () => {
  const machine = bank()
  const main = machine.places.find(place => place.name === 'main')!
  const points = machine.points.map((point, id) => (id === main.entry ? { ...point, op: 'jump' as const, next: id } : point))
  const broken = prepare({ ...machine, points: points as typeof machine.points }, { trace: true })
  const failures: unknown[] = []
  let ends = 0
  const { keys, call, orders, clock, isDone, report, events } = begin({
    prepared: broken,
    observers: [{ failed: error => failures.push(error), ended: () => ends++ }],
  })
  keys('2')
  expect(failures).toHaveLength(1)
  expect(String(failures[0])).toContain('does not come to rest')
  expect(kinds(orders).slice(-2)).toEqual(['hang up', 'ended'])
  expect(call.over).toBe(true)
  const before = events.length
  report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })
  await clock.run(60_000)
  expect(events.length).toBe(before)
  expect(ends).toBe(1)
  expect(isDone()).toBe(true)
  expect((await call.done).error).toBe(failures[0])
})

it('what was sent to the bank is held by nothing when the call has its answer, also while it is not settled', async () => {
  const sent: WeakRef<readonly unknown[]>[] = []
  const replies: ((reply: BackendReply) => void)[] = []
  const clock = createVirtualClock(AT)
  let report: Fixture['report'] = () => undefined
  const call = createCall({
    prepared,
    start: { id: 'c', caller: null, called: '95500' },
    clock,
    backends: {
      ask: request => {
        sent.push(new WeakRef(request.arguments))
        return new Promise(resolve => replies.push(resolve))
      },
      notify: () => Promise.resolve(true),
    },
    open: tell => {
      report = tell
      return { order: () => undefined }
    },
  })
  const keys = (typed: string): void => {
    for (const key of typed) report({ kind: 'key', key })
  }
  keys('226225880212345673#123456')
  replies[0]!(answer('accepted'))
  await clock.run(0)
  keys('10#')
  while (call.session.queue.length > 0) report({ kind: 'spoken', segment: call.session.queue[0]!.id })
  keys('1')
  const isHeld = (index: number): boolean => sent[index]!.deref() !== undefined
  expect(sent).toHaveLength(2)
  replies[1]!({ kind: 'unknown', why: 'no answer', settled: new Promise(() => undefined) })
  await clock.run(0)
  // A weak reference that was made or read in a turn holds what it points at until that turn is over.
  await new Promise(resolve => setImmediate(resolve))
  collectGarbage()
  expect([isHeld(0), isHeld(1)]).toEqual([false, false])
  expect(call.status().place).toBeTruthy()
})

it('a line that cannot be opened or throws ends the call', async () => {
  const clock = createVirtualClock(AT)
  const failures: unknown[] = []
  const traced: string[] = []
  let report: Fixture['report'] = () => undefined
  const call = createCall({
    prepared,
    start: { id: 'c', caller: null, called: '95500' },
    clock,
    backends: { ask: () => new Promise(() => undefined), notify: () => Promise.resolve(true) },
    open: tell => {
      report = tell
      throw new Error('no line')
    },
    observers: [
      createTrace({ machine: prepared.machine, bundle: 'b', write: line => traced.push(line) }),
      { failed: error => failures.push(error) },
    ],
  })
  expect(await call.done).toEqual({ by: null, error: new Error('no line') })
  expect(failures).toEqual([new Error('no line')])
  report({ kind: 'trouble', trouble: { slug: 'no-reply', en: 'No reply.', zh: '无应答。' } })
  // It had no beginning: lines without one would be no trace.
  expect(traced).toEqual([])
})

it('a line that throws in the step that ends the call: it is told to hang up, and observers are told of the end once', async () => {
  const seen: string[] = []
  let breaks = false
  const { call, report, orders, isDone } = begin({
    line: {
      flush: () => {
        if (breaks) throw new Error('no line')
      },
    },
    observers: [{ failed: error => seen.push((error as Error).message), ended: () => seen.push('ended') }],
  })
  breaks = true
  report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })
  report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })
  await Promise.resolve()
  expect(seen).toEqual(['no line', 'no line', 'ended'])
  expect(kinds(orders).slice(-2)).toEqual(['hang up', 'ended'])
  expect([call.over, isDone()]).toEqual([true, true])
})

it('[S5.15] a back end that rejects, which none does, has perhaps sent a transaction: nobody knows', async () => {
  let breaks: (error: unknown) => void = () => undefined
  const told: string[] = []
  const fixture = begin({
    backends: {
      ask: request =>
        request.task > 1 ? new Promise((_, reject) => (breaks = reject)) : new Promise(reply => fixture.asked.push({ request, reply })),
      notify: () => Promise.resolve(true),
    },
    observers: [{ answered: (task, outcome) => told.push(`${task} ${outcome}`) }],
  })
  await pay(fixture)
  breaks(new Error('a bug'))
  await fixture.clock.run(9_999)
  expect(told).toEqual(['1 accepted'])
  await fixture.clock.run(1)
  expect([told.at(-1), fixture.call.session.unsettled.length]).toEqual(['2 unknown', 1])
})

it('of a call that broke no timer runs on, one that the broken step has set neither', () => {
  let breaks = false
  const { call, keys, clock } = begin({
    line: {
      flush: () => {
        if (breaks) throw new Error('no line')
      },
    },
  })
  keys('226225880212345673#12345')
  breaks = true
  keys('6')
  expect([call.over, call.session.deadline?.role, clock.pending()]).toEqual([true, 'deadline', 0])
})

it('a back end that rejects, which none does, is a failed answer, and told', async () => {
  const failures: unknown[] = []
  const clock = createVirtualClock(AT)
  let report: Fixture['report'] = () => undefined
  const call = createCall({
    prepared,
    start: { id: 'c', caller: null, called: '95500' },
    clock,
    backends: { ask: () => Promise.reject(new Error('a bug')), notify: () => Promise.resolve(true) },
    open: tell => {
      report = tell
      return { order: () => undefined }
    },
    observers: [{ failed: error => failures.push(error) }],
  })
  for (const key of '226225880212345673#123456') report({ kind: 'key', key })
  await clock.run(0)
  expect(failures).toEqual([new Error('a bug')])
  expect(call.status().waitsFor.kind).not.toBe('answer')
})
