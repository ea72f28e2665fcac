// When an operation is sent, when again, and what the call is told (semantics §5): the same for every way to a back end.
import type { Operation } from '../../machine/format.ts'
import type { BackendReply, BackendRequest } from '../call/backends.ts'
import type { Channel, Tried } from './channel.ts'
import type { Gate } from './gate.ts'
import { sendingOf, withoutSecrets, type Sending } from './sending.ts'
import { createSettling, replyOf, type Settle } from './settling.ts'
import { backOff, createTries, type Surroundings } from './tries.ts'

/** ms: waits between tries while the call waits. */
const FIRST_WAIT = 100
const LONGEST_WAIT = 1000
/** What is known is told so long before the machine stops waiting, ms. */
const MARGIN = 20
/** A notice that does not arrive is sent again for so long, ms, and so many of a service may wait. */
const NOTICE_FOR = 600_000
const LONGEST_NOTICE_WAIT = 60_000
const NOTICES_WAITING = 10_000

export interface Asking {
  readonly ask: (request: BackendRequest) => Promise<BackendReply>
  readonly notify: (request: BackendRequest) => Promise<boolean>
  readonly settle: Settle
}

/** Counts the notices of a service that have not arrived yet. */
export interface NoticeCount {
  waiting: number
}

/** Whom a call waits for, and what happens behind its back: apart, so that what is unsettled never keeps a call waiting. */
export interface Gates {
  readonly calls: Gate
  readonly behind: Gate
}

export function createAsking(operation: Operation, channel: Channel, gates: Gates, notices: NoticeCount, around: Surroundings): Asking {
  const { clock, random, closed, log, words } = around
  const tries = createTries(channel, operation.kind === 'notice' ? gates.behind : gates.calls, around)
  const settle = createSettling(operation, channel, createTries(channel, gates.behind, around), around)
  const write = (request: BackendRequest): Sending | null => {
    try {
      return sendingOf(request, words)
    } catch {
      return null
    }
  }
  /** False where the next try would come too late. */
  const waitFor = async (number: number, until: number, most: number): Promise<boolean> => {
    const ms = backOff(number, FIRST_WAIT, most, random)
    if (closed.aborted || clock.now() + ms >= until) return false
    await tries.sleep(ms)
    return !closed.aborted
  }

  const query = async (request: BackendRequest, mostTries: number): Promise<BackendReply> => {
    const sending = write(request)
    if (sending === null) return UNWRITTEN
    const until = request.deadline - MARGIN
    for (let number = 1; ; number++) {
      const tried = await tries.once('send', sending, number, until)
      if (tried.kind === 'answer') return replyOf(tried, 'the bank says that it failed')
      if (tried.kind !== 'unreached' || number >= mostTries) return { kind: 'failed', why: tried.why }
      if (!(await waitFor(number, until, LONGEST_WAIT))) return { kind: 'failed', why: `no answer in time; the last try: ${tried.why}` }
    }
  }

  const transaction = async (request: BackendRequest): Promise<BackendReply> => {
    const sending = write(request)
    if (sending === null) return UNWRITTEN
    const until = request.deadline - MARGIN
    let sent = false
    for (let number = 1; ; number++) {
      const tried = await tries.once('send', sending, number, until)
      if (tried.kind === 'answer') return replyOf(tried, 'the bank says that it did not happen')
      sent ||= mayHaveArrived(tried)
      if (isWorthAgain(tried) && (await waitFor(number, until, LONGEST_WAIT))) continue
      if (!sent) return { kind: 'failed', why: `it was never sent; the last try: ${tried.why}` }
      const { operation: name, call, task } = sending
      log({ kind: 'unknown', operation: name, call, task, why: tried.why })
      return { kind: 'unknown', why: tried.why, settled: settle(withoutSecrets(sending, operation)) }
    }
  }

  const notice = async (request: BackendRequest): Promise<boolean> => {
    const sending = write(request)
    if (sending === null) return lose(request, UNWRITTEN.why)
    const until = clock.now() + NOTICE_FOR
    for (let number = 1; ; number++) {
      const tried = await tries.once('send', sending, number, until)
      if (tried.kind === 'answer' || tried.kind === 'under way') return true
      if (tried.kind === 'unreached' && (await waitFor(number, until, LONGEST_NOTICE_WAIT))) continue
      return lose(request, tried.why)
    }
  }

  const lose = ({ call, task }: BackendRequest, why: string): false => {
    log({ kind: 'lost notice', operation: `${operation.service}.${operation.name}`, call, task, why })
    return false
  }

  return {
    ask: request => {
      switch (operation.kind) {
        case 'query':
          return query(request, Number.POSITIVE_INFINITY)
        case 'attempt':
          return query(request, 1)
        case 'transaction':
          return transaction(request)
        case 'notice':
          return Promise.resolve({ kind: 'failed', why: 'a notice is not asked' })
      }
    },
    notify: async request => {
      if (notices.waiting >= NOTICES_WAITING) return lose(request, `${NOTICES_WAITING} notices wait already`)
      notices.waiting++
      try {
        return await notice(request)
      } finally {
        notices.waiting--
      }
    },
    settle,
  }
}

/** What cannot be put into words is never sent. */
const UNWRITTEN = { kind: 'failed', why: 'an argument could not be put into words' } as const

const mayHaveArrived = (tried: Tried): boolean => tried.kind !== 'unsendable' && (tried.kind !== 'unreached' || tried.sent)

/** Of a transaction: the key makes another try safe, and it may bring the answer. What somebody answered would be answered again. */
const isWorthAgain = (tried: Tried): boolean => tried.kind === 'unreached' || tried.kind === 'under way'
