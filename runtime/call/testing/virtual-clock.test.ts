import { expect, it } from 'vitest'
import { createVirtualClock } from './virtual-clock.ts'

it('runs timers by their time, those of one time in their order, and none that was cleared', async () => {
  const clock = createVirtualClock(1000)
  const ran: string[] = []
  clock.set(() => ran.push(`b ${clock.now()}`), 20)
  clock.set(() => ran.push(`a ${clock.now()}`), 10)
  clock.set(() => ran.push(`c ${clock.now()}`), 20)
  clock.clear(clock.set(() => ran.push('never'), 15))
  await clock.run(19)
  expect(ran).toEqual(['a 1010'])
  expect(clock.now()).toBe(1019)
  await clock.run(1)
  expect(ran).toEqual(['a 1010', 'b 1020', 'c 1020'])
  expect(clock.pending()).toBe(0)
})

it('lets promises settle between two timers', async () => {
  const clock = createVirtualClock(0)
  const seen: string[] = []
  const wait = (ms: number): Promise<void> => new Promise(resolve => clock.set(resolve, ms))
  const chain = async (): Promise<void> => {
    for (let step = 0; step < 3; step++) {
      await wait(10)
      await Promise.resolve().then(() => undefined)
      seen.push(`${step} at ${clock.now()}`)
    }
  }
  void chain()
  clock.set(() => seen.push(`timer at ${clock.now()}`), 25)
  await clock.run(100)
  expect(seen).toEqual(['0 at 10', '1 at 20', 'timer at 25', '2 at 30'])
})

it('runs until something is so, and says whether it came to be', async () => {
  const clock = createVirtualClock(0)
  let rings = 0
  const ring = (): void => {
    rings++
    clock.set(ring, 100)
  }
  ring()
  expect(await clock.runUntil(() => rings === 5)).toBe(true)
  expect(clock.now()).toBe(400)
  expect(await clock.runUntil(() => rings === 1000, 500)).toBe(false)
  expect(clock.now()).toBe(900)
})
