import { expect, it } from 'vitest'
import { check, findings } from '../testing.ts'

const both = (rest: string): string =>
  `line test { numbers { "1" -> start } languages zh-CN, en-US  time zone UTC  otherwise -> start }\n${rest}`
const say = (text: string): readonly string[] => findings(both(`flow start { say ${text} -> hangup }`))
const press = (label: string): readonly string[] => findings(both(`menu start { press 9 for ${label} -> hangup }`))

it('[L.proofs.7] nothing is no text of a language where another has words', () => {
  expect(say('zh"您好" en""')).toEqual(['CW6001 zh"您好" en""'])
  expect(say('zh"您好" en"  "')).toEqual(['CW6001 zh"您好" en"  "'])
  expect(say('zh"您好" en"Hello"')).toEqual([])
  expect(say('zh"您好" en"{pause 1s}"')).toEqual(['CW6001 zh"您好" en"{pause 1s}"'])
  expect(say('zh"您好" en"."')).toEqual(['CW6001 zh"您好" en"."'])
  expect(say('zh"1" en"1"')).toEqual([])
  expect(say('zh"" en""')).toEqual([])
  // What it does not speak is that finding too.
  expect(findings(both('flow start { let x = 3 say zh"{x}" en"" -> hangup }'))).toEqual(['CW6001 zh"{x}" en""'])
  expect(findings(both('prompts { hello zh"" en"Hello" }\nflow start { say hello -> hangup }'))).toEqual(['CW6001 zh"" en"Hello"'])
})

it('[L.proofs.7] a label has words in each language', () => {
  expect(press('zh"" en"goodbye"')).toEqual(['CW6001 zh"" en"goodbye"'])
  expect(press('zh"" en""')).toEqual(['CW6001 zh"" en""'])
  expect(press('""')).toEqual(['CW6001 ""'])
  expect(press('zh""')).toEqual(['CW6001 zh""'])
  expect(press('"{pause 1s}"')).toEqual(['CW6001 "{pause 1s}"'])
  const named = (label: string): readonly string[] =>
    findings(
      both(
        `prompts { p zh"" en"" q zh"" en"x" r(w: speech) zh"{w}" en"Hi {w}" }\nremember b: boolean = true\nmenu start { press 9 for ${label} -> hangup }`,
      ),
    ).filter(each => each !== 'CW6001 zh"" en"x"')
  expect(named('p')).toEqual(['CW6001 p'])
  expect(named('r("")')).toEqual(['CW6001 r("")'])
  expect(named('r("1")')).toEqual([])
  expect(named('"{b: true "1", false ""}"')).toEqual(['CW6001 "{b: true "1", false ""}"'])
  // Told where it is written.
  expect(named('q')).toEqual([])
  const offers = (text: string): readonly string[] =>
    findings(both(`flow start { let xs: list of text = []  choose x in xs { offer ${text} none -> hangup } say "{x}" -> hangup }`))
  expect(offers('"{x}"')).toEqual([])
  expect(offers('""')).toEqual(['CW6001 ""'])
  expect(findings(both('flow start { confirm { say zh"好吗？" en"Well?"  yes 1 for "" no 2 for "" -> hangup } -> hangup }'))).toEqual([
    'CW6001 ""',
    'CW6001 ""',
  ])
})

it('[L.proofs.7] a choice’s words and a title have words in each language', () => {
  const kinds = 'type K = one of { b zh"乙" en""  other zh"他" en"o" }\nremember k: K = b\n'
  expect(findings(both(`${kinds}flow start { if k == b { say zh"{k}" en"{k}" } -> hangup }`))).toEqual(['CW6001 zh"乙" en""'])
  expect(findings(both('flow start { say zh"好" en"x" -> hangup }').replace('line test', 'line test zh"" en"Bank"'))).toEqual([
    'CW6001 zh"" en"Bank"',
  ])
})

it('says of which form a text has no words', () => {
  const told = (label: string): readonly string[] =>
    check(both(`remember b: boolean = true\nmenu start { press 9 for ${label} -> hangup }`)).diagnostics.map(({ message }) => message.en)
  expect(told('"{b: true "", false ""}"')).toEqual(['This text has no words in zh-CN and en-US.'])
  expect(told('"{b: true "1", false ""}"')).toEqual(['This text has no words in zh-CN and en-US where a value takes an empty form.'])
  // Where one language has no words at all, that is what is said.
  expect(told('zh"{b: true ""}" en"{b: true "x", false ""}"')[0]).toBe('This text has no words in zh-CN.')
})

it('[L.proofs.7] under a condition a label has words by one form at least: by the others it need not come to be told', () => {
  const when = (label: string, condition: string): readonly string[] =>
    findings(both(`remember b: boolean = true\nmenu start { press 9 for ${label} ${condition} -> hangup }`))
  const gold = 'zh"{b: true "金卡服务", false ""}" en"{b: true "gold service", false ""}"'
  expect(when(gold, 'when b')).toEqual([])
  expect(when(gold, '')).toEqual([`CW6001 ${gold}`])
  expect(when('zh"{b: true "", false ""}" en"{b: true "", false ""}"', 'when b')).toHaveLength(1)
})
