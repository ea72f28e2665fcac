// What a call has asked of the bank: each reply is told once, as long as it is waited for; what comes too late of a transaction settles it.
import type { Machine } from '../../machine/format.ts'
import type { Effect } from '../core/index.ts'
import type { BackendReply, BackendRequest, Backends } from './backends.ts'
import { taskKey } from './task-key.ts'

type BankEffect = Extract<Effect, { readonly kind: 'ask' | 'perform' | 'notify' }>

export interface BankTask {
  readonly task: number
  readonly operation: number
  readonly performed: boolean
  /** ms since 1970 */
  readonly at: number
}

interface CallTasks {
  readonly send: (effect: BankEffect, now: number) => void
  /** Sent in this call; a notice is none. */
  readonly find: (task: number) => BankTask | undefined
  /** Transactions that are not definite yet, and notices on their way. */
  readonly open: () => number
}

interface TaskListener {
  /** A reply, whether or not it is still waited for. Of a transaction that was `unknown` its settlement comes by `settled`. */
  readonly replied: (task: BankTask, reply: BackendReply) => void
  readonly settled: (task: BankTask, reply: Exclude<BackendReply, { readonly kind: 'unknown' }>) => void
  /** A transaction or a notice is no longer open. */
  readonly closed: () => void
  /** A back end rejected, which it never does. */
  readonly broken: (error: unknown) => void
}

export function createCallTasks(machine: Machine, call: string, backends: Backends, listener: TaskListener): CallTasks {
  const sent: BankTask[] = []
  let open = 0

  function requestOf(effect: BankEffect, now: number): BackendRequest {
    const { task, arguments: given, language } = effect
    const operation = machine.operations[effect.operation]!
    return {
      call,
      task,
      operation,
      arguments: given,
      language,
      level: machine.line.levels[effect.level] ?? '',
      at: now,
      deadline: effect.kind === 'notify' ? now + operation.within : effect.deadline,
      key: taskKey(call, task),
    }
  }

  // The request itself, which may have secrets in it, is not kept here: a transaction may wait for its settlement for ever.
  async function wait(task: BankTask, asked: Promise<BackendReply>): Promise<void> {
    if (task.performed) open += 1
    try {
      let reply = await asked
      listener.replied(task, reply)
      if (task.performed && reply.kind === 'unknown') {
        while (reply.kind === 'unknown') reply = await reply.settled
        listener.settled(task, reply)
      }
    } catch (error) {
      listener.broken(error)
      // Nobody knows what became of a transaction: its deadline says so, and it stays unsettled.
      if (!task.performed) listener.replied(task, { kind: 'failed', why: 'the back end broke' })
    }
    if (!task.performed) return
    open -= 1
    listener.closed()
  }

  function ask(request: BackendRequest): Promise<BackendReply> {
    try {
      return backends.ask(request)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  async function notify(request: BackendRequest): Promise<void> {
    open += 1
    try {
      await backends.notify(request)
    } catch (error) {
      listener.broken(error)
    }
    open -= 1
    listener.closed()
  }

  return {
    send: (effect, now) => {
      const request = requestOf(effect, now)
      if (effect.kind === 'notify') {
        void notify(request)
        return
      }
      const task: BankTask = { task: effect.task, operation: effect.operation, performed: effect.kind === 'perform', at: now }
      sent.push(task)
      void wait(task, ask(request))
    },
    find: task => sent.find(one => one.task === task),
    open: () => open,
  }
}
