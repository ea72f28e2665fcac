// One way to one operation of a back end: over HTTP, or a function of a module. It tries once and tells what came of it; when to
// try again, and what the call is told, is decided in asking.ts and settling.ts, for all ways alike.
import type { Value } from '../../machine/values.ts'
import type { PendingTransaction, Sending } from './sending.ts'

/** What came of one try. `why` is for operators: neither an argument, nor anything of an answer, nor a header is ever in it. */
export type Tried =
  /** Definite: `answered`, a named outcome, or `failed` (the bank says that it did not happen and will not). */
  | { readonly kind: 'answer'; readonly outcome: string; readonly values: readonly Value[] }
  /** Of a status call: the bank knows nothing of the key. */
  | { readonly kind: 'not seen'; readonly why: string }
  /** The bank has it and is not done. */
  | { readonly kind: 'under way'; readonly why: string }
  /** A fault of the connection: worth another try. `sent`: the request may have reached somebody. */
  | { readonly kind: 'unreached'; readonly sent: boolean; readonly why: string }
  /** It cannot be sent, now or later: nothing has reached anybody. */
  | { readonly kind: 'unsendable'; readonly why: string }
  /** Somebody answered, and it is of no use: the wrong shape, a status that means nothing. */
  | { readonly kind: 'unusable'; readonly why: string }

export interface Channel {
  /** Never rejects; ends at once when `signal` is aborted. */
  readonly send: (sending: Sending, signal: AbortSignal) => Promise<Tried>
  /** Asks what became of a key; null where the bank cannot say. */
  readonly status: ((pending: PendingTransaction, signal: AbortSignal) => Promise<Tried>) | null
  /** “Not seen” also means that the key is closed: what still comes under it is refused. */
  readonly closes: boolean
  /** How long one try may take, ms. */
  readonly tryFor: number
}
