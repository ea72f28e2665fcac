// What scripts give of queues, agents and numbers, done on a scratch switch: each lane has a queue of its own, agents who come and talk
// as long as they are told, others who wait before the caller, and numbers that answer, are busy or ring.
import type { Inbound } from '../../../runtime/freeswitch/inbound.ts'
import type { IncomingCall } from '../../../runtime/freeswitch/incoming.ts'
import { createServer, refuseCall } from '../../../runtime/freeswitch/server.ts'
import { execute, hangup } from '../../../runtime/freeswitch/codec/index.ts'
import type { Freeswitch, FreeswitchOptions } from '../../../runtime/freeswitch/real/freeswitch.ts'
import { action, within } from '../../../runtime/freeswitch/setup/xml.ts'
import type { NumberReply } from '../../../runtime/dtmf/index.ts'
import type { Surroundings } from '../line-call.ts'

export interface SwitchWorld {
  /** What the switch has to be started with. */
  readonly options: Pick<FreeswitchOptions, 'queues' | 'extensions'>
  /** Once the switch runs: agents are made. */
  readonly open: (freeswitch: Freeswitch) => Promise<void>
  readonly surroundings: (lane: number) => Surroundings
  readonly close: () => Promise<void>
}

/** Agents of a lane who only talk with others. */
const BUSY = 3
/** Calls of an agent: `71` and the ms that they talk. */
const AGENT = '71'
/** Comes before everybody who has waited for less than a day. */
const BEFORE_ALL = 100_000

export async function createSwitchWorld(lanes: number, context: string): Promise<SwitchWorld> {
  const replies = new Map<string, NumberReply>()
  const server = await createServer({
    host: '127.0.0.1',
    port: 0,
    allow: ['127.0.0.0/8'],
    token: null,
    onCall: call => {
      const reply = replies.get(call.channel.caller ?? '')
      if (reply) answerAs(call, reply)
      else refuseCall(call, 'UNALLOCATED_NUMBER')
    },
  })
  if ('kind' in server) throw new Error(server.why)
  const condition = (field: string, expression: string, actions: readonly string[]): readonly string[] =>
    within(
      `<extension name="${field}">`,
      '</extension>',
      within(`<condition field="${field}" expression="${expression}">`, '</condition>', actions),
    )
  let switchApi: Inbound | null = null
  /** An agent's telephone. mod_callcenter takes no loopback that plays something by itself. */
  let telephone: (talk: number) => string = () => ''
  const config = async (...words: readonly string[]): Promise<void> => {
    const said = await switchApi!.api('callcenter_config', words)
    if (said !== null && said.startsWith('-ERR')) throw new Error(`callcenter_config ${words.join(' ')}: ${said}`)
  }
  const queueOf = (lane: number): string => `lane${lane}`
  const agentOf = (lane: number): string => `agent${lane}@lanes`
  const busyOf = (lane: number, index: number): string => `busy${lane}_${index}@lanes`
  const setStatus = (agent: string, status: 'Available' | 'Logged Out', state: 'Waiting' | 'In a queue call'): Promise<void> =>
    config('agent', 'set', 'status', agent, `'${status}'`).then(() => config('agent', 'set', 'state', agent, `'${state}'`))

  const surroundings = (lane: number): Surroundings => {
    const queues: Surroundings['queues'] = {}
    const callerId = `world${lane}`
    let waiting = 0
    let who = ''
    const others = async (count: number): Promise<void> => {
      if (count < waiting) {
        await switchApi!.api('hupall', ['NORMAL_CLEARING', 'waits_lane', String(lane)])
        waiting = 0
      }
      for (; waiting < count; waiting++)
        await switchApi!.api('originate', [
          `{cc_base_score=${BEFORE_ALL},waits_lane=${lane}}null/waits`,
          `&callcenter(${queueOf(lane)}@default)`,
        ])
    }
    return {
      queues,
      trunks: [{ prefix: '', to: { kind: 'dialplan', context }, callerId }],
      transferBy: { kind: 'bridge' },
      nameOf: agent => (agent === agentOf(lane) ? who : agent),
      work: {
        number: reply => void replies.set(callerId, reply),
        queue: async (name, found) => {
          if (found === null) {
            delete queues[name]
            return
          }
          queues[name] = { name: queueOf(lane), domain: 'default' }
          await setStatus(agentOf(lane), 'Logged Out', 'Waiting')
          for (let index = 0; index < BUSY; index++)
            await setStatus(busyOf(lane, index), index < found.agents ? 'Available' : 'Logged Out', 'In a queue call')
          await others(found.waiting)
        },
        agent: async (name, talk) => {
          who = name
          await others(0)
          await config('agent', 'set', 'contact', agentOf(lane), telephone(talk))
          await setStatus(agentOf(lane), 'Available', 'Waiting')
        },
      },
    }
  }

  return {
    options: {
      queues: Array.from({ length: lanes }, (_, lane) => ({ name: `${queueOf(lane)}@default`, music: 'local_stream://moh' })),
      extensions: [
        ...condition('caller_id_number', '^world\\d+$', [action('socket', `127.0.0.1:${server.port} async full`)]),
        ...condition('destination_number', `^${AGENT}(\\d+)$`, [
          action('answer'),
          action('playback', 'silence_stream://$1'),
          action('hangup'),
        ]),
      ],
    },
    open: async ({ inbound, profile, sip }) => {
      switchApi = await inbound()
      telephone = talk => `sofia/${profile}/${AGENT}${talk}@${sip.host}:${sip.port}`
      for (let lane = 0; lane < lanes; lane++) {
        const agents = [agentOf(lane), ...Array.from({ length: BUSY }, (_, index) => busyOf(lane, index))]
        for (const agent of agents) {
          await config('agent', 'add', agent, 'callback')
          await config('agent', 'set', 'contact', agent, telephone(1000))
          await config('tier', 'add', `${queueOf(lane)}@default`, agent, '1', '1')
        }
      }
    },
    surroundings,
    close: () => server.close(),
  }
}

/** The one who is called does as the script says. */
function answerAs({ connection, listen }: IncomingCall, { is, after, talk }: NumberReply): void {
  listen({ onEvent: () => undefined, onClosed: () => undefined })
  const later = (run: () => void): void => void setTimeout(run, after)
  switch (is) {
    case 'busy':
      return later(() => void connection.send(hangup('USER_BUSY')))
    case 'failed':
      return later(() => void connection.send(hangup('UNALLOCATED_NUMBER')))
    case 'no answer':
      void connection.send(execute({ app: 'ring_ready', id: 'rings' }))
      return
    case 'answered':
      void connection.send(execute({ app: 'ring_ready', id: 'rings' }))
      return later(() => {
        void connection.send(execute({ app: 'answer', id: 'answers' }))
        void connection.send(execute({ app: 'playback', arg: `silence_stream://${talk}`, id: 'talks' }))
        void connection.send(hangup('NORMAL_CLEARING'))
      })
  }
}
