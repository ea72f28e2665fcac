// Call-centre queues: who waits, which agents there are, and which of them gets whom.
import { fireChannel } from './channel-event.ts'
import { setVariable, type Channel } from './channel.ts'
import { answerLeg, createLeg } from './legs.ts'
import type { Session } from './session.ts'
import { eventHead, fire, type Switch } from './switch.ts'
import { talk } from './talk.ts'
import type { Routine } from './thread.ts'

export interface AgentSettings {
  readonly name: string
  readonly status?: AgentStatus
  /** ms from the offer to the answer; null never answers. 0 where absent. */
  readonly answersAfter?: number | null
  /** ms that they talk before they hang up; null waits for the caller. */
  readonly talks?: number | null
  /** Id of its leg; a new one for each where absent. */
  readonly leg?: string
}

export type AgentStatus = 'Available' | 'Available (On Demand)' | 'On Break' | 'Logged Out'

export interface Agent {
  readonly name: string
  status: AgentStatus
  state: 'Waiting' | 'Receiving' | 'In a queue call'
  answersAfter: number | null
  talks: number | null
  readonly leg: string | null
  answered: number
}

export interface Member {
  readonly uuid: string
  readonly session: Session
  /** ms since 1970. */
  readonly joined: number
  readonly base: number
  state: 'Waiting' | 'Trying' | 'Answered' | 'Abandoned'
  agent: string
}

export interface Queue {
  readonly name: string
  readonly music: string
  readonly agents: Agent[]
  readonly members: Member[]
  answered: number
  abandoned: number
}

export interface Queues {
  readonly all: Map<string, Queue>
  /** ms until a free agent is offered to who waits. */
  readonly pace: number
}

export const createQueue = (name: string, music: string, agents: readonly AgentSettings[]): Queue => ({
  name,
  music,
  agents: agents.map(({ name: agent, status = 'Available', answersAfter = 0, talks = null, leg = null }) => ({
    name: agent,
    status,
    state: 'Waiting',
    answersAfter,
    talks,
    leg,
    answered: 0,
  })),
  members: [],
  answered: 0,
  abandoned: 0,
})

/** Waiting time in seconds, and what it started with. */
export const scoreOf = (member: Member, now: number): number => Math.floor(now / 1000) - Math.floor(member.joined / 1000) + member.base

/** Who waits, the next one first. */
export function waiting(queue: Queue, now: number): readonly Member[] {
  return queue.members
    .filter(({ state }) => state === 'Waiting' || state === 'Trying')
    .toSorted((left, right) => scoreOf(right, now) - scoreOf(left, now) || left.joined - right.joined)
}

function queueEvent(sw: Switch, channel: Channel | null, action: string, rest: readonly (readonly [string, string])[]): void {
  const headers = [['CC-Action', action] as const, ...rest]
  if (channel) return fireChannel(sw, channel, 'CUSTOM', { subclass: 'callcenter::info', rest: headers })
  const head = eventHead(sw, 'CUSTOM', 'callcenter::info')
  fire(sw, { name: 'CUSTOM', subclass: 'callcenter::info', channel: null, owner: null, headers: [...head, ...headers], body: null })
}

export function tellCount(sw: Switch, queue: Queue): void {
  queueEvent(sw, null, 'members-count', [
    ['CC-Queue', queue.name],
    ['CC-Count', String(waiting(queue, sw.clock.now()).length)],
    ['CC-Selection', 'Single-Queue'],
  ])
}

const memberHeaders = (queue: Queue, { uuid, session }: Member): (readonly [string, string])[] => [
  ['CC-Queue', queue.name],
  ['CC-Member-UUID', uuid],
  ['CC-Member-Session-UUID', session.channel.uuid],
  ['CC-Member-CID-Name', session.channel.profile.callerName],
  ['CC-Member-CID-Number', session.channel.profile.callerNumber],
]

export const tellMember = (
  sw: Switch,
  queue: Queue,
  member: Member,
  action: string,
  rest: readonly (readonly [string, string])[] = [],
): void => queueEvent(sw, member.session.channel, action, [...memberHeaders(queue, member), ...rest])

/** When a member came, and that it leaves now. */
export const timesOf = (sw: Switch, member: Member): (readonly [string, string])[] => [
  ['CC-Member-Leaving-Time', String(Math.floor(sw.clock.now() / 1000))],
  ['CC-Member-Joined-Time', String(Math.floor(member.joined / 1000))],
]

/** ms that one who has left is still in the list. */
const KEPT = 60_000
/** ms until the end of a talk with an agent is seen. */
const LOOKS = 80

export function abandon(sw: Switch, queue: Queue, member: Member): void {
  member.state = 'Abandoned'
  queue.abandoned++
  sw.clock.set(() => remove(queue, member), KEPT)
}

function remove(queue: Queue, member: Member): void {
  const at = queue.members.indexOf(member)
  if (at !== -1) queue.members.splice(at, 1)
}

/** Offers free agents to those who wait; asked again whenever something changes. */
export function dispatch(sw: Switch, queue: Queue): void {
  sw.clock.set(() => {
    for (const member of waiting(queue, sw.clock.now())) {
      if (member.state !== 'Waiting') continue
      const agent = queue.agents.find(({ status, state }) => status === 'Available' && state === 'Waiting')
      if (!agent) return
      offer(sw, queue, member, agent)
    }
  }, sw.queues.pace)
}

function offer(sw: Switch, queue: Queue, member: Member, agent: Agent): void {
  member.state = 'Trying'
  member.agent = agent.name
  agent.state = 'Receiving'
  queueEvent(sw, null, 'agent-offering', [...memberHeaders(queue, member), ['CC-Agent', agent.name]])
  if (agent.answersAfter === null) return
  sw.clock.set(() => {
    agent.state = 'Waiting'
    if (member.state !== 'Trying') return dispatch(sw, queue)
    if (agent.status !== 'Available') {
      member.state = 'Waiting'
      return dispatch(sw, queue)
    }
    connect(sw, queue, member, agent)
  }, agent.answersAfter)
}

function connect(sw: Switch, queue: Queue, member: Member, agent: Agent): void {
  const { session } = member
  const { channel } = session
  agent.state = 'In a queue call'
  member.state = 'Answered'
  const leg = createLeg(sw, channel, agent.name, agent.leg ?? sw.uuid())
  answerLeg(sw, leg)
  channel.other = leg
  setVariable(leg, 'cc_agent', agent.name)
  setVariable(leg, 'cc_side', 'agent')
  setVariable(channel, 'cc_agent_found', 'true')
  setVariable(channel, 'cc_agent_uuid', leg.uuid)
  setVariable(channel, 'bridge_uuid', leg.uuid)
  setVariable(channel, 'signal_bond', leg.uuid)
  session.bridge = () => bridgeAgent(session, queue, member, agent, leg)
  channel.state = 'CS_HIBERNATE'
  channel.redirected = true
  channel.wake()
}

function* bridgeAgent(session: Session, queue: Queue, member: Member, agent: Agent, leg: Channel): Routine {
  const { sw, channel } = session
  fireChannel(sw, channel, 'CHANNEL_EXECUTE', {
    rest: [
      ['Application', 'uuid_bridge'],
      ['Application-Data', leg.uuid],
    ],
  })
  const onBridged = (): void => {
    setVariable(channel, 'cc_agent', agent.name)
    setVariable(channel, 'cc_agent_bridged', 'true')
    setVariable(channel, 'cc_queue_answered_epoch', String(Math.floor(sw.clock.now() / 1000)))
  }
  const answeredAt = String(Math.floor(sw.clock.now() / 1000))
  const about = [
    ['CC-Agent', agent.name] as const,
    ['CC-Agent-System', 'single_box'] as const,
    ['CC-Agent-UUID', leg.uuid] as const,
    ['CC-Agent-Called-Time', String(Math.floor(leg.startedAt / 1000))] as const,
    ['CC-Agent-Answered-Time', answeredAt] as const,
  ]
  queueEvent(sw, leg, 'bridge-agent-start', [...memberHeaders(queue, member), ...about])
  yield* talk(session, { leg, who: agent.name, length: agent.talks ?? Infinity, onBridged })
  // Whoever looks after the queue sees it a little later.
  sw.clock.set(() => {
    queueEvent(sw, leg, 'bridge-agent-end', [...memberHeaders(queue, member), ...about])
    agent.state = 'Waiting'
    agent.answered++
    remove(queue, member)
    const rest = [['CC-Hangup-Cause', 'SUCCESS'] as const, ['CC-Cause', 'Terminated'] as const, ...about]
    tellMember(sw, queue, member, 'member-queue-end', [...rest, ...timesOf(sw, member)])
    dispatch(sw, queue)
  }, LOOKS)
}
