// What goes wrong around a node that is a process of its own, with a switch that hands calls over by TCP: none of it may lose or hold
// the call beside it, and the log says what to do.
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { connect, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { createModel, type Model } from '../runtime/freeswitch/model/model.ts'
import { connectTcp } from '../runtime/freeswitch/model/tcp.ts'
import { standIn } from '../runtime/speech/engines/testing/program.ts'
import { writeWav } from '../runtime/speech/wav.ts'
import { metricsOf, startNodeProcess, tracedOf, type NodeProcess, type NodeProcessOptions } from './testing/node-process.ts'
import { realClock } from '../runtime/freeswitch/model/testing/real-clock.ts'

const program = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  listen { first key within 20s next key within 3s tries 3 }
  otherwise -> goodbye
}
settings { emergency: boolean = false  notice: speech = "Nothing new." }
service bank { query hello(): text within 2s }
menu welcome {
  say "Welcome to the bank."
  press 1 for "the bank" -> ask
  press 2 for "the end" -> goodbye
  press 3 for "a message" -> message
  otherwise -> goodbye
}
flow ask {
  let said = query bank.hello() else { say "We cannot do that right now." -> welcome }
  say said
  say settings.notice
  -> welcome
}
flow message {
  record words up to 5s {
    say "Speak after the tone."
    nothing { say "Nothing was recorded." -> welcome }
  }
  say "Thank you."
  -> welcome
}
flow goodbye { say "Goodbye." -> hangup }
`
const bank = `export const bank = { hello: async () => ({ result: 'Hello from the bank.' }) }\n`

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const end of open.splice(0)) await end()
})

/** Words are spoken by the switch, so that what is heard can be read. */
async function start(options: Partial<NodeProcessOptions> = {}): Promise<NodeProcess> {
  const node = await startNodeProcess({
    services: { bank: { module: './bank.mjs' } },
    ...options,
    files: { 'main.ivr': program, 'bank.mjs': bank, ...options.files },
    serve: { speech: { freeswitch: 'tts', voices: { 'en-US': 'en' } }, ...options.serve },
  })
  open.push(node.stop)
  return node
}

const switchFor = (...nodes: readonly NodeProcess[]): Model =>
  createModel({
    clock: realClock,
    connect: connectTcp,
    speech: () => 300,
    dialplan: () => [
      { app: 'set', data: 'socket_resume=true' },
      ...nodes.map(({ port }, attempt) => ({ app: 'socket', data: `127.0.0.1:${port}/${attempt} async full` })),
      { app: 'hangup', data: 'NORMAL_TEMPORARY_FAILURE' },
    ],
  })

const ring = (model: Model, caller = '13800138000') => model.call({ caller, called: '95500', answered: false })
type Call = ReturnType<typeof ring>

const words = (call: Call): readonly string[] => call.heard.map(({ what }) => what)
const hears = (call: Call, what: string): Promise<void> => expect.poll(() => words(call), { timeout: 10_000 }).toContain(what)

/** That the call goes on as if nothing had been: it is asked for its next text, and ends as its program says. */
async function endsWell(call: Call): Promise<void> {
  call.press('2')
  await expect.poll(() => call.state(), { timeout: 10_000 }).toBe('hung up')
  expect(call.cause()).toBe('NORMAL_CLEARING')
  expect(words(call)).toContain('Goodbye.')
}

const says = (node: NodeProcess, what: string): Promise<void> => expect.poll(node.log, { timeout: 10_000 }).toContain(what)

it('a bank that never answers: the call goes on as its program says, and the one beside it has its own answer', async () => {
  const node = await start({
    files: {
      'bank.mjs': `let calls = 0\nexport const bank = { hello: () => (calls++ === 0 ? new Promise(() => {}) : { result: 'Hello.' }) }\n`,
    },
  })
  const model = switchFor(node)
  const [slow, quick] = [ring(model), ring(model)]
  await hears(slow, 'Welcome to the bank.')
  await hears(quick, 'Welcome to the bank.')
  slow.press('1')
  await delay(200)
  quick.press('1')
  await hears(quick, 'Hello.')
  await hears(slow, 'We cannot do that right now.')
  await says(node, 'a back end has no usable answer')
  expect(node.log()).toContain('no answer in time')
  await Promise.all([endsWell(slow), endsWell(quick)])
}, 40_000)

it('ten thousand connections of a stranger: the call beside them answers its key in time, and the log has a handful of lines', async () => {
  const node = await start({ serve: { speech: { freeswitch: 'tts', voices: { 'en-US': 'en' } }, limits: { connections: 50 } } })
  const call = ring(switchFor(node))
  await hears(call, 'Welcome to the bank.')
  const sockets = new Set<Socket>()
  let done = 0
  /** Those that the node holds: one that it closes is gone from here at once. */
  const held = async (): Promise<number> => {
    await delay(50)
    return sockets.size
  }
  const flood = (async () => {
    for (; done < 10_000; done++) {
      const socket = connect(node.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
      socket.resume()
      sockets.add(socket)
      if (done % 100 === 0) await delay(5)
    }
  })()
  await expect.poll(() => done, { timeout: 10_000, interval: 1 }).toBeGreaterThan(1000)
  const pressed = performance.now()
  call.press('1')
  await expect.poll(() => words(call), { timeout: 10_000, interval: 2 }).toContain('Hello from the bank.')
  const took = performance.now() - pressed
  await flood
  // The limit is what it says, whatever there may be of calls.
  expect(await held()).toBeLessThanOrEqual(50)
  for (const socket of sockets) socket.destroy()
  expect(took).toBeLessThan(1500)
  await says(node, 'too many at once')
  expect(
    node
      .log()
      .split('\n')
      .filter(line => line.includes('connections were closed')).length,
  ).toBeLessThan(60)
  await endsWell(call)
}, 60_000)

it('who does not speak the Event Socket, stops in the middle of a frame, or goes before a word, holds up nobody', async () => {
  const node = await start()
  const say = async (text: string): Promise<Socket> => {
    const socket = connect(node.port, '127.0.0.1')
    socket.on('error', () => undefined)
    await new Promise(resolve => socket.once('connect', resolve))
    socket.resume()
    socket.write(text)
    return socket
  }
  ;(await say('')).destroy()
  ;(await say('Event-Name: CHANNEL_DATA\nUnique-ID: abc\nContent-Ty')).end()
  ;(await say('GET / HTTP/1.1\r\nHost: x\r\n\r\n')).unref()
  const silent = await say('')
  const call = ring(switchFor(node))
  await hears(call, 'Welcome to the bank.')
  await says(node, 'what answered hands over no call')
  await expect.poll(() => silent.closed, { timeout: 8000 }).toBe(true)
  await says(node, 'did not answer “connect” in time')
  const metrics = await (await fetch(`http://127.0.0.1:${node.adminPort}/metrics`)).text()
  expect(metrics).toMatch(/^callwright_connections_refused_total\{why="no-call"\} [2-9]$/m)
  expect(metrics).toMatch(/^callwright_connections_refused_total\{why="slow"\} 1$/m)
  await endsWell(call)
}, 40_000)

it('names that would write into the log or the terminal are letters in it', async () => {
  const node = await start()
  const model = switchFor(node)
  const name = '95500\u001B[2J\u202E\u2028\n{"level":"error","msg":"forged"}'
  const call = model.call({ caller: name, called: name, name, answered: false })
  await hears(call, 'Welcome to the bank.')
  await says(node, 'a call begins')
  for (const line of node.log().trimEnd().split('\n')) expect(JSON.parse(line)).not.toMatchObject({ msg: 'forged' })
  // oxlint-disable-next-line no-control-regex
  expect(node.log()).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u202E]/u)
  expect(node.log()).not.toContain('\\u001b')
  await endsWell(call)
}, 40_000)

it('nothing of a bank, a setting or a caller is ever looked up or run by the switch', async () => {
  const attack = 'x ${expr(40+2)} $${hostname} \\\\${system(touch /tmp/x)} costs $5'
  const node = await start({
    files: { 'bank.mjs': `export const bank = { hello: async () => ({ result: ${JSON.stringify(attack)} }) }\n` },
  })
  expect(node.command('set', 'test', `notice=${JSON.stringify({ '': attack })}`, '--why', 'a test')).toMatchObject({ status: 0 })
  const model = switchFor(node)
  const call = model.call({ caller: '${expr(1+1)}', called: '95500', name: attack, answered: false })
  await hears(call, 'Welcome to the bank.')
  call.press('1')
  await expect.poll(() => words(call).filter(text => text.includes('costs $5')).length, { timeout: 10_000 }).toBe(2)
  expect(words(call).filter(text => text.includes('42'))).toEqual([])
  expect(model.expansions).toEqual([])
  await endsWell(call)
}, 40_000)

it('a full disk: settings and versions are refused with what to do, a trace is left out, and calls go on', async () => {
  const node = await start()
  const model = switchFor(node)
  const data = join(node.folder, '.callwright/serve')
  const traces = join(data, 'traces')
  const before = ring(model)
  await hears(before, 'Welcome to the bank.')
  // Whatever is written there finds no room.
  const begun = (): readonly string[] => readdirSync(traces, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.jsonl'))
  await expect.poll(begun, { timeout: 5000 }).not.toEqual([])
  for (const path of begun()) {
    unlinkSync(join(traces, path))
    symlinkSync('/dev/full', join(traces, path))
  }
  symlinkSync('/dev/full', join(data, 'settings.jsonl'))
  const set = node.command('set', 'test', 'emergency=true', '--why', 'storm')
  expect(set).toMatchObject({ status: 2, err: expect.stringContaining('ENOSPC') })
  expect(node.command('status').out).not.toContain('storm')
  await says(node, 'a setting was not changed')
  unlinkSync(join(data, 'settings.jsonl'))
  renameSync(join(data, 'versions'), join(data, 'versions.kept'))
  writeFileSync(join(data, 'versions'), '')
  node.build(program.replace('Welcome to', 'Once more'))
  expect(node.command('deploy')).toMatchObject({ status: 2, err: expect.stringContaining('make room') })
  node.child.kill('SIGHUP')
  await says(node, 'a bundle was refused')
  rmSync(join(data, 'versions'))
  renameSync(join(data, 'versions.kept'), join(data, 'versions'))
  const call = ring(model)
  await hears(call, 'Welcome to the bank.')
  await Promise.all([endsWell(before), endsWell(call)])
  await says(node, '(ENOSPC), and are left out')
  expect(node.command('deploy')).toMatchObject({ status: 0 })
  expect(node.command('set', 'test', 'emergency=true', '--why', 'storm')).toMatchObject({ status: 0 })
  expect(readFileSync(join(data, 'settings.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1)
}, 60_000)

it('a full disk under the log: the call goes on, what was left out is counted, and it ends as it should', async () => {
  const full = openSync('/dev/full', 'w')
  const node = await start({ stdout: full })
  closeSync(full)
  const call = ring(switchFor(node))
  await hears(call, 'Welcome to the bank.')
  call.press('1')
  await hears(call, 'Hello from the bank.')
  await endsWell(call)
  expect((await metricsOf(node))('callwright_log_lines_lost_total')).toBeGreaterThan(2)
  node.child.kill('SIGTERM')
  expect(await node.ended).toBe(0)
}, 40_000)

it('whoever reads the log goes away: the node and its call go on', async () => {
  const node = await start()
  const call = ring(switchFor(node))
  await hears(call, 'Welcome to the bank.')
  node.child.stdout!.destroy()
  node.child.stderr!.destroy()
  call.press('1')
  await hears(call, 'Hello from the bank.')
  await endsWell(call)
  const next = ring(switchFor(node))
  await hears(next, 'Welcome to the bank.')
  expect((await metricsOf(node))('callwright_log_lines_lost_total')).toBeGreaterThan(0)
  await endsWell(next)
  node.child.kill('SIGTERM')
  expect(await node.ended).toBe(0)
}, 40_000)

it('errors that nobody caught, of the module of a bank: the log has where without their words, and calls go on', async () => {
  const node = await start({
    files: {
      'bank.mjs': `export const bank = {
        hello: async () => {
          void Promise.reject(new Error('6225 0000 0000 0000'))
          setTimeout(() => { throw new Error('6225 0000 0000 0000') }, 1)
          return { result: 'Hello from the bank.' }
        },
      }\n`,
    },
  })
  const model = switchFor(node)
  const [call, beside] = [ring(model), ring(model)]
  await hears(call, 'Welcome to the bank.')
  await hears(beside, 'Welcome to the bank.')
  call.press('1')
  await hears(call, 'Hello from the bank.')
  await says(node, '"from":"promise"')
  await says(node, '"from":"callback"')
  expect(node.log()).toMatch(/bank\.mjs:3/)
  expect(node.log()).not.toContain('6225')
  expect((await metricsOf(node))('callwright_errors_uncaught_total')).toBe(2)
  await Promise.all([endsWell(call), endsWell(beside)])
}, 40_000)

it('a disk that has no room for what callers say: nothing is recorded, and the call goes on', async () => {
  const node = await start()
  const model = switchFor(node)
  model.faults.recording = 'cannot open'
  const call = ring(model)
  await hears(call, 'Welcome to the bank.')
  call.press('3')
  await hears(call, 'Nothing was recorded.')
  await says(node, 'that the disk has room')
  await endsWell(call)
}, 40_000)

it('a node that is killed in a call: the next answers it anew', async () => {
  const [first, second] = [await start(), await start()]
  const call = ring(switchFor(first, second))
  await hears(call, 'Welcome to the bank.')
  first.child.kill('SIGKILL')
  await says(second, 'a call begins')
  await expect.poll(() => words(call).filter(text => text === 'Welcome to the bank.').length, { timeout: 5000 }).toBe(2)
  await endsWell(call)
  // It has a name of its own: what it asks of the bank is nothing that the first has asked.
  await expect.poll(() => tracedOf(second.folder, `${call.uuid}-2`)).toContain('"ended"')
  expect(second.log()).toContain(`"call":"${call.uuid}-2"`)
}, 40_000)

const ACCOUNT = `line test "Test line" {
  numbers { "95500" -> balance }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
service bank { query balance(): private money CNY within 2s }
flow balance {
  let amount = query bank.balance() else { -> goodbye }
  say "Your account holds {amount}." -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
`

/** A node whose engine speaks what it is given into files, in a call that is hearing a balance: the file is named. */
async function readingABalance(): Promise<{
  readonly node: NodeProcess
  readonly call: Call
  readonly spoken: () => readonly string[]
  readonly options: Partial<NodeProcessOptions>
}> {
  const wav = Buffer.from(
    writeWav(
      Int16Array.from({ length: 8000 }, (_, at) => 5000 * Math.sin(at / 3)),
      8000,
    ),
  ).toString('base64')
  const { command } = standIn(`process.stdout.write(Buffer.from('${wav}', 'base64'))`)
  symlinkSync(command, join(dirname(command), 'espeak-ng'))
  const options: Partial<NodeProcessOptions> = {
    files: { 'main.ivr': ACCOUNT, 'bank.mjs': `export const bank = { balance: async () => ({ result: 'CNY 1234.56' }) }\n` },
    serve: { speech: { engine: 'espeak-ng' } },
    env: { PATH: `${dirname(command)}:${process.env['PATH']}` },
  }
  const node = await start(options)
  const folder = join(node.folder, '.callwright/serve/speech/call')
  const spoken = (): readonly string[] => readdirSync(folder).map(name => join(folder, name))
  const model = createModel({
    clock: realClock,
    connect: connectTcp,
    files: () => 20_000,
    dialplan: () => [
      { app: 'socket', data: `127.0.0.1:${node.port}/0 async full` },
      { app: 'hangup', data: 'NORMAL_CLEARING' },
    ],
  })
  const call = ring(model)
  await expect.poll(() => words(call).some(what => what.includes('/speech/call/')), { timeout: 10_000 }).toBe(true)
  expect(spoken().length).toBeGreaterThan(0)
  return { node, call, spoken, options }
}

it('a node that is killed while it reads a balance leaves it on the disk until one starts there again', async () => {
  const { node, spoken, options } = await readingABalance()
  node.child.kill('SIGKILL')
  await node.ended
  const minutesAgo = new Date(Date.now() - 120_000)
  for (const path of spoken()) utimesSync(path, minutesAgo, minutesAgo)
  expect(spoken().length).toBeGreaterThan(0)
  const next = await startNodeProcess({ ...options, files: {}, services: { bank: { module: './bank.mjs' } }, again: node })
  open.push(next.stop)
  await expect.poll(spoken, { timeout: 5000 }).toEqual([])
}, 40_000)

it('a node that hangs up on its last caller as it reads a balance leaves nothing of it', async () => {
  const { node, call, spoken } = await readingABalance()
  node.child.kill('SIGTERM')
  await says(node, 'no new calls are taken')
  call.hangUp()
  expect(await node.ended).toBe(0)
  expect(spoken()).toEqual([])
}, 40_000)

it('SIGTERM twice is SIGTERM once: the call in progress ends as it would', async () => {
  const node = await start()
  const call = ring(switchFor(node))
  await hears(call, 'Welcome to the bank.')
  node.child.kill('SIGTERM')
  await says(node, 'no new calls are taken')
  node.child.kill('SIGTERM')
  await delay(500)
  expect(call.state()).toBe('answered')
  await endsWell(call)
  expect(await node.ended).toBe(0)
  // What was traced is there, though the node has ended.
  expect(tracedOf(node.folder, call.uuid)).toContain('"ended"')
}, 40_000)

it('SIGHUP while the last call goes on to its end: nothing is deployed, and the call ends as it would', async () => {
  const node = await start()
  const call = ring(switchFor(node))
  await hears(call, 'Welcome to the bank.')
  node.child.kill('SIGTERM')
  await says(node, 'no new calls are taken')
  node.child.kill('SIGHUP')
  await delay(300)
  expect(call.state()).toBe('answered')
  await endsWell(call)
  expect(await node.ended).toBe(0)
}, 40_000)

it('operators’ port under attack: slow requests, huge headers, a thousand connections; health and calls answer', async () => {
  const node = await start()
  const call = ring(switchFor(node))
  await hears(call, 'Welcome to the bank.')
  const sockets = Array.from({ length: 1000 }, () => {
    const socket = connect(node.adminPort, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.resume()
    socket.write('GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ')
    return socket
  })
  const huge = await fetch(`http://127.0.0.1:${node.adminPort}/healthz`, { headers: { 'x-huge': 'x'.repeat(100_000) } }).catch(() => null)
  expect(huge === null || huge.status === 431).toBe(true)
  const health = await fetch(`http://127.0.0.1:${node.adminPort}/healthz`)
  expect(health.status).toBe(200)
  const pressed = performance.now()
  call.press('1')
  await expect.poll(() => words(call), { timeout: 5000, interval: 2 }).toContain('Hello from the bank.')
  expect(performance.now() - pressed).toBeLessThan(1500)
  await expect.poll(() => sockets.filter(socket => !socket.closed).length, { timeout: 12_000 }).toBe(0)
  expect((await metricsOf(node))('callwright_calls_active')).toBe(1)
  await endsWell(call)
}, 60_000)
