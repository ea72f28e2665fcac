// The configuration of a scratch switch: as little as a switch can run with, and into it what `serve --print-freeswitch` prints, by
// the lines that it asks for. So what is printed is what is tested.
import type { SetupFile } from '../setup/switch-setup.ts'
import { action, element, param, within } from '../setup/xml.ts'

export interface ScratchPorts {
  readonly eventSocket: number
  readonly sip: number
  readonly rtp: { readonly first: number; readonly last: number }
}

export interface ScratchOptions {
  /** What our generators print. */
  readonly printed: readonly SetupFile[]
  readonly ports: ScratchPorts
  readonly context: string
  /** The folder of the sounds of `local_stream://moh`. */
  readonly music: string
  /** Dialplan lines of a test, in the context of the calls: whole extensions. */
  readonly extensions: readonly string[]
  /** Parameters behind all others, to set something wrong. */
  readonly wrong: { readonly core?: readonly string[]; readonly profile?: readonly string[]; readonly withoutModules?: readonly string[] }
  /** More modules, as `mod_xml_cdr`. */
  readonly modules: readonly string[]
  /** Agents that are in all queues: each is a number of the dialplan that is called. */
  readonly agents: readonly string[]
  readonly queues: readonly string[]
  readonly logs: string
  /** Menus for `ivr`, as XML lines. */
  readonly menus: readonly string[]
  /** Domains of the directory, as XML lines. */
  readonly directory: readonly string[]
}

export const PROFILE = 'calls'

/** What a switch has that is installed and not set to anything. */
export const INSTALLED = { eventSocket: 8021, password: 'ClueCon', context: 'default' } as const

const include = (path: string): string => `<X-PRE-PROCESS cmd="include" data="${path}"/>`

const configuration = (name: string, lines: readonly string[]): readonly [string, string] => [
  `autoload_configs/${name}.conf.xml`,
  `${within(`<configuration name="${name}.conf" description="${name}">`, '</configuration>', lines).join('\n')}\n`,
]

const settings = (lines: readonly string[]): readonly string[] => within('<settings>', '</settings>', lines)

/** Every file by its path. */
export function scratchConfiguration(options: ScratchOptions): ReadonlyMap<string, string> {
  const { printed, ports, context, music, extensions, wrong, agents, queues } = options
  const has = (path: string): boolean => printed.some(file => file.path === path)
  const includes = (path: string): readonly string[] => (has(path) ? [include(`../${path}`)] : [])
  const files = new Map<string, string>([
    ['freeswitch.xml', root(context, has('callwright/vars.xml'), options.directory)],
    configuration(
      'switch',
      settings([
        param('max-sessions', '1000'),
        param('sessions-per-second', '200'),
        param('rtp-start-port', String(ports.rtp.first)),
        param('rtp-end-port', String(ports.rtp.last)),
        ...includes('callwright/switch.xml'),
        ...(wrong.core ?? []),
      ]),
    ),
    configuration('modules', within('<modules>', '</modules>', modulesOf(options, includes('callwright/modules.xml')))),
    configuration('console', [
      ...within('<mappings>', '</mappings>', [element('map', { name: 'all', value: 'warning,err,crit,alert' })]),
      ...settings([]),
    ]),
    configuration('logfile', [
      ...settings([param('rotate-on-hup', 'false')]),
      ...within(
        '<profiles>',
        '</profiles>',
        within('<profile name="default">', '</profile>', [
          ...settings([param('logfile', `${options.logs}/freeswitch.log`), param('rollover', '0')]),
          ...within('<mappings>', '</mappings>', [
            element('map', { name: 'all', value: 'console,debug,info,notice,warning,err,crit,alert' }),
          ]),
        ]),
      ),
    ]),
    configuration(
      'acl',
      within('<network-lists>', '</network-lists>', [
        ...within('<list name="callers" default="deny">', '</list>', [element('node', { type: 'allow', cidr: '127.0.0.0/8' })]),
        ...includes('callwright/acl.xml'),
      ]),
    ),
    configuration('sofia', within('<profiles>', '</profiles>', [include('../sip_profiles/*.xml')])),
    [
      `sip_profiles/${PROFILE}.xml`,
      `${profile(ports, context, [...includes('callwright/profile.xml'), ...(wrong.profile ?? [])]).join('\n')}\n`,
    ],
    configuration('callcenter', [
      ...settings([]),
      ...within('<queues>', '</queues>', includes('callwright/queues.xml')),
      ...within(
        '<agents>',
        '</agents>',
        agents.map(number => agent(number, context)),
      ),
      ...within(
        '<tiers>',
        '</tiers>',
        agents.flatMap(number => queues.map(queue => element('tier', { agent: `${number}@agents`, queue, level: '1', position: '1' }))),
      ),
    ]),
    configuration(
      'local_stream',
      within(`<directory name="moh" path="${music}">`, '</directory>', [
        param('rate', '8000'),
        param('shuffle', 'false'),
        param('channels', '1'),
        param('interval', '20'),
        param('timer-name', 'soft'),
      ]),
    ),
    configuration(
      'tts_commandline',
      settings([
        // The text through the standard input: none of it is ever an option of the engine.
        param('command', "printf '%s' ${text} | espeak-ng --stdin -v ${voice} -w ${file} >/dev/null 2>&1"),
      ]),
    ),
    configuration(
      'xml_cdr',
      settings([param('log-dir', `${options.logs}/xml_cdr`), param('log-b-leg', 'false'), param('prefix-a-leg', 'true')]),
    ),
    configuration('cdr_csv', [
      ...settings([param('default-template', 'all'), param('legs', 'a')]),
      ...within('<templates>', '</templates>', [
        '<template name="all">"${caller_id_number}","${destination_number}","${hangup_cause}","${uuid}","${digits_dialed}"</template>',
      ]),
    ]),
    configuration('ivr', within('<menus>', '</menus>', options.menus)),
    configuration('timezones', within('<timezones>', '</timezones>', [element('zone', { name: 'UTC', value: 'UTC0' })])),
    ...['db', 'hash', 'sndfile', 'post_load_modules', 'pre_load_modules', 'event_socket'].map(name =>
      configuration(name, name === 'event_socket' ? eventSocket(ports.eventSocket) : []),
    ),
    [`dialplan/${context}/50_targets.xml`, `${within('<include>', '</include>', [...extensions, ...targets()]).join('\n')}\n`],
  ])
  for (const { path, text } of printed) files.set(path, text)
  return files
}

const root = (context: string, variables: boolean, directory: readonly string[]): string =>
  `${within('<document type="freeswitch/xml">', '</document>', [
    ...(variables ? [include('callwright/vars.xml')] : []),
    ...within('<section name="configuration">', '</section>', [include('autoload_configs/*.xml')]),
    ...within(
      '<section name="dialplan">',
      '</section>',
      within(`<context name="${context}">`, '</context>', [include(`dialplan/${context}/*.xml`)]),
    ),
    ...within('<section name="directory">', '</section>', directory),
  ]).join('\n')}\n`

/** Where what is printed has none of its own. */
const eventSocket = (port: number): readonly string[] =>
  settings([param('listen-ip', '127.0.0.1'), param('listen-port', String(port)), param('password', INSTALLED.password)])

function modulesOf({ modules, wrong }: ScratchOptions, printed: readonly string[]): readonly string[] {
  const own = ['mod_console', 'mod_logfile', 'mod_loopback', 'mod_commands', ...modules]
  return [...own.filter(module => !wrong.withoutModules?.includes(module)).map(module => element('load', { module })), ...printed]
}

const profile = (ports: ScratchPorts, context: string, more: readonly string[]): readonly string[] =>
  within(
    `<profile name="${PROFILE}">`,
    '</profile>',
    settings([
      param('sip-ip', '127.0.0.1'),
      param('rtp-ip', '127.0.0.1'),
      param('sip-port', String(ports.sip)),
      param('dialplan', 'XML'),
      param('context', context),
      param('auth-calls', 'false'),
      param('apply-inbound-acl', 'callers'),
      param('inbound-codec-prefs', 'PCMU'),
      param('outbound-codec-prefs', 'PCMU'),
      param('rtp-timer-name', 'soft'),
      param('manage-presence', 'false'),
      param('enable-timer', 'false'),
      ...more,
    ]),
  )

const agent = (number: string, context: string): string =>
  element('agent', {
    name: `${number}@agents`,
    type: 'callback',
    contact: `[leg_timeout=10]loopback/${number}/${context}`,
    status: 'Logged Out',
    'max-no-answer': '3',
    'wrap-up-time': '1',
    'reject-delay-time': '1',
    'busy-delay-time': '1',
  })

const extension = (name: string, expression: string, actions: readonly string[]): readonly string[] =>
  within(
    `<extension name="${name}">`,
    '</extension>',
    within(`<condition field="destination_number" expression="${expression}">`, '</condition>', actions),
  )

/** Who can be called: 80xx answers after a second with a tone, 8100 answers at once and echoes, 8486 is busy, 8404 unknown, 8480 rings for ever. */
const targets = (): readonly string[] => [
  ...extension('busy', '^8486$', [action('respond', '486 Busy Here')]),
  ...extension('unknown', '^8404$', [action('respond', '404 Not Found')]),
  ...extension('rings', '^8480$', [action('ring_ready'), action('sleep', '120000'), action('hangup', 'NO_ANSWER')]),
  ...extension('echo', '^8100$', [action('answer'), action('echo')]),
  ...extension('answers', '^80\\d\\d$', [
    action('ring_ready'),
    action('sleep', '1000'),
    action('answer'),
    action('playback', 'tone_stream://%(200,800,880);loops=60'),
    action('hangup'),
  ]),
]
