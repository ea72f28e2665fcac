import { expect, it } from 'vitest'
import { applyEdits } from './edit.ts'

it('makes all edits at once, whatever their order', () => {
  const edits = [
    { start: 4, end: 5, text: 'E' },
    { start: 0, end: 1, text: '' },
    { start: 2, end: 2, text: '+' },
  ]
  expect(applyEdits('abcde', edits)).toBe('b+cdE')
})

it('keeps the order of insertions at one place', () => {
  const edits = [
    { start: 1, end: 1, text: '1' },
    { start: 1, end: 1, text: '2' },
  ]
  expect(applyEdits('ab', edits)).toBe('a12b')
})

it('refuses edits that overlap or lie outside', () => {
  const over = [
    { start: 0, end: 2, text: '' },
    { start: 1, end: 3, text: '' },
  ]
  expect(() => applyEdits('abc', over)).toThrow(RangeError)
  expect(() => applyEdits('abc', [{ start: 2, end: 4, text: '' }])).toThrow(RangeError)
})
