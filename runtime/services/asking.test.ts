// When something is sent, when again, and what the call is told: over a line that is a list of what each try comes to.
import { expect, it } from 'vitest'
import { createAsking, type Asking, type Gates } from './asking.ts'
import type { Channel, Tried } from './channel.ts'
import { createGate } from './gate.ts'
import type { Sending } from './sending.ts'
import { operation, request } from './testing/bank.ts'
import type { ServiceEvent } from './tries.ts'
import { createVirtualClock, type VirtualClock } from '../call/testing/virtual-clock.ts'

const refused: Tried = { kind: 'unreached', sent: false, why: 'refused' }
const reset: Tried = { kind: 'unreached', sent: true, why: 'reset' }
const html: Tried = { kind: 'unusable', why: 'html' }
const underWay: Tried = { kind: 'under way', why: 'under way' }
const notSeen: Tried = { kind: 'not seen', why: 'not seen' }
const failed: Tried = { kind: 'answer', outcome: 'failed', values: [] }
const done: Tried = { kind: 'answer', outcome: 'done', values: ['1234'] }
const answered: Tried = { kind: 'answer', outcome: 'answered', values: [[]] }

interface Setting {
  readonly clock: VirtualClock
  readonly asking: Asking
  readonly sent: { readonly asked: string; readonly at: number; readonly sending: Sending }[]
  readonly log: ServiceEvent[]
  readonly close: () => void
}

/** Each try takes the next of `script` (the last for ever); `'silence'` answers nothing until its time is over, `'broken'` rejects. */
function setting(
  name: string,
  script: readonly (Tried | 'silence' | 'broken')[],
  { status, closes = false, tryFor = 60_000, atOnce = 8, gates = gatesOf(atOnce), waiting = 0 }: Options = {},
): Setting {
  const clock = createVirtualClock(0)
  const sent: { asked: string; at: number; sending: Sending }[] = []
  const log: ServiceEvent[] = []
  const play = (asked: string, of: readonly (Tried | 'silence' | 'broken')[]) => {
    let index = 0
    return (sending: Sending, signal: AbortSignal): Promise<Tried> => {
      sent.push({ asked, at: clock.now(), sending })
      const next = of[Math.min(index++, of.length - 1)]!
      if (next === 'broken') return Promise.reject(new Error('broken'))
      if (next !== 'silence') return Promise.resolve(next)
      return new Promise(resolve => signal.addEventListener('abort', () => resolve(reset)))
    }
  }
  const channel: Channel = { send: play('send', script), status: status === undefined ? null : play('status', status), closes, tryFor }
  const closing = new AbortController()
  const around = { clock, log: (event: ServiceEvent) => void log.push(event), random: () => 1, words: () => ({}), closed: closing.signal }
  return {
    clock,
    sent,
    log,
    asking: createAsking(operation(name), channel, gates, { waiting }, around),
    close: () => closing.abort(),
  }
}
interface Options {
  readonly status?: readonly (Tried | 'silence')[]
  readonly closes?: boolean
  readonly tryFor?: number
  readonly atOnce?: number
  readonly gates?: Gates
  /** Notices that wait already. */
  readonly waiting?: number
}
const gatesOf = (atOnce: number): Gates => ({ calls: createGate(atOnce), behind: createGate(atOnce) })

/** How something ended and when; null while it has not. */
function watch<T>(clock: VirtualClock, promise: Promise<T>): { readonly end: { readonly value: T; readonly at: number } | null } {
  const seen: { end: { value: T; at: number } | null } = { end: null }
  void promise.then(value => (seen.end = { value, at: clock.now() }))
  return seen
}

const paid = request('bank.pay', ['6225', 1005, 'rent'])

it('[S5.4] a query is sent again within its time where the connection failed, and waits longer each time', async () => {
  const { clock, asking, sent } = setting('bank.accounts', [refused, reset, reset, answered])
  const reply = watch(clock, asking.ask(request('bank.accounts')))
  await clock.run(3000)
  expect(reply.end).toEqual({ value: { kind: 'answer', outcome: 'answered', values: [[]] }, at: 700 })
  expect(sent.map(({ at }) => at)).toEqual([0, 100, 300, 700])
})

it('a query that nobody answers ends failed before its time is over, and no try outlives it', async () => {
  for (const script of [[refused], [reset], ['silence']] as const) {
    const { clock, asking, sent } = setting('bank.accounts', script, { tryFor: 500 })
    const reply = watch(clock, asking.ask(request('bank.accounts')))
    await clock.run(60_000)
    expect(reply.end?.value.kind).toBe('failed')
    expect(reply.end!.at).toBeLessThan(3000)
    expect(sent.length).toBeGreaterThan(2)
    expect(sent.every(({ at }) => at < 3000)).toBe(true)
  }
})

it('what somebody answered is not asked again: a query of the wrong shape is failed', async () => {
  const { clock, asking, sent } = setting('bank.accounts', [html, answered])
  const reply = watch(clock, asking.ask(request('bank.accounts')))
  await clock.run(3000)
  expect([reply.end, sent.length]).toEqual([{ value: { kind: 'failed', why: 'html' }, at: 0 }, 1])
})

it('[S5.5] an attempt is sent once, under its key, whatever comes of it', async () => {
  for (const script of [[refused], [reset], ['silence'], [html]] as const) {
    const { clock, asking, sent } = setting('bank.log_in', script)
    const asked = request('bank.log_in', ['6225', '1234'])
    const reply = watch(clock, asking.ask(asked))
    await clock.run(60_000)
    expect(reply.end?.value.kind).toBe('failed')
    expect(sent.map(({ sending }) => sending.key)).toEqual([asked.key])
  }
})

it('[S5.10] [S5.11] a transaction is sent with its key and deadline, and again with the same where the connection failed', async () => {
  const { clock, asking, sent } = setting('bank.pay', [reset, reset, underWay, done])
  const reply = watch(clock, asking.ask(paid))
  await clock.run(10_000)
  expect(reply.end?.value).toEqual({ kind: 'answer', outcome: 'done', values: ['1234'] })
  expect(sent.map(({ sending }) => [sending.key, sending.deadline])).toEqual(Array(4).fill([paid.key, paid.deadline]))
  expect(sent[0]!.sending.arguments).toEqual({ to: '6225', amount: { currency: 'CNY', amount: '10.05' }, memo: 'rent' })
})

it('[S5.15] a transaction that was never sent is failed, and not sent any more', async () => {
  const { clock, asking, sent } = setting('bank.pay', [refused])
  const reply = watch(clock, asking.ask(paid))
  await clock.run(3_600_000)
  expect(reply.end?.value).toEqual({ kind: 'failed', why: 'it was never sent; the last try: refused' })
  expect(reply.end!.at).toBeLessThan(10_000)
  expect(sent.every(({ at }) => at < 10_000)).toBe(true)
})

it('[S5.15] a transaction whose request broke off inside may have been sent: nobody knows whether it happened', async () => {
  const { clock, asking } = setting('bank.pay', ['broken', refused])
  const reply = watch(clock, asking.ask(paid))
  await clock.run(10_000)
  expect(reply.end?.value.kind).toBe('unknown')
})

it('[S5.15] the bank’s own `failed` is definite', async () => {
  const { clock, asking } = setting('bank.pay', [reset, failed])
  const reply = watch(clock, asking.ask(paid))
  await clock.run(1000)
  expect(reply.end?.value).toEqual({ kind: 'failed', why: 'the bank says that it did not happen' })
})

it('[S5.13] time over is `unknown`, and it goes on by key until it is definite', async () => {
  const { clock, asking, sent, log } = setting('bank.pay', ['silence', reset, html, underWay, done])
  const reply = watch(clock, asking.ask(paid))
  await clock.run(10_000)
  expect(reply.end?.value.kind).toBe('unknown')
  expect(reply.end!.at).toBeLessThan(10_000)
  const settled = watch(clock, (reply.end!.value as { settled: Promise<unknown> }).settled)
  await clock.run(14_000)
  expect(settled.end).toBeNull()
  await clock.run(3_600_000)
  expect(settled.end?.value).toEqual({ kind: 'answer', outcome: 'done', values: ['1234'] })
  expect(new Set(sent.map(({ sending }) => sending.key))).toEqual(new Set([paid.key]))
  expect(log.filter(({ kind }) => kind !== 'tried').map(({ kind }) => kind)).toEqual(['unknown', 'settled'])
})

it('the waits of a settlement grow up to five minutes and never end', async () => {
  const { clock, asking, sent } = setting('bank.pay', [reset])
  void asking.ask(paid)
  await clock.run(24 * 3_600_000)
  const waits = sent.map(({ at }, index) => at - (sent[index - 1]?.at ?? 0))
  expect(Math.max(...waits)).toBe(300_000)
  expect(waits.slice(-5)).toEqual(Array(5).fill(300_000))
})

it('an answer of the wrong shape is `unknown` of a transaction, at once', async () => {
  const { clock, asking, sent } = setting('bank.pay', [html])
  const reply = watch(clock, asking.ask(paid))
  await clock.run(0)
  expect([reply.end?.value.kind, reply.end?.at, sent.length]).toEqual(['unknown', 0, 1])
})

it('[S5.15] “not seen” is failed where the status call closes the key', async () => {
  const { clock, asking, sent } = setting('bank.pay', ['silence'], { status: [reset, notSeen], closes: true })
  const reply = watch(clock, asking.ask(paid))
  await clock.run(10_000)
  const settled = watch(clock, (reply.end!.value as { settled: Promise<unknown> }).settled)
  await clock.run(60_000)
  expect(settled.end?.value).toEqual({ kind: 'failed', why: 'the bank has not seen it and takes it no more' })
  expect(sent.map(({ asked }) => asked)).toEqual(['send', 'status', 'status'])
})

it('[S5.16] from a bank that only reports, “not seen” settles nothing: it is sent again under its key', async () => {
  const { clock, asking, sent } = setting('bank.pay', ['silence', reset, done], { status: [notSeen], closes: false })
  const reply = watch(clock, asking.ask(paid))
  await clock.run(10_000)
  const settled = watch(clock, (reply.end!.value as { settled: Promise<unknown> }).settled)
  await clock.run(60_000)
  expect(settled.end?.value).toEqual({ kind: 'answer', outcome: 'done', values: ['1234'] })
  expect(sent.map(({ asked }) => asked)).toEqual(['send', 'status', 'send', 'status', 'send'])
})

it('with a secret it is asked after and never sent again once the call does not wait', async () => {
  const { clock, asking, sent } = setting('bank.new_pin', [reset, 'silence'], {
    status: [notSeen, notSeen, underWay, { ...done, values: [] }],
  })
  const reply = watch(clock, asking.ask(request('bank.new_pin', ['1234', '4321'])))
  await clock.run(10_000)
  expect(sent.map(({ asked }) => asked)).toEqual(['send', 'send'])
  const settled = watch(clock, (reply.end!.value as { settled: Promise<unknown> }).settled)
  await clock.run(600_000)
  expect(settled.end?.value).toEqual({ kind: 'answer', outcome: 'done', values: [] })
  expect(sent.slice(2).map(({ asked, sending }) => [asked, sending.arguments])).toEqual(Array(4).fill(['status', {}]))
})

it('a settlement goes on from plain data, in another process as well', async () => {
  const first = setting('bank.pay', ['silence'])
  void first.asking.ask(paid)
  await first.clock.run(12_000)
  first.close()
  const kept = JSON.parse(JSON.stringify(first.sent.at(-1)!.sending)) as Sending
  const second = setting('bank.pay', [reset, done])
  const settled = watch(second.clock, second.asking.settle(kept))
  await second.clock.run(60_000)
  expect(settled.end?.value).toEqual({ kind: 'answer', outcome: 'done', values: ['1234'] })
  expect(second.sent[0]!.sending).toEqual(kept)
})

it('[L.steps.11] a notice is sent again under its key until it arrives, and is lost where it is refused or ten minutes are over', async () => {
  const told = request('sms.receipt', ['1234', 1005])
  const arrives = setting('sms.receipt', [refused, reset, reset, answered])
  const arrived = watch(arrives.clock, arrives.asking.notify(told))
  await arrives.clock.run(60_000)
  expect([arrived.end?.value, arrives.sent.length]).toEqual([true, 4])
  expect(new Set(arrives.sent.map(({ sending }) => sending.key)).size).toBe(1)
  for (const script of [[html], [reset], ['silence']] as const) {
    const lost = setting('sms.receipt', script, { tryFor: 5000 })
    const end = watch(lost.clock, lost.asking.notify(told))
    await lost.clock.run(700_000)
    expect(end.end?.value).toBe(false)
    expect(lost.log.at(-1)).toMatchObject({ kind: 'lost notice', operation: 'sms.receipt' })
  }
})

it('of a service ten thousand notices wait at most, and one that has arrived or is lost waits no more', async () => {
  const told = request('sms.receipt', ['1234', 1005])
  const { asking, log } = setting('sms.receipt', [answered, html, answered], { waiting: 9_999 })
  expect([await asking.notify(told), await asking.notify(told), await asking.notify(told)]).toEqual([true, false, true])
  expect(log.filter(({ kind }) => kind === 'lost notice')).toMatchObject([{ why: 'html' }])
  const full = setting('sms.receipt', [answered], { waiting: 10_000 })
  expect([await full.asking.notify(told), full.sent, full.log]).toMatchObject([false, [], [{ why: '10000 notices wait already' }]])
})

it('no more requests than are allowed are under way at once, and who waits too long was never sent', async () => {
  const { clock, asking, sent } = setting('bank.pay', ['silence'], { atOnce: 2 })
  const replies = [0, 0, -50].map((at, task) => watch(clock, asking.ask(request('bank.pay', ['6225', 1005, ''], at, task))))
  await clock.run(9_990)
  expect(replies.map(({ end }) => end?.value.kind)).toEqual(['unknown', 'unknown', 'failed'])
  expect(sent).toHaveLength(2)
})

it('a place that is free again goes to nobody who has given up waiting for it', async () => {
  const { clock, asking } = setting('bank.accounts', ['silence', answered], { atOnce: 1 })
  const [, gaveUp] = [0, -1000].map((at, task) => watch(clock, asking.ask(request('bank.accounts', [], at, task))))
  await clock.run(2500)
  expect(gaveUp!.end?.value).toMatchObject({ kind: 'failed', why: expect.stringContaining('as many requests as are allowed') })
  await clock.run(500)
  const next = watch(clock, asking.ask(request('bank.accounts', [], clock.now(), 3)))
  await clock.run(0)
  expect(next.end?.value.kind).toBe('answer')
})

it('neither what is settled nor a notice takes a place from what a call waits for', async () => {
  const settles = setting('bank.pay', ['silence', 'silence', done], { atOnce: 1 })
  void settles.asking.ask(paid)
  await settles.clock.run(12_000)
  const other = watch(settles.clock, settles.asking.ask(request('bank.pay', ['6225', 500, ''], settles.clock.now(), 2)))
  await settles.clock.run(0)
  expect([other.end?.value.kind, settles.sent.length]).toEqual(['answer', 3])
  const gates = gatesOf(1)
  void setting('sms.receipt', ['silence'], { gates }).asking.notify(request('sms.receipt', ['1234', 1005]))
  const asks = setting('bank.accounts', [answered], { gates })
  const reply = watch(asks.clock, asks.asking.ask(request('bank.accounts')))
  await asks.clock.run(0)
  expect(reply.end?.value.kind).toBe('answer')
})

it('when the node ends no request that is under way keeps it waiting', async () => {
  for (const [name, given, end] of [
    ['bank.accounts', [], 'failed'],
    ['bank.pay', paid.arguments, 'unknown'],
  ] as const) {
    const { clock, asking, close } = setting(name, ['silence'])
    const reply = watch(clock, asking.ask(request(name, given)))
    await clock.run(100)
    close()
    await clock.run(0)
    expect([reply.end?.value.kind, reply.end?.at]).toEqual([end, 100])
  }
})

it('when the node ends nothing is sent any more, and what is not settled stays open', async () => {
  const { clock, asking, sent, close } = setting('bank.pay', [reset])
  const reply = watch(clock, asking.ask(paid))
  await clock.run(500)
  close()
  await clock.run(0)
  expect(reply.end?.value.kind).toBe('unknown')
  const settled = watch(clock, (reply.end!.value as { settled: Promise<unknown> }).settled)
  const before = sent.length
  await clock.run(3_600_000)
  expect([sent.length, settled.end]).toEqual([before, null])
  await expect(asking.ask(request('bank.pay', ['6225', 1005, ''], clock.now()))).resolves.toMatchObject({ kind: 'failed' })
})
