// The node as it is started, with a switch that hands calls over by TCP: what operators do to it while calls run.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, onTestFinished } from 'vitest'
import { createModel, type Model } from '../runtime/freeswitch/model/model.ts'
import { connectTcp } from '../runtime/freeswitch/model/tcp.ts'
import { NO_PROFILES, scriptedSwitch, type ScriptedLog } from '../runtime/freeswitch/setup/testing/scripted-switch.ts'
import { readWav } from '../runtime/speech/wav.ts'
import { folderWith, testIo } from './testing/io.ts'
import { freePort, tracedOf } from './testing/node-process.ts'
import { PRIVATE_RECORDED } from './testing/project.ts'
import { run } from './run.ts'
import { realClock } from '../runtime/freeswitch/model/testing/real-clock.ts'

const program = (greeting: string): string => `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
settings { emergency: boolean = false }
service bank { query hello(): text within 3s }
menu welcome {
  say "${greeting}"
  if settings.emergency { say "This is an emergency." }
  press 1 for "the bank" -> ask
  otherwise -> goodbye
}
flow ask {
  let said = query bank.hello() else { say "Sorry." -> goodbye }
  say said
  -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
`

const bank = `export const bank = { hello: async () => ({ result: 'Hello from the bank.' }) }\n`

interface Node {
  readonly folder: string
  readonly port: number
  readonly child: ChildProcess
  readonly model: Model
  readonly log: () => string
  readonly err: () => string
  readonly ended: Promise<number | null>
  /** A command of an operator, in the same folder: its exit code and what it said. */
  readonly command: (...args: readonly string[]) => Promise<{ readonly status: number; readonly out: string; readonly err: string }>
  readonly build: (greeting: string) => Promise<void>
}

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

async function until(done: () => boolean, what: () => string): Promise<void> {
  const end = Date.now() + 15_000
  while (!done() && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 20))
  expect(done(), what()).toBe(true)
}

function lengthOf(path: string): number | null {
  if (!existsSync(path)) return null
  const wav = readWav(new Uint8Array(readFileSync(path)))
  return wav.problem === undefined ? (wav.samples.length * 1000) / wav.sampleRate : null
}

async function start(
  serve: Readonly<Record<string, unknown>> = {},
  args: readonly string[] = [],
  services: Readonly<Record<string, unknown>> = { bank: { module: './bank.mjs' } },
): Promise<Node> {
  const [port, adminPort] = [await freePort(), await freePort()]
  const config = {
    serve: {
      lines: [{ bundle: 'dist/test' }],
      listen: `127.0.0.1:${port}`,
      admin: `127.0.0.1:${adminPort}`,
      speech: { engine: 'espeak-ng' },
      traces: {},
      ...serve,
    },
    services,
  }
  const answers = JSON.stringify({ 'bank.hello': 'Hello from a file.' })
  const folder = folderWith({
    'callwright.config.json': JSON.stringify(config),
    'bank.mjs': bank,
    'answers.json': answers,
    'none.json': '{}',
  })
  const command: Node['command'] = async (...args) => {
    const io = testIo({ cwd: folder })
    const status = await run(args, { ...io, now: () => Date.now() })
    return { status, out: io.out(), err: io.err() }
  }
  const build: Node['build'] = async greeting => {
    writeFileSync(join(folder, 'main.ivr'), program(greeting))
    expect(await command('build', 'main.ivr', '-o', 'dist/test')).toMatchObject({ status: 0 })
  }
  await build('Welcome to the first version.')
  const child = spawn(process.execPath, [join(import.meta.dirname, 'callwright.mjs'), 'serve', ...args], { cwd: folder })
  started.push(child)
  let [log, err] = ['', '']
  child.stdout.on('data', piece => (log += String(piece)))
  child.stderr.on('data', piece => (err += String(piece)))
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  const model = createModel({
    clock: realClock,
    connect: connectTcp,
    files: lengthOf,
    dialplan: () => [{ app: 'socket', data: `127.0.0.1:${port}/0 async full` }],
  })
  await until(
    () => err.includes('answers on'),
    () => err + log,
  )
  return { folder, port, child, model, log: () => log, err: () => err, ended, command, build }
}

const ring = (node: Node) => node.model.call({ caller: '13800138000', called: '95500', answered: false })

it('[S6.11] answers, asks the bank, hangs up, is replayed, and writes down what it did without a word of the caller', async () => {
  const node = await start()
  const call = ring(node)
  await until(
    () => call.heard.length > 0,
    () => node.log(),
  )
  call.press('1')
  await until(
    () => call.state() === 'hung up',
    () => node.log(),
  )
  expect(call.cause()).toBe('NORMAL_CLEARING')
  await until(
    () => node.log().includes('the call is over'),
    () => node.log(),
  )
  expect(node.log()).not.toContain('13800138000')
  const trace = (): string => tracedOf(node.folder, call.uuid)
  await until(
    () => trace().includes('"ended"'),
    () => node.log(),
  )
  expect(trace()).not.toContain('13800138000')
  expect(await node.command('replay', '--call', call.uuid)).toMatchObject({ status: 0, out: expect.stringContaining('each the same') })
  expect(await node.command('status')).toMatchObject({ status: 0, out: expect.stringContaining('test (95500)') })
}, 40_000)

it.each([
  { file: 'answers.json', says: 'Hello from a file.', note: 'the answers come from answers.json.\n' },
  { file: 'none.json', says: '…', note: 'What it says nothing of is answered by an example: bank.hello.\n' },
])(
  'answers a call from $file where there is no bank, and says so',
  async ({ file, says, note }) => {
    const node = await start({}, ['--answers', file], {})
    await until(
      () => node.err().includes('No bank is asked'),
      () => node.err(),
    )
    expect(node.err()).toContain(note)
    const call = ring(node)
    await until(
      () => call.heard.length > 0,
      () => node.log(),
    )
    call.press('1')
    await until(
      () => call.state() === 'hung up',
      () => node.log(),
    )
    const trace = (): string => tracedOf(node.folder, call.uuid)
    await until(
      () => trace().includes('"ended"'),
      () => node.log(),
    )
    expect(trace()).toContain(JSON.stringify(says))
  },
  40_000,
)

it('answers that do not fit the program are refused as it starts', async () => {
  const { folder } = await start()
  keepApart(folder)
  const command = async (file: string, text: string): Promise<string> => {
    writeFileSync(join(folder, file), text)
    const io = testIo({ cwd: folder })
    await run(['serve', '--answers', file], { ...io, now: () => Date.now() })
    return io.err()
  }
  expect(await command('wrong.json', '{ "bank.goodbye": "x" }')).toContain('the program has no operation bank.goodbye; it has bank.hello')
  expect(await command('wrong.json', '{ "bank.hello": 5 }')).toContain('wrong.json: bank.hello: 5 stands where a text in quotes is wanted')
}, 40_000)

it('a new version answers while a call goes on with its own, and a rollback takes it back', async () => {
  const node = await start()
  const before = ring(node)
  await until(
    () => before.heard.length > 0,
    () => node.log(),
  )
  await node.build('Welcome to the second version.')
  expect(await node.command('deploy')).toMatchObject({ status: 0, out: expect.stringContaining('answers from now on') })
  const after = ring(node)
  await until(
    () => after.heard.length > 0,
    () => node.log(),
  )
  const status = JSON.parse((await node.command('status', '--json')).out) as { lines: { calls: number; older: unknown[] }[] }
  expect(status.lines[0]).toMatchObject({ calls: 2, older: [{ calls: 1 }] })
  writeFileSync(join(node.folder, 'dist/test/machine.json'), '{}')
  expect(await node.command('deploy')).toMatchObject({ status: 2, err: expect.stringContaining('machine.json') })
  expect(before.state()).toBe('answered')
  expect(await node.command('rollback', 'test')).toMatchObject({
    status: 0,
    out: expect.stringContaining('Calls in progress end on theirs'),
  })
  before.press('1')
  await until(
    () => before.state() === 'hung up',
    () => node.log(),
  )
  after.hangUp()
}, 40_000)

it('a setting is changed for the calls that begin after it, with a reason, and is checked', async () => {
  const node = await start()
  const wrong = await node.command('set', 'test', 'emergency=perhaps', '--why', 'storm')
  expect(wrong).toMatchObject({ status: 2, err: expect.stringContaining('true or false') })
  expect(await node.command('set', 'test', 'emergancy=true', '--why', 'storm')).toMatchObject({
    status: 2,
    err: expect.stringContaining('it has: emergency'),
  })
  expect((await node.command('set', 'test', 'emergency=true')).status).toBe(2)
  const set = await node.command('set', 'test', 'emergency=true', '--why', 'storm', '--until', '2h')
  expect(set).toMatchObject({ status: 0, out: expect.stringContaining('emergency = true, until ') })
  expect((await node.command('status')).out).toContain('storm')
  expect(readFileSync(join(node.folder, '.callwright/serve/settings.jsonl'), 'utf8')).toContain('"why":"storm"')
  expect(await node.command('set', 'test', 'emergency', '--clear', '--why', 'over')).toMatchObject({ status: 0 })
  expect((await node.command('set', 'test', 'emergency', '--clear', '--why', 'over', '--lang', 'zh')).out).toContain('本来就没有更改')
}, 40_000)

it('a changed setting that a new version has no more is shown as not in force, and is taken back', async () => {
  const node = await start()
  expect(await node.command('set', 'test', 'emergency=true', '--why', 'storm')).toMatchObject({ status: 0 })
  const without = program('Two.')
    .replace(/^settings .*\n/m, '')
    .replace(/^ {2}if settings.*\n/m, '')
  writeFileSync(join(node.folder, 'main.ivr'), without)
  expect(await node.command('build', 'main.ivr', '-o', 'dist/test')).toMatchObject({ status: 0 })
  expect(await node.command('deploy')).toMatchObject({ status: 0 })
  expect((await node.command('status')).out).toMatch(/emergency = true \(.*: storm\); not in force: .*has no setting “emergency”\.\n/)
  expect((await node.command('status', '--lang', 'zh')).out).toContain('未生效：当前应答的版本没有设置“emergency”。')
  expect(await node.command('set', 'test', 'emergency', '--clear', '--why', 'over')).toMatchObject({ status: 0 })
  expect((await node.command('status')).out).not.toContain('storm')
}, 40_000)

it('SIGTERM lets the call in progress end, takes no other, and ends with 0', async () => {
  const node = await start()
  const call = ring(node)
  await until(
    () => call.heard.length > 0,
    () => node.log(),
  )
  node.child.kill('SIGTERM')
  await until(
    () => node.log().includes('no new calls are taken'),
    () => node.log(),
  )
  expect(call.state()).toBe('answered')
  call.press('1')
  expect(await node.ended).toBe(0)
  expect(call.state()).toBe('hung up')
}, 40_000)

it('a switch that goes away in a call and comes back finds the node as it was', async () => {
  const node = await start()
  const lost = ring(node)
  await until(
    () => lost.heard.length > 0,
    () => node.log(),
  )
  node.model.crash()
  await until(
    () => node.log().includes('The connection to FreeSWITCH ended in the middle of a call'),
    () => node.log(),
  )
  node.model.comeBack()
  const call = ring(node)
  await until(
    () => call.heard.length > 0,
    () => node.log(),
  )
  call.press('1')
  await until(
    () => call.state() === 'hung up',
    () => node.log(),
  )
  const status = JSON.parse((await node.command('status', '--json')).out) as { calls: unknown[] }
  expect(status.calls).toEqual([])
}, 40_000)

it('a node that starts again with its bundle half built answers with the version that it has', async () => {
  const node = await start()
  node.child.kill('SIGTERM')
  expect(await node.ended).toBe(0)
  writeFileSync(join(node.folder, 'dist/test/machine.json'), '{}')
  const second = spawn(process.execPath, [join(import.meta.dirname, 'callwright.mjs'), 'serve'], { cwd: node.folder })
  started.push(second)
  let [log, err] = ['', '']
  second.stdout.on('data', piece => (log += String(piece)))
  second.stderr.on('data', piece => (err += String(piece)))
  await until(
    () => err.includes('answers on'),
    () => err + log,
  )
  expect(log).toContain('its line answers with the version that was in force before: dist/test/machine.json')
  const call = ring(node)
  await until(
    () => call.heard.length > 0,
    () => log,
  )
  call.hangUp()
}, 40_000)

it('a second node in the folder of another, or on its address, says so', async () => {
  const { folder } = await start()
  const second = async (): Promise<string> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'callwright.mjs'), 'serve'], { cwd: folder })
    started.push(child)
    let err = ''
    child.stderr.on('data', piece => (err += String(piece)))
    expect(await new Promise(resolve => child.on('exit', resolve))).toBe(2)
    return err
  }
  expect(await second()).toContain(`${join(folder, '.callwright/serve')} is that of another node`)
  keepApart(folder)
  expect(await second()).toContain('cannot be listened on')
}, 40_000)

/** The next node there has a folder of its own for what it keeps. */
function keepApart(folder: string): void {
  const path = join(folder, 'callwright.config.json')
  const config = JSON.parse(readFileSync(path, 'utf8')) as { readonly serve: object }
  writeFileSync(path, JSON.stringify({ ...config, serve: { ...config.serve, data: 'of-another' } }))
}

it('an operator’s command without a node says what is wrong', async () => {
  const folder = folderWith({ 'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'x' }], admin: '127.0.0.1:1' } }) })
  const io = testIo({ cwd: folder })
  expect(await run(['status'], io)).toBe(2)
  expect(io.err()).toContain('no node answers on 127.0.0.1:1')
})

const secretProgram = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
type Passcode = secret digits 6
service bank { attempt log_in(passcode: Passcode) within 3s { accepted  refused } }
flow welcome {
  collect passcode: Passcode { say "Your passcode." }
  attempt bank.log_in(passcode) {
    accepted { -> goodbye }
    refused, failed { -> goodbye }
  }
}
flow goodbye { say "Goodbye." -> hangup }
`

const sofia = (command: string): string => {
  if (command.startsWith('uuid_exists')) return 'true'
  if (command.endsWith('sofia.conf')) return NO_PROFILES
  if (command === 'global_getvar rtp_info_when_no_2833') return 'false'
  if (command === 'sofia xmlstatus')
    return '<profiles><profile><name>a</name><type>profile</type><state>RUNNING (0)</state></profile></profiles>'
  if (command.startsWith('sofia xmlstatus profile')) return '<context>default</context><dtmf-mode>rfc2833</dtmf-mode>'
  return ''
}

interface OnSwitch {
  readonly serve?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  readonly source?: string
  /** Written into the folder before the bundle is built. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Of `callwright serve`. */
  readonly args?: readonly string[]
  /** Of two nodes one, which says so to the switch each second. */
  readonly alive?: boolean
}

async function startOnSwitch(switchLog: ScriptedLog, options: OnSwitch = {}) {
  const { serve = {}, env: more = {}, source = secretProgram, files = {}, args = [], alive = false } = options
  const scripted = await scriptedSwitch(sofia, undefined, switchLog)
  onTestFinished(() => scripted.close())
  const [port, adminPort] = [await freePort(), await freePort()]
  const config = {
    serve: {
      lines: [{ bundle: 'dist/test' }],
      listen: `127.0.0.1:${port}`,
      ...(alive ? { nodes: [`127.0.0.1:${port}`, '127.0.0.1:1'] } : {}),
      admin: `127.0.0.1:${adminPort}`,
      eventSocket: { address: `127.0.0.1:${scripted.address.port}`, password: { env: 'PASSWORD' } },
      ...serve,
    },
    services: { bank: { module: './bank.mjs' } },
  }
  const bankModule = `export const bank = { log_in: async () => ({ outcome: 'accepted' }), hello: async () => ({ result: 'Hello.' }) }`
  const folder = folderWith({ 'callwright.config.json': JSON.stringify(config), 'bank.mjs': bankModule, 'none.json': '{}', ...files })
  const env = { ...process.env, PASSWORD: 'a-password', ...more }
  const command: Node['command'] = async (...args) => {
    const io = testIo({ cwd: folder, env: { PASSWORD: 'a-password' } })
    const status = await run(args, { ...io, now: () => Date.now() })
    return { status, out: io.out(), err: io.err() }
  }
  const build = async (text: string): Promise<void> => {
    writeFileSync(join(folder, 'main.ivr'), text)
    expect(await command('build', 'main.ivr', '-o', 'dist/test')).toMatchObject({ status: 0 })
  }
  await build(source)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'callwright.mjs'), 'serve', ...args], { cwd: folder, env })
  started.push(child)
  let [log, err] = ['', '']
  child.stdout.on('data', piece => (log += String(piece)))
  child.stderr.on('data', piece => (err += String(piece)))
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${adminPort}/readyz`)).status
  return { child, ended, scripted, port, command, build, ready, err: () => err, log: () => log }
}

it('[S8.9] a line that asks for secrets is not answered for a switch whose log has the keys that callers press', async () => {
  const { child, err } = await startOnSwitch({ warning: true })
  expect(await new Promise(resolve => child.on('exit', resolve))).toBe(2)
  expect(err()).toContain('its log has keys that callers press')
  expect(err()).toContain('fsctl loglevel err')
}, 40_000)

it('[S8.9] without serve.eventSocket nobody could look into the switch’s log, and a line that asks for secrets is refused', async () => {
  const { ended, err } = await startOnSwitch({ warning: false }, { serve: { eventSocket: undefined } })
  expect(await ended).toBe(2)
  expect(err()).toContain('line “test” asks callers for secrets')
  expect(err()).toContain('"eventSocket": { "address": "127.0.0.1:8021", "password": { "env": "FREESWITCH_PASSWORD" } }')
}, 40_000)

it('[S8.9] so is a version that is deployed, and what answered goes on', async () => {
  const source = program('Welcome.')
  const { command, build, err, log, ready } = await startOnSwitch({ warning: false }, { serve: { eventSocket: undefined }, source })
  await until(() => err().includes('answers on'), err)
  await build(secretProgram)
  expect(await command('deploy')).toMatchObject({ status: 2, err: expect.stringContaining('serve.eventSocket is not in') })
  expect(await ready()).toBe(200)
  expect(log()).toContain('what answered before goes on')
}, 40_000)

it('[S8.9] a trial with invented answers is warned', async () => {
  const trial = { serve: { eventSocket: undefined }, args: ['--answers', 'none.json'] }
  const { err, log, ready } = await startOnSwitch({ warning: false }, trial)
  await until(() => err().includes('answers on'), err)
  expect(await ready()).toBe(200)
  expect(log()).toContain('nobody looks whether the switch writes what callers press into its log')
}, 40_000)

it('and it is where the log has none, though another bundle is not there', async () => {
  const { err, log } = await startOnSwitch({ warning: false }, { serve: { lines: [{ bundle: 'dist/test' }, { bundle: 'dist/none' }] } })
  await until(() => err().includes('answers on'), err)
  expect(log()).toContain('dist/none: there is no such folder; “callwright build -o dist/none” makes it.')
}, 40_000)

it('where what speaks is not installed, calls are answered, and the log says that texts are not heard', async () => {
  const { err, log } = await startOnSwitch({ warning: false }, { serve: { speech: { engine: 'espeak-ng' } }, env: { PATH: '/nowhere' } })
  await until(() => err().includes('answers on'), err)
  await until(() => log().includes('texts without a recording are not heard: en-US: espeak-ng is not installed.'), log)
}, 40_000)

it('where recordings that say private values cannot be joined, the log says so as the node starts', async () => {
  const bank = `export const bank = { card: async () => ({ result: '6225' }) }`
  const files = { ...PRIVATE_RECORDED, 'bank.mjs': bank, '.callwright/serve/speech': '' }
  const { err, log } = await startOnSwitch({ warning: false }, { source: PRIVATE_RECORDED['main.ivr'], files })
  await until(() => err().includes('answers on'), err)
  await until(() => log().includes('texts that say private values from recordings are not heard: nothing can be written to'), log)
}, 40_000)

it('private values that an engine of the switch speaks are warned of, and of a line that speaks none nothing is said', async () => {
  const speech = { freeswitch: 'tts_commandline', voices: { en: 'en-us' } }
  const warning = 'serve.speech is an engine of FreeSWITCH, and private values are spoken'
  const says = secretProgram.replace('service bank {', 'service bank { query hello(): private name text within 3s')
  const source = says.replace(
    'accepted { -> goodbye }',
    'accepted { let n = query bank.hello() else { -> goodbye } say "Dear {n}." -> goodbye }',
  )
  const [warned, quiet] = [
    await startOnSwitch({ warning: false }, { serve: { speech }, source }),
    await startOnSwitch({ warning: false }, { serve: { speech } }),
  ]
  for (const { err } of [warned, quiet]) await until(() => err().includes('answers on'), err)
  expect(warned.log()).toContain(warning)
  expect(quiet.log()).not.toContain(warning)
}, 40_000)

it('[S8.9] nobody at the Event Socket: it is not ready and says why, SIGHUP does not end it, and SIGTERM does', async () => {
  const nowhere = `127.0.0.1:${await freePort()}`
  const { child, ended, command, ready, err, log } = await startOnSwitch(
    { warning: false },
    { serve: { eventSocket: { address: nowhere, password: { env: 'PASSWORD' } } } },
  )
  await until(() => log().includes('no call is taken yet'), log)
  expect(await ready()).toBe(503)
  expect(JSON.parse((await command('status', '--json')).out)).toMatchObject({
    state: 'starting',
    why: { en: expect.stringContaining(`nothing answers at ${nowhere}`) },
  })
  expect((await command('status')).out).toContain('no call is taken: ')
  child.kill('SIGHUP')
  await new Promise(resolve => setTimeout(resolve, 300))
  expect([child.exitCode, child.signalCode, await ready()]).toEqual([null, null, 503])
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(err()).not.toContain('answers on')
}, 40_000)

it('an Event Socket that cannot be used any more: no call can be looked up, so the node is not ready, and says why', async () => {
  const { scripted, command, ready, err } = await startOnSwitch({ warning: false }, { source: program('Welcome.') })
  await until(() => err().includes('answers on'), err)
  expect(await ready()).toBe(200)
  scripted.close()
  await expect.poll(ready, { timeout: 5000 }).toBe(503)
  expect(JSON.parse((await command('status', '--json')).out)).toMatchObject({
    state: 'starting',
    why: {
      en: expect.stringMatching(/no call can be looked up on the switch.*: nothing answers at/),
      zh: expect.stringContaining('无法在交换机上核对来电'),
    },
  })
}, 40_000)

it('[S8.9] where it cannot be seen what is in the switch’s log, no call is taken until it can', async () => {
  const switchLog = { warning: false, off: true }
  const { ready, err, log } = await startOnSwitch(switchLog)
  await until(() => log().includes('no call is taken yet'), log)
  expect(log()).toContain('whether its log has the keys that callers press cannot be seen')
  expect(await ready()).toBe(503)
  switchLog.off = false
  await until(() => err().includes('answers on'), err)
  expect(await ready()).toBe(200)
}, 40_000)

it('what is to be looked at in the banks’ configuration is in the log, and not again by the same version: a slip in a name, and what a version brings', async () => {
  const helo = { answers: { 404: { result: 'Nobody.' } } }
  const { folder, command, log } = await start({}, [], { bank: { url: 'http://127.0.0.1:1', operations: { helo } } })
  const warnings = (): readonly string[] =>
    log()
      .split('\n')
      .filter(line => line.includes('"level":"warn"') && line.includes('services.bank'))
      .map(line => (JSON.parse(line) as { readonly msg: string }).msg.split(/: |, and/)[2]!)
  const slip = 'No program declares “bank.helo”'
  expect(warnings()).toEqual([slip])
  writeFileSync(
    join(folder, 'main.ivr'),
    program('Welcome.').replace('within 3s }', 'within 3s transaction stop_card(card: digits) within 5s { done } }'),
  )
  expect(await command('build', 'main.ivr', '-o', 'dist/test')).toMatchObject({ status: 0 })
  for (let n = 0; n < 2; n++) expect(await command('deploy')).toMatchObject({ status: 0 })
  expect(warnings()).toEqual([slip, slip, 'No status call closes the key of bank.stop_card'])
})

it('[S8.9] the first version that asks for secrets is put in force only where the switch’s log has no keys, deployed or rolled back to', async () => {
  const switchLog = { warning: true }
  const { child, command, build, err, log, ready } = await startOnSwitch(switchLog, { source: program('Welcome.') })
  await until(() => err().includes('answers on'), err)
  await build(secretProgram)
  expect(await command('deploy')).toMatchObject({ status: 2, err: expect.stringContaining('its log has keys that callers press') })
  child.kill('SIGHUP')
  await until(() => log().split('its log has keys').length === 3, log)
  expect(await ready()).toBe(200)
  switchLog.warning = false
  expect(await command('deploy')).toMatchObject({ status: 0 })
  expect(await command('rollback', 'test')).toMatchObject({ status: 0 })
  expect(await command('deploy')).toMatchObject({ status: 0, out: expect.stringContaining('was rolled back') })
  switchLog.warning = true
  expect(await command('deploy', '--again')).toMatchObject({ status: 2, err: expect.stringContaining('its log has keys') })
  switchLog.warning = false
  expect(await command('deploy', '--again')).toMatchObject({ status: 0 })
  await build(program('Welcome back.'))
  expect(await command('deploy')).toMatchObject({ status: 0 })
  switchLog.warning = true
  expect(await command('rollback', 'test')).toMatchObject({ status: 2, err: expect.stringContaining('its log has keys') })
  switchLog.warning = false
  expect(await command('rollback', 'test')).toMatchObject({ status: 0 })
}, 40_000)

it.each([
  { of: 'of two nodes', alive: true },
  { of: 'of one node', alive: false },
])(
  '[S8.9] a switch $of that begins anew with keys in its log: no call is taken until they are gone',
  async ({ alive }) => {
    const switchLog = { warning: false }
    const { scripted, port, command, ready, err, log } = await startOnSwitch(switchLog, { alive })
    await until(() => err().includes('answers on'), err)
    expect(await ready()).toBe(200)
    const model = createModel({
      clock: realClock,
      connect: connectTcp,
      dialplan: () => [{ app: 'socket', data: `127.0.0.1:${port}/0 async full` }],
    })
    switchLog.warning = true
    scripted.drop()
    await until(() => log().includes('no call is taken any more'), log)
    expect(log()).toContain('fsctl loglevel err')
    expect(await ready()).toBe(503)
    expect((await command('status')).out).toContain('no call is taken: ')
    const call = model.call({ caller: '13800138000', called: '95500', answered: false })
    await until(() => call.state() === 'hung up', log)
    expect(call.cause()).toBe('NORMAL_TEMPORARY_FAILURE')
    switchLog.warning = false
    await until(() => log().includes('calls are taken again'), log)
    expect(await ready()).toBe(200)
    const next = model.call({ caller: '13800138000', called: '95500', answered: false })
    await until(() => next.state() === 'answered', log)
    next.hangUp()
  },
  40_000,
)
