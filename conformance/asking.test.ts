import { expect, it } from 'vitest'
import { line, plays, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))
const bank = `service bank { query ask(): text within 3s  query names(): list of text within 3s  transaction pay() within 9s { done }  query fine(): text within 3s }`
const program = (steps: string, rest = '', more = ''): string => `${line(rest)}
${bank}
queue desk { longest wait 1min }
flow welcome { say "Welcome." do part -> goodbye }
flow part { ${steps} say "Behind." }
menu other { say "Other." press 1 unannounced -> goodbye }
flow uses { say "{today}." -> other }
${more}`

it('[S1.10.1] [S1.10.3] confirm asks for yes and no with the keys it says, single ones, and has no `say only`', () => {
  plays(
    program('confirm { say "Is it so?" no -> other }'),
    'hear "Is it so" \n hear next "For yes, press 1" \n hear next "For no, press 2" \n press 1 \n hear "Behind"',
  )
  plays(program('confirm { say "Is it so?" no -> other }'), 'press 2 \n hear menu other')
  const own = program('confirm { say "Is it so?" yes 5 for "right" no 6 for "wrong" -> other press 7 for "neither" { say "Neither." } }')
  plays(own, 'hear "right" \n hear "wrong" \n hear "neither" \n press 5 \n hear "Behind"')
  plays(own, 'press 6 \n hear menu other')
  plays(own, 'press 7 \n hear "Neither"')
  expect(says(program('confirm { say "Is it so?" yes 11 for "right" no -> other }'))).toEqual(['CW3106 yes 11 for "right"'])
  expect(says(program('confirm { say "Is it so?" no -> other press 77 unannounced { } }'))).toEqual(['CW3106 77'])
  expect(says(program('confirm { say "Is it so?" no -> other on mistake say only "Wrong." }')).map(found => found.slice(0, 6))).toEqual([
    'CW3117',
  ])
})

it('[S1.10.2] keys that wait are thrown away first; yes counts only once the read-back was heard, every other key at once', () => {
  const confirm = program(
    'collect x: digits 2 { say "Key it." otherwise -> goodbye } confirm { say "Is it {x}?", "Is it really?" no -> other otherwise -> goodbye }',
  )
  // Typed ahead: yes is lost, and the read-back is heard.
  plays(confirm, 'hear "Key it" \n press ahead 121 \n hear next "Is it one two" \n hear next "Is it really" \n never hear "Behind"')
  // Over the read-back: yes does nothing and cuts nothing.
  plays(
    confirm,
    'enter "12" \n hear "Is it one two" \n press ahead 1 \n hear next "Is it really" \n hear next "For yes" \n press 1 \n hear "Behind"',
  )
  // No works at once.
  plays(confirm, 'enter "12" \n hear "Is it one two" \n press ahead 2 \n hear next menu other \n never hear "really"')
  // Once it was heard yes cuts the standard sentence.
  plays(confirm, 'enter "12" \n hear "Is it really" \n hear "For yes" \n press ahead 1 \n hear next "Behind"')
})

const choose = (items: string, listed = 'query bank.names() else -> goodbye'): string =>
  program(`let names = ${listed} choose name in names { say "Choose." ${items} } say "It is {name}."`)
const names = (count: number): string => `given bank.names answers [${Array.from({ length: count }, (_, n) => `"n${n + 1}"`).join(', ')}]\n`

it('[S1.10.5] choose has options 1 to 8, and 9 for the next page where there are more; after the last page comes the first', () => {
  const plain = choose('offer "{name}" none -> goodbye press 0 for "others" -> other')
  plays(plain, `${names(8)} hear "n8" \n press 8 \n hear "It is n8"`)
  plays(plain, `${names(8)} hear "others" \n never hear "n9" \n press 9 \n hear next "Choose"`)
  plays(plain, `${names(20)} press 9 \n hear "n9" \n press 9 \n hear "n17" \n press 9 \n hear "n1" \n press 1 \n hear "It is n1"`)
  plays(plain, `${names(20)} press 9 \n hear "n16" \n press 3 \n hear "It is n11"`)
  plays(plain, `${names(20)} press 9 \n press 9 \n hear "n20" \n press 4 \n hear "It is n20"`)
  // The further option keeps its key on every page.
  plays(plain, `${names(20)} press 9 \n press 0 \n hear menu other`)
  const more = choose('offer "{name}" none -> goodbye more on 0')
  plays(more, `${names(10)} press 0 \n hear "n10" \n press 2 \n hear "It is n10"`)
  expect(says(choose('offer "{name}" none -> goodbye more on 8'))).toEqual([expect.stringMatching(/^CW3105 /)])
  expect(says(choose('offer "{name}" none -> goodbye press 3 unannounced { }'))).toContain('CW3105 3')
})

it('[S1.10.5] [S1.10.8] the page does not touch the counters', () => {
  const plain = choose(
    'offer "{name}" none -> goodbye on mistake say "Wrong once." on mistake 2 say "Wrong twice." on silence say "Silent."',
  )
  plays(
    plain,
    `${names(10)} press 0 \n hear "Wrong once" \n press 9 \n hear "n10" \n press 8 \n hear "Wrong twice" \n stay silent \n hear "Silent" \n press 0 \n hear "Goodbye"`,
  )
})

it('[S1.10.6] [S1.10.7] the list is what it was when the step was entered; none is taken before anything is said, and must leave', () => {
  const plain = choose('offer "{name}" none { say "None." -> other }')
  plays(plain, `${names(0)} hear next "Welcome" \n hear next "None" \n hear next menu other \n never hear "Choose"`)
  expect(says(choose('offer "{name}"')).map(found => found.slice(0, 6))).toEqual(['CW3108'])
  expect(says(choose('offer "{name}" none { say "None." }'))).toEqual(['CW3003 }'])
  // An option's part changes the name that the list came from.
  plays(
    program(
      'choose name in kept { say "Choose." offer "{name}" none -> goodbye press 0 unannounced do forget } say "It is {name}."',
      '',
      'remember kept: list of text = ["a", "b"]\nflow forget { set kept = [] say "Forgotten." }',
    ),
    'press 0 \n hear "Forgotten" \n press 2 \n hear "It is b"',
  )
})

it('[S1.10.9] options with `when` are asked once, when the menu is read: where it is false the option is neither told nor taken', () => {
  const menu = program(
    'menu { say "Menu." press 1 for "one" { } press 2 for "two" when on { say "Two." } press 3 unannounced do change on mistake say "Wrong." }',
    '',
    'remember on: boolean = false\nflow change { set on = true say "Changed." }',
  )
  plays(menu, 'hear "For one" \n never hear "For two" \n press 2 \n hear "Wrong"')
  plays(menu, 'press 3 \n hear "Changed" \n hear "For two" \n press 2 \n hear "Two"')
})

it('[S1.10.10] `do part` behind an option runs it and reads the menu again, its counters at nought', () => {
  const menu = program(
    'menu { say "Menu." press 1 unannounced do more press 2 unannounced { } on mistake say "Wrong once." on mistake 2 say "Wrong twice." }',
    '',
    'flow more { say "More." }',
  )
  plays(menu, 'press 9 \n hear "Wrong once" \n press 1 \n hear "More" \n hear next "Menu" \n press 9 \n hear next "Wrong once"')
})

it('[S1.10.11] `say once` and `announce once` are spoken the first time in a call that their step is reached', () => {
  const once = program(
    'repeat up to 2 times { say once "Once." announce once "Announced." say "Each time." do twice } otherwise { }',
    '',
    'flow twice { say once "Of the part." }',
  )
  plays(
    once,
    ['Welcome', 'Once', 'Announced', 'Each time', 'Of the part', 'Each time', 'Behind']
      .map(text => `hear next exactly "${text}."`)
      .join('\n'),
  )
})

const ahead = 'announce "Listen to this, please, for a while."'
it('[S1.11.1] keys that wait are kept by a request that answers; a request that fails, a perform, a connect, a mistake and a listener without type-ahead throw them away', () => {
  const menu = 'menu { say "Menu." press 1 unannounced { say "It was kept." } press 2 unannounced { } otherwise -> goodbye }'
  const kept = (steps: string, script = '', keys = '1'): void =>
    plays(program(`${ahead} ${steps}`), `${script} \n press ahead ${keys} \n hear "It was kept"`)
  const lost = (steps: string, script = '', keys = '1'): void =>
    plays(
      program(`${ahead} ${steps}`),
      `${script} \n press ahead ${keys} \n hear exactly "Menu." \n press 2 \n hear "Behind" \n never hear "It was kept"`,
    )
  const ask = 'let x = query bank.fine() else { return }'
  kept(menu)
  kept(`${ask} ${menu}`, 'given bank.fine answers "x" after 1s')
  lost(`repeat up to 1 times { let x = query bank.ask() else { leave } say x } otherwise { } ${menu}`, 'given bank.ask fails after 1s')
  // What waits when a transaction begins: the key came while something else was asked.
  lost(
    `${ask} perform bank.pay() { done, failed, unknown { } } ${menu}`,
    'given bank.fine answers "x" after 1s \n given bank.pay answers done after 1s',
  )
  lost(`connect queue desk { answered, timed out, no agents, failed { } } ${menu}`, 'given queue desk has no agents')
  lost(menu.replace('say "Menu."', 'listen { type-ahead off } say "Menu."'))
  plays(
    program(`${ahead} collect x: digits 2 { say "First." check x == "12" else "Wrong." otherwise -> goodbye } say x ${menu}`),
    'press ahead 9912 \n hear "Wrong" \n hear next "First" \n enter "12" \n hear exactly "Menu." \n press 2 \n hear "Behind"',
  )
})

it('[S1.11.2] while a perform, a connect or a record runs no key is kept; the end key ends a record, the key of a press leaves a waiting queue', () => {
  const menu = 'menu { say "Menu." press 1 unannounced { say "It was kept." } press 2 unannounced { } otherwise -> goodbye }'
  const lost = (steps: string, script: string): void =>
    plays(program(`${steps} ${menu}`), `${script} \n hear exactly "Menu." \n press 2 \n hear "Behind" \n never hear "It was kept"`)
  lost('perform bank.pay() { done, failed, unknown { } }', 'given bank.pay answers done after 8s \n wait 3s \n press ahead 1')
  lost(
    'connect queue desk { answered, timed out, no agents, failed { } }',
    'given queue desk answers after 40s for 10s \n wait 20s \n press ahead 1 \n wait 25s \n press ahead 1 \n wait 10s',
  )
  lost(
    'record voice up to 30s { say "Speak." nothing -> goodbye } say voice',
    'hear "Speak" \n wait 3s \n press ahead 1 \n speak 2s \n press #',
  )
  plays(
    program('connect queue desk { press 1 for "a call back" -> other answered, timed out, no agents, failed { } }'),
    'given queue desk answers after 40s \n wait 20s \n press 1 \n hear menu other within 1s \n never hear "Behind"',
  )
})
