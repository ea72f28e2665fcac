// The queues in which callers wait, and who takes them from there.
import { fail, INCLUDE_AGAIN, notNeeded, ok, warn, type Check } from './check.ts'

/** The rows of a list of mod_callcenter, by the names of its first line. */
export function rowsOf(listed: string): readonly Readonly<Record<string, string>>[] {
  const [head, ...lines] = listed.split('\n').filter(line => line !== '' && !line.startsWith('+OK'))
  const names = head?.split('|') ?? []
  return lines.map(line => Object.fromEntries(line.split('|').map((value, index) => [names[index] ?? '', value])))
}

const queues: Check = {
  slug: 'queues',
  look: async ({ api, needs }) => {
    if (needs.queues.length === 0) return notNeeded('no program has a queue', '没有程序使用队列')
    const there = new Set(rowsOf(await api('callcenter_config', 'queue', 'list')).map(row => row['name']))
    const missing = needs.queues.filter(name => !there.has(name))
    if (missing.length > 0)
      return fail([`mod_callcenter has no queue ${missing.join(', ')}`, `mod_callcenter 中没有队列 ${missing.join('、')}`], INCLUDE_AGAIN)
    return ok(`mod_callcenter has the queues ${needs.queues.join(', ')}`, `mod_callcenter 中有队列 ${needs.queues.join('、')}`)
  },
}

const agents: Check = {
  slug: 'agents',
  look: async ({ api, needs }) => {
    if (needs.queues.length === 0) return notNeeded('no program has a queue', '没有程序使用队列')
    const none: string[] = []
    const away: string[] = []
    for (const queue of needs.queues) {
      const listed = rowsOf(await api('callcenter_config', 'queue', 'list', 'agents', queue))
      if (listed.length === 0) none.push(queue)
      else if (!listed.some(row => row['status']?.startsWith('Available'))) away.push(queue)
    }
    if (none.length > 0)
      return fail(
        [
          `nobody answers the queue ${none.join(', ')}: no agent has a tier in it`,
          `队列 ${none.join('、')} 无人接听：没有坐席的级别属于它`,
        ],
        [
          'add agents and tiers to callcenter.conf.xml, or by callcenter_config',
          '在 callcenter.conf.xml 中或用 callcenter_config 添加坐席与级别',
        ],
      )
    if (away.length > 0)
      return warn(
        [`nobody is signed in at the queue ${away.join(', ')}`, `队列 ${away.join('、')} 目前无坐席登录`],
        ['callcenter_config agent set status NAME Available', 'callcenter_config agent set status NAME Available'],
      )
    return ok('each queue has agents who are signed in', '每个队列都有已登录的坐席')
  },
}

export const queueChecks: readonly Check[] = [queues, agents]
