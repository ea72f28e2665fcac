import { expect, it } from 'vitest'
import { check, findings } from '../testing.ts'

const both = (rest: string, languages = 'zh-CN, en-US'): string =>
  `line test { numbers { "1" -> start } languages ${languages}  time zone UTC  levels anonymous < verified  otherwise -> start }\n${rest}`
const say = (text: string, languages?: string): readonly string[] =>
  findings(both(`flow start { let n = 3  say ${text} -> hangup }`, languages))

it('[L.lexical.5] [L.lexical.6] [S7.5] [S7.6] each language of the line is spoken, by the longest tag that matches', () => {
  expect(say('zh"{n}" en"{n}"')).toEqual([])
  expect(say('zh-CN"{n}" en-US"{n}"')).toEqual([])
  expect(say('zh"{n}" zh-HK"{n}" en"{n}"', 'zh-CN, zh-HK, en')).toEqual([])
  expect(say('zh"{n}"')).toEqual(['CW6001 zh"{n}"'])
  expect(say('zh-HK"{n}" en"{n}"', 'zh-CN, zh-HK, en')).toEqual(['CW6001 zh-HK"{n}" en"{n}"'])
  expect(say('zh"{n}" en"{n}" fr"{n}"')).toEqual(['CW6004 fr'])
  expect(say('zh"{n}" en-GB"{n}"')).toEqual(['CW6001 zh"{n}" en-GB"{n}"', 'CW6004 en-GB'])
})

it('[L.lexical.7] untagged words are an error where they are spoken in more than one language', () => {
  expect(say('"Three."')).toEqual(['CW6003 "Three."'])
  expect(say('"{n}!"')).toEqual([])
  expect(say('"Three."', 'en')).toEqual([])
  const sent = 'service s { notice n(words: text) }\nflow start { notify s.n("lost card")  if call.called == "x" { } -> hangup }'
  expect(findings(both(sent))).toEqual([])
  expect(
    findings(both('flow start { tell("x") }'.replace('tell("x")', 'do tell("x") -> hangup') + '\nflow tell(x: speech) { say x }')),
  ).toEqual(['CW6003 "x"'])
  expect(findings(both('menu start { press 1 for "x" -> hangup }'))).toEqual(['CW6003 "x"'])
})

it('[L.proofs.7] every language speaks the same values', () => {
  expect(say('zh"{n}条" en"{n: one "{n} message", other "{n} messages"}"')).toEqual([])
  expect(say('zh"{n}条" en"Messages."')).toEqual(['CW6002 en"Messages."'])
  expect(say('zh"{ n }" en"{n as digits}"')).toEqual([])
})

it('[L.lexical.4] plural forms are those of the language; a choice and a yes or no have their own words', () => {
  expect(say('zh"{n: other "{n}条"}" en"{n: one "{n} message", other "{n} messages"}"')).toEqual([])
  expect(say('zh"{n: one "{n}条", other "{n}条"}" en"{n: few "x", other "{n} messages"}"')).toEqual(['CW2137 one', 'CW2137 few'])
  expect(say('zh"{n}" en"{n: one "x"}"')).toEqual(['CW2138 {n: one "x"}'])
  const kinds = 'type K = one of { a zh"甲" en"A"  other zh"乙" en"B" }\nremember k: K = a\nremember yes_or_no: boolean = true\n'
  const held = (text: string): readonly string[] =>
    findings(both(`${kinds}flow start { if yes_or_no and k == a { say ${text} } -> hangup }`))
  expect(held('zh"{k: a "甲", other "乙"}" en"{k: a "A", other "B"}"')).toEqual([])
  expect(held('zh"{k}" en"{k: a "A"}"')).toEqual(['CW2138 {k: a "A"}'])
  expect(held('zh"{k}" en"{k: aa "A", other "B"}"')).toEqual(['CW2137 aa'])
  expect(held('zh"{yes_or_no: true "是", false "否"}" en"{yes_or_no: true "yes"}"')).toEqual(['CW2138 {yes_or_no: true "yes"}'])
  expect(held('zh"{k}" en"{k}"')).toEqual([])
})

it('a title and a choice’s words have every language too', () => {
  expect(
    findings(both('type K = one of { a zh"甲"  other zh"乙" en"B" }\nremember k: K = a\nflow start { if k == a { } -> hangup }')),
  ).toEqual(['CW6001 zh"甲"'])
  // Wherever the choice is written, once each.
  const lacking = 'one of { a zh"甲"  other zh"乙" en"B" }'
  for (const written of [
    `remember k: list of ${lacking} = []`,
    `settings { k: ${lacking} = a }`,
    `prompts { tell(k: ${lacking}) zh"{k}" en"{k}" }`,
    `service s { query q(): ${lacking} within 1s }`,
    `service s { query q(): { k: ${lacking} or nothing } within 1s }`,
    `service s { query q() within 1s { yes(k: ${lacking}) } }`,
    `service s { notice n(k: ${lacking}) }`,
    `flow f(k: ${lacking}) { say zh"{k}" en"{k}" }`,
    `flow f returns ${lacking} { return a }`,
    `flow f { let k: ${lacking} = a  if k == a { } }`,
  ])
    expect(findings(both(`${written}\nflow start { -> hangup }`)), written).toEqual(['CW6001 zh"甲"'])
  expect(
    findings(
      'line test zh"银行" { numbers { "1" -> start } languages zh-CN, en-US  time zone UTC  otherwise -> start }\nflow start { -> hangup }',
    ),
  ).toEqual(['CW6001 zh"银行"'])
})

it('[L.steps.29] the standard prompts are told the program’s way where it declares them', () => {
  const own =
    'prompts { option(label: speech, key: digits) zh"{key}：{label}" en"{key}: {label}" }\nmenu start { press 1 for zh"完" en"the end" -> hangup }'
  const program = check(both(own))
  expect(program.diagnostics).toEqual([])
  expect(program.standard.get('option')?.file.path).toBe('main.ivr')
  expect([...program.standard.keys()]).toEqual(['option', 'shortcut', 'more', 'yes', 'no', 'position'])
  expect(program.standard.get('yes')?.file.standard).toBe(true)
  expect(findings(both(own.replace('key: digits', 'key: number')))).toEqual(['CW6008 option'])
})

it('a language that the standard prompts do not speak needs the program’s own', () => {
  expect(findings(both('flow start { -> hangup }', 'en, fr'))).toEqual(['CW6010 fr'])
  const own = `prompts {
    option(label: speech, key: digits) en"{label} {key}" fr"{label} {key}"
    shortcut(label: speech, key: digits) en"{label} {key}" fr"{label} {key}"
    more en"more" fr"suite"  yes en"yes" fr"oui"  no en"no" fr"non"  position(n: number) en"{n}" fr"{n}"
  }`
  // Then its values are what is missing.
  expect(findings(both(`${own}\nflow start { -> hangup }`, 'en, fr'))).toEqual(['CW6011 fr'])
  expect(findings(both(`${own.replaceAll('fr"', 'en-GB"')}\nflow start { -> hangup }`, 'en, en-GB'))).toEqual([])
})

it('[S7.9] [L.declarations.3] a setting is written down, fits its type, and is neither private nor secret', () => {
  const settings = (text: string): readonly string[] => findings(both(`settings { ${text} }\nflow start { -> hangup }`))
  expect(
    settings(
      'open: boolean = true  notice: speech = zh"系统升级" en"We are upgrading."  days: list of date = [2026-10-01]  n: number 1..9 = 3  fee: money CNY = CNY 1.00',
    ),
  ).toEqual([])
  expect(settings('n: number 1..9 = 10')).toEqual(['CW2105 10'])
  expect(settings('n: number = 1 + 1')).toEqual(['CW2126 1 + 1'])
  expect(settings('notice: speech = "Upgrading."')).toEqual(['CW6003 "Upgrading."'])
  // Of type text it is one text: of a language alone nobody would know what the others hear.
  expect(settings('who: text = zh"总行"')).toEqual(['CW2145 zh"总行"'])
  expect(settings('who: text = zh"总行" en"head office"')).toEqual(['CW2145 zh"总行" en"head office"'])
  expect(settings('who: list of text = ["a", zh"总行"]')).toEqual(['CW2145 zh"总行"'])
  expect(settings('who: text = "总行"')).toEqual([])
  expect(settings('who: speech = zh"总行"')).toEqual(['CW6001 zh"总行"'])
  expect(findings(both('settings { who: text = zh"总行" }\nflow start { -> hangup }', 'zh-CN'))).toEqual([])
  expect(findings(both('settings { who: text = fr"x" }\nflow start { -> hangup }', 'zh-CN'))).toEqual(['CW6004 fr', 'CW6001 fr"x"'])
  expect(settings('who: private text = "x"')).toEqual(['CW4014 private text'])
  expect(settings('code: secret digits = "1"')).toEqual(['CW4014 secret digits'])
})
