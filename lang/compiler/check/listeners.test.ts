import { expect, it } from 'vitest'
import { findings, flow } from '../testing.ts'

const step = (text: string, more = ''): readonly string[] => findings(flow(text, more))
const menu = (items: string): readonly string[] => findings(`menu start {\n${items}\n}`)
const collect = (type: string, items = ''): readonly string[] => step(`collect x: ${type} { say "?" ${items} }\nmilestone m(x)`)
const line = (more: string, rest = 'menu start { press 1 for "the end" -> hangup }', languages = 'en'): string =>
  `line test { numbers { "1" -> start } languages ${languages}  time zone UTC  levels anonymous < verified  otherwise -> start ${more} }\n${rest}`

it('[S1.9.7] [L.proofs.3] keys are distinct; one may begin another; a range is so many options', () => {
  expect(menu('press 1 for "a" -> hangup  press 11 for "b" -> hangup  press 1* for "c" -> hangup')).toEqual([])
  expect(menu('press 11 for "a" -> hangup  press 11 for "b" -> hangup')).toEqual(['CW3103 11'])
  expect(menu('press 10..19 as e for "a" -> go(e)  press 15 for "b" -> hangup').filter(each => each.startsWith('CW31'))).toEqual([
    'CW3103 15',
  ])
  const range = (keys: string): readonly string[] =>
    findings(
      `menu start { press ${keys} as e unannounced -> go(e)  press 1 for "b" -> hangup }\nflow go(e: digits) { milestone m(e) -> hangup }`,
    )
  expect(range('10..19')).toEqual([])
  expect(range('19..10')).toEqual(['CW3102 19..10'])
  expect(range('1..19')).toEqual(['CW3102 1..19'])
  expect(menu('press 10..19 unannounced -> hangup  press 18..25 unannounced -> hangup  press 26..30 unannounced -> hangup')).toEqual([
    'CW3103 18..25',
  ])
})

it('[S1.9.5] the end key is an option by itself, and in no longer one', () => {
  expect(menu('press # for "a" -> hangup  press 1 for "b" -> hangup')).toEqual([])
  expect(menu('press 1# for "a" -> hangup')).toEqual(['CW3104 1#'])
  expect(menu('listen { end key * }  press 1# for "a" -> hangup  press 2* for "b" -> hangup')).toEqual(['CW3104 2*'])
  expect(menu('listen { end key none }  press 1# for "a" -> hangup')).toEqual([])
  expect(findings(line('shortcuts { press 7#7 unannounced -> start }'))).toEqual(['CW3104 7#7'])
})

it('[S1.9.6] [L.steps.24] times and tries have their least', () => {
  expect(
    menu(
      'listen { first key within 1s  next key within 500ms  tries 1  barge-in off  type-ahead off  end key # required }  press 1 for "a" -> hangup',
    ),
  ).toEqual([])
  expect(menu('listen { first key within 999ms  next key within 499ms  tries 0 }  press 1 for "a" -> hangup')).toEqual([
    'CW3111 999ms',
    'CW3111 499ms',
    'CW3112 tries 0',
  ])
  expect(findings(line('listen { first key within 1ms }'))).toEqual(['CW3111 1ms'])
})

it('[S1.7.22] on … holds say, announce, milestone and what stands around them', () => {
  expect(
    menu(
      'press 1 for "a" -> hangup  on silence { say "x" announce "y" milestone quiet if verified { say "z" } }  on mistake 2 say only "w"',
    ),
  ).toEqual([])
  expect(menu('press 1 for "a" -> hangup  on silence { pause 1s }')).toEqual(['CW3107 pause 1s'])
  expect(menu('press 1 for "a" -> hangup  on silence { press 2 for "b" -> hangup }').some(each => /^CW(1|3107)/.test(each))).toBe(true)
  expect(menu('press 1 for "a" -> hangup  on too short say "x"')).toEqual(['CW3107 on too short say "x"'])
  expect(menu('press 1 for "a" -> hangup  on silence say "x"  on silence 2 say "y"  on silence 3 say "z"')).toEqual([
    'CW3116 on silence 3 say "z"',
  ])
  expect(menu('press 1 for "a" -> hangup  on mistake say "x"  on mistake say "y"')).toEqual(['CW2024 on mistake say "y"'])
})

it('[S1.7.23] an otherwise of its own leaves, and each is said once', () => {
  expect(
    menu('press 1 for "a" -> hangup  otherwise on silence { say "x" -> hangup }  otherwise on mistake -> start  otherwise -> hangup'),
  ).toEqual([])
  expect(menu('press 1 for "a" -> hangup  otherwise on silence { say "x" }')).toEqual(['CW3003 }'])
  expect(menu('press 1 for "a" -> hangup  otherwise -> hangup  otherwise -> start')).toEqual(['CW2024 otherwise -> start'])
})

it('[S1.8.1] [S1.8.2] [S1.8.5] [S1.8.6] [S1.8.7] what can be keyed in', () => {
  for (const type of [
    'digits',
    'digits 4..6',
    'digits 18 with * as X',
    'number',
    'number 1..9',
    'number 0.0..9.9',
    'money CNY',
    'money CNY keyed in fen',
    'date',
    'date keyed MMYY',
    'time',
    'private digits 4',
  ]) {
    expect(collect(type), type).toEqual([])
  }
  for (const type of [
    'text',
    'boolean',
    'moment',
    'duration',
    'speech',
    'recording',
    'Kind',
    'Account',
    'list of digits',
    'digits or nothing',
  ]) {
    expect(collect(type), type).toEqual([`CW3109 ${type}`])
  }
})

it('[S1.8.3] [S1.8.4] [L.types.6] [L.types.7] money and decimals are ended by the end key', () => {
  for (const type of ['money CNY', 'money JPY', 'money CNY keyed in fen', 'number 0.0..9.9']) {
    expect(collect(type, 'listen { end key none }'), type).toEqual(['CW3114 end key none'])
  }
  expect(collect('money CNY', 'listen { end key * }')).toEqual(['CW3115 end key *'])
  expect(collect('digits 18 with * as X', 'listen { end key * }')).toEqual(['CW3115 end key *'])
  expect(collect('money CNY keyed in fen', 'listen { end key * }')).toEqual([])
  expect(collect('digits 4', 'listen { end key none }')).toEqual([])
})

it('[S1.8.8] [L.steps.5] a collect has checks and a length, and no options', () => {
  expect(collect('digits', 'length 4  check x != "0000" else "Not that one."  check query bank.known(x) else "Unknown."')).toEqual([])
  expect(collect('number 1..9', 'length 4')).toEqual(['CW3110 length 4'])
  expect(collect('digits', 'length "4"')).toEqual(['CW2101 "4"'])
  expect(collect('digits', 'check 1 else "x"')).toEqual(['CW2101 1'])
  expect(collect('digits', 'check query bank.accounts() else "x"')).toEqual(['CW2101 query bank.accounts()'])
  expect(collect('digits', 'press 1 for "a" -> hangup')).toEqual(['CW3107 press 1 for "a" -> hangup'])
  expect(menu('press 1 for "a" -> hangup  check true else "x"')).toEqual(['CW3107 check true else "x"'])
})

it('[S1.10.1] [S1.10.3] [S1.10.4] [L.steps.7] a confirm: single keys, a no that leaves, read back whole', () => {
  const confirm = (items: string): readonly string[] => step(`confirm { say "Pay?" ${items} }`)
  expect(confirm('no -> hangup')).toEqual([])
  expect(confirm('yes 3 for "pay"  no 4 for "leave it" -> hangup  press 0 for "help" { say "x" -> again }')).toEqual([])
  expect(confirm('yes 2  no -> hangup')).toEqual(['CW3103 yes 2'])
  expect(confirm('no -> hangup  press 1 for "x" -> hangup')).toEqual(['CW3103 1'])
  expect(confirm('no -> hangup  press 12 for "x" -> hangup')).toEqual(['CW3106 12'])
  expect(confirm('')).toEqual(['CW3108 confirm'])
  expect(confirm('no -> hangup  on mistake say only "x"')).toEqual(['CW3117 on mistake say only "x"'])
  // A mistake cuts it and reads it again: what is said once is then passed over, and yes counts without it.
  expect(confirm('say once "x"  no -> hangup')).toEqual(['CW3117 say once "x"'])
  expect(confirm('if verified { say "x" announce once "y" } else { say "z" }  no -> hangup')).toEqual(['CW3117 announce once "y"'])
  expect(confirm('no -> hangup  on mistake say once "x"')).toEqual([])
  expect(step('confirm { say once "Pay?" no -> hangup }')).toEqual(['CW3117 say once "Pay?"'])
  expect(step('confirm { no -> hangup }')).toEqual(['CW3108 confirm'])
  expect(step('confirm { if verified { say "Pay?" } no -> hangup }')).toEqual(['CW3108 confirm'])
  expect(step('confirm { if verified { say "Pay?" } else { say "Well?" } no -> hangup }')).toEqual([])
  // A value and a numeral are heard.
  const prompts = 'prompts { told(words: speech) "{words}" }'
  const forms = 'let n = 2  let amount = CNY 1.00  '
  for (const heard of ['"{n: one "{n}.", other "{n}."}"', '"{verified: true "{amount}", false "{amount}?"}"', '"100?"', 'told("1")'])
    expect(step(`${forms}confirm { say ${heard} no -> hangup } say "{n}{amount}"`, prompts), heard).toEqual([])
  for (const silent of ['told("")', 'told("{verified: true "x", false ""}")', '"…"'])
    expect(step(`confirm { say ${silent} no -> hangup }`, prompts), silent).toEqual(['CW3108 confirm'])
})

it('[S1.10.5] [S1.10.7] [L.steps.6] a choose: an offer, a none that leaves, keys of its own', () => {
  const choose = (items: string, list = 'accounts'): readonly string[] =>
    step(`let accounts = query bank.accounts() else -> hangup\nchoose one in ${list} { say "Which?" ${items} }\nsay "{one.kind}"`)
  expect(choose('offer "{one.kind}" none -> hangup  press 0 for "none of these" -> hangup')).toEqual([])
  expect(choose('offer "{one.kind}" none -> hangup  more on 0  press 9 for "none of these" -> hangup')).toEqual([])
  expect(choose('offer "{one.kind}" none -> hangup  press 9 for "none of these" -> hangup')).toEqual(['CW3105 9'])
  expect(choose('offer "{one.kind}" none -> hangup  more on 3')).toEqual(['CW3105 more on 3'])
  expect(choose('none -> hangup')).toEqual(['CW3108 one'])
  expect(choose('offer "{one.kind}"')).toEqual(['CW3108 one'])
  expect(choose('offer "{one.kind}" none -> hangup  press 0 for "none of these" { say "x" }')).toEqual(['CW3003 }'])
  expect(step('choose one in call.called { offer "x" none -> hangup }')).toEqual(['CW2110 call.called'])
})

it('[S2.20] [L.steps.26] [L.declarations.10] options of a named menu', () => {
  const part = '\nflow part { say "x" }'
  expect(
    findings(
      `menu start { press 1 for "a" when verified -> start  press 2 for "b" do part  press 3 for "c" { say "x" -> hangup } }${part}`,
    ),
  ).toEqual([])
  expect(findings(`menu start { press 1 for "a" -> part }${part}`)).toEqual(['CW3001 part'])
  expect(menu('press 1 for "a" when call.called -> hangup')).toEqual(['CW2101 call.called'])
  expect(menu('say "x"')).toEqual(['CW3108 start'])
})

it('[L.steps.27] a range gives digits of its length', () => {
  expect(
    findings(
      'menu start { press 10..19 as e unannounced { say "{e as digits}" -> take(e) } press 1 for "a" -> hangup }\nflow take(e: digits 2) { milestone m(e) -> hangup }',
    ),
  ).toEqual([])
})

it('[L.steps.28] a language that is chosen is one of the line’s', () => {
  const choose =
    'menu start { press 1 for language zh-CN -> main  press 2 for language en-US -> main }\nmenu main { press 1 for zh"完" en"the end" -> hangup }'
  expect(findings(line('', choose, 'zh-CN, en-US'))).toEqual([])
  expect(findings(line('', choose.replace('zh-CN', 'zh'), 'zh-CN, en-US'))).toEqual(['CW6005 zh'])
})

it('[S1.9.1] [L.steps.30] a shortcut is an arrow', () => {
  expect(findings(line('shortcuts { press 0 for "help" -> start  press * unannounced -> back  press 9 unannounced -> again }'))).toEqual([])
  expect(findings(line('shortcuts { press 0 for "help" { -> start } }'))).toEqual(['CW3118 { -> start }'])
  expect(findings(line('shortcuts { press 0 for "help" -> start  press 0 unannounced -> back }'))).toEqual(['CW3103 0'])
  expect(findings(line('shortcuts { press 10..12 unannounced -> start }'))).toContain('CW3101 10..12')
})

it('[S2.42] [S1.9.2] [S1.9.4] a shortcut that every listener overrides is reported', () => {
  const shortcut = (keys: string, rest: string): readonly string[] =>
    findings(line(`shortcuts { press ${keys} unannounced -> start }`, rest))
  const asks = 'menu start { press 1 for "a" -> ask }\nflow ask { collect x: digits 4 { say "?" } milestone m(x) -> hangup }'
  expect(shortcut('0', asks)).toEqual([])
  expect(shortcut('1', asks)).toEqual(['CW3120 1'])
  expect(shortcut('*', asks)).toEqual([])
  expect(shortcut('1', `${asks}\nmenu other { press 2 for "b" -> other }`)).toEqual([])
  expect(shortcut('77', 'flow start { collect x: digits 4 { say "?" } milestone m(x) -> hangup }')).toEqual(['CW3120 77'])
})

it('[L.steps.31] the compiler reads a list that is written by hand', () => {
  expect(menu('say "For balances press 1, for the end press 2 or 3."  press 1 -> hangup  press 2 -> hangup  press 3 -> hangup')).toEqual([])
  expect(menu('say "For balances press one, press star to go back."  press 1 -> hangup  press * -> hangup')).toEqual([])
  expect(menu('say "Press 4."  press 1 for "x" -> hangup')).toEqual(['CW3121 "Press 4."'])
  expect(menu('press 1 -> hangup')).toEqual(['CW3122 1'])
  expect(menu('press 1 unannounced -> hangup')).toEqual([])
  expect(menu('say "Press one of the keys."  press 1 for "x" -> hangup')).toEqual([])
  const both = (text: string): readonly string[] => findings(line('', `menu start { say ${text}  press 1 -> hangup }`, 'zh-CN, en-US'))
  expect(both('zh"查询请按1，转账请按 1 键" en"Press 1."')).toEqual([])
  expect(both('zh"查询请按一。" en"Press 1."')).toEqual([])
  expect(both('zh"请按一下。" en"Press 1."')).toEqual(['CW3122 1'])
  expect(both('zh"查询请按4。" en"Press 1."')).toEqual(['CW3121 zh"查询请按4。"', 'CW3122 1'])
  const prompts = 'prompts { list "Press 1 for balances." wrong "Press 5." }'
  expect(findings(`${prompts}\nmenu start { say list  on silence say wrong  press 1 -> hangup }`)).toEqual(['CW3121 wrong'])
  expect(findings('settings { notice: speech = "x" }\nmenu start { say settings.notice  press 1 -> hangup }')).toEqual([])
  expect(step('say "Press 1 to hear that again."\nmenu { press 1 { } }')).toEqual([])
  expect(
    findings(line('shortcuts { press 0 unannounced -> start }', 'menu start { say "Press 0 for an agent."  press 1 for "x" -> hangup }')),
  ).toEqual([])
})

it('[L.proofs.8] more than four options are many', () => {
  const options = (n: number): string => Array.from({ length: n }, (_, at) => `press ${at + 1} for "x" -> hangup`).join('\n')
  expect(menu(options(4))).toEqual([])
  expect(menu(options(5))).toEqual(['CW9001 start'])
  expect(menu(`${options(4)}  press 5 unannounced -> hangup`)).toEqual([])
})

it('[L.agents.1] [S2.44] a queue: outcomes, single keys, nothing secret on the agent’s screen', () => {
  const connect = (items: string, queue = 'longest wait 3min'): readonly string[] =>
    findings(
      `queue cards { music "hold"  position every 30s  ${queue} }\nflow start { collect pass: secret digits 6 { say "?" }\nconnect queue cards { ${items} } -> hangup }`,
    )
  const ends = 'answered(who) { say "{who}" }  timed out, no agents, failed { }'
  expect(
    connect(`priority 5  with reason: "lost card", level: call.level, call.called  press 1 for "a call back" -> start  ${ends}`),
  ).toEqual([])
  expect(connect('answered, no agents, failed { }')).toEqual(['CW5001 cards'])
  expect(connect('answered, no agents, failed { }', '')).toEqual([])
  expect(connect(`with code: pass  ${ends}`)).toEqual(['CW4006 pass'])
  expect(connect(`press 12 for "x" -> start  press 1 -> start  ${ends}`)).toEqual(['CW3106 12', 'CW3122 1'])
  expect(connect(`with 5  ${ends}`)).toEqual(['CW2031 5'])
  expect(connect(`priority "high"  ${ends}`)).toEqual(['CW2101 "high"'])
})

it('[L.agents.3] query of a queue’s state', () => {
  const state = (steps: string): readonly string[] => findings(`queue cards { }\nflow start { ${steps} -> hangup }`)
  expect(state('let s = query cards.state() else -> hangup  if s.waiting > 3 or s.longest > 2min { say "{s.agents}" }')).toEqual([])
  expect(state('let s = query cards.status() else -> hangup  milestone m(n: s)')).toContain('CW2012 status')
})

it('[S4.2.5] a record tells the caller, and says what becomes of silence', () => {
  const record = (items: string): readonly string[] =>
    step(
      `record r up to 1min { ${items} }\nsay r`,
      'remember k: Kind = card  prompts { nobody "" told(a: text) "{a}" through "{nobody}" spoken(a: speech) "{a}" }',
    )
  expect(record('say "Speak." nothing -> hangup')).toEqual([])
  expect(record('say told("x") nothing -> hangup')).toEqual([])
  expect(record('if verified { say "Speak." } else { announce "Speak." } nothing -> hangup')).toEqual([])
  expect(record('match k { card { say "Speak." } savings, other { say "Do." } } nothing -> hangup')).toEqual([])
  expect(record('say once "Recorded." say "Speak." nothing -> hangup')).toEqual([])
  expect(record('tone nothing -> hangup')).toEqual(['CW4016 r'])
  // On every way to it, each time, and with words.
  expect(record('if verified { say "Speak." } nothing -> hangup')).toEqual(['CW4016 r'])
  expect(record('if verified { say "Speak." } else if k == card { say "Speak." } nothing -> hangup')).toEqual(['CW4016 r'])
  expect(record('match k { card { say "Speak." } savings, other { } } nothing -> hangup')).toEqual(['CW4016 r'])
  expect(record('say once "Speak." nothing -> hangup')).toEqual(['CW4016 r'])
  for (const silent of [
    ...['""', '" "', '"{pause 1s}"', 'nobody', 'through', 'spoken("")', 'spoken(through)', 'spoken(spoken(nobody))'],
    ...['"{verified: true "You are recorded.", false ""}"', '"{k: card "You are recorded.", other "{nobody}"}"'],
  ])
    expect(record(`say ${silent} nothing -> hangup`), silent).toEqual(['CW4016 r'])
  expect(record('say "1" nothing -> hangup')).toEqual([])
  expect(record('say spoken("Speak.") nothing -> hangup')).toEqual([])
  const all = (notice: string): readonly string[] =>
    findings(
      `line l { numbers { "1" -> start } languages en  time zone UTC  record all after notice  otherwise -> start }\nprompts { ${notice} }\nflow start { say notice -> hangup }`,
    )
  expect(all('notice "You are recorded."')).toEqual([])
  expect(all('notice ""')).toEqual(['CW4016 notice'])
  expect(all('notice "{other}" other "{pause 1s}"')).toEqual(['CW4016 notice'])
  expect(record('say "Speak."')).toEqual(['CW3123 r'])
  expect(record('say "Speak." nothing { say "x" }')).toEqual(['CW3003 }'])
})
