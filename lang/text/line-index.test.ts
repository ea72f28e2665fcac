import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLineIndex } from './line-index.ts'

it('counts lines that end in any of the three ways', () => {
  const index = createLineIndex('a\nbc\r\nd\re')
  expect(index.lineCount).toBe(4)
  expect([0, 1, 2, 3].map(line => index.line(line))).toEqual([
    { start: 0, end: 1 },
    { start: 2, end: 4 },
    { start: 6, end: 7 },
    { start: 8, end: 9 },
  ])
  expect(index.position(3)).toEqual({ line: 1, column: 1 })
  expect(index.offset({ line: 2, column: 0 })).toBe(6)
})

it('counts columns in UTF-16 units', () => {
  expect(createLineIndex('好😀x').position(3)).toEqual({ line: 0, column: 3 })
})

it('clamps what lies outside the text', () => {
  const index = createLineIndex('ab\ncd')
  expect(index.position(99)).toEqual({ line: 1, column: 2 })
  expect(index.position(-1)).toEqual({ line: 0, column: 0 })
  expect(index.offset({ line: 0, column: 9 })).toBe(2)
  expect(index.offset({ line: 9, column: 0 })).toBe(5)
})

it('goes from every offset that begins no second half of a line break to its position and back', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '好', '\n', '\r', '\r\n')), parts => {
      const text = parts.join('')
      const index = createLineIndex(text)
      for (let offset = 0; offset <= text.length; offset++) {
        if (text[offset] === '\n' && text[offset - 1] === '\r') continue
        expect(index.offset(index.position(offset))).toBe(offset)
      }
    }),
  )
})
