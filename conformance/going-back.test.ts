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
