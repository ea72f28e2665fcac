// What stood behind a simulated call, so that the same stands behind another: each answer as it was given, in the same order.
import { nobodyThere, type Backend } from './backend.ts'

type Replies = { readonly [K in keyof Backend]: ReturnType<Backend[K]>[] }

export interface ReplyRecord {
  readonly wrap: (backend: Backend) => Backend
  /** A backend that answers once more as that one did. */
  readonly repeat: () => Backend
}

export function createReplyRecord(): ReplyRecord {
  const replies: Replies = { ask: [], queue: [], queueState: [], number: [], transfer: [] }
  const keep = <T>(list: T[], reply: T): T => {
    list.push(reply)
    return reply
  }
  return {
    wrap: backend => ({
      ask: (ask, operation) => keep(replies.ask, backend.ask(ask, operation)),
      queue: name => keep(replies.queue, backend.queue(name)),
      queueState: name => keep(replies.queueState, backend.queueState(name)),
      number: number => keep(replies.number, backend.number(number)),
      transfer: number => keep(replies.transfer, backend.transfer(number)),
    }),
    repeat: () => {
      const rest = {
        ask: [...replies.ask],
        queue: [...replies.queue],
        queueState: [...replies.queueState],
        number: [...replies.number],
        transfer: [...replies.transfer],
      }
      return {
        ask: () => rest.ask.shift() ?? { kind: 'missing' },
        queue: name => rest.queue.shift() ?? nobodyThere.queue(name),
        queueState: name => rest.queueState.shift() ?? nobodyThere.queueState(name),
        number: number => rest.number.shift() ?? nobodyThere.number(number),
        transfer: number => rest.transfer.shift() ?? nobodyThere.transfer(number),
      }
    },
  }
}
