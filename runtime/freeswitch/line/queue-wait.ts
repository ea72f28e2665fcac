// `connect queue`: the caller waits in a queue of mod_callcenter, hears music and what is announced over it, and talks with an agent.
import { api, execute, headerOf, queueName, subscribe, unsubscribe, variableOf, type Event } from '../codec/index.ts'
import type { Value } from '../../../machine/values.ts'
import { ask, setAtOnce, setVariables, type LineContext } from './context.ts'
import { exported, handOver, takeBack } from './hand-over.ts'
import type { Mouth } from './mouth.ts'
import type { Resume } from './resume.ts'
import { askAgents, askMembers, positionIn } from './queue-facts.ts'

/** mod_callcenter reads a score as a C `int` and adds the seconds waited. */
const MOST_SCORE = 1_000_000_000

/** How a queue of the program is called in mod_callcenter: `support@default`. */
export interface LineQueue {
  readonly name: string
  readonly domain: string
}

export interface WaitOrder {
  readonly task: number
  readonly queue: LineQueue
  /** As FreeSWITCH names it; null: the queue's own. */
  readonly music: string | null
  readonly priority: number
  readonly data: Readonly<Record<string, Value>>
  /** ms between two tellings of the position; null: none. */
  readonly position: number | null
  /** ms; null: for as long as it takes. */
  readonly longestWait: number | null
}

export interface QueueWait {
  readonly enter: (order: WaitOrder) => void
  /**
   * Begins what takes the caller elsewhere, or to somebody, when no queue has them: until then the key that leaves it might be pressed at
   * the new place, and what it changed of the channel would be put back in the midst of the talk.
   */
  readonly afterwards: (task: number, begin: () => void) => void
  readonly cancel: (task: number) => void
  readonly see: (event: Event, name: string) => void
  /** The channel is gone. */
  readonly close: () => void
}

/**
 * The key that leaves a queue: no telephone has it, so that nobody leaves by pressing one, and mod_callcenter takes it all the same.
 * A break alone only begins the music anew.
 */
const LEAVING_KEY = 'w'
/** ms after which leaving is tried again: it takes 22. */
const LEAVES_WITHIN = 250
const MOST_TRIES = 8
/** s after a talk within which a node that is there takes the caller back. */
const TAKEN_BACK_WITHIN = 30
/** ms that it takes. */
const TAKEN_WITHIN = 1000
const NODE_IS_GONE = 'NORMAL_TEMPORARY_FAILURE'
/** ms from an agent's answer to the talk: mod_callcenter itself gives up after 3 s. */
const BRIDGED_WITHIN = 10_000
/** Events for which nobody asks else. */
const WANTED = ['PLAYBACK_START', 'CHANNEL_PARK']
/** ms for the queue's music to begin; where a queue has none, announcements begin then. */
const MUSIC_WITHIN = 700

interface Waiting {
  readonly order: WaitOrder
  readonly queue: string
  readonly variables: Readonly<Record<string, string>>
  phase: 'asking' | 'waiting' | 'leaving' | 'talking' | 'over'
  /** What it is answered with when it is left; null: nobody waits for an answer. */
  outcome: string | null
  joined: boolean
  who: string
  tries: number
  /** An agent came when the caller had left. */
  bridged: boolean
  /** The talk is over. */
  back: boolean
  timers: unknown[]
}

export function createQueueWait(context: LineContext, mouth: Mouth, resume: Resume): QueueWait {
  const { applications, connection, clock, header, report, trouble, uuid } = context
  const exports = header('variable_cc_export_vars')
  let now: Waiting | null = null
  /** It begins when the queue has let the caller go. */
  let next: { readonly task: number; readonly begin: () => void } | null = null

  const later = (waiting: Waiting, run: () => void, ms: number): void => {
    waiting.timers.push(
      clock.set(() => {
        if (now === waiting && waiting.phase !== 'over') run()
      }, ms),
    )
  }

  /** The channel is ours again; whoever waits for the answer has it. */
  const finish = (waiting: Waiting, outcome: string | null, values: readonly Value[] = []): void => {
    if (waiting.phase === 'over') return
    const entered = waiting.phase !== 'asking'
    waiting.phase = 'over'
    if (now === waiting) now = null
    for (const timer of waiting.timers) clock.clear(timer)
    if (entered && !context.gone())
      connection.together(() => {
        void connection.send(unsubscribe(context.again ? WANTED.filter(name => name !== 'CHANNEL_PARK') : WANTED, ['callcenter::info']))
        setVariables(context, takeBack(waiting.variables))
        setAtOnce(context, {
          cc_export_vars: exported(exports, {}),
          park_after_bridge: 'false',
          park_timeout: '',
          socket_resume: resume.value(),
        })
      })
    // First the answer: what it ends of the speech is not to begin, and it may lead to the next queue.
    if (outcome !== null) report({ kind: 'answer', task: waiting.order.task, outcome, values })
    const after = next
    next = null
    if (after !== null && !context.gone()) after.begin()
    if (now === null) mouth.release('queue')
  }

  const afterwards = (task: number, begin: () => void): void => {
    if (now === null) begin()
    else next = { task, begin }
  }

  const enter = (order: WaitOrder): void => {
    mouth.hold('queue')
    const queue = queueName(order.queue.name, order.queue.domain)
    const waiting: Waiting = {
      order,
      queue: typeof queue === 'string' ? queue : '',
      variables: handOver(order.data),
      phase: 'asking',
      outcome: 'failed',
      joined: false,
      who: '',
      tries: 0,
      bridged: false,
      back: false,
      timers: [],
    }
    now = waiting
    if (typeof queue !== 'string') {
      trouble('unknown-queue')
      return finish(waiting, 'failed')
    }
    void askAgents(context, queue).then(agents => {
      if (waiting.phase !== 'asking') return
      if (agents === null) {
        if (!context.gone()) trouble('queue-failed')
        return finish(waiting, 'failed')
      }
      if (agents === 0) return finish(waiting, 'no agents')
      join(waiting)
    })
  }

  const join = (waiting: Waiting): void => {
    const { order, queue, variables } = waiting
    waiting.phase = 'waiting'
    connection.together(() => {
      void connection.send(subscribe('plain', WANTED, ['callcenter::info']))
      setVariables(context, {
        ...variables,
        cc_export_vars: exported(exports, variables),
        cc_exit_keys: LEAVING_KEY,
        // Of an earlier wait in this call.
        cc_cause: '',
        cc_cancel_reason: '',
        cc_base_score: String(Math.max(-MOST_SCORE, Math.min(MOST_SCORE, Math.trunc(order.priority)))),
        cc_moh_override: order.music ?? '',
        park_after_bridge: 'true',
        // Where this node is gone when the talk ends, nobody takes the caller back.
        park_timeout: `${TAKEN_BACK_WITHIN}:${NODE_IS_GONE}`,
        // While the caller talks with an agent the death of this node must not cut them off.
        socket_resume: 'false',
      })
      const id = applications.newId()
      applications.runBuilt(id, execute({ app: 'callcenter', arg: queue, lock: false, id }), {
        lasts: true,
        began: () => later(waiting, () => music(waiting), MUSIC_WITHIN),
        ended: end => queueEnded(waiting, end.kind === 'completed' ? end.event : null),
      })
    })
    if (order.longestWait !== null) later(waiting, () => leave(waiting, 'timed out'), order.longestWait)
    if (order.position !== null) tellPositionAt(waiting, clock.now() + order.position)
  }

  /** Not before its music has begun: until then mod_callcenter throws away what it is told to play. */
  const music = (waiting: Waiting): void => {
    if (waiting.phase === 'waiting') mouth.release('queue', 'over music')
  }

  /** One after the other by the clock: a late one does not make the next late. */
  const tellPositionAt = (waiting: Waiting, at: number): void =>
    later(
      waiting,
      () => {
        tellPosition(waiting)
        tellPositionAt(waiting, at + waiting.order.position!)
      },
      Math.max(0, at - clock.now()),
    )

  const tellPosition = (waiting: Waiting): void => {
    if (waiting.phase !== 'waiting') return
    void askMembers(context, waiting.queue).then(rows => {
      const position = rows && waiting.phase === 'waiting' ? positionIn(rows, uuid) : null
      if (position !== null) report({ kind: 'position', task: waiting.order.task, position })
    })
  }

  const leave = (waiting: Waiting, outcome: string | null): void => {
    waiting.outcome = outcome
    if (waiting.phase === 'asking') return finish(waiting, outcome)
    if (waiting.phase !== 'waiting') return
    waiting.phase = 'leaving'
    mouth.hold('queue')
    tryToLeave(waiting)
  }

  const tryToLeave = (waiting: Waiting): void => {
    if (waiting.phase !== 'leaving' || context.gone()) return
    if (waiting.tries++ >= MOST_TRIES) {
      trouble('queue-not-left')
      return finish(waiting, waiting.outcome)
    }
    connection.together(() => {
      // An announcement would take the key.
      applications.breakAll()
      void connection.send(api('uuid_recv_dtmf', [uuid, LEAVING_KEY]))
    })
    later(waiting, () => tryToLeave(waiting), LEAVES_WITHIN)
  }

  const queueEnded = (waiting: Waiting, event: Event | null): void => {
    if (waiting.phase === 'over' || waiting.phase === 'talking') return
    // An agent is there: what follows is the bridge.
    if (event && headerOf(event, 'Answer-State') !== 'hangup' && isFound(event)) {
      mouth.hold('queue')
      later(waiting, () => (waiting.phase === 'talking' ? undefined : finish(waiting, 'failed')), BRIDGED_WITHIN)
      return
    }
    if (context.gone()) return finish(waiting, null)
    if (waiting.phase === 'leaving') return finish(waiting, waiting.outcome)
    if (!waiting.joined) trouble('queue-failed')
    finish(waiting, outcomeOf(event ? (variableOf(event, 'cc_cancel_reason') ?? '') : ''))
  }

  const bridged = (waiting: Waiting, event: Event): void => {
    if (waiting.phase === 'talking') return
    const other = headerOf(event, 'Other-Leg-Unique-ID') ?? ''
    mouth.hold('queue')
    if (waiting.phase === 'leaving') {
      // The agent came in the moment in which the caller left: the caller has left.
      waiting.bridged = true
      void connection.send(api('uuid_kill', [other, 'NORMAL_CLEARING']))
      return
    }
    waiting.phase = 'talking'
    for (const timer of waiting.timers.splice(0)) clock.clear(timer)
    void ask(context, 'uuid_getvar', [other, 'cc_agent']).then(agent => {
      waiting.who = agent === null || agent === '_undef_' ? '' : agent.trim()
      if (waiting.phase === 'talking') report({ kind: 'talks', task: waiting.order.task, who: waiting.who })
    })
  }

  /**
   * Nobody talks with the caller any more. The dialplan's `socket` has ended with the talk: the channel is parked, and would be so
   * for ever if this node went away now. It is parked anew with an end behind.
   */
  const parked = (waiting: Waiting): void => {
    if (waiting.back) return taken(waiting)
    waiting.back = true
    // Without the `socket` under it a channel that is to resume would hang between two states.
    resume.forget()
    void connection.send(api('uuid_transfer', [uuid, `park,hangup:${NODE_IS_GONE}`, 'inline'])).then(outcome => {
      if (outcome.kind === 'answer' && outcome.text.startsWith('+OK')) later(waiting, () => taken(waiting), TAKEN_WITHIN)
      else taken(waiting)
    })
  }

  const taken = (waiting: Waiting): void => {
    if (waiting.phase === 'talking') finish(waiting, waiting.outcome === null ? null : 'answered', [waiting.who])
    else finish(waiting, waiting.outcome)
  }

  return {
    enter: order => afterwards(order.task, () => enter(order)),
    afterwards,
    cancel: task => {
      if (next?.task === task) next = null
      if (now?.order.task !== task) return
      if (now.phase === 'talking') now.outcome = null
      else leave(now, null)
    },
    see: (event, name) => {
      const waiting = now
      if (!waiting) return
      const own = headerOf(event, 'Unique-ID') === uuid
      switch (name) {
        case 'PLAYBACK_START':
          if (own && waiting.joined) music(waiting)
          return
        case 'CUSTOM':
          if (headerOf(event, 'CC-Member-Session-UUID') === uuid && headerOf(event, 'CC-Action') === 'member-queue-start')
            waiting.joined = true
          return
        case 'CHANNEL_BRIDGE':
          if (own && waiting.joined) bridged(waiting, event)
          return
        case 'CHANNEL_PARK':
          if (own && (waiting.phase === 'talking' || waiting.bridged)) parked(waiting)
          return
      }
    },
    close: () => {
      next = null
      if (now) finish(now, null)
    },
  }
}

const isFound = (event: Event): boolean => variableOf(event, 'cc_cause') === 'answered'

function outcomeOf(reason: string): string {
  switch (reason) {
    case 'TIMEOUT':
      return 'timed out'
    case 'NO_AGENT_TIMEOUT':
      return 'no agents'
    default:
      return 'failed'
  }
}
