import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseStrictJson, type StrictJson } from './strict-json.ts'

const parse = (text: string): StrictJson => parseStrictJson(new TextEncoder().encode(text))

it('reads what JSON.parse reads, where no name stands twice', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      expect(parse(text)).toEqual({ value: JSON.parse(text) as unknown })
    }),
    { numRuns: 1000 },
  )
})

it.each(['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '[{"b":{"a":"\\"","c":[],"a":1}}]', '{"a":{"x":1},"b":[{"a":1}],"a":2}'])(
  'refuses %s',
  text => {
    expect(parse(text)).toEqual({ why: 'a name stands twice in an object of the answer' })
  },
)

it.each(['{"a":"a","b":"a"}', '[{"a":1},{"a":2}]', '{"a":{"a":{"a":1}}}', '{"a":["a","a"],"b":"\\\\"}'])('reads %s', text => {
  expect(parse(text)).toEqual({ value: JSON.parse(text) as unknown })
})

it('refuses what is no JSON or no UTF-8', () => {
  for (const text of ['', '{', '{"a":1}x', '<html>', 'NaN', "{'a':1}"]) expect(parse(text)).toEqual({ why: 'the answer is not JSON' })
  for (const bytes of [
    [0x22, 0xff, 0x22],
    [0x22, 0xed, 0xa0, 0x80, 0x22],
    [0x22, 0xc0, 0xaf, 0x22],
  ]) {
    expect(parseStrictJson(new Uint8Array(bytes))).toEqual({ why: 'the answer is not UTF-8' })
  }
})
