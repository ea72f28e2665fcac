import { expect, it } from 'vitest'
import { line, plays, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))

it('[S2.1] [S2.2] a flow that has return or can run off its end is a part: `do` runs it, `->` to it is an error', () => {
  const program = (steps: string, flows: string): string => `${line()}\nflow welcome { ${steps} }\n${flows}`
  for (const part of [
    'say "A part."',
    'say "A part." return',
    'if verified { -> goodbye } say "A part."',
    'if verified { return } say "A part." -> goodbye',
  ]) {
    const flows = `flow f { ${part} }`
    expect([part, says(program('say "Hello." -> f', flows))]).toEqual([part, ['CW3001 f']])
    expect([part, says(program('do f() -> goodbye', flows))]).toEqual([part, []])
    plays(
      program('do f() say "Behind." -> goodbye', flows),
      `hear next "A part" \n hear next "${part.endsWith('goodbye') ? 'Goodbye' : 'Behind'}"`,
    )
  }
  for (const place of [
    'say "A place." -> goodbye',
    'menu { say "A place." press 1 unannounced -> goodbye }',
    'say "A place." do goodbye',
  ]) {
    const flows = `flow f { ${place} }`
    expect([place, says(program('say "Hello." -> f', flows))]).toEqual([place, []])
    plays(program('say "Hello." -> f', flows), 'hear next "Hello" \n hear next "A place"')
  }
  // Menus are places.
  plays(program('say "Hello." -> m', 'menu m { say "A menu." press 1 unannounced -> goodbye }'), 'hear next "Hello" \n hear menu m')
  expect(says(program('say "Hello." do m -> goodbye', 'menu m { say "A menu." press 1 unannounced -> goodbye }'))).toContain('CW3014 do m')
})

it('[S2.3] a flow that never comes back may be run with `do`; what follows is unreachable', () => {
  const program = (behind: string): string =>
    `${line()}\nflow welcome { say "Hello." do place ${behind} }\nflow place { say "A place." -> goodbye }`
  expect(says(program(''))).toEqual([])
  plays(program(''), 'hear next "Hello" \n hear next "A place" \n hear next "Goodbye"')
  expect(says(program('say "Behind." -> goodbye'))).toEqual(['CW3011 say "Behind." -> goodbye'])
})

it('[S2.5] an arrow ends everything under way: every do and loop; what is queued and the keys that wait stay', () => {
  const program = `${line()}
flow welcome { do outer say "Behind outer." -> goodbye }
flow outer { repeat up to 3 times { do inner say "Behind inner." } otherwise { say "Run out." } }
flow inner { for each x in ["a", "b"] { say "Item {x}." if today > 2000-01-01 { announce "Still heard." -> other } } say "Behind the items." }
flow other { say "Other." menu { say "Menu." press 1 unannounced { } otherwise -> goodbye } collect code: digits 2 { say "Code." otherwise -> goodbye } say "{code}." }`.replace(
    /say "\{code\}\." \}$/,
    'say "{code}." -> goodbye }',
  )
  expect(says(program)).toEqual([])
  plays(
    program,
    'hear next "Item a" \n hear next "Still heard" \n hear next "Other" \n hear next "Menu" \n press 1 \n enter "12" \n hear "one two" \n hear next "Goodbye" \n never hear "Behind"',
  )
  // Keys that wait for the announcement are the other flow's.
  plays(program, 'press ahead 134 \n hear "Still heard" \n hear next "three four"')
})

it('[S2.9] a block leaves when each way through it ends in an arrow, return, a word of the loop or a do that never comes back', () => {
  const program = (block: string): string => `${line()}
type Kind = one of { card "a card" other "something" }
remember kind: Kind = card
flow welcome { do part -> goodbye }
flow part {
  repeat up to 2 times {
    for each x in ["a", "b"] {
      confirm { say "Is it {x}?" no ${block} otherwise -> goodbye }
    }
  } otherwise { say "Run out." }
}
flow comes_back { say "I come back." }
flow place { -> goodbye }`
  for (const leaves of [
    '-> goodbye',
    '-> again',
    '-> back',
    '-> hangup',
    '{ return }',
    '{ leave }',
    '{ next }',
    '{ previous }',
    '{ again }',
    '{ do place }',
    '{ if verified { return } else { leave } }',
    '{ match kind { card { return } other { next } } }',
    '{ match kind { card -> goodbye other { next } } }',
    '{ menu { press 1 unannounced { return } press 2 unannounced -> goodbye otherwise -> goodbye } }',
    '{ say "No." transfer to "95511" else -> goodbye }',
  ])
    expect([leaves, says(program(leaves))]).toEqual([leaves, []])
  for (const stays of [
    '{ }',
    '{ say "No." }',
    '{ do comes_back }',
    '{ if verified { return } }',
    '{ if verified { return } else { say "No." } }',
    '{ match kind { card { return } other { say "No." } } }',
    '{ menu { press 1 unannounced { } press 2 unannounced -> goodbye otherwise -> goodbye } }',
    '{ repeat up to 2 times { leave } otherwise { } }',
  ])
    expect([stays, says(program(stays)).filter(each => each.startsWith('CW3003'))]).toEqual([stays, [expect.stringMatching(/^CW3003 /)]])
})

it('[S2.12] [S2.13] a remembered name has a first value and lasts as long as the call; everything else dies with its flow', () => {
  const program = `${line()}
remember visits: number = 0
menu welcome { say "Welcome." press 1 unannounced -> visit }
flow visit {
  let mine = visits + 10
  set visits = visits + 1
  say "Visit {visits}, {mine}."
  do more
  -> welcome
}
flow more { set visits = visits + 1 say "Then {visits}." }`
  expect(says(program)).toEqual([])
  plays(
    program,
    'press 1 \n hear "Visit one, ten" \n hear next "Then two" \n press 1 \n hear "Visit three, twelve" \n hear next "Then four"',
  )
  expect(says(`${line()}\nremember n: number\nflow welcome { say "{n}." -> goodbye }`).length).toBeGreaterThan(0)
  expect(
    says(`${line()}\ntype P = secret digits 4\nremember n: P = "1234"\nflow welcome { say "Hello." -> goodbye }`).map(each =>
      each.slice(0, 6),
    ),
  ).toContain('CW4006')
  expect(says(program.replace('flow more {', 'flow more { say "{mine}."'))).toEqual(['CW2001 mine'])
})

it('[S2.21] in a flow an option’s block goes on behind the menu', () => {
  plays(
    `${line()}\nflow welcome { menu { say "Menu." press 1 unannounced { say "One." } press 2 unannounced { } otherwise -> goodbye } say "Behind." -> goodbye }`,
    'press 1 \n hear "One" \n hear next "Behind"',
  )
  plays(
    `${line()}\nflow welcome { menu { say "Menu." press 1 unannounced { } otherwise -> goodbye } say "Behind." -> goodbye }`,
    'hear "Menu" \n press 1 \n hear next "Behind"',
  )
})

const levels = (steps: string): string => `${line()}
service bank { attempt log_in() within 3s { low high } }
flow welcome { ${steps} -> goodbye }
flow log_in grants signed {
  repeat up to 5 times { attempt bank.log_in() { low { grant verified } high { grant signed return } failed { } } do tell } otherwise -> goodbye
}
flow low grants verified { attempt bank.log_in() { low, high { grant verified } failed -> goodbye } }
flow tell { if signed { say "Signed." } else { if verified { say "Verified." } else { say "Anonymous." } } }`
const logIns = (...outcomes: string[]): string =>
  `given bank.log_in answers ${outcomes.join(', then answers ').replaceAll('then answers', 'then')}\n`

it('[S2.27] grant makes the level the higher of the two, lower to the lower of the two, and nothing else changes it', () => {
  plays(
    levels('do tell do log_in do tell lower to verified do tell lower to signed do tell lower to anonymous do tell'),
    `${logIns('low', 'high')} hear next "Anonymous" \n hear next "Verified" \n hear next "Signed" \n hear next "Verified" \n hear next "Verified" \n hear next "Anonymous"`,
  )
  // A lower grant takes nothing away.
  plays(
    levels('do log_in do tell do low do tell'),
    `${logIns('high', 'low')} hear next "Signed" \n hear next "Signed" \n expect level signed`,
  )
})

it('[S2.28] `do f unless L` is passed over without a word where the caller has L; f grants at least L', () => {
  const program = levels('do low unless verified do tell do low unless verified do tell')
  expect(says(program)).toEqual([])
  plays(program, `${logIns('low')} hear next "Verified" \n hear next "Verified" \n expect bank.log_in performed once`)
  expect(says(levels('do low unless signed'))).toEqual(['CW4004 signed'])
  expect(says(levels('do tell unless verified')).map(each => each.slice(0, 6))).toEqual(['CW4004'])
})

it('[S2.39] `transfer to` ends the steps where it succeeds; its else must leave, so a block may end in it', () => {
  const program = (transfer: string): string => `${line()}\nflow welcome { say "Hello." ${transfer} }`
  expect(says(program('transfer to "95511" else { say "Busy." -> goodbye }'))).toEqual([])
  plays(
    program('transfer to "95511" else { say "Busy." -> goodbye }'),
    'hear next "Hello" \n hear nothing else \n expect transferred to "95511"',
  )
  plays(
    program('transfer to "95511" else { say "Busy." -> goodbye }'),
    'given number "95511" is busy \n hear next "Hello" \n hear next "Busy" \n hear next "Goodbye"',
  )
  expect(says(program('transfer to "95511" else { say "Busy." } -> goodbye'))).toEqual(['CW3003 }'])
})

it('[S2.40] an arm of match may have an arrow; an if has blocks', () => {
  const program = (steps: string): string => `${line()}
type Kind = one of { card "a card" other "something" }
service bank { query kind(): Kind within 3s }
flow welcome { let kind = query bank.kind() else -> goodbye ${steps} say "Behind." -> goodbye }`
  const match = program('match kind { card -> goodbye other { say "Other." } }')
  plays(match, 'given bank.kind answers card \n hear next "Goodbye"')
  plays(match, 'given bank.kind answers other \n hear next "Other" \n hear next "Behind"')
  expect(says(program('if kind == card -> goodbye')).length).toBeGreaterThan(0)
})

it('[S2.41] a number that was keyed within a range written in the program may be dialled', () => {
  const program = (dialled: string): string => `${line()}
flow welcome {
  menu { say "Which extension?" press 1000..1019 as extension unannounced { connect number ${dialled} within 20s { answered, busy, no answer, failed { say "Behind." } } } otherwise -> goodbye }
  -> goodbye
}`
  expect(says(program('extension'))).toEqual([])
  plays(
    program('extension'),
    'given number "1007" is busy \n press "1007" \n hear "Behind" \n expect connected to number "1007"'.replace(
      ' \n expect connected to number "1007"',
      '',
    ),
  )
  expect(
    says(
      `${line()}\nflow welcome { collect n: digits 4 { say "Number." otherwise -> goodbye } connect number n within 20s { answered, busy, no answer, failed { } } -> goodbye }`,
    ),
  ).toEqual(['CW4015 n'])
})

it('[S2.42] a shortcut that some listener overrides is fine; one that every listener overrides is reported', () => {
  const program = (second: string): string => `${line('shortcuts { press 0 unannounced -> goodbye }')}
menu welcome { say "Welcome." press 0 unannounced -> other }
menu other { say "Other." press ${second} unannounced -> welcome }`
  expect(says(program('1'))).toEqual([])
  plays(program('1'), 'press 0 \n hear menu other \n press 0 \n hear "Goodbye"')
  expect(says(program('0'))).toEqual(['CW3120 0'])
})
