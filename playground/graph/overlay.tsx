// What lies over the picture and changes with every step of a call: its way, where it is, and what is lit.
import { useMemo } from 'preact/hooks'
import type { DeskGraph } from '../desk/contract.ts'
import type { Graph } from './graph.ts'
import { drawWay } from './way.ts'

export function Overlay({ graph, drawn }: { readonly graph: Graph; readonly drawn: DeskGraph }) {
  const { laid } = drawn
  const boxOf = useMemo(() => new Map(laid.boxes.map(one => [one.box.id, one])), [laid])
  const lit = graph.lit.value
  const way = graph.way.value
  const went = useMemo(() => (way === null ? null : drawWay(laid, drawn.lineOf, way)), [drawn, way])
  const here = way?.here ?? null
  const frame = (place: string, kind: string, around: number) => {
    const box = boxOf.get(place)
    return (
      box && (
        <rect
          key={`${kind} ${place}`}
          class={kind}
          data-place={place}
          x={box.x - around}
          y={box.y - around}
          width={box.width + 2 * around}
          height={box.height + 2 * around}
          rx={box.box.kind === 'menu' ? 4 + around : 12 + around}
        />
      )
    )
  }
  return (
    <svg class="graph-overlay" width={laid.width} height={laid.height} aria-hidden="true">
      <defs>
        <marker id="graph-tip-went" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="4" markerHeight="4" orient="auto">
          <path class="went-tip" d="M0 0.5 8 4 0 7.5z" />
        </marker>
      </defs>
      {went && [...went.visited].map(place => frame(place, 'visited', 2))}
      {went?.parts.map(({ key, path, jump }) => (
        <path key={key} class={`went${jump ? ' jump' : ''}`} d={path} marker-end="url(#graph-tip-went)" />
      ))}
      {here !== null && frame(here, 'here', 4)}
      {lit !== null && lit !== here && frame(lit, 'lit', 4)}
    </svg>
  )
}
