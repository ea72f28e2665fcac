import { expect, it } from 'vitest'
import { freeCorner } from './free-corner.ts'

const pane = { width: 500, height: 300 }
const size = { width: 100, height: 80 }
const place = (boxes: Parameters<typeof freeCorner>[1], taken: typeof boxes = [], now: { x: number; y: number } | null = null) =>
  freeCorner({ pane, size, now }, boxes, taken)

it('stands at the lower right where nothing is', () => {
  expect(place([])).toEqual({ x: 392, y: 212 })
})

it('avoids what is there, along the edges, and what must not be covered most of all', () => {
  const corner = { x: 380, y: 200, width: 120, height: 100 }
  const free = place([corner])
  expect(free.x + size.width <= corner.x || free.y + size.height <= corner.y).toBe(true)
  const all = { x: 0, y: 0, width: 500, height: 300 }
  const legend = { x: 300, y: 150, width: 200, height: 150 }
  const { x, y } = place([all], [legend])
  expect(x + size.width <= legend.x || y + size.height <= legend.y).toBe(true)
})

it('stays where it is while nowhere is better, and comes back into the pane', () => {
  const now = { x: 8, y: 8 }
  expect(place([{ x: 380, y: 200, width: 120, height: 100 }], [], now)).toEqual(now)
  expect(place([], [], { x: 480, y: 8 })).toEqual({ x: 392, y: 212 })
})
