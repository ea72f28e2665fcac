import { expect, it } from 'vitest'
import type { Laid } from '../../lang/compiler/emit/graph/index.ts'
import { lineAt } from './hit.ts'
import { nextPlace } from './steps.ts'
import { drawWay } from './way.ts'

const box = (id: string, x: number, y: number): Laid['boxes'][number] => ({
  x,
  y,
  width: 100,
  height: 40,
  box: { id, at: null, point: 0, title: id, kind: 'menu', group: null, rows: [], marks: [], described: id },
})
const line = (from: string, to: string, ...points: readonly [number, number][]): Laid['lines'][number] => ({
  line: { from, to, kind: 'go' },
  points: points.map(([x, y]) => ({ x, y })),
})
const LAID = {
  boxes: [box('$line', 0, 0), box('main', 200, 0), box('cards', 400, 0), box('loans', 400, 100), box('lone', 900, 50)],
  lines: [
    line('$line', 'main', [100, 20], [200, 14]),
    line('main', 'cards', [300, 20], [400, 14]),
    line('main', 'loans', [300, 30], [350, 30], [350, 114], [400, 114]),
  ],
}

it('arrow keys go along the ways, and back to where one came from', () => {
  expect(nextPlace(LAID, '$line', 'right', null)).toBe('main')
  expect(nextPlace(LAID, 'main', 'right', null)).toBe('cards')
  expect(nextPlace(LAID, 'main', 'right', 'loans')).toBe('loans')
  expect(nextPlace(LAID, 'cards', 'down', null)).toBe('loans')
  expect(nextPlace(LAID, 'loans', 'up', null)).toBe('cards')
  expect(nextPlace(LAID, 'loans', 'left', null)).toBe('main')
  expect(nextPlace(LAID, 'lone', 'left', null)).toBeNull()
})

it('a line is found near its course, and nowhere else', () => {
  expect(lineAt(LAID.lines, { x: 352, y: 80 }, 6)).toBe(2)
  expect(lineAt(LAID.lines, { x: 380, y: 60 }, 6)).toBe(-1)
})

const way = (...places: readonly string[]) => ({ places: places.map(place => ({ place, by: '' })) })

it('the way of a call follows the lines, and jumps where there is none', () => {
  const { parts, visited } = drawWay(LAID, [], way('main', 'loans', 'main', 'loans', 'nowhere', 'lone'))
  expect(parts.map(({ key, jump }) => [key, jump])).toEqual([
    ['$line main 0', false],
    ['main loans 2', false],
    ['loans main ', true],
  ])
  expect(visited.has('loans')).toBe(true)
})

it('of two lines between the same places the way takes that of the key', () => {
  const [first, second] = [line('main', 'cards', [300, 20], [400, 14]), line('main', 'cards', [300, 34], [400, 14])]
  const main = box('main', 200, 0)
  const rows = ['1 Mandarin', '2 English'].map((text, index) => ({ kind: 'key', text, line: 1 - index }) as const)
  const laid = { boxes: [{ ...main, box: { ...main.box, rows } }, box('cards', 400, 0)], lines: [first, second] }
  const keysOf = (by: string) =>
    drawWay(laid, [1, 0], {
      places: [
        { place: 'main', by: '' },
        { place: 'cards', by },
      ],
    }).parts.map(({ key }) => key)
  expect(keysOf('2')).toEqual(['main cards 1'])
  expect(keysOf('1')).toEqual(['main cards 0'])
  expect(keysOf('')).toEqual(['main cards 0'])
})
