// What a module's function is told beside its arguments.

/** The platform's own `AbortSignal`, where its types are known. */
type Signal = typeof globalThis extends { readonly AbortSignal: { readonly prototype: infer S } } ? S : { readonly aborted: boolean }

/** What a function is told beside its arguments. */
export interface ModuleContext {
  readonly call: string
  readonly task: number
  /** The same for every try: what was done under it is not done again. */
  readonly key: string
  readonly language: string
  readonly level: string
  /** ms since 1970: until when the call waits. A transaction that has not begun by then does not begin. */
  readonly deadline: number
  /** Aborted when this try is given up: after `tryFor`, when the operation's time is over, or as the node ends; not by a hang-up. */
  readonly signal: Signal
}
