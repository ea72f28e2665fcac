// At most so many requests at once to one service; who comes first goes first.

export interface Gate {
  /** What lets the next one in when called; null where `signal` was aborted before it was one's turn. */
  readonly enter: (signal: AbortSignal) => Promise<(() => void) | null>
}

export function createGate(atOnce: number): Gate {
  let inside = 0
  const waiting = new Set<() => void>()
  const leave = (): void => {
    inside--
    const [next] = waiting
    if (next !== undefined) next()
  }
  const once = (): (() => void) => {
    inside++
    let left = false
    return () => {
      if (left) return
      left = true
      leave()
    }
  }
  return {
    enter: signal => {
      if (signal.aborted) return Promise.resolve(null)
      if (inside < atOnce) return Promise.resolve(once())
      return new Promise(resolve => {
        const end = (result: (() => void) | null): void => {
          waiting.delete(go)
          signal.removeEventListener('abort', giveUp)
          resolve(result)
        }
        const go = (): void => end(once())
        const giveUp = (): void => end(null)
        waiting.add(go)
        signal.addEventListener('abort', giveUp)
      })
    },
  }
}
