import { expect, it } from 'vitest'
import { findings } from '../testing.ts'

const both = (rest: string): string =>
  `line test { numbers { "1" -> start } languages zh-CN, en-US  time zone UTC  otherwise -> start }\n${rest}`
const say = (text: string): readonly string[] => findings(both(`flow start { say ${text} -> hangup }`))
const press = (label: string): readonly string[] => findings(both(`menu start { press 9 for ${label} -> hangup }`))

it('[L.proofs.7] nothing is no text of a language where another has words', () => {
  expect(say('zh"您好" en""')).toEqual(['CW6001 zh"您好" en""'])
  expect(say('zh"您好" en"  "')).toEqual(['CW6001 zh"您好" en"  "'])
  expect(say('zh"您好" en"Hello"')).toEqual([])
  expect(findings(both('prompts { hello zh"" en"Hello" }\nflow start { say hello -> hangup }'))).toEqual(['CW6001 zh"" en"Hello"'])
})

it('[L.proofs.7] a label has words in each language', () => {
  expect(press('zh"" en"goodbye"')).toEqual(['CW6001 zh"" en"goodbye"'])
  expect(press('zh"" en""')).toEqual(['CW6001 zh"" en""'])
  expect(press('""')).toEqual(['CW6001 ""'])
  expect(findings(both('flow start { confirm { say zh"好吗？" en"Well?"  yes 1 for "" no 2 for "" -> hangup } -> hangup }'))).toEqual([
    'CW6001 ""',
    'CW6001 ""',
  ])
})
