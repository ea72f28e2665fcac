import { expect, it } from 'vitest'
import { line, plays, says } from './testing.ts'

const back = 'shortcuts { press * unannounced -> back }'
const menus = `menu welcome { say "Welcome." press 1 unannounced -> a press 2 unannounced -> b }
menu a { say "Menu a." press 1 unannounced -> b press 2 unannounced -> welcome press 3 unannounced -> steps }
menu b { say "Menu b." press 1 unannounced -> c press 2 unannounced -> a press 3 unannounced -> steps }
menu c { say "Menu c." press 1 unannounced -> a press 2 unannounced -> b press 3 unannounced -> c }
flow steps {
  menu { say "In a flow." press 1 unannounced { } press 2 unannounced -> back otherwise -> goodbye }
  language en-US
  collect code: digits 2 { say "A code." otherwise -> goodbye }
  choose side in ["left", "right"] { offer "{side}" none -> goodbye otherwise -> goodbye }
  confirm { say "Is it {code}, {side}?" no -> back otherwise -> goodbye }
  do part
  -> back
}
flow part { menu { say "In a part." press 1 unannounced { } otherwise -> goodbye } }`

it('[S2.14] [S2.15] the trail has each named menu once: coming to one that is on it drops what lies beyond, coming to another adds it', () => {
  // welcome, a, b, c; then a by an arrow: b and c are gone.
  plays(
    `${line(back)}\n${menus}`,
    `press 1 \n press 1 \n press 1 \n hear menu c \n press 1 \n hear menu a
     press * \n hear menu welcome
     press 2 \n hear menu b \n press * \n hear menu welcome`,
  )
  // A menu that leads to itself is not twice on it.
  plays(
    `${line(back)}\n${menus}`,
    'press 2 \n press 1 \n hear menu c \n press 3 \n hear menu c \n press 3 \n hear menu c \n press * \n hear menu b \n press * \n hear menu welcome',
  )
  // Going back is coming to a menu too.
  plays(
    `${line(back)}\n${menus}`,
    'press 1 \n press 1 \n hear menu b \n press * \n hear menu a \n press 1 \n hear menu b \n press * \n hear menu a \n press * \n hear menu welcome',
  )
})

it('[S2.16] [S2.18] in any step of a flow `-> back` goes to the last named menu; menu {}, choose, collect, confirm, do and language are not on the trail', () => {
  for (const keys of [
    'press 2',
    'press *',
    'press 1 \n press *',
    'press 1 \n enter "12" \n press *',
    'press 1 \n enter "12" \n press 1 \n press 2',
    'press 1 \n enter "12" \n press 1 \n press *',
    'press 1 \n enter "12" \n press 1 \n press 1 \n press *',
  ])
    plays(
      `${line(back)}\n${menus}`,
      `press 1 \n press 1 \n hear menu b \n press 3 \n hear "In a flow" \n ${keys} \n hear menu b \n press * \n hear menu a`,
    )
  plays(
    `${line(back)}\n${menus}`,
    'press 1 \n press 3 \n press 1 \n enter "12" \n press 1 \n press 1 \n hear "In a part" \n press 1 \n hear menu a \n press * \n hear menu welcome',
  )
})

it('[S2.17] where there is no menu before, `back` is `again`; in transit the line’s otherwise', () => {
  plays(`${line(back)}\n${menus}`, 'hear menu welcome \n press * \n hear menu welcome \n press * \n hear menu welcome')
  plays(
    `${line(back)}\nflow welcome { collect code: digits 2 { say "A code." otherwise -> goodbye } say "{code}." -> goodbye }`,
    'hear "A code" \n press * \n hear next "A code" \n enter code "12" \n hear "one two"',
  )
  plays(
    `${line('otherwise -> lost')}\nflow welcome { say "Hello." -> back }\nflow lost { say "Lost." -> goodbye }`,
    'hear next "Hello" \n hear next "Lost"',
  )
})

it('[S2.19] `-> again` reads the innermost listener again, without its counters; elsewhere it is an error', () => {
  plays(
    `${line()}
menu welcome {
  say "Welcome."
  press 1 unannounced { say "Once more." -> again }
  press 2 unannounced -> ask
  on mistake say "Wrong once." on mistake 2 say "Wrong twice."
}
flow ask {
  menu {
    say "Outer."
    press 1 unannounced { confirm { say "Inner." no -> again otherwise -> goodbye } say "Yes." }
    otherwise -> goodbye
  }
  -> goodbye
}`,
    `press 9 \n hear "Wrong once" \n press 1 \n hear "Once more" \n hear menu welcome \n press 9 \n hear "Wrong twice"
     press 2 \n hear "Outer" \n press 1 \n hear "Inner" \n hear "For no" \n press 2 \n hear next "Inner" \n press 1 \n hear "Yes"`,
  )
  expect(says(`${line()}\nflow welcome { say "Hello." -> again }`)).toEqual(['CW3004 again'])
  expect(says(`${line()}\nflow welcome { menu { press 1 unannounced { } otherwise -> goodbye } -> again }`)).toEqual(['CW3004 again'])
})
