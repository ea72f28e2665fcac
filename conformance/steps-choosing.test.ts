// Steps in which the caller says something: menu, collect, choose, confirm, and what any of them may hold.
import { expect, it } from 'vitest'
import { begin, bilingual, codes, entries, heard } from './heard.ts'
import { line, plays, says } from './testing.ts'

const list = 'service back { query list(): list of text within 1s  query ok(n: number): boolean within 1s }\n'

it('[L.steps.4] `menu {}` stands in the middle of a flow; the block of an option may fall through to the next step', () => {
  const program = `${line()}flow welcome {
  say "First."
  menu { press 1 for "one" { say "One." } press 2 for "two" { } press 3 for "three" -> goodbye }
  say "Behind."
  -> hangup
}`
  expect(heard(program, 'press 1  expect ended by line').slice(-2)).toEqual(['One.', 'Behind.'])
  expect(heard(program, 'press 2  expect ended by line').at(-1)).toBe('Behind.')
  plays(program, 'press 3  hear "Goodbye"  never hear "Behind"')
})

it('[L.steps.5] `collect` takes keys for a value, with checks, also asked of a back end, and a length that only the call knows', () => {
  const program = `${line()}${list}flow welcome {
  let wanted = 2 + 2
  collect code: digits 1..9 { say "Code?" length wanted }
  collect n: number 1..99 {
    say "Number?"
    check n > 10 else "Too small."
    check query back.ok(n) else "The bank says no."
  }
  say "{code} and {n}."
  -> hangup
}`
  const given = 'given back.ok answers false, then true\n'
  plays(
    program,
    `${given}enter code "1234"  enter n "20#"  hear "The bank says no"  enter n "21#"  hear "one two three four and twenty-one"`,
  )
  plays(program, `${given}enter code "123#"  hear next "Code"  enter code "1234"  enter n "10#"  hear "Too small"  hear "Number"`)
  plays(program, `given back.ok fails  enter code "1234"  enter n "20#"  hear "The bank says no"  expect back.ok performed once`)
})

it('[L.steps.6] `choose` is a menu made of a list: 1 to 8, 9 or `more on` for the next page, further keys, and what is done where it is empty', () => {
  const program = (more = ''): string => `${line()}${list}flow welcome {
  let xs = query back.list() else -> goodbye
  choose x in xs { say "Choose." offer "the {x}" ${more} press * for "none of them" -> goodbye none { say "Empty." -> hangup } }
  say "It is {x}."
  -> hangup
}`
  const items = [...'abcdefghij'].map(letter => `"${letter}${letter}"`).join(', ')
  const said = heard(program(), `given back.list answers [${items}]\npress 9  press 2  hear "It is jj"`)
  expect(said.slice(0, 2)).toEqual(['Choose.', 'For the aa, press 1.'])
  expect(said).toContain('For the hh, press 8.')
  expect(said).toContain('For more choices, press 9.')
  expect(said).toContain('For none of them, press star.')
  plays(program(), `given back.list answers [${items}]  press 8  hear "It is hh"`)
  plays(program(), `given back.list answers [${items}]  press 9  press 9  press 1  hear "It is aa"`)
  plays(program('more on 0'), `given back.list answers [${items}]  hear "press 0"  press 0  press 1  hear "It is ii"`)
  plays(program(), 'given back.list answers ["aa"]  press *  hear "Goodbye"')
  plays(program(), 'given back.list answers []  hear next "Empty"')
  const none = 'none { say "Empty." -> hangup }'
  expect(codes(program().replace(none, ''))).toContain('CW3108')
  expect(codes(program().replace(none, 'none { say "Empty." }'))).toContain('CW3003')
})

it('[L.steps.7] `confirm` reads back and asks: yes falls through, no must leave, both with keys and labels of their own', () => {
  const program = (items: string): string => `${line()}flow welcome { confirm { say "Pay." ${items} } say "Paid." -> hangup }
flow no_thanks { say "Not paid." -> hangup }`
  expect(heard(program('no -> no_thanks'), 'press 1  hear "Paid"')).toEqual(['Pay.', 'For yes, press 1.', 'For no, press 2.', 'Paid.'])
  plays(program('no -> no_thanks'), 'press 2  hear "Not paid"')
  const own = 'yes 3 for "paying it" no 4 for "keeping it" -> no_thanks press 5 for "an agent" -> goodbye'
  expect(heard(program(own), 'press 3  hear "Paid"').slice(1, 4)).toEqual([
    'For paying it, press 3.',
    'For keeping it, press 4.',
    'For an agent, press 5.',
  ])
  plays(program(own), 'press 4  hear "Not paid"')
  plays(program(own), 'press 5  hear "Goodbye"')
  expect(codes(program(''))).toContain('CW3108')
  expect(codes(program('no { say "No." }'))).toContain('CW3003')
  expect(codes(program('no -> no_thanks press 55 for "both" -> goodbye'))).toContain('CW3106')
})

it('[L.steps.7] waiting keys are thrown away before a `confirm`, and yes counts only once the read-back was heard to its end', () => {
  const program = `${line()}menu welcome { say "Hello." press 1 for "on" -> pay }
flow pay { confirm { say "You pay all that you have got." no -> goodbye } say "Paid." -> hangup }`
  const keys = entries(program, 'press ahead "11"  wait 20s', 'key').map(({ use }) => use)
  expect(keys[1]).toBe('dropped')
  plays(program, 'press ahead "11"  hear "You pay all"  wait 6s  never hear "Paid"')
  plays(program, 'press 1  press early 1  hear "For no"  never hear "Paid"')
  plays(program, 'press 1  press 1  hear "Paid"')
})

it('[L.steps.24] a listener’s `listen` overrides the line’s, item by item', () => {
  const program = (items: string): string => `${line('listen { first key within 5s next key within 3s tries 3 end key # }', 'start')}
flow start { collect code: digits 2..4 { say "Code?" listen { ${items} } on silence say "Silence." } say "{code}." -> hangup }`
  const over = (items: string, script: string): number => entries(program(items), script, 'outcome')[0]!.at
  const silent = over('tries 3', 'stay silent')
  expect(over('first key within 8s', 'stay silent')).toBe(silent + 3000)
  expect(over('next key within 1s', 'enter "12"  stay silent')).toBe(over('tries 3', 'enter "12"  stay silent') - 2000)
  plays(program('tries 1'), 'hear "Code"  stay silent  hear next "Goodbye"')
  plays(program('tries 2'), 'stay silent  hear "Silence"  hear "Code"  stay silent  hear next "Goodbye"')
  plays(program('end key *'), 'enter "12*"  hear "one two" within 0ms')
  plays(program('end key none'), 'enter "12#"  hear "Code"  never hear "one two"')
  plays(program('end key # required'), 'enter "12"  stay silent  hear "Code"  enter "12#"  hear "one two"')
  plays(program('barge-in off'), 'press ahead 1  wait 100ms  hear next "Code"')
})

it('[L.steps.24] `on silence`, `on mistake`, `on too short`, from a count on, with `say only`; not in a confirm', () => {
  const program = (items: string): string => `${line('listen { tries 4 }', 'start')}
flow start { collect code: digits 2..4 { say "Code?" ${items} } -> hangup }`
  const silence = program('on silence say "One." on silence 2 say only "Two."')
  expect(heard(silence, 'stay silent  stay silent  stay silent  stay silent  hear "Goodbye"')).toEqual([
    'Code?',
    'One.',
    'Code?',
    'Two.',
    'Two.',
    'Goodbye.',
  ])
  const mistake = program('on mistake say "Wrong." on too short say "Too short."')
  expect(heard(mistake, 'enter "1#"  enter "1*#"  hang up').slice(1, 3)).toEqual(['Too short.', 'Code?'])
  plays(mistake, 'enter "#"  hear "Wrong"')
  plays(program('on mistake say "Wrong."'), 'hear "Code"  enter "1#"  hear next "Wrong"')
  expect(codes(`${line()}${begin('confirm { say "Pay." on silence say only "Well?" no -> goodbye }')}`)).toContain('CW3117')
})

it('[L.steps.24] `otherwise`, on silence or on mistake, is a target or a block that leaves, when the tries run out', () => {
  const program = (items: string): string => `${line('listen { tries 1 }')}
menu welcome { say "Menu." press 1 for "one" -> goodbye ${items} }
flow quiet { say "Quiet." -> hangup }
flow lost { say "Lost." -> hangup }`
  const both = program('otherwise on silence -> quiet otherwise on mistake { say "No." -> lost }')
  plays(both, 'stay silent  hear "Quiet"')
  plays(both, 'press 5  hear "No"  hear next "Lost"')
  plays(program('otherwise on silence -> quiet otherwise -> lost'), 'press 5  hear "Lost"')
  plays(program('otherwise -> lost'), 'stay silent  hear "Lost"')
  plays(program(''), 'stay silent  hear "Goodbye"')
  expect(codes(program('otherwise { say "No." }'))).toContain('CW3003')
})

it('[L.steps.25] a block leaves when each way through it ends in an arrow, `return` or a word of a loop', () => {
  const option = (block: string): string => `${line()}${begin('do part_of')}
flow part_of {
  for each x in [1, 2] { let y = first([x]) else { ${block} } milestone m(y) }
  return
}`
  for (const block of ['-> goodbye', 'return', 'leave', 'next', 'previous', 'again', 'say "x" if true { leave } else { next }'])
    expect(codes(option(block)), block).not.toContain('CW3003')
  for (const block of ['', 'say "x"', 'if true { leave }', 'if true { leave } else { say "x" }'])
    expect(codes(option(block)), block).toContain('CW3003')
})

it('[L.steps.26] an option has a key, a text, a condition; then an arrow, a `do` or a block, which leaves in a named menu', () => {
  const program = `${line()}remember rich: boolean = false
menu welcome {
  say "Menu."
  press 1 for "riches" do riches
  press 2 for "gold" when rich -> gold
  press 3 for "silver" { say "Silver." -> goodbye }
}
flow riches { say "You are rich." set rich = true }
flow gold { say "Gold." -> hangup }`
  // Told and taken only where its condition was true when the menu was read; after the part the menu is read again.
  expect(heard(program, 'press 1  hear "gold"  press 2  hear "Gold."')).toEqual([
    'Menu.',
    'For riches, press 1.',
    'For silver, press 3.',
    'You are rich.',
    'Menu.',
    'For riches, press 1.',
    'For gold, press 2.',
    'For silver, press 3.',
    'Gold.',
  ])
  plays(program, 'press 2  hear menu welcome  never hear "Gold."')
  plays(program, 'press 3  hear exactly "Silver."  hear next "Goodbye"')
  expect(says(program.replace('say "Silver." -> goodbye', 'say "Silver."'))[0]).toMatch(/^CW3003/)
})

it('[L.steps.13] branches stand around `say` inside a menu, a collect and a confirm too, and `match` covers its choice', () => {
  const mood =
    'type Mood = one of { good zh"好" en"good" bad zh"坏" en"bad" other zh"无" en"none" }\nservice back { query mood(): Mood within 1s }\n'
  const branch = 'if true { say zh"是" en"true" } else { say zh"非" en"false" }'
  const match = 'match mood { good { say zh"好" en"Good." } bad, other { say zh"坏" en"Bad." } }'
  for (const listener of [
    `menu { ${branch} ${match} press 1 for zh"是" en"on" -> goodbye }`,
    `collect n: digits 2 { ${branch} ${match} } say "{n}"`,
    `confirm { ${branch} ${match} no -> goodbye }`,
    `${branch} ${match}`,
  ]) {
    const program = `${bilingual().replace('zh-CN, en-US', 'en-US, zh-CN')}${mood}flow welcome { let mood = query back.mood() else -> goodbye ${listener} -> hangup }`
    expect(heard(program, 'given back.mood answers good\nwait 20s').slice(0, 2), listener).toEqual(['true', 'Good.'])
    expect(heard(program, 'given back.mood answers bad\nwait 20s').slice(0, 2), listener).toEqual(['true', 'Bad.'])
    expect(codes(program.replace('bad, other', 'bad')), listener).toContain('CW2125')
  }
})
