import { expect, it } from 'vitest'
import { createHolds, type Holds } from './holds.ts'
import { createLocks } from './testing/locks.ts'

const nothing = (): Promise<void> => Promise.resolve()

function createTabs(answers = true): () => Holds {
  const browser = createLocks()
  const listeners: ((event: MessageEvent) => void)[] = []
  const channel = {
    postMessage: (data: unknown) => listeners.forEach(listener => listener(new MessageEvent('message', { data }))),
    addEventListener: (_: string, listener: unknown) => {
      if (answers) listeners.push(listener as (event: MessageEvent) => void)
    },
  }
  return () => createHolds({ locks: browser.openPage().locks, channel, moment: 50 })
}

it('one tab has a project; what it has it has again, and gives back for another', async () => {
  const open = createTabs()
  const [one, two] = [open(), open()]
  expect([await one.take('a', nothing), await one.take('a', nothing), await two.take('a', nothing)]).toEqual([true, true, false])
  expect([one.sure(), two.sure()]).toEqual([true, false])
  expect(await one.take('b', nothing)).toBe(true)
  expect(await two.take('a', nothing)).toBe(true)
  one.release()
  expect([one.sure(), await two.take('b', nothing)]).toEqual([false, true])
})

it.each([true, false])('a tab that is taken over from is told, and has kept what it has if it answers: %s', async answers => {
  const open = createTabs(answers)
  const [one, two] = [open(), open()]
  const told: string[] = []
  await one.take('a', async () => {
    await new Promise(resolve => setTimeout(resolve, 10))
    told.push('kept')
  })
  expect(await two.takeOver('a', nothing)).toBe(true)
  told.push('taken')
  await new Promise(resolve => setTimeout(resolve, 30))
  expect(told).toEqual(answers ? ['kept', 'taken'] : ['taken', 'kept'])
  expect([one.sure(), two.sure()]).toEqual([false, true])
})

it('who has patience has what is given back meanwhile; who asked for another since has that alone', async () => {
  const open = createTabs()
  const [one, two] = [open(), open()]
  await one.take('a', nothing)
  const later = two.take('a', nothing, 1000)
  one.release()
  expect(await later).toBe(true)
  await one.take('b', nothing)
  const late = two.take('b', nothing, 40)
  const other = two.take('c', nothing)
  expect([await late, await other]).toEqual([false, true])
  one.release()
  expect(await one.take('b', nothing)).toBe(true)
})
