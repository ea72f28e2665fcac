import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Event } from '../codec/index.ts'
import type { Inbound } from '../inbound.ts'
import { examineSwitch, type Finding, type Needs } from './doctor.ts'
import type { Check, Look } from './checks/check.ts'
import { dialplanChecks } from './checks/dialplan.ts'
import { mediaChecks } from './checks/media.ts'
import { rowsOf } from './checks/queues.ts'
import { openScratch, type Ran } from './checks/scratch.ts'
import { NO_PROFILES, scriptedSwitch, type ScriptedSwitch } from './testing/scripted-switch.ts'

const needs: Needs = {
  node: { host: '127.0.0.1', port: 1 },
  listen: { host: '127.0.0.1', port: 1 },
  nodes: [{ host: '127.0.0.1', port: 1 }],
  token: null,
  numbers: ['95500'],
  context: 'public',
  queues: [],
  music: [],
  speech: null,
  sounds: [],
  files: [],
  recordings: null,
  gateways: [],
  profiles: [],
  domains: [],
  calls: 100,
}

const NONE: ScriptedSwitch = {
  address: { host: '', port: 0 },
  connections: () => 0,
  told: [],
  drop: () => undefined,
  close: () => undefined,
}
let scripted = NONE
afterEach(() => {
  scripted.close()
  scripted = NONE
})

const look = (changes: Partial<Needs> = {}, password = 'a-password', limit = 5000): Promise<readonly Finding[]> =>
  examineSwitch({ eventSocket: { address: scripted.address, password }, needs: { ...needs, ...changes }, limit })

/** As `xml_locate` writes it. */
const eventSocketConf = (parameters: readonly (readonly [name: string, value: string])[]): string =>
  `<configuration name="event_socket.conf" description="Event Socket">\n  <settings>\n${parameters
    .map(([name, value]) => `    <param name="${name}" value="${value}"></param>\n`)
    .join('')}  </settings>\n</configuration>`

const found = (findings: readonly Finding[], slug: string): Finding => findings.find(finding => finding.slug === slug)!

it.each([
  [
    'our address is not on its list',
    'Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n',
    'turns our address away',
  ],
  ['another program listens there', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'is no Event Socket'],
])('%s: all else is left', async (_, greet, said) => {
  scripted = await scriptedSwitch(() => '', greet)
  const findings = await look({}, 'a-password', 500)
  expect(findings[0]).toMatchObject({ slug: 'reached', state: 'fail' })
  expect(findings[0]!.said.en).toContain(said)
  expect(findings.slice(1).every(({ state }) => state === 'skipped')).toBe(true)
  expect(findings.length).toBeGreaterThan(10)
})

it('what answers says nothing: that is told in its time', async () => {
  scripted = await scriptedSwitch(() => '', '')
  expect((await look({}, 'a-password', 300))[0]!.said.en).toContain('does not answer in time')
})

it('the password of every installation', async () => {
  scripted = await scriptedSwitch(() => '')
  expect(found(await look({}, 'ClueCon'), 'event-socket-password').state).toBe('fail')
  expect(found(await look(), 'event-socket-password').state).toBe('ok')
})

it('another password than ours is taken: the one of every installation is named, and why', async () => {
  scripted = await scriptedSwitch(() => '', undefined, undefined, 'ClueCon')
  expect((await look())[0]).toMatchObject({
    state: 'fail',
    said: { en: expect.stringContaining('the password that every installation has, not ours') as string },
    fix: { en: expect.stringContaining('the environment that FreeSWITCH is started in') as string },
  })
  scripted.close()
  scripted = await scriptedSwitch(() => '', undefined, undefined, 'of-nobody')
  expect((await look())[0]!.said.en).toContain('does not take the password')
})

it.each([
  ['1.8.7', '', 'fail'],
  ['1.10.12', '0.0.0.0', 'warn'],
  ['1.10.12', '127.0.0.1', 'ok'],
  ['1.11.0', '0.0.0.0', 'warn'],
  ['1.11.1', '0.0.0.0', 'ok'],
  ['none', '', 'warn'],
])('version %s that listens at %s: %s', async (version, host, state) => {
  scripted = await scriptedSwitch(command => {
    if (command === 'version') return `FreeSWITCH Version ${version}-release`
    return command.startsWith('xml_locate') ? eventSocketConf([['listen-ip', host]]) : ''
  })
  expect(found(await look(), 'version').state).toBe(state)
})

it.each([
  ['REGED', '', 'ok'],
  ['NOREG', 'UP', 'ok'],
  ['NOREG', 'DOWN', 'fail'],
  ['FAIL_WAIT', '', 'fail'],
])('a gateway that is %s %s: %s', async (state, status, verdict) => {
  scripted = await scriptedSwitch(command =>
    command === 'sofia xmlstatus gateway carrier' ? `<gateway><state>${state}</state><status>${status}</status></gateway>` : '',
  )
  expect(found(await look({ gateways: ['carrier'] }), 'trunk').state).toBe(verdict)
  expect(found(await look({ gateways: [] }), 'trunk').state).toBe('skipped')
})

it.each([
  [0, 'ok'],
  [90_000, 'warn'],
  [-90_000, 'warn'],
])('a clock that is %i ms off: %s', async (off, state) => {
  scripted = await scriptedSwitch(command => (command === 'strmicroepoch' ? String((Date.now() + off) * 1000) : ''))
  expect(found(await look(), 'clock').state).toBe(state)
})

it('a command that is never answered holds up its own check only', async () => {
  scripted = await scriptedSwitch(command => {
    if (command === 'version') return null
    return command.startsWith('strmicroepoch') ? String(Date.now() * 1000) : ''
  })
  const findings = await look({}, 'a-password', 300)
  expect(found(findings, 'version')).toMatchObject({ state: 'warn', said: { en: 'this took longer than 0.3 s' } })
  // Answers come in the order of the questions, so that nothing else is answered either; but all are asked.
  expect(findings.length).toBeGreaterThan(10)
})

it('recordings that the switch does not find are counted, and some named', async () => {
  const files = Array.from({ length: 120 }, (_, index) => `/bundle/${index}.wav`)
  scripted = await scriptedSwitch(command => (command.startsWith('file_exists') ? String(!/\/(7|8|9|110)\.wav$/.test(command)) : ''))
  expect(found(await look({ files }), 'sounds')).toMatchObject({
    state: 'fail',
    said: { en: 'it does not find 4 of 120 recordings: /bundle/7.wav, /bundle/8.wav, /bundle/9.wav, …' },
  })
})

it('every finding that is not all right says what to do, in both languages', async () => {
  scripted = await scriptedSwitch(() => '')
  for (const { state, said, fix } of await look({
    queues: ['q@d'],
    music: ['x'],
    sounds: ['y'],
    recordings: { there: '/z', here: '/z' },
    gateways: ['g'],
  })) {
    expect(said.zh).toMatch(/[\u4e00-\u9fff]/)
    if (state === 'fail' || state === 'warn') expect([fix?.en, fix?.zh].every(text => (text ?? '').length > 5)).toBe(true)
  }
})

it('rows of mod_callcenter', () => {
  expect(rowsOf('name|status\na|Available\nb|Logged Out\n+OK')).toEqual([
    { name: 'a', status: 'Available' },
    { name: 'b', status: 'Logged Out' },
  ])
  expect(rowsOf('+OK')).toEqual([])
})

it.each([
  ['rfc2833', 'false', 'ok'],
  ['rfc2833', 'no', 'ok'],
  ['rfc2833', '', 'fail'],
  ['rfc2833', 'true', 'fail'],
  ['info', 'false', 'fail'],
  ['none', 'false', 'fail'],
])('[S8.8] keys come as RFC 4733 events only: dtmf-type %s, rtp_info_when_no_2833 “%s” is %s', async (mode, switches, state) => {
  scripted = await scriptedSwitch(command => {
    if (command === 'global_getvar rtp_info_when_no_2833') return switches
    if (command === 'sofia xmlstatus') return '<profile><name>a</name><type>profile</type><state>RUNNING (0)</state></profile>'
    return command.startsWith('sofia xmlstatus profile') ? `<context>public</context><dtmf-mode>${mode}</dtmf-mode>` : ''
  })
  expect(found(await look(), 'keys-by-rfc4733').state).toBe(state)
})

it.each([
  ['that has WARNING', { warning: true }, 'fail', undefined],
  ['that has WARNING and is slow', { warning: true, slow: 700 }, 'fail', undefined],
  ['without WARNING', { warning: false }, 'ok', undefined],
  ['without WARNING that is slow', { warning: false, slow: 700 }, 'ok', undefined],
  ['that is off', { warning: true, off: true }, 'warn', true],
  ['that we may not see', { warning: true, reply: '-ERR permission denied' }, 'warn', true],
])(
  '[S8.9] keys in a log %s: %s',
  async (_, log, state, unknown) => {
    scripted = await scriptedSwitch(command => (command.endsWith('sofia.conf') ? NO_PROFILES : ''), undefined, log)
    const finding = found(await look(), 'log-keys')
    expect([finding.state, finding.unknown]).toEqual([state, unknown])
    // Nothing of what others write comes any more.
    expect(scripted.told.filter(command => /^(?:no)?log\b/.test(command)).at(-1)).toBe('nolog')
  },
  10_000,
)

it.each([
  ['true', 'fail'],
  ['false', 'ok'],
])('[S8.9] keys in a trace of SIP: a profile whose last sip-trace is %s', async (last, state) => {
  const parameter = (value: string): string => `<param name="sip-trace" value="${value}"></param>`
  scripted = await scriptedSwitch(command =>
    command.endsWith('sofia.conf')
      ? `<configuration name="sofia.conf"><profile name="a">${parameter(last === 'true' ? 'no' : 'yes')}${parameter(last)}</profile>\n<profile name="b"></profile>`
      : '',
  )
  const finding = found(await look(), 'log-keys')
  expect(finding.state).toBe(state)
  if (state === 'fail') expect(finding.said.en).toContain('the profile a (sip-trace)')
})

it('[S8.9] whether there is a trace of SIP is not known where nothing is said of the profiles', async () => {
  scripted = await scriptedSwitch(command => (command.startsWith('log ') ? '' : '-ERR permission denied'))
  expect(found(await look(), 'log-keys')).toMatchObject({
    state: 'warn',
    unknown: true,
    fix: { en: expect.stringContaining('xml_locate') },
  })
})

it('[S8.9] keys in a log are not known where the switch does not write into it for us, or goes away', async () => {
  scripted = await scriptedSwitch(command => (command.startsWith('log ') ? '-ERR permission denied' : ''), undefined, {
    warning: false,
    off: true,
  })
  const finding = found(await look(), 'log-keys')
  expect(finding).toMatchObject({ state: 'warn', unknown: true, said: { en: expect.stringContaining('permission denied') } })
  scripted.close()
  scripted = await scriptedSwitch(command => {
    if (command.startsWith('log console')) scripted.close()
    return command.startsWith('log console') ? null : ''
  })
  expect(found(await look(), 'log-keys')).toMatchObject({ state: 'warn', unknown: true })
})

it('[S8.8] how keys come is not known where a profile says nothing of it', async () => {
  scripted = await scriptedSwitch(command =>
    command === 'sofia xmlstatus' ? '<profile><name>a</name><type>profile</type><state>RUNNING (0)</state></profile>' : '',
  )
  expect(found(await look(), 'keys-by-rfc4733')).toMatchObject({ state: 'warn', unknown: true })
})

it('[S8.8] nor is it where we may not ask whether the switch takes keys by SIP INFO', async () => {
  scripted = await scriptedSwitch(command => {
    if (command === 'sofia xmlstatus') return '<profile><name>a</name><type>profile</type><state>RUNNING (0)</state></profile>'
    return command.startsWith('sofia xmlstatus profile')
      ? '<context>public</context><dtmf-mode>rfc2833</dtmf-mode>'
      : '-ERR permission denied'
  })
  expect(found(await look(), 'keys-by-rfc4733')).toMatchObject({ state: 'warn', unknown: true })
})

it('a look that a call waits for ends within one limit, over one connection, whatever the switch does not answer', async () => {
  scripted = await scriptedSwitch(() => null)
  const from = performance.now()
  const findings = await examineSwitch({
    eventSocket: { address: scripted.address, password: 'a-password' },
    needs,
    within: 500,
    only: ['log-keys', 'keys-by-rfc4733'],
  })
  expect(performance.now() - from).toBeLessThan(2000)
  expect(findings.map(({ slug, unknown }) => [slug, unknown])).toEqual([
    ['reached', undefined],
    ['log-keys', true],
    ['keys-by-rfc4733', true],
  ])
  expect(findings[1]!.said.en).toContain('longer than 0.5 s')
  expect(scripted.connections()).toBe(1)
})

it('nor is the password of every installation tried by a look that a call waits for', async () => {
  scripted = await scriptedSwitch(() => null, undefined, undefined, 'ClueCon')
  const [reached] = await examineSwitch({
    eventSocket: { address: scripted.address, password: 'a-password' },
    needs,
    within: 500,
    only: ['log-keys'],
  })
  expect(reached!.said.en).toContain('does not take the password')
  expect(scripted.connections()).toBe(1)
})

/** SIP profiles that run, each with its context and how keys come there. */
const sofia =
  (profiles: Readonly<Record<string, readonly [context: string, keys: string]>>) =>
  (command: string): string => {
    if (command === 'sofia xmlstatus')
      return (
        Object.keys(profiles)
          // As with TLS: once for each transport.
          .flatMap(name =>
            ['', ' (TLS)'].map(over => `<profile><name>${name}</name><type>profile</type><state>RUNNING (0)${over}</state></profile>`),
          )
          .join('\n')
      )
    if (command === 'global_getvar rtp_info_when_no_2833') return 'false'
    const [context, keys] = profiles[/^sofia xmlstatus profile (\S+)$/.exec(command)?.[1] ?? ''] ?? []
    return context === undefined ? '' : `<context>${context}</context><dtmf-mode>${keys}</dtmf-mode>`
  }

it.each([
  ['the profile of the context is right, another is not', { a: ['default', 'rfc2833'], b: ['public', 'info'] }, 'warn'],
  ['one of two profiles of the context is not right', { a: ['default', 'rfc2833'], b: ['default', 'info'] }, 'fail'],
  // As installed: who has signed in comes into `default` by the directory.
  ['no profile has the context, and one is not right', { a: ['public', 'rfc2833'], b: ['public', 'info'] }, 'fail'],
  ['no profile has the context, and all are right', { a: ['public', 'rfc2833'] }, 'ok'],
] as const)('[S8.8] keys come as RFC 4733 events only: %s', async (_, profiles, state) => {
  scripted = await scriptedSwitch(sofia(profiles))
  expect(found(await look({ context: 'default' }), 'keys-by-rfc4733').state).toBe(state)
})

it.each([
  [{ a: ['default', 'rfc2833'], b: ['public', 'rfc2833'] }, 'ok'],
  [{ a: ['public', 'rfc2833'], b: ['public', 'rfc2833'] }, 'warn'],
] as const)('profiles with the contexts %j, and numbers in `default`: %s', async (profiles, state) => {
  scripted = await scriptedSwitch(sofia(profiles))
  expect(found(await look({ context: 'default' }), 'context')).toMatchObject({
    state,
    said: { en: expect.stringContaining(state === 'ok' ? 'default' : ': a (public), b (public).') as string },
  })
})

const OUTSIDE = ['listen-ip', '0.0.0.0'] as const

it.each([
  ['the last address counts', [['listen-ip', '127.0.0.1'], OUTSIDE, ['apply-inbound-acl', 'everyone']], 'fail'],
  ['the last address counts', [OUTSIDE, ['listen-ip', '127.0.0.1']], 'ok'],
  ['an empty address is this machine', [OUTSIDE, ['listen-ip', '']], 'ok'],
  ['no list is that of the machine', [OUTSIDE], 'ok'],
  ['a list that has everyone', [OUTSIDE, ['apply-inbound-acl', 'everyone']], 'fail'],
  ['its name in another way', [OUTSIDE, ['Apply-Inbound-ACL', 'everyone']], 'fail'],
  // Who is not on each of them is turned away.
  ['one of two lists has not everyone', [OUTSIDE, ['apply-inbound-acl', 'everyone'], ['apply-inbound-acl', 'few']], 'ok'],
  ['an empty name is no list', [OUTSIDE, ['apply-inbound-acl', ''], ['apply-inbound-acl', 'everyone']], 'fail'],
  ['a list of which nothing is said', [OUTSIDE, ['apply-inbound-acl', 'unknown']], 'warn'],
] as const)('who is let in at the Event Socket: %s', async (_, parameters, state) => {
  scripted = await scriptedSwitch(command => {
    if (command.startsWith('xml_locate')) return eventSocketConf(parameters)
    const list = /^acl \S+ (\S+)$/.exec(command)?.[1]
    return list === undefined || list === 'unknown' ? '' : String(list === 'everyone')
  })
  expect(found(await look(), 'event-socket-access').state).toBe(state)
})

it.each([
  ['true', 'false', 'false', 'ok'],
  ['true', 'true', 'false', 'fail'],
  ['true', 'false', 'true', 'fail'],
  ['false', 'false', 'false', 'fail'],
  ['true', '', 'false', 'warn'],
  ['-ERR permission denied', 'false', 'false', 'warn'],
])('ready %s, paused for calls that come %s, for those that go %s: %s', async (ready, inbound, outbound, state) => {
  scripted = await scriptedSwitch(
    command =>
      ({ 'fsctl ready_check': ready, 'fsctl pause_check inbound': inbound, 'fsctl pause_check outbound': outbound })[command] ?? '',
  )
  expect(found(await look(), 'ready').state).toBe(state)
})

it('where the switch answers nothing that says anything, nothing is found right', async () => {
  for (const answer of ['', '-ERR permission denied']) {
    scripted = await scriptedSwitch(command => (command === 'version' ? 'FreeSWITCH Version 1.10.12' : answer))
    const findings = await look({ queues: ['q@d'], gateways: ['g'], profiles: ['p'], files: ['/a.wav'] })
    const right = findings.filter(({ state }) => state === 'ok').map(({ slug }) => slug)
    // What is not asked of it: that it answered, its password as we have it, and what came of its log.
    expect(right.filter(slug => slug !== 'log-keys')).toEqual(['reached', 'event-socket-password'])
    for (const slug of ['version', 'event-socket-access', 'ready', 'api-expansion', 'limits', 'clock', 'sounds', 'trunk'])
      expect([slug, found(findings, slug).unknown]).toEqual([slug, true])
    scripted.close()
  }
})

const AGENTS = 'name|instance_id|uuid|type|contact|status\n'

it.each([
  [
    'a user’s dial-string',
    'a@d|single_box||callback|[leg_timeout=10]user/1000@d|Available',
    '${sofia_contact(*/${dialed_user}@${dialed_domain})}',
    'fail',
  ],
  ['a user’s dial-string, written with a blank', 'a@d|single_box||callback|user/1000|Available', '${sofia_contact 1000@d}', 'fail'],
  ['one of two that are tried', 'a@d|single_box||callback|sofia/a/1|user/1000@d|Available', '${sofia_contact(1000)}', 'fail'],
  ['one whose user is a number', 'a@d|single_box||callback|user/+8621@d|Available', '${sofia_contact(1)}', 'fail'],
  ['the contact itself', 'a@d|single_box||callback|${sofia_contact(1000@d)}|Available', '', 'fail'],
  ['none: variables alone', 'a@d|single_box||callback|user/1000@d|Available', '{a=${b}}sofia/c/${dialed_user}%${dialed_domain}', 'ok'],
  ['none: no user', 'a@d|single_box||callback|sofia/a/1000%d|Available', '${sofia_contact(1000)}', 'ok'],
])('where no text runs an API command, an agent is called by one in %s', async (_, agent, dialString, state) => {
  scripted = await scriptedSwitch(command => {
    if (command === 'fsctl api_expansion') return '+OK api_expansion is off '
    if (command === 'callcenter_config queue list agents q@d') return `${AGENTS}${agent}\n+OK`
    return /^user_data (?:1000|\+8621)(?:@d)? param dial-string$/.test(command) ? dialString : ''
  })
  const finding = found(await look({ queues: ['q@d'] }), 'dial-strings')
  expect(finding.state).toBe(state)
  if (state === 'fail') expect(finding.said.en).toContain('a@d')
})

it.each([
  ['out', 'ok'],
  ['other', 'ok'],
  ['down', 'fail'],
  ['aut', 'fail'],
])('a host that is called by the profile %s: %s', async (profile, state) => {
  scripted = await scriptedSwitch(command =>
    command === 'sofia xmlstatus'
      ? `<profiles>${[
          '<profile><name>out</name><type>profile</type><state>RUNNING (0)</state></profile>',
          '<alias><name>other</name><type>alias</type><data>out</data><state>ALIASED</state></alias>',
          '<profile><name>down</name><type>profile</type><state>DOWN (0)</state></profile>',
        ].join('')}</profiles>`
      : '',
  )
  expect(found(await look({ profiles: [profile] }), 'trunk').state).toBe(state)
})

const stateOf = async (checks: readonly Check[], slug: string, look: object): Promise<string> =>
  (await checks.find(check => check.slug === slug)!.look({ api: () => Promise.resolve('true'), ...look } as unknown as Look)).state

it.each([
  ['10.0.0.1:8084/a-token/0 async full', 'a-token', 'ok'],
  ['10.0.0.1:8084/another/0 async full', 'a-token', 'fail'],
  ['10.0.0.1:8084/0 async full', 'a-token', 'fail'],
  ['10.0.0.1:8084/another/0 async full', null, 'fail'],
  ['10.0.0.1:8084/a-token/0 full', 'a-token', 'fail'],
  ['10.0.0.2:8084/a-token/0 async full', 'a-token', 'fail'],
])('a number that is handed to “%s”, the token being %s: %s', async (data, token, state) => {
  const node = { host: '10.0.0.1', port: 8084 }
  const event = (headers: Readonly<Record<string, string>>): Event => ({ format: 'json', values: new Map(Object.entries(headers)) })
  const events = [
    event({ 'Event-Name': 'CHANNEL_EXECUTE', Application: 'socket', 'Application-Data': data }),
    event({ 'Event-Name': 'CHANNEL_PARK', variable_socket_host: '10.0.0.1' }),
  ]
  const call = (_: string, __: string, find: (event: Event) => unknown): unknown => events.map(find).at(-1)
  const found = stateOf(dialplanChecks, 'dialplan', {
    needs: { ...needs, node, nodes: [node], token },
    scratch: { call, handOver: () => Promise.resolve(true) },
  })
  expect(await found).toBe(state)
})

it.each([
  ['is there, for the switch and for us', { hungUp: false }, true, true, 'ok'],
  ['is there for the switch alone', { hungUp: false }, true, false, 'warn'],
  ['is not there', { hungUp: false }, false, false, 'fail'],
  // Where it cannot write on, FreeSWITCH hangs up.
  ['is there, and the call was ended', { hungUp: true }, true, true, 'fail'],
])('a record that %s', async (_, ran, isThere, isHere, state) => {
  const here = mkdtempSync(join(tmpdir(), 'callwright-doctor-'))
  const run = (app: string, arg: string): Promise<Partial<Ran>> => {
    if (isHere) writeFileSync(join(here, arg.split(' ')[0]!.slice('/there/'.length)), app)
    return Promise.resolve(ran)
  }
  const api = (): Promise<string> => Promise.resolve(String(isThere))
  const look = { needs: { ...needs, recordings: { there: '/there', here } }, scratch: { run }, api }
  expect(await stateOf(mediaChecks, 'recordings', look)).toBe(state)
  rmSync(here, { recursive: true })
})

it.each([
  [{ ms: 1000, hungUp: false }, false, 'ok'],
  [{ ms: 100, hungUp: false }, false, 'fail'],
  [{ ms: 1000, hungUp: true }, false, 'fail'],
  [{ ms: 1000, hungUp: false }, true, 'fail'],
])('a voice that speaks as %j, with a word of it in the log %s: %s', async (ran, isLogged, state) => {
  const look = {
    needs: { ...needs, speech: { engine: 'tts', voices: ['v'] } },
    scratch: { run: () => Promise.resolve(ran) },
    inbound: { connection: { send: () => Promise.resolve() } },
    logged: () => Promise.resolve(isLogged),
  }
  expect(await stateOf(mediaChecks, 'voices', look)).toBe(state)
})

it('what is tried in a call leaves no call behind', async () => {
  scripted = await scriptedSwitch(() => '')
  const asked: string[] = []
  const commands = {
    api: (command: string, words: readonly string[]) => Promise.resolve((asked.push(`${command} ${words.join(' ')}`), '+OK')),
    connection: { job: () => Promise.resolve() },
  } as unknown as Inbound
  const scratch = (await openScratch(commands, { address: scripted.address, password: 'a-password' }))!
  expect(await scratch.run('playback', '/a.wav', { limit: 20 })).toMatchObject({ response: null })
  const channel = /origination_uuid=([\da-f-]{36}),/.exec(asked.splice(0, 1)[0]!)![1]!
  expect(asked.splice(0)).toEqual([`uuid_kill ${channel}`])
  const all = expect.stringMatching(/^hupall NORMAL_CLEARING callwright_doctor [\da-f-]{36}$/) as string
  expect(await scratch.call('95500', 'public', () => true, 20)).toBeNull()
  expect(asked.splice(0)).toEqual([all])
  await scratch.close()
  expect(asked).toEqual([all])
})
