// A bank over real sockets, with everything that can go wrong on them.
import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createNetServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import type { Value } from '../../machine/values.ts'
import type { BackendReply, BackendRequest } from '../call/backends.ts'
import type { Clock } from '../call/clock.ts'
import { createAsking } from './asking.ts'
import type { HttpService } from './config.ts'
import { createGate } from './gate.ts'
import { createHttpChannel } from './http-channel.ts'
import { createHttpPool, type HttpPool, type HttpResult } from './http-exchange.ts'
import { readServices } from './read-config.ts'
import { openServices, type BoundBackends } from './services.ts'
import { machine, operation, request, systemClock } from './testing/bank.ts'
import type { ServiceEvent } from './tries.ts'

const clean: (() => unknown)[] = []
afterEach(async () => {
  for (const end of clean.splice(0).reverse()) await end()
})

interface Heard {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
  readonly body: string
}
type Handle = (response: ServerResponse, heard: Heard, number: number) => void

/** A bank on a port of its own; `handle` gets the n-th request, from 1. */
async function bankOf(
  handle: Handle,
  create: (listener: (request: IncomingMessage, response: ServerResponse) => void) => Server = createServer,
) {
  const heard: Heard[] = []
  const server = create((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url = '', headers, rawHeaders } = incoming
      heard.push({ method, path: url, headers, rawHeaders, body: Buffer.concat(chunks).toString() })
      handle(response, heard.at(-1)!, heard.length)
    })
  })
  const port = await listen(server)
  return { heard, port }
}

async function listen(server: Server | ReturnType<typeof createNetServer>): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  clean.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise(resolve => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

const status = { path: '/{service}/{operation}/status', closes: true }
async function connect(url: string, more: object = {}, env: Record<string, string> = {}, clock: Clock = systemClock) {
  const section = { bank: { url, operations: { new_pin: { status } }, ...more }, sms: { url } }
  const read = readServices(section, { path: '/services', folder: '/', env, read: file => readFileSync(file) })
  expect(read.problems).toBeUndefined()
  const log: ServiceEvent[] = []
  const services = await openServices(read.config!, {
    path: '/services',
    clock,
    random: Math.random,
    log: event => void log.push(event),
  })
  clean.push(() => services.close())
  expect(services.check(machine)).toEqual([])
  return { backends: services.bind(machine, () => ''), log, services }
}

/** As asked now; `within` ms instead of the operation's time. */
const ask = (backends: BoundBackends, name: string, given: readonly Value[] = [], within?: number): Promise<BackendReply> =>
  backends.ask(now(name, given, within))
const now = (name: string, given: readonly Value[] = [], within?: number): BackendRequest => {
  const asked = request(name, given, Date.now())
  return within === undefined ? asked : { ...asked, deadline: asked.at + within }
}
const json = (response: ServerResponse, body: unknown): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
const pay: readonly Value[] = ['6225', 1005, 'rent']

it('a bank is told the moment of the deadline by the machine’s clock, where the node’s is ahead, and waits as long', async () => {
  const { heard, port } = await bankOf(response => json(response, { outcome: 'done', values: { receipt: '0042' } }))
  const hour = 3_600_000
  const ahead: Clock = { ...systemClock, now: () => Date.now() + hour, ahead: () => hour }
  const { backends } = await connect(`http://127.0.0.1:${port}/`, {}, {}, ahead)
  const asked = request('bank.pay', pay, ahead.now())
  await backends.ask(asked)
  // One with less than a second is not taken for one whose time is over.
  await backends.ask({ ...asked, task: 2, key: 'of-2', deadline: ahead.now() + 900 })
  const [first, second] = heard as [Heard, Heard]
  expect(first.headers).toMatchObject({
    'callwright-deadline': new Date(asked.deadline - hour).toISOString(),
    prefer: expect.stringMatching(/^wait=(9|10)$/),
  })
  expect(second.headers).toMatchObject({ prefer: 'wait=1' })
})

it('a clock that is put right while nobody knows whether a transaction happened makes no time for it', async () => {
  const { heard, port } = await bankOf((response, _, number) => {
    if (number > 1) json(response, { outcome: 'failed' })
  })
  const hour = 3_600_000
  let by = 0
  // The machine is an hour ahead, and is put back by it: the node's clock goes on.
  const clock: Clock = { ...systemClock, now: () => Date.now() + hour, ahead: () => by }
  const { backends } = await connect(`http://127.0.0.1:${port}/`, {}, {}, clock)
  const asked = { ...request('bank.pay', pay, clock.now()), deadline: clock.now() + 300 }
  const reply = await backends.ask(asked)
  expect(reply).toMatchObject({ kind: 'unknown' })
  by = hour
  await (reply as { settled: Promise<unknown> }).settled
  const [first, again] = heard as [Heard, Heard]
  expect(first.headers).toMatchObject({ 'callwright-deadline': new Date(asked.deadline).toISOString(), prefer: 'wait=1' })
  expect(again.headers).toMatchObject({ 'callwright-deadline': new Date(asked.deadline - hour).toISOString() })
  expect(again.headers).not.toHaveProperty('prefer')
})

it('[S5.1] a request over the wire, as docs/services.md shows it', async () => {
  const { heard, port } = await bankOf(response => json(response, { outcome: 'done', values: { receipt: '0042' } }))
  const { backends } = await connect(
    `http://127.0.0.1:${port}/ivr/`,
    { headers: { Authorization: { env: 'TOKEN', before: 'Bearer ' } } },
    { TOKEN: 'abc' },
  )
  const asked = now('bank.pay', pay)
  expect(await backends.ask(asked)).toEqual({ kind: 'answer', outcome: 'done', values: ['0042'] })
  const [{ method, path, headers, body }] = heard as [Heard]
  expect([method, path]).toEqual(['POST', '/ivr/bank/pay'])
  expect(headers).toMatchObject({
    authorization: 'Bearer abc',
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-encoding': 'identity',
    'idempotency-key': asked.key,
    'callwright-deadline': new Date(asked.deadline).toISOString(),
    prefer: expect.stringMatching(/^wait=(9|10)$/),
  })
  expect(JSON.parse(body)).toEqual({
    operation: 'bank.pay',
    call: 'call-77',
    task: 1,
    language: 'en-US',
    level: 'verified',
    arguments: { to: '6225', amount: { currency: 'CNY', amount: '10.05' }, memo: 'rent' },
  })
})

it('a query has no key, and connections are kept', async () => {
  const ports = new Set<number | undefined>()
  const { heard, port } = await bankOf(response => {
    ports.add(response.socket?.remotePort)
    json(response, { result: [] })
  })
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  for (let n = 0; n < 3; n++) expect((await ask(backends, 'bank.accounts')).kind).toBe('answer')
  expect([ports.size, heard.map(({ headers }) => headers['idempotency-key'])]).toEqual([1, [undefined, undefined, undefined]])
})

it('[S5.15] a payment that went over a kept connection and is not answered may have happened: nobody knows', async () => {
  const { heard, port } = await bankOf((response, { path }) => {
    if (path === '/bank/accounts') json(response, { result: [] })
  })
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  await ask(backends, 'bank.accounts')
  expect([(await ask(backends, 'bank.pay', pay, 300)).kind, heard.length]).toEqual(['unknown', 2])
})

it('an attempt has a connection of its own, which no idle time can have closed', async () => {
  const ports: (number | undefined)[] = []
  const { port } = await bankOf((response, { path }) => {
    ports.push(response.socket?.remotePort)
    json(response, path === '/bank/accounts' ? { result: [] } : { outcome: 'refused' })
  })
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  await ask(backends, 'bank.accounts')
  for (let n = 0; n < 2; n++) expect((await ask(backends, 'bank.log_in', ['6225', '1234'])).kind).toBe('answer')
  expect(new Set(ports).size).toBe(3)
})

it('refused: a query and an attempt fail, a transaction was never sent', async () => {
  const closed = createNetServer()
  const port = await listen(closed)
  await new Promise(resolve => closed.close(resolve))
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  expect((await ask(backends, 'bank.accounts', [], 300)).kind).toBe('failed')
  expect(await ask(backends, 'bank.log_in', ['6225', '1234'])).toEqual({ kind: 'failed', why: 'the connection failed (ECONNREFUSED)' })
  expect(await ask(backends, 'bank.pay', pay, 300)).toMatchObject({ kind: 'failed', why: expect.stringContaining('never sent') })
  expect(await ask(backends, 'bank.new_pin', ['1234', '4321'], 300)).toMatchObject({ kind: 'failed' })
})

/** What a bank does to whatever it is asked. */
const faults: readonly (readonly [name: string, does: Handle])[] = [
  ['resets before an answer', response => void response.socket?.resetAndDestroy()],
  ['closes before an answer', response => void response.socket?.end()],
  [
    'resets in the middle of the body',
    response => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"outcome"')
      setTimeout(() => response.socket?.resetAndDestroy(), 10)
    },
  ],
  [
    'closes in the middle of chunks',
    response => {
      response.writeHead(200).write('{"result": []')
      setTimeout(() => response.socket?.end(), 10)
    },
  ],
  ['never answers', () => {}],
  [
    'drips',
    response => {
      response.writeHead(200)
      const drip = setInterval(() => response.write(' '), 5)
      response.on('close', () => clearInterval(drip))
    },
  ],
  ['says 500', response => void response.writeHead(500).end('{"outcome":"done","values":{"receipt":"0001"}}')],
  ['says 503', response => void response.writeHead(503).end()],
  ['says 404', response => void response.writeHead(404).end('{"outcome":"not seen"}')],
  ['says 204', response => void response.writeHead(204).end()],
  ['answers HTML', response => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in')],
  ['redirects', (response, { path }) => void response.writeHead(307, { location: `${path}?again` }).end()],
  [
    'answers in bytes that are no UTF-8',
    response => void response.end(Buffer.from([...Buffer.from('{"result": ["'), 0xff, 0xfe, 0x22, 0x5d, 0x7d])),
  ],
  ['answers UTF-16', response => void response.end(Buffer.from('{"result":[]}', 'utf16le'))],
  [
    'says two things',
    response => void response.end('{"result":[],"outcome":"done","values":{"receipt":"0001"},"result":[],"outcome":"failed"}'),
  ],
  ['answers two JSON texts', response => void response.end('{"result":[]}{"result":[]}')],
  ['answers nothing', response => void response.end()],
  ['answers fields of wrong types', response => json(response, { result: [{ number: 6225, balance: 5 }], outcome: 7 })],
  ['leaves fields out', response => json(response, { result: [{ number: '6225' }], values: {} })],
  ['answers an outcome that is not declared', response => json(response, { outcome: 'maybe' })],
  ['answers a list that is too long', response => json(response, { result: Array(4).fill({ number: '6225', balance: '1' }) })],
  ['answers deep JSON', response => void response.end(`{"result":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)],
  ['compresses', response => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000, 32)))],
  ['announces 100 MB', response => void response.writeHead(200, { 'content-length': '100000000' }).write(' ')],
  ['sends headers without end', response => void response.writeHead(200, { 'x-large': 'x'.repeat(100_000) }).end('{"result":[]}')],
]

it('whatever a bank does on a socket, a query and an attempt are failed, and of a transaction nobody knows', async () => {
  const ends = faults.map(async ([name, does]) => {
    const { heard, port } = await bankOf(does)
    const { backends, log } = await connect(`http://127.0.0.1:${port}`)
    const replies = await Promise.all([
      ask(backends, 'bank.accounts', [], 2000),
      ask(backends, 'bank.log_in', ['6225', '1234'], 2000),
      ask(backends, 'bank.pay', pay, 2000),
    ])
    const of = (path: string): Heard[] => heard.filter(one => one.path === path)
    const keys = new Set(of('/bank/pay').map(({ headers }) => headers['idempotency-key']))
    return [name, replies.map(({ kind }) => kind), of('/bank/log_in').length, keys.size, log.length > 0]
  })
  expect(await Promise.all(ends)).toEqual(faults.map(([name]) => [name, ['failed', 'failed', 'unknown'], 1, 1, true]))
})

it('a body of 100 MB is cut off at the bound, in chunks as well', async () => {
  let written = 0
  const { port } = await bankOf(response => {
    response.writeHead(200)
    const chunk = Buffer.alloc(100_000, 32)
    const more = (): void => {
      while (written < 100_000_000 && !response.destroyed) {
        written += chunk.length
        if (!response.write(chunk)) return void response.once('drain', more)
      }
    }
    more()
  })
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  expect(await ask(backends, 'bank.accounts')).toEqual({ kind: 'failed', why: 'the answer is larger than 1000000 bytes' })
  expect(written).toBeLessThan(50_000_000)
})

it('an answer that breaks off is none, also where what has come could be read: the first numerals of a sum', async () => {
  const { port } = await bankOf(response => {
    response.writeHead(200, { 'content-length': '5' }).write('123')
    setTimeout(() => response.socket?.end(), 10)
  })
  expect(await exchangeOver(poolOfOne(), port)).toMatchObject({ kind: 'fault', sent: true, again: true })
})

it('a request that is given up leaves its place in the pool to the next', async () => {
  const { port } = await bankOf((response, _, number) => {
    if (number > 1) json(response, {})
  })
  const pool = poolOfOne()
  expect(await exchangeOver(pool, port, 100)).toMatchObject({ kind: 'fault', why: 'it took too long' })
  expect(await exchangeOver(pool, port)).toMatchObject({ kind: 'answer', status: 200 })
})

function poolOfOne(): HttpPool {
  const pool = createHttpPool({}, 1)
  clean.push(() => pool.close())
  return pool
}
const exchangeOver = (pool: HttpPool, port: number, within = 2000): Promise<HttpResult> =>
  pool.exchange({
    url: new URL(`http://127.0.0.1:${port}`),
    headers: {},
    body: '{}',
    fresh: false,
    largest: 1000,
    signal: AbortSignal.timeout(within),
  })

it('what is no HTTP is not asked again', async () => {
  let connections = 0
  const port = await listen(
    createNetServer(socket => {
      connections++
      socket.end('SSH-2.0-OpenSSH_9.6\r\n')
    }),
  )
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  expect(await ask(backends, 'bank.accounts')).toMatchObject({
    kind: 'failed',
    why: expect.stringMatching(/^the answer is not HTTP \(HPE_/),
  })
  expect(connections).toBe(1)
})

it('a second answer on a connection is nobody’s', async () => {
  const one = 'HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{"result":[]}'
  const other = 'HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{"result":null}'
  for (const glued of [true, false]) {
    let first: Socket | undefined
    const port = await listen(
      createNetServer(socket => {
        socket.on('data', data => {
          const isAccounts = data.includes('/bank/accounts')
          socket.write(isAccounts ? (glued ? one + other : one) : 'HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{"result":"x"}')
          if (isAccounts) first = socket
        })
      }),
    )
    const { backends } = await connect(`http://127.0.0.1:${port}`)
    await ask(backends, 'bank.accounts')
    // It has come before anything else is asked, however busy the machine is: its connection is given up for it.
    if (!glued) first!.write(other)
    if (!first!.closed) await once(first!, 'close')
    expect(await ask(backends, 'bank.nickname', ['6225'])).toEqual({ kind: 'answer', outcome: 'answered', values: ['x'] })
  }
})

it('[S5.4] a query goes on where a connection breaks, and 502, 503 and 504 are waited out', async () => {
  const { port } = await bankOf((response, _, number) => {
    if (number === 1) response.socket?.resetAndDestroy()
    else if (number <= 4) response.writeHead(500 + number).end()
    else json(response, { result: [{ number: '6225', balance: 'CNY 10.05' }] })
  })
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  expect(await ask(backends, 'bank.accounts')).toEqual({
    kind: 'answer',
    outcome: 'answered',
    values: [[{ number: '6225', balance: 1005, nick: null }]],
  })
})

it('[S5.11] a transaction goes on under the same key, and the bank books it once', async () => {
  const booked = new Map<string, string>()
  const { heard, port } = await bankOf((response, { headers }, number) => {
    const key = String(headers['idempotency-key'])
    if (!booked.has(key)) booked.set(key, `000${booked.size + 1}`)
    if (number < 3) response.socket?.resetAndDestroy()
    else if (number === 3) response.writeHead(409).end()
    else json(response, { outcome: 'done', values: { receipt: booked.get(key) } })
  })
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  expect(await ask(backends, 'bank.pay', pay)).toEqual({ kind: 'answer', outcome: 'done', values: ['0001'] })
  expect([booked.size, heard.length]).toEqual([1, 4])
  expect(new Set(heard.map(({ body }) => body)).size).toBe(1)
})

it('[S5.15] [S5.18] a status call: by its key, without a secret, and “not seen” closes it', async () => {
  const { heard, port } = await bankOf((response, { path }) => {
    if (path.endsWith('/status')) json(response, { outcome: 'not seen' })
  })
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  const asked = now('bank.new_pin', ['7531', '8642'], 1000)
  const reply = await backends.ask(asked)
  expect(reply.kind).toBe('unknown')
  expect(await (reply as { settled: Promise<unknown> }).settled).toEqual({
    kind: 'failed',
    why: 'the bank has not seen it and takes it no more',
  })
  const { path, headers, body } = heard.at(-1)!
  expect([path, headers['idempotency-key']]).toEqual(['/bank/new_pin/status', asked.key])
  expect(JSON.parse(body)).toEqual({ operation: 'bank.new_pin', call: 'call-77', task: 1, key: asked.key, close: true })
})

it('statuses mean what the configuration says, of a status call another thing', async () => {
  const { port } = await bankOf((response, { path }) => {
    if (path === '/bank/new_pin') return
    if (path === '/bank/new_pin/status') return void response.writeHead(404).end()
    const [code, body] = { '/bank/nickname': [404, ''], '/bank/accounts': [200, '[]'], '/bank/pay': [422, '{"reason":"limit","more":1}'] }[
      path
    ] as [number, string]
    response.writeHead(code).end(body)
  })
  const { backends } = await connect(`http://127.0.0.1:${port}`, {
    operations: {
      new_pin: { answers: { 404: { outcome: 'refused' } }, status: { ...status, answers: { 404: { outcome: 'not seen' } } } },
      nickname: { answers: { 404: { result: null } } },
      accounts: { answers: { 200: { body: 'result' } } },
      pay: { answers: { 422: { outcome: 'declined', body: 'values' } } },
    },
  })
  expect(await ask(backends, 'bank.nickname', ['6225'])).toEqual({ kind: 'answer', outcome: 'answered', values: [null] })
  expect(await ask(backends, 'bank.accounts')).toEqual({ kind: 'answer', outcome: 'answered', values: [[]] })
  expect(await ask(backends, 'bank.pay', pay)).toEqual({ kind: 'answer', outcome: 'declined', values: ['limit'] })
  const changed = await ask(backends, 'bank.new_pin', ['7531', '8642'], 100)
  expect(await (changed as { settled: Promise<unknown> }).settled).toMatchObject({ kind: 'failed' })
})

it('no argument reaches a header, a path or the end of a line', async () => {
  const evil = '\r\nX-Evil: 1\r\n\r\nPOST /evil HTTP/1.1\r\n\r\n\u2028\ud800"}{$(rm)${jndi}\u0000'
  const { heard, port } = await bankOf(response => json(response, { outcome: 'declined', values: { reason: 'limit' } }))
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  const asked = { ...now('bank.pay', ['6225', 1005, evil]), call: evil, language: evil, level: evil }
  expect((await backends.ask(asked)).kind).toBe('answer')
  expect(heard.map(({ path }) => path)).toEqual(['/bank/pay'])
  expect(heard[0]!.rawHeaders.join(' ')).not.toMatch(/evil/i)
  expect((JSON.parse(heard[0]!.body) as { arguments: { memo: string } }).arguments.memo).toBe(evil)
})

it('nothing private or secret is in a reason or a log, whatever the bank answers', async () => {
  const canaries = ['62258802CANARY', '7531', '8642', 'Bearer-CANARY', 'MEMO-CANARY']
  for (const does of [
    (response: ServerResponse) => response.socket?.resetAndDestroy(),
    (response: ServerResponse, { body }: Heard) => json(response, { outcome: body, values: { receipt: body, reason: body }, result: body }),
    (response: ServerResponse, { body }: Heard) => response.writeHead(500, 'CANARY', { 'x-echo': encodeURIComponent(body) }).end(body),
    (response: ServerResponse, { body }: Heard) => response.end(body),
    (response: ServerResponse, { body, headers }: Heard) => json(response, { result: [{ number: body, balance: headers.authorization }] }),
    (response: ServerResponse) => void response.writeHead(302, { location: 'http://CANARY/' }).end(),
  ]) {
    const { port } = await bankOf(does as Handle)
    const { backends, log } = await connect(
      `http://127.0.0.1:${port}`,
      { headers: { Authorization: { env: 'TOKEN' } } },
      { TOKEN: 'Bearer-CANARY' },
    )
    const replies = await Promise.all([
      ask(backends, 'bank.accounts', [], 200),
      ask(backends, 'bank.nickname', ['62258802CANARY'], 200),
      ask(backends, 'bank.log_in', ['62258802CANARY', '7531'], 200),
      ask(backends, 'bank.pay', ['62258802CANARY', 1005, 'MEMO-CANARY'], 200),
      ask(backends, 'bank.new_pin', ['7531', '8642'], 200),
    ])
    const shown = JSON.stringify([replies, log])
    for (const canary of canaries) expect(shown).not.toContain(canary)
    expect(shown).not.toContain('CANARY')
  }
})

it('[L.steps.11] a notice is delivered by any 2xx, and its failure ends nothing', async () => {
  const { heard, port } = await bankOf(
    (response, _, number) => void response.writeHead(number === 1 ? 503 : number === 2 ? 204 : 400).end('<html>'),
  )
  const { backends } = await connect(`http://127.0.0.1:${port}`)
  const told = now('sms.receipt', ['1234', 1005])
  expect(await backends.notify(told)).toBe(true)
  expect(heard.map(({ headers }) => headers['idempotency-key'])).toEqual([told.key, told.key])
  expect(await backends.notify(now('sms.receipt', ['1234', 1005]))).toBe(false)
})

it('TLS: a certificate that is not trusted is refused before anything is sent, ours is shown, and a name has to be right', async () => {
  // Keys of nobody, made for this test alone: openssl req -x509 -newkey ec … -days 36500
  const at = (file: string): string => join(import.meta.dirname, 'fixtures', file)
  const options = {
    key: readFileSync(at('bank.key')),
    cert: readFileSync(at('bank.pem')),
    ca: readFileSync(at('node.pem')),
    requestCert: true,
    rejectUnauthorized: true,
  }
  const { heard, port } = await bankOf(
    response => json(response, { outcome: 'done', values: { receipt: '0001' } }),
    listener => createTlsServer(options, listener) as unknown as Server,
  )
  const url = `https://127.0.0.1:${port}`
  const tls = { ca: at('bank.pem'), cert: at('node.pem'), key: at('node.key'), serverName: 'bank.test' }
  const tried = async (more: object): Promise<BackendReply> => ask((await connect(url, { tls: more })).backends, 'bank.pay', pay, 1500)
  expect((await tried(tls)).kind).toBe('answer')
  const { ca: _, ...untrusted } = tls
  expect(await tried(untrusted)).toMatchObject({ kind: 'failed', why: expect.stringContaining('never sent') })
  expect(await tried({ ...tls, serverName: 'other.test' })).toMatchObject({
    kind: 'failed',
    why: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
  })
  const { cert: _c, key: _k, ...anonymous } = tls
  expect((await tried(anonymous)).kind).not.toBe('answer')
  expect(heard).toHaveLength(1)
})

it('[S5.15] what no connection can be made with fails at once, a transaction too, as it was never sent; nothing rejects', async () => {
  const { heard, port } = await bankOf(response => json(response, { result: [] }))
  const at = (file: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', file))
  const pool = createHttpPool({ cert: at('node.pem'), key: at('bank.key') }, 4)
  clean.push(() => pool.close())
  const asked = { url: new URL(`https://127.0.0.1:${port}`), headers: {}, body: '{}', largest: 1000, signal: new AbortController().signal }
  for (const fresh of [true, false])
    expect(await pool.exchange({ ...asked, fresh })).toEqual({
      kind: 'fault',
      sent: false,
      again: false,
      why: 'the connection failed (ERR_OSSL_X509_KEY_VALUES_MISMATCH)',
    })
  // As no configuration that is read could be.
  const read = readServices({ bank: { url: 'https://127.0.0.1' } }, { path: '/services', folder: '/', env: {}, read: () => null })
  const bank = { ...(read.config!['bank'] as HttpService), tls: { cert: at('node.pem'), key: at('bank.key') } }
  const around = { clock: systemClock, random: Math.random, log: () => {}, words: () => ({}), closed: new AbortController().signal }
  const gates = { calls: createGate(1), behind: createGate(1) }
  const reply = async (name: string, given: readonly Value[]): Promise<BackendReply> => {
    const of = operation(name)
    const channel = createHttpChannel(of, bank, createHttpPool(bank.tls, 4).exchange, systemClock)
    return createAsking(of, channel, gates, { waiting: 0 }, around).ask(now(name, given, 5000))
  }
  const began = performance.now()
  expect(await reply('bank.accounts', [])).toMatchObject({ kind: 'failed' })
  expect(await reply('bank.pay', pay)).toMatchObject({ kind: 'failed', why: expect.stringContaining('it was never sent') })
  expect(performance.now() - began).toBeLessThan(2500)
  expect(heard).toEqual([])
})
