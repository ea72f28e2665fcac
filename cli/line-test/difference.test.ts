import { expect, it } from 'vitest'
import { differenceOf } from './difference.ts'

const text = (...lines: readonly string[]): string => lines.map(line => `${line}\n`).join('')

it('shows what stands in one transcript alone, between three lines of what is in both', () => {
  const head = ['a', 'b', 'c', 'd', 'e']
  expect(differenceOf(text(...head, 'one', 'f'), text(...head, 'two', 'f'))).toEqual([
    { in: 'gap', text: '2' },
    { in: 'same', text: 'c' },
    { in: 'same', text: 'd' },
    { in: 'same', text: 'e' },
    { in: 'simulator', text: 'one' },
    { in: 'line', text: 'two' },
    { in: 'same', text: 'f' },
  ])
})

it('shows nothing of two that are the same, and the end that one has alone', () => {
  expect(differenceOf(text('a', 'b'), text('a', 'b'))).toEqual([])
  expect(differenceOf(text('a'), text('a', 'b'))).toEqual([
    { in: 'same', text: 'a' },
    { in: 'line', text: 'b' },
  ])
})
