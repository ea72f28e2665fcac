// What every picture keeps to, whatever is drawn.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HEAD, layOut, rowMiddle, type Laid, type Placed } from './layout.ts'
import type { Box, Line, Picture } from './picture.ts'

const meet = (one: Placed, other: Placed): boolean =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height

function expectSound({ boxes, groups, lines, width, height }: Laid): void {
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) expect(meet(one, other), `${one.box.id} on ${other.box.id}`).toBe(false)
    const frame = groups.find(({ name }) => name === one.box.group)
    if (one.box.group !== null) expect(one.x >= frame!.x && one.x + one.width <= frame!.x + frame!.width).toBe(true)
    if (one.box.group !== null) expect(one.y >= frame!.y && one.y + one.height <= frame!.y + frame!.height).toBe(true)
    else for (const group of groups) expect(meet(one, group)).toBe(false)
    expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height).toBe(true)
  }
  for (const [index, one] of groups.entries()) for (const other of groups.slice(index + 1)) expect(meet(one, other)).toBe(false)
  const placeOf = (id: string): Laid['boxes'][number] => boxes.find(({ box }) => box.id === id)!
  for (const [index, { line, points }] of lines.entries()) {
    const [from, to] = [placeOf(line.from), placeOf(line.to)]
    const [first, last] = [points[0]!, points.at(-1)!]
    const row = from.box.rows.findIndex(one => one.line === index)
    expect([from.x, from.x + from.width]).toContain(first.x)
    expect(first.y).toBeCloseTo(from.y + rowMiddle(row))
    expect([to.x, to.x + to.width]).toContain(last.x)
    expect(last.y).toBeCloseTo(to.y + HEAD / 2)
    for (const [at, end] of points.slice(1).entries()) {
      const start = points[at]!
      expect(Math.min(Math.abs(start.x - end.x), Math.abs(start.y - end.y))).toBeLessThan(0.02)
      const stretch = {
        x: Math.min(start.x, end.x),
        y: Math.min(start.y, end.y),
        width: Math.abs(start.x - end.x),
        height: Math.abs(start.y - end.y),
      }
      for (const { box, x, y, ...size } of boxes) {
        const inner = { x: x + 1, y: y + 1, width: size.width - 2, height: size.height - 2 }
        expect(meet(stretch, inner), `the line from ${line.from} to ${line.to} goes through ${box.id}`).toBe(false)
      }
    }
  }
}

/** Boxes of a few files, and lines between any two of them: round in circles, too. */
const pictures = fc
  .record({ files: fc.integer({ min: 0, max: 4 }), boxes: fc.integer({ min: 1, max: 14 }) })
  .chain(({ files, boxes }) =>
    fc.record({
      groups: fc.array(fc.integer({ min: -1, max: files - 1 }), { minLength: boxes, maxLength: boxes }),
      lines: fc.array(fc.tuple(fc.nat(boxes - 1), fc.nat(boxes - 1)), { maxLength: 30 }),
    }),
  )
  .map(({ groups, lines }): Picture => {
    const drawn = lines.filter(([from, to]) => from !== to)
    const boxes = groups.map((group, index): Box => ({
      id: `place_${index}`,
      at: null,
      point: index,
      title: `place_${index}`,
      kind: 'menu',
      group: group < 0 ? null : `file_${group}.ivr`,
      rows: drawn.flatMap(([from], line) => (from === index ? [{ kind: 'key' as const, text: `${line} a way`, line }] : [])),
      marks: [],
      described: '',
    }))
    return {
      title: 'Test',
      ui: 'en',
      groups: [...new Set(boxes.flatMap(({ group }) => (group === null ? [] : [group])))].sort(),
      boxes,
      lines: drawn.map(([from, to]): Line => ({ from: `place_${from}`, to: `place_${to}`, kind: 'go' })),
    }
  })

it('boxes and frames never lie on each other, and no line goes through a box', () => {
  fc.assert(
    fc.property(pictures, picture => expectSound(layOut(picture))),
    { numRuns: 300 },
  )
})

it('no two lines go up or down on each other, but where they come into a frame to one place', () => {
  fc.assert(
    fc.property(pictures, picture => {
      const stretches = layOut(picture).lines.flatMap(({ line, points }) =>
        points
          .slice(1)
          .flatMap(({ x, y }, at) =>
            points[at]!.x === x && points[at]!.y !== y
              ? [{ line, x, from: Math.min(y, points[at]!.y), to: Math.max(y, points[at]!.y) }]
              : [],
          ),
      )
      for (const one of stretches) {
        for (const other of stretches) {
          if (one.line.to !== other.line.to && one.x === other.x) expect(one.to <= other.from || other.to <= one.from).toBe(true)
        }
      }
    }),
    { numRuns: 300 },
  )
})

it('what the keys of a menu lead to stands from above to below, as they do', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 9 }), fc.boolean(), (keys, framed) => {
      const group = framed ? 'main.ivr' : null
      const box = (id: string, rows: Box['rows']): Box => ({
        id,
        at: null,
        point: 0,
        title: id,
        kind: 'menu',
        group,
        rows,
        marks: [],
        described: '',
      })
      const ids = Array.from({ length: keys }, (_, key) => `place_${key}`)
      const menu = box(
        'menu',
        ids.map((_, line) => ({ kind: 'key', text: `${line + 1}`, line })),
      )
      const { boxes, lines } = layOut({
        title: 'Test',
        ui: 'en',
        groups: framed ? ['main.ivr'] : [],
        boxes: [menu, ...ids.map(id => box(id, []))],
        lines: ids.map(to => ({ from: 'menu', to, kind: 'go' })),
      })
      expect(
        boxes
          .slice(1)
          .toSorted((one, other) => one.y - other.y)
          .map(({ box: { id } }) => id),
      ).toEqual(ids)
      expect(lines.every(({ points }) => points.length <= 4)).toBe(true)
    }),
  )
})

it('the same picture is laid out in the same way', () => {
  fc.assert(
    fc.property(pictures, picture => {
      expect(layOut(picture)).toEqual(layOut(picture))
    }),
    { numRuns: 30 },
  )
})
