import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { createNetworks } from './addresses.ts'
import type { IncomingCall } from './incoming.ts'
import { createServer, refuseCall, type CallServer, type ServerOptions } from './server.ts'

const servers: CallServer[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(servers.splice(0).map(server => server.close()))
})

interface Rig {
  readonly server: CallServer
  readonly calls: IncomingCall[]
  readonly refused: { readonly why: string; readonly count: number }[]
}

async function start(options: Partial<ServerOptions> = {}): Promise<Rig> {
  const calls: IncomingCall[] = []
  const refused: { why: string; count: number }[] = []
  const server = await createServer({
    host: '127.0.0.1',
    port: 0,
    allow: ['127.0.0.1'],
    token: 'right-token',
    onRefused: ({ why, count }) => void refused.push({ why, count }),
    onCall: call => {
      calls.push(call)
      call.listen({ onEvent: () => undefined, onClosed: () => undefined })
    },
    ...options,
  })
  if ('kind' in server) throw new Error(server.why)
  servers.push(server)
  return { server, calls, refused }
}

async function dial(server: CallServer, from?: string): Promise<{ socket: Socket; got: () => string; closed: Promise<unknown> }> {
  const socket = connect({ host: '127.0.0.1', port: server.port, ...(from === undefined ? {} : { localAddress: from }) })
  sockets.push(socket)
  let text = ''
  socket.on('data', data => (text += data.toString()))
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  await Promise.race([once(socket, 'connect'), closed])
  return { socket, got: () => text, closed }
}

const hello = (path: string, uuid = 'aaaa-1', more = ''): string =>
  `Event-Name: CHANNEL_DATA\nUnique-ID: ${uuid}\nCaller-Caller-ID-Number: 1390000\nCaller-Destination-Number: 95500\nvariable_socket_path: ${path}\n${more}Content-Type: command/reply\nReply-Text: %2BOK%0A\n\n`

it('a switch that knows the token hands over its call', async () => {
  const { server, calls } = await start()
  const { socket, got } = await dial(server)
  await expect.poll(got).toBe('connect\n\n')
  socket.write(hello('right-token%2F1'))
  await expect.poll(() => calls.length).toBe(1)
  expect(calls[0]!.channel).toMatchObject({ uuid: 'aaaa-1', caller: '1390000', called: '95500', answered: false, answering: 1 })
  expect(calls[0]!.channel.header('variable_socket_path')).toBe('right-token/1')
  expect(calls[0]!.peer).toBe('127.0.0.1')
})

it.each(['Caller-Privacy-Hide-Number: true\n', '', 'x'])('a number that is withheld is none (%j)', async more => {
  const { server, calls } = await start()
  const { socket } = await dial(server)
  const number = more === '' ? 'anonymous' : more === 'x' ? '0000000000' : '1390000'
  socket.write(hello('right-token', 'u', more === 'x' ? '' : more).replace('1390000', number))
  await expect.poll(() => calls[0]?.channel.caller).toBe(null)
})

it.each([
  ['token', 'wrong-token'],
  ['token', ''],
  ['token', 'right-token-and-more'],
  ['token', 'x%2Fright-token'],
])('is told nothing: %s %j', async (why, path) => {
  const { server, calls, refused } = await start()
  const { socket, got, closed } = await dial(server)
  socket.write(hello(path))
  await closed
  expect(got()).toBe('connect\n\n')
  expect(refused).toEqual([{ why, count: 1 }])
  expect(calls).toEqual([])
})

it('an address that is not on the list gets not a byte', async () => {
  const { server, refused } = await start({ allow: ['10.0.0.0/8', '::1'] })
  const { got, closed } = await dial(server)
  await closed
  expect(got()).toBe('')
  expect(refused).toEqual([{ why: 'address', count: 1 }])
})

it('a peer that does not answer `connect`, goes before it has, or is no FreeSWITCH at all', async () => {
  const { server, refused, calls } = await start({ limits: { answer: 60 } })
  const slow = await dial(server)
  await slow.closed
  const gone = await dial(server)
  gone.socket.end('Event-Name: CHANNEL_DA')
  const web = await dial(server)
  web.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const plain = await dial(server)
  plain.socket.write('Content-Type: command/reply\nReply-Text: +OK\n\n')
  const noId = await dial(server)
  noId.socket.write(hello('right-token', ''))
  await Promise.all([gone.closed, web.closed, plain.closed, noId.closed])
  await expect.poll(() => refused.map(({ why }) => why).toSorted()).toEqual(['no-call', 'slow'])
  expect(calls).toEqual([])
  await expect.poll(() => server.connections()).toBe(0)
})

it('a channel that the switch does not know, or that is being handled, is not taken', async () => {
  const { server, refused, calls } = await start({
    verify: uuid => (uuid === 'broken' ? Promise.reject(new Error('x')) : Promise.resolve(uuid === 'known')),
  })
  for (const uuid of ['forged', 'broken']) {
    const { socket, closed } = await dial(server)
    socket.write(hello('right-token', uuid))
    await closed
  }
  const first = await dial(server)
  first.socket.write(hello('right-token', 'known'))
  await expect.poll(() => calls.length).toBe(1)
  const second = await dial(server)
  second.socket.write(hello('right-token', 'known'))
  await second.closed
  expect(refused.map(({ why }) => why)).toEqual(['unknown-channel', 'duplicate'])
  expect(calls).toHaveLength(1)
  first.socket.destroy()
  await expect.poll(() => server.connections()).toBe(0)
  // When the first is gone the channel may come back: a node that took it over and gave it back.
  const third = await dial(server)
  third.socket.write(hello('right-token', 'known'))
  await expect.poll(() => calls.length).toBe(2)
})

it('takes so many connections at once that say nothing; calls do not count', async () => {
  const { server, refused, calls } = await start({ limits: { connections: 2 } })
  for (const uuid of ['a', 'b', 'c', 'd']) {
    const { socket } = await dial(server)
    socket.write(hello('right-token', uuid))
    await expect.poll(() => calls.at(-1)?.channel.uuid).toBe(uuid)
  }
  await dial(server)
  await dial(server)
  const third = await dial(server)
  await third.closed
  expect(server.connections()).toBe(6)
  expect(refused).toEqual([{ why: 'too-many', count: 1 }])
})

it('each address has its share: who has most gives way to who has fewer, the last first, and is told of once', async () => {
  const { server, refused, calls } = await start({ allow: ['127.0.0.0/8'], limits: { connections: 4 } })
  const own = [await dial(server), await dial(server), await dial(server), await dial(server)]
  const gone = (): readonly number[] => own.flatMap(({ socket }, index) => (socket.closed ? [index + 1] : []))
  const other = await dial(server, '127.0.0.2')
  await expect.poll(gone).toEqual([4])
  await dial(server, '127.0.0.2')
  await expect.poll(gone).toEqual([3, 4])
  // Two and two: one more of either would only push out the other.
  await (
    await dial(server, '127.0.0.2')
  ).closed
  await (
    await dial(server)
  ).closed
  expect(gone()).toEqual([3, 4])
  expect(server.connections()).toBe(4)
  other.socket.write(hello('right-token'))
  await expect.poll(() => calls.length).toBe(1)
  // A second may pass until the rest is told.
  await expect.poll(() => refused.reduce((sum, { count }) => sum + count, 0), { timeout: 3000 }).toBe(4)
  expect(refused.map(({ why }) => why)).toEqual(['too-many', 'too-many'])
})

it('two hundred calls that one switch offers at once are all taken', async () => {
  const { server, refused, calls } = await start()
  await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const { socket } = await dial(server)
      socket.write(hello('right-token', `call-${index}`))
    }),
  )
  await expect.poll(() => calls.length).toBe(200)
  expect(refused).toEqual([])
})

it('who holds as many connections open as there may be keeps out no call from another address', async () => {
  const { server, calls } = await start({ allow: ['127.0.0.0/8'] })
  const strangers = Array.from({ length: 3000 }, () => {
    const stranger = connect({ host: '127.0.0.1', port: server.port, localAddress: '127.0.0.9' })
    stranger.on('error', () => undefined)
    stranger.resume()
    sockets.push(stranger)
    return stranger
  })
  await expect.poll(() => strangers.filter(stranger => !stranger.closed).length, { timeout: 10_000 }).toBe(200)
  for (let index = 0; index < 100; index++) (await dial(server)).socket.write(hello('right-token', `call-${index}`))
  await expect.poll(() => calls.length).toBe(100)
}, 30_000)

it('ten thousand connections of a stranger do not disturb a call, and are a handful of lines', async () => {
  const { server, calls, refused } = await start({ allow: ['127.0.0.1'] })
  const { socket } = await dial(server)
  socket.write(hello('right-token'))
  await expect.poll(() => calls.length).toBe(1)
  // The switch answers what it is asked.
  socket.on('data', () => void socket.write('Content-Type: command/reply\nReply-Text: +OK\n\n'))
  const times: number[] = []
  let over = false
  const running = (async () => {
    while (!over) {
      const began = performance.now()
      const answer = await calls[0]!.connection.send({ kind: 'command', name: 'linger', bytes: Buffer.from('linger 5\n\n') })
      expect(answer.kind).toBe('answer')
      times.push(performance.now() - began)
      await delay(5)
    }
  })()
  const began = performance.now()
  for (let done = 0; done < 10_000; done += 100)
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        const stranger = connect({ host: '127.0.0.1', port: server.port, localAddress: '127.0.0.9' })
        stranger.on('error', () => undefined)
        await once(stranger, 'close')
      }),
    )
  over = true
  await running
  const took = performance.now() - began
  times.sort((one, other) => one - other)
  expect(times.length).toBeGreaterThan(20)
  expect(times[Math.floor(times.length * 0.9)]!).toBeLessThan(100)
  expect(server.connections()).toBe(1)
  expect(refused.length).toBeLessThan(took / 1000 + 2)
  expect(refused.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0)
}, 60_000)

it('a call that is not wanted is ended with a cause, and the connection with it', async () => {
  const { server } = await start({ onCall: call => refuseCall(call, 'UNALLOCATED_NUMBER') })
  const { socket, got } = await dial(server)
  socket.write(hello('right-token'))
  await expect.poll(got).toBe('connect\n\nsendmsg\ncall-command: hangup\nhangup-cause: UNALLOCATED_NUMBER\n\nexit\n\n')
})

it('a network that is none, or a port that is taken, is said before anything is served', async () => {
  const { server } = await start()
  const base = { host: '127.0.0.1', token: null, onCall: () => undefined }
  expect(await createServer({ ...base, port: 0, allow: ['10.0.0.0/33'] })).toEqual({ kind: 'failed', why: '10.0.0.0/33 is no network' })
  expect(await createServer({ ...base, port: server.port, allow: [] })).toMatchObject({ kind: 'failed' })
})

it('networks', () => {
  const has = (written: string, address: string): boolean => {
    const networks = createNetworks([written])
    return 'has' in networks && networks.has(address)
  }
  expect(has('10.1.0.0/16', '10.1.2.3')).toBe(true)
  expect(has('10.1.0.0/16', '10.2.2.3')).toBe(false)
  expect(has('10.1.2.3', '::ffff:10.1.2.3')).toBe(true)
  expect(has('2001:db8::/32', '2001:db8:1::5')).toBe(true)
  expect(has('2001:db8::/32', '2001:db9::')).toBe(false)
  expect(has('0.0.0.0/0', '::1')).toBe(false)
  expect(has('10.1.0.0/16', '')).toBe(false)
  for (const text of ['', 'all', '10.1.2.3/x', '10.1.2.3/24/2', '10.1/16', '10.1.2.3/'])
    expect(createNetworks([text])).toEqual({ wrong: text })
})
