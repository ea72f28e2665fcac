// Queues and numbers, as they stand and answer from now on.
import { useSignal } from '@preact/signals'
import type { App } from '../page/app.ts'
import { lineOf } from './bank-panel.tsx'
import { lasting, timesOf } from './given-text.ts'
import { quoted } from './setup.ts'
import type { TelephoneWords } from './words.ts'

interface PanelProps {
  readonly app: App
  readonly words: TelephoneWords
}

/** How one answers where nothing else is said. */
const QUEUE_ANSWERS = 'answers after 10s for 1min'
const NUMBER_ANSWERS = 'answers after 5s for 1min'

interface TimesProps {
  readonly words: TelephoneWords
  readonly line: string
  readonly onChange: (after: string, talk: string) => void
}

function Times({ words, line, onChange }: TimesProps) {
  const { after, talk } = timesOf(line)
  return (
    <div class="telephone-line">
      <label class="telephone-field">
        <span>{words.after}</span>
        <input type="number" min="0" value={after} onChange={event => onChange(event.currentTarget.value, talk)} />
      </label>
      <label class="telephone-field">
        <span>{words.talk}</span>
        <input type="number" min="0" value={talk} onChange={event => onChange(after, event.currentTarget.value)} />
      </label>
    </div>
  )
}

export function Queues({ app, words }: PanelProps) {
  const { telephone } = app
  const program = telephone.program.value?.program
  return (
    <>
      {program?.queues.map(name => {
        const subject = `queue ${name}`
        const line = lineOf(app, subject) ?? `given ${subject} ${QUEUE_ANSWERS}`
        const chosen = / has no agents/.test(line)
          ? 'no agents'
          : / fails/.test(line)
            ? 'fails'
            : / answers/.test(line)
              ? 'answers'
              : 'nobody'
        const give = (next: string): void => void telephone.give(subject, `given ${subject} ${next}`)
        const choose = (next: string): void =>
          give({ 'no agents': 'has no agents', fails: 'fails', answers: QUEUE_ANSWERS, nobody: 'has 3 waiting' }[next] ?? next)
        return (
          <div key={name} class="telephone-operation">
            <div class="name">
              <code>{name}</code>
            </div>
            <select aria-label={`${words.queues}: ${name}`} value={chosen} onChange={event => choose(event.currentTarget.value)}>
              <option value="answers">{words.agentAnswers}</option>
              <option value="no agents">{words.noAgents}</option>
              <option value="nobody">{words.nobody}</option>
              <option value="fails">{words.unreachable}</option>
            </select>
            {chosen === 'answers' && <Times words={words} line={line} onChange={(after, talk) => give(`answers${lasting(after, talk)}`)} />}
            {chosen === 'nobody' && (
              <label class="telephone-field">
                <span>{words.waiting}</span>
                <input
                  type="number"
                  min="0"
                  max="999"
                  value={/ has (\d+) waiting/.exec(line)?.[1] ?? '0'}
                  onChange={event => give(`has ${Math.max(0, Math.round(event.currentTarget.valueAsNumber || 0))} waiting`)}
                />
              </label>
            )}
          </div>
        )
      })}
    </>
  )
}

export function Numbers({ app, words }: PanelProps) {
  const { telephone } = app
  const other = useSignal('')
  const program = telephone.program.value?.program
  const given = Object.keys(telephone.setup.given.value).flatMap(subject =>
    subject.startsWith('number ') ? [subject.slice('number '.length)] : [],
  )
  const numbers = [...new Set([...(program?.dials ?? []), ...given])]
  const give = (number: string, what: string): void => void telephone.give(`number ${number}`, `given number ${quoted(number)} ${what}`)
  return (
    <>
      {numbers.map(number => {
        const line = lineOf(app, `number ${number}`) ?? ''
        const chosen = / is busy/.test(line)
          ? 'is busy'
          : / fails/.test(line)
            ? 'fails'
            : / answers/.test(line)
              ? 'answers'
              : 'does not answer'
        return (
          <div key={number} class="telephone-operation">
            <div class="name">
              <code>{number}</code>
            </div>
            <select
              aria-label={`${words.numbers}: ${number}`}
              value={chosen}
              onChange={({ currentTarget: { value } }) => give(number, value === 'answers' ? NUMBER_ANSWERS : value)}
            >
              <option value="does not answer">{words.nobody}</option>
              <option value="answers">{words.agentAnswers}</option>
              <option value="is busy">{words.busy}</option>
              <option value="fails">{words.unreachable}</option>
            </select>
            {chosen === 'answers' && (
              <Times words={words} line={line} onChange={(after, talk) => give(number, `answers${lasting(after, talk)}`)} />
            )}
          </div>
        )
      })}
      <form
        class="telephone-line"
        onSubmit={event => {
          event.preventDefault()
          if (/^[+0-9]{1,32}$/.test(other.value)) give(other.value, NUMBER_ANSWERS)
          other.value = ''
        }}
      >
        <label class="telephone-field">
          <span>{words.otherNumber}</span>
          <input type="tel" value={other.value} pattern="[+0-9]{1,32}" onInput={event => (other.value = event.currentTarget.value)} />
        </label>
        <button type="submit">{words.apply}</button>
      </form>
    </>
  )
}
