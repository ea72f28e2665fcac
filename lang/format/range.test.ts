import { expect, it } from 'vitest'
import { formatProgram } from './format.ts'
import { formatProgramRange, formatScriptRange } from './range.ts'

/** `«…»` is the part. */
function part(text: string): string {
  const start = text.indexOf('«')
  const end = text.indexOf('»') - 1
  return formatProgramRange(text.replace(/[«»]/g, ''), 'a.ivr', { start, end }).text!
}

it('a part is what it is in the whole: each declaration that it touches, and nothing else', () => {
  expect(part('flow a{  }\nflow b{ «  }\n\n\nflow c» {  }\nflow d{  }')).toBe('flow a{  }\nflow b { }\n\nflow c { }\nflow d{  }')
  expect(part('flow a{  }\n«\n»\nflow b{  }')).toBe('flow a{  }\n\n\nflow b{  }')
})

it('what is ignored stays as it is', () => {
  const text = '// prettier-ignore\ntype Keys = {   one: text\n                «two: text »  }\n\nflow a{  }\n'
  expect(part(text)).toBe(text.replace(/[«»]/g, ''))
})

it('a line stays in its table', () => {
  const text = 'type A      = text\ntype Longer = text\n\nmenu m { }\n'
  expect(formatProgram(text, 'a.ivr').text).toBe(text)
  expect(part(text.replace('type A', 'type «A»'))).toBe(text)
})

it('a part of a script', () => {
  const text = 'use "./main.ivr"\nscript "a" {  press 1 }\nscript "b" {  press 1 }\n'
  const start = text.indexOf('"b"')
  expect(formatScriptRange(text, 'a.dtmf', { start, end: start + 1 }).text).toBe(
    'use "./main.ivr"\nscript "a" {  press 1 }\nscript "b" {\n  press 1\n}\n',
  )
})
