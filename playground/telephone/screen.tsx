import { heardLength } from './shown-call.ts'
import type { StepView } from './contract.ts'
import { Ring } from './ring.tsx'
import type { Telephone } from './telephone.ts'
import type { TelephoneWords } from './words.ts'

interface ScreenProps {
  readonly telephone: Telephone
  readonly words: TelephoneWords
}

/** What the caller hears, and what the line waits for. */
export function Screen({ telephone, words }: ScreenProps) {
  const { call } = telephone
  const text = telephone.spoken.value
  return (
    <div class="telephone-screen">
      <Spoken telephone={telephone} words={words} />
      <Waits telephone={telephone} words={words} />
      {/* Said in its own language, for those who hear the page. */}
      <p class="unseen" aria-live="polite" data-role="spoken">
        {call.value && text && (
          // A text of its own each time, for what is said twice to be heard twice.
          <span key={text.index} lang={text.language}>
            {text.words}
          </span>
        )}
      </p>
    </div>
  )
}

function Spoken({ telephone, words }: ScreenProps) {
  const { spoken, step, now, speech, call } = telephone
  const text = spoken.value
  if (!call.value) {
    const state = telephone.program.value
    return <p class="telephone-said faint">{state === null ? words.compiling : state.program === null ? words.noLine : words.lifted}</p>
  }
  if (!text || text.words === '') return <p class="telephone-said faint">{step.value?.over ? words.waits.over : words.silence}</p>
  const share = text.duration === 0 ? 1 : (now.value - text.at) / text.duration
  const heard = speech.reached.value >= 0 ? speech.reached.value : heardLength(text.words, share)
  return (
    <p class="telephone-said" lang={text.language} aria-hidden="true">
      <span class="heard">{text.words.slice(0, heard)}</span>
      {text.words.slice(heard)}
    </p>
  )
}

function Waits({ telephone, words }: ScreenProps) {
  const { step } = telephone
  const shown = step.value
  if (!shown) return <p class="telephone-waits" />
  const { timer, listener } = shown.waits
  return (
    <div class="telephone-waits">
      {timer && <Ring telephone={telephone} timer={timer} words={words} />}
      <p>
        {stateOf(shown, words)}
        {listener && listener.typed !== '' && (
          <>
            {' '}
            <b class="telephone-typed">{listener.typed}</b>
          </>
        )}
        {listener?.endKey && listener.kind === 'collect' && <span class="faint"> · {words.endKey(listener.endKey)}</span>}
        {shown.waiting > 0 && <span class="faint"> · {words.ahead(shown.waiting)}</span>}
      </p>
    </div>
  )
}

/** One sentence: what the call waits for. */
function stateOf({ waits, over, spoken }: StepView, { waits: words }: TelephoneWords): string {
  const { listener, asks, connection, recording } = waits
  if (over) return words.over
  if (connection?.with !== null && connection !== null) return words.talks(connection.with)
  if (connection) return connection.queue ? words.queue(connection.to, connection.position) : words.rings(connection.to)
  if (recording) return words.records
  if (asks) return words.asks(`${asks.operation}(${asks.written})`)
  if (listener)
    return listener.kind === 'collect' ? words.collect(listener.name.slice(listener.name.lastIndexOf('.') + 1)) : words[listener.kind]
  return spoken >= 0 ? words.speaks : words.way
}
