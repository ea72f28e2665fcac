// A caller who waits in a queue or for a number, and the talk that follows: when what happens next.
import type { NumberReply, QueueReply } from './backend.ts'

export interface Connection {
  readonly task: number
  /** Index into `machine.queues`; −1 for a number. */
  readonly queue: number
  readonly number: string | null
  /** ms since 1970: somebody answers; Infinity where nobody does. */
  readonly answersAt: number
  readonly talk: number
  readonly who: string
  /** ms since 1970: it is given up, with this outcome. */
  readonly overAt: number
  readonly over: string
  /** ms between two tellings of the position; Infinity = none. */
  readonly every: number
  positionAt: number
  /** ms since 1970: the talk ends; −1 before it has begun. */
  talksUntil: number
}

export interface QueueFacts {
  readonly position?: number
  readonly longestWait?: number
}

export function waitInQueue(task: number, queue: number, facts: QueueFacts, reply: QueueReply, now: number): Connection {
  const longest = facts.longestWait ?? Infinity
  // An agent who is free in the last ms of the longest wait still takes the call.
  const refused = reply.noAgents || reply.fails === true
  const answers = !refused && reply.answersAfter !== null && reply.answersAfter <= longest
  return {
    task,
    queue,
    number: null,
    answersAt: answers ? now + reply.answersAfter! : Infinity,
    talk: reply.talk,
    who: reply.who,
    overAt: refused ? now : answers ? Infinity : now + longest,
    over: reply.fails === true ? 'failed' : reply.noAgents ? 'no agents' : 'timed out',
    every: facts.position ?? Infinity,
    positionAt: now + (facts.position ?? Infinity),
    talksUntil: -1,
  }
}

export function ringNumber(task: number, number: string, within: number, reply: NumberReply, now: number): Connection {
  const inTime = reply.after <= within && reply.is !== 'no answer'
  const answered = inTime && reply.is === 'answered'
  return {
    task,
    queue: -1,
    number,
    answersAt: answered ? now + reply.after : Infinity,
    talk: reply.talk,
    who: '',
    overAt: answered ? Infinity : now + (inTime ? reply.after : within),
    over: inTime ? reply.is : 'no answer',
    every: Infinity,
    positionAt: Infinity,
    talksUntil: -1,
  }
}

/** When something happens to it next, ms since 1970. An agent takes the call when what is announced has been heard. */
export function nextOfConnection(connection: Connection, quiet: boolean, now: number): number {
  if (connection.talksUntil >= 0) return connection.talksUntil
  const answers = quiet ? Math.max(connection.answersAt, now) : Infinity
  return Math.min(answers, connection.overAt, connection.positionAt)
}
