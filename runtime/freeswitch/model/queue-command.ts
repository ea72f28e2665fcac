// `callcenter_config`: what the queues are asked and told.
import { dispatch, scoreOf, type Agent, type AgentStatus, type Queue } from './queue.ts'
import type { Switch } from './switch.ts'

const table = (columns: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '+OK\n' : `${[columns, ...rows.map(row => row.join('|'))].join('\n')}\n+OK\n`

const MEMBER_COLUMNS =
  'queue|instance_id|uuid|session_uuid|cid_number|cid_name|system_epoch|joined_epoch|rejoined_epoch|bridge_epoch|abandoned_epoch|base_score|skill_score|serving_agent|serving_system|state|score'

const members = (sw: Switch, queue: Queue): string => {
  const now = sw.clock.now()
  const rows = queue.members
    .toSorted((left, right) => scoreOf(right, now) - scoreOf(left, now) || left.joined - right.joined)
    .map(member => {
      const { channel } = member.session
      const joined = String(Math.floor(member.joined / 1000))
      return [
        queue.name,
        'single_box',
        member.uuid,
        member.state === 'Abandoned' ? '' : channel.uuid,
        channel.profile.callerNumber,
        channel.profile.callerName,
        String(Math.floor(channel.answeredAt / 1000)),
        joined,
        '0',
        '0',
        '0',
        String(member.base),
        '0',
        member.agent,
        member.agent === '' ? '' : 'single_box',
        member.state,
        String(scoreOf(member, now)),
      ]
    })
  return table(MEMBER_COLUMNS, rows)
}

const AGENT_COLUMNS =
  'name|instance_id|uuid|type|contact|status|state|max_no_answer|wrap_up_time|reject_delay_time|busy_delay_time|no_answer_delay_time|last_bridge_start|last_bridge_end|last_offered_call|last_status_change|no_answer_count|calls_answered|talk_time|ready_time|external_calls_count'

const agents = (list: readonly Agent[]): string =>
  table(
    AGENT_COLUMNS,
    list.map(({ name, status, state, answered }) => [
      ...[name, 'single_box', '', 'callback', `model/${name}`, status, state, '3', '10', '10', '60', '0', '0', '0', '0', '0', '0'],
      ...[String(answered), '0', '0', '0'],
    ]),
  )

const QUEUE_COLUMNS =
  'name|strategy|moh_sound|time_base_score|tier_rules_apply|tier_rule_wait_second|tier_rule_wait_multiply_level|tier_rule_no_agent_no_wait|discard_abandoned_after|abandoned_resume_allowed|max_wait_time|max_wait_time_with_no_agent|max_wait_time_with_no_agent_time_reached|record_template|calls_answered|calls_abandoned|ring_progressively_delay|skip_agents_with_external_calls|agent_no_answer_status'

const queues = (list: readonly Queue[]): string =>
  table(
    QUEUE_COLUMNS,
    list.map(({ name, music, answered, abandoned }) => [
      ...[name, 'longest-idle-agent', music, 'queue', 'false', '300', 'true', 'false', '60', 'false', '0', '0', '5', ''],
      ...[String(answered), String(abandoned), '10', 'true', 'On Break'],
    ]),
  )

const tiers = (list: readonly Queue[]): string =>
  table(
    'queue|agent|state|level|position',
    list.flatMap(queue => queue.agents.map(({ name }) => [queue.name, name, 'Ready', '1', '1'])),
  )

const matching = (queue: Queue, status: string, state: string): readonly Agent[] =>
  queue.agents.filter(agent => (status === '' || agent.status === status) && (state === '' || agent.state === state))

/** Words may be in quotes: a status has a blank. */
const wordsOf = (text: string): readonly string[] => [...text.matchAll(/'([^']*)'|(\S+)/g)].map(found => found[1] ?? found[2] ?? '')

function setAgent(sw: Switch, what: string, name: string, value: string): string {
  let found = false
  for (const queue of sw.queues.all.values()) {
    for (const agent of queue.agents) {
      if (agent.name !== name) continue
      found = true
      if (what === 'status') agent.status = value as AgentStatus
      dispatch(sw, queue)
    }
  }
  return found ? '+OK\n' : '-ERR Agent not found!\n'
}

export function queueCommand(sw: Switch, rest: string): string {
  const [section = '', action = '', what = '', name = '', ...more] = wordsOf(rest)
  const all = [...sw.queues.all.values()]
  if (section === 'agent' && action === 'list') return agents(all.flatMap(queue => queue.agents))
  if (section === 'agent' && action === 'set') return setAgent(sw, what, name, more.join(' '))
  if (section === 'tier' && action === 'list') return tiers(all)
  if (section !== 'queue') return '-USAGE: callcenter_config <target> <args>\n'
  if (action === 'list' && what === '') return queues(all)
  if (action === 'count' && what === '') return `${all.length}\n`
  const queue = sw.queues.all.get(name)
  const [status = '', state = ''] = more
  if (action === 'list' && what === 'members') return queue ? members(sw, queue) : '+OK\n'
  if (action === 'list' && what === 'agents') return agents(queue ? matching(queue, status, state) : [])
  if (action === 'list' && what === 'tiers') return tiers(queue ? [queue] : [])
  if (action === 'count' && what === 'members') return `${queue?.members.length ?? 0}\n`
  if (action === 'count' && what === 'agents') return `${queue ? matching(queue, status, state).length : 0}\n`
  if (action === 'count' && what === 'tiers') return `${queue?.agents.length ?? 0}\n`
  return what === '' ? '' : '-ERR Invalid!\n'
}
