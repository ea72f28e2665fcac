// Finds a place by its name or by the words of its keys, and goes there.
import { useMemo, useRef, useState } from 'preact/hooks'
import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import type { DeskGraph } from '../desk/contract.ts'
import { findPlaces } from './search.ts'
import type { GraphWords } from './words.ts'

export interface FindProps {
  readonly drawn: DeskGraph
  readonly words: GraphWords
  readonly go: (place: string) => void
}

export function Find({ drawn, words, go }: FindProps) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const { found, all } = useMemo(() => findPlaces(drawn, text), [drawn, text])
  const shown = open && text.trim() !== ''
  const take = (place: string | undefined): void => {
    if (place === undefined) return
    setOpen(false)
    go(place)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') take(found[at]?.place)
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true)
      setAt(index => (index + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Escape' && open) setOpen(false)
    else return
    event.preventDefault()
  }
  return (
    <div class="graph-find" onFocusOut={event => !(event.currentTarget as Element).contains(event.relatedTarget as Node) && setOpen(false)}>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={words.find}
        placeholder={words.find}
        aria-expanded={shown}
        aria-controls="graph-found"
        aria-autocomplete="list"
        aria-activedescendant={shown && found[at] ? `graph-found-${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={event => {
          setText(event.currentTarget.value)
          setAt(0)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="graph-found" role="listbox" aria-label={words.find} hidden={!shown || found.length === 0}>
        {found.map(({ place, because }, index) => (
          <li
            key={place}
            id={`graph-found-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={event => event.preventDefault()}
            onClick={() => take(place)}
          >
            <span class="place">{printable(place)}</span>
            {because !== null && <span class="because">{printable(because)}</span>}
          </li>
        ))}
      </ul>
      <span class="unseen" role="status">
        {shown ? (all === 0 ? words.nothingFits : words.found(all)) : ''}
      </span>
      {shown && all === 0 && <p class="nothing">{words.nothingFits}</p>}
    </div>
  )
}
