// What is said: say, announce, pause, in every language, and the language itself.
import { expect, it } from 'vitest'
import { begin, bilingual, codes, entries, heard } from './heard.ts'
import { line, machineOf, plays } from './testing.ts'

it('[L.steps.1] `say` queues prompts and goes on; a key stops them; with barge-in off they are announcements', () => {
  const program = (rest = ''): string => `${line(rest)}
service back { notice log() }
flow welcome { say "One, a rather long text.", "Two." notify back.log() menu { press 1 for "on" -> goodbye } }`
  // The notice is sent while the first prompt is spoken.
  expect(entries(program(), 'hear "Two"', 'ask')[0]!.at).toBe(0)
  const cut = (rest: string): (readonly [boolean, boolean])[] =>
    entries(program(rest), 'press ahead 1\nexpect ended by line', 'spoken').map(each => [each.cut, each.segment.announce])
  expect(heard(program(), 'press ahead 1\nexpect ended by line')).toEqual(['One, a rather long text.', 'Goodbye.'])
  expect(cut('')).toEqual([[true, false], [false, false]]) // prettier-ignore
  expect(heard(program('listen { barge-in off }'), 'press ahead 1\nexpect ended by line')).toEqual([
    'One, a rather long text.',
    'Two.',
    'For on, press 1.',
    'Goodbye.',
  ])
  expect(cut('listen { barge-in off }').every(([stopped, announce]) => !stopped && announce)).toBe(true)
})

it('[L.steps.1] `say once` and `announce once` are spoken the first time in the call only; `in every language` in each', () => {
  const program = `${bilingual()}
flow welcome { repeat up to 2 times { do greet } otherwise { say zh"完" en"over" in every language } -> hangup }
flow greet { say once zh"您好" en"hello" announce once zh"录音" en"recorded" in every language say zh"再" en"more" }`
  expect(heard(program, 'expect ended by line')).toEqual(['您好', '录音', 'recorded', '再', '再', '完', 'over'])
})

it('[L.steps.2] `announce` is always heard to the end; keys pressed meanwhile wait', () => {
  const program = `${line()}
flow welcome { announce "This call is recorded." menu { say "Choose." press 1 for "on" -> chosen } }
flow chosen { say "Chosen." -> hangup }`
  const spoken = entries(program, 'press ahead 1  expect ended by line', 'spoken')
  expect(spoken.map(({ cut }) => cut)).toEqual([false, false])
  // The key waits, so that the menu's own prompts are not begun.
  expect(heard(program, 'press ahead 1  expect ended by line')).toEqual(['This call is recorded.', 'Chosen.'])
})

it('[L.steps.3] `pause` is silence among the prompts', () => {
  const [first, pause, second] = entries(`${line()}${begin('say "One." pause 500ms say "Two."')}`, 'expect ended by line', 'spoken')
  expect([pause!.segment.pause, pause!.until - pause!.at]).toEqual([500, 500])
  expect([pause!.at, second!.at]).toEqual([first!.until, first!.until + 500])
})

it('[L.steps.19] `language` is the caller’s language from here on', () => {
  const program = `${bilingual()}flow welcome { say zh"一" en"one" language en-US say zh"二" en"two" -> next_place }
flow next_place { if call.language == "en-US" { say zh"三" en"three" } -> hangup }`
  expect(heard(program, 'expect ended by line')).toEqual(['一', 'two', 'three'])
  expect(codes(program.replace('language en-US', 'language fr-FR'))).toContain('CW6005')
})

it('[L.steps.28] `press 1 for language zh-CN` is told in that language and switches to it', () => {
  const program = `${bilingual()}menu welcome { press 1 for language zh-CN -> main press 2 for language en-US -> main }
flow main { say zh"您好" en"Hello" -> hangup }`
  const told = heard(program, 'press 2  hear "Hello"')
  expect(told).toEqual(['普通话，请按1。', 'For English, press 2.', 'Hello'])
  expect(heard(program, 'press 1  hear "您好"').at(-1)).toBe('您好')
  plays(program, 'script "each" in zh-CN, en-US { choose language  hear zh"您好" en"Hello" }')
})

it('[L.steps.29] options with a label are told in order, after what the menu says, by a standard prompt that a program can redefine', () => {
  const menu = `menu welcome { press 2 for zh"转账" en"transfers" -> goodbye say zh"欢迎" en"Welcome." press 1 for zh"账户查询" en"balances" -> goodbye
    press 7 unannounced -> goodbye }`
  const program = `${bilingual()}${menu}`
  expect(heard(program, 'wait 20s').slice(0, 3)).toEqual(['欢迎', '转账，请按2。', '账户查询，请按1。'])
  const english = `${bilingual().replace('zh-CN, en-US', 'en-US, zh-CN')}${menu}`
  expect(heard(english, 'wait 20s').slice(0, 3)).toEqual(['Welcome.', 'For transfers, press 2.', 'For balances, press 1.'])
  const own = `prompts { option(label: speech, key: digits) zh"{key as keys}是{label}。" en"{key as keys}: {label}." }`
  expect(heard(`${english}\n${own}`, 'wait 20s').slice(0, 3)).toEqual(['Welcome.', '2: transfers.', '1: balances.'])
})

it('[L.steps.30] shortcuts have an arrow only; those with a label are told last in every named menu', () => {
  const program = `${line('shortcuts { press 0 for "an agent" -> agent press * unannounced -> back }')}
menu welcome { press 1 for "more" -> others }
menu others { say "Others." press 1 for "on" -> inner }
flow inner { menu { press 1 for "the end" -> goodbye } }
flow agent { say "Agent." -> hangup }`
  expect(heard(program, 'press 1  press 1  press 0  hear "Agent"')).toEqual([
    'For more, press 1.',
    'For an agent, press 0.',
    'Others.',
    'For on, press 1.',
    'For an agent, press 0.',
    'For the end, press 1.',
    'Agent.',
  ])
  expect(codes(program.replace('-> agent press *', '{ -> agent } press *'))).toContain('CW3118')
  expect(codes(program.replace('-> agent press *', 'do agent press *'))).toContain('CW3118')
})

it('[L.steps.31] the compiler reads a list written by hand: a told key that there is not, and a key that no prompt tells', () => {
  const program = (text: string, options: string): string => `${bilingual()}menu welcome { say ${text} ${options} }`
  const zh = 'zh"查询请按1，转账请按4。"'
  expect(codes(program(`${zh} en"Press 1 or press 4."`, 'press 1 -> goodbye press 4 -> goodbye'))).toEqual([])
  expect(codes(program(`${zh} en"Press 1."`, 'press 1 -> goodbye'))).toEqual(['CW3121'])
  expect(codes(program('zh"查询请按1。" en"Press 1, or press 4 for more."', 'press 1 -> goodbye'))).toEqual(['CW3121'])
  expect(codes(program('zh"查询请按1。" en"Press 1."', 'press 1 -> goodbye press 5 -> goodbye'))).toEqual(['CW3122'])
  expect(codes(program('zh"查询请按1。" en"Press 1."', 'press 1 -> goodbye press 5 unannounced -> goodbye'))).toEqual([])
  expect(machineOf(program('zh"查询请按1。" en"Press 1."', 'press 1 -> goodbye')).listeners).toHaveLength(1)
})

it('[L.steps.29] what a program’s own option says beyond its label and key is said of each element of a list, too', () => {
  const program = `${line()}service back { query list(): list of text within 1s }
remember name: text = "Anna"
settings { price: number = 5 }
prompts { option(label: speech, key: digits) "{name}, {label} costs {settings.price}, press {key as keys}." }
flow welcome {
  let xs = query back.list() else { -> goodbye }
  choose x in xs { offer "the {x}" press 0 for "the end" -> goodbye more on # none -> goodbye }
  say "{x} it is."
  -> hangup
}`
  const given = `given back.list answers ["a", "b", "c", "d", "e", "f", "g", "h", "i"]`
  plays(
    program,
    `${given}
hear next "Anna, the a costs five, press 1"
hear "Anna, the h costs five, press 8"
hear next "Anna, more choices costs five, press pound"
hear next "Anna, the end costs five, press 0"
press #
hear next "Anna, the i costs five, press 1"
press 1
hear "i it is"`,
  )
})
