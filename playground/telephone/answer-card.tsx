import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { AskedView, OperationView, OutcomeView, Words } from './contract.ts'
import { stayAt } from './focus.ts'
import { Ring } from './ring.tsx'
import type { Telephone } from './telephone.ts'
import { ValueInput } from './value-input.tsx'
import type { TelephoneWords } from './words.ts'

interface CardsProps {
  readonly telephone: Telephone
  readonly words: TelephoneWords
  readonly language: MessageLanguage
}

/** Questions that the person answers for the bank, the oldest first. */
export function AnswerCards({ telephone, words, language }: CardsProps) {
  const { call, program, live } = telephone
  if (!call.value || !live.value) return null
  return (
    <>
      {call.value.newest.asked.map(asked => {
        const operation = program.value?.program?.operations.find(one => one.name === asked.operation)
        return operation && <AnswerCard key={asked.task} {...{ telephone, words, language, asked, operation }} />
      })}
    </>
  )
}

interface CardProps extends CardsProps {
  readonly asked: AskedView
  readonly operation: OperationView
}

function AnswerCard({ telephone, words, language, asked, operation }: CardProps) {
  const problem = useSignal<Words | null>(null)
  const card = useRef<HTMLElement>(null)
  const answer = async (written: string): Promise<void> => {
    const pane = card.current?.parentElement
    const why = await telephone.answer(asked.task, written)
    problem.value = why
    if (!why && pane) stayAt(pane)
  }
  return (
    <section class="telephone-card" ref={card} aria-label={words.youAreBank(asked.operation)}>
      <div class="telephone-card-head">
        <h3>{words.youAreBank(asked.operation)}</h3>
        <Ring telephone={telephone} timer={{ role: 'answer', at: asked.until, of: asked.until - asked.at }} words={words} />
      </div>
      <p class="faint">{words.clockWaits}</p>
      {asked.written !== '' && (
        <p class="faint">
          {words.arguments} <code>{asked.written}</code>
        </p>
      )}
      {operation.outcomes
        .filter(outcome => outcome.values.length > 0)
        .map(outcome => (
          <Outcome key={outcome.name} outcome={outcome} words={words} onAnswer={answer} />
        ))}
      <div class="telephone-card-row">
        {operation.outcomes.flatMap(({ name, values }) =>
          name === null || values.length > 0
            ? []
            : [
                <button key={name} type="button" class="primary" onClick={() => void answer(name)}>
                  {name}
                </button>,
              ],
        )}
        <button type="button" onClick={() => void answer('fails')}>
          {words.fails}
        </button>
        <button type="button" onClick={() => void answer('never answers')}>
          {words.never}
        </button>
      </div>
      {problem.value && (
        <p class="telephone-problem" role="alert">
          {problem.value[language]}
        </p>
      )}
    </section>
  )
}

interface OutcomeProps {
  readonly outcome: OutcomeView
  readonly words: TelephoneWords
  readonly onAnswer: (written: string) => Promise<void>
}

function Outcome({ outcome, words, onAnswer }: OutcomeProps) {
  const values = useSignal<readonly string[]>(outcome.values.map(value => value.written))
  const written = writtenOutcome(outcome, values.value)
  return (
    <form
      class="telephone-card-row"
      onSubmit={event => {
        event.preventDefault()
        void onAnswer(written)
      }}
    >
      <button type="submit" class="primary">
        {outcome.name ?? words.answer}
      </button>
      {outcome.values.map((value, index) => (
        <label key={value.name} class="telephone-field">
          {value.name !== '' && <span>{value.name}</span>}
          <ValueInput
            field={value.field}
            written={values.value[index]!}
            label={`${value.name || outcome.name || words.answer} (${value.type})`}
            words={words}
            onChange={next => (values.value = values.value.map((one, at) => (at === index ? next : one)))}
          />
        </label>
      ))}
    </form>
  )
}

/** `accepted("C1001")`, or a value alone. */
export const writtenOutcome = ({ name }: Pick<OutcomeView, 'name'>, values: readonly string[]): string =>
  name === null ? (values[0] ?? 'nothing') : values.length === 0 ? name : `${name}(${values.join(', ')})`
