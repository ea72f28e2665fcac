// Scripts that cannot be played on a line, and why.
import type { CallLog } from '../../runtime/call/call-log.ts'
import type { Said } from '../exit.ts'

export interface LineLimits {
  /** ms that a call may last. */
  readonly longest: number
  /** Somebody at the switch does what scripts give of queues, agents and numbers. */
  readonly surroundings: boolean
}

/** Null where it can be played. */
export function whyNotOnLine({ entries }: CallLog, { longest, surroundings }: LineLimits): Said | null {
  const lasts = entries.reduce((end, entry) => Math.max(end, entry.at, entry.kind === 'spoken' ? entry.until : 0), 0)
  if (lasts > longest) {
    const [seconds, most] = [Math.round(lasts / 1000), Math.round(longest / 1000)]
    return {
      en: `its call takes ${seconds} s, which only virtual time makes short (--longest ${most})`,
      zh: `通话需 ${seconds} 秒，只有虚拟时间才能缩短（--longest ${most}）`,
    }
  }
  if (surroundings) return null
  const asks = entries.find(({ kind }) => kind === 'connect' || kind === 'queue state' || kind === 'transfer')
  if (!asks) return null
  return {
    en: 'it needs a queue, an agent or a number at the switch to do what the script gives',
    zh: '需要交换机上的队列、坐席或号码按脚本行事',
  }
}
