// Whether a number that is dialled ends at our door: a call is made that arrives there, and is ended before anybody speaks.
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { ALIVE, aliveVariable } from '../../alive.ts'
import { eventName, headerOf, variableOf } from '../../codec/index.ts'
import { socketAddress, type Address } from '../switch-setup.ts'
import { fail, INCLUDE_AGAIN, ok, skipped, warn, type Check, type Look } from './check.ts'

const WAIT = 3000

type Way =
  /** The call is parked on the connection of a node: of one at this host. */
  | { readonly kind: 'arrived'; readonly host: string }
  /** The dialplan has run `socket` with this. */
  | { readonly kind: 'tried'; readonly data: string }

/** How far a call to a number comes. */
async function wayOf(
  { scratch }: Look,
  number: string,
  context: string,
): Promise<{ readonly data: string | null; readonly at: string | null; readonly slept: boolean }> {
  let data: string | null = null
  let slept = false
  const way = await scratch!.call<Way>(
    number,
    context,
    event => {
      const application = eventName(event) === 'CHANNEL_EXECUTE' ? headerOf(event, 'Application') : undefined
      if (application === 'socket') data ??= headerOf(event, 'Application-Data') ?? ''
      if (application === 'sleep') slept = true
      const host = variableOf(event, 'socket_host')
      if (eventName(event) === 'CHANNEL_PARK' && host !== undefined) return { kind: 'arrived', host }
      // The call is over: nobody took it.
      return eventName(event) === 'CHANNEL_HANGUP' ? { kind: 'tried', data: data ?? '' } : null
    },
    WAIT,
  )
  return { data, at: way?.kind === 'arrived' ? way.host : null, slept }
}

/** Takes connections where the node is not running; null where it is, and takes them itself. */
async function standIn({ host, port }: Address): Promise<{ close(): void } | null> {
  const open = new Set<Socket>()
  const server: Server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.write('connect\n\n')
  })
  try {
    server.listen(port, host.replace(/^\[|\]$/g, ''))
    await once(server, 'listening')
  } catch {
    return null
  }
  return {
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

const dialplan: Check = {
  slug: 'dialplan',
  calls: true,
  limit: 20_000,
  look: async look => {
    const { needs, scratch, api } = look
    if (!scratch || (await api('module_exists', 'mod_loopback')) !== 'true')
      return skipped(
        ['whether a call arrives cannot be tried: mod_loopback is not loaded', '无法试拨：未加载 mod_loopback'],
        ['load mod_loopback, then look again', 'load mod_loopback 后再检查'],
      )
    const node = socketAddress(needs.node)
    const wanted = needs.token === null ? `${node}/0` : `${node}/${needs.token}/0`
    const isAlive = async (): Promise<boolean> => (await api('global_getvar', aliveVariable(needs.node))) === ALIVE
    const own = await standIn(needs.listen)
    let isReached: boolean | null = null
    try {
      for (const number of needs.numbers) {
        const way = await wayOf(look, number, needs.context)
        if (way.data === null && way.slept)
          return fail(
            [
              `${number} has to wait in the dialplan before it is handed to the node (sleep)`,
              `${number} 在交给节点之前要先在拨号计划中等待（sleep）`,
            ],
            [
              'the installed dialplan lets every call wait for 10 s while default_password in vars.xml is 1234: change it, then reloadxml',
              '安装时自带的拨号计划在 vars.xml 的 default_password 仍为 1234 时让每个来电等待 10 秒：请修改它，然后 reloadxml',
            ],
          )
        if (way.data === null)
          return fail(
            [
              `${number} is not handed to the node: no socket action ran in the context ${needs.context}`,
              `${number} 未交给节点：上下文 ${needs.context} 中没有执行 socket`,
            ],
            INCLUDE_AGAIN,
          )
        const hosts = way.data.split(' ', 1)[0]!.split('|')
        if (!way.data.endsWith(' async full'))
          return fail([`${number} is handed over without “async full”`, `${number} 转交时缺少“async full”`], INCLUDE_AGAIN)
        if (!hosts.some(host => host.startsWith(`${node}/`) || host === node))
          return fail([`${number} is handed to another place than ${node}`, `${number} 转交到的地方不是 ${node}`], INCLUDE_AGAIN)
        if (!hosts.includes(wanted))
          return fail([`${number} is handed over with another token than the node’s`, `${number} 转交所带的令牌与节点不同`], INCLUDE_AGAIN)
        const others = needs.nodes.map(socketAddress).filter(each => !hosts.some(host => host.startsWith(`${each}/`)))
        if (others.length > 0)
          return fail(
            [`${number} is not handed to ${others.join(', ')}, of serve.nodes`, `${number} 未交给 serve.nodes 中的 ${others.join('、')}`],
            INCLUDE_AGAIN,
          )
        // It stands before all nodes as well, while it is alive.
        if (needs.nodes.length > 1 && (await isAlive()) && hosts.filter(host => host === wanted).length < 2)
          return fail(
            [
              `${number} is handed to the nodes without asking which of them are alive: one without power would hold up each call`,
              `${number} 转交时不看哪些节点在运行：断电的节点会拖住每个来电`,
            ],
            INCLUDE_AGAIN,
          )
        // Another node may have taken the call: then the switch is told to try ours by itself.
        const host = node.slice(0, node.lastIndexOf(':'))
        const elsewhere = hosts.filter(each => each !== wanted)
        const isOurs = elsewhere.length === 0 || (way.at === host && !elsewhere.some(each => each.startsWith(`${host}:`)))
        isReached = isOurs ? way.at !== null : (isReached ?? (await scratch.handOver(wanted, number, WAIT)))
        if (!isReached)
          return fail(
            [`${number} is handed to ${node}, which the switch does not reach`, `${number} 转交到 ${node}，但交换机连不上`],
            [
              'is the address right as the switch sees it (serve.advertise), and is no firewall between?',
              '从交换机看该地址是否正确（serve.advertise），中间有无防火墙？',
            ],
          )
        if (way.at === null)
          return warn(
            [
              `${number} is offered to a node that does not answer before it is offered to ${node}, which the switch does reach`,
              `${number} 先交给一个无应答的节点，然后才交给 ${node}；交换机能连上后者`,
            ],
            [
              'a node that is alive comes first: start this one, or the other; see serve.nodes',
              '在运行的节点排在前面：请启动本节点或另一节点；见 serve.nodes',
            ],
          )
      }
    } finally {
      own?.close()
    }
    return ok(`calls to ${needs.numbers.join(', ')} arrive at ${node}`, `拨 ${needs.numbers.join('、')} 能到达 ${node}`)
  },
}

export const dialplanChecks: readonly Check[] = [dialplan]
