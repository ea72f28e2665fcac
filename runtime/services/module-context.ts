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
  /** ms since 1970 */
  readonly deadline: number
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: Signal
}
