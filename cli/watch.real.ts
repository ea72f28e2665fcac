// Nodes that stand still or are killed, as they are started, on a real switch with the dialplan that is printed.
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placeCall, type PlacedCall } from '../runtime/freeswitch/caller/place-call.ts'
import { startFreeswitch, type Freeswitch } from '../runtime/freeswitch/real/freeswitch.ts'
import { openBlackHole } from './testing/black-hole.ts'
import { freePort, startNodeProcess, type NodeProcess } from './testing/node-process.ts'

const program = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  listen { first key within 30s tries 3 }
  otherwise -> goodbye
}
menu welcome {
  say "Welcome to the bank."
  press 1 for "the end" -> goodbye
  otherwise -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
`

let freeswitch: Freeswitch
let nodes: readonly NodeProcess[] = []
let addresses: readonly string[] = []
const calls: PlacedCall[] = []

beforeAll(async () => {
  const ports = [await freePort(), await freePort()]
  addresses = ports.map(port => `127.0.0.1:${port}`)
  freeswitch = await startFreeswitch({ nodes: ports.map(port => ({ host: '127.0.0.1', port })) })
  nodes = await Promise.all(ports.map(port => startNode(port)))
}, 60_000)
afterAll(async () => {
  for (const call of calls) await call.hangUp()
  await Promise.all(nodes.map(node => node.stop()))
  await freeswitch?.stop()
})

interface Start {
  readonly again?: NodeProcess
  readonly on?: Freeswitch
  readonly among?: readonly string[]
}

const startNode = (port: number, { again, on = freeswitch, among = addresses }: Start = {}): Promise<NodeProcess> =>
  startNodeProcess({
    port,
    files: { 'main.ivr': program },
    build: ['--speech', 'espeak-ng'],
    serve: {
      token: { env: 'CALLWRIGHT_TOKEN' },
      nodes: among,
      eventSocket: {
        address: `${on.eventSocket.host}:${on.eventSocket.port}`,
        password: { env: 'FREESWITCH_PASSWORD' },
      },
    },
    env: { CALLWRIGHT_TOKEN: on.token!, FREESWITCH_PASSWORD: on.password },
    ...(again ? { again } : {}),
  })

async function ring(at = freeswitch): Promise<PlacedCall> {
  const call = await placeCall({ number: '95500', at: at.sip })
  calls.push(call)
  return call
}
/** Until the switch offers it calls: it has just begun. */
async function isAlive({ port }: NodeProcess): Promise<void> {
  const inbound = await freeswitch.inbound()
  await expect.poll(() => inbound.api('global_getvar', [`callwright_node_127.0.0.1_${port}`]), { timeout: 5000 }).toBe('alive')
  inbound.close()
}
const taken = (node: NodeProcess): number => node.log().split('"a call begins"').length - 1

it('a node that stands still: the caller is at the next one within 6 s, and stays there when the first goes on', async () => {
  const [first, second] = nodes as [NodeProcess, NodeProcess]
  first.child.kill('SIGSTOP')
  const began = performance.now()
  const caller = await ring()
  await expect.poll(() => taken(second), { timeout: 6500 }).toBe(1)
  expect(performance.now() - began).toBeLessThan(6200)
  expect(await caller.heard.sound(began, 3000)).not.toBe(null)
  first.child.kill('SIGCONT')
  await expect.poll(() => first.log(), { timeout: 5000 }).toContain('calls were left to another node')
  await delay(1000)
  expect([taken(first), taken(second)]).toEqual([0, 1])
  await caller.press('1')
  expect((await caller.ended).reason).toContain('cause=16')
  expect(second.log()).toContain('"endedBy":"line"')
})

it('a node that has stood still for some seconds is offered no call: the caller is at the next one at once', async () => {
  const [first, second] = nodes as [NodeProcess, NodeProcess]
  const before = taken(second)
  first.child.kill('SIGSTOP')
  await delay(4000)
  const began = performance.now()
  const caller = await ring()
  expect((await caller.answered).kind).toBe('answered')
  expect(performance.now() - began).toBeLessThan(500)
  expect(taken(second)).toBe(before + 1)
  await caller.press('1')
  expect((await caller.ended).reason).toContain('cause=16')
  first.child.kill('SIGCONT')
  // And is offered calls again when it is back.
  await delay(1500)
  const next = await ring()
  await next.answered
  expect(taken(second)).toBe(before + 1)
  await next.press('1')
  await next.ended
})

it('a node that is told to end is offered no call from then on', async () => {
  const [first, second] = nodes as [NodeProcess, NodeProcess]
  const [stays, before] = [await ring(), taken(second)]
  await stays.answered
  first.child.kill('SIGTERM')
  await delay(300)
  const began = performance.now()
  const caller = await ring()
  expect((await caller.answered).kind).toBe('answered')
  expect(performance.now() - began).toBeLessThan(500)
  expect(taken(second)).toBe(before + 1)
  for (const call of [stays, caller]) {
    await call.press('1')
    expect((await call.ended).reason).toContain('cause=16')
  }
  await first.ended
  nodes = [await startNode(first.port, { again: first }), second]
})

it('a node that goes on standing still until the switch gives it up: the caller at the next one notices nothing', async () => {
  const [first, second] = nodes as [NodeProcess, NodeProcess]
  const [calls, before, lost] = [taken(first), taken(second), second.log().split('"endedBy":"fault"').length]
  await isAlive(first)
  first.child.kill('SIGSTOP')
  const began = performance.now()
  const caller = await ring()
  await expect.poll(() => taken(second), { timeout: 6500 }).toBe(before + 1)
  expect(performance.now() - began).toBeGreaterThan(4000)
  // After 25 s the switch gives up the connection of a node that has never said anything.
  await delay(28_000 - (performance.now() - began))
  expect(second.log().split('"endedBy":"fault"').length).toBe(lost)
  await caller.press('1')
  expect((await caller.ended).reason).toContain('cause=16')
  first.child.kill('SIGCONT')
  await isAlive(first)
  expect(taken(first)).toBe(calls)
})

it('a call that a node has taken is sent nowhere', async () => {
  const [first, second] = nodes as [NodeProcess, NodeProcess]
  const before = [taken(first), taken(second)]
  const caller = await ring()
  await delay(7000)
  expect([taken(first), taken(second)]).toEqual([before[0]! + 1, before[1]])
  await caller.press('1')
  expect((await caller.ended).reason).toContain('cause=16')
})

it('a node that is killed in a call: the next answers it at once', async () => {
  const [first, second] = nodes as [NodeProcess, NodeProcess]
  const before = taken(second)
  const caller = await ring()
  await caller.answered
  expect(await caller.heard.sound(0, 3000)).not.toBe(null)
  first.child.kill('SIGKILL')
  await expect.poll(() => taken(second), { timeout: 3000 }).toBe(before + 1)
  await delay(300)
  await caller.press('1')
  expect((await caller.ended).reason).toContain('cause=16')
})

it('a node that stands still and is killed when the next has the call does not take it along', async () => {
  const [first, second] = nodes as [NodeProcess, NodeProcess]
  const again = await startNode(first.port, { again: first })
  nodes = [again, second]
  const before = taken(second)
  await isAlive(again)
  again.child.kill('SIGSTOP')
  const began = performance.now()
  const caller = await ring()
  await expect.poll(() => taken(second), { timeout: 6500 }).toBe(before + 1)
  expect(performance.now() - began).toBeGreaterThan(4000)
  again.child.kill('SIGKILL')
  await delay(5000)
  await caller.press('1')
  expect((await caller.ended).reason).toContain('cause=16')
}, 60_000)

it('without a node that takes it the call is ended', async () => {
  const second = nodes[1]!
  second.child.kill('SIGSTOP')
  const began = performance.now()
  const caller = await ring()
  expect((await caller.answered).kind).toBe('refused')
  expect((await caller.ended).reason).toContain('NORMAL_TEMPORARY_FAILURE')
  expect(performance.now() - began).toBeLessThan(12_000)
  second.child.kill('SIGCONT')
})

it('a node without power, which turns no connection away, holds up no call of the others', async () => {
  const hole = await openBlackHole()
  const port = await freePort()
  const other = await startFreeswitch({ nodes: [hole.port, port].map(each => ({ host: '127.0.0.1', port: each })) })
  const node = await startNode(port, { on: other, among: [`127.0.0.1:${hole.port}`, `127.0.0.1:${port}`] })
  try {
    await delay(1500)
    const began = performance.now()
    const caller = await ring(other)
    expect((await caller.answered).kind).toBe('answered')
    expect(performance.now() - began).toBeLessThan(500)
    await caller.press('1')
    expect((await caller.ended).reason).toContain('cause=16')
  } finally {
    await node.stop()
    await other.stop()
    hole.close()
  }
}, 60_000)
