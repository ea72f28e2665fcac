// Moves the picture: wheel, pinch, drag, and on its way to a place that somebody wants to see. Only a transform changes while it moves.
import { fit, focused, held, isInSight, lookAt, pan, readable, zoomAt, type Camera, type Rectangle, type Size } from './camera.ts'

export interface Movement {
  readonly camera: () => Camera
  readonly paneSize: () => Size
  /** Another picture: where a person begins to read it, or what is in its middle. */
  readonly setPicture: (picture: Size, begin: Rectangle, keeps: 'camera' | 'middle' | 'begin') => void
  readonly whole: () => void
  readonly zoom: (by: number) => void
  readonly pan: (x: number, y: number) => void
  /** Gently; where it is in sight already only if `always`. */
  readonly look: (at: Rectangle, how: { readonly always: boolean; readonly least: number }) => void
  /** Was the pointer's last press a drag? Then it is no click. */
  readonly dragged: () => boolean
  /** px of the pane → point of the picture. */
  readonly toPicture: (event: { readonly clientX: number; readonly clientY: number }) => { readonly x: number; readonly y: number }
  readonly dispose: () => void
}

export interface MovementParts {
  readonly stage: HTMLElement
  readonly world: HTMLElement
  /** After each change. */
  readonly moved: (camera: Camera) => void
}

/** Below it only names are shown, large. */
const FAR = 0.42
/** ms after the last movement in which the picture is drawn sharp again. */
const RESTS = 160
/** px that a press may move and be a click. */
const CLICK = 4
/** Of the way that is left, in a frame. */
const GLIDE = 0.22

export function createMovement({ stage, world, moved }: MovementParts): Movement {
  let camera: Camera = { x: 0, y: 0, scale: 1 }
  let goal: Camera | null = null
  let picture: Size = { width: 1, height: 1 }
  let pane: Size = { width: stage.clientWidth, height: stage.clientHeight }
  let frame = 0
  let resting: ReturnType<typeof setTimeout> | undefined
  /** What came while the pane was not seen: its picture, and what is to be looked at in it. */
  let [pictureCame, lookedFor]: [Rectangle | null, Parameters<Movement['look']> | null] = [null, null]
  let wasDragged = false
  const reduced = matchMedia('(prefers-reduced-motion: reduce)')
  const ending = new AbortController()

  const draw = (): void => {
    frame = 0
    if (goal !== null) {
      const left = Math.abs(goal.x - camera.x) + Math.abs(goal.y - camera.y) + 400 * Math.abs(goal.scale / camera.scale - 1)
      const by = left < 1 || reduced.matches ? 1 : GLIDE
      camera = {
        x: camera.x + (goal.x - camera.x) * by,
        y: camera.y + (goal.y - camera.y) * by,
        scale: camera.scale + (goal.scale - camera.scale) * by,
      }
      if (by === 1) goal = null
      else ask()
    }
    world.style.transform = `translate(${camera.x}px, ${camera.y}px) scale(${camera.scale})`
    world.classList.toggle('far', camera.scale < FAR)
    moved(camera)
  }
  const ask = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw)
    world.classList.add('moving')
    clearTimeout(resting)
    resting = setTimeout(() => world.classList.remove('moving'), RESTS)
  }
  const set = (next: Camera): void => {
    goal = null
    camera = held(next, picture, pane)
    ask()
  }
  const inPane = (event: { readonly clientX: number; readonly clientY: number }): { readonly x: number; readonly y: number } => {
    const { left, top } = stage.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    const [x, y] = [event.deltaX * unit, event.deltaY * unit]
    // Two fingers move it; a wheel, or fingers that spread, make it larger.
    const fingers = !event.ctrlKey && event.deltaMode === WheelEvent.DOM_DELTA_PIXEL && (x !== 0 || Math.abs(y) < 40)
    if (event.shiftKey && x === 0) set(pan(camera, -y, 0))
    else if (fingers) set(pan(camera, -x, -y))
    else set(zoomAt(camera, Math.exp(-y * (event.ctrlKey && Math.abs(y) < 40 ? 0.01 : 0.0016)), inPane(event)))
  }

  const pointers = new Map<number, { readonly x: number; readonly y: number }>()
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return
    if (pointers.size === 0) wasDragged = false
    pointers.set(event.pointerId, inPane(event))
  }
  const onMove = (event: PointerEvent): void => {
    const before = pointers.get(event.pointerId)
    if (before === undefined) return
    const now = inPane(event)
    const [one, other] = [...pointers.values()]
    if (pointers.size === 1) {
      if (!wasDragged && Math.hypot(now.x - before.x, now.y - before.y) < CLICK) return
      if (!wasDragged) stage.setPointerCapture(event.pointerId)
      wasDragged = true
      set(pan(camera, now.x - before.x, now.y - before.y))
    } else if (one && other) {
      wasDragged = true
      const still = before === one ? other : one
      const far = Math.hypot(before.x - still.x, before.y - still.y)
      const middle = { x: (now.x + still.x) / 2, y: (now.y + still.y) / 2 }
      const moved = pan(camera, (now.x - before.x) / 2, (now.y - before.y) / 2)
      set(zoomAt(moved, far < 1 ? 1 : Math.hypot(now.x - still.x, now.y - still.y) / far, middle))
    }
    pointers.set(event.pointerId, now)
  }
  const onUp = (event: PointerEvent): void => void pointers.delete(event.pointerId)

  const { signal } = ending
  stage.addEventListener('wheel', onWheel, { passive: false, signal })
  stage.addEventListener('pointerdown', onDown, { signal })
  stage.addEventListener('pointermove', onMove, { signal })
  stage.addEventListener('pointerup', onUp, { signal })
  stage.addEventListener('pointercancel', onUp, { signal })
  const isSeen = (): boolean => pane.width * pane.height > 0
  const look: Movement['look'] = (at, how) => {
    if (!isSeen()) lookedFor = [at, how]
    else if (how.always || camera.scale < how.least || !isInSight(goal ?? camera, at, pane)) {
      goal = lookAt(camera, at, pane, how.least)
      ask()
    }
  }
  const sizes = new ResizeObserver(() => {
    pane = { width: stage.clientWidth, height: stage.clientHeight }
    // Behind another tab it has no size: who comes back finds it as it was left.
    if (!isSeen()) return
    const way = goal
    set(pictureCame === null ? camera : readable(picture, pane, pictureCame))
    // What it was on its way to stays wanted: a pane is measured for the first time while it goes there.
    if (pictureCame === null) goal = way
    if (lookedFor !== null) look(...lookedFor)
    pictureCame = lookedFor = null
  })
  sizes.observe(stage)

  return {
    camera: () => camera,
    paneSize: () => pane,
    setPicture: (next, begin, keeps) => {
      picture = next
      lookedFor = null
      if (!isSeen()) {
        if (keeps !== 'camera') pictureCame = begin
        return
      }
      set(keeps === 'camera' ? camera : keeps === 'middle' ? focused(picture, pane, begin) : readable(picture, pane, begin))
    },
    whole: () => {
      goal = fit(picture, pane)
      ask()
    },
    zoom: by => {
      goal = held(zoomAt(goal ?? camera, by, { x: pane.width / 2, y: pane.height / 2 }), picture, pane)
      ask()
    },
    pan: (x, y) => {
      goal = held(pan(goal ?? camera, x, y), picture, pane)
      ask()
    },
    look,
    dragged: () => wasDragged,
    toPicture: event => {
      const { x, y } = inPane(event)
      return { x: (x - camera.x) / camera.scale, y: (y - camera.y) / camera.scale }
    },
    dispose: () => {
      ending.abort()
      sizes.disconnect()
      cancelAnimationFrame(frame)
      clearTimeout(resting)
    },
  }
}
