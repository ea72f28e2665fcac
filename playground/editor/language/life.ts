// Is the worker alive? It beats whenever it comes back to its loop; one that is silent for long runs what never rests, or has died.

/** ms between beats. */
export const BEAT = 1000
/** Looks without a sign of life, a beat apart, after which it is given up. Looks, not time: a machine that slept says nothing. */
const PATIENCE = 10

export interface Life {
  readonly heard: () => void
  readonly end: () => void
}

export function watchLife(dead: () => void): Life {
  let silent = 0
  const watch = setInterval(() => {
    if (++silent < PATIENCE) return
    clearInterval(watch)
    dead()
  }, BEAT)
  return {
    heard: () => {
      silent = 0
    },
    end: () => clearInterval(watch),
  }
}
