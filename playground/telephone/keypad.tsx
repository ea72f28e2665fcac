import { useRef } from 'preact/hooks'
import type { KeyView } from './contract.ts'
import type { Telephone } from './telephone.ts'
import type { TelephoneWords } from './words.ts'

const KEYS = [...'123456789*0#']

/** A key of a keyboard as one of a telephone, full-width ones too; null where it is none. */
export function keyOf(typed: string): string | null {
  const key = typed.normalize('NFKC')
  return KEYS.includes(key) ? key : null
}

/** What the keys mean where the call is; a longer option stands on its first key. */
function meanings(keys: readonly KeyView[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { keys: typed, label } of keys) {
    const range = /^(\d)–(\d)$/.exec(typed)
    if (range) for (let key = Number(range[1]); key <= Number(range[2]); key++) found.set(String(key), '')
    else if (!found.has(typed[0]!)) found.set(typed[0]!, typed.length === 1 ? label : '')
  }
  return found
}

export function Keypad({ telephone, words }: { readonly telephone: Telephone; readonly words: TelephoneWords }) {
  const { call, step, held } = telephone
  const live = meanings(step.value?.waits.keys ?? [])
  const off = call.value === null || call.value.newest.gone
  // A press by a screen reader comes as a click alone.
  const pressed = useRef(false)
  const down = (key: string): void => {
    pressed.current = true
    telephone.keyDown(key)
  }
  return (
    <div class="telephone-keys" role="group" aria-label={words.keypad}>
      {KEYS.map(key => (
        <button
          key={key}
          type="button"
          class={`telephone-key ${held.value === key ? 'held' : ''} ${live.has(key) ? 'live' : ''}`}
          aria-label={[words.keys[key] ?? key, live.get(key)].filter(Boolean).join(', ')}
          aria-keyshortcuts={key}
          disabled={off}
          onPointerDown={event => {
            if (event.button !== 0) return
            event.currentTarget.setPointerCapture(event.pointerId)
            down(key)
          }}
          onPointerUp={() => telephone.keyUp(key)}
          onPointerCancel={() => telephone.keyUp(key)}
          onContextMenu={event => event.preventDefault()}
          onKeyDown={event => {
            if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat) return
            down(key)
          }}
          onKeyUp={event => {
            if (event.key === 'Enter' || event.key === ' ') telephone.keyUp(key)
          }}
          onClick={() => {
            if (!pressed.current) {
              telephone.keyDown(key)
              telephone.keyUp(key)
            }
            pressed.current = false
          }}
        >
          <span class="numeral">{key}</span>
          <span class="meaning" lang={step.value?.language}>
            {live.get(key)}
          </span>
        </button>
      ))}
    </div>
  )
}
