// Time, as the server needs it: the same in Node and in a worker.

/** What `setTimeout` gives, in whatever runtime. */
export type Timer = ReturnType<typeof setTimeout>

export const now = (): number => performance.now()

export interface Delay {
  /** Runs what was given when so many ms have gone by; what was to run before does not. */
  readonly after: (ms: number, run: () => void) => void
  readonly cancel: () => void
  readonly pending: () => boolean
}

export function createDelay(): Delay {
  let timer: Timer | undefined
  return {
    after: (ms, run) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        timer = undefined
        run()
      }, ms)
    },
    cancel: () => {
      clearTimeout(timer)
      timer = undefined
    },
    pending: () => timer !== undefined,
  }
}
