// The look at a switch, on real ones: set right, and set wrong in every way that a check is for.
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBlackHole } from '../../../cli/testing/black-hole.ts'
import { aliveVariable } from '../alive.ts'
import { tone, wavFile } from '../caller/sound.ts'
import { examineSwitch, type Finding, type Needs } from '../setup/doctor.ts'
import { element } from '../setup/xml.ts'
import { startFreeswitch, type Freeswitch } from './freeswitch.ts'
import { startNode } from './node.ts'
import { freeTcpPort } from './ports.ts'

let right: Freeswitch
let needs: Needs

beforeAll(async () => {
  const node = { host: '127.0.0.1', port: await freeTcpPort() }
  right = await startFreeswitch({
    nodes: [node],
    numbers: ['95500', '95501'],
    queues: [{ name: 'support@bank', music: 'local_stream://moh' }],
    agents: ['8001'],
    modules: ['mod_tts_commandline'],
  })
  const inbound = await right.inbound()
  await inbound.api('callcenter_config', ['agent', 'set', 'status', '8001@agents', 'Available'])
  inbound.close()
  await writeFile(join(right.sounds, 'a.wav'), wavFile(tone(440, 5000)))
  needs = {
    node,
    listen: node,
    nodes: [node],
    token: right.token,
    numbers: ['95500', '95501'],
    context: 'public',
    queues: ['support@bank'],
    music: ['local_stream://moh'],
    speech: { engine: 'tts_commandline', voices: ['en', 'cmn'] },
    sounds: [join(right.sounds, 'a.wav')],
    files: [join(right.sounds, 'a.wav')],
    recordings: { there: right.recordings, here: right.recordings },
    gateways: [],
    profiles: [],
    domains: [],
    calls: 500,
  }
})
afterAll(() => right?.stop())

const look = (
  freeswitch: Freeswitch,
  changes: Partial<Needs> = {},
  eventSocket: Partial<{ password: string }> = {},
): Promise<readonly Finding[]> =>
  examineSwitch({
    eventSocket: { address: freeswitch.eventSocket, password: freeswitch.password, ...eventSocket },
    needs: { ...needs, ...changes },
  })

const statesOf = (findings: readonly Finding[]): Readonly<Record<string, string>> =>
  Object.fromEntries(findings.map(({ slug, state }) => [slug, state]))

const found = (findings: readonly Finding[], slug: string): Finding => findings.find(finding => finding.slug === slug)!

it('a switch that is set as we print it is all right, and nothing is left of the look', async () => {
  const findings = await look(right)
  expect(findings.filter(({ state }) => state !== 'ok').map(({ slug, said }) => `${slug}: ${said.en}`)).toEqual([
    'trunk: calls are handed to no gateway and by no profile, whose state the switch would know',
  ])
  const inbound = await right.inbound()
  await expect.poll(() => inbound.api('show', ['channels', 'count'])).toContain('0 total')
  inbound.close()
  expect(await readdir(right.recordings)).toEqual([])
})

it('the records of the switch do not arrive where the node looks for them', async () => {
  const findings = await look(right, { recordings: { there: right.recordings, here: right.sounds } })
  expect(found(findings, 'recordings').state).toBe('warn')
})

it('the node is running: the calls arrive at it', async () => {
  const node = await startNode(needs.node.port)
  expect(found(await look(right), 'dialplan')).toMatchObject({ state: 'ok' })
  node.close()
})

it('what the switch lacks is told, each by itself', async () => {
  const findings = await look(right, {
    numbers: ['95500', '12345'],
    queues: ['other@bank'],
    music: ['local_stream://none'],
    speech: { engine: 'tts_commandline', voices: ['en', 'xx-none'] },
    sounds: [join(right.sounds, 'none.wav')],
    recordings: { there: '/proc', here: '/proc' },
    gateways: ['carrier'],
    calls: 2000,
  })
  expect(statesOf(findings)).toMatchObject({
    reached: 'ok',
    dialplan: 'fail',
    queues: 'fail',
    agents: 'fail',
    music: 'fail',
    voices: 'fail',
    sounds: 'fail',
    recordings: 'fail',
    trunk: 'fail',
    limits: 'fail',
  })
  expect(found(findings, 'dialplan').said.en).toContain('12345')
  expect(found(findings, 'voices').said.en).toBe('tts_commandline does not speak with the voice xx-none')
  for (const { state, fix } of findings) if (state === 'fail') expect(fix?.en).toBeTruthy()
})

it('a recording that is missing among others is named', async () => {
  const files = ['none.wav', 'a.wav'].map(name => join(right.sounds, name))
  expect(found(await look(right, { files }), 'sounds')).toMatchObject({
    state: 'fail',
    said: { en: `it does not find 1 of 2 recordings: ${files[0]}` },
  })
})

it('another token, another address, an engine that is none', async () => {
  const token = await look(right, { token: 'another-token', speech: { engine: 'nothing', voices: ['en'] } })
  expect(found(token, 'dialplan').said.en).toContain('another token')
  expect(found(token, 'voices').state).toBe('fail')
  const place = await look(right, { node: { host: '127.0.0.1', port: 9 }, calls: 800 })
  expect(found(place, 'dialplan').said.en).toContain('another place than 127.0.0.1:9')
  expect(found(place, 'limits').state).toBe('warn')
})

it('calls are handed to a host by a profile that runs, or by none that there is', async () => {
  expect(found(await look(right, { profiles: [right.profile] }), 'trunk').state).toBe('ok')
  expect(found(await look(right, { profiles: [right.profile, 'cals'] }), 'trunk')).toMatchObject({
    state: 'fail',
    said: { en: expect.stringContaining('no SIP profile cals runs') as string },
  })
})

it('the switch hands the calls to an address that it does not reach', async () => {
  // It listens elsewhere than where the switch looks.
  const findings = await look(right, { listen: { host: '127.0.0.1', port: await freeTcpPort() } })
  expect(found(findings, 'dialplan').said.en).toContain('does not reach')
})

it('a wrong password, a port where nobody is', async () => {
  const password = await look(right, {}, { password: 'wrong-password' })
  expect(statesOf(password)).toMatchObject({ reached: 'fail', version: 'skipped' })
  expect(password[0]!.said.en).toContain('does not take the password')
  const gone = await examineSwitch({ eventSocket: { address: { host: '127.0.0.1', port: 1 }, password: 'x' }, needs })
  expect(gone[0]!.said.en).toContain('ECONNREFUSED')
})

it('nobody signed in, and calls paused', async () => {
  const inbound = await right.inbound()
  await inbound.api('callcenter_config', ['agent', 'set', 'status', '8001@agents', "'Logged Out'"])
  await inbound.api('fsctl', ['pause', 'inbound'])
  const findings = await look(right)
  await inbound.api('fsctl', ['resume', 'inbound'])
  await inbound.api('fsctl', ['pause', 'outbound'])
  expect(found(await look(right), 'ready')).toMatchObject({ state: 'fail', said: { en: expect.stringContaining('makes none') as string } })
  await inbound.api('fsctl', ['resume', 'outbound'])
  await inbound.api('callcenter_config', ['agent', 'set', 'status', '8001@agents', 'Available'])
  inbound.close()
  expect(statesOf(findings)).toMatchObject({ agents: 'warn', ready: 'fail' })
})

it('a switch with keys in its log, keys by INFO, commands in texts, modules missing, and a door that is open', async () => {
  const wrong = await startFreeswitch({
    nodes: [needs.node],
    wrong: {
      core: [element('param', { name: 'loglevel', value: 'info' }), element('param', { name: 'api-expansion', value: 'true' })],
      profile: [element('param', { name: 'dtmf-type', value: 'info' }), element('param', { name: 'sip-trace', value: 'yes' })],
      withoutModules: ['mod_local_stream', 'mod_loopback'],
    },
    extensions: [],
    alter: files =>
      files.map(file => {
        if (file.path === 'autoload_configs/event_socket.conf.xml') return { ...file, text: file.text.replace('127.0.0.1', '0.0.0.0') }
        return file.path === 'callwright/acl.xml' ? { ...file, text: file.text.replace('default="deny"', 'default="allow"') } : file
      }),
  })
  try {
    const findings = await look(wrong, { queues: [], music: [] })
    expect(statesOf(findings)).toMatchObject({
      version: 'warn',
      'event-socket-access': 'fail',
      'log-keys': 'fail',
      'keys-by-rfc4733': 'fail',
      'api-expansion': 'warn',
      modules: 'fail',
      dialplan: 'skipped',
      sounds: 'skipped',
    })
    expect(found(findings, 'modules').fix!.en).toContain('load mod_local_stream')
    // The level is right, and whole messages are written at all of them.
    const inbound = await wrong.inbound()
    await inbound.api('fsctl', ['loglevel', 'err'])
    inbound.close()
    expect(found(await look(wrong, { queues: [], music: [] }), 'log-keys')).toMatchObject({
      state: 'fail',
      said: { en: expect.stringContaining('(sip-trace)') as string },
    })
  } finally {
    await wrong.stop()
  }
})

it('of two nodes one takes the calls: the other is found where the switch reaches it, and found not to be reached where it does not', async () => {
  const first = await startNode()
  const here = { host: '127.0.0.1', port: await freeTcpPort() }
  const nodes = [{ host: first.host, port: first.port }, here]
  const pair = await startFreeswitch({ nodes, extensions: [] })
  const dialplan = async (listen: Needs['listen']): Promise<Finding> =>
    found(await look(pair, { token: pair.token, numbers: ['95500'], queues: [], nodes, node: here, listen }), 'dialplan')
  try {
    expect((await dialplan(here)).state).toBe('ok')
    // It listens elsewhere than where the switch looks.
    const lost = await dialplan({ host: '127.0.0.1', port: await freeTcpPort() })
    expect(lost).toMatchObject({ state: 'fail', said: { en: expect.stringContaining('does not reach') as string } })
    const second = await startNode(here.port)
    expect((await dialplan(here)).state).toBe('ok')
    expect((await second.call()).path).toBe(`${pair.token}/0`)
    second.close()
    const inbound = await pair.inbound()
    // The nodes linger.
    await expect.poll(() => inbound.api('show', ['channels', 'count']), { timeout: 10_000 }).toContain('0 total')
    inbound.close()
  } finally {
    first.close()
    await pair.stop()
  }
})

it('of two nodes the first has no power: the second is reached, and calls wait for the first until the second runs', async () => {
  const hole = await openBlackHole()
  const here = { host: '127.0.0.1', port: await freeTcpPort() }
  const nodes = [{ host: '127.0.0.1', port: hole.port }, here]
  const pair = await startFreeswitch({ nodes, extensions: [] })
  try {
    const findings = await look(pair, { token: pair.token, numbers: ['95500'], queues: [], nodes, node: here, listen: here })
    expect(found(findings, 'dialplan')).toMatchObject({
      state: 'warn',
      said: { en: expect.stringContaining('offered to a node that does not answer before') as string },
    })
  } finally {
    hole.close()
    await pair.stop()
  }
})

it('a dialplan for other nodes than those that there are, and one that does not ask which are alive', async () => {
  const nodes = [needs.node, { host: '127.0.0.1', port: await freeTcpPort() }]
  const pair = await startFreeswitch({ nodes, extensions: [] })
  const dialplan = async (of: Needs['nodes']): Promise<Finding> =>
    found(await look(pair, { token: pair.token, numbers: ['95500'], queues: [], nodes: of }), 'dialplan')
  try {
    const inbound = await pair.inbound()
    await inbound.api('global_setvar', [`${aliveVariable(needs.node)}=alive`])
    expect((await dialplan(nodes)).state).toBe('ok')
    expect((await dialplan([...nodes, { host: '127.0.0.9', port: 8084 }])).said.en).toContain('not handed to 127.0.0.9:8084')
    await inbound.api('global_setvar', [`${aliveVariable(needs.node).replace('_node_', '_to_')}_0_alive=`])
    expect((await dialplan(nodes)).said.en).toContain('without asking which of them are alive')
    inbound.close()
  } finally {
    await pair.stop()
  }
})

it('a dialplan that hands calls over in another way', async () => {
  const other = await startFreeswitch({
    nodes: [needs.node],
    alter: files =>
      files.map(file => (file.path.startsWith('dialplan/') ? { ...file, text: file.text.replaceAll(' async full', '') } : file)),
    extensions: [],
  })
  try {
    const findings = await look(other, { numbers: ['95500'], queues: [] })
    expect(found(findings, 'dialplan').said.en).toContain('without “async full”')
  } finally {
    await other.stop()
  }
})

it('a dialplan that lets every call wait first, as the installed one does until a password is changed', async () => {
  const waits = '<extension name="global" continue="true"><condition><action application="sleep" data="10000"/></condition></extension>'
  const other = await startFreeswitch({
    nodes: [needs.node],
    alter: files =>
      files.map(file =>
        file.path.startsWith('dialplan/') ? { ...file, text: file.text.replace('<extension', `${waits}\n  <extension`) } : file,
      ),
    extensions: [],
  })
  try {
    const findings = await look(other, { numbers: ['95500'], queues: [] })
    expect(found(findings, 'dialplan')).toMatchObject({
      state: 'fail',
      said: { en: expect.stringContaining('has to wait in the dialplan') as string },
      fix: { en: expect.stringContaining('default_password') as string },
    })
  } finally {
    await other.stop()
  }
})
