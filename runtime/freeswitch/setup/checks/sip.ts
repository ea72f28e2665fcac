// Where calls come from and go to: SIP profiles and trunks.
import { fail, INCLUDE_AGAIN, notNeeded, notSeen, ok, warn, type Check, type Look } from './check.ts'

export interface Profile {
  readonly name: string
  readonly running: boolean
  readonly context: string
  /** `rfc2833`, `info`, `none` */
  readonly keys: string
}

const inElement = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''

/** The switch's SIP profiles; aliases are left out. */
export async function profilesOf(api: Look['api']): Promise<readonly Profile[]> {
  const status = await api('sofia', 'xmlstatus')
  const profiles: Profile[] = []
  for (const [, xml] of status.matchAll(/<profile>([\s\S]*?)<\/profile>/g)) {
    const name = inElement(xml!, 'name')
    if (inElement(xml!, 'type') !== 'profile' || !/^[\w.-]+$/.test(name)) continue
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
    if (wrong.length === 0) return ok('keys come as RFC 4733 events', '按键以 RFC 4733 事件传来')
    const names = wrong.map(({ name, keys: how }) => `${name} (${how})`).join(', ')
    const ours = needs.context === null || wrong.some(({ context }) => context === needs.context)
    return (ours ? fail : warn)(
      [`keys do not come as RFC 4733 events at the profile ${names}`, `按键未以 RFC 4733 事件传来的 profile：${names}`],
      INCLUDE_AGAIN,
    )
  },
}

const trunk: Check = {
  slug: 'trunk',
  look: async ({ api, needs: { gateways } }) => {
    if (gateways.length === 0)
      return notNeeded('calls are handed to no gateway, whose state the switch would know', '没有向网关转出的电话，无须检查')
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
    const names = gateways.join(', ')
    return ok(`the gateways are up: ${names}`, `网关正常：${names}`)
  },
}

export const sipChecks: readonly Check[] = [keys, trunk]
