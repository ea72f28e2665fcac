// The program's places and the keys between them.
import { useEffect, useState } from 'preact/hooks'
import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import { shortcuts } from '../keys/table.ts'
import type { App } from '../page/app.ts'
import { Coverage } from './coverage.tsx'
import { Find } from './find.tsx'
import { Legend } from './legend.tsx'
import { List } from './list.tsx'
import type { Movement } from './movement.ts'
import { Stage } from './stage.tsx'
import { WORDS } from './words.ts'
import './graph.css'

const STEPS = [1, 2, 3, 4] as const

export function GraphPane({ app }: { readonly app: App }) {
  const { graph, lights } = app
  const words = WORDS[app.preferences.language.value]
  const [movement, setMovement] = useState<Movement | null>(null)
  useEffect(() => graph.watch(), [])
  const drawn = graph.drawn.value
  const state = graph.state.value
  const around = graph.around.value
  const asList = graph.asList.value
  const lit = graph.lit.value
  const go = (place: string): void => {
    // What is looked for may lie outside of what is near.
    if (drawn && !drawn.laid.boxes.some(one => one.box.id === place)) graph.around.value = null
    const node = drawn?.nodes.find(one => one.id === place)
    lights.lit.value = { from: 'graph', source: node?.at ? graph.rangeOf(node.at) : null, place }
    graph.wanted.value = { place }
  }
  const placeable = lit !== null && drawn?.nodes.some(node => node.id === lit && node.at !== null) ? lit : null
  return (
    <section class="pane graph" aria-label={words.graph} aria-busy={state === 'drawing'}>
      <div class="pane-bar graph-bar">
        {drawn ? (
          <Find drawn={drawn} words={words} go={go} />
        ) : (
          // Its place, so that nothing moves when the picture comes.
          <div class="graph-find">
            <input type="text" aria-label={words.find} placeholder={words.find} disabled />
          </div>
        )}
        <div class="graph-choice" role="group" aria-label={words.view}>
          <button type="button" aria-pressed={!asList} onClick={() => (graph.asList.value = false)}>
            {words.picture}
          </button>
          <button type="button" aria-pressed={asList} onClick={() => (graph.asList.value = true)}>
            {words.list}
          </button>
        </div>
        {around === null ? (
          <button
            type="button"
            disabled={placeable === null}
            title={placeable === null ? undefined : words.near(placeable)}
            onClick={() => placeable !== null && (graph.around.value = { place: placeable, ways: 1 })}
          >
            {words.onlyAround}
          </button>
        ) : (
          <span class="graph-near">
            <span class="place">{words.near(printable(around.place))}</span>
            <select
              aria-label={words.howFar}
              value={around.ways}
              onChange={event => (graph.around.value = { ...around, ways: Number(event.currentTarget.value) })}
            >
              {STEPS.map(count => (
                <option key={count} value={count}>
                  {words.ways(count)}
                </option>
              ))}
            </select>
            <button type="button" onClick={() => (graph.around.value = null)}>
              {words.everything}
            </button>
          </span>
        )}
        <Coverage app={app} words={words} />
        {graph.way.value !== null && (
          <button type="button" aria-pressed={graph.follows.value} onClick={() => (graph.follows.value = !graph.follows.value)}>
            {words.followCall}
          </button>
        )}
        <span class="graph-space" />
        {!asList && (
          <div class="graph-sizes">
            <SizeButton sign="−" name={words.zoomOut} keys={shortcuts('smaller')} onPress={() => movement?.zoom(0.8)} />
            <SizeButton sign="+" name={words.zoomIn} keys={shortcuts('larger')} onPress={() => movement?.zoom(1.25)} />
            <SizeButton sign="⤢" name={words.whole} keys={shortcuts('whole')} onPress={() => movement?.whole()} />
          </div>
        )}
      </div>
      <div class="graph-slot">
        {drawn === null ? (
          <p key={state} class="graph-none">
            {state === 'drawing' ? words.drawing : state === 'stopped' ? words.stopped : words.none}
          </p>
        ) : asList ? (
          <List app={app} drawn={drawn} />
        ) : (
          <>
            <Stage app={app} drawn={drawn} onMovement={setMovement} />
            <Legend
              items={drawn.legend}
              words={words}
              way={graph.way.value !== null}
              uncovered={graph.marksUncovered.value && graph.covered.value !== null}
            />
          </>
        )}
        {drawn?.old && <p class="graph-old">{words.old}</p>}
        {drawn !== null && state === 'stopped' && <p class="graph-stopped">{words.stopped}</p>}
      </div>
    </section>
  )
}

interface SizeButtonProps {
  readonly sign: string
  readonly name: string
  readonly keys: string
  readonly onPress: () => void
}

const SizeButton = ({ sign, name, keys, onPress }: SizeButtonProps) => (
  <button type="button" class="square" aria-label={name} title={name} aria-keyshortcuts={keys} onClick={onPress}>
    {sign}
  </button>
)
