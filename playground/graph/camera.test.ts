import { expect, it } from 'vitest'
import { fit, focused, held, isInSight, lookAt, readable, zoomAt } from './camera.ts'

const PANE = { width: 800, height: 400 }

it('what is under the pointer stays there while zooming, however far', () => {
  let camera = { x: 10, y: -20, scale: 1 }
  const at = { x: 300, y: 120 }
  const before = { x: (at.x - camera.x) / camera.scale, y: (at.y - camera.y) / camera.scale }
  for (const by of [1.3, 1.3, 0.5, 100, 0.0001, 1.2]) {
    camera = zoomAt(camera, by, at)
    expect((at.x - camera.x) / camera.scale).toBeCloseTo(before.x, 6)
    expect((at.y - camera.y) / camera.scale).toBeCloseTo(before.y, 6)
  }
})

it('fits all in, in the middle, and never larger than life', () => {
  expect(fit({ width: 100, height: 100 }, PANE)).toEqual({ scale: 1, x: 350, y: 150 })
  const large = fit({ width: 8000, height: 2000 }, PANE)
  expect(isInSight(large, { x: 0, y: 0, width: 8000, height: 2000 }, PANE)).toBe(true)
})

it('begins where it can be read', () => {
  const begin = { x: 8, y: 3000, width: 200, height: 100 }
  const camera = readable({ width: 8000, height: 6000 }, PANE, begin)
  expect(camera.scale).toBe(0.75)
  expect(isInSight(camera, begin, PANE)).toBe(true)
  expect(readable({ width: 600, height: 300 }, PANE, begin).scale).toBe(1)
})

it('a place that is looked at is in sight', () => {
  const place = { x: 5000, y: 3000, width: 200, height: 100 }
  const far = fit({ width: 8000, height: 6000 }, PANE)
  expect(isInSight({ x: 0, y: 0, scale: 1 }, place, PANE)).toBe(false)
  const camera = lookAt(far, place, PANE, 0.7)
  expect(camera.scale).toBe(0.7)
  expect(isInSight(camera, place, PANE)).toBe(true)
})

it('what is near a place is seen whole, or with the place in the middle', () => {
  const middle = { x: 900, y: 900, width: 200, height: 100 }
  expect(focused({ width: 900, height: 500 }, PANE, middle)).toEqual(fit({ width: 900, height: 500 }, PANE))
  const near = focused({ width: 2000, height: 2000 }, PANE, middle)
  expect(near.scale).toBe(0.75)
  expect(isInSight(near, middle, PANE)).toBe(true)
})

it('the picture cannot be lost out of the pane', () => {
  const camera = held({ x: -90_000, y: 90_000, scale: 1 }, { width: 1000, height: 1000 }, PANE)
  expect(camera).toEqual({ scale: 1, x: -952, y: 352 })
})
