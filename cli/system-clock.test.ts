import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Timer } from '../runtime/core/index.ts'
import type { Clock } from '../runtime/call/clock.ts'
import { createCallTimers } from '../runtime/call/call-timers.ts'

const HOUR = 3_600_000
const began = Date.UTC(2026, 9, 1)

let systemClock: Clock

beforeEach(async () => {
  // The wall clock alone can be set; what counts on (`performance.now()`, timers) goes by `vi.advanceTimersByTime`.
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'], now: began })
  vi.resetModules()
  ;({ systemClock } = await import('./system-clock.ts'))
})
afterEach(() => vi.useRealTimers())

const passes = (ms: number): void => void vi.advanceTimersByTime(ms)
/** What is due runs after the sockets were read: for the fake timers that is 1 ms. */
const SOCKETS_READ = 1
const isSet = (by: number): void => void vi.setSystemTime(Date.now() + by)
/** How far the clock is ahead of the machine's, ms. */
const ahead = (): number => systemClock.ahead!()

it('it is the machine’s, and follows it forward at once', () => {
  expect(systemClock.now()).toBe(began)
  passes(5000)
  expect(systemClock.now()).toBe(began + 5000)
  isSet(HOUR)
  expect(systemClock.now()).toBe(began + HOUR + 5000)
})

it('where the machine’s clock is put back it never falls and never stands, and is right again after ten times as long', () => {
  passes(1000)
  let last = systemClock.now()
  isSet(-HOUR)
  expect(systemClock.now()).toBe(last)
  for (let second = 0; second < 60; second++) {
    passes(1000)
    const now = systemClock.now()
    expect(now - last).toBeGreaterThanOrEqual(899)
    expect(now - last).toBeLessThanOrEqual(901)
    last = now
  }
  passes(8 * HOUR)
  expect(ahead()).toBeGreaterThan(0.19 * HOUR)
  expect(ahead()).toBeLessThan(0.21 * HOUR)
  passes(2 * HOUR)
  expect(ahead()).toBe(0)
  passes(1000)
  expect(ahead()).toBe(0)
})

it('a step forward that is taken back leaves it ahead for a while, and no further than it was', () => {
  isSet(60_000)
  systemClock.now()
  isSet(-60_000)
  expect(ahead()).toBe(60_000)
  passes(300_000)
  expect(ahead()).toBe(30_000)
  isSet(60_000)
  expect(ahead()).toBe(0)
})

it('a call’s timers run out in their time where the clock is put back by an hour, also one that is set behind it', () => {
  const expired: number[] = []
  const timers = createCallTimers(systemClock, ({ number }) => expired.push(number))
  const timer = (number: number, ms: number): Timer => ({ number, role: 'first', at: systemClock.now() + ms })
  timers.set(timer(1, 5000))
  passes(1000)
  isSet(-HOUR)
  timers.set(timer(2, 10_000))
  passes(3999)
  expect(expired).toEqual([])
  passes(600)
  expect(expired).toEqual([1])
  passes(5000)
  expect(expired).toEqual([1])
  passes(2000)
  expect(expired).toEqual([1, 2])
})

it('what is to wait for longer than the system can wait at once does, and is cleared also then', () => {
  let over = 0
  const long = 720 * HOUR
  systemClock.set(() => (over += 1), long)
  const cleared = systemClock.set(() => (over += 1), long)
  systemClock.set(() => (over += 1), Number.POSITIVE_INFINITY)
  passes(long - 1)
  expect(over).toBe(0)
  systemClock.clear(cleared)
  systemClock.clear(null)
  passes(1 + SOCKETS_READ)
  expect(over).toBe(1)
  passes(10 * long)
  expect(over).toBe(1)
})

it('what waits, waits as long as it was to, whatever is done to the machine’s clock', () => {
  let over = false
  systemClock.set(() => (over = true), 50)
  isSet(24 * HOUR)
  passes(49)
  expect(over).toBe(false)
  passes(1 + SOCKETS_READ)
  expect(over).toBe(true)
})

it('what came over a socket while the process stood still is read before a wait is over, and may end it', async () => {
  vi.useRealTimers()
  const { promise: connected, resolve } = Promise.withResolvers<Socket>()
  const server = createServer(resolve).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const far = await connected
  try {
    const order: string[] = []
    const { promise: over, resolve: end } = Promise.withResolvers<void>()
    near.on('data', () => {
      order.push('key')
      systemClock.clear(second)
    })
    far.write('5')
    systemClock.set(() => order.push('first'), 20)
    const second = systemClock.set(() => order.push('second'), 20)
    systemClock.set(end, 200)
    for (const until = performance.now() + 100; performance.now() < until;);
    await over
    expect(order).toEqual(['key', 'first'])
  } finally {
    near.destroy()
    far.destroy()
    server.close()
  }
})
