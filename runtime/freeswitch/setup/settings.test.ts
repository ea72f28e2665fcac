import { expect, it } from 'vitest'
import { modulesFor, switchFiles } from './settings.ts'
import type { SetupFile, SwitchSetup } from './switch-setup.ts'
import { attribute, element } from './xml.ts'

const setup: SwitchSetup = {
  nodes: [
    { host: '10.0.0.11', port: 8084 },
    { host: '10.0.0.12', port: 8084 },
  ],
  numbers: ['95500', '+8695500', '*1#'],
  context: 'public',
  token: { value: 'a-secret-token' },
  eventSocket: {
    address: { host: '10.0.0.1', port: 8021 },
    password: { env: 'ESL_PASSWORD' },
    allow: ['10.0.0.11', '10.0.0.0/24', 'fd00::1'],
  },
  queues: [{ name: 'support@bank', music: 'local_stream://moh' }],
  apology: '/sounds/sorry.wav',
}

const files = (changes: Partial<SwitchSetup> = {}): readonly SetupFile[] => {
  const made = switchFiles({ ...setup, ...changes })
  if ('kind' in made) throw new Error(`${made.what}: ${made.reason}`)
  return made
}
const textOf = (path: string, changes: Partial<SwitchSetup> = {}): string => files(changes).find(file => file.path === path)!.text

it('the dialplan takes its numbers and no others, tries the nodes in turn, and ends what nobody takes', () => {
  const text = textOf('dialplan/public/00_callwright.xml')
  const expression = new RegExp(/expression="([^"]*)"/.exec(text)![1]!)
  expect(['95500', '+8695500', '*1#', '955001', '8695500', '1#', '195500'].filter(number => expression.test(number))).toEqual(setup.numbers)
  const actions = [...text.matchAll(/<action application="(\w+)"(?: data="([^"]*)")?\/>/g)].map(([, application, data]) => [
    application,
    data,
  ])
  const alive = (host: string, attempt: number): string =>
    `\${callwright_to_10.0.0.${host}_8084_${attempt}_\${callwright_node_10.0.0.${host}_8084}}`
  const watched = (attempt: number, socket: string): unknown => [
    ['set', `callwright_attempt=${attempt}`],
    ['sched_transfer', '+5 ${destination_number} XML public'],
    ['set', 'callwright_watch=${last_sched_id}'],
    ['socket', `${socket} async full`],
    ['sched_cancel', '${callwright_watch}'],
  ]
  const second = watched(2, alive('12', 1) + alive('11', 1) + '10.0.0.12:8084/$${callwright_token}/1|10.0.0.11:8084/$${callwright_token}/1')
  const end = [
    ['answer', undefined],
    ['playback', '/sounds/sorry.wav'],
    ['hangup', 'NORMAL_TEMPORARY_FAILURE'],
  ]
  expect(actions).toEqual(
    [
      [
        ['set', 'socket_resume=true'],
        ['set', 'digits_dialed_filter=^(.*)$'],
      ],
      watched(1, alive('11', 0) + alive('12', 0) + '10.0.0.11:8084/$${callwright_token}/0|10.0.0.12:8084/$${callwright_token}/0'),
      second,
      end,
      // Sent here by the watch over the first.
      [['set', 'socket_resume=false']],
      second,
      [
        ['set', 'callwright_attempt=2'],
        ['sched_transfer', '+3 ${destination_number} XML public'],
        ['set', 'callwright_watch=${last_sched_id}'],
        ['park', undefined],
      ],
      end,
      end,
    ].flat(),
  )
  expect([...text.matchAll(/field="\$\{callwright_attempt\}" expression="([^"]*)"/g)].map(([, attempt]) => attempt)).toEqual([
    '^$',
    '^1$',
    '^[0-9]+$',
  ])
})

it('without an apology the call is refused unanswered; without a token the path is the attempt', () => {
  const text = textOf('dialplan/public/00_callwright.xml', { apology: null, token: null })
  expect(text).not.toContain('application="answer"')
  expect(text).toContain('}10.0.0.11:8084/0|10.0.0.12:8084/0 async full"')
})

it('what an alive node adds stands beside the secrets, for the switch to put before all nodes', () => {
  const text = textOf('callwright/vars.xml')
  expect([...text.matchAll(/cmd="set" data="(callwright_to_[^"]*)"/g)].map(([, data]) => data)).toEqual([
    'callwright_to_10.0.0.11_8084_0_alive=10.0.0.11:8084/$${callwright_token}/0|',
    'callwright_to_10.0.0.12_8084_0_alive=10.0.0.12:8084/$${callwright_token}/0|',
    'callwright_to_10.0.0.11_8084_1_alive=10.0.0.11:8084/$${callwright_token}/1|',
    'callwright_to_10.0.0.12_8084_1_alive=10.0.0.12:8084/$${callwright_token}/1|',
  ])
  const alone = { nodes: [{ host: '10.0.0.11', port: 8084 }] }
  expect(textOf('callwright/vars.xml', alone)).not.toContain('callwright_to_')
  expect(textOf('dialplan/public/00_callwright.xml', alone)).toContain('data="10.0.0.11:8084/$${callwright_token}/0 async full"')
})

it('an IPv6 address stands as `socket` reads it', () => {
  const text = textOf('dialplan/public/00_callwright.xml', { nodes: [{ host: '[::1]', port: 8084 }], token: null })
  expect(text).toContain('data="::1:8084/0 async full"')
})

it('[S8.9] the switch writes errors alone into its log, and traces no message: what is more has keys in it', () => {
  expect(textOf('callwright/switch.xml')).toContain('<param name="loglevel" value="err"/>')
  expect(textOf('callwright/profile.xml')).toContain('<param name="sip-trace" value="false"/>')
})

it('no text runs a command of the switch', () => {
  expect(textOf('callwright/switch.xml')).toContain('<param name="api-expansion" value="false"/>')
})

it('[S8.8] no caller’s keys come by SIP INFO: neither by the profile’s choice nor by the switch’s own', () => {
  const text = textOf('callwright/profile.xml')
  expect(text).toContain('<param name="dtmf-type" value="rfc2833"/>')
  expect(text).toContain('<X-PRE-PROCESS cmd="set" data="rtp_info_when_no_2833=false"/>')
})

it('secrets stand in one file alone, or in none', () => {
  const holding = (secret: string): readonly string[] =>
    files()
      .filter(({ text }) => text.includes(secret))
      .map(({ path }) => path)
  expect(holding('a-secret-token')).toEqual(['callwright/vars.xml'])
  expect(textOf('callwright/vars.xml')).toContain('<X-PRE-PROCESS cmd="env-set" data="callwright_event_socket_password=$ESL_PASSWORD"/>')
})

it('who may connect: the switch itself and those on the list, each as a network, and nobody else', () => {
  expect(textOf('callwright/acl.xml')).toContain('<list name="callwright" default="deny">')
  const networks = [...textOf('callwright/acl.xml').matchAll(/cidr="([^"]*)"/g)].map(match => match[1])
  expect(networks).toEqual(['127.0.0.1/32', '::1/128', '10.0.0.11/32', '10.0.0.0/24', 'fd00::1/128'])
})

it('without a password the Event Socket has a list that nobody is on, with one that list has another name', () => {
  const [, name, list] = /data="(\w+)\$\$\{callwright_event_socket_password\}=([\w-]+)"/.exec(textOf('callwright/vars.xml'))!
  const socket = textOf('autoload_configs/event_socket.conf.xml')
  expect([...socket.matchAll(/name="apply-inbound-acl" value="([^"]*)"/g)].map(match => match[1])).toEqual(['callwright', `$$\{${name}}`])
  expect(files().some(({ text }) => text.includes(`<list name="${list}"`))).toBe(false)
  expect(textOf('callwright/vars.xml', { eventSocket: null })).not.toContain('password')
})

it('what is not needed is not printed', () => {
  const paths = files({ nodes: setup.nodes.slice(0, 1), token: null, eventSocket: null, queues: [] }).map(({ path }) => path)
  expect(paths).toEqual(['dialplan/public/00_callwright.xml', 'callwright/switch.xml', 'callwright/profile.xml', 'callwright/modules.xml'])
  expect(modulesFor({ queues: [] })).not.toContain('mod_callcenter')
})

it('each file says what it is for, and which line includes it', () => {
  for (const { path, why } of files()) {
    expect(why.en.length).toBeGreaterThan(20)
    expect(why.zh).toMatch(/[\u4e00-\u9fff]/)
    const included = /data="(?:\.\.\/)?(callwright\/[^"]*)"/.exec(why.en)?.[1]
    expect(included).toBe(path.startsWith('callwright/') ? path : undefined)
    expect(why.zh.includes('X-PRE-PROCESS')).toBe(included !== undefined)
  }
})

it('every directive is alone on its line: another is not read', () => {
  for (const { text } of files())
    for (const line of text.split('\n')) if (/X-PRE-PROCESS/i.test(line)) expect(line.trim()).toMatch(/^<X-PRE-PROCESS [^<>]*\/>$/)
})

const hostile = [
  '"><x y="',
  '<!--#exec',
  '<X-PRE-PROCESS cmd="exec" data="id"/>',
  '${system(id)}',
  '$${password}',
  'a|b',
  'a b',
  'a\nb',
  'a\r',
  'a\0',
  '',
  '../../x',
  "a'b",
]

it.each(hostile)('%j as a name, a host, a number, a token, a password or an address is refused', bad => {
  const tries: readonly (readonly [what: string, changes: Partial<SwitchSetup>])[] = [
    ['host', { nodes: [{ host: bad, port: 1 }] }],
    ['number', { numbers: [bad] }],
    ['context', { context: bad }],
    ['token', { token: { value: bad } }],
    ['token', { token: { env: bad } }],
    ['password', { eventSocket: { ...setup.eventSocket!, password: { value: bad } } }],
    ['allow', { eventSocket: { ...setup.eventSocket!, allow: [bad] } }],
    ['queue', { queues: [{ name: bad, music: null }] }],
  ]
  for (const [what, changes] of tries) expect(switchFiles({ ...setup, ...changes })).toMatchObject({ kind: 'refused', what })
})

it.each(['"', "'", '<', '>', '&', '$', '|', ' ', '(', ';'])('%j in a password or a token is refused', sign => {
  const value = `secret${sign}word`
  expect(switchFiles({ ...setup, token: { value } })).toMatchObject({ kind: 'refused', what: 'token' })
  expect(switchFiles({ ...setup, eventSocket: { ...setup.eventSocket!, password: { value } } })).toMatchObject({
    kind: 'refused',
    what: 'password',
  })
})

it.each(['${system(id)}', '/sounds/$${password}.wav', '/sounds/${x}.wav'])(
  '%s as a sound is refused: the switch would replace it',
  text => {
    expect(switchFiles({ ...setup, apology: text })).toMatchObject({ kind: 'refused', what: 'apology' })
    expect(switchFiles({ ...setup, queues: [{ name: 'q@d', music: text }] })).toMatchObject({ kind: 'refused', what: 'music' })
  },
)

it.each(hostile)('%j as a sound is refused or stands in its attribute and nowhere else', bad => {
  for (const changes of [{ apology: bad }, { queues: [{ name: 'q@d', music: bad }] }]) {
    const made = switchFiles({ ...setup, ...changes })
    if ('kind' in made) {
      expect(/[\n\r\0$]|^$/.test(bad)).toBe(true)
      continue
    }
    const all = made.map(({ text }) => text).join('\n')
    expect(all).toContain(`"${attribute(bad)}"`)
    expect(all.replaceAll(attribute(bad), '')).not.toContain('exec')
    for (const line of all.split('\n').filter(each => each.includes(`"${attribute(bad)}"`)))
      expect(line.trim()).toMatch(/^<\w+(?: [\w-]+="[^"<>]*")+\/>$/)
  }
})

it('a node needs a port, a switch a node and a number, and no more nodes than are read', () => {
  expect(switchFiles({ ...setup, nodes: [] })).toMatchObject({ what: 'nodes' })
  expect(switchFiles({ ...setup, numbers: [] })).toMatchObject({ what: 'numbers' })
  expect(switchFiles({ ...setup, nodes: [{ host: 'a', port: 70_000 }] })).toMatchObject({ what: 'port' })
  expect(switchFiles({ ...setup, nodes: Array.from({ length: 51 }, () => setup.nodes[0]!) })).toMatchObject({
    what: 'nodes',
    reason: 'too-long',
  })
})

it('an element’s attributes are escaped', () => {
  expect(element('a', { b: `<&>"'` })).toBe('<a b="&lt;&amp;&gt;&quot;&apos;"/>')
})
