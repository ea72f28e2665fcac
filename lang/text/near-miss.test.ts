import { expect, it } from 'vitest'
import { editDistance, nearMiss } from './near-miss.ts'

it.each([
  ['menu', 'menu', 0],
  ['mneu', 'menu', 1],
  ['sai', 'say', 1],
  ['grnts', 'grants', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('needs for %s → %s %i slips', (from, to, slips) => {
  expect(editDistance(from, to)).toBe(slips)
  expect(editDistance(to, from)).toBe(slips)
})

it('stops counting at the limit', () => {
  expect(editDistance('abcdef', 'uvwxyz', 2)).toBe(3)
})

it.each([
  ['mneu', 'menu'],
  ['Menu', 'menu'],
  ['otherwize', 'otherwise'],
  ['silense', 'silence'],
  ['balance', 'balances'],
])('takes %s for %s', (word, meant) => {
  expect(nearMiss(word, ['menu', 'flow', 'otherwise', 'silence', 'balances'])).toBe(meant)
})

it.each(['xyz', 'to', '', 'menu', 'flower_shop'])('has nothing to say of “%s”', word => {
  expect(nearMiss(word, ['menu', 'flow', 'on'])).toBeUndefined()
})

it('prefers the candidate with the right first letter, then the first', () => {
  expect(nearMiss('bat', ['cat', 'bar', 'ban'])).toBe('bar')
})
