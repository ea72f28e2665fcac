// The watch over a call that a node has not taken yet, with the dialplan that is printed, on the model of a switch.
import { once } from 'node:events'
import { connect as connectTo, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { api, divertEvents, eventName, execute, headerOf, myevents } from './codec/index.ts'
import type { IncomingCall } from './incoming.ts'
import type { Action } from './model/channel.ts'
import { createModel, type Model } from './model/model.ts'
import { connectTcp, listenTcp } from './model/tcp.ts'
import { sayAlive } from './alive.ts'
import { openInbound } from './inbound.ts'
import { createServer, type CallServer, type ServerLimits } from './server.ts'
import { keepCall, keepParked } from './watch.ts'
import { alivePlaces, dialplanFor } from './setup/dialplan.ts'
import type { Address } from './setup/switch-setup.ts'
import { realClock } from './model/testing/real-clock.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

interface TestNode {
  readonly address: Address
  readonly calls: { readonly call: IncomingCall; readonly at: number }[]
  readonly refused: string[]
  readonly keys: string[]
}

/** Takes each call and speaks for long. `asked`, `begun`: what happens before it ends the watch, and before it listens to events. */
async function startNode(
  limits: Partial<ServerLimits> = {},
  { asked, begun }: { readonly asked?: () => Promise<void>; readonly begun?: () => Promise<void> } = {},
): Promise<TestNode> {
  const calls: TestNode['calls'] = []
  const refused: string[] = []
  const keys: string[] = []
  const server = (await createServer({
    host: '127.0.0.1',
    port: 0,
    allow: ['127.0.0.1'],
    token: null,
    limits,
    ...(asked ? { verify: () => asked().then(() => true) } : {}),
    onRefused: ({ why }) => void refused.push(why),
    onCall: call => {
      calls.push({ call, at: performance.now() })
      call.listen({
        onEvent: event => {
          if (eventName(event) === 'DTMF') keys.push(headerOf(event, 'DTMF-Digit') ?? '')
          if (eventName(event) === 'CHANNEL_PARK') keepCall(call, event)
        },
        onClosed: () => undefined,
      })
      if (begun) void begun().then(speak)
      else speak()
      function speak(): void {
        void call.connection.send(myevents())
        keepParked(call)
        void call.connection.send(divertEvents(true))
        void call.connection.send(execute({ app: 'answer', id: 'answer' }))
        void call.connection.send(execute({ app: 'playback', arg: '/long.wav', id: 'long' }))
      }
    },
  })) as CallServer
  ends.push(() => void server.close())
  return { address: { host: '127.0.0.1', port: server.port }, calls, refused, keys }
}

/** In front of a node that stands still: takes connections, and hands them on when it goes on. */
async function standingStill(node: TestNode): Promise<{ readonly address: Address; readonly goOn: () => void; readonly kill: () => void }> {
  const waiting: Socket[] = []
  const all: Socket[] = []
  const server: Server = createTcpServer(socket => {
    all.push(socket)
    socket.on('error', () => undefined)
    waiting.push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const kill = (): void => {
    for (const socket of all) socket.destroy()
  }
  ends.push(() => {
    server.close()
    kill()
  })
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    kill,
    goOn: () => {
      for (const socket of waiting.splice(0)) {
        const to = connectTo(node.address.port, '127.0.0.1')
        to.on('error', () => undefined)
        all.push(to)
        socket.pipe(to).pipe(socket)
      }
    },
  }
}

/** A switch with the dialplan that is printed for these nodes. */
function switchFor(nodes: readonly Address[]): Model {
  const file = dialplanFor({
    nodes,
    numbers: ['95500'],
    context: 'public',
    token: null,
    eventSocket: null,
    queues: [],
    apology: null,
  })
  if ('kind' in file) throw new Error(file.reason)
  const extensions = file.text.split('<extension').slice(1)
  const unescaped = (text: string): string => text.replaceAll('&amp;', '&')
  return createModel({
    clock: realClock,
    connect: connectTcp,
    files: () => 60_000,
    globals: new Map(alivePlaces({ nodes, token: null })),
    dialplan: (number, _, variable): readonly Action[] => {
      const conditions = (text: string): boolean =>
        [...text.matchAll(/field="([^"]*)" expression="([^"]*)"/g)].every(([, field = '', expression = '']) => {
          const value = field === 'destination_number' ? number : (variable(/^\$\{(.*)\}$/.exec(field)![1]!) ?? '')
          return new RegExp(expression).test(value)
        })
      const found = extensions.find(conditions) ?? ''
      return [...found.matchAll(/<action application="(\w+)"(?: data="([^"]*)")?/g)].map(([, app = '', data]) =>
        data === undefined ? { app } : { app, data: unescaped(data) },
      )
    },
  })
}

const ring = (model: Model) => model.call({ caller: '1390000', called: '95500', answered: false })
const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

it('a node that takes the connection and says nothing: the next has the call within 6 s, and the first leaves it alone when it wakes', async () => {
  const [first, second] = [await startNode(), await startNode()]
  const still = await standingStill(first)
  const began = performance.now()
  const call = ring(switchFor([still.address, second.address]))
  await expect.poll(() => second.calls.length, { timeout: 6000 }).toBe(1)
  expect(second.calls[0]!.at - began).toBeGreaterThan(4500)
  expect(second.calls[0]!.call.channel).toMatchObject({ uuid: call.uuid, called: '95500' })
  still.goOn()
  await expect.poll(() => first.refused).toEqual(['late'])
  await wait(1000)
  expect(first.calls).toEqual([])
  expect(call).toSatisfy(() => call.state() === 'answered' && call.running().includes('playback'))
  call.hangUp()
}, 20_000)

it('a node that wakes too late takes no key from the one that has the call, and takes calls as before', async () => {
  const [first, second] = [await startNode({ connections: 1 }), await startNode()]
  const still = await standingStill(first)
  const call = ring(switchFor([still.address, second.address]))
  await expect.poll(() => second.calls.length, { timeout: 6000 }).toBe(1)
  still.goOn()
  await expect.poll(() => first.refused).toEqual(['late'])
  await wait(100)
  for (const key of '1234567890') {
    call.press(key)
    await wait(60)
  }
  await expect.poll(() => second.keys.join('')).toBe('1234567890')
  const next = ring(switchFor([first.address, second.address]))
  await expect.poll(() => first.calls.length).toBe(1)
  for (const one of [call, next]) one.hangUp()
}, 20_000)

it('a node that stood still and dies when another has the call does not take it along', async () => {
  const [first, second] = [await startNode(), await startNode()]
  const still = await standingStill(first)
  const call = ring(switchFor([still.address, second.address]))
  await expect.poll(() => second.calls.length, { timeout: 6000 }).toBe(1)
  still.kill()
  await wait(5000)
  expect(call).toSatisfy(() => call.state() === 'answered' && call.running().includes('playback'))
  call.press('1')
  await expect.poll(() => second.keys).toEqual(['1'])
  // And now the other one, too: what it plays would go on.
  const { connection } = second.calls[0]!.call
  await connection.send(api('uuid_break', [call.uuid, 'all']))
  connection.close()
  await expect.poll(() => call.state(), { timeout: 5000 }).toBe('hung up')
}, 20_000)

it.each(['asked', 'begun'] as const)(
  'a node that stood still and dies in the moment in which another takes the call (%s) does not take it along',
  async when => {
    const first = await startNode()
    const still = await standingStill(first)
    const dies = async (): Promise<void> => {
      still.kill()
      await wait(200)
    }
    const second = await startNode({}, { [when]: dies })
    const call = ring(switchFor([still.address, second.address]))
    await expect.poll(() => second.calls.length, { timeout: 6500 }).toBe(1)
    await wait(4000)
    expect(second.refused).toEqual([])
    expect(call).toSatisfy(() => call.state() === 'answered' && call.running().includes('playback'))
    expect(call.variable('callwright_attempt')).toBeUndefined()
    call.hangUp()
  },
  20_000,
)

it('a node that has taken the call keeps it: nothing sends it elsewhere, nor when it comes to the line again', async () => {
  const [first, second] = [await startNode(), await startNode()]
  const model = switchFor([first.address, second.address])
  const call = ring(model)
  await expect.poll(() => first.calls.length).toBe(1)
  await wait(6500)
  expect(second.calls).toEqual([])
  expect(call.running()).toContain('playback')
  expect(call.variable('callwright_attempt')).toBeUndefined()
  expect(model.ran.filter(command => command.startsWith('sched_del'))).toHaveLength(1)
  call.hangUp()
}, 20_000)

it('a node that is not told whether its call is sent elsewhere leaves it to the next', async () => {
  const [first, second] = [await startNode({ answer: 300 }), await startNode()]
  const model = switchFor([first.address, second.address])
  let swallowed = 0
  model.faults.reply = command => (command.startsWith('api sched_del') && swallowed++ === 0 ? 'swallowed' : 0)
  const call = ring(model)
  await expect.poll(() => second.calls.length, { timeout: 3000 }).toBe(1)
  expect([first.calls, first.refused]).toEqual([[], ['slow']])
  call.hangUp()
}, 20_000)

it('a call that another node has taken is left to it, also while the switch still says that its task is there', async () => {
  const node = await startNode()
  const told: string[] = []
  const socket = connectTo(node.address.port, '127.0.0.1')
  ends.push(() => socket.destroy())
  const headers = 'Event-Name: CHANNEL_DATA\nUnique-ID: u\nvariable_callwright_watch: 7\nContent-Type: command/reply\nReply-Text: %2BOK\n\n'
  socket
    .on('error', () => undefined)
    .on('data', bytes => {
      told.push(String(bytes).trim())
      socket.write(told.length === 1 ? headers : 'Content-Type: api/response\nContent-Length: 15\n\n+OK Deleted: 1\n')
    })
  await expect.poll(() => node.refused).toEqual(['late'])
  expect([node.calls, told.filter(line => line.startsWith('api'))]).toEqual([[], []])
})

it('where every node stands still the call is ended, and once', async () => {
  const [one, other] = [await startNode(), await startNode()]
  const call = ring(switchFor([(await standingStill(one)).address, (await standingStill(other)).address]))
  await expect.poll(() => call.state(), { timeout: 12_000 }).toBe('hung up')
  expect(call.cause()).toBe('NORMAL_TEMPORARY_FAILURE')
}, 20_000)

it('a node that closes before it connects leaves no watch behind that would send the call elsewhere later', async () => {
  const [gone, second] = [await startNode(), await startNode()]
  const still = await standingStill(gone)
  const call = ring(switchFor([still.address, second.address]))
  await wait(300)
  still.kill()
  await expect.poll(() => second.calls.length).toBe(1)
  await wait(6000)
  expect(second.calls).toHaveLength(1)
  expect(call.running()).toContain('playback')
  call.hangUp()
}, 20_000)

/** A node says once, over a connection of its own, that it is alive. */
async function says(model: Model, address: Address): Promise<void> {
  const { port, close } = await listenTcp(model)
  ends.push(() => void close())
  const inbound = await openInbound({ address: { host: '127.0.0.1', port }, password: 'ClueCon' })
  if (inbound.kind === 'failed') throw new Error(inbound.why)
  ends.push(inbound.close)
  void sayAlive(inbound.connection, address)
  await inbound.api('status')
}

it('a call goes to the nodes that are alive first, and to all in their order where none says so any more', async () => {
  const [first, second] = [await startNode(), await startNode()]
  const still = await standingStill(first)
  const model = switchFor([still.address, second.address])
  await says(model, second.address)
  const call = ring(model)
  await expect.poll(() => second.calls.length, { timeout: 800 }).toBe(1)
  // Not said again: it is forgotten.
  await wait(3200)
  const next = ring(model)
  await wait(1000)
  expect(second.calls).toHaveLength(1)
  await expect.poll(() => second.calls.length, { timeout: 6000 }).toBe(2)
  for (const one of [call, next]) one.hangUp()
}, 20_000)
