// What part of the picture is seen, and how large. Points of the picture times `scale`, moved by `x` and `y`, are pixels of the pane.
export interface Camera {
  readonly x: number
  readonly y: number
  readonly scale: number
}
export interface Size {
  readonly width: number
  readonly height: number
}
export interface Rectangle extends Size {
  readonly x: number
  readonly y: number
}

const LEAST = 0.03
const MOST = 3
/** px around what is fitted in. */
const MARGIN = 24

const bounded = (scale: number): number => Math.min(MOST, Math.max(LEAST, scale))

/** All of it, never larger than life. */
export function fit(picture: Size, pane: Size): Camera {
  const scale = bounded(
    Math.min(1, (pane.width - 2 * MARGIN) / Math.max(1, picture.width), (pane.height - 2 * MARGIN) / Math.max(1, picture.height)),
  )
  return { scale, x: (pane.width - picture.width * scale) / 2, y: (pane.height - picture.height * scale) / 2 }
}

/** Where a person begins to read: all of it where that can be read, else where it begins. */
export function readable(picture: Size, pane: Size, begin: Rectangle): Camera {
  const whole = fit(picture, pane)
  if (whole.scale >= 0.6) return whole
  const scale = 0.75
  return { scale, x: MARGIN - begin.x * scale, y: pane.height / 2 - (begin.y + Math.min(begin.height, pane.height / scale) / 2) * scale }
}

/** All of it where that can be read, else what is in its middle. */
export function focused(picture: Size, pane: Size, middle: Rectangle): Camera {
  const whole = fit(picture, pane)
  return whole.scale >= 0.6 ? whole : lookAt({ ...whole, scale: 0.75 }, middle, pane)
}

/** The point of the picture under `at` (px of the pane) stays where it is. */
export function zoomAt({ x, y, scale }: Camera, by: number, at: { readonly x: number; readonly y: number }): Camera {
  const next = bounded(scale * by)
  const ratio = next / scale
  return { scale: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio }
}

export const pan = ({ x, y, scale }: Camera, byX: number, byY: number): Camera => ({ scale, x: x + byX, y: y + byY })

/** At least a corner of the picture stays in the pane. */
export function held({ x, y, scale }: Camera, picture: Size, pane: Size): Camera {
  const [width, height] = [picture.width * scale, picture.height * scale]
  const keep = 48
  return {
    scale,
    x: Math.min(pane.width - keep, Math.max(keep - width, x)),
    y: Math.min(pane.height - keep, Math.max(keep - height, y)),
  }
}

export const isInSight = ({ x, y, scale }: Camera, { x: left, y: top, width, height }: Rectangle, pane: Size): boolean =>
  left * scale + x >= 0 && top * scale + y >= 0 && (left + width) * scale + x <= pane.width && (top + height) * scale + y <= pane.height

/** In the middle, at a size that can be read; what is larger than the pane by its left upper corner. */
export function lookAt(camera: Camera, { x, y, width, height }: Rectangle, pane: Size, least = 0): Camera {
  const scale = bounded(Math.max(camera.scale, least))
  const middle = (start: number, length: number, room: number): number =>
    length * scale > room ? MARGIN - start * scale : room / 2 - (start + length / 2) * scale
  return { scale, x: middle(x, width, pane.width), y: middle(y, height, pane.height) }
}
