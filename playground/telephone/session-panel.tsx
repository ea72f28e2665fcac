import type { ComponentChildren } from 'preact'
import type { App } from '../page/app.ts'
import { shownTime, type TelephoneWords } from './words.ts'

interface PanelProps {
  readonly app: App
  readonly words: TelephoneWords
}

/** Where the call is and what it holds, at the step that is shown. */
export function SessionPanel({ app, words }: PanelProps) {
  const { step: shown, steps, at } = app.telephone
  const step = shown.value
  if (!step) return <p class="telephone-empty">{words.noCall}</p>
  const { preferences } = app
  return (
    <div class="telephone-session">
      <dl>
        <Fact name={words.step}>
          {words.stepOf(at.value + 1, steps.value.length)} · {shownTime(step.at)} · {step.what[preferences.language.value]}
        </Fact>
        <Fact name={words.place}>{step.place}</Fact>
        <Fact name={words.level}>{step.level}</Fact>
        <Fact name={words.language}>{step.language}</Fact>
        {step.trail.length > 0 && <Fact name={words.trail}>{step.trail.join(' › ')}</Fact>}
        {step.stack.length > 0 && <Fact name={words.stack}>{step.stack.join(' › ')}</Fact>}
        {step.tries > 0 && <Fact name={words.counters}>{words.countersOf(step.silences, step.mistakes, step.tries)}</Fact>}
        {step.queued > 0 && <Fact name={words.queued}>{step.queued}</Fact>}
        {step.unsettled.length > 0 && <Fact name={words.unsettled}>{step.unsettled.join(', ')}</Fact>}
      </dl>
      {step.dark && <p class="telephone-remark">{words.dark}</p>}
      {step.recorded && <p class="telephone-remark">{words.recorded}</p>}
      <h3>{words.values}</h3>
      {step.values.length === 0 ? (
        <p class="faint">{words.noValues}</p>
      ) : (
        <table class="telephone-values">
          <tbody>
            {step.values.map(value => (
              <tr key={value.name}>
                <th scope="row">{value.name}</th>
                <td class="value">{value.value}</td>
                <td class="type">
                  {value.kept === 'plain' ? '' : `${value.kept} `}
                  {value.type}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
