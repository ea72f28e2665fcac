// The places as a table: for ears, for small screens, and for whoever reads better than looks.
import { useEffect, useState } from 'preact/hooks'
import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import type { DeskGraph, Sentence } from '../desk/contract.ts'
import type { App } from '../page/app.ts'
import { isPlace } from './graph.ts'
import { WORDS } from './words.ts'

export function List({ app, drawn }: { readonly app: App; readonly drawn: DeskGraph }) {
  const language = app.preferences.language.value
  const words = WORDS[language]
  const { lights, graph } = app
  const [keys, setKeys] = useState<Readonly<Record<string, Sentence | null>>>({})
  useEffect(() => {
    const asked = new AbortController()
    app.desk.ask('placeKeys', null, asked.signal).then(setKeys, () => undefined)
    return () => asked.abort()
  }, [drawn.revision])
  const points = graph.covered.value?.points ?? null
  const lit = graph.lit.value
  const here = graph.way.value?.places.at(-1)?.place
  const shown = new Set(drawn.laid.boxes.map(one => one.box.id))
  return (
    <div class="graph-list" tabIndex={0} role="region" aria-label={words.list}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.place}</th>
            <th scope="col">{words.kind}</th>
            <th scope="col">{words.keys}</th>
            <th scope="col">{words.waysOn}</th>
            {points && <th scope="col">{words.isCovered}</th>}
          </tr>
        </thead>
        <tbody>
          {drawn.nodes
            .filter(node => isPlace(node.id) && shown.has(node.id))
            .map(node => {
              const ways = [...new Set(drawn.edges.filter(edge => edge.from === node.id && isPlace(edge.to)).map(edge => edge.to))]
              const way = keys[node.id]
              return (
                <tr key={node.id} class={node.id === lit ? 'lit' : ''} aria-current={node.id === here ? 'step' : undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      class="plain place"
                      onClick={() => {
                        if (node.at === null) return
                        const source = graph.rangeOf(node.at)
                        lights.lit.value = { from: 'graph', source, place: node.id }
                        lights.wanted.value = { range: source, focus: true }
                      }}
                    >
                      {printable(node.id)}
                    </button>
                    {node.unreachable && <span class="mark gap">{words.unreachable}</span>}
                    {node.deadEnd && <span class="mark gap">{words.deadEnd}</span>}
                    {node.id === here && <span class="mark here">{words.callIsHere}</span>}
                  </th>
                  <td>{node.kind === 'back' || node.kind === 'end' ? '' : words[node.kind]}</td>
                  <td class="keys">{way === undefined ? '' : way === null ? words.noKeys : printable(way[language])}</td>
                  <td class="on">{ways.map(printable).join(', ')}</td>
                  {points && <td>{points[node.point] === 1 ? words.yes : <span class="gap">{words.no}</span>}</td>}
                </tr>
              )
            })}
        </tbody>
      </table>
    </div>
  )
}
