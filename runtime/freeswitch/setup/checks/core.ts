// The switch itself: its version, modules, log, doors and room.
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { api as apiCommand, logLevel, nolog } from '../../codec/index.ts'
import { modulesFor } from '../settings.ts'
import { attributeOf } from '../xml.ts'
import { fail, INCLUDE_AGAIN, isTrue, letAsk, notSeen, ok, warn, type Check, type Look, type Verdict } from './check.ts'

const version: Check = {
  slug: 'version',
  look: async ({ api }) => {
    const said = await api('version')
    const match = /(\d+)\.(\d+)\.(\d+)/.exec(said)
    if (!match)
      return warn(
        [`what version it is cannot be read: ${said.slice(0, 60)}`, `无法读出版本：${said.slice(0, 60)}`],
        ['is it FreeSWITCH 1.10 or newer?', '是 FreeSWITCH 1.10 或更新版本吗？'],
      )
    const [major, minor, patch] = match.slice(1).map(Number) as [number, number, number]
    if (major < 1 || (major === 1 && minor < 10))
      return fail(
        [`it is FreeSWITCH ${match[0]}`, `版本为 FreeSWITCH ${match[0]}`],
        ['version 1.10 or newer is needed', '需要 1.10 或更新版本'],
      )
    const open = major === 1 && (minor < 11 || (minor === 11 && patch < 1))
    const door = open ? await eventSocketOf(api) : null
    if (open && door === null)
      return notSeen(
        [
          `FreeSWITCH ${match[0]}, whose Event Socket only machines may reach that are trusted (CVE-2026-49840): where it listens cannot be seen`,
          `FreeSWITCH ${match[0]}，其 Event Socket 只应让可信机器访问（CVE-2026-49840）：无法看到它在何处监听`,
        ],
        letAsk('xml_locate'),
      )
    if (door && !isAtHome(door))
      return warn(
        [
          `FreeSWITCH ${match[0]}: before 1.11.1 a message to its Event Socket can do harm before the password is asked for (CVE-2026-49840), and other machines reach it`,
          `FreeSWITCH ${match[0]}：1.11.1 之前，发往 Event Socket 的消息可在验证口令前造成破坏（CVE-2026-49840），而其他机器能连到它`,
        ],
        ['let only machines reach its port that you trust, or bring it up to date', '只允许可信机器访问该端口，或升级'],
      )
    return ok(`FreeSWITCH ${match[0]}`, `FreeSWITCH ${match[0]}`)
  },
}

/** Where the Event Socket listens, and the lists that an address has to be on: on each of them. */
interface Door {
  readonly host: string
  readonly lists: readonly string[]
}

/** As mod_event_socket reads it: the last address counts, and every list. Null where it cannot be seen. */
async function eventSocketOf(api: Look['api']): Promise<Door | null> {
  const xml = await api('xml_locate', 'configuration', 'configuration', 'name', 'event_socket.conf')
  if (!xml.includes('event_socket.conf')) return null
  const values = (name: RegExp): readonly string[] =>
    [...xml.matchAll(/<param\s([^>]*)>/g)]
      .map(([, attributes]) => [attributeOf(attributes!, 'name'), attributeOf(attributes!, 'value')] as const)
      .flatMap(([named, value]) => (name.test(named) ? [value] : []))
  const lists = values(/^apply-inbound-acl$/i).filter(list => list !== '')
  return { host: values(/^listen-ip$/).at(-1) || '127.0.0.1', lists: lists.length > 0 ? lists : ['loopback.auto'] }
}

const isAtHome = ({ host }: Door): boolean => host === '::1' || host === 'localhost' || host.startsWith('127.')

const password: Check = {
  slug: 'event-socket-password',
  look: ({ password }) =>
    Promise.resolve(
      password === 'ClueCon'
        ? fail(
            ['the Event Socket has the password that every installation has', 'Event Socket 用的是每个安装都相同的默认口令'],
            [
              'give it another in event_socket.conf.xml: who knows it can do everything',
              '在 event_socket.conf.xml 中换一个：知道它的人可以做任何事',
            ],
          )
        : ok('the Event Socket has a password of its own', 'Event Socket 有自己的口令'),
    ),
}

/** Of a block that belongs to nobody (RFC 5737). */
const STRANGER = '203.0.113.7'

const access: Check = {
  slug: 'event-socket-access',
  look: async ({ api }) => {
    const door = await eventSocketOf(api)
    if (door === null)
      return notSeen(['whom the Event Socket lets in cannot be seen', '无法看到 Event Socket 放行哪些地址'], letAsk('xml_locate'))
    if (isAtHome(door)) return ok('the Event Socket is reached from the switch’s own machine only', 'Event Socket 只能从交换机本机访问')
    const { lists } = door
    const list = lists.join(', ')
    const answers = await Promise.all(lists.map(each => api('acl', STRANGER, each)))
    if (answers.includes('false'))
      return ok(`the Event Socket lets in who is on the list ${list}`, `Event Socket 只放行名单 ${list} 上的地址`)
    if (!answers.every(answer => answer === 'true'))
      return notSeen(
        [`whom the list ${list} of the Event Socket has cannot be seen`, `无法看到 Event Socket 的名单 ${list} 有谁`],
        letAsk('acl'),
      )
    return fail(
      [
        `the Event Socket lets in everyone: its list ${list} has ${STRANGER} too`,
        `Event Socket 放行所有人：名单 ${list} 连 ${STRANGER} 也包含`,
      ],
      INCLUDE_AGAIN,
    )
  },
}

const modules: Check = {
  slug: 'modules',
  look: async ({ api, needs }) => {
    const wanted = modulesFor({ queues: needs.queues.map(name => ({ name, music: null })) })
    const missing: string[] = []
    for (const module of wanted) if ((await api('module_exists', module)) !== 'true') missing.push(module)
    if (missing.length === 0) return ok('all modules are loaded that calls need', '通话所需模块均已加载')
    const names = missing.join(', ')
    return fail(
      [`not loaded: ${names}`, `未加载：${names}`],
      [
        `load them: ${missing.map(module => `load ${module}`).join('; ')}; and name them in modules.conf.xml`,
        `加载：${missing.map(module => `load ${module}`).join('；')}；并写入 modules.conf.xml`,
      ],
    )
  },
}

/** ms that the switch has to hand over a line that it has written. */
const LOG_WITHIN = 3000

/**
 * Each key is written at INFO (`RECV DTMF`), and at WARNING each that is told by SIP INFO as well (`IGNORE INFO DTMF`). What the level is
 * cannot be asked: `fsctl loglevel` without a level switches the log off (so it does in 1.10.12). Therefore a line is written at WARNING,
 * and whether it comes is seen: all that is written at INFO comes where it does. That it does not come says something only where a later
 * one does that is written at every level: lines come in their order.
 */
const logKeys: Check = {
  slug: 'log-keys',
  look: async ({ inbound: { connection }, api, watchLog }) => {
    const id = randomUUID()
    const [probe, mark] = [`callwright doctor ${id}`, `callwright doctor, end of ${id}`]
    const marked = Promise.withResolvers<true>()
    let shown = false
    const end = watchLog(text => {
      if (text.includes(probe)) shown = true
      if (text.includes(mark)) marked.resolve(true)
    })
    const timer = new AbortController()
    try {
      for (const command of [logLevel('warning'), apiCommand('log', ['warning', probe]), apiCommand('log', ['console', mark])]) {
        const outcome = await connection.send(command)
        if (outcome.kind !== 'answer' || !outcome.ok) return logNotSeen(outcome.kind === 'answer' ? outcome.text : outcome.kind)
      }
      const late = delay(LOG_WITHIN, false, { signal: timer.signal }).catch(() => false)
      const came = await Promise.race([marked.promise, late])
      if (shown) return KEYS_IN_LOG
      if (!came) return logNotSeen('')
      const traced = await tracedProfiles(api)
      if (traced === null)
        return notSeen(
          ['whether its log has SIP messages, and keys in them, cannot be seen', '无法看到日志中是否有 SIP 消息及其中的按键'],
          letAsk('xml_locate'),
        )
      return traced.length > 0 ? messagesInLog(traced.join(', ')) : ok('its log has no keys', '日志中没有按键')
    } finally {
      timer.abort()
      end()
      void connection.send(nolog())
    }
  },
}

const KEYS_IN_LOG = fail(
  [
    'its log has keys that callers press (at WARNING those that are told by SIP INFO: IGNORE INFO DTMF; at INFO each: RECV DTMF)',
    '日志会写下来电者按的键（WARNING 级：以 SIP INFO 传来的键，IGNORE INFO DTMF；INFO 级：每个键，RECV DTMF）',
  ],
  [
    'set loglevel to err in switch.conf.xml; until it starts again: fsctl loglevel err',
    '在 switch.conf.xml 中把 loglevel 设为 err；重启前可用：fsctl loglevel err',
  ],
)

/**
 * Profiles that write each SIP message into the log, at every level; null where that cannot be seen. Of one that was told to at its console
 * nothing can be seen ever.
 */
async function tracedProfiles(api: Look['api']): Promise<readonly string[] | null> {
  const xml = await api('xml_locate', 'configuration', 'configuration', 'name', 'sofia.conf')
  if (!xml.includes('sofia.conf')) return null
  return [...xml.matchAll(/<profile\s([^>]*)>([^]*?)<\/profile>/g)].flatMap(([, attributes = '', profile = '']) => {
    const traces = [...profile.matchAll(/<param\s([^>]*)>/g)].filter(([, each]) => attributeOf(each!, 'name') === 'sip-trace')
    // The last counts.
    return isTrue(attributeOf(traces.at(-1)?.[1] ?? '', 'value')) ? [attributeOf(attributes, 'name')] : []
  })
}

const messagesInLog = (profiles: string): Verdict =>
  fail(
    [
      `its log has every SIP message of the profile ${profiles} (sip-trace), and with it the keys that are told by SIP INFO`,
      `日志会写下 profile ${profiles} 的每条 SIP 消息（sip-trace），其中有以 SIP INFO 传来的按键`,
    ],
    [
      'set sip-trace to false in the profile, then: reloadxml, and sofia profile NAME siptrace off',
      '在该 profile 中把 sip-trace 设为 false，然后执行：reloadxml，以及 sofia profile NAME siptrace off',
    ],
  )

const logNotSeen = (why: string): Verdict => {
  const said = why === '' ? '' : ` (${why.slice(0, 60)})`
  return notSeen(
    [`whether its log has the keys that callers press cannot be seen${said}`, `无法看到日志中是否有来电者按的键${said}`],
    [
      'let the user of serve.eventSocket see the log (esl-allowed-log) and use the command log (esl-allowed-api); where the log is off: fsctl loglevel err',
      '允许 serve.eventSocket 的用户查看日志（esl-allowed-log）并使用 log 命令（esl-allowed-api）；日志已关闭时：fsctl loglevel err',
    ],
  )
}

const apiExpansion: Check = {
  slug: 'api-expansion',
  look: async ({ api }) => {
    const said = await api('fsctl', 'api_expansion')
    if (said.includes(' off')) return ok('no text runs a command', '文本中的命令不会执行')
    if (!said.includes(' on'))
      return notSeen(['whether a text can run commands of the switch cannot be seen', '无法看到文本能否执行交换机命令'], letAsk('fsctl'))
    return warn(
      ['a text with ${…} in it can run commands of the switch', '含 ${…} 的文本可以执行交换机命令'],
      [
        'set api-expansion to false in switch.conf.xml, unless your own dialplan or directory needs it',
        '在 switch.conf.xml 中把 api-expansion 设为 false，除非自有的拨号计划或目录需要它',
      ],
    )
  },
}

const ready: Check = {
  slug: 'ready',
  look: async ({ api }) => {
    const isReady = await api('fsctl', 'ready_check')
    // Without a word it is true only where both ways are paused.
    const [inbound, outbound] = [await api('fsctl', 'pause_check', 'inbound'), await api('fsctl', 'pause_check', 'outbound')]
    if (isReady === 'false' || inbound === 'true')
      return fail(
        ['it takes no calls: it is paused, or is about to end', '不接受来电：已暂停，或即将停止'],
        ['fsctl resume', 'fsctl resume'],
      )
    if (outbound === 'true')
      return fail(
        [
          'it takes calls and makes none: callers are handed to no agent and to no number (fsctl pause outbound)',
          '接受来电，但不呼出：来电者无法转接坐席或其他号码（fsctl pause outbound）',
        ],
        ['fsctl resume outbound', 'fsctl resume outbound'],
      )
    if ([isReady, inbound, outbound].join() === 'true,false,false') return ok('it takes calls', '正在接受来电')
    return notSeen(['whether it takes calls cannot be seen', '无法看到是否接受来电'], letAsk('fsctl'))
  },
}

const limits: Check = {
  slug: 'limits',
  look: async ({ api, needs }) => {
    const status = await api('status')
    const sessions = Number(/(\d+) session\(s\) max/.exec(status)?.[1] ?? NaN)
    const second = Number(/per Sec out of max (\d+)/.exec(status)?.[1] ?? NaN)
    if (Number.isNaN(sessions) || Number.isNaN(second))
      return notSeen(['how many calls it takes at once cannot be seen', '无法看到同时最多接受多少电话'], letAsk('status'))
    const said: readonly [string, string] = [
      `it takes ${sessions} sessions at once and ${second} new ones a second; the node takes ${needs.calls} calls`,
      `同时最多 ${sessions} 个会话，每秒最多新建 ${second} 个；节点最多 ${needs.calls} 通电话`,
    ]
    const fix: readonly [string, string] = [
      'raise max-sessions in switch.conf.xml to twice the node’s calls: one that is connected has two',
      '在 switch.conf.xml 中把 max-sessions 提高到节点通话数的两倍：已接通的电话占两个',
    ]
    if (sessions < needs.calls) return fail(said, fix)
    return sessions < needs.calls * 2 ? warn(said, fix) : ok(...said)
  },
}

/** ms */
const DIFFERENCE = 2000

const clock: Check = {
  slug: 'clock',
  look: async ({ api }): Promise<Verdict> => {
    const asked = Date.now()
    const theirs = Number(await api('strmicroepoch')) / 1000
    if (!(theirs > 0)) return notSeen(['its clock cannot be read', '无法读取其时钟'], letAsk('strmicroepoch'))
    const difference = Math.max(0, theirs - Date.now(), asked - theirs)
    if (difference <= DIFFERENCE) return ok('its clock and ours agree', '时钟一致')
    const seconds = Math.round(difference / 1000)
    return warn(
      [`its clock and ours differ by ${seconds} s`, `两边时钟相差 ${seconds} 秒`],
      [
        'let both machines take their time from the same source (NTP), or records do not fit together',
        '让两台机器从同一来源对时（NTP），否则记录对不上',
      ],
    )
  },
}

export const coreChecks: readonly Check[] = [version, password, access, modules, ready, logKeys, apiExpansion, limits, clock]
