import type { Field } from './contract.ts'
import { quoted } from './setup.ts'
import type { TelephoneWords } from './words.ts'

interface ValueInputProps {
  readonly field: Field
  /** As a script writes it. */
  readonly written: string
  readonly label: string
  readonly words: TelephoneWords
  readonly onChange: (written: string) => void
}

/** A control that fits the type; what it gives is what a script would write. */
export function ValueInput({ field, written, label, words, onChange }: ValueInputProps) {
  switch (field.kind) {
    case 'boolean':
      return (
        <button
          type="button"
          role="switch"
          class="telephone-switch"
          aria-checked={written === 'true'}
          aria-label={label}
          onClick={() => onChange(written === 'true' ? 'false' : 'true')}
        >
          <span class="knob" />
          <span class="state">{written === 'true' ? words.on : words.off}</span>
        </button>
      )
    case 'choice':
      return (
        <select aria-label={label} value={written} onChange={event => onChange(event.currentTarget.value)}>
          {field.values.map(value => (
            <option key={value} value={value}>
              {value}
            </option>
          ))}
        </select>
      )
    case 'number':
      return (
        <input
          type="number"
          aria-label={label}
          value={written}
          min={field.min ?? undefined}
          max={field.max ?? undefined}
          step={field.step}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )
    case 'text':
      return (
        <input type="text" aria-label={label} value={unquoted(written)} onChange={event => onChange(quoted(event.currentTarget.value))} />
      )
    case 'written':
      return field.long ? (
        <textarea
          class="telephone-written"
          rows={3}
          aria-label={label}
          value={written}
          onChange={event => onChange(event.currentTarget.value)}
        />
      ) : (
        <input
          type="text"
          class="telephone-written"
          aria-label={label}
          value={written}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )
  }
}

const unquoted = (written: string): string =>
  /^".*"$/s.test(written)
    ? written
        .slice(1, -1)
        .replace(/\\([\\"{])/g, '$1')
        .replaceAll('\\n', ' ')
    : written
