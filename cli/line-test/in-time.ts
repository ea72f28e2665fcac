// A call in which the switch or this machine did not keep time says nothing of the line, whichever way it went: it is placed again.
// A difference is one all the same where a call kept time, or where two went wrong in the same way: that is no accident, however late.

export interface Placed {
  /** What is to be said of it; '' where it went as it should. */
  readonly said: string
  /** Of a call that went wrong in a way that another may go wrong in, too: which; '' else. */
  readonly transcript: string
  /** ms by which something in it was late; Infinity where something did not come at all. */
  readonly late: number
}

export interface PlacingAgain {
  /** Null where it was stopped. */
  readonly place: () => Promise<Placed | null>
  /** Told of each call that is of no use, and which it is from 1; the next is placed when that is done. */
  readonly again: (late: number, time: number) => void | Promise<void>
  readonly stopped: () => boolean
}

/** ms: more than that is late. A listener's shortest time that scripts lean on is longer. */
export const TOO_LATE = 120
const MOST_TIMES = 4

/** Null where it was stopped before anything could be said. */
export async function placeInTime({
  place,
  again,
  stopped,
}: PlacingAgain): Promise<Placed | { readonly lateIn: number; readonly late: number } | null> {
  const wrong = new Set<string>()
  for (let time = 1; ; time++) {
    const placed = await place()
    if (placed === null) return null
    const { said, transcript, late } = placed
    if (said === '' || late <= TOO_LATE || wrong.has(transcript)) return placed
    if (transcript !== '') wrong.add(transcript)
    await again(late, time)
    if (time === MOST_TIMES) return { lateIn: time, late }
    if (stopped()) return null
  }
}
