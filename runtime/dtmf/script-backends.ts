// A script's bank for a live call: what its `given` lines answer, each answer in its time on whatever clock the call has.
import type { Machine } from '../../machine/format.ts'
import type { BackendReply, BackendRequest, Backends } from '../call/backends.ts'
import type { Clock } from '../call/clock.ts'
import type { Backend, Reply } from './backend.ts'
import { answerOnItsWay } from './pending.ts'

export interface ScriptBackendsOptions {
  readonly machine: Machine
  readonly backend: Pick<Backend, 'ask'>
  readonly clock: Clock
  /** Asked where nothing is given; without it such an operation rejects, and the call breaks off. */
  readonly unanswered?: Backend['ask']
}

/** ms after the deadline at which an answer that never comes is given up: its call has gone on by then. */
const GIVEN_UP = 1000

/** A transaction whose answer is lost is settled as the simulator settles it; one that is never answered stays open. */
export function createScriptBackends({ machine, backend, clock, unanswered }: ScriptBackendsOptions): Backends {
  const ask = (request: BackendRequest): Reply => {
    const { operation, level, key: _, ...asked } = request
    const given = { ...asked, operation: machine.operations.indexOf(operation), level: machine.line.levels.indexOf(level) }
    const reply = backend.ask(given, operation)
    return reply.kind === 'missing' && unanswered ? unanswered(given, operation) : reply
  }
  const at = (time: number, reply: BackendReply): Promise<BackendReply> =>
    new Promise(resolve => void clock.set(() => resolve(reply), Math.max(0, time - clock.now())))

  return {
    ask: request => {
      const { operation, deadline } = request
      const reply = ask(request)
      const name = `${operation.service}.${operation.name}`
      if (reply.kind === 'missing') return Promise.reject(new Error(`nothing says what ${name} answers`))
      const performed = operation.kind === 'transaction'
      const coming = answerOnItsWay(reply, { task: request.task, performed }, clock.now(), deadline)
      if (coming) return at(coming.at, replyOf(coming.outcome, coming.values))
      if (performed) return new Promise(() => undefined)
      return at(deadline + GIVEN_UP, { kind: 'failed', why: 'it never answers' })
    },
    notify: request => {
      ask(request)
      return Promise.resolve(true)
    },
  }
}

const replyOf = (outcome: string, values: Extract<BackendReply, { readonly kind: 'answer' }>['values']): BackendReply =>
  outcome === 'failed' && values.length === 0 ? { kind: 'failed', why: 'it is said to fail' } : { kind: 'answer', outcome, values }
