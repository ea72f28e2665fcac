// Whether calls get through to the node at all. What keeps all of them from it is said once, and not after each of some thousand scripts.
import { Refusal, type Said } from '../exit.ts'

export interface Way {
  /** The switch has handed a call over. */
  readonly found: () => void
  /** Something came back from the switch. */
  readonly answered: () => void
  /** Throws a refusal where no call has ever got through. */
  readonly blocked: (why: Said) => void
  /** `since`: when the call began (`now`). Throws a refusal where no call has ever got through, or the switch has been away for too long. */
  readonly away: (why: Said, since: number) => void
}

/** ms: a switch that is started again is back by then. */
const RESTART = 120_000

/** `now` in ms. */
export function createWay(now: () => number): Way {
  let known = false
  let goneSince: number | null = null
  const blocked = (why: Said): void => {
    if (!known) throw new Refusal(why)
  }
  return {
    found: () => {
      known = true
      goneSince = null
    },
    answered: () => {
      goneSince = null
    },
    blocked,
    away: (why, since) => {
      blocked(why)
      goneSince ??= since
      if (now() - goneSince < RESTART) return
      const seconds = Math.round((now() - goneSince) / 1000)
      throw new Refusal({
        en: `the switch has been away for ${seconds} s, after calls had come from it: ${why.en}`,
        zh: `交换机此前接通过呼叫，现已 ${seconds} 秒没有响应：${why.zh}`,
      })
    },
  }
}
