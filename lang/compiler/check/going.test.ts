import { expect, it } from 'vitest'
import { check, findings, flow } from '../testing.ts'

const step = (text: string, more = ''): readonly string[] => findings(flow(text, more))
const parts = '\nflow part { say "Here." }\nflow place { say "There." -> hangup }\nmenu main { press 1 for "the end" -> hangup }'

it('[S2.1] [S2.2] [L.declarations.12] [L.declarations.13] [L.declarations.14] places are gone to, parts are run', () => {
  expect(step('do part', parts)).toEqual([])
  expect(findings(`${parts}\nflow start { if verified { -> part } else { -> place } }`)).toEqual(['CW3001 part'])
  const facts = [...check(`${parts}\nflow start { -> place }`).factsOf].map(([node, { part }]) => [node.name.text, part])
  expect(facts).toEqual([
    ['part', true],
    ['place', false],
    ['start', false],
  ])
})

it('[S2.2] a flow is a part where it returns or runs off its end, on some way', () => {
  const isPart = (body: string): boolean | undefined => {
    const program = check(
      `service s { attempt a() within 1s { yes  no } }\ntype K = one of { a "a"  other "o" }\nremember k: K = a\n${parts}\nflow f { ${body} }\nflow start { do f -> hangup }`,
    )
    return [...program.factsOf].find(([node]) => node.name.text === 'f')?.[1].part
  }
  expect(isPart('-> hangup')).toBe(false)
  expect(isPart('if verified { return } -> hangup')).toBe(true)
  expect(isPart('if verified { -> hangup }')).toBe(true)
  expect(isPart('if verified { -> hangup } else { -> main }')).toBe(false)
  expect(isPart('match k { a -> hangup other -> main }')).toBe(false)
  expect(isPart('attempt s.a() { yes -> hangup no, failed { } }')).toBe(true)
  expect(isPart('attempt s.a() { yes -> hangup no, failed -> main }')).toBe(false)
  expect(isPart('menu { press 1 for "a" -> hangup press 2 for "b" do part }')).toBe(false)
  expect(isPart('menu { press 1 for "a" { say "x" } }')).toBe(true)
  expect(isPart('repeat up to 3 times { say "x" } otherwise -> hangup')).toBe(false)
  expect(isPart('repeat up to 3 times { leave } otherwise -> hangup')).toBe(true)
  expect(isPart('repeat up to 3 times { -> hangup } otherwise { say "x" }')).toBe(false)
  expect(isPart('for each x in ["a"] { -> hangup } none -> main')).toBe(false)
  expect(isPart('for each x in ["a"] { -> hangup }')).toBe(true)
  expect(isPart('for each x in ["a"] { next } none -> main')).toBe(true)
  expect(isPart('transfer to "1" else -> main')).toBe(false)
  expect(isPart('do place')).toBe(false)
  expect(isPart('do part')).toBe(true)
  expect(isPart('confirm { say "x?" no -> hangup }')).toBe(true)
  expect(isPart('say "x" -> hangup say "y"')).toBe(false)
})

it('[S2.3] what follows a do that never comes back is unreachable', () => {
  expect(findings(`${parts}\nflow start { do place  say "x" }`)).toEqual(['CW3011 say "x"'])
  const unless =
    '\nservice s { attempt a() within 1s { yes } }\nflow sign grants verified { attempt s.a() { yes { grant verified } failed -> hangup } }'
  expect(findings(`${unless}\nflow start { do sign unless verified  say "x" -> hangup }`)).toEqual([])
})

it('[S2.4] a part does not run itself, by whatever way; a flow may go round by arrows', () => {
  expect(
    findings('flow start { do a -> hangup }\nflow a { do b }\nflow b { menu { press 1 for "x" do a  press 2 for "y" { return } } }'),
  ).toEqual(['CW3002 do a'])
  expect(findings('flow start { do a -> hangup }\nflow a { let _x = do a() }')).toContain('CW3002 do a()')
  expect(findings('flow start { say "x" -> other }\nflow other { -> start }')).toEqual([])
})

it('[S2.6] [S2.7] [L.lexical.11] values are given by position, then by name; menus take none', () => {
  const take = '\nflow take(a: digits, b: text, c: boolean) { milestone m(a, b, c) }\nflow b2(b: text) { milestone m(b) }'
  const given = (values: string): readonly string[] => step(`let b = "x"\ndo take(${values})\ndo b2(b)`, take)
  expect(given('"1", "x", true')).toEqual([])
  expect(given('"1", c: true, b')).toEqual([])
  expect(given('c: true, b, a: "1"')).toEqual([])
  expect(given('"1", c: true')).toEqual(['CW2026 take'])
  expect(given('"1", c: true, "x"')).toEqual(['CW2030 "x"'])
  expect(given('"1", "x", true, 4')).toEqual(['CW2027 4'])
  expect(given('"1", "x", a: "2", c: true')).toEqual(['CW2029 a: "2"'])
  expect(findings('menu start { press 1 for "x" -> start(1) }')).toEqual(['CW2027 1'])
})

it('[S2.8] names live in their block, hide nothing, and have a value where they stand', () => {
  expect(step('if verified { let a = "x"  say "{a}" }\nif verified { let a = "y"  say "{a}" }')).toEqual([])
  expect(step('if verified { let a = "x"  say "{a}" }\nsay "{a}"')).toEqual(['CW2001 a'])
  expect(step('say "{a}"\nlet a = "x"')).toEqual(['CW2001 a'])
  expect(step('let a = "x"\nif verified { let a = "y" }')).toEqual(['CW2005 a'])
  expect(step('let part = "x"', parts)).toEqual(['CW2005 part'])
  expect(step('let verified = "x"')).toEqual(['CW2005 verified'])
  expect(
    step('collect a: digits 4 { say "{a}?" check a != "0000" else "Not {a}."  otherwise { say "{a}" -> hangup } }\nsay "{a}"'),
  ).toEqual(['CW2008 a', 'CW2008 a'])
  expect(step('choose a in ["x"] { say "{a}" offer "{a}" press 9 for "none" { say "{a}" -> hangup } none -> hangup }\nsay "{a}"')).toEqual([
    'CW2008 a',
    'CW3105 9',
    'CW2008 a',
  ])
})

it('[S2.9] [S2.10] [S2.11] [L.steps.25] blocks that must leave, and those that need not', () => {
  expect(step('let a = call.caller else { if verified { -> hangup } }\nsay "{a}"')).toEqual(['CW3003 }'])
  expect(step('let a = call.caller else { if verified { -> hangup } else { -> main } }\nsay "{a}"', parts)).toEqual([])
  expect(step('for each x in ["a"] { let a = call.caller else { next }\nsay "{a}" }')).toEqual([])
  expect(step('choose a in ["x"] { offer "{a}" none { say "x" } }\nsay "{a}"')).toEqual(['CW3003 }'])
  expect(step('confirm { say "x?" no { say "x" } }')).toEqual(['CW3003 }'])
  expect(step('menu { press 1 for "x" { } otherwise { say "x" } }')).toEqual(['CW3003 }'])
  expect(findings('menu start { press 1 for "x" { say "x" } }')).toEqual(['CW3003 }'])
  expect(step('transfer to "1" else { say "x" }')).toEqual(['CW3003 }'])
  expect(step('menu { press 1 for "x" { say "x" } }')).toEqual([])
  expect(step('repeat up to 3 times { say "x" } otherwise { say "y" }')).toEqual([])
  expect(step('repeat up to 3 times { let a = call.caller else { do place } say "{a}" } otherwise { }', parts)).toEqual([])
})

it('a block that must leave and stays is the one fault of the flow around it', () => {
  const one = (body: string, found: readonly string[] = ['CW3003 }']): void =>
    expect(findings(`${parts}\nflow bad { ${body} }\nflow start { -> bad }`)).toEqual(found)
  one('transfer to "1" else { say "Busy." }')
  one('menu { press 1 for "x" -> hangup  otherwise { say "x" } }')
  one('choose a in ["x"] { offer "{a}" none { transfer to "1" else { say "x" } } }\nsay "{a}" -> hangup')
  one('choose a in ["x"] { offer "{a}" press 0 for "y" { say "y" } none -> hangup }\nsay "{a}" -> hangup')
  one('confirm { say "x?" no { say "x" } }\n-> hangup')
  one('transfer to "1" else { say "Busy." }\nsay "x" -> hangup')
  expect(findings('flow bad { transfer to "1" else { say "x" } }\nflow start { do bad  say "x" -> hangup }')).toEqual(['CW3003 }'])
})

it('[S2.12] [L.declarations.5] a remembered name is set anywhere, has a first value, and is no secret', () => {
  const more = '\nremember tier: digits 1 = "1"\nflow up { set tier = "2" }'
  expect(step('do up\nif tier == "2" { say "Two." }', more)).toEqual([])
  expect(step('set tier = "22"', more)).toEqual(['CW2105 "22"'])
  expect(findings('remember n: number = 1 + 1\nflow start { set n = n + 1 -> hangup }')).toEqual(['CW2126 1 + 1'])
})

it('[S2.22] [L.steps.14] a repeat is bounded', () => {
  const times = (n: number): readonly string[] => step(`repeat up to ${n} times { say "x" } otherwise { say "y" }`)
  expect(times(0)).toEqual(['CW3012 repeat up to 0 times'])
  expect(times(101)).toEqual(['CW3012 repeat up to 101 times'])
  expect([...times(1), ...times(100)]).toEqual([])
})

it('[S2.24] loop words belong to the innermost loop, also from a menu inside it', () => {
  const each = (word: string): readonly string[] => step(`for each x in ["a"] { menu { press 1 for "x" { ${word} } } }`)
  for (const word of ['leave', 'next', 'previous', 'again']) expect(each(word)).toEqual([])
  expect(step('for each x in ["a"] { say "x" } none { leave }')).toEqual(['CW3005 leave'])
  expect(step('repeat up to 3 times { for each x in ["a"] { previous } leave } otherwise { next }')).toEqual(['CW3005 next'])
  expect(step('repeat up to 3 times { previous } otherwise { }')).toEqual(['CW3006 previous'])
  expect(step('repeat up to 3 times { if verified { next } else { again } } otherwise { }')).toEqual([])
})

it('[S2.28] [L.steps.16] after unless stands a level that the part grants', () => {
  const more = `\nservice s { attempt a() within 1s { yes } }
flow sign grants signed { attempt s.a() { yes { grant signed } failed -> hangup } }
flow log_in grants verified { attempt s.a() { yes { grant verified } failed -> hangup } }`
  expect(step('do sign unless verified\ndo sign unless signed\ndo log_in unless verified', more)).toEqual([])
  expect(step('do log_in unless signed', more)).toEqual(['CW4004 signed'])
  expect(step('do log_in unless gold', more)).toEqual(['CW2013 gold'])
})

it('[S4.3.4] [L.steps.17] a level is granted in a named outcome of a flow that says so', () => {
  const grant = (body: string, grants = 'grants verified'): readonly string[] =>
    findings(
      `service s { attempt a() within 1s { yes  no } transaction t() within 1s { done } }\nflow f ${grants} { ${body} }\nflow start { do f -> hangup }`,
    )
  expect(grant('attempt s.a() { yes { if verified { } else { grant verified } } no, failed -> hangup }')).toEqual([])
  expect(grant('perform s.t() { done { grant verified } failed, unknown -> hangup }')).toEqual([])
  expect(grant('attempt s.a() { yes { } no { } failed { grant verified } }')).toEqual(['CW4003 grant verified'])
  expect(grant('attempt s.a() { yes { } no, failed { grant verified } }')).toEqual(['CW4003 grant verified'])
  expect(grant('perform s.t() { done { } failed -> hangup unknown { grant verified } }')).toEqual(['CW4003 grant verified'])
  expect(grant('connect number "1" within 9s { answered { grant verified } busy, no answer, failed -> hangup }')).toEqual([
    'CW4003 grant verified',
  ])
  expect(grant('let _a = call.caller else { grant verified -> hangup }')).toEqual(['CW4003 grant verified'])
  expect(grant('attempt s.a() { yes { grant verified } no, failed -> hangup }', '')).toEqual(['CW4001 grant verified'])
  expect(grant('attempt s.a() { yes { grant signed } no, failed -> hangup }')).toEqual(['CW4002 signed'])
})

const line = (more: string, rest: string): string =>
  `line test { numbers { "1" -> start } languages en  time zone UTC  levels anonymous < verified  otherwise -> start ${more} }\n${rest}`

it('[S2.30] [L.services.13] after the hang-up, and in all that it runs, only some steps stand', () => {
  const after = (steps: string, more = ''): readonly string[] =>
    findings(
      line(
        'after hangup tidy',
        `remember n: number = 0\nservice s { query q(): list of text within 1s  query o() within 1s { yes } notice t(n: number) attempt a() within 1s { yes } }\nflow start { say "x" -> hangup }\nflow tidy { ${steps} }${more}`,
      ),
    )
  expect(
    after(
      'let xs = query s.q() else { return }  for each x in xs counting i { set n = n + i  if x is empty { next } }  notify s.t(n)  milestone m(n)',
    ),
  ).toEqual([])
  expect(after('query s.o() { yes { notify s.t(1) } failed { } }  repeat up to 3 times { leave } otherwise { }')).toEqual([])
  expect(after('do more', '\nflow more { say "x" }')).toEqual(['CW3016 say "x"'])
  expect(after('attempt s.a() { yes { } failed { } }')).toEqual(['CW3016 attempt s.a() { yes { } failed { } }'])
  expect(after('if n > 1 { -> start }')).toEqual(['CW3016 -> start'])
  expect(findings(line('after hangup tidy', 'flow start { -> hangup }\nflow tidy(n: number) { milestone m(n) }'))).toEqual(['CW2025 tidy'])
})

it('[S2.31] [L.steps.22] hung up: the recording, what is remembered, and no more', () => {
  const more = '\nremember kept: text = "x"\nservice s { notice take(r: recording, about: text) }'
  const record = (block: string): readonly string[] =>
    step(
      `let about = "x"\nrecord r up to 1min { say "Speak." tone end after 4s of silence nothing -> hangup hung up { ${block} } }\nnotify s.take(r, about)`,
      more,
    )
  expect(record('notify s.take(r, kept)')).toEqual([])
  expect(record('let again = "x"  notify s.take(r, again)')).toEqual([])
  expect(record('notify s.take(r, about)')).toEqual(['CW2021 about'])
  expect(record('say "x"')).toEqual(['CW3016 say "x"'])
  const told = findings(
    `flow start { record r up to 1min { say "Speak." nothing -> hangup hung up { do tell(r) } } say r -> hangup }\nflow tell(r: recording) { say r }`,
  )
  expect(told).toEqual(['CW3016 say r'])
  expect(record('if verified { return }')).toEqual([])
})

it('[S2.39] [S2.40] a transfer ends a block, and an arm may be an arrow', () => {
  expect(findings('flow start { say "x" transfer to "95500" else -> hangup }')).toEqual([])
  expect(findings('flow start { transfer to "95500" }')).toEqual(['CW3017 transfer to "95500"'])
})

it('[S2.41] [L.agents.2] only numbers that are written are dialled', () => {
  const dial = (steps: string, more = ''): readonly string[] =>
    findings(
      `settings { desk: text = "1" }\n${more.includes('service s') ? more.replace('service s {', 'service s { query n(): digits within 1s ') : `service s { query n(): digits within 1s }\n${more}`}\nflow start { ${steps} -> hangup }`,
    )
  expect(dial('connect number settings.desk within 9s { answered, busy, no answer, failed { } }')).toEqual([])
  expect(dial('let to = "1"  connect number to within 9s { answered, busy, no answer, failed { } }')).toEqual([])
  expect(
    dial(
      'menu { press 10..19 as ext unannounced { do call("1{ext}") } press 1 for settings.desk do call("1") }',
      'flow call(to: text) { connect number to within 9s { answered, busy, no answer, failed { } } }',
    ),
  ).toEqual([])
  expect(
    dial(
      'let n = query s.n() else -> hangup  do call(n)',
      'flow call(to: text) { connect number to within 9s { answered, busy, no answer, failed { } } }',
    ),
  ).toEqual(['CW4015 to'])
  expect(dial('let to = call.caller else -> hangup  connect number to within 9s { answered, busy, no answer, failed { } }')).toEqual([
    'CW4015 to',
  ])
  expect(dial('collect to: digits { say "?" } if verified { transfer to to else -> hangup }')).toEqual(['CW4015 to'])
  expect(dial('if verified { transfer to call.caller else -> hangup }')).toEqual(['CW4015 call.caller'])
  const rings = 'within 9s { answered, busy, no answer, failed { } }'
  // Written wherever it is: in a list, a setting's record, what a part returns.
  for (const [steps, more] of [
    [`for each n in ["95500", "95501"] { connect number n ${rings} } none { }`],
    [`for each n in settings.desks { connect number n ${rings} } none { }`, 'settings { desks: list of text = ["1"] }'],
    [`choose n in settings.desks { offer "{n}" none -> hangup }  connect number n ${rings}`, 'settings { desks: list of text = ["1"] }'],
    [
      `let n = do pick(true)  connect number n ${rings}`,
      'flow pick(day: boolean) returns text { if day { return "1" } return settings.desk }',
    ],
    [`menu { press 10..19 as n unannounced { set n = "95"  connect number n ${rings} } }`],
    [`let n = do same("1")  connect number n ${rings}`, 'flow same(n: text) returns text { return n }'],
    [`let xs: list of text = []  add settings.desk to xs  let n = first(xs) else { -> hangup }  connect number n ${rings}`],
    [
      `let n = first(["1", "2"]) else { -> hangup }  if let m = first(settings.desks) { connect number m ${rings} }  connect number n ${rings}`,
      'settings { desks: list of text = ["1"] }',
    ],
  ])
    expect([steps, dial(steps!, more)]).toEqual([steps, []])
  // One source that is not written is enough.
  for (const [steps, spot, more] of [
    [`let n = query s.n() else -> hangup  set n = "95500"  connect number n ${rings}`, 'n'],
    [`let n = query s.n() else { -> hangup }  let m: text = n  set m = "95500"  connect number m ${rings}`, 'm'],
    [`let n = do pick()  connect number n ${rings}`, 'n', 'flow pick() returns text { let n = query s.n() else { return "1" } return n }'],
    [`let n = do pick()  set n = "1"  connect number n ${rings}`, 'n', 'flow pick() returns text { return call.called }'],
    [
      `let c = query s.n() else -> hangup  let n = do same(c)  connect number n ${rings}`,
      'n',
      'flow same(n: text) returns text { return n }',
    ],
    [
      `let c = query s.n() else -> hangup  let xs: list of text = ["1"]  add c to xs  let n = first(xs) else { -> hangup }  connect number n ${rings}`,
      'n',
    ],
    [`let c = query s.n() else -> hangup  for each n in ["1", c] { connect number n ${rings} } none { }`, 'n'],
    [`let cs = query s.all() else -> hangup  for each n in cs { connect number n ${rings} } none { }`, 'n'],
    [`let cs = query s.all() else -> hangup  choose n in cs { offer "{n}" none -> hangup }  set n = "1"  connect number n ${rings}`, 'n'],
    [`let cs = query s.desks() else -> hangup  for each d in cs { connect number d.number ${rings} } none { }`, 'd.number'],
    [`let cs = query s.all() else -> hangup  let n = first(cs where it == "1") else { -> hangup }  connect number n ${rings}`, 'n'],
    [`let cs = query s.all() else -> hangup  if let n = first(cs) { connect number n ${rings} }`, 'n'],
    [`collect n: digits { say "?" }  set n = "1"  connect number n ${rings}`, 'n'],
    [`let c = query s.n() else -> hangup  menu { press 10..19 as n unannounced { set n = c  connect number n ${rings} } }`, 'n'],
  ])
    expect([
      steps,
      dial(
        steps!,
        `service s { query all(): list of text within 1s  query desks(): list of Desk within 1s }\ntype Desk = { number: text }\n${more ?? ''}`,
      ),
    ]).toEqual([steps, [`CW4015 ${spot}`]])
  expect(dial('if verified { transfer to mine else -> hangup }', 'remember mine: private text = "1"')).toEqual(['CW4013 mine'])
  expect(dial('if verified { transfer to 5 else -> hangup }')).toEqual(['CW2101 5'])
  expect(dial(`for each x in ["1"] counting n { connect number "{n}" ${rings} } none { }`)).toEqual(['CW2140 {n}'])
})

it('[S2.43] [S7.1] [L.declarations.1] a line has what every call needs; one a program, in its entry', () => {
  expect(findings('line test { }\nflow _x { -> hangup }')).toEqual(['CW2023 test', 'CW2023 test', 'CW2023 test', 'CW2023 test'])
  expect(
    findings(
      'line test { numbers { "1" -> start  "1" -> start } languages en, en  time zone UTC  otherwise -> start }\nflow start { -> hangup }',
    ),
  ).toEqual(['CW2024 "1"', 'CW2024 en'])
  expect(findings(line('record all after notice', 'prompts { notice(n: number) "{n}" }\nflow start { -> hangup }'))).toEqual([
    'CW2025 notice',
  ])
  expect(findings(line('on fault -> again', 'flow start { -> hangup }'))).toEqual(['CW3015 again'])
})

it('[L.declarations.16] again reads what listens, so something has to listen', () => {
  expect(findings('menu start { press 1 for "x" -> again  press 2 for "y" { say "x" -> again }  otherwise { say "x" -> again } }')).toEqual(
    [],
  )
  expect(step('confirm { say "x?" no -> again }\nif verified { -> back }')).toEqual([])
  expect(step('if verified { -> again }')).toEqual(['CW3004 again'])
  expect(step('choose a in ["x"] { offer "{a}" none -> again }\nsay "{a}"')).toEqual(['CW3004 again'])
})

it('a flow that returns a value does so on every way', () => {
  const ask = (body: string): readonly string[] =>
    findings(`flow start { let n = do ask() milestone m(n) -> hangup }\nflow ask returns number { ${body} }`)
  expect(ask('if verified { return 1 } else { return 2 }')).toEqual([])
  expect(ask('if verified { return 1 } -> hangup')).toEqual([])
  expect(ask('if verified { return 1 }')).toEqual(['CW3010 }'])
  expect(ask('return "1"')).toEqual(['CW2101 "1"'])
  expect(ask('if verified { return } return 1')).toEqual(['CW3008 return'])
})
