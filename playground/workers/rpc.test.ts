import { expect, it } from 'vitest'
import { answer, createClient, type Port } from './rpc.ts'

interface Sums {
  readonly asks: {
    readonly sum: { readonly takes: readonly number[]; readonly gives: number }
    readonly wait: { readonly takes: null; readonly gives: null }
  }
  readonly tells: { readonly progress: number }
}

/** Two ends; what is posted at one arrives at the other, later and cloned. */
function createEnds(): readonly [Port, Port] {
  const listeners: ((event: MessageEvent) => void)[][] = [[], []]
  const end = (own: number, other: number): Port => ({
    postMessage: message => {
      const data = structuredClone(message)
      queueMicrotask(() => listeners[other]!.forEach(listener => listener({ data } as MessageEvent)))
    },
    addEventListener: (_, listener) => void listeners[own]!.push(listener),
  })
  return [end(0, 1), end(1, 0)]
}

function open(): { client: ReturnType<typeof createClient<Sums>>; told: number[]; aborted: () => boolean } {
  const [page, worker] = createEnds()
  const told: number[] = []
  let aborted = false
  const tell = answer<Sums>(worker, {
    sum: numbers => {
      tell('progress', numbers.length)
      if (numbers.length === 0) throw new Error('nothing to add')
      return numbers.reduce((sum, one) => sum + one, 0)
    },
    wait: (_, signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => (aborted = true))
      }),
  })
  return { client: createClient<Sums>(page, { progress: what => void told.push(what) }), told, aborted: () => aborted }
}

it('answers each question with its own answer, and tells', async () => {
  const { client, told } = open()
  expect(await Promise.all([client.ask('sum', [1, 2]), client.ask('sum', [3, 4, 5])])).toEqual([3, 12])
  expect(told).toEqual([2, 3])
  expect(client.waiting()).toBe(0)
})

it('says what went wrong there', async () => {
  const { client } = open()
  await expect(client.ask('sum', [])).rejects.toMatchObject({ kind: 'failed', message: 'nothing to add' })
  await expect(client.ask('toString' as 'sum', [])).rejects.toMatchObject({ kind: 'failed' })
})

it('a cancelled question is rejected at once, and the worker knows', async () => {
  const { client, aborted } = open()
  const controller = new AbortController()
  const asked = client.ask('wait', null, controller.signal)
  controller.abort()
  await expect(asked).rejects.toMatchObject({ kind: 'cancelled' })
  await Promise.resolve()
  expect(aborted()).toBe(true)
  expect(client.waiting()).toBe(0)
})

it('the end of a worker settles what waits, and what is asked afterwards', async () => {
  const { client } = open()
  const asked = client.ask('wait', null)
  client.end('it hung')
  await expect(asked).rejects.toMatchObject({ kind: 'ended', message: 'it hung' })
  await expect(client.ask('sum', [1])).rejects.toMatchObject({ kind: 'ended' })
})
