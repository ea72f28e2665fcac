// Tells of a machine's clock that was put back: until the node's own is right again, hours and dates come early for callers.
import type { Clock } from '../call/clock.ts'
import type { Logger } from './log.ts'

/** ms of which nobody asks why. */
const SMALL = 2000
/** ms between two looks. */
const LOOKS_EVERY = 10_000
/** A clock that is ahead goes at nine tenths: it is right again after so many times as long. */
const RIGHT_AGAIN = 10

/** Looks for as long as the node runs; the function that it returns ends that. */
export function watchClock(clock: Clock, log: Logger): () => void {
  let told = false
  let timer: unknown = null
  const look = (): void => {
    timer = clock.set(look, LOOKS_EVERY)
    const ahead = clock.ahead?.() ?? 0
    if (ahead > SMALL === told) return
    told = !told
    const until = new Date(clock.now() - ahead + ahead * RIGHT_AGAIN).toISOString()
    if (told)
      log.error(
        { aheadMs: ahead, until },
        'the machine’s clock was put back: for calls it is later than that, hours and dates come early, and it is right again by itself at “until”, or with a restart',
      )
    else log.info('the machine’s clock is the node’s again')
  }
  look()
  return () => clock.clear(timer)
}
