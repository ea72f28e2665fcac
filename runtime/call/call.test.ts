// The driver over a line that does nothing by itself and a clock that stands still: every order and every report is in the test's hand.
import { expect, it } from 'vitest'
import { line, machineOf } from '../../conformance/testing.ts'
import { prepare } from '../core/index.ts'
import { bank } from '../dtmf/testing/bank.ts'
import { createCall } from './call.ts'
import { createCallTimers } from './call-timers.ts'
import type { LineOrder, LineReport } from './line.ts'
import type { CallObserver } from './observer.ts'
import { taskKey } from './task-key.ts'
import { createTrace } from './trace.ts'
import { answer, AT, begin, pay, prepared, type DrivenCall } from './testing/driven-call.ts'
import { createVirtualClock } from './testing/virtual-clock.ts'

const kinds = (orders: readonly LineOrder[]): readonly string[] => orders.map(order => order.kind)

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

it('trouble that comes when the call is over is told all the same, and nothing else is', () => {
  const told: LineReport[] = []
  const { report, call } = begin({ observers: [{ reported: one => told.push(one) }] })
  report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })
  expect(call.over).toBe(true)
  report({ kind: 'trouble', trouble: { slug: 'disk-full', en: 'The disk is full.', zh: '磁盘已满。' } })
  report({ kind: 'began', segment: 1 })
  expect(told.map(({ kind }) => kind)).toEqual(['hung up', 'trouble'])
})

it('hung up in every state: it ends, nothing is reported to the machine after it, no timer stays', async () => {
  const ways: readonly ((fixture: DrivenCall) => Promise<void> | void)[] = [
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

it('a line that cannot be opened or throws ends the call', async () => {
  const clock = createVirtualClock(AT)
  const failures: unknown[] = []
  const traced: string[] = []
  let report: DrivenCall['report'] = () => undefined
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
