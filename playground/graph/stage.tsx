// The picture in its pane: moved, pointed at, walked through by keys.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { App } from '../page/app.ts'
import { Card } from './card.tsx'
import type { Drawn } from './graph.ts'
import { lineAt, rowAt } from './hit.ts'
import { MiniMap } from './mini-map.tsx'
import { createMovement, type Movement } from './movement.ts'
import { Overlay } from './overlay.tsx'
import { Picture } from './picture.tsx'
import { nextPlace, type Arrow } from './steps.ts'
import { WORDS } from './words.ts'

const ARROWS: Readonly<Record<string, Arrow>> = { ArrowRight: 'right', ArrowLeft: 'left', ArrowUp: 'up', ArrowDown: 'down' }
/** Its rows can be read at this size. */
const LEGIBLE = 0.7
/** ms that the pointer rests on a place before its card comes. */
const CARD_AFTER = 450
/** ms in which a pointer may come from the place to its card. */
const CARD_STAYS = 300

export interface StageProps {
  readonly app: App
  readonly drawn: Drawn
  readonly onMovement: (movement: Movement | null) => void
}

export function Stage({ app, drawn, onMovement }: StageProps) {
  const { graph, lights, preferences } = app
  const words = WORDS[preferences.language.value]
  const { laid } = drawn
  const stage = useRef<HTMLDivElement>(null)
  const world = useRef<HTMLDivElement>(null)
  const mini = useRef<{ readonly moved: () => void }>(null)
  const [movement, setMovement] = useState<Movement | null>(null)
  const [carded, setCarded] = useState<string | null>(null)
  const came = useRef<string | null>(null)
  const cardTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const boxOf = useMemo(() => new Map(laid.boxes.map(one => [one.box.id, one])), [laid])

  useEffect(() => {
    const made = createMovement({ stage: stage.current!, world: world.current!, moved: () => mini.current?.moved() })
    setMovement(made)
    onMovement(made)
    return () => {
      made.dispose()
      clearTimeout(cardTimer.current)
      onMovement(null)
    }
  }, [])

  const around = graph.around.value?.place ?? null
  const before = useRef<{ readonly opening: number; readonly entry: string; readonly around: string | null } | null>(null)
  useEffect(() => {
    if (movement === null) return
    const known = before.current
    before.current = { opening: drawn.opening, entry: drawn.entry, around }
    const same = known !== null && known.opening === drawn.opening && known.entry === drawn.entry && known.around === around
    const begin = boxOf.get(around ?? '$line') ?? laid.boxes[0]
    if (begin) movement.setPicture(laid, begin, same ? 'camera' : around === null ? 'begin' : 'middle')
  }, [movement, laid])

  const lit = graph.lit.value
  const way = graph.way.value
  const here = way?.here ?? null
  const follows = graph.follows.value
  useEffect(() => {
    const place = lights.lit.peek()?.from === 'graph' ? null : lights.lit.peek()?.from === 'telephone' ? here : lit
    const box = place === null ? undefined : boxOf.get(place)
    if (box && movement && follows) movement.look(box, { always: false, least: 0 })
  }, [movement, lit, here, boxOf])

  const focusBox = (place: string): void => {
    const index = laid.boxes.findIndex(one => one.box.id === place)
    stage.current!.querySelector<SVGElement>(`[data-box="${index}"]`)?.focus({ preventScroll: true })
  }
  const wanted = graph.wanted.value
  useEffect(() => {
    const box = wanted && boxOf.get(wanted.place)
    if (!box || !movement) return
    movement.look(box, { always: true, least: LEGIBLE })
    focusBox(wanted.place)
  }, [movement, wanted])

  const show = (place: string | null, at: readonly [number, number, number] | null, focus: boolean): void => {
    const source = at === null ? null : graph.rangeOf(at)
    lights.lit.value = { from: 'graph', source, place }
    if (source !== null) lights.wanted.value = { range: source, focus }
  }
  const boxUnder = (target: EventTarget | null): Drawn['laid']['boxes'][number] | undefined => {
    const index = (target as Element | null)?.closest?.('[data-box]')?.getAttribute('data-box')
    return index === null || index === undefined ? undefined : laid.boxes[Number(index)]
  }

  const onClick = (event: MouseEvent): void => {
    if (movement === null || movement.dragged()) return
    const at = movement.toPicture(event)
    const placed = boxUnder(event.target)
    if (placed) {
      const row = world.current!.classList.contains('far') ? undefined : rowAt(placed, at.y - placed.y)
      show(placed.box.id, row?.at ?? placed.box.at, false)
      return
    }
    const index = lineAt(laid.lines, at, 7 / movement.camera().scale)
    const line = laid.lines[index]?.line
    const row = line && boxOf.get(line.from)?.box.rows.find(one => one.line !== undefined && drawn.lineOf[one.line] === index)
    if (line && row?.at) show(line.to, row.at, false)
    else setCarded(null)
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (movement === null || event.ctrlKey || event.metaKey || event.altKey) return
    const own = boxUnder(event.target)
    const arrow = ARROWS[event.key]
    if (event.key === '+' || event.key === '=') movement.zoom(1.25)
    else if (event.key === '-' || event.key === '_') movement.zoom(0.8)
    else if (event.key === '0') movement.whole()
    else if ((event.key === 'Enter' || event.key === ' ') && own) show(own.box.id, own.box.at, event.key === 'Enter')
    else if (arrow && own) {
      const next = nextPlace(laid, own.box.id, arrow, came.current)
      if (next === null) return
      came.current = own.box.id
      focusBox(next)
    } else if (arrow) {
      const by = 80
      movement.pan(arrow === 'left' ? by : arrow === 'right' ? -by : 0, arrow === 'up' ? by : arrow === 'down' ? -by : 0)
    } else return
    event.preventDefault()
  }

  const cardSoon = (place: string | null): void => {
    clearTimeout(cardTimer.current)
    if (place !== carded) cardTimer.current = setTimeout(() => setCarded(place), place === null ? CARD_STAYS : CARD_AFTER)
  }
  const onFocusIn = (event: FocusEvent): void => {
    const placed = boxUnder(event.target)
    if (!placed) return
    movement?.look(placed, { always: false, least: 0 })
    if ((event.target as Element).matches(':focus-visible')) cardSoon(placed.box.id)
  }

  useEffect(() => {
    if (carded === null) return
    // Wherever the focus is, what came by itself can be sent away.
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setCarded(null)
    }
    document.addEventListener('keydown', onEscape)
    return () => document.removeEventListener('keydown', onEscape)
  }, [carded])

  const covered = graph.covered.value
  const points = graph.marksUncovered.value ? (covered?.points ?? null) : null
  const first = (lit !== null && boxOf.has(lit) ? lit : laid.boxes[0]?.box.id) ?? null
  const [firstAtFirst] = useState(first)
  const tabbed = firstAtFirst !== null && boxOf.has(firstAtFirst) ? firstAtFirst : (laid.boxes[0]?.box.id ?? null)
  const picture = useMemo(() => <Picture graph={drawn} points={points} words={words} first={tabbed} />, [drawn, points, words, tabbed])

  return (
    <div
      class="graph-stage"
      ref={stage}
      role="application"
      tabIndex={0}
      aria-label={words.stage}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onFocusIn={onFocusIn}
      onFocusOut={() => cardSoon(null)}
      onPointerOver={event => event.pointerType === 'mouse' && cardSoon(boxUnder(event.target)?.box.id ?? null)}
      onPointerLeave={() => cardSoon(null)}
      onPointerDown={() => cardSoon(null)}
    >
      <div class="graph-world" ref={world}>
        {picture}
        <Overlay graph={graph} drawn={drawn} />
      </div>
      {movement && laid.boxes.length > 12 && <MiniMap ref={mini} drawn={drawn} movement={movement} label={words.wholeSmall} />}
      {movement && carded !== null && boxOf.has(carded) && (
        <Card
          app={app}
          place={carded}
          box={boxOf.get(carded)!}
          movement={movement}
          onEnter={() => clearTimeout(cardTimer.current)}
          onLeave={() => cardSoon(null)}
        />
      )}
    </div>
  )
}
