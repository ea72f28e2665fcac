// Telephones of the directory that callers are handed to: a dial-string that runs an API command rings none where texts may run none.
import { fail, notNeeded, notSeen, ok, type Check, type Look } from './check.ts'
import { attributeOf } from '../xml.ts'

/** An API command in a text: `${sofia_contact(…)}`. A variable has neither a parenthesis nor a blank in its name. */
const RUNS = /\$\{[^{}()\s]+[( ]/

/** Agents of the queues that are called by what runs an API command, be it in their contact or in their user's dial-string. */
async function agentsBy({ api, needs }: Look): Promise<readonly string[]> {
  const found: string[] = []
  for (const queue of needs.queues) {
    const [, ...agents] = (await api('callcenter_config', 'queue', 'list', 'agents', queue)).split('\n')
    for (const agent of agents) {
      const name = agent.slice(0, agent.indexOf('|'))
      if (RUNS.test(agent)) found.push(name)
      else
        for (const [, user] of agent.matchAll(/\buser\/([^\s,|&:^\]}]+)/g))
          if (RUNS.test(await api('user_data', user!, 'param', 'dial-string'))) found.push(`${name} (user/${user})`)
    }
  }
  return [...new Set(found)]
}

async function domainsBy({ api, needs }: Look): Promise<readonly string[]> {
  const found: string[] = []
  for (const domain of needs.domains) {
    const xml = await api('xml_locate', 'directory', 'domain', 'name', domain)
    const runs = [...xml.matchAll(/<param\s([^>]*)>/g)].some(
      ([, attributes]) => attributeOf(attributes!, 'name').toLowerCase() === 'dial-string' && RUNS.test(attributeOf(attributes!, 'value')),
    )
    if (runs) found.push(domain)
  }
  return found
}

const dialStrings: Check = {
  slug: 'dial-strings',
  look: async look => {
    const { queues, domains } = look.needs
    if (queues.length === 0 && domains.length === 0)
      return notNeeded('nobody of the switch’s directory is called', '不呼叫交换机目录中的用户')
    const expansion = await look.api('fsctl', 'api_expansion')
    if (expansion.includes(' on')) return notNeeded('dial-strings may run API commands', '拨号串可以执行 API 命令')
    if (!expansion.includes(' off'))
      return notSeen(
        ['whether dial-strings may run API commands cannot be seen', '无法看到拨号串能否执行 API 命令'],
        ['look again; see `fsctl api_expansion`', '再检查一次；查看 `fsctl api_expansion`'],
      )
    const [agents, trunks] = [await agentsBy(look), await domainsBy(look)]
    if (agents.length === 0 && trunks.length === 0)
      return ok('who is called in the directory is called without an API command', '呼叫目录中的用户不需要 API 命令')
    const names = [...agents, ...trunks.map(domain => `{ "domain": "${domain}" }`)]
    return fail(
      [
        `api-expansion is false, and these cannot be called, as their dial-string runs an API command: ${names.join(', ')}`,
        `api-expansion 为 false，而下列对象的拨号串（dial-string）要执行 API 命令，因此无法呼叫：${names.join('、')}`,
      ],
      [
        'write sofia/PROFILE/${dialed_user}%${dialed_domain} into the dial-string of the directory (or sofia/PROFILE/USER%DOMAIN into the contact), in place of ${sofia_contact(…)} and ${verto_contact(…)}; PROFILE is the one that telephones register at; then reloadxml. Of several telephones of one user one rings then',
        '在目录的 dial-string 中用 sofia/PROFILE/${dialed_user}%${dialed_domain}（或在 contact 中用 sofia/PROFILE/USER%DOMAIN）代替 ${sofia_contact(…)} 与 ${verto_contact(…)}，PROFILE 为话机注册的 profile；然后 reloadxml。一个用户有多部话机时只有一部振铃',
      ],
    )
  },
}

export const userChecks: readonly Check[] = [dialStrings]
