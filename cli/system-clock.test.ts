import { afterEach, expect, it, vi } from 'vitest'
import { systemClock } from './system-clock.ts'

afterEach(() => vi.useRealTimers())

it('time never falls where the machine’s clock is put back, goes on from there, and follows it forward', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const at = Date.UTC(2100, 0, 1)
  vi.setSystemTime(at)
  expect(systemClock.now()).toBe(at)
  vi.setSystemTime(at - 3_600_000)
  expect(systemClock.now()).toBe(at)
  vi.setSystemTime(at + 3_600_000)
  expect(systemClock.now()).toBe(at + 3_600_000)
})

it('what waits, waits as long as it was to, whatever is done to the machine’s clock', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const began = performance.now()
  const waited = new Promise<number>(resolve => systemClock.set(() => resolve(performance.now() - began), 50))
  vi.setSystemTime(Date.now() + 86_400_000)
  expect(await waited).toBeGreaterThan(45)
})
