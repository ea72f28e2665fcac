import { expect, it } from 'vitest'
import { findings, line, plays, run, says } from './testing.ts'

const collect = (items: string): string => `${line()}
service log { query ask(): text within 3s }
remember n: number = 0
flow welcome {
  collect code: digits 2..3 { say "Your code." ${items} }
  say "{code} {n}."
  -> goodbye
}`

it('[S1.7.22] `on silence`, `on mistake` and `on too short` hold say, announce and milestone', () => {
  for (const [event, keys] of [
    ['silence', 'stay silent'],
    ['mistake', 'press #'],
    ['too short', 'enter "1#"'],
  ] as const) {
    const program = collect(`on ${event} { say "Said." announce "Announced." milestone slip }`)
    const script = `${keys}
       hear "Said."
       hear next "Announced."
       hear next "Your code"`
    plays(program, script)
    expect(run(program, script)[0]!.log.entries.filter(({ kind }) => kind === 'milestone')).toMatchObject([{ name: 'slip' }])
  }
})

it('[S1.7.22] `if` and `match` around them are decided at that silence or mistake, again each time', () => {
  const program = (body: string): string => `${line()}
type Mood = one of { calm "calm"  cross "cross" }
remember mood: Mood = calm
remember patience: number or nothing = 2
settings { helpful: boolean = true }
flow welcome {
  for each n in [1, 2] {
    if n == 2 { set mood = cross  set patience = nothing }
    collect code: digits 2..3 { say "Your code." ${body} }
  }
  none { }
  -> goodbye
}`
  const branches = program(`
    on mistake {
      if settings.helpful { say "We help." } else { say "We do not." milestone unhelped }
      match mood { calm { say "Calm." } cross { announce "Cross." milestone was_cross } }
      if let left = patience { say "Patience {left}." } else { say "No patience." }
      if mood == cross { if not settings.helpful { say "Neither." } }
    }`)
  const script = `press #
    hear "Your code"
    hear next "We help."
    hear next "Calm."
    hear next "Patience two."
    hear next "Your code"
    enter "12#"
    hear next "Your code"
    press #
    hear next "We help."
    hear next "Cross."
    hear next "No patience."
    hear next "Your code"`
  plays(branches, script)
  expect(run(branches, script)[0]!.log.entries.filter(({ kind }) => kind === 'milestone')).toMatchObject([{ name: 'was_cross' }])
  plays(
    branches,
    `given setting helpful = false
    press #
    hear next "Your code"
    hear next "We do not."`,
  )
  // Where no branch says anything nothing is added, and the listener is read again.
  plays(
    program('on silence { if mood == cross { say "Cross." } }'),
    `stay silent
    hear "Your code"
    hear next "Your code"`,
  )
  expect(says(program('on silence { if settings.helpful { say "Help." -> goodbye } }'))).not.toEqual([])
})

it.each(['silence', 'mistake', 'too short'])('[S1.7.22] `on %s` holds no other step', event => {
  for (const step of [
    '-> goodbye',
    'set n = 1',
    'pause 500ms',
    'let x = query log.ask() else -> goodbye',
    'query log.ask()',
    'language en-US',
    'collect more: digits 2 { say "More." }',
    'if n == 0 { set n = 1 }',
    'do goodbye',
    'return',
  ]) {
    const source = collect(`on ${event} { say "Said." ${step} }`)
    const from = source.indexOf(step, source.indexOf('"Said."'))
    const errors = findings(source).filter(({ severity }) => severity === 'error')
    expect([step, errors.some(({ start, end }) => end > from && start < from + step.length)]).toEqual([step, true])
  }
})

it('[S1.9.1] a shortcut is an arrow, and nothing else', () => {
  const program = (shortcut: string): string => `${line(`shortcuts { press 0 unannounced ${shortcut} }`)}
menu welcome { say "Welcome." press 1 unannounced -> goodbye }
menu help { say "Help." press 1 unannounced -> goodbye }
flow part { say "A part." }`
  plays(program('-> help'), 'press 0\n hear menu help')
  expect(says(program('do part'))).toContain('CW3118 do part')
  expect(says(program('{ say "No." -> help }'))).toContain('CW3118 { say "No." -> help }')
})

it('[S1.9.6] the first key has 1 s or more, the next one 500 ms or more', () => {
  const menu = (listen: string): string => `menu welcome { say "Welcome." listen { ${listen} } press 1 unannounced -> goodbye }`
  expect(says(line() + menu('first key within 1s next key within 500ms'))).toEqual([])
  expect(says(line() + menu('first key within 999ms'))).toEqual(['CW3111 999ms'])
  expect(says(line() + menu('next key within 499ms'))).toEqual(['CW3111 499ms'])
  expect(says(line('listen { first key within 999ms next key within 499ms }') + menu(''))).toEqual(['CW3111 999ms', 'CW3111 499ms'])
  plays(
    line() +
      menu('first key within 1s on silence say "Nobody." ').replace(' on silence', ' } on silence').replace('"Nobody."  }', '"Nobody."'),
    'hear "Welcome" \n wait 2s \n hear "Nobody"',
  )
})

it('[S1.10.4] the `no` of a confirm must leave', () => {
  const program = (no: string): string => `${line()}
flow welcome { do asks -> goodbye }
flow asks { confirm { say "Is it so?" ${no} } say "It is so." }`
  for (const no of ['no -> goodbye', 'no { say "It is not." return }', 'no { say "Once more." -> again }', 'no { do goodbye }'])
    expect(says(program(no))).toEqual([])
  expect(says(program('no { say "It is not." }'))).toEqual(['CW3003 }'])
  expect(says(program('no { if verified { return } }'))).toEqual(['CW3003 }'])
  plays(program('no { say "It is not." return }'), 'press 2 \n hear "It is not" \n hear next "Goodbye" \n never hear "It is so."')
})
