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
    lateSince: from => {
      let most = 0
      // From the last on: a run of a night has many.
      for (let index = late.length - 1; index >= 0 && late[index]!.at >= from; index--) most = Math.max(most, late[index]!.ms)
      return most
    },
    stop: () => clearInterval(timer),
  }
}
