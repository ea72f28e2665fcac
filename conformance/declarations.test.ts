import { expect, it } from 'vitest'
import { begin, bilingual, codes, entries, heard } from './heard.ts'
import { line, machineOf, plays, says } from './testing.ts'

it('[L.declarations.1] a program has one line, in its entry file; a file without one is a library', () => {
  const library = { 'main.ivr': 'flow goodbye { -> hangup }' }
  expect(codes(library)).toContain('CW2017')
  expect(codes(`${line()}${line().replace('flow goodbye { say "Goodbye." -> hangup }', '')}${begin('')}`)).toContain('CW2019')
  const elsewhere = { 'main.ivr': 'import { goodbye } from "./line.ivr"\nflow start { -> goodbye }', 'line.ivr': `${line()}${begin('')}` }
  expect(codes(elsewhere)).toContain('CW2018')
  // The library is checked with the line that uses it: its levels, its languages.
  const files = (spoken: string): Record<string, string> => ({
    'main.ivr': `import { welcome } from "./care.ivr"\n${bilingual()}`,
    'care.ivr': `flow welcome { say ${spoken} if call.level < verified { pause 1s } -> hangup }`,
  })
  expect(says(files('zh"一" en"one"'))).toEqual([])
  expect(codes(files('"one"'))).toEqual(['CW6003'])
})

it('[L.declarations.1] the line holds numbers, languages, time zone, levels, listening, shortcuts and limits', () => {
  const { line: made, listeners } = machineOf(`line all "All of it" {
  numbers { "1" -> welcome "2" -> welcome }
  languages en-US, zh-CN
  time zone Europe/Berlin
  levels low < high
  listen { first key within 7s next key within 2s tries 2 barge-in off type-ahead off end key * }
  shortcuts { press 0 for en"help" zh"帮助" -> welcome }
  otherwise -> welcome
  at most 10min -> welcome
}
menu welcome { say en"Hello." zh"您好" press 1 for en"again" zh"重听" -> welcome }`)
  expect(made.numbers.map(({ number }) => number)).toEqual(['1', '2'])
  expect([made.languages, made.zone, made.levels]).toEqual([['en-US', 'zh-CN'], 'Europe/Berlin', ['low', 'high']])
  expect([made.bargeIn, made.typeAhead, made.limit?.ms, made.shortcuts.map(({ keys }) => keys)]).toEqual([false, false, 600_000, ['0']])
  expect(listeners[0]).toMatchObject({ first: 7000, next: 2000, tries: 2, bargeIn: false, typeAhead: false, endKey: '*' })
})

it('[L.declarations.2] names are imported from files that may import each other; unused and missing ones are diagnosed', () => {
  const files = {
    'main.ivr': `import { care } from "./care.ivr"\n${line()}menu welcome { say "Welcome." press 1 for "care" -> care }`,
    'care.ivr': 'import { welcome } from "./main.ivr"\nmenu care { say "Care." press 1 for "the beginning" -> welcome }',
  }
  plays(files, 'hear menu welcome  press 1  hear menu care  press 1  hear menu welcome')
  expect(codes({ ...files, 'main.ivr': files['main.ivr'].replace('{ care }', '{ care, cure }') })).toContain('CW2002')
  expect(codes({ ...files, 'main.ivr': files['main.ivr'].replace('./care.ivr', './cure.ivr') })).toContain('CW2003')
  expect(codes({ ...files, 'care.ivr': `import { goodbye } from "./main.ivr"\n${files['care.ivr']}` })).toEqual(['CW2007'])
  // Without the import the name is not there, though the other file has it.
  expect(codes({ ...files, 'care.ivr': 'menu care { say "Care." press 1 for "the beginning" -> welcome }' })).toContain('CW2001')
})

it('[L.declarations.2] types are not made of themselves, also through another file', () => {
  const program = `${line()}${begin('')}`
  expect(codes(`${program}type Tree = { child: Tree }`)).toContain('CW2113')
  const files = {
    'main.ivr': `import { B } from "./b.ivr"\n${program}type A = list of B`,
    'b.ivr': 'import { A } from "./main.ivr"\ntype B = { a: A }',
  }
  expect(codes(files)).toContain('CW2113')
})

it('[L.declarations.3] settings are changed without a build: flags, texts and recordings, dates, numbers, lists', () => {
  const program = `${line()}
settings {
  emergency: boolean = false
  notice: speech = "All is well."
  start: date = 2026-01-01
  limit: number 0..9 = 3
  days: list of date = []
}
${begin('if settings.emergency { say settings.notice } say "{settings.start} {settings.limit} {count(settings.days)}"')}`
  expect(heard(program, 'expect ended by line')).toHaveLength(1)
  const changed = `given setting emergency = true
given setting notice = "Fire."
given setting start = 2027-02-03
given setting limit = 9
given setting days = [2026-10-01, 2026-10-02]
expect ended by line`
  const [notice, rest] = heard(program, changed)
  expect(notice).toBe('Fire.')
  expect(rest).toMatch(/2027.* nine two$|twenty-seven.* nine two$/)
  // A recording in the place of the text, and nothing that is not of the type.
  plays(program, 'given setting emergency = true  given setting notice = recording 5s  hear recording')
  expect(() => heard(program, 'given setting limit = 12  expect ended by line')).toThrow()
  // A call keeps those that it began with.
  expect(() => heard(program, 'hear "three"  given setting limit = 4')).toThrow(/keeps the settings that it began with/)
})

it('[L.declarations.4] a remembered name lasts as long as the call, is set anywhere and is never a secret', () => {
  const program = `${line()}
remember tier: number = 1
menu welcome { press 1 for "more" do raise press 2 for "the end" -> told }
flow raise { set tier = tier + 1 }
flow told { say "{tier}" -> hangup }`
  plays(program, 'press 1  press 1  press 2  hear "three"')
  plays(program, 'press 2  hear "one"')
  expect(codes(`${line()}remember pin: secret digits 4 = "0000"\n${begin('say "x"')}`)).toContain('CW4006')
})

it('[L.declarations.5] prompts have names, and parameters where they need them', () => {
  const prompts = 'prompts { hello "Hello."  balance_is(amount: money CNY, who: text) "{who} has {amount}." }\n'
  const program = `${line()}${prompts}${begin('say hello say balance_is(CNY 2.00, who: "Ann")')}`
  expect(heard(program, 'hear prompt balance_is with amount CNY 2.00, who "Ann"')).toEqual(['Hello.', 'Ann has two yuan.'])
  expect(codes(`${line()}${prompts}${begin('say balance_is(CNY 2.00)')}`)).toContain('CW2026')
})

it('[L.declarations.5] a prompt speaks what is remembered as it is when it is said', () => {
  const program = `${line()}
remember who: private name text = "there"
prompts { hello "Hello {who}."  twice(words: speech) "{words} {hello}" }
flow welcome { say hello set who = "Ann" say hello, twice("So:") -> hangup }`
  expect(heard(program, 'wait 1min')).toEqual(['Hello there.', 'Hello Ann.', 'So: Hello Ann.'])
})

it('[L.declarations.6] a type has a name', () => {
  const program = (keys: string): string => `${line()}type Code = digits 3
flow welcome { collect code: Code { say "Code?" } say "Thank you, {code}." milestone m(code: "${keys}") -> hangup }`
  plays(program('x'), 'enter code "123"  hear "Thank you, one two three"')
  plays(program('x'), 'enter code "12#"  hear "Code"')
  expect(codes(`${line()}${begin('')}type Code = digits 3  type Code = digits 4`)).toContain('CW2004')
})

it('[L.declarations.7] a service offers queries, attempts, transactions and notices', () => {
  const program = `${line()}
service bank {
  query find(n: number): text within 1s
  attempt log_in(n: number) within 1s { yes }
  transaction pay(n: number) within 1s { done }
  notice tell(n: number)
}
flow welcome {
  let found = query bank.find(1) else -> hangup
  attempt bank.log_in(2) { yes { } failed -> hangup }
  perform bank.pay(3) { done { } failed, unknown -> hangup }
  notify bank.tell(4)
  say found
  -> hangup
}`
  plays(
    program,
    `given bank.find answers "Found."  given bank.log_in answers yes  given bank.pay answers done
     hear "Found"
     expect bank.find performed once with n 1
     expect bank.log_in performed once with n 2
     expect bank.pay performed once with n 3
     expect bank.tell performed once with n 4`,
  )
  expect(codes(program.replace('perform bank.pay', 'attempt bank.pay'))).toContain('CW5006')
})

it('[L.declarations.8] hours say when something is open, in a time zone', () => {
  const program = `${line()}
hours here { mon..fri 09:00..17:00 }
hours there in America/New_York { mon..fri 09:00..17:00 }
${begin('if open(here) { say "Here." } if open(there) { say "There." } say "Over."')}`
  const at = (moment: string): string[] => heard(program, `call at ${moment}\nhear "Over"`)
  expect(at('2026-11-23T10:00+08:00')).toEqual(['Here.', 'Over.'])
  expect(at('2026-11-23T23:00+08:00')).toEqual(['There.', 'Over.'])
  expect(at('2026-11-22T10:00+08:00')).toEqual(['Over.'])
})

it('[L.declarations.9] a queue is where callers wait for an agent', () => {
  const program = `${line()}queue cards { music "hold" position every 30s longest wait 1min }
flow welcome {
  connect queue cards { answered { say "Thank you." } timed out { say "Nobody." } no agents, failed { say "Closed." } }
  -> hangup
}`
  plays(program, 'given queue cards answers after 40s for 1min  wait 101s  hear "Thank you"  expect connected to queue cards')
  plays(program, 'wait 61s  hear "Nobody"')
  expect(entries(program, 'wait 61s', 'connect over').map(({ at, outcome }) => [at, outcome])).toEqual([[60_000, 'timed out']])
  plays(program, 'given queue cards has no agents  hear "Closed"')
})

it('[L.declarations.10] in a menu the caller chooses by key; it may require a level and has no parameters', () => {
  const program = `${line()}menu welcome { press 1 for "one" -> one press 2 for "two" -> goodbye }
flow one { say "One." -> hangup }`
  plays(program, 'press 1  hear "One"')
  plays(program, 'press 2  hear "Goodbye"')
  expect(codes(`${line()}menu welcome(n: number) { press 1 for "one" -> goodbye }`).length).toBeGreaterThan(0)
  const required = machineOf(`${line()}menu welcome requires anonymous { press 1 for "one" -> goodbye }`)
  expect(required.places.find(({ name }) => name === 'welcome')).toMatchObject({ requires: 0 })
})

it('[L.declarations.11] a flow is steps in order; it may have parameters, require and grant a level, and return a value', () => {
  const program = `${line()}service bank { attempt log_in() within 1s { yes } }
flow welcome { say "One." let twice = do double(2) do log_in say "{twice}" say "Three." -> hangup }
flow double(n: number) returns number { return n + n }
flow log_in requires anonymous grants verified { attempt bank.log_in() { yes { grant verified } failed -> hangup } }`
  expect(heard(program, 'given bank.log_in answers yes  expect level verified  expect ended by line')).toEqual(['One.', 'four', 'Three.'])
  expect(machineOf(program).places.find(({ name }) => name === 'log_in')).toMatchObject({ requires: 0, grants: 1 })
  expect(codes(program.replace('double(2)', 'double()'))).toContain('CW2026')
  expect(codes(program.replace('return n + n', 'return'))).toContain('CW3008')
})

it('[L.declarations.12] [L.declarations.14] menus and flows that never return are places, to which an arrow goes for good; an arrow to a part is an error', () => {
  const program = `${line()}
flow welcome { do part_of(7) say "Never heard." -> hangup }
flow part_of(n: number) { if n > 5 { -> gone(n) } }
flow gone(n: number) { say "Gone {n}." -> end_menu }
menu end_menu { say "Menu." press 1 for "the end" -> goodbye }`
  plays(program, 'hear "Gone seven"  hear menu end_menu  press 1  hear "Goodbye"  never hear "Never heard"')
  expect(codes(program.replace('do part_of(7)', '-> part_of(7)'))).toContain('CW3001')
  expect(codes(program.replace('do part_of(7)', 'do end_menu'))).toContain('CW3014')
})

it('[L.declarations.13] a part is run with `do`, which comes back, with its value, or passes it over `unless` the caller has the level', () => {
  const program = `${line()}service bank { attempt log_in() within 1s { yes } }
flow welcome { do log_in unless verified let n = do three() say "{n}" do log_in unless verified say "Over." -> hangup }
flow three returns number { return 3 }
flow log_in grants verified { say "Log in." attempt bank.log_in() { yes { grant verified } failed -> hangup } }`
  expect(heard(program, 'given bank.log_in answers yes  expect ended by line')).toEqual(['Log in.', 'three', 'Over.'])
  expect(codes(program.replace('let n = do three()', 'let n = do log_in()'))).toContain('CW2143')
})

it('[L.declarations.14] a `do` that can lead back to itself is an error', () => {
  expect(codes(`${line()}${begin('do a')}flow a { do b }\nflow b { if call.called == "1" { do a } }`)).toContain('CW3002')
  expect(codes(`${line()}${begin('do a')}flow a { do b do b }\nflow b { pause 1s }`)).toEqual([])
})

it('[L.declarations.16] `-> again` reads what listens now, `-> back` the menu before this one, `-> hangup` waits until all is heard', () => {
  const program = `${line()}
menu welcome { say "Welcome." press 1 for "the next" -> main }
menu main { say "Main." press 1 for "again" -> again press 2 for "back" -> back press 3 for "the end" { say "To the very end." -> hangup } }`
  const said = heard(
    program,
    'press 1  hear menu main  press 1  hear menu main  press 2  hear menu welcome  press 1  press 3  expect ended by line',
  )
  expect(said.filter(words => !words.startsWith('For'))).toEqual(['Welcome.', 'Main.', 'Main.', 'Welcome.', 'Main.', 'To the very end.'])
  const last = entries(program, 'press 1  press 3  expect ended by line', 'spoken').at(-1)!
  expect(last.cut).toBe(false)
  expect(entries(program, 'press 1  press 3  expect ended by line', 'ended')[0]!.at).toBe(last.until)
})
