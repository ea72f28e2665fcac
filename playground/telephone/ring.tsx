import type { TimerView } from './contract.ts'
import type { Telephone } from './telephone.ts'
import type { TelephoneWords } from './words.ts'

const RADIUS = 9
const ROUND = 2 * Math.PI * RADIUS

/** How much of a time is left. */
export function Ring({
  telephone,
  timer,
  words,
}: {
  readonly telephone: Telephone
  readonly timer: TimerView
  readonly words: TelephoneWords
}) {
  const left = Math.max(0, timer.at - telephone.now.value)
  const share = timer.of === 0 ? 0 : Math.min(1, left / timer.of)
  return (
    <span class="telephone-ring">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
        <circle class="round" cx="12" cy="12" r={RADIUS} />
        <circle class="left" cx="12" cy="12" r={RADIUS} stroke-dasharray={`${share * ROUND} ${ROUND}`} transform="rotate(-90 12 12)" />
      </svg>
      <span class="seconds">{words.left((left / 1000).toFixed(1))}</span>
    </span>
  )
}
