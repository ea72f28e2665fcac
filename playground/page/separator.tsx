// A border between two panes that can be moved, by pointer and by keys.
import { useSignal } from '@preact/signals'
import { BOUNDS, boundSize, type Arrangement, type Sized } from './arrangement.ts'

interface SeparatorProps {
  readonly arrangement: Arrangement
  readonly sized: Sized
  readonly label: string
  /** Where the pane that it sizes lies, as seen from it. */
  readonly side: 'left' | 'right' | 'below'
}

const STEP = 16
const LEAP = 64

export function Separator({ arrangement, sized, label, side }: SeparatorProps) {
  const size = arrangement.sizes[sized]
  const held = useSignal<{ readonly at: number; readonly size: number } | null>(null)
  const lies = side === 'below'
  const grows = side === 'left' ? 1 : -1
  const position = (event: PointerEvent): number => (lies ? event.clientY : event.clientX)
  const [least, most, first] = BOUNDS[sized]

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? LEAP : STEP
    const moves: Record<string, number> = {
      [lies ? 'ArrowUp' : 'ArrowLeft']: size.value - grows * step,
      [lies ? 'ArrowDown' : 'ArrowRight']: size.value + grows * step,
      Home: least,
      End: most,
      Enter: first,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    size.value = boundSize(sized, next)
  }

  return (
    <div
      class={`separator ${sized.split('-')[0]} ${held.value ? 'held' : ''}`}
      role="separator"
      aria-label={label}
      aria-orientation={lies ? 'horizontal' : 'vertical'}
      aria-valuenow={size.value}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDblClick={() => (size.value = first)}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        held.value = { at: position(event), size: size.value }
      }}
      onPointerMove={event => {
        if (held.value) size.value = boundSize(sized, held.value.size + grows * (position(event) - held.value.at))
      }}
      onPointerUp={() => (held.value = null)}
      onPointerCancel={() => (held.value = null)}
    />
  )
}
