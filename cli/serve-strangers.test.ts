// Who may hand calls to a node that is a process of its own, and what becomes of the call of one who may while others try.
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { createModel, type Model } from '../runtime/freeswitch/model/model.ts'
import { connectTcp, listenTcp } from '../runtime/freeswitch/model/tcp.ts'
import { startNodeProcess, type NodeProcess } from './testing/node-process.ts'
import { realClock } from '../runtime/freeswitch/model/testing/real-clock.ts'

const program = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  listen { first key within 20s next key within 3s tries 3 }
  otherwise -> goodbye
}
menu welcome {
  say "Welcome to the bank."
  press 2 for "the end" -> goodbye
  otherwise -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
`

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const end of open.splice(0)) await end()
})

const TOKEN = 'the-right-token'
const PASSWORD = 'of-the-switch'

interface Rig {
  readonly node: NodeProcess
  readonly model: Model
  /** A connection to the node that answers `connect` as a FreeSWITCH would; ends when the node has closed it. */
  readonly pose: (as: { readonly path: string; readonly channel: string; readonly from?: string }) => Promise<void>
  /** How many were refused for a reason, as the metrics have it: within a second. */
  readonly refused: (why: string, count: number) => Promise<void>
}

/** A node that looks up channels at a switch, and the switch. */
async function start(serve: Readonly<Record<string, unknown>> = {}): Promise<Rig> {
  const model = createModel({
    clock: realClock,
    password: PASSWORD,
    connect: connectTcp,
    speech: () => 300,
    dialplan: () => [
      { app: 'set', data: 'socket_resume=true' },
      { app: 'socket', data: `127.0.0.1:${node.port}/${TOKEN}/0 async full` },
      { app: 'hangup', data: 'NORMAL_TEMPORARY_FAILURE' },
    ],
  })
  const listening = await listenTcp(model)
  open.push(() => void listening.close())
  const node: NodeProcess = await startNodeProcess({
    files: { 'main.ivr': program },
    env: { NODE_TOKEN: TOKEN, SWITCH_PASSWORD: PASSWORD },
    serve: {
      speech: { freeswitch: 'tts', voices: { 'en-US': 'en' } },
      token: { env: 'NODE_TOKEN' },
      eventSocket: { address: `127.0.0.1:${listening.port}`, password: { env: 'SWITCH_PASSWORD' } },
      ...serve,
    },
  })
  open.push(node.stop)
  return {
    node,
    model,
    pose: ({ path, channel, from }) =>
      new Promise(resolve => {
        const socket = connect({ port: node.port, host: '127.0.0.1', ...(from === undefined ? {} : { localAddress: from }) })
        socket.on('error', () => undefined)
        socket.on('close', () => resolve())
        socket.resume()
        socket.write(
          `Event-Name: CHANNEL_DATA\nUnique-ID: ${channel}\nCaller-Caller-ID-Number: 13800138000\nCaller-Destination-Number: 95500\n` +
            `variable_socket_path: ${path}\nContent-Type: command/reply\nReply-Text: %2BOK%0A\n\n`,
        )
      }),
    refused: (why, count) =>
      expect
        .poll(async () => (await fetch(`http://127.0.0.1:${node.adminPort}/metrics`)).text(), { timeout: 5000 })
        .toContain(`callwright_connections_refused_total{why="${why}"} ${count}\n`),
  }
}

const ring = (model: Model) => model.call({ caller: '13800138000', called: '95500', answered: false })
type Call = ReturnType<typeof ring>
const words = (call: Call): readonly string[] => call.heard.map(({ what }) => what)
const hears = (call: Call, what: string): Promise<void> => expect.poll(() => words(call), { timeout: 10_000 }).toContain(what)
const says = (node: NodeProcess, what: string): Promise<void> => expect.poll(node.log, { timeout: 10_000 }).toContain(what)

async function endsWell(call: Call): Promise<void> {
  call.press('2')
  await expect.poll(() => call.state(), { timeout: 10_000 }).toBe('hung up')
  expect(call.cause()).toBe('NORMAL_CLEARING')
}

it('a call is taken from an address of the list, with the token, of a channel that the switch has; of all else none', async () => {
  const { node, model, pose, refused } = await start({ allow: ['127.0.0.1'] })
  const call = ring(model)
  await hears(call, 'Welcome to the bank.')
  // The channel that there is, but by somebody who does not know the token, or not all of it.
  await pose({ path: '', channel: call.uuid })
  await pose({ path: 'the-wrong-token%2F0', channel: call.uuid })
  await refused('token', 2)
  await says(node, 'the token in the socket’s path is missing or wrong')
  // From this machine, but by an address that is not on the list.
  await pose({ path: `${TOKEN}%2F0`, channel: call.uuid, from: '127.0.0.2' })
  await refused('address', 1)
  await says(node, 'their address is not in serve.allow')
  await pose({ path: `${TOKEN}%2F0`, channel: 'a-channel-that-is-none' })
  await refused('unknown-channel', 1)
  await says(node, 'the switch knows no such channel')
  await pose({ path: `${TOKEN}%2F0`, channel: call.uuid })
  await refused('duplicate', 1)
  expect(
    node
      .log()
      .split('\n')
      .filter(line => line.includes('a call begins')),
  ).toHaveLength(1)
  await endsWell(call)
  const next = ring(model)
  await hears(next, 'Welcome to the bank.')
  await endsWell(next)
}, 60_000)

it('ten thousand connections that are held open from another address: a call that comes meanwhile is answered', async () => {
  const { node, model } = await start({ allow: ['127.0.0.1', '127.0.0.2'], limits: { connections: 50 } })
  const sockets = new Set<Socket>()
  let done = 0
  const flood = (async () => {
    for (; done < 10_000; done++) {
      const socket = connect({ port: node.port, host: '127.0.0.1', localAddress: '127.0.0.2' })
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
      socket.resume()
      sockets.add(socket)
      if (done % 100 === 0) await delay(10)
    }
  })()
  await expect.poll(() => done, { timeout: 10_000, interval: 1 }).toBeGreaterThan(2000)
  const calls: Call[] = []
  for (let index = 0; index < 10; index++) {
    calls.push(ring(model))
    await delay(50)
  }
  for (const call of calls) await hears(call, 'Welcome to the bank.')
  await flood
  const last = ring(model)
  await hears(last, 'Welcome to the bank.')
  for (const socket of sockets) socket.destroy()
  await says(node, 'too many at once had not said who they are')
  await Promise.all([...calls, last].map(endsWell))
}, 60_000)

it('a switch that lacks a module: the log says what it lacks and who knows more, and why the call ended', async () => {
  const { node, model } = await start()
  model.faults.unloaded = application => application === 'speak'
  const call = ring(model)
  await expect.poll(() => call.state(), { timeout: 10_000 }).toBe('hung up')
  expect(call.cause()).toBe('DESTINATION_OUT_OF_ORDER')
  await says(node, 'does not have the application “speak”')
  expect(node.log()).toContain('callwright doctor')
  await says(node, '"cause":"DESTINATION_OUT_OF_ORDER"')
}, 40_000)
