// What the node asks the switch over its own Event Socket, where nothing answers there any more.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { Line, LineReport } from '../call/line.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'
import type { Incoming } from './node.ts'
import { createSwitchboard, type SwitchboardConfig } from './switchboard.ts'
import type { Version } from './versions.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const end of open.splice(0).toReversed()) await end()
})

/** How the switch takes a connection to its Event Socket, and how it is with it from then on. */
type Manner =
  | 'answers'
  /** It has no such channel. */
  | 'unknown'
  /** It is taken, and no word comes. */
  | 'silent'
  /** It is signed in, and then forgotten: what comes is not answered. */
  | 'forgotten'
  /** It is closed at once. */
  | 'closed'
  /** The password is another now. */
  | 'locked'

interface Rig {
  /** A call is handed over; whether the node has taken it. It is over then, where it does not stay. */
  readonly offer: (uuid: string, more?: { readonly stays: boolean }) => Promise<boolean>
  /** The line of a call that was taken and stays, and what it reports. */
  readonly line: (uuid: string) => { readonly line: Line; readonly said: string[] }
  /** What the switch was told over the socket of a call that stays. */
  readonly told: (uuid: string) => string
  /** What the node does with a call. */
  takes: (incoming: Incoming) => void
  /** By connection to its Event Socket, what the switch was asked. */
  readonly asked: readonly string[][]
  /** Of connections that come from now on. */
  manner: Manner
  readonly log: () => string
  /** What stands in the way of all calls. */
  readonly why: () => string | null
  /** Ends all connections to its Event Socket. */
  readonly drop: () => void
  /** Fires an event, as it stands on the wire. */
  readonly fire: (event: string) => void
}

/** It writes one number, and plays a recording. */
const version = {
  line: 'test',
  folder: '/versions/a',
  recordings: {},
  prepared: {
    machine: {
      points: [{ op: 'connect-number', number: { kind: 'constant', value: '95588' } }],
      registers: [],
      listeners: [],
      prompts: [{ slot: 'play', holes: [{ name: 'message', type: { kind: 'recording' } }], texts: { 'en-US': [{ hole: 0 }] } }],
      queues: [],
      standard: {},
      zones: {},
      settings: [],
      line: { zone: 'UTC', languages: ['en-US'] },
    },
  },
} as unknown as Version

async function start(more: Partial<SwitchboardConfig> = {}, reached = (): Promise<void> => Promise.resolve()): Promise<Rig> {
  const asked: string[][] = []
  const sockets = new Set<Socket>()
  const events = createServer(socket => {
    const { manner } = rig
    if (manner === 'closed') return void socket.destroy()
    const commands: string[] = []
    asked.push(commands)
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', data => {
      for (const command of data.toString().split('\n\n').filter(Boolean)) {
        commands.push(command)
        if (manner === 'locked') socket.write('Content-Type: command/reply\nReply-Text: -ERR invalid\n\n')
        else if (command.startsWith('auth') || (command.startsWith('event') && (manner === 'answers' || manner === 'unknown')))
          socket.write('Content-Type: command/reply\nReply-Text: +OK accepted\n\n')
        else if (manner === 'answers') socket.write('Content-Type: api/response\nContent-Length: 4\n\ntrue')
        else if (manner === 'unknown') socket.write('Content-Type: api/response\nContent-Length: 17\n\n-ERR unknown call')
      }
    })
    if (manner !== 'silent') socket.write('Content-Type: auth/request\n\n')
  })
  await new Promise<void>(resolve => events.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'callwright-switchboard-'))
  let log = ''
  const taken = new Map<string, Incoming>()
  const told = new Map<string, string>()
  const switchboard = createSwitchboard({
    config: {
      listen: { host: '127.0.0.1', port: 0 },
      alive: null,
      allow: ['127.0.0.1'],
      token: null,
      eventSocket: { address: { host: '127.0.0.1', port: (events.address() as AddressInfo).port }, password: 'x' },
      connections: 200,
      speech: null,
      spoken: join(folder, 'speech'),
      mounts: [],
      music: {},
      trunks: [],
      mayDial: [],
      transferBy: { kind: 'bridge' },
      queues: {},
      recordings: join(folder, 'recordings'),
      recordCalls: true,
      ...more,
    },
    log: createLogger('warn', { write: text => void (log += text) }),
    metrics: createMetrics(),
    clock: { now: () => Date.now(), set: (run, ms) => setTimeout(run, ms), clear: timer => clearTimeout(timer as NodeJS.Timeout) },
    reached,
  })
  expect(
    await switchboard.listen({
      answer: incoming => {
        taken.set(incoming.id, incoming)
        rig.takes(incoming)
        return null
      },
    }),
  ).toBe(null)
  open.push(
    () => rmSync(folder, { recursive: true, force: true }),
    () => {
      for (const socket of sockets) socket.destroy()
      events.close()
    },
    async () => {
      await switchboard.end()
      await switchboard.close()
    },
  )
  const rig: Rig = {
    asked,
    manner: 'answers',
    log: () => log,
    why: () => switchboard.why()?.en ?? null,
    drop: () => {
      for (const socket of sockets) socket.destroy()
    },
    fire: event => {
      for (const socket of sockets) socket.write(`Content-Type: text/event-plain\nContent-Length: ${event.length}\n\n${event}`)
    },
    offer: (uuid, { stays } = { stays: false }) =>
      new Promise(resolve => {
        const socket = connect(switchboard.port(), '127.0.0.1')
        socket.on('error', () => undefined)
        socket.write(
          `Event-Name: CHANNEL_DATA\nUnique-ID: ${uuid}\nCaller-Caller-ID-Number: 13800138000\nCaller-Destination-Number: 95500\n` +
            'Content-Type: command/reply\nReply-Text: %2BOK%0A\n\n',
        )
        const timer = setInterval(() => {
          if (!taken.has(uuid) && !socket.closed) return
          if (!stays) return void socket.destroy()
          clearInterval(timer)
          open.push(() => socket.destroy())
          resolve(!socket.closed)
        }, 5)
        socket.on('close', () => {
          clearInterval(timer)
          resolve(taken.has(uuid))
        })
        socket.on('data', data => told.set(uuid, `${told.get(uuid) ?? ''}${data.toString()}`))
      }),
    takes: () => undefined,
    told: uuid => told.get(uuid) ?? '',
    line: uuid => {
      const said: string[] = []
      const report = (one: LineReport): void => void said.push(one.kind === 'answer' ? one.outcome : one.kind)
      return { line: taken.get(uuid)!.open(version, {})(report), said }
    },
  }
  return rig
}

it('a connection that is not answered any more is given up, and the calls that were looked up there are looked up over a new one', async () => {
  const rig = await start()
  rig.manner = 'forgotten'
  const first = rig.offer('one')
  await expect.poll(() => rig.asked[0]?.at(-1)).toBe('api uuid_exists one')
  rig.manner = 'answers'
  const began = Date.now()
  expect(await Promise.all([first, rig.offer('two'), rig.offer('three')])).toEqual([true, true, true])
  // Before the switch has given the calls to another node.
  expect(Date.now() - began).toBeLessThan(4000)
  expect(rig.asked).toHaveLength(2)
  const again = Date.now()
  expect(await rig.offer('four')).toBe(true)
  expect(Date.now() - again).toBeLessThan(1000)
  expect(rig.asked).toHaveLength(2)
  expect(rig.log()).toBe('')
}, 20_000)

it('a switch that answers over no connection has no channel: each call is looked up twice, and turned away', async () => {
  const rig = await start()
  rig.manner = 'forgotten'
  expect(await rig.offer('one')).toBe(false)
  expect(rig.asked.map(commands => commands.filter(each => each.startsWith('api')))).toEqual([
    ['api uuid_exists one'],
    ['api uuid_exists one'],
  ])
  expect(rig.log()).toContain('unknown-channel')
}, 20_000)

it('an opening that took too long is tried once more before it is told: this node may have stood still', async () => {
  const rig = await start()
  rig.manner = 'silent'
  const call = rig.offer('one')
  await expect.poll(() => rig.asked.length).toBe(1)
  rig.manner = 'answers'
  expect(await call).toBe(true)
  expect(rig.log()).toBe('')
  expect(rig.asked).toHaveLength(2)
}, 20_000)

it('a connection that was lost is opened again by itself, also where a call has tried it in vain meanwhile', async () => {
  const rig = await start()
  await expect.poll(() => rig.asked.length).toBe(1)
  rig.manner = 'closed'
  rig.drop()
  expect(await rig.offer('one')).toBe(false)
  await new Promise(resolve => setTimeout(resolve, 2500))
  expect(rig.asked).toHaveLength(1)
  rig.manner = 'answers'
  await expect.poll(() => rig.asked.length, { timeout: 3000 }).toBe(2)
  expect(await rig.offer('two')).toBe(true)
  expect(rig.asked).toHaveLength(2)
  expect(rig.log().split('cannot be used')).toHaveLength(2)
}, 20_000)

it('an Event Socket that takes the node no more is why no call is taken, until it does again', async () => {
  const rig = await start()
  await expect.poll(() => rig.asked.length).toBe(1)
  expect(rig.why()).toBeNull()
  rig.manner = 'locked'
  rig.drop()
  await expect.poll(rig.why, { timeout: 5000 }).toContain('does not take the password; take the one of event_socket.conf.xml')
  expect(rig.why()).toMatch(/^no call can be looked up on the switch, so each is turned away: the Event Socket at 127\.0\.0\.1:/)
  expect(await rig.offer('one')).toBe(false)
  rig.manner = 'answers'
  await expect.poll(rig.why, { timeout: 5000 }).toBeNull()
  expect(await rig.offer('two')).toBe(true)
}, 20_000)

it('an Event Socket that cannot be used is told at once, and one time', async () => {
  const rig = await start({ eventSocket: { address: { host: '127.0.0.1', port: 1 }, password: 'x' } })
  expect([await rig.offer('one'), await rig.offer('two')]).toEqual([false, false])
  expect(rig.log().split('cannot be used')).toHaveLength(2)
})

it('keys that are told by SIP INFO, as everybody hears, are warned of once a call of this node, without the key', async () => {
  const rig = await start()
  await expect.poll(() => rig.asked[0]?.at(-1)).toBe('event plain RECV_INFO')
  for (const uuid of ['one', 'two']) expect(await rig.offer(uuid, { stays: true })).toBe(true)
  const fire = (channel: string, type = 'application/dtmf-relay'): void =>
    rig.fire(`Event-Name: RECV_INFO\nSIP-Content-Type: ${type}\n${channel}Content-Length: 10\n\nSignal=7\r\n`)
  fire('Unique-ID: one\n', 'application/media_control+xml')
  fire('Unique-ID: of-another-line\n')
  fire('Unique-ID: one\n')
  fire('Unique-ID: one\n')
  fire('')
  fire('Unique-ID: two\n', 'application/dtmf')
  await expect.poll(() => rig.log()).toContain('"call":"two"')
  const lines = rig.log().trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/"call":"one".*is told by SIP INFO too/)
  expect(rig.log()).not.toContain('Signal')
})

it('an Event Socket whose port is none is one that cannot be used, and why no call is taken', async () => {
  const rig = await start({ eventSocket: { address: { host: '127.0.0.1', port: 80_210 }, password: 'x' } })
  expect(await rig.offer('one')).toBe(false)
  expect(rig.why()).toContain('no call can be looked up on the switch')
  expect(rig.log()).toContain('ERR_SOCKET_BAD_PORT')
})

it('the word that the node is alive goes over a new connection where the old one has not answered it', async () => {
  const other = await start({ alive: { host: '10.0.0.11', port: 8084 } })
  other.manner = 'forgotten'
  await expect.poll(() => other.asked[0]?.at(-1)).toContain('global_setvar')
  other.manner = 'answers'
  await expect.poll(() => other.asked[1]?.at(-1), { timeout: 8000 }).toContain('global_setvar')
  expect(other.log()).toBe('')
}, 20_000)

it('a number that neither the program writes nor the configuration allows is not dialled', async () => {
  const trunks = [{ prefix: '', to: { kind: 'gateway', gateway: 'carrier' } }] as const
  const rig = await start({ trunks, mayDial: ['4008*'] })
  expect(await rig.offer('one', { stays: true })).toBe(true)
  const { line, said } = rig.line('one')
  const dial = (number: string): void => line.order({ kind: 'connect number', task: 1, number, within: 1000, data: {} })
  dial('16885188')
  expect(said.splice(0)).toEqual(['trouble', 'failed'])
  dial('95588')
  dial('4008001234')
  expect(said).toEqual([])
})

it.each([true, false])('calls are recorded where that is configured, and nowhere else: %s', async recordCalls => {
  const rig = await start({ recordCalls })
  expect(await rig.offer('one', { stays: true })).toBe(true)
  const { line } = rig.line('one')
  line.order({ kind: 'record call' })
  line.order({ kind: 'hang up' })
  line.flush?.()
  await expect.poll(() => rig.told('one')).toContain('hangup')
  expect(rig.told('one').includes('uuid_record')).toBe(recordCalls)
})

it('a recording whose name is none that we gave is not played: what another call is told lies near it', async () => {
  const rig = await start()
  expect(await rig.offer('one', { stays: true })).toBe(true)
  const { line } = rig.line('one')
  const play = (id: number, recording: string): void =>
    line.order({
      kind: 'speak',
      segment: { id, prompt: 0, values: [{ recording, ms: 900 }], language: 'en-US', announce: false, point: 0 },
    })
  play(1, 'one-1.wav')
  play(2, '../speech/call/of-another.wav')
  line.flush?.()
  await expect.poll(rig.log).toContain('recording is no longer there and was not played (../speech')
  expect(rig.log()).not.toContain('one-1.wav')
})

it('a call that the node cannot take is given back to the switch with its cause, and nothing that an error says is in the log', async () => {
  const rig = await start()
  rig.takes = () => {
    throw new TypeError('cannot read 6225880112345678')
  }
  void rig.offer('one', { stays: true })
  await expect.poll(() => rig.told('one')).toMatch(/hangup\n(?:.*\n)*.*NORMAL_TEMPORARY_FAILURE/)
  expect(rig.log()).toMatch(/"call":"one","err":\{"type":"TypeError".*a fault of Callwright: a call was not taken/)
  expect(rig.log()).not.toContain('6225')
})

it('a channel of which the switch says that there is none is turned away', async () => {
  const rig = await start()
  rig.manner = 'unknown'
  expect(await rig.offer('one')).toBe(false)
  expect(rig.log()).toContain('unknown-channel')
})

it('no call is looked up over a new connection before the switch was looked at', async () => {
  const looked = Promise.withResolvers<void>()
  const rig = await start({}, () => looked.promise)
  const call = rig.offer('one')
  await expect.poll(() => rig.asked[0]).toEqual(['auth x'])
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(rig.asked).toEqual([['auth x']])
  looked.resolve()
  expect(await call).toBe(true)
})
