// Where calls come from and go to: SIP profiles and trunks.
import { fail, INCLUDE_AGAIN, isFalse, letAsk, notNeeded, notSeen, ok, warn, type Check, type Look, type Verdict } from './check.ts'

interface Profile {
  readonly name: string
  readonly running: boolean
  readonly context: string
  /** `rfc2833`, `info`, `none` */
  readonly keys: string
}

const inElement = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''

/** The switch's SIP profiles; aliases are left out. */
async function profilesOf(api: Look['api']): Promise<readonly Profile[]> {
  const status = await api('sofia', 'xmlstatus')
  const profiles: Profile[] = []
  for (const [, xml] of status.matchAll(/<profile>([\s\S]*?)<\/profile>/g)) {
    const name = inElement(xml!, 'name')
    // One is listed once for each transport.
    if (inElement(xml!, 'type') !== 'profile' || !/^[\w.-]+$/.test(name) || profiles.some(each => each.name === name)) continue
    const whole = await api('sofia', 'xmlstatus', 'profile', name)
    profiles.push({
      name,
      running: inElement(xml!, 'state').includes('RUNNING'),
      context: inElement(whole, 'context'),
      keys: inElement(whole, 'dtmf-mode'),
    })
  }
  return profiles
}

const keys: Check = {
  slug: 'keys-by-rfc4733',
  look: async ({ api, needs }) => {
    const profiles = (await profilesOf(api)).filter(({ running }) => running)
    if (profiles.length === 0)
      return fail(
        ['no SIP profile runs: no call can arrive', '没有运行中的 SIP profile：来电无法到达'],
        ['see `sofia status`, and the log for why', '查看 `sofia status`，原因见日志'],
      )
    const unseen = profiles.filter(profile => profile.keys === '')
    if (unseen.length > 0) {
      const names = unseen.map(({ name }) => name).join(', ')
      return notSeen(
        [`how keys come cannot be seen at the profile ${names}`, `无法看到按键如何传来的 profile：${names}`],
        ['look again; see `sofia status profile` for it', '再检查一次；查看该 profile 的 `sofia status profile`'],
      )
    }
    const wrong = profiles.filter(profile => profile.keys !== 'rfc2833')
    const names = wrong.map(({ name, keys: how }) => `${name} (${how})`).join(', ')
    const said = [`keys do not come as RFC 4733 events at the profile ${names}`, `按键未以 RFC 4733 事件传来的 profile：${names}`] as const
    // Where no profile has the context, calls come into it by a way that is not seen here (the directory's `user_context`, a transfer),
    // and so by any profile.
    const ours = profiles.filter(({ context }) => context === needs.context)
    if (ours.length === 0 ? wrong.length > 0 : ours.some(profile => wrong.includes(profile))) return fail(said, INCLUDE_AGAIN)
    // Of a caller whose SDP has no telephone-event the switch takes keys by SIP INFO, whatever the profile says.
    const byInfo = await api('global_getvar', 'rtp_info_when_no_2833')
    if (byInfo.startsWith('-ERR'))
      return notSeen(['whether keys come by SIP INFO cannot be seen', '无法看到按键是否以 SIP INFO 传来'], letAsk('global_getvar'))
    if (!isFalse(byInfo)) return KEYS_BY_INFO
    return wrong.length > 0 ? warn(said, INCLUDE_AGAIN) : ok('keys come as RFC 4733 events', '按键以 RFC 4733 事件传来')
  },
}

const KEYS_BY_INFO = fail(
  [
    'keys come by SIP INFO from telephones that offer no RFC 4733 (rtp_info_when_no_2833), and every listener of the Event Socket sees those',
    '不支持 RFC 4733 的话机会以 SIP INFO 传送按键（rtp_info_when_no_2833），Event Socket 的每个监听者都能看到',
  ],
  [
    `${INCLUDE_AGAIN[0]}; until then: global_setvar rtp_info_when_no_2833=false`,
    `${INCLUDE_AGAIN[1]}；重启前可用：global_setvar rtp_info_when_no_2833=false`,
  ],
)

/** Whoever has signed in may come into another context than his profile's; what a carrier sends does not. */
const context: Check = {
  slug: 'context',
  look: async ({ api, needs: { context: wanted } }) => {
    const profiles = (await profilesOf(api)).filter(({ running }) => running)
    if (profiles.length === 0 || profiles.some(profile => profile.context === ''))
      return notSeen(
        ['in which context calls arrive cannot be seen', '无法看到来电到达哪个上下文'],
        ['look again; see `sofia status profile`', '再检查一次；查看 `sofia status profile`'],
      )
    if (profiles.some(profile => profile.context === wanted)) return ok(`calls arrive in the context ${wanted}`, `来电到达上下文 ${wanted}`)
    const names = profiles.map(profile => `${profile.name} (${profile.context})`).join(', ')
    return warn(
      [
        `no SIP profile has the context ${wanted}, in which the numbers are: ${names}. A carrier’s calls do not reach them, nor whoever has not signed in`,
        `没有 SIP profile 的上下文是号码所在的 ${wanted}：${names}。运营商的来电及未注册的话机到不了这些号码`,
      ],
      [
        `write the context of the profile that calls arrive at into serve.context and print again (\`callwright serve --print-freeswitch\`), or let the dialplan there transfer the numbers: transfer NUMBER XML ${wanted}. Where only telephones call that have it as their user_context, nothing is to be done`,
        `把接收来电的 profile 的上下文写入 serve.context 并重新打印（\`callwright serve --print-freeswitch\`），或在其拨号计划中转接这些号码：transfer NUMBER XML ${wanted}。若只有 user_context 为它的话机呼叫，则无须处理`,
      ],
    )
  },
}

const trunk: Check = {
  slug: 'trunk',
  look: async ({ api, needs: { gateways, profiles } }) => {
    if (gateways.length === 0 && profiles.length === 0)
      return notNeeded(
        'calls are handed to no gateway and by no profile, whose state the switch would know',
        '没有经网关或 profile 转出的电话，无须检查',
      )
    const out = profiles.length === 0 ? null : await waysOut(api, profiles)
    if (out !== null) return out
    for (const gateway of gateways) {
      const status = await api('sofia', 'xmlstatus', 'gateway', gateway)
      if (status.includes('Invalid Gateway'))
        return fail(
          [`there is no gateway ${gateway}`, `没有网关 ${gateway}`],
          [
            'name one that `sofia status` lists in serve.numbers.trunks, or define it in a SIP profile',
            '在 serve.numbers.trunks 中写 `sofia status` 列出的网关，或在 SIP profile 中定义它',
          ],
        )
      const state = inElement(status, 'state')
      // NOREG: one that does not register; what it is worth only its pings tell.
      const up = inElement(status, 'status')
      if ((state !== 'REGED' && state !== 'NOREG') || up === 'DOWN')
        return fail(
          [`the gateway ${gateway} is not up: ${state} ${up}`, `网关 ${gateway} 不可用：${state} ${up}`],
          [
            'see `sofia status gateway`: address, user and password, and whether its carrier answers',
            '查看 `sofia status gateway`：地址、用户名、口令，以及运营商是否应答',
          ],
        )
    }
    const names = [...gateways, ...profiles].join(', ')
    return ok(`the gateways and profiles are up that calls are handed to: ${names}`, `转出电话所用的网关与 profile 正常：${names}`)
  },
}

/** What is wrong with the profiles by which hosts are called; null where nothing is. */
async function waysOut(api: Look['api'], wanted: readonly string[]): Promise<Verdict | null> {
  const status = await api('sofia', 'xmlstatus')
  if (!status.includes('<profiles>'))
    return notSeen(['which SIP profiles run cannot be seen', '无法看到哪些 SIP profile 在运行'], letAsk('sofia'))
  // An alias is as good a name.
  const there = [...status.matchAll(/<(profile|alias)>([\s\S]*?)<\/\1>/g)].map(([, , xml]) => ({
    name: inElement(xml!, 'name'),
    isUp: /RUNNING|ALIASED/.test(inElement(xml!, 'state')),
  }))
  const missing = wanted.filter(name => !there.some(each => each.name === name && each.isUp))
  if (missing.length === 0) return null
  const names = missing.join(', ')
  return fail(
    [`no SIP profile ${names} runs, by which calls are handed to a host`, `没有运行中的 SIP profile ${names}，而电话要经它转给主机`],
    [
      'name one that runs, as `sofia status` lists it, in serve.numbers.trunks; see the log for why one does not',
      '在 serve.numbers.trunks 的 profile 中写 `sofia status` 列出的运行中的 profile；未运行的原因见日志',
    ],
  )
}

export const sipChecks: readonly Check[] = [keys, context, trunk]
