import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import { Glyph } from './glyph.tsx'
import type { Telephone } from './telephone.ts'
import type { TelephoneWords } from './words.ts'

interface HeadProps {
  readonly telephone: Telephone
  readonly words: TelephoneWords
  readonly language: MessageLanguage
}

/** Which line it is, which of its numbers is called, and the handset. */
export function Head({ telephone, words, language }: HeadProps) {
  const { program: state, call, setup } = telephone
  const program = state.value?.program ?? null
  const on = call.value !== null && !call.value.newest.gone
  const title = program
    ? (Object.entries(program.title).find(([tag]) => tag === '' || tag.startsWith(language))?.[1] ?? Object.values(program.title)[0])
    : ''
  return (
    <div class="telephone-head">
      <div class="telephone-line-name">
        <h2 class="telephone-title" title={title || program?.name}>
          {title || program?.name || words.telephone}
        </h2>
        {on && <span class="telephone-called">{call.value?.newest.setup.called}</span>}
        {!on && program && program.numbers.length > 0 && (
          <select
            class="telephone-number"
            aria-label={words.number}
            value={setup.called.value ?? program.numbers[0]}
            onChange={event => (setup.called.value = event.currentTarget.value)}
          >
            {program.numbers.map(number => (
              <option key={number} value={number}>
                {number}
              </option>
            ))}
          </select>
        )}
      </div>
      {/* One button, so that whoever has pressed it by the keyboard is still on it. */}
      <button
        type="button"
        class={on ? 'telephone-hang-up' : 'telephone-call'}
        disabled={program === null && !on}
        onClick={() => void (on ? telephone.hangUp() : telephone.dial())}
      >
        <Glyph name={on ? 'hangUp' : 'call'} />
        {on ? words.hangUp : call.value === null ? words.call : words.callAgain}
      </button>
    </div>
  )
}
