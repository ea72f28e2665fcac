// What a call asks of the bank, and what it makes of replies that come in time, too late, as `unknown` or never.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { prepare } from '../core/index.ts'
import type { BackendReply } from './backends.ts'
import { createCall } from './call.ts'
import { replayTrace } from './replay.ts'
import { createTrace } from './trace.ts'
import { answer, AT, begin, pay, prepared, reachConfirm, type DrivenCall } from './testing/driven-call.ts'
import { createVirtualClock } from './testing/virtual-clock.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

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

it('a bank is told the level that its caller has, and how long the call waits', async () => {
  const fixture = begin()
  await pay(fixture)
  const told = fixture.asked.map(({ request: { operation, level, at, deadline } }) => [operation.name, level, deadline - at])
  expect(told).toEqual([
    ['log_in', 'anonymous', 3000],
    ['transfer', 'verified', 10_000],
  ])
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

it('what was sent to the bank is held by nothing when the call has its answer, also while it is not settled', async () => {
  const sent: WeakRef<readonly unknown[]>[] = []
  const replies: ((reply: BackendReply) => void)[] = []
  const clock = createVirtualClock(AT)
  let report: DrivenCall['report'] = () => undefined
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

it('a back end that rejects, which none does, is a failed answer, and told', async () => {
  const failures: unknown[] = []
  const clock = createVirtualClock(AT)
  let report: DrivenCall['report'] = () => undefined
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
