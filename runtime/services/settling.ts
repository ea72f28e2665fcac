// A transaction that ended `unknown` is asked after by its key until it is definite (semantics §5.4, §5.5), from plain data: a
// journal that kept it can go on in another process.
import type { Operation } from '../../machine/format.ts'
import type { BackendReply } from '../call/backends.ts'
import type { Channel, Tried } from './channel.ts'
import { hasSecrets, type PendingTransaction } from './sending.ts'
import { backOff, type Surroundings, type Tries } from './tries.ts'

/** ms: the first wait, and the longest. */
const FIRST_WAIT = 1000
const LONGEST_WAIT = 300_000

/** Definite in the end; stands open for ever where the node ends before. */
export type Settle = (pending: PendingTransaction) => Promise<BackendReply>

export const replyOf = ({ outcome, values }: Extract<Tried, { readonly kind: 'answer' }>, why: string): BackendReply =>
  outcome === 'failed' ? { kind: 'failed', why } : { kind: 'answer', outcome, values }

export function createSettling(operation: Operation, channel: Channel, tries: Tries, around: Surroundings): Settle {
  const { clock, random, closed, log } = around
  // Without its secret arguments it cannot be sent again.
  const sendable = !hasSecrets(operation)

  const attempt = async (pending: PendingTransaction, number: number): Promise<BackendReply | null> => {
    const ask = (asked: 'send' | 'status'): Promise<Tried> => tries.once(asked, pending, number, clock.now() + channel.tryFor)
    let tried = await ask(channel.status === null ? 'send' : 'status')
    if (tried.kind === 'not seen') {
      if (channel.closes) return { kind: 'failed', why: 'the bank has not seen it and takes it no more' }
      // A bank that only reports may still get what is on the wire: under the key it can be sent again, and happens once.
      if (sendable) tried = await ask('send')
    }
    return tried.kind === 'answer' ? replyOf(tried, 'the bank says that it did not happen') : null
  }

  return async pending => {
    const { operation: name, call, task } = pending
    for (let number = 1; ; number++) {
      await tries.sleep(backOff(number, FIRST_WAIT, LONGEST_WAIT, random))
      if (closed.aborted) return new Promise(() => {})
      const reply = await attempt(pending, number)
      if (reply === null) continue
      log({ kind: 'settled', operation: name, call, task, outcome: reply.kind === 'answer' ? reply.outcome : 'failed' })
      return reply
    }
  }
}
