// A program, a call and a bank behind HTTP: what the caller hears of what the connection does, and what the bank has booked.
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { speakerFor } from '../cli/speaker.ts'
import { createCall } from '../runtime/call/call.ts'
import type { LineReport } from '../runtime/call/line.ts'
import { taskKey } from '../runtime/call/task-key.ts'
import { prepare } from '../runtime/core/index.ts'
import { renderText } from '../runtime/speech/reading/index.ts'
import { openServices, readServices } from '../runtime/services/index.ts'
import { line, machineOf } from './testing.ts'

const clean: (() => unknown)[] = []
afterEach(() => {
  for (const end of clean.splice(0).reverse()) end()
})

const clock = {
  now: () => Date.now(),
  set: (run: () => void, ms: number) => setTimeout(run, ms),
  clear: (timer: unknown) => clearTimeout(timer as never),
}

interface Bank {
  readonly url: string
  readonly server: Server
  /** Path and key of each request. */
  readonly heard: (readonly [path: string, key: string | undefined])[]
  readonly bodies: string[]
  /** Key → how often it was booked. */
  readonly booked: Map<string, number>
}

/** Books each key once; then `answers` it, the n-th time it comes (from 1). */
async function bankThat(answers: (response: ServerResponse, number: number, path: string) => void): Promise<Bank> {
  const heard: [string, string | undefined][] = []
  const bodies: string[] = []
  const booked = new Map<string, number>()
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      bodies.push(body)
      const key = request.headers['idempotency-key'] as string | undefined
      heard.push([request.url!, key])
      if (key !== undefined && !booked.has(key)) booked.set(key, 1)
      answers(response, heard.length, request.url!)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  clean.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, heard, bodies, booked }
}

/** Calls the program on a line that has said everything at once; what was said, in order, and when the call is done with all. */
async function dial(flow: string, url: string) {
  const machine = machineOf(`${line()}
service bank {
  query find(): number 1..9 within 2s
  transaction pay(n: number 1..9) within 1s { requires confirm done declined }
  notice news(words: speech)
}
flow welcome { confirm { say "Pay?" no -> goodbye } ${flow} }`)
  const { config } = readServices({ bank: { url } }, { path: '/services', folder: '/', env: {}, read: () => null })
  const services = await openServices(config!, { path: '/services', clock, random: Math.random, log: () => {} })
  clean.push(() => services.close())
  expect(services.check(machine)).toEqual([])
  const speaker = speakerFor(machine)
  const said: string[] = []
  const settled: string[] = []
  let report: (report: LineReport) => void = () => undefined
  const call = createCall({
    prepared: prepare(machine),
    start: { id: 'call-77', caller: null, called: '95500' },
    clock,
    backends: services.bind(machine, spoken => renderText(machine, spoken)),
    observers: [{ settled: (_, outcome) => void settled.push(outcome) }],
    open: tell => {
      report = tell
      return {
        order: order => {
          if (order.kind !== 'speak') return
          const words = speaker.words(order.segment)
          said.push(words)
          setTimeout(() => report({ kind: 'spoken', segment: order.segment.id }), 1)
          if (words.startsWith('Pay?')) setTimeout(() => report({ kind: 'key', key: '1' }), 400)
        },
      }
    },
  })
  const until = async (words: string): Promise<void> => {
    for (const end = Date.now() + 8000; !said.some(one => one.includes(words)); await new Promise(resolve => setTimeout(resolve, 5))) {
      if (Date.now() > end) throw new Error(`“${words}” was not said, but: ${said.join(' | ')}`)
    }
  }
  return { call, said, settled, until }
}

const json = (response: ServerResponse, body: unknown): void => void response.end(JSON.stringify(body))
const pays = (n: string): string =>
  `perform bank.pay(${n}) { done { say "Done." } declined { say "Declined." } failed { say "Failed." } unknown { say "Unknown." } }`

it('[S5.7] [S5.11] a transaction whose connection breaks is sent again with the same key, and was booked once', async () => {
  const bank = await bankThat(
    (response, number) => void (number < 3 ? response.socket?.resetAndDestroy() : json(response, { outcome: 'done' })),
  )
  const { call, until } = await dial(`${pays('5')} -> hangup`, bank.url)
  await until('Done.')
  await call.done
  const key = taskKey('call-77', 1)
  expect(bank.heard).toEqual(Array(3).fill(['/bank/pay', key]))
  expect([...bank.booked]).toEqual([[key, 1]])
})

it('[S5.15] where no connection ever stood it did not happen, and the caller hears so', async () => {
  const bank = await bankThat(() => {})
  await new Promise(resolve => bank.server.close(resolve))
  const { call, said, until } = await dial(`${pays('5')} -> hangup`, bank.url)
  await until('Failed.')
  await call.done
  expect(said.join(' ')).not.toContain('Unknown')
})

it('[S5.13] [S5.14] [S5.19] [S5.21] no answer in time is `unknown`, the same is not sent again before it is settled, and it is settled by key', async () => {
  const bank = await bankThat((response, number) => {
    if (number > 1) json(response, { outcome: 'done' })
  })
  const { call, said, settled, until } = await dial(`${pays('5')} say "Again." ${pays('5')} say "Other." -> hangup`, bank.url)
  await until('Other.')
  expect(said.filter(words => /Unknown|Done|Failed/.test(words))).toEqual(['Unknown.', 'Unknown.'])
  await call.done
  const key = taskKey('call-77', 1)
  expect(bank.heard).toEqual(Array(2).fill(['/bank/pay', key]))
  expect([[...bank.booked], settled]).toEqual([[[key, 1]], ['done']])
  expect(said.filter(words => words === 'Done.')).toEqual([])
})

it('[S3.16] an answer that is not of its type fails a query, and of a transaction nobody knows', async () => {
  const bank = await bankThat((response, number, path) =>
    json(response, path === '/bank/find' ? { result: 10 } : { outcome: number === 2 ? 'paid' : 'done' }),
  )
  const { call, said } = await dial(
    `let n = query bank.find() else { say "None." -> pay } say "{n}" -> pay }
flow pay { confirm { say "Pay?" no -> goodbye } ${pays('5')} -> hangup`,
    bank.url,
  )
  await call.done
  expect(said.filter(words => /None|Unknown|Done/.test(words))).toEqual(['None.', 'Unknown.'])
})

it('a prompt that is handed to a bank is handed over in words', async () => {
  const bank = await bankThat(response => json(response, {}))
  const { call } = await dial(`let n = 7 - 4 notify bank.news("You have {n} letters.") -> hangup`, bank.url)
  await call.done
  expect(bank.bodies.map(body => (JSON.parse(body) as { arguments: unknown }).arguments)).toEqual([
    { words: { 'en-US': 'You have three letters.' } },
  ])
})
