import { expect, it } from 'vitest'
import { line, plays, says } from './testing.ts'

const shortcuts = `shortcuts { press 0 unannounced -> help  press * unannounced -> back  press 777 unannounced -> help  press # unannounced -> help }`
const program = (steps: string, menus = ''): string => `${line(shortcuts)}
menu welcome { say "Welcome." press 1 unannounced -> steps press 2 unannounced -> numbers press 70 unannounced -> goodbye }
menu help { say "Help." press 1 unannounced -> welcome }
menu numbers { say "Numbers." press 01 unannounced -> goodbye press 3 unannounced -> welcome }
flow steps { ${steps} -> goodbye }
${menus}`

it('[S1.9.2] a shortcut of one key is live as the first key of every listener where no option begins with it, in a collect where it is no numeral', () => {
  const collect = program('collect x: digits 2..4 { say "Key it." otherwise -> goodbye } say "It is {x}."')
  plays(collect, 'press 0 \n hear menu help')
  // In the menu of numbers 0 begins an option.
  plays(collect, 'press 2 \n hear menu numbers \n press "01" \n hear "Goodbye"')
  // 0 is a numeral of the entry, * is not.
  plays(collect, 'press 1 \n enter "01#" \n hear "It is zero one"')
  plays(collect, 'press 1 \n hear "Key it" \n press * \n hear menu welcome')
  // Not as a later key.
  plays(collect, 'press "70" \n hear "Goodbye"')
  for (const listener of [
    'menu { say "Here." press 1 unannounced { } otherwise -> goodbye }',
    'choose x in ["a", "b"] { offer "Here {x}" none -> goodbye otherwise -> goodbye } say x',
    'confirm { say "Here?" no -> goodbye otherwise -> goodbye }',
  ]) {
    plays(program(listener), 'press 1 \n hear "Here" \n press 0 \n hear menu help')
    plays(program(listener), 'press 1 \n hear "Here" \n press * \n hear menu welcome')
  }
})

it('[S1.9.3] in a collect the first * is the shortcut, a later one clears; right after a clear no shortcut is live until another key is typed', () => {
  const collect = program('collect x: digits 2..4 { say "Key it." on mistake say "Wrong." otherwise -> goodbye } say "It is {x}."')
  plays(collect, 'press 1 \n enter "12*34#" \n hear "It is three four"')
  plays(collect, 'press 1 \n enter "12**34#" \n hear "It is three four"')
  plays(collect, 'press 1 \n enter "12****34#" \n hear "It is three four"')
  // Once something was typed and judged, the next reading has its shortcut again.
  plays(collect, 'press 1 \n enter "1*2#" \n hear "Wrong" \n press * \n hear menu welcome')
  const money = program('collect x: money CNY 0.01..500.00 { say "Key it." otherwise -> goodbye } say "It is {x}."')
  plays(money, 'press 1 \n enter "10*5#" \n hear "It is ten yuan and fifty fen"')
  plays(money, 'press 1 \n hear "Key it" \n press * \n hear menu welcome')
  const identity = program('collect x: digits 4 with * as X { say "Key it." otherwise -> goodbye } say "It is {x}."')
  plays(identity, 'press 1 \n enter "123*" \n hear "It is one two three X"')
  plays(identity, 'press 1 \n hear "Key it" \n press * \n hear menu welcome')
})

it('[S1.9.4] a longer shortcut is live in named menus and menu {} only, as if it were an option there', () => {
  const menu = program('menu { say "Here." press 1 unannounced { } otherwise -> goodbye }')
  plays(menu, 'press "777" \n hear menu help')
  plays(menu, 'press 1 \n hear "Here" \n press "777" \n hear menu help')
  // It begins like the option 70, and like it waits for what comes.
  plays(menu, 'press "70" \n hear "Goodbye"')
  plays(menu, 'hear "Welcome" \n press "761" \n hear next menu welcome')
  plays(
    program('collect x: digits 3 { say "Key it." otherwise -> goodbye } say "It is {x}."'),
    'press 1 \n enter "777" \n hear "It is seven seven seven"',
  )
  plays(
    program('choose x in ["a", "b", "c", "d", "e", "f", "g"] { offer "{x}" none -> goodbye otherwise -> goodbye } say "It is {x}."'),
    'press 1 \n press 7 \n hear "It is g"',
  )
})

it('[S1.9.5] the end key may be an option or a shortcut by itself; inside a longer option it is an error', () => {
  plays(program(''), 'press # \n hear menu help')
  plays(
    program('menu { say "Here." press # unannounced { say "The end key." } otherwise -> goodbye }'),
    'press 1 \n hear "Here" \n wait 4s \n press # \n hear next "The end key"',
  )
  expect(says(program('menu { say "Here." press 1# unannounced { } otherwise -> goodbye }'))).toEqual(['CW3104 1#'])
  expect(says(program('menu { say "Here." press #1 unannounced { } otherwise -> goodbye }'))).toEqual(['CW3104 #1'])
  expect(says(program('menu { say "Here." press 1# unannounced { } otherwise -> goodbye listen { end key none } }'))).toEqual([])
})

it('[S1.9.7] a range is so many options, each key of it by itself', () => {
  const menu = program('menu { say "Here." press 98..101 as n unannounced { say "It is {n}." } otherwise -> goodbye }')
  expect(says(menu).map(found => found.slice(0, 6))).toEqual(['CW3102'])
  const range = program(
    'menu { say "Here." press 1008..1011 as n unannounced { say "It is {n}." } press 1012 unannounced { say "Another." } on mistake say "Wrong." otherwise -> goodbye }',
  )
  for (const [keys, heard] of [
    ['1008', 'It is one zero zero eight'],
    ['1011', 'It is one zero one one'],
    ['1012', 'Another'],
    ['1007', 'Wrong'],
    ['1013', 'Wrong'],
  ])
    plays(range, `press 1 \n hear "Here" \n press "${keys}" \n hear next "${heard}"`)
  expect(
    says(program('menu { say "Here." press 1008..1011 as n unannounced { say n } press 1010 unannounced { } otherwise -> goodbye }')),
  ).toEqual(['CW3103 1010'])
})
