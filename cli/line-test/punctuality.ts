// Whether this machine kept time: a call that was played while it stood still says nothing of the line.

export interface Punctuality {
  /** ms by which the latest turn of this program was late since a time (as of `performance.now()`). */
  readonly lateSince: (from: number) => number
  readonly stop: () => void
}

const EVERY = 25
const WORTH_NOTING = 50

export function createPunctuality(): Punctuality {
  const late: { readonly at: number; readonly ms: number }[] = []
  let due = performance.now() + EVERY
  const timer = setInterval(() => {
    const now = performance.now()
    if (now - due > WORTH_NOTING) late.push({ at: now, ms: now - due })
    due = now + EVERY
  }, EVERY)
  return {
    lateSince: from => late.reduce((most, one) => (one.at >= from ? Math.max(most, one.ms) : most), 0),
    stop: () => clearInterval(timer),
  }
}
