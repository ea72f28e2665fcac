// Which tab works on a kept project: one at a time, by a lock of the browser that goes away with the tab.

export interface Holds {
  /** False where another tab has it. What this tab had until now is given back. `lost` is told when another tab takes it over. */
  readonly take: (id: string, lost: () => Promise<unknown>, patience?: number) => Promise<boolean>
  /** From the tab that has it; that one is asked to keep what it has, and has a moment for it. */
  readonly takeOver: (id: string, lost: () => Promise<unknown>) => Promise<boolean>
  readonly release: () => void
  /** This tab has the lock: nobody else writes there. Never where the browser has no locks. */
  readonly sure: () => boolean
}

interface Means {
  /** undefined where the browser has none: an old one, or a page that came without a secure connection. */
  readonly locks: Pick<LockManager, 'request'> | undefined
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | null
  /** ms that a tab has to keep what it has before it loses its lock: 2,000. */
  readonly moment?: number
}

interface Held {
  readonly id: string
  readonly release: () => void
  readonly lost: () => Promise<unknown>
}

/** ms: what was given back this moment is free a little later. */
const GIVEN_BACK = 200

export function createHolds({ locks, channel, moment = 2000 }: Means): Holds {
  let held: Held | null = null
  let turn = 0

  const release = (): void => {
    turn++
    held?.release()
    held = null
  }
  const request = (id: string, lost: Held['lost'], options: LockOptions): Promise<boolean> => {
    const of = turn
    return new Promise(resolve => {
      const released = Promise.withResolvers<void>()
      const mine: Held = { id, lost, release: released.resolve }
      const onLock = (lock: Lock | null): Promise<void> | void => {
        const got = lock !== null && of === turn
        if (got) held = mine
        resolve(got)
        return got ? released.promise : undefined
      }
      locks!.request(`callwright ${id}`, options, onLock).catch(() => {
        // Waited for in vain, or taken away by a tab that had no answer.
        resolve(false)
        if (held !== mine) return
        held = null
        void lost()
      })
    })
  }
  channel?.addEventListener('message', event => {
    const asked = held
    if (asked === null || (event as MessageEvent<unknown>).data !== asked.id) return
    void asked.lost().finally(() => {
      asked.release()
      if (held === asked) held = null
    })
  })

  return {
    sure: () => held !== null,
    release,
    take: async (id, lost, patience = GIVEN_BACK) => {
      if (held?.id === id) return true
      release()
      if (locks === undefined) return true
      const of = turn
      if (await request(id, lost, { ifAvailable: true })) return true
      return of === turn && (await request(id, lost, waiting(patience)))
    },
    takeOver: async (id, lost) => {
      release()
      if (locks === undefined) return true
      const of = turn
      channel?.postMessage(id)
      if (await request(id, lost, waiting(channel === null ? 0 : moment))) return true
      return of === turn && (await request(id, lost, { steal: true }))
    },
  }
}

const waiting = (patience: number): LockOptions => ({ signal: AbortSignal.timeout(patience) })
