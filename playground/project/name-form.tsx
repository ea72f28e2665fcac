// Asks for a file's name, and says at once what is wrong with one.
import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { PathProblem } from './paths.ts'
import type { WORDS } from './words.ts'

interface NameFormProps {
  readonly label: string
  readonly value: string
  readonly problem: (path: string) => PathProblem | null
  readonly words: (typeof WORDS)['en']
  readonly onDone: (path: string) => void
  readonly onCancel: () => void
}

export function NameForm({ label, value, problem, words, onDone, onCancel }: NameFormProps) {
  const typed = useSignal(value)
  const touched = useSignal(false)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const field = input.current!
    field.focus()
    // The name without its folders and ending is what one wants to change.
    const name = value.lastIndexOf('/') + 1
    field.setSelectionRange(name, Math.max(name, value.includes('.', name) ? value.lastIndexOf('.') : value.length))
  }, [])
  const what = touched.value ? problem(typed.value.trim()) : null
  return (
    <form
      class="files-form"
      onSubmit={event => {
        event.preventDefault()
        touched.value = true
        const path = typed.value.trim()
        if (problem(path) === null) onDone(path)
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <label for={id}>{label}</label>
      <input
        id={id}
        ref={input}
        value={typed.value}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={what !== null}
        aria-describedby={what === null ? undefined : `${id}-problem`}
        onInput={event => {
          typed.value = event.currentTarget.value
          touched.value ||= problem(typed.value.trim()) !== 'kind' && problem(typed.value.trim()) !== 'empty'
        }}
        onBlur={event => {
          const to = event.relatedTarget as Node | null
          if (typed.value === value && !event.currentTarget.form?.contains(to)) onCancel()
        }}
      />
      {what !== null && (
        <p id={`${id}-problem`} class="files-problem" role="alert">
          {words.problems[what]}
        </p>
      )}
    </form>
  )
}
