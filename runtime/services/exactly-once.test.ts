// Whatever the line between us and the bank does, a transaction ends with one definite outcome, and it is the bank's: the bank is a
// model that does each key once, behind a line that loses, delays and doubles what goes over it.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BackendReply } from '../call/backends.ts'
import { createAsking } from './asking.ts'
import type { HttpService } from './config.ts'
import { createGate } from './gate.ts'
import { createHttpChannel } from './http-channel.ts'
import type { Exchange, HttpRequest, HttpResult } from './http-exchange.ts'
import { operation, request } from './testing/bank.ts'
import type { ServiceEvent } from './tries.ts'
import { createVirtualClock, type VirtualClock } from '../call/testing/virtual-clock.ts'

type Fate =
  /** Arrives, and its answer comes after so long. */
  | { readonly is: 'fine'; readonly after: number }
  | {
      readonly is:
        'refused' | 'lost' | 'answer lost' | 'doubled' | 'html' | 'html of a gateway' | 'nobody there' | 'nobody there, but it arrived'
    }
  /** The connection breaks now, and what was sent arrives so long after. */
  | { readonly is: 'delayed'; readonly by: number }

const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.record({ is: fc.constant('fine' as const), after: fc.constantFrom(0, 50, 5000, 9_990, 15_000) }),
  fc.record({
    is: fc.constantFrom(
      'refused',
      'lost',
      'answer lost',
      'doubled',
      'html',
      'html of a gateway',
      'nobody there',
      'nobody there, but it arrived' as const,
    ),
  }),
  fc.record({ is: fc.constant('delayed' as const), by: fc.constantFrom(1, 500, 12_000, 400_000) }),
)

/** For a time nothing comes back, in a few ways at most. */
const inAnOutage: readonly Fate[] = [
  ...(['refused', 'lost', 'answer lost', 'nobody there', 'nobody there, but it arrived', 'html of a gateway'] as const).map(is => ({ is })),
  ...[500, 12_000, 30_000, 400_000].map(by => ({ is: 'delayed' as const, by })),
]
const outage = fc
  .subarray([...inAnOutage], { minLength: 1, maxLength: 3 })
  .chain(ways => fc.array(fc.constantFrom(...ways), { maxLength: 20, size: 'max' }))
const schedule: fc.Arbitrary<readonly Fate[]> = fc
  .tuple(outage, fc.array(fate, { maxLength: 10 }))
  .map(([first, then]) => [...first, ...then])

interface World {
  readonly exchange: Exchange
  readonly booked: Map<string, number>
  /** ms */
  readonly bookedAt: readonly number[]
  readonly requests: HttpRequest[]
}

interface Bank {
  /** What it says to a new key. */
  readonly declines: boolean
  readonly busy: number
  /** It begins nothing after `Callwright-Deadline`. */
  readonly onTime: boolean
}

function world(clock: VirtualClock, fates: readonly Fate[], bank: Bank): World {
  const booked = new Map<string, number>()
  const bookedAt: number[] = []
  const known = new Map<string, { readonly answer: string; readonly from: number }>()
  const closed = new Set<string>()
  const requests: HttpRequest[] = []
  const arrive = (asked: HttpRequest): HttpResult => {
    const key = asked.headers['idempotency-key']!
    const body = JSON.parse(asked.body) as { readonly close?: boolean; readonly arguments?: { readonly now?: string } }
    const isStatus = asked.url.pathname.endsWith('/status')
    if (!isStatus && !known.has(key) && !closed.has(key)) {
      const late = bank.onTime && clock.now() > Date.parse(asked.headers['callwright-deadline']!)
      if (!bank.declines && !late) {
        booked.set(key, (booked.get(key) ?? 0) + 1)
        bookedAt.push(clock.now())
      }
      known.set(key, { answer: late ? FAILED : bank.declines ? DECLINED : DONE, from: clock.now() + bank.busy })
    }
    const one = known.get(key)
    if (one === undefined) {
      if (isStatus && body.close === true) closed.add(key)
      return answer(isStatus ? '{"outcome":"not seen"}' : FAILED)
    }
    return clock.now() < one.from ? answer('{"outcome":"under way"}') : answer(one.answer)
  }
  let index = 0
  const exchange: Exchange = asked => {
    requests.push(asked)
    const next = fates[index++] ?? { is: 'fine', after: 0 }
    const fault = (sent: boolean): Promise<HttpResult> => Promise.resolve({ kind: 'fault', sent, again: true, why: next.is })
    switch (next.is) {
      case 'refused':
        return fault(false)
      case 'lost':
        return fault(true)
      case 'answer lost':
        arrive(asked)
        return fault(true)
      case 'doubled':
        arrive(asked)
        return Promise.resolve(arrive(asked))
      case 'html':
        arrive(asked)
        return Promise.resolve({ kind: 'answer', status: 200, body: new TextEncoder().encode('<html>') })
      case 'html of a gateway':
        return Promise.resolve({ kind: 'answer', status: 200, body: new TextEncoder().encode('<html>') })
      case 'nobody there, but it arrived':
        arrive(asked)
        return Promise.resolve({ kind: 'answer', status: 504, body: new Uint8Array() })
      case 'nobody there':
        return Promise.resolve({ kind: 'answer', status: 503, body: new Uint8Array() })
      case 'delayed':
        clock.set(() => void arrive(asked), next.by)
        return fault(true)
      case 'fine':
        return new Promise(resolve => {
          const result = arrive(asked)
          clock.set(() => resolve(result), next.after)
          asked.signal.addEventListener('abort', () => resolve({ kind: 'fault', sent: true, again: true, why: 'over' }))
        })
    }
  }
  return { exchange, booked, bookedAt, requests }
}
const FAILED = '{"outcome":"failed"}'
const DONE = '{"outcome":"done","values":{"receipt":"1234"}}'
const DECLINED = '{"outcome":"declined","values":{"reason":"limit"}}'
const answer = (body: string): HttpResult => ({ kind: 'answer', status: 200, body: new TextEncoder().encode(body) })

const service = (status: 'none' | 'closes' | 'reports'): HttpService => {
  const call = status === 'none' ? null : { path: '/{operation}/status', closes: status === 'closes', answers: {} }
  const others = { path: '/{operation}', headers: {}, tryFor: 4000, answers: {}, status: call }
  return { kind: 'http', url: 'http://bank', tls: {}, atOnce: 4, largest: 1000, operations: {}, others }
}

it('[L.services.5] every transaction ends with one definite outcome, the bank’s own, and was booked at most once, in its time where the bank sees to that', async () => {
  const bank = fc.record({ declines: fc.boolean(), busy: fc.constantFrom(0, 0, 300, 30_000), onTime: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(
      schedule,
      bank,
      fc.constantFrom('none', 'closes', 'reports' as const),
      fc.nat(99),
      async (fates, kind, status, noise) => {
        const clock = createVirtualClock(0)
        const { exchange, booked, bookedAt, requests } = world(clock, fates, kind)
        const of = operation('bank.pay')
        const log: ServiceEvent[] = []
        const around = {
          clock,
          log: (event: ServiceEvent) => void log.push(event),
          random: () => noise / 100,
          words: () => ({}),
          closed: new AbortController().signal,
        }
        const asking = createAsking(
          of,
          createHttpChannel(of, service(status), exchange, clock),
          { calls: createGate(4), behind: createGate(4) },
          { waiting: 0 },
          around,
        )
        const asked = request('bank.pay', ['6225', 1005, 'rent'])
        const definite: BackendReply[] = []
        let firstAt = -1
        void asking.ask(asked).then(async reply => {
          firstAt = clock.now()
          definite.push(reply.kind === 'unknown' ? await reply.settled : reply)
        })
        await clock.run(4 * 3_600_000)
        expect(firstAt).toBeGreaterThanOrEqual(0)
        expect(firstAt).toBeLessThan(asked.deadline)
        expect(definite).toHaveLength(1)
        expect(booked.get(asked.key) ?? 0).toBe(definite[0]!.kind === 'answer' && definite[0]!.outcome === 'done' ? 1 : 0)
        expect(definite[0]!.kind === 'answer' && definite[0]!.outcome === 'declined').toBe(kind.declines && definite[0]!.kind !== 'failed')
        if (kind.onTime) expect(Math.max(0, ...bookedAt)).toBeLessThanOrEqual(asked.deadline)
        // One key, and one body of each kind.
        expect(new Set(requests.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(requests.length > 0 ? [asked.key] : []))
        expect(new Set(requests.map(({ url, body }) => `${url.pathname} ${body}`)).size).toBeLessThanOrEqual(2)
        expect(JSON.stringify([log, definite])).not.toMatch(/6225|rent|10\.05/)
        // Settled: nothing is sent any more.
        const before = requests.length
        await clock.run(3_600_000)
        expect(requests.length).toBe(before)
      },
    ),
    { numRuns: process.env['CALLWRIGHT_FUZZ'] === 'full' ? 900 : 300 },
  )
})
