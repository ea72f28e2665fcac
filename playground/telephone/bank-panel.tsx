import { useSignal } from '@preact/signals'
import type { App } from '../page/app.ts'
import { writtenOutcome } from './answer-card.tsx'
import type { OperationView, Words } from './contract.ts'
import { partsOfLine, SPECIAL, writtenLine } from './given-text.ts'
import { Numbers, Queues } from './lines-panel.tsx'
import type { TelephoneWords } from './words.ts'

interface PanelProps {
  readonly app: App
  readonly words: TelephoneWords
}

/** What stands behind the line: each operation, queue and number, as it answers from now on. */
export function BankPanel({ app, words }: PanelProps) {
  const program = app.telephone.program.value?.program
  if (!program) return <p class="telephone-empty">{words.noProgram}</p>
  return (
    <div class="telephone-bank">
      <h3>{words.operations}</h3>
      {program.operations.length === 0 && <p class="faint">{words.noOperations}</p>}
      {program.operations.map(operation => (
        <Operation key={operation.name} app={app} words={words} operation={operation} />
      ))}
      {program.queues.length > 0 && <h3>{words.queues}</h3>}
      <Queues app={app} words={words} />
      {program.dials !== null && (
        <>
          <h3>{words.numbers}</h3>
          <Numbers app={app} words={words} />
        </>
      )}
    </div>
  )
}

/** What a subject answers: as the call has it, where there is one, else as it is set up for the next. */
export function lineOf({ telephone }: Pick<App, 'telephone'>, subject: string): string | null {
  const { call, setup } = telephone
  const newest = call.value?.newest
  if (newest && !newest.ended) return newest.given.find(one => one.what === subject)?.line ?? null
  return setup.given.value[subject] ?? null
}

interface OperationProps extends PanelProps {
  readonly operation: OperationView
}

function Operation({ app, words, operation }: OperationProps) {
  const { telephone, preferences } = app
  const problem = useSignal<Words | null>(null)
  const newest = telephone.call.value?.newest
  const byHand = newest && !newest.ended ? newest.byHand.includes(operation.name) : telephone.setup.byHand.value.has(operation.name)
  const parts = partsOfLine(lineOf(app, operation.name))
  const answer = parts?.answer ?? ''
  const outcome = operation.outcomes.find(one => one.name !== null && (answer === one.name || answer.startsWith(`${one.name}(`)))
  const chosen = byHand ? 'by hand' : parts === null ? 'example' : SPECIAL.includes(answer) ? answer : (outcome?.name ?? 'value')
  const give = async (next: string | null, after = parts?.after ?? ''): Promise<void> => {
    problem.value = await telephone.give(operation.name, next === null ? null : writtenLine(operation.name, next, after))
  }
  const example = operation.outcomes[0]
  const choose = async (next: string): Promise<void> => {
    if (byHand !== (next === 'by hand')) await telephone.byHand(operation.name, next === 'by hand')
    if (next === 'by hand') return
    const named = operation.outcomes.find(one => one.name === next) ?? (next === 'value' ? example : undefined)
    // In a call an example is given as such: whatever was given before is over.
    if (next === 'example')
      await give(
        telephone.call.value && example
          ? writtenOutcome(
              example,
              example.values.map(value => value.written),
            )
          : null,
      )
    else
      await give(
        named
          ? writtenOutcome(
              named,
              named.values.map(value => value.written),
            )
          : next,
      )
  }
  return (
    <div class="telephone-operation">
      <div class="name">
        <code>{operation.name}</code> <span class="telephone-kind faint">{words.kinds[operation.kind]}</span>
      </div>
      <select
        aria-label={`${words.answersWith}: ${operation.name}`}
        value={chosen}
        onChange={event => void choose(event.currentTarget.value)}
      >
        <option value="example">{words.example}</option>
        {operation.outcomes.map(one => (
          <option key={one.name} value={one.name ?? 'value'}>
            {one.name ?? words.plainResult}
          </option>
        ))}
        <option value="fails">{words.fails}</option>
        <option value="never answers">{words.never}</option>
        {operation.kind === 'transaction' && <option value="loses the answer">{words.loses}</option>}
        <option value="by hand">{words.byHand}</option>
      </select>
      {parts && !byHand && (
        <div class="telephone-line">
          {!SPECIAL.includes(answer) && (
            <input
              type="text"
              class="telephone-written"
              aria-label={`${words.written}: ${operation.name}`}
              value={answer}
              onChange={event => void give(event.currentTarget.value)}
            />
          )}
          {answer !== 'never answers' && answer !== 'loses the answer' && (
            <label class="telephone-field">
              <span>{words.after}</span>
              <input
                type="number"
                min="0"
                step="0.5"
                value={parts.after}
                onChange={event => void give(answer, event.currentTarget.value)}
              />
            </label>
          )}
        </div>
      )}
      {problem.value && (
        <p class="telephone-problem" role="alert">
          {problem.value[preferences.language.value]}
        </p>
      )}
    </div>
  )
}
