import { shortcuts } from '../keys/table.ts'
import { PACES } from './clock.ts'
import { Glyph, type GlyphName } from './glyph.tsx'
import type { Telephone } from './telephone.ts'
import { shownTime, type TelephoneWords } from './words.ts'

interface ClockBarProps {
  readonly telephone: Telephone
  readonly words: TelephoneWords
}

/** The call's time: how fast it goes, and every step that it has gone. */
export function ClockBar({ telephone, words }: ClockBarProps) {
  const { call, pace, step } = telephone
  const none = call.value === null
  const over = none || call.value!.newest.ended
  const waits = step.value?.waits
  const canSpeak = waits?.recording === true || typeof waits?.connection?.with === 'string'
  return (
    <div class="telephone-time" role="group" aria-label={words.time}>
      <Steps telephone={telephone} words={words} />
      <div class="telephone-clock">
        <Now telephone={telephone} words={words} />
        <div class="telephone-paces" role="group" aria-label={words.time}>
          {PACES.map(one => (
            <button
              key={one}
              type="button"
              aria-pressed={pace.value === one}
              aria-label={words.paces[one]}
              title={words.paces[one]}
              onClick={() => telephone.setPace(one)}
            >
              {one === 0 ? <Glyph name="stop" /> : `${one}×`}
            </button>
          ))}
        </div>
        <Act name="next" label={words.nextStep} disabled={over} run={() => void telephone.skip('next')} />
        <Act name="question" label={words.toQuestion} disabled={over} run={() => void telephone.skip('question')} />
        {canSpeak ? (
          <Act name="speak" label={words.speak} disabled={over} run={() => void telephone.speak(2000)} />
        ) : (
          <Act name="silent" label={words.beSilent} disabled={over} run={() => void telephone.skip('silence')} />
        )}
      </div>
    </div>
  )
}

interface ActProps {
  readonly name: GlyphName
  readonly label: string
  readonly keys?: string
  readonly disabled: boolean
  readonly plain?: boolean
  readonly run: () => void
}

const Act = ({ name, label, keys, disabled, plain, run }: ActProps) => (
  <button
    type="button"
    class={plain ? 'square plain' : 'square'}
    disabled={disabled}
    aria-label={label}
    title={label}
    aria-keyshortcuts={keys}
    onClick={run}
  >
    <Glyph name={name} />
  </button>
)

function Now({ telephone, words }: ClockBarProps) {
  const { call, now, at, steps } = telephone
  const title = call.value === null ? undefined : words.stepOf(at.value + 1, steps.value.length)
  return (
    <time class="telephone-now" dateTime={`PT${now.value / 1000}S`} title={title}>
      {shownTime(now.value)}
    </time>
  )
}

/** Marks are enough where they can be told apart. */
const MOST_MARKS = 60

function Steps({ telephone, words }: ClockBarProps) {
  const { steps, at, live } = telephone
  const last = Math.max(0, steps.value.length - 1)
  const shown = telephone.step.value
  const keys = steps.value.filter(step => step.kind === 'key' || step.kind === 'hung up')
  return (
    <div class="telephone-steps">
      <Act
        name="back"
        keys={shortcuts('stepBack')}
        label={words.back}
        plain
        disabled={at.value <= 0}
        run={() => telephone.show(at.value - 1)}
      />
      <span class="telephone-slider">
        <input
          type="range"
          min={0}
          max={last}
          value={Math.max(0, at.value)}
          disabled={steps.value.length < 2}
          aria-label={words.steps}
          aria-valuetext={`${words.stepOf(at.value + 1, steps.value.length)}${shown ? `, ${shownTime(shown.at)}` : ''}`}
          onInput={event => telephone.show(event.currentTarget.valueAsNumber)}
        />
        <svg class="telephone-marks" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          {keys.length <= MOST_MARKS &&
            last > 0 &&
            keys.map(step => <rect key={step.index} x={(step.index / last) * 100 - 0.3} y="0" width="0.6" height="4" />)}
        </svg>
      </span>
      <Act
        name="forth"
        keys={shortcuts('stepForth')}
        label={words.forth}
        plain
        disabled={live.value}
        run={() => telephone.show(at.value + 1)}
      />
    </div>
  )
}
