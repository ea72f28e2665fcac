// The telephone's worker and a page that asks it, in one process.
import type { TelephoneContract } from '../contract.ts'
import { serveTelephone } from '../in-worker.ts'
import { createClient, type Client, type Port } from '../../workers/rpc.ts'

export interface TestTelephone {
  readonly ask: Client<TelephoneContract>['ask']
  /** All that the worker has posted, as text. */
  readonly posted: () => string
  readonly change: (files: Readonly<Record<string, string>>, revision: number) => void
}

export function createTestTelephone(files: Readonly<Record<string, string>>, entry = 'main.ivr'): TestTelephone {
  const listeners: { page: ((event: MessageEvent) => void)[]; worker: ((event: MessageEvent) => void)[] } = { page: [], worker: [] }
  let posted = ''
  const side = (own: 'page' | 'worker', other: 'page' | 'worker'): Port => ({
    postMessage: message => {
      if (own === 'worker') posted += JSON.stringify(message)
      const data: unknown = structuredClone(message)
      queueMicrotask(() => {
        for (const listener of listeners[other]) listener({ data } as MessageEvent)
      })
    },
    addEventListener: (_, listener) => void listeners[own].push(listener),
  })
  serveTelephone(side('worker', 'page'))
  const page = side('page', 'worker')
  const change = (changes: Readonly<Record<string, string>>, revision: number): void =>
    page.postMessage({ project: { changes, entry, revision } })
  change(files, 1)
  return { ask: createClient<TelephoneContract>(page, {}).ask, posted: () => posted, change }
}
