// What a script gives of queues, agents and numbers, done at the side of a switch while the script's call is played on a line: before an
// order reaches the line the switch is as the script says, and an agent comes when the simulator's came.
import type { Machine } from '../../machine/format.ts'
import type { CallLog } from '../call/call-log.ts'
import type { Clock } from '../call/clock.ts'
import type { Line, LineOrder, OpenLine } from '../call/line.ts'
import type { CallObserver } from '../call/observer.ts'
import type { Backend, NumberReply, QueueReply } from './backend.ts'
import { waitInQueue } from './connection.ts'

export interface SwitchWork {
  /** The next number that is dialled does this. */
  readonly number: (reply: NumberReply) => void | Promise<void>
  /** So many wait there, so many agents are on duty and talk with others; null: it cannot be reached. */
  readonly queue: (name: string, found: { readonly waiting: number; readonly agents: number } | null) => void | Promise<void>
  /** An agent takes whoever waits, now, and talks for so many ms. */
  readonly agent: (who: string, talk: number) => void | Promise<void>
}

export interface SwitchSideOptions {
  readonly machine: Machine
  /** The simulated call, whose answers are given in their order. */
  readonly simulated: { readonly log: CallLog; readonly backend: Pick<Backend, 'queue' | 'queueState' | 'number' | 'transfer'> }
  readonly clock: Clock
  readonly work: SwitchWork
  /** ms that pass between an agent's being free and their talking. */
  readonly lead: number
}

export interface SwitchSide {
  /** The line, with the switch made ready before each order that needs it. */
  readonly open: (open: OpenLine) => OpenLine
  readonly observer: CallObserver
}

export function createSwitchSide({ machine, simulated, clock, work, lead }: SwitchSideOptions): SwitchSide {
  const waits = queueReplies(machine, simulated)
  let queued = 0
  let coming: { readonly task: number; readonly at: number; readonly reply: QueueReply; timer: unknown } | null = null
  let quiet = true

  /** An agent takes the call when what is announced has been heard. */
  const look = (): void => {
    if (!coming || coming.timer !== null || !quiet) return
    const { at, reply } = coming
    const mine = coming
    coming.timer = clock.set(
      () => {
        if (coming !== mine) return
        mine.timer = null
        if (!quiet) return
        coming = null
        void work.agent(reply.who, reply.talk)
      },
      Math.max(0, at - lead - clock.now()),
    )
  }

  const ready = (order: LineOrder): void | Promise<void> => {
    switch (order.kind) {
      case 'connect number':
        return work.number(simulated.backend.number(order.number))
      case 'transfer':
        return work.number({ is: simulated.backend.transfer(order.number) ? 'answered' : 'busy', after: 0, talk: 600_000 })
      case 'queue state': {
        const { name } = machine.queues[order.queue]!
        const state = simulated.backend.queueState(name)
        return work.queue(name, state === 'failed' ? null : state)
      }
      case 'connect queue': {
        const queue = machine.queues[order.queue]!
        const reply = waits[queued++] ?? simulated.backend.queue(queue.name)
        const connection = waitInQueue(order.task, order.queue, queue, reply, clock.now())
        if (connection.answersAt !== Infinity) coming = { task: order.task, at: connection.answersAt, reply, timer: null }
        const agents = reply.noAgents ? 0 : 1
        return work.queue(queue.name, reply.fails === true ? null : { waiting: reply.waiting, agents })
      }
      case 'cancel':
        if (coming?.task === order.task) coming = null
        return
      case 'ended':
        coming = null
        return
      default:
        return
    }
  }

  return {
    open: open => report => {
      const line: Line = open(report)
      /** What waits for the switch to be ready. */
      let before: Promise<void> | null = null
      const inTurn = (run: () => void): void => {
        if (before === null) return run()
        const mine = before.then(run)
        before = mine
        void mine.then(() => {
          if (before === mine) before = null
        })
      }
      return {
        order: order => {
          const making = ready(order)
          if (making) before = before ? Promise.all([before, making]).then(() => undefined) : making
          inTurn(() => line.order(order))
          look()
        },
        flush: () => inTurn(() => line.flush?.()),
      }
    },
    observer: {
      stepped: (_, __, session) => {
        quiet = session.queue.length === 0
        look()
      },
    },
  }
}

/** Of each connection to a queue what the script gave, without what was asked again for tellings of the position. */
function queueReplies(machine: Machine, { log, backend }: SwitchSideOptions['simulated']): readonly QueueReply[] {
  const replies: QueueReply[] = []
  let name = ''
  for (const entry of log.entries) {
    if (entry.kind === 'connect' && entry.queue >= 0) {
      name = machine.queues[entry.queue]!.name
      replies.push(backend.queue(name))
    } else if (entry.kind === 'position') backend.queue(name)
  }
  return replies
}
