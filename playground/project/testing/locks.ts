// Web Locks as several pages of one browser have them.

interface Request {
  readonly page: object
  readonly release: () => void
  readonly steal: () => void
}

export function createLocks() {
  const held = new Map<string, Request>()
  const waiting: { readonly name: string; readonly page: object; readonly grant: () => void }[] = []
  const free = (name: string): void => {
    held.delete(name)
    const next = waiting.findIndex(one => one.name === name)
    if (next !== -1) waiting.splice(next, 1)[0]!.grant()
  }
  const openPage = () => {
    const page = {}
    const request = (name: string, options: LockOptions, callback: (lock: Lock | null) => unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const grant = (): void => {
          let gone = false
          held.set(name, {
            page,
            release: () => (gone = true),
            steal: () => {
              gone = true
              reject(new DOMException('stolen', 'AbortError'))
            },
          })
          void Promise.resolve(callback({ name, mode: 'exclusive' })).then(value => {
            if (gone) return
            free(name)
            resolve(value)
          })
        }
        const there = held.get(name)
        if (there === undefined) return grant()
        if (options.ifAvailable) return resolve(callback(null))
        if (options.steal) {
          there.steal()
          return grant()
        }
        const mine = { name, page, grant }
        waiting.push(mine)
        options.signal?.addEventListener('abort', () => {
          const index = waiting.indexOf(mine)
          if (index === -1) return
          waiting.splice(index, 1)
          reject(options.signal!.reason as Error)
        })
      })
    return {
      locks: { request } as unknown as Pick<LockManager, 'request'>,
      /** Its locks go with it. */
      close: (): void => {
        for (const [name, one] of held)
          if (one.page === page) {
            one.release()
            free(name)
          }
      },
    }
  }
  return { openPage }
}
