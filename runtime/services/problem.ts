// What is wrong with a configuration, for whoever writes it.

export interface ConfigProblem {
  /** JSON Pointer (RFC 6901): `/services/bank/url`. */
  readonly path: string
  readonly en: string
  readonly zh: string
  /** What to put there, as JSON. */
  readonly paste?: string
}

export const pointer = (path: string, name: string | number): string => `${path}/${String(name).replace(/~/g, '~0').replace(/\//g, '~1')}`
