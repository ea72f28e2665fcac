import { once } from 'node:events'
import { chownSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { writeWav } from '../runtime/speech/wav.ts'
import { run } from './run.ts'
import { folderWith, testIo } from './testing/io.ts'
import { firstProject, PRIVATE_RECORDED } from './testing/project.ts'

async function project(): Promise<string> {
  const cwd = await firstProject()
  expect(await run(['build', '-o', 'dist/line'], testIo({ cwd }))).toBe(0)
  const config = {
    serve: {
      lines: [{ bundle: 'dist/line' }],
      token: { env: 'TOKEN' },
      eventSocket: { address: '127.0.0.1:1', password: { env: 'PASSWORD' } },
    },
  }
  writeFileSync(join(cwd, 'callwright.config.json'), JSON.stringify(config))
  return cwd
}

it('prints what FreeSWITCH needs without a secret, though none is set', async () => {
  const cwd = await project()
  const io = testIo({ cwd, env: { TOKEN: 'very-secret-token' } })
  expect(await run(['serve', '--print-freeswitch'], io)).toBe(0)
  expect(io.out()).toContain('<action application="socket" data="127.0.0.1:8084/')
  expect(io.out()).toContain('^(95500)$')
  expect(io.out()).not.toContain('very-secret-token')
})

it('a configured bundle that is named keeps its numbers, as in the node', async () => {
  const cwd = await project()
  const path = join(cwd, 'callwright.config.json')
  const printed = async (...bundles: string[]): Promise<string> => {
    const io = testIo({ cwd })
    expect(await run(['serve', '--print-freeswitch', ...bundles], io)).toBe(0)
    return io.out()
  }
  writeFileSync(path, JSON.stringify({ serve: { lines: [{ bundle: 'dist/line', numbers: ['4006895500'] }] } }))
  expect(await printed()).toContain('^(4006895500)$')
  expect(await printed('dist/line')).toContain('^(4006895500)$')
  writeFileSync(path, JSON.stringify({ serve: { lines: [{ bundle: 'dist/other', numbers: ['4006895500'] }] } }))
  expect(await printed('dist/line')).toContain('^(95500)$')
})

it('writes the files where they belong, and never over somebody’s own', async () => {
  const cwd = await project()
  const io = testIo({ cwd })
  expect(await run(['serve', '--print-freeswitch', '-o', 'conf'], io)).toBe(0)
  const socket = join(cwd, 'conf/autoload_configs/event_socket.conf.xml')
  expect(existsSync(socket)).toBe(true)
  expect(await run(['serve', '--print-freeswitch', '-o', 'conf'], testIo({ cwd }))).toBe(0)
  writeFileSync(socket, '<configuration/>')
  const refused = testIo({ cwd })
  expect(await run(['serve', '--print-freeswitch', '-o', 'conf'], refused)).toBe(2)
  expect(refused.err()).toContain('(conf/autoload_configs/event_socket.conf.xml). With --force')
  expect(readFileSync(socket, 'utf8')).toBe('<configuration/>')
  const forced = testIo({ cwd })
  expect(await run(['serve', '--print-freeswitch', '-o', 'conf', '--force'], forced)).toBe(0)
  // Of what was there the last time, too, it names what it is another one than.
  expect(forced.out().match(/.* \(replaces another file\)/g)).toEqual([
    'conf/autoload_configs/event_socket.conf.xml (replaces another file)',
  ])
  expect(readFileSync(socket, 'utf8')).toContain('listen-port')
})

it('doctor says that the switch is not there, and what to do, and ends with 1', async () => {
  const io = testIo({ cwd: await project(), env: { TOKEN: 'abcdefgh', PASSWORD: 'p4ssword' } })
  expect(await run(['doctor'], io)).toBe(1)
  expect(io.out()).toMatch(/^✗ .*127\.0\.0\.1:1/)
  // That the switch is not there is said once, and not of each check.
  expect(io.out().split('\n')).toHaveLength(5)
  expect(io.out()).toMatch(/– the \d\d other checks were not made/)
  expect(io.out()).not.toContain('p4ssword')
  const chinese = testIo({ cwd: io.cwd, env: io.env as Record<string, string> })
  expect(await run(['doctor', '--lang', 'zh'], chinese)).toBe(1)
  expect(chinese.out()).toContain('项不通过')
})

it('a bundle that is broken is one of doctor’s findings: the switch is looked at all the same', async () => {
  const cwd = await project()
  writeFileSync(join(cwd, 'dist/line/machine.json'), '{')
  const io = testIo({ cwd, env: { TOKEN: 'very-secret-token', PASSWORD: 'of-nobody' } })
  expect(await run(['doctor'], io)).toBe(1)
  expect(io.out()).toContain('✗ nothing answers at 127.0.0.1:1')
  expect(io.out()).toMatch(/✗ .*machine\.json/)
  expect(io.out()).toContain('mend the bundle, then “callwright deploy”')
})

it('doctor and the node say that the engine is not there which speaks what has no recording', async () => {
  const cwd = await project()
  const path = join(cwd, 'callwright.config.json')
  const config = JSON.parse(readFileSync(path, 'utf8')) as { serve: object }
  writeFileSync(path, JSON.stringify({ serve: { ...config.serve, speech: { engine: 'espeak-ng' } } }))
  const env = { TOKEN: 'abcdefgh', PASSWORD: 'p4ssword', PATH: '/nowhere' }
  const io = testIo({ cwd, env })
  expect(await run(['doctor'], io)).toBe(1)
  expect(io.out()).toContain('✗ texts without a recording are not heard: zh-CN: espeak-ng is not installed.')
  const chinese = testIo({ cwd, env })
  expect(await run(['doctor', '--lang', 'zh'], chinese)).toBe(1)
  expect(chinese.out()).toContain('未安装 espeak-ng')
})

it.each([
  { by: 'recordings alone', speech: {} },
  { by: 'an engine of FreeSWITCH', speech: { speech: { freeswitch: 'flite', voices: { en: 'slt' } } } },
  { by: 'an engine that is not there', speech: { speech: { engine: 'espeak-ng' } } },
])('where recordings that say private values cannot be joined for a call, doctor says so: with $by', async ({ speech }) => {
  const eventSocket = { address: '127.0.0.1:1', password: { env: 'PASSWORD' } }
  const cwd = folderWith({
    'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'dist/line' }], eventSocket, ...speech } }),
    ...PRIVATE_RECORDED,
  })
  expect(await run(['build', 'main.ivr', '-o', 'dist/line'], testIo({ cwd }))).toBe(0)
  const doctor = async (...args: string[]): Promise<string> => {
    const io = testIo({ cwd, env: { PASSWORD: 'p4ssword', PATH: '/nowhere' } })
    expect(await run(['doctor', ...args], io)).toBe(1)
    return io.out()
  }
  const found = JSON.parse(await doctor('--json')) as { slug: string; state: string }[]
  expect(found.find(({ slug }) => slug === 'private-recordings')).toMatchObject({ state: 'ok' })
  const folder = join(cwd, '.callwright/serve/speech')
  rmSync(folder, { recursive: true, force: true })
  writeFileSync(folder, '')
  expect(await doctor()).toMatch(
    /✗ texts that say private values from recordings are not heard: nothing can be written to .*speech \(ENOTDIR\)/,
  )
  expect(await doctor('--lang', 'zh')).toMatch(/✗ 用录音播报私密值的文本不会播放：无法写入 .*speech（ENOTDIR）/)
})

it('a line that says private values, and has no recording, has nothing to join', async () => {
  const eventSocket = { address: '127.0.0.1:1', password: { env: 'PASSWORD' } }
  const cwd = folderWith({
    'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'dist/line' }], eventSocket } }),
    'main.ivr': PRIVATE_RECORDED['main.ivr'],
  })
  expect(await run(['build', 'main.ivr', '-o', 'dist/line'], testIo({ cwd }))).toBe(0)
  const io = testIo({ cwd, env: { PASSWORD: 'p4ssword' } })
  expect(await run(['doctor', '--json'], io)).toBe(1)
  expect(io.out()).not.toContain('private-recordings')
})

it('doctor without an Event Socket in the configuration says what it needs', async () => {
  const cwd = folderWith({ 'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'x' }] } }) })
  const io = testIo({ cwd })
  expect(await run(['doctor'], io)).toBe(2)
  expect(io.err()).toContain('serve.eventSocket')
  expect(io.err()).toContain('set FREESWITCH_PASSWORD')
  expect(io.err()).toContain('"eventSocket": { "address": "127.0.0.1:8021"')
})

it('with a password for the usual one it looks there, and says that the node does not', async () => {
  const cwd = await firstProject()
  expect(await run(['build', '-o', 'dist/line'], testIo({ cwd }))).toBe(0)
  writeFileSync(join(cwd, 'callwright.config.json'), JSON.stringify({ serve: { lines: [{ bundle: 'dist/line' }] } }))
  const io = testIo({ cwd, env: { FREESWITCH_PASSWORD: 'of-nobody' } })
  // Whether a switch is there or not: it does not have this password.
  expect(await run(['doctor'], io)).toBe(1)
  expect(io.out()).toMatch(/^✗ .*127\.0\.0\.1:8021/)
  expect(io.out()).toContain('! the node does not look its calls up at the switch')
  expect(io.out()).toContain('"eventSocket": { "address": "127.0.0.1:8021"')
  const chinese = testIo({ cwd, env: { FREESWITCH_PASSWORD: 'of-nobody' } })
  expect(await run(['doctor', '--lang', 'zh'], chinese)).toBe(1)
  expect(chinese.out()).toContain('! 节点不会在交换机上核对来电')
})

it('that the node does not look there is a fault where a line asks for secrets, as serve refuses it', async () => {
  const cwd = folderWith({
    'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'dist/line' }] } }),
    'main.ivr': `line test "Test line" {
  numbers { "95500" -> enter }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
type Passcode = secret digits 6
service bank { attempt log_in(passcode: Passcode) within 3s { accepted  refused } }
flow enter {
  collect passcode: Passcode { say "Your passcode." }
  attempt bank.log_in(passcode) {
    accepted, refused, failed { -> goodbye }
  }
}
flow goodbye { say "Goodbye." -> hangup }
`,
  })
  const built = testIo({ cwd })
  expect(await run(['build', 'main.ivr', '-o', 'dist/line'], built), built.err()).toBe(0)
  const io = testIo({ cwd, env: { FREESWITCH_PASSWORD: 'of-nobody' } })
  expect(await run(['doctor'], io)).toBe(1)
  expect(io.out()).toContain('✗ the node does not look its calls up at the switch')
  expect(io.out()).toContain('answers no line that asks for secrets')
})

it('a password with a line end behind it is refused where none is configured, too, and not shown', async () => {
  const cwd = folderWith({ 'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'x' }] } }) })
  const io = testIo({ cwd, env: { FREESWITCH_PASSWORD: 'p4ssword\n' } })
  expect(await run(['doctor'], io)).toBe(2)
  expect(io.err()).toContain('what FREESWITCH_PASSWORD has is no password')
  expect(io.err()).not.toContain('p4ssword')
})

it.each([
  { advertise: '10.0.0.11:8084', networks: ['127.0.0.1/32', '::1/128', '10.0.0.11/32'] },
  { advertise: '[fd00::11]:8084', networks: ['127.0.0.1/32', '::1/128', 'fd00::11/128'] },
  { advertise: 'node.bank.example:8084', networks: ['127.0.0.1/32', '::1/128'] },
  { advertise: '127.0.0.1:8084', networks: ['127.0.0.1/32', '::1/128'] },
])('a node at $advertise may connect to the Event Socket that is printed', async ({ advertise, networks }) => {
  const cwd = await project()
  const path = join(cwd, 'callwright.config.json')
  const config = JSON.parse(readFileSync(path, 'utf8')) as { serve: object }
  writeFileSync(path, JSON.stringify({ serve: { ...config.serve, advertise } }))
  const io = testIo({ cwd })
  expect(await run(['serve', '--print-freeswitch', '--json'], io)).toBe(0)
  const files = JSON.parse(io.out()) as { path: string; text: string }[]
  const list = files.find(file => file.path === 'callwright/acl.xml')!.text
  expect([...list.matchAll(/cidr="([^"]*)"/g)].map(match => match[1])).toEqual(networks)
})

it.each(['10.0.0.11:8084', '10.0.0.12:8084'])('of several nodes %s prints the same as the others: all in their order', async advertise => {
  const cwd = await project()
  const path = join(cwd, 'callwright.config.json')
  const config = JSON.parse(readFileSync(path, 'utf8')) as { serve: object }
  const nodes = ['10.0.0.11:8084', '10.0.0.12:8084']
  writeFileSync(path, JSON.stringify({ serve: { ...config.serve, advertise, nodes } }))
  const io = testIo({ cwd })
  expect(await run(['serve', '--print-freeswitch', '--json'], io)).toBe(0)
  const files = JSON.parse(io.out()) as { path: string; text: string }[]
  const textOf = (end: string): string => files.find(file => file.path.endsWith(end))!.text
  expect(textOf('00_callwright.xml')).toContain('}10.0.0.11:8084/$${callwright_token}/0|10.0.0.12:8084/$${callwright_token}/0 async full')
  expect(textOf('vars.xml').match(/callwright_to_10\.0\.0\.1[12]_8084_[01]_alive=/g)).toHaveLength(4)
  expect(textOf('acl.xml')).toContain('"10.0.0.11/32"')
  expect(textOf('acl.xml')).toContain('"10.0.0.12/32"')
})

it('doctor makes the folder of the recordings, as the node does', async () => {
  const io = testIo({ cwd: await project(), env: { TOKEN: 'abcdefgh', PASSWORD: 'p4ssword' } })
  expect(await run(['doctor'], io)).toBe(1)
  expect(statSync(join(io.cwd, '.callwright/serve/recordings')).mode & 0o777).toBe(0o770)
})

/** Somebody who need not be there. */
const OWNER = 54_321

it.runIf(process.geteuid?.() === 0)('doctor, started by root, makes folders that belong to whom the project belongs to', async () => {
  const cwd = await project()
  const path = join(cwd, 'callwright.config.json')
  const config = JSON.parse(readFileSync(path, 'utf8')) as { serve: object }
  const speaker = createServer((_, response) => void response.end(writeWav(new Int16Array(8000).fill(900), 8000))).listen(0, '127.0.0.1')
  onTestFinished(() => void speaker.close())
  await once(speaker, 'listening')
  const url = `http://127.0.0.1:${(speaker.address() as AddressInfo).port}/`
  writeFileSync(join(cwd, 'engine.json'), JSON.stringify({ name: 'own', url, body: { text: '{text}' }, response: 'audio' }))
  writeFileSync(path, JSON.stringify({ serve: { ...config.serve, speech: { engine: 'engine.json' } } }))
  chownSync(cwd, OWNER, OWNER)
  const io = testIo({ cwd, env: { TOKEN: 'abcdefgh', PASSWORD: 'p4ssword', PATH: process.env['PATH'] ?? '' } })
  expect([await run(['doctor'], io), io.err()]).toEqual([1, ''])
  expect(io.out()).toContain('texts without a recording can be spoken')
  for (const made of ['.callwright', '.callwright/serve/recordings', '.callwright/serve/speech/call']) {
    const { uid, gid } = statSync(join(cwd, made))
    expect([made, uid, gid]).toEqual([made, OWNER, OWNER])
  }
  expect([process.geteuid!(), process.getegid!()]).toEqual([0, process.getgid!()])
})
