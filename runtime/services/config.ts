// The `services` section of callwright.config.json, read: where each service is, and what its answers mean.
import type { TlsOptions } from './http-exchange.ts'

/** What an HTTP status means: the answer itself, to which the body may add its values, or be its result. */
export interface AnswerRule {
  readonly answer: Readonly<Record<string, unknown>>
  readonly body?: 'result' | 'values'
}

/** By HTTP status. */
export type AnswerRules = Readonly<Record<number, AnswerRule>>

export interface StatusCall {
  readonly path: string
  readonly closes: boolean
  readonly answers: AnswerRules
}

export interface HttpOperation {
  /** Begins with `/`; may have `{service}` and `{operation}`. */
  readonly path: string
  /** Those of the service and its own, secrets put in; names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  /** ms */
  readonly tryFor: number
  readonly answers: AnswerRules
  readonly status: StatusCall | null
}

export interface HttpService {
  readonly kind: 'http'
  /** Without `/` at its end. */
  readonly url: string
  readonly tls: TlsOptions
  readonly atOnce: number
  /** bytes */
  readonly largest: number
  readonly operations: Readonly<Record<string, HttpOperation>>
  /** Of those that are not named. */
  readonly others: HttpOperation
}

export interface ModuleService {
  readonly kind: 'module'
  /** An absolute path. */
  readonly file: string
  readonly atOnce: number
  /** ms */
  readonly tryFor: number
}

/** Service name → where it is. */
export type ServicesConfig = Readonly<Record<string, HttpService | ModuleService>>
