// An operation that is a function of a JavaScript or TypeScript module.
import { setImmediate as turn } from 'node:timers/promises'
import type { ModuleContext } from './module-context.ts'
import type { Operation } from '../../machine/format.ts'
import { onMachine, type Clock } from '../call/clock.ts'
import { isObject } from '../../machine/json-values.ts'
import { readAnswer } from './answer.ts'
import type { Channel, Tried } from './channel.ts'
import type { PendingTransaction, Sending } from './sending.ts'
import type { Json } from './wire-values.ts'

type ModuleFunction = (given: Readonly<Record<string, Json>>, context: ModuleContext) => unknown

/** An operation of a module: a function, or (for a transaction with a status call) two. */
export interface ModuleOperation {
  readonly ask: ModuleFunction
  readonly status?: (context: ModuleContext) => unknown
  /** `status` closes a key that it has not seen. */
  readonly closes?: boolean
}

/** What a module exports for an operation, or why it is none, to stand behind “export.operation”. */
export function readModuleOperation(exported: unknown): ModuleOperation | 'missing' | 'wrong' {
  if (exported === undefined) return 'missing'
  if (typeof exported === 'function') return { ask: exported as ModuleFunction }
  if (!isObject(exported) || typeof exported.ask !== 'function') return 'wrong'
  const { status, closes } = exported
  if (status !== undefined && (typeof status !== 'function' || typeof closes !== 'boolean')) return 'wrong'
  return exported as unknown as ModuleOperation
}

export function createModuleChannel(operation: Operation, bound: ModuleOperation, tryFor: number, clock: Clock): Channel {
  const run = async (
    asked: 'operation' | 'status',
    sending: Sending,
    signal: AbortSignal,
    call: (context: ModuleContext) => unknown,
  ): Promise<Tried> => {
    const { call: id, task, key, language, level } = sending
    const deadline = onMachine(clock, sending.deadline)
    const answered = (async () => {
      const answer = await call({ call: id, task, key, language, level, deadline, signal })
      return operation.kind === 'notice' ? delivered : readAnswer(answer, operation, asked)
    })()
    // Its message may have anything in it. Whatever it had begun, nobody knows: it is not called again for that.
    const settled = answered.catch((): Tried => ({ kind: 'unusable', why: 'the function threw an error' }))
    const tried = await Promise.race([settled, whenAborted(signal)])
    // A program that asks again and again what is answered at once would keep the node from everything else.
    await turn()
    return tried
  }
  const { status } = bound
  return {
    tryFor,
    closes: bound.closes ?? false,
    send: (sending, signal) => run('operation', sending, signal, context => bound.ask(sending.arguments, context)),
    status:
      status === undefined
        ? null
        : (pending: PendingTransaction, signal) => run('status', pending, signal, context => status.call(bound, context)),
  }
}

const delivered: Tried = { kind: 'answer', outcome: 'answered', values: [] }

const whenAborted = (signal: AbortSignal): Promise<Tried> =>
  new Promise(resolve => {
    const over = (): void => resolve({ kind: 'unreached', sent: true, why: 'it took too long' })
    if (signal.aborted) over()
    else signal.addEventListener('abort', over, { once: true })
  })
