// What is sent of an operation, as plain data: JSON that a journal can keep and another process can go on with.
import type { Operation } from '../../machine/format.ts'
import type { BackendRequest } from '../call/backends.ts'
import { wireValue, type Json, type SpeechWords } from './wire-values.ts'

export interface Sending {
  /** The same for every try of this one. */
  readonly key: string
  /** `call.id` */
  readonly call: string
  /** Its ordinal in the call. */
  readonly task: number
  /** `bank.transfer` */
  readonly operation: string
  readonly language: string
  /** The level's name. */
  readonly level: string
  /** By the parameters' names, as docs/answers.md writes values. */
  readonly arguments: Readonly<Record<string, Json>>
  /**
   * ms since 1970, on the node's clock: until when the call waits. What a bank is told is on the machine's as it is by then, which may be put
   * back while nobody knows whether a transaction happened: what was over would have time again.
   */
  readonly deadline: number
}

/** A transaction of which nobody knows yet whether it happened: secret arguments are absent from it. */
export type PendingTransaction = Sending

export const operationName = ({ service, name }: Operation): string => `${service}.${name}`

export function sendingOf(request: BackendRequest, words: SpeechWords): Sending {
  const { key, call, task, operation, language, level, deadline } = request
  const given = operation.parameters.map(
    ({ name, type }, index) => [name, wireValue(request.arguments[index] ?? null, type, words)] as const,
  )
  return { key, call, task, operation: operationName(operation), language, level, arguments: Object.fromEntries(given), deadline }
}

const isSecret = ({ type }: Operation['parameters'][number]): boolean => type.class === 'secret'

export const hasSecrets = (operation: Operation): boolean => operation.parameters.some(isSecret)

/** What may be kept of it. */
export function withoutSecrets(sending: Sending, operation: Operation): PendingTransaction {
  const secret = new Set(operation.parameters.filter(isSecret).map(({ name }) => name))
  return { ...sending, arguments: Object.fromEntries(Object.entries(sending.arguments).filter(([name]) => !secret.has(name))) }
}
