// An operation over HTTP: the request as docs/services.md shows it, and what the status and body of its answer mean.
import type { Operation } from '../../machine/format.ts'
import { onMachine, type Clock } from '../call/clock.ts'
import { isObject } from '../../machine/json-values.ts'
import { readAnswer } from './answer.ts'
import type { Channel, Tried } from './channel.ts'
import type { AnswerRule, HttpOperation, HttpService } from './config.ts'
import type { Exchange, HttpResult } from './http-exchange.ts'
import type { PendingTransaction, Sending } from './sending.ts'
import { parseStrictJson } from './strict-json.ts'

/** Where a gateway has nobody behind it at the moment. */
const NOBODY_THERE: readonly number[] = [502, 503, 504]

export function createHttpChannel(operation: Operation, service: HttpService, exchange: Exchange, clock: Clock): Channel {
  const bound = service.operations[operation.name] ?? service.others
  const at = (path: string): URL => new URL(service.url + fillPath(path, operation))
  const post = async (url: URL, sending: Sending, body: object, asked: 'operation' | 'status', signal: AbortSignal): Promise<Tried> => {
    const headers = { ...bound.headers, ...headersOf(operation, sending, clock) }
    const fresh = operation.kind === 'attempt'
    const result = await exchange({ url, headers, body: JSON.stringify(body), fresh, largest: service.largest, signal })
    return readResult(result, operation, bound, asked)
  }
  const sendTo = at(bound.path)
  const { status } = bound
  const askAt = status === null ? null : at(status.path)
  return {
    tryFor: bound.tryFor,
    closes: status?.closes ?? false,
    send: (sending, signal) => {
      const { call, task, language, level } = sending
      return post(
        sendTo,
        sending,
        { operation: sending.operation, call, task, language, level, arguments: sending.arguments },
        'operation',
        signal,
      )
    },
    status:
      askAt === null
        ? null
        : (pending: PendingTransaction, signal) => {
            const { call, task, key } = pending
            return post(askAt, pending, { operation: pending.operation, call, task, key, close: status!.closes }, 'status', signal)
          },
  }
}

/** Names are words of the program: letters, numerals and `_`. */
const fillPath = (path: string, { service, name }: Operation): string =>
  path.replaceAll('{service}', encodeURIComponent(service)).replaceAll('{operation}', encodeURIComponent(name))

/** Nothing of the call's is in a header but the key and the time: no argument can end a line. */
function headersOf(operation: Operation, { key, deadline }: Sending, clock: Clock): Record<string, string> {
  // Absent only where nothing is left: a bank whose clock differs begins no transaction without it.
  const left = Math.ceil((deadline - clock.now()) / 1000)
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'callwright',
    ...(operation.kind === 'query' ? {} : { 'idempotency-key': key }),
    ...(operation.kind === 'notice' ? {} : { 'callwright-deadline': new Date(onMachine(clock, deadline)).toISOString() }),
    ...(left >= 1 ? { prefer: `wait=${left}` } : {}),
  }
}

function readResult(result: HttpResult, operation: Operation, bound: HttpOperation, asked: 'operation' | 'status'): Tried {
  if (result.kind === 'fault') {
    const { sent, why } = result
    if (result.again) return { kind: 'unreached', sent, why }
    return { kind: sent ? 'unusable' : 'unsendable', why }
  }
  const { status, body } = result
  const rules = asked === 'status' ? bound.status!.answers : bound.answers
  const rule = operation.kind !== 'notice' && Object.hasOwn(rules, status) ? rules[status] : undefined
  if (rule !== undefined) return readByRule(rule, body, operation, asked)
  if (NOBODY_THERE.includes(status)) return { kind: 'unreached', sent: true, why: `status ${status}` }
  // Accepted, or another request of the same key is at work.
  if (operation.kind === 'transaction' && (status === 202 || status === 409)) return { kind: 'under way', why: `status ${status}` }
  if (status >= 300 && status < 400) return { kind: 'unusable', why: `status ${status}: redirects are not followed` }
  if (status < 200 || status >= 300) return { kind: 'unusable', why: `status ${status}` }
  if (operation.kind === 'notice') return { kind: 'answer', outcome: 'answered', values: [] }
  const json = parseStrictJson(body)
  return 'why' in json ? { kind: 'unusable', why: json.why } : readAnswer(json.value, operation, asked)
}

/** What the configuration says that a status means, with what the body adds to it. */
function readByRule(rule: AnswerRule, body: Uint8Array, operation: Operation, asked: 'operation' | 'status'): Tried {
  if (rule.body === undefined) return readAnswer(rule.answer, operation, asked)
  const json = parseStrictJson(body)
  if ('why' in json) return { kind: 'unusable', why: json.why }
  if (rule.body === 'result') return readAnswer({ result: json.value }, operation, asked)
  if (!isObject(json.value)) return { kind: 'unusable', why: 'the answer is not a JSON object' }
  return readAnswer({ ...rule.answer, values: json.value }, operation, asked)
}
