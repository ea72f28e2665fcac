import { expect, it } from 'vitest'
import { parse } from '../lang/grammar/index.ts'
import { harbour } from './example.ts'
import { begin, bilingual, codes, entries, heard } from './heard.ts'
import { findings, line, machineOf, plays, says } from './testing.ts'

it('[L.lexical.1] comments stand anywhere and say nothing; `///` documents the declaration that follows', () => {
  const program = `${line()}
/// Says
/// hello.
flow welcome { // a word: -> goodbye
  say /* not "this" */ "Hello." /* and
     over lines */ -> hangup
}
// not a doc
flow other { -> hangup }`
  expect(heard(program, 'hear "Hello"')).toEqual(['Hello.'])
  const docs = parse(program, 'main.ivr').tree.declarations.map(each => each.doc)
  expect(docs).toEqual([undefined, undefined, 'Says\nhello.', undefined])
})

it('[L.lexical.2] a name begins with a letter or `_` and goes on with letters, digits and `_`', () => {
  const named = (name: string): string => `${line()}flow welcome { let ${name} = 1 say "{${name}}" -> hangup }`
  for (const name of ['x', 'Ω', '金额', 'é2_x', '_9', 'ünicode']) expect(says(named(name)), name).toEqual([])
  for (const name of ['9x', 'a-b', 'a.b', 'x!']) expect(codes(named(name)).length, name).toBeGreaterThan(0)
})

it('[L.lexical.3] `flow 挂失` is as good as `flow report_loss`', () => {
  plays(
    `${line()}menu welcome { press 1 for "a lost card" -> 挂失 }
flow 挂失 { say "It is blocked." -> hangup }`,
    'press 1  hear "It is blocked"  expect ended in 挂失',
  )
})

it('[L.lexical.5] localized text is a run of tagged strings, one per language', () => {
  const program = `${bilingual()}flow welcome { say zh"您好" en"Hello" -> hangup }`
  expect(heard(program, 'script "zh" in zh-CN { hear "您好" }')).toEqual(['您好'])
  expect(codes(program.replace('en"Hello"', 'zh"Hello"'))).toContain('CW1017')
  expect(codes(program.replace('en"Hello"', '"Hello"'))).toContain('CW1016')
})

it('[L.lexical.6] the tag touches its quote; `zh` matches `zh-CN`, and the longest match wins', () => {
  const program = (text: string): string => `${bilingual()}flow welcome { say ${text} language en-US say ${text} -> hangup }`
  expect(heard(program('zh"短" zh-CN"长" en"one"'), 'hear "one"')).toEqual(['长', 'one'])
  expect(heard(program('zh-CN"长" en"one" zh"短" en-US"two"'), 'hear "two"')).toEqual(['长', 'two'])
  expect(codes(program('zh "短" en"one"')).length).toBeGreaterThan(0)
  expect(codes(program('zh_CN"短" en"one"')).length).toBeGreaterThan(0)
})

it('[L.lexical.7] untagged text means the same in every language, and words of its own are an error where it is spoken in more than one', () => {
  const program = (text: string, head: string): string => `${head}flow welcome { let n = 7 milestone m(n) say ${text} -> hangup }`
  expect(says(program('"Hello"', bilingual()))).toEqual(['CW6003 "Hello"'])
  expect(says(program('"Hello"', line()))).toEqual([])
  expect(says(program('"{n}"', bilingual()))).toEqual([])
  expect(heard(program('"{n}"', bilingual()), 'hear "七"')).toEqual(['七'])
  // Not spoken: it has the same words for all.
  expect(says(`${bilingual()}remember who: text = "nobody"\nflow welcome { if who == "somebody" { set who = "x" } -> hangup }`)).toEqual([])
})

it('[L.lexical.8] several texts of one step are separated by commas', () => {
  const program = `${line()}prompts { sorry "Sorry."  goodbye_words "Bye." }`
  expect(heard(`${program}${begin('say sorry, "And", goodbye_words')}`, 'hear "Bye"')).toEqual(['Sorry.', 'And', 'Bye.'])
  expect(codes(`${program}${begin('say "And" "so on"')}`)).toContain('CW1021')
  expect(codes(`${program}${begin('say sorry goodbye_words')}`).length).toBeGreaterThan(0)
})

it('[L.lexical.9] durations, money, dates, times, moments, lists and keys are written so', () => {
  const program = `${line('shortcuts { press 9 unannounced -> goodbye }')}
service back { notice all(a: list of duration, m: money CNY, d: date, t: time, at: moment, xs: list of number) }
menu welcome {
  say "Menu."
  ${[...'01234567'].map(key => `press ${key} unannounced { milestone pressed(key: "${key}") -> again }`).join('\n')}
  press * unannounced { milestone pressed(key: "star") -> again }
  press # unannounced { milestone pressed(key: "pound") -> gone }
}
flow gone {
  notify back.all([500ms, 5s, 2min, 1h], CNY 100.00, 2026-10-01, 08:30, 2026-10-01T08:30+08:00, [1, 2])
  -> hangup
}`
  // Right behind an option the end key would be swallowed.
  const script = `${[...'01234567*'].map(key => `press ${key}`).join('\n')}\nwait 4s\npress #\nexpect ended by line`
  const [sent] = entries(program, script, 'ask')
  expect(sent!.arguments).toEqual([[500, 5000, 120_000, 3_600_000], 10_000, '2026-10-01', '08:30', Date.UTC(2026, 9, 1, 0, 30), [1, 2]])
  expect(entries(program, script, 'milestone').map(({ values }) => values['key'])).toEqual([...'01234567', 'star', 'pound'])
  for (const wrong of ['5 s', '5m', 'CNY 100.001', '2026-13-01', '8:30', '25:30', '2026-10-01T08:30'])
    expect(codes(`${line()}flow welcome { let x = ${wrong} milestone m(x) -> hangup }`).length, wrong).toBeGreaterThan(0)
})

it('[L.lexical.10] a word is reserved only where the grammar expects it, and there it wins; a field or an argument may have any name', () => {
  const program = `${line()}
type Entry = { press: number  menu: text  say: text  again: text }
service back { query entry(flow: number): Entry within 1s  notice log(say: text, back: text) }
menu language { press 1 for "on" -> say_it }
flow say_it {
  let entry = query back.entry(flow: 1) else -> hangup
  let record = entry.press
  say "{record} {entry.menu} {entry.again}"
  notify back.log(say: entry.say, back: "x")
  -> hangup
}
flow welcome { -> language }`
  plays(
    program,
    `given back.entry answers { press: 4, menu: "five", say: "six", again: "seven" }
     press 1
     hear "four five seven"
     expect back.log performed once with say "six", back "x"`,
  )
  for (const place of ['again', 'back', 'hangup'])
    expect(codes(`${line()}flow welcome { -> hangup }\nflow ${place} { -> hangup }`)).toEqual(['CW1018'])
  // Where a step is expected, the word wins.
  expect(codes(`${line()}flow welcome { let say = 1 say -> hangup }`).length).toBeGreaterThan(0)
})

it('[L.lexical.11] arguments are by position until the first named one; after it a bare name is `name: name`', () => {
  const program = (call: string): string => `${line()}
service back { notice log(a: number, b: number, c: number) }
flow welcome { let c = 3 let b = 2 notify back.log(${call}) -> hangup }`
  for (const call of ['1, 2, 3', '1, b: 2, c', '1, c: 3, b', 'a: 1, b, c', 'c: 3, b, a: 1'])
    expect(entries(program(call), 'expect ended by line', 'ask')[0]!.arguments, call).toEqual([1, 2, 3])
  expect(codes(program('1, b: 2, 3'))).toContain('CW2030')
  // A bare name behind a named one is that parameter's, whatever its place.
  expect(codes(program('1, b: 2, b'))).toContain('CW2029')
})

it('[L.lexical.12] line breaks mean nothing', () => {
  // Every blank outside of texts becomes a break, and every break a blank.
  const respaced = (files: Readonly<Record<string, string>>, blank: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        text
          .split(/("(?:[^"\\{]|\\.|\{(?:[^"}]|"[^"]*")*\})*")|\/\/.*/)
          .map((part, index) => (index % 2 === 1 ? (part ?? '') : part.replace(/\s+/g, blank)))
          .join(''),
      ]),
    )
  const bare = (files: Readonly<Record<string, string>>): unknown =>
    JSON.parse(JSON.stringify(machineOf(files), (key, value: unknown) => (key === 'at' ? undefined : value)))
  const whole = bare(harbour())
  expect(bare(respaced(harbour(), '\n'))).toEqual(whole)
  expect(bare(respaced(harbour(), ' '))).toEqual(whole)
  const types = { 'main.ivr': `${line()}type A = digits 2..4\ntype B = { a: A b: list of A c: money CNY or nothing }\n${begin('')}` }
  expect(bare(respaced(types, '\n'))).toEqual(bare(types))
})

it('[L.lexical.13] an outcome, `no`, `none`, `else` and `otherwise` may have an arrow, `on …` and `meanwhile` a `say`; an arrow is no part of a text', () => {
  const program = `${line('', 'start')}
service back { query list(): list of text within 1s  transaction pay() within 9s { requires confirm done } }
prompts { sorry "Sorry." }
flow start {
  let xs = query back.list() else -> gone
  choose x in xs { offer "{x}" on silence say "Well?" none -> gone otherwise -> gone }
  confirm { say "{x}?" no -> gone }
  perform back.pay() { meanwhile say "Wait." done -> gone failed, unknown { say sorry -> goodbye } }
}
flow gone { say "Gone." -> hangup }`
  plays(program, 'given back.list fails  hear next "Gone"')
  plays(program, 'given back.list answers []  hear next "Gone"')
  plays(program, 'given back.list answers ["x"]  stay silent  hear "Well"  stay silent  stay silent  hear "Gone"')
  plays(program, 'given back.list answers ["x"]  press 1  press 2  hear "Gone"')
  plays(program, 'given back.list answers ["x"]  given back.pay answers done after 2s  press 1  press 1  hear "Wait"  hear next "Gone"')
  // `say sorry -> goodbye` is two steps.
  plays(program, 'given back.list answers ["x"]  given back.pay fails  press 1  press 1  hear "Sorry"  hear next "Goodbye"')
  expect(codes(`${line()}flow welcome { if -> goodbye }`).length).toBeGreaterThan(0)
})

it('[L.lexical.14] expressions', () => {
  const program = `${line()}
settings { limit: number = 5 }
hours always { mon..sun 00:00..24:00 }
hours never  { closed on 2020-01-01 }
type Item = { name: text  price: money CNY  note: text or nothing }
service back { query items(): list of Item within 1s  query none(): list of Item within 1s }
flow welcome {
  let items = query back.items() else -> hangup
  let empty = query back.none() else -> hangup
  let head = first(items) else -> hangup
  let dear = items where it.price > CNY 5.00
  let cheap = items where it.price <= CNY 5.00 and not (it.name == "tea")
  if true and not false or false { say "and or not." }
  if not (true and false) and (false or true) { say "again." }
  if 1 == 1 and 1 != 2 and 1 < 2 and 2 <= 2 and 2 > 1 and 2 >= 2 { say "compared." }
  if 1 != 1 or 2 < 2 or 3 <= 2 or 2 > 2 or 1 >= 2 or 1 == 2 { say "Wrong." }
  if 7 + 2 - 4 == 5 and CNY 1.50 + CNY 0.50 == CNY 2.00 and head.price * 3 == CNY 30.00 { say "counted." }
  if head.note is nothing and first(empty) is nothing { say "nothing." }
  if empty is empty and not (items is empty) { say "empty." }
  if count(items) == 3 and count(dear) == 1 and count(cheap) == 1 { say "three." }
  if open(always) and not open(never) { say "open." }
  if now == call.started and today == 2026-11-23 { say "now." }
  if settings.limit == 5 and call.called == "95500" and call.level < verified { say "set." }
  if verified { say "Wrong." }
  attempt care.log_in() { yes { } failed -> hangup }
  do up
  if verified and not signed and anonymous { say "verified." }
  -> hangup
}
service care { attempt log_in() within 1s { yes } }
flow up grants verified { attempt care.log_in() { yes { grant verified } failed -> hangup } }`
  const script = `call to "95500" at 2026-11-23T10:00+08:00
given care.log_in answers yes
given back.none answers []
given back.items answers [{ name: "coffee", price: CNY 10.00 }, { name: "tea", price: CNY 5.00 }, { name: "water", price: CNY 1.00 }]
expect ended by line`
  expect(heard(program, script)).toEqual([
    'and or not.',
    'again.',
    'compared.',
    'counted.',
    'nothing.',
    'empty.',
    'three.',
    'open.',
    'now.',
    'set.',
    'verified.',
  ])
  expect(findings(program.replace('* 3', '* CNY 3.00')).map(found => found.code)).toContain('CW2108')
})
