// The list of all keys, over the page until it is closed.
import { useEffect, useRef } from 'preact/hooks'
import type { App } from '../page/app.ts'
import { Icon } from '../page/icon.tsx'
import { GROUPS, KEYS, shortcuts, written } from './table.ts'
import { WORDS, type KeyId } from './words.ts'
import './keys.css'

/** The button that opens it; so does F1, but in the text, where it lists the text's commands. */
export function Keys({ app }: { readonly app: App }) {
  const words = WORDS[app.preferences.language.value]
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'F1' || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.defaultPrevented) return
      if ((event.target as Element | null)?.closest?.('.monaco-editor')) return
      event.preventDefault()
      if (dialog.current?.open === false && document.querySelector('dialog[open]') === null) dialog.current.showModal()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <>
      <button
        type="button"
        class="plain square keys-button"
        aria-label={words.keys}
        title={`${words.keys} (F1)`}
        aria-haspopup="dialog"
        aria-keyshortcuts={shortcuts('help')}
        onClick={() => dialog.current?.showModal()}
      >
        <Icon name="keys" />
      </button>
      <dialog
        ref={dialog}
        class="dialog keys-dialog"
        aria-labelledby="keys-title"
        onClick={event => {
          // Beside the page.
          if (event.target === dialog.current) dialog.current?.close()
        }}
      >
        <div class="keys-page">
          <div class="keys-head">
            <h2 id="keys-title">{words.title}</h2>
            <button type="button" class="plain square" aria-label={words.close} title={words.close} onClick={() => dialog.current?.close()}>
              <Icon name="close" />
            </button>
          </div>
          <div class="keys-groups" tabIndex={0} role="group" aria-label={words.title}>
            {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map(group => (
              <section key={group} aria-label={words.groups[group]}>
                <h3>{words.groups[group]}</h3>
                <dl>
                  {GROUPS[group].map(id => (
                    <div key={id}>
                      <dt>
                        <KeysOf id={id} />
                      </dt>
                      <dd>{words.does[id]}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <p class="faint">{words.note}</p>
        </div>
      </dialog>
    </>
  )
}

/** Ten numerals are told as a span of them. */
const shortened = (keys: readonly string[]): readonly string[] =>
  keys.length > 9 ? ['0–9', ...keys.filter(key => !/^\d$/.test(key))] : keys

const KeysOf = ({ id }: { readonly id: KeyId }) => (
  <>
    {shortened(KEYS[id]).map(key => (
      <span key={key} class="keys-key">
        {written(key).map(part => (
          <kbd key={part}>{part}</kbd>
        ))}
      </span>
    ))}
  </>
)
