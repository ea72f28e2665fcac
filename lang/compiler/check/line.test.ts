import { expect, it } from 'vitest'
import { applyEdits } from '../../text/edit.ts'
import { check } from '../testing.ts'

const line = (languages: string): string => `line test {
  numbers { "1" -> start }
  languages ${languages}
  time zone UTC
  otherwise -> start
}
menu start {
  say zh"您好。" en"Hello."
  press 1 for language zh-CN -> start
  press 2 for language en-US -> start
}
`

it.each([
  ['zh_CN, en_US', 'zh-CN, en-US'],
  ['Chinese, English', 'zh-CN, en-US'],
  ['中文, 英文', 'zh-CN, en-US'],
  ['cn, en-US', 'zh-CN, en-US'],
  ['zh-CNN, en-US', 'zh-CN, en-US'],
])('of the languages %s it says how they are written, and nothing of the texts', (languages, meant) => {
  const source = line(languages)
  const found = check(source).diagnostics
  expect([...new Set(found.map(({ code }) => code))]).toEqual(['CW6006'])
  const mended = applyEdits(source, found.flatMap(({ fixes }) => fixes[0]!.edits)) // prettier-ignore
  expect(mended).toBe(line(meant))
  expect(check(mended).diagnostics).toEqual([])
})

it('a language that the line has not words for is named as it is', () => {
  const codes = check(line('zh-CN, en-US, fr')).diagnostics.map(({ code }) => code)
  expect(codes).toContain('CW6010')
  expect(codes).not.toContain('CW6006')
})

it('a language that is misnamed hides no level that is', () => {
  const source = line('zh_CN, en-US').replace('otherwise', 'levels anonymous < verified\n  otherwise')
  const codes = check(`${source}menu _more requires verifyed { press 1 for zh"一" -> start }\n`).diagnostics.map(({ code }) => code)
  expect(codes).toEqual(['CW6006', 'CW2013'])
})
