import { it } from 'vitest'
import { line, plays } from './testing.ts'

it('[S2.16] `-> back` in a named menu goes to the one before it on the trail', () => {
  plays(
    `${line()}
menu welcome { say "Welcome." press 1 for "the main menu" -> main }
menu main { say "Main." press 2 for "back" -> back }`,
    `hear menu welcome
     press 1
     hear menu main
     press 2
     hear menu welcome`,
  )
})

it('[S2.16] [S1.9.1] a shortcut to `back` goes where a written `-> back` goes, from each listener of a menu and of a flow', () => {
  const program = (inner: string): string => `${line('shortcuts { press * unannounced -> back }')}
menu welcome { say "Welcome." press 1 for "the main menu" -> main }
menu main { say "Main." press 1 for "more" { ${inner} -> goodbye } press 2 unannounced -> other press 3 unannounced do part }
flow other { ${inner} -> goodbye }
flow part { ${inner} }`
  const menu = program('menu { say "Inner." press 9 unannounced -> back press 8 unannounced { } otherwise -> goodbye }')
  for (const key of ['*', '9']) {
    const from = (keys: string, to: string): void =>
      plays(menu, `${[...keys].map(each => `press ${each}`).join(' \n ')} \n hear "Inner" \n press ${key} \n hear next menu ${to}`)
    // In a block of the menu it is still the menu that is gone back from; in a flow, one that is done as well, it is gone back to.
    from('11', 'welcome')
    from('12', 'main')
    from('13', 'main')
  }
  const collect = program('collect x: digits 2 { say "Inner." otherwise -> goodbye } say x')
  plays(collect, 'press 1 \n press 1 \n hear "Inner" \n press * \n hear next menu welcome')
  plays(collect, 'press 1 \n press 2 \n hear "Inner" \n press * \n hear next menu main')
  plays(collect, 'press 1 \n press * \n hear next menu welcome')
})
