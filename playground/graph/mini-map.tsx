// The whole picture, small, and what part of it is seen.
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { DeskGraph } from '../desk/contract.ts'
import { freeCorner } from './free-corner.ts'
import type { Movement } from './movement.ts'

const MOST = { width: 132, height: 96 }
/** ms after the last movement in which it looks where it covers least. */
const RESTS = 300

export interface MiniMapProps {
  readonly ref: { current: { readonly moved: () => void } | null }
  readonly drawn: DeskGraph
  readonly movement: Movement
  readonly label: string
}

/** For the pointer only: keys have all that it does. */
export function MiniMap({ ref, drawn: { laid }, movement, label }: MiniMapProps) {
  const seen = useRef<SVGRectElement>(null)
  const stands = useRef<{ readonly x: number; readonly y: number } | null>(null)
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const scale = Math.min(MOST.width / laid.width, MOST.height / laid.height)
  const moved = (): void => {
    const { x, y, scale: own } = movement.camera()
    const { width, height } = movement.paneSize()
    const rect = seen.current
    if (rect === null) return
    const put = (name: string, value: number): void => rect.setAttribute(name, `${value * scale}`)
    put('x', -x / own)
    put('y', -y / own)
    put('width', width / own)
    put('height', height / own)
  }
  const avoid = (): void => {
    const svg = seen.current?.ownerSVGElement
    const pane = movement.paneSize()
    // It does not go from under the pointer.
    if (!svg || svg.matches(':hover') || pane.width * pane.height < 1) return
    const { x, y, scale: own } = movement.camera()
    const boxes = laid.boxes.map(box => ({ x: x + box.x * own, y: y + box.y * own, width: box.width * own, height: box.height * own }))
    const stage = svg.parentElement!.getBoundingClientRect()
    const legend = svg.closest('.graph-slot')?.querySelector('.graph-legend')?.getBoundingClientRect()
    const taken = legend ? [{ x: legend.x - stage.x, y: legend.y - stage.y, width: legend.width, height: legend.height }] : []
    const size = { width: svg.clientWidth, height: svg.clientHeight }
    const next = freeCorner({ pane, size, now: stands.current }, boxes, taken)
    stands.current = next
    svg.style.transform = `translate(${next.x}px, ${next.y}px)`
  }
  const avoidSoon = (): void => {
    clearTimeout(resting.current)
    resting.current = setTimeout(avoid, RESTS)
  }
  useEffect(() => {
    ref.current = {
      moved: () => {
        moved()
        avoidSoon()
      },
    }
    moved()
    if (stands.current === null) avoid()
    else avoidSoon()
    return () => void (ref.current = null)
  })
  useEffect(() => () => clearTimeout(resting.current), [])
  const boxes = useMemo(
    () => (
      <path
        class="boxes"
        d={laid.boxes
          .map(
            ({ x, y, width, height }) =>
              `M${(x * scale).toFixed(1)} ${(y * scale).toFixed(1)}h${(width * scale).toFixed(1)}v${(height * scale).toFixed(1)}h${(-width * scale).toFixed(1)}z`,
          )
          .join('')}
      />
    ),
    [laid],
  )
  const go = (event: PointerEvent): void => {
    event.stopPropagation()
    if (event.type === 'pointermove' && event.buttons === 0) return
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect()
    const at = { x: (event.clientX - left) / scale, y: (event.clientY - top) / scale, width: 0, height: 0 }
    movement.look(at, { always: true, least: 0 })
  }
  return (
    <svg
      class="graph-mini"
      width={laid.width * scale}
      height={laid.height * scale}
      aria-hidden="true"
      onPointerDown={go}
      onPointerMove={go}
      onClick={event => event.stopPropagation()}
    >
      <title>{label}</title>
      {boxes}
      <rect class="seen" ref={seen} />
    </svg>
  )
}
