// What a place says and where it leads, beside its box.
import { useEffect, useState } from 'preact/hooks'
import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import type { Laid } from '../../lang/compiler/emit/graph/index.ts'
import type { PlaceCard } from '../desk/contract.ts'
import type { App } from '../page/app.ts'
import type { Movement } from './movement.ts'
import { WORDS } from './words.ts'

export interface CardProps {
  readonly app: App
  readonly place: string
  readonly box: Laid['boxes'][number]
  readonly movement: Movement
  readonly onEnter: () => void
  readonly onLeave: () => void
}

const WIDTH = 320
/** Ways on a card. */
const MOST_WAYS = 10

export function Card({ app, place, box, movement, onEnter, onLeave }: CardProps) {
  const language = app.preferences.language.value
  const words = WORDS[language]
  const [card, setCard] = useState<PlaceCard | null>(null)
  useEffect(() => {
    const asked = new AbortController()
    setCard(null)
    app.desk.ask('card', { place, language }, asked.signal).then(setCard, () => undefined)
    return () => asked.abort()
  }, [place, language])
  if (card === null) return null
  const { x, y, scale } = movement.camera()
  const pane = movement.paneSize()
  // Beside the box where there is room, and never over it.
  const right = (box.x + box.width) * scale + x + 10
  const left = right + WIDTH <= pane.width ? right : Math.max(6, box.x * scale + x - WIDTH - 10)
  const top = Math.max(6, Math.min(box.y * scale + y, pane.height - 160))
  const covered = app.graph.covered.value
  const scripts = covered === null ? null : (covered.places[place]?.length ?? 0)
  return (
    <div
      class="graph-card"
      role="group"
      aria-label={printable(card.place)}
      style={{
        left: `${left}px`,
        top: `${top}px`,
        width: `${Math.min(WIDTH, pane.width - 12)}px`,
        maxHeight: `${pane.height - top - 6}px`,
      }}
      onPointerLeave={onLeave}
      onPointerOver={event => {
        event.stopPropagation()
        onEnter()
      }}
      onPointerDown={event => event.stopPropagation()}
      onClick={event => event.stopPropagation()}
    >
      <p class="name">
        <span class={`kind ${card.kind}`}>{words[card.kind]}</span> {printable(card.place)}
      </p>
      {card.keys && (
        <p class="keys">
          <span class="what">{words.toCome}</span> {printable(card.keys[language])}
        </p>
      )}
      {scripts !== null && <p class={`keys ${scripts === 0 ? 'gap' : ''}`}>{app.scripts.words.value.goThrough(scripts)}</p>}
      {card.texts.length > 0 && (
        <ul class="texts" aria-label={words.says}>
          {card.texts.map(({ text, source }) => (
            <li key={text}>
              <button type="button" class="plain" tabIndex={-1} onClick={() => (app.lights.wanted.value = { range: source, focus: false })}>
                {printable(text)}
              </button>
            </li>
          ))}
          {card.more > 0 && <li class="more">{words.moreTexts(card.more)}</li>}
        </ul>
      )}
      {card.ways.length > 0 && (
        <ul class="on" aria-label={words.leadsOn}>
          {card.ways.slice(0, MOST_WAYS).map(({ label, to, source }, index) => (
            <li key={index}>
              <button type="button" class="plain" tabIndex={-1} onClick={() => (app.lights.wanted.value = { range: source, focus: false })}>
                {printable(label)} <span class="to">→ {printable(to.replace(/^\$/, ''))}</span>
              </button>
            </li>
          ))}
          {card.ways.length > MOST_WAYS && <li class="more">{words.moreTexts(card.ways.length - MOST_WAYS)}</li>}
        </ul>
      )}
    </div>
  )
}
