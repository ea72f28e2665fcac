// What a switch has to be set to for the nodes: files that its own include, each by one line. What comes last in a list of
// parameters counts, so that these lines stand at its end and nothing else has to be changed.
import type { Refused } from '../codec/refusal.ts'
import { alivePlaces, dialplanFor } from './dialplan.ts'
import { setupRefusal, type Secret, type SetupFile, type SwitchSetup } from './switch-setup.ts'
import { comment, element, included, param, within } from './xml.ts'

const MODULES = [
  'mod_event_socket',
  'mod_commands',
  'mod_dptools',
  'mod_dialplan_xml',
  'mod_sofia',
  'mod_sndfile',
  'mod_tone_stream',
  'mod_local_stream',
] as const

/** The modules that the nodes' calls need. */
export const modulesFor = (setup: Pick<SwitchSetup, 'queues'>): readonly string[] =>
  setup.queues.length > 0 ? [...MODULES, 'mod_callcenter'] : MODULES

/** The settings beside the dialplan. */
export function settingsFor(setup: SwitchSetup): readonly SetupFile[] | Refused {
  const wrong = setupRefusal(setup)
  if (wrong) return wrong
  const { token, eventSocket, queues } = setup
  return [
    ...(token || eventSocket || setup.nodes.length > 1 ? [variables(setup)] : []),
    core(),
    profile(),
    modules(modulesFor(setup)),
    ...(eventSocket ? [eventSocketFile(eventSocket), accessList(eventSocket.allow)] : []),
    ...(queues.length > 0 ? [queuesFile(queues)] : []),
  ]
}

/** All that a switch needs: what `serve --print-freeswitch` prints. */
export function switchFiles(setup: SwitchSetup): readonly SetupFile[] | Refused {
  const settings = settingsFor(setup)
  if ('kind' in settings) return settings
  const dialplan = dialplanFor(setup)
  return 'kind' in dialplan ? dialplan : [dialplan, ...settings]
}

const includeLine = (path: string): string => `<X-PRE-PROCESS cmd="include" data="${path}"/>`

/** Why, and where the line goes that includes the file. */
const includedIn = (file: string, path: string, where: { en: string; zh: string }, what: { en: string; zh: string }): SetupFile['why'] => ({
  en: `${what.en}; in ${file} ${where.en}, alone on its line: ${includeLine(path)}`,
  zh: `${what.zh}；在 ${file} ${where.zh}单独一行写：${includeLine(path)}`,
})

const AT_SETTINGS_END = { en: 'as the last line of <settings>', zh: '的 <settings> 末尾' }

const PASSWORD = 'callwright_event_socket_password'

/** As the switch writes a variable that it replaces when it reads its files. */
const globalOf = (name: string): string => `$\${${name}}`

/**
 * Without a password mod_event_socket takes that of every installation, and what `env-set` does not find is no password. So a list that
 * nobody is on is set by a name that has the password behind it: only without one that is the name which the Event Socket asks for.
 * (`core_uuid`, as a password for that case, is not known yet when the files are read.)
 */
const LIST_WITHOUT_PASSWORD = 'callwright_event_socket_list'
const closedWithoutPassword = (): readonly string[] => [
  comment('Where the environment does not have the password, the Event Socket lets nobody in, instead of all who know the usual one.'),
  element('X-PRE-PROCESS', { cmd: 'set', data: `${LIST_WITHOUT_PASSWORD}${globalOf(PASSWORD)}=callwright-has-no-password` }),
]

function variables(setup: Pick<SwitchSetup, 'nodes' | 'token' | 'eventSocket'>): SetupFile {
  const { token, eventSocket } = setup
  const variable = (name: string, secret: Secret | null): readonly string[] => {
    if (secret === null) return []
    return 'env' in secret
      ? [element('X-PRE-PROCESS', { cmd: 'env-set', data: `${name}=$${secret.env}` })]
      : [element('X-PRE-PROCESS', { cmd: 'set', data: `${name}=${secret.value}` })]
  }
  return {
    path: 'callwright/vars.xml',
    text: included([
      comment('Secrets: only who runs the switch may read this file. env-set takes them from the environment of the switch.'),
      ...variable('callwright_token', token),
      ...variable(PASSWORD, eventSocket?.password ?? null),
      ...(eventSocket ? closedWithoutPassword() : []),
      ...(setup.nodes.length > 1 ? [comment('Where calls go before all nodes are tried, as long as a node says that it is alive.')] : []),
      ...alivePlaces(setup).map(([name, value]) => element('X-PRE-PROCESS', { cmd: 'set', data: `${name}=${value}` })),
    ]),
    why: includedIn(
      'vars.xml',
      'callwright/vars.xml',
      { en: 'anywhere', zh: '任意位置' },
      setup.nodes.length > 1
        ? { en: 'the token, the password, and where the nodes are', zh: '令牌、口令及各节点的地址' }
        : { en: 'the token and the password', zh: '令牌与口令' },
    ),
  }
}

function core(): SetupFile {
  return {
    path: 'callwright/switch.xml',
    text: included([
      comment('INFO and what is below would write each key that a caller presses (RECV DTMF), NOTICE the path that has the token,'),
      comment('WARNING each key that is told by SIP INFO as well (IGNORE INFO DTMF).'),
      param('loglevel', 'err'),
      comment('No API command runs out of a text: not out of a caller’s name, not out of a bank’s answer. A directory whose dial-string'),
      comment('is ${sofia_contact(…)}, as the installed one has it, needs what this forbids: none of its users is called any more. Write'),
      comment('sofia/PROFILE/${dialed_user}%${dialed_domain} there, PROFILE the one that telephones register at; or leave the line out.'),
      param('api-expansion', 'false'),
    ]),
    why: includedIn('autoload_configs/switch.conf.xml', '../callwright/switch.xml', AT_SETTINGS_END, {
      en: 'keeps keys out of the log, and commands out of texts: with the dial-string of the installed directory, user/… is called no more; docs/serve.md says what to write there',
      zh: '使按键不进日志，文本中的命令不被执行；因此安装时自带目录的 dial-string 不能再呼叫 user/…，应改写成什么见 docs/serve.md',
    }),
  }
}

function profile(): SetupFile {
  return {
    path: 'callwright/profile.xml',
    text: included([
      comment('Keys as RFC 4733 events: from their release, without a guess. Not by SIP INFO too, which would count a key twice.'),
      param('dtmf-type', 'rfc2833'),
      param('rfc2833-pt', '101'),
      param('liberal-dtmf', 'false'),
      comment('Of the whole switch: a caller whose telephone offers no RFC 4733 would send keys by SIP INFO else, and whatever comes by'),
      comment('INFO, counted or not, is told to every listener of the Event Socket (RECV_INFO).'),
      element('X-PRE-PROCESS', { cmd: 'set', data: 'rtp_info_when_no_2833=false' }),
      comment('A trace writes whole messages into the log whatever its level is, and so the keys that are told by SIP INFO.'),
      param('sip-trace', 'false'),
    ]),
    why: includedIn('sip_profiles/NAME.xml', '../callwright/profile.xml', AT_SETTINGS_END, {
      en: 'how keys come, for each SIP profile that calls arrive at',
      zh: '按键如何传来，每个接收来电的 SIP profile 都需要',
    }),
  }
}

function modules(names: readonly string[]): SetupFile {
  return {
    path: 'callwright/modules.xml',
    text: included(names.map(module => element('load', { module }))),
    why: includedIn(
      'autoload_configs/modules.conf.xml',
      '../callwright/modules.xml',
      { en: 'as the last line of <modules>', zh: '的 <modules> 末尾' },
      { en: 'the modules that calls need; one that is loaded already is left as it is', zh: '通话所需模块；已加载的保持不变' },
    ),
  }
}

function eventSocketFile({ address }: NonNullable<SwitchSetup['eventSocket']>): SetupFile {
  const settings = [
    param('nat-map', 'false'),
    param('listen-ip', address.host.replace(/^\[|\]$/g, '')),
    param('listen-port', String(address.port)),
    element('param', { name: 'password', value: globalOf(PASSWORD) }),
    comment('Who is not on the list is turned away before the password is asked for.'),
    param('apply-inbound-acl', 'callwright'),
    comment('Nothing, as long as there is a password: callwright/vars.xml.'),
    param('apply-inbound-acl', globalOf(LIST_WITHOUT_PASSWORD)),
  ]
  return {
    path: 'autoload_configs/event_socket.conf.xml',
    text: `${within('<configuration name="event_socket.conf" description="Event Socket">', '</configuration>', within('<settings>', '</settings>', settings)).join('\n')}\n`,
    why: {
      en: 'the switch’s own Event Socket, in place of the installed file: whoever reaches it with its password can do everything',
      zh: '交换机自身的 Event Socket，取代安装时自带的文件：能以口令连上它的人可以做任何事',
    },
  }
}

function accessList(allow: readonly string[]): SetupFile {
  const networks = [...new Set(['127.0.0.1/32', '::1/128', ...allow.map(network => cidr(network))])]
  return {
    path: 'callwright/acl.xml',
    text: included(
      within(
        '<list name="callwright" default="deny">',
        '</list>',
        networks.map(network => element('node', { type: 'allow', cidr: network })),
      ),
    ),
    why: includedIn(
      'autoload_configs/acl.conf.xml',
      '../callwright/acl.xml',
      { en: 'in <network-lists>', zh: '的 <network-lists> 中' },
      { en: 'who may connect to the Event Socket', zh: '谁可以连接 Event Socket' },
    ),
  }
}

/** A single address as a network: without a mask it would not be read. */
const cidr = (network: string): string => (network.includes('/') ? network : `${network}/${network.includes(':') ? 128 : 32}`)

function queuesFile(queues: SwitchSetup['queues']): SetupFile {
  const queue = ({ name, music }: SwitchSetup['queues'][number]): readonly string[] =>
    within(`<queue ${`name="${name}"`}>`, '</queue>', [
      param('strategy', 'longest-idle-agent'),
      ...(music === null ? [] : [param('moh-sound', music)]),
      comment(
        'Who has waited longest comes first, after the priority that the program gives. How long, and what is said, the program decides.',
      ),
      param('time-base-score', 'queue'),
      param('max-wait-time', '0'),
      param('max-wait-time-with-no-agent', '0'),
      param('tier-rules-apply', 'false'),
      param('discard-abandoned-after', '60'),
      param('abandoned-resume-allowed', 'false'),
    ])
  return {
    path: 'callwright/queues.xml',
    text: included(queues.flatMap(queue)),
    why: includedIn(
      'autoload_configs/callcenter.conf.xml',
      '../callwright/queues.xml',
      { en: 'in <queues>', zh: '的 <queues> 中' },
      {
        en: 'the queues of the programs; agents and their tiers are the switch’s own matter',
        zh: '程序的队列；坐席及其级别由交换机自行管理',
      },
    ),
  }
}
