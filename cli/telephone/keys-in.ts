// What comes from standard input, as it comes: the loop that runs a call asks for it between two moments.
import type { Input } from '../io.ts'

export interface KeysIn {
  /** What has been typed since; '' where nothing was. */
  readonly take: () => string
  /** Nothing more will come. */
  readonly over: () => boolean
  /** Resolves when something is there, or nothing more will come. */
  readonly wake: () => Promise<void>
  readonly close: () => void
}

export function createKeysIn(input: Input, raw: boolean): KeysIn {
  let buffer = ''
  let over = false
  let notify: (() => void) | null = null
  const woken = (): void => {
    notify?.()
    notify = null
  }
  void (async () => {
    try {
      for await (const chunk of input.read(raw)) {
        buffer += chunk
        woken()
      }
    } catch {
      // A closed input is an input that is over.
    }
    over = true
    woken()
  })()
  return {
    take: () => {
      const taken = buffer
      buffer = ''
      return taken
    },
    over: () => over,
    wake: () =>
      buffer !== '' || over
        ? Promise.resolve()
        : new Promise(resolve => {
            const before = notify
            notify = () => {
              before?.()
              resolve()
            }
          }),
    close: () => input.close(),
  }
}
