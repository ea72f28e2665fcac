// What a call asks of the bank, and how that ends. A binding (HTTP, a module, a script's answers) is one of these.
import type { Operation } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'

export interface BackendRequest {
  /** `call.id` */
  readonly call: string
  /** Its ordinal in the call (semantics §5.1). */
  readonly task: number
  readonly operation: Operation
  /** In the order of the operation's parameters, secret ones included: a back end sees them, no log does. */
  readonly arguments: readonly Value[]
  readonly language: string
  /** The level's name. */
  readonly level: string
  /** ms since 1970: when it was asked, and until when an answer is of use to the call. */
  readonly at: number
  readonly deadline: number
  /** SHA-256 of (call, task) in hex: the same for every try of this one (semantics §5.3). */
  readonly key: string
}

export type BackendReply =
  /** `answered` for a plain result, else a named outcome. The machine checks the values against their types once more. */
  | { readonly kind: 'answer'; readonly outcome: string; readonly values: readonly Value[] }
  /** It did not happen and will not (a transaction), or there is no usable answer (the others). `why` is for operators: nothing private is in it. */
  | { readonly kind: 'failed'; readonly why: string }
  /** Of a transaction: nobody knows yet. The binding goes on by key; `settled` comes when it is definite. */
  | { readonly kind: 'unknown'; readonly why: string; readonly settled: Promise<BackendReply> }

export interface Backends {
  /** Queries and attempts within their deadline, transactions for as long as it takes. Never rejects. */
  readonly ask: (request: BackendRequest) => Promise<BackendReply>
  /** Sent and forgotten; false where it could not be sent. Never rejects. */
  readonly notify: (request: BackendRequest) => Promise<boolean>
}
