import { expect, it } from 'vitest'
import { line, plays, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))

const bank = `type Person = { name: text  nick: text or nothing }
service bank { query find(): text or nothing within 3s  query person(): Person within 3s  query sum(): number or nothing within 3s  notice told(name: text)
  notice maybe(name: text or nothing) }
prompts { hello(name: text) "Hello {name}." }
flow tell(name: text) { say "For {name}." }
flow tell_maybe(name: text or nothing) { if let n = name { say "For {n}." } else { say "For nobody." } }`
const program = (steps: string): string => `${line()}
${bank}
remember last: text or nothing = nothing
flow welcome {
  let found = query bank.find() else -> goodbye
  let sum = query bank.sum() else -> goodbye
  do part(found, sum)
  -> goodbye
}
flow part(found: text or nothing, sum: number or nothing) {
  ${steps}
}`
const given = (found: string, sum = 'nothing'): string => `given bank.find answers ${found}\n given bank.sum answers ${sum}\n`

it('[S3.7] what may be nothing is tested with `is nothing` and opened with `let … else`, whose block must leave', () => {
  const opened = program(`if found is nothing { say "There is nothing." } else { say "There is something." }
    if not (sum is nothing) { say "There is a sum." }
    let name = found else { say "Nobody." return }
    say "It is {name}."`)
  expect(says(opened)).toEqual([])
  plays(
    opened,
    `${given('"Ann"', '5')} hear next "There is something" \n hear next "There is a sum" \n hear next "It is Ann" \n hear next "Goodbye"`,
  )
  plays(opened, `${given('nothing')} hear next "There is nothing" \n hear next "Nobody" \n hear next "Goodbye"`)
  expect(says(program('let name = found else { say "Nobody." } say "It is {name}."'))).toEqual(['CW3003 }'])
  expect(says(program('let name = found else { if sum is nothing { return } } say "It is {name}."'))).toEqual(['CW3003 }'])
})

it.each([
  ['spoken', 'say found', 'found'],
  ['spoken in a text', 'say "It is {found}."', 'found'],
  ['compared with a value', 'if found == "Ann" { say "Ann." }', 'found'],
  ['compared with another', 'if found != found { say "Ann." }', 'found'],
  ['put in order', 'if sum > 3 { say "More." }', 'sum'],
  ['calculated with', 'let more = sum + 1 say "{more}."', 'sum'],
  ['handed to a part', 'do tell(found)', 'found'],
  ['handed to a service', 'notify bank.told(found)', 'found'],
  ['handed to a prompt', 'say hello(found)', 'found'],
  ['named with a type', 'let name: text = found say "It is {name}."', 'found'],
])('[S3.8] what may be nothing cannot be %s unopened', (_, steps, spot) => {
  const found = says(program(steps))
  expect(found.length).toBeGreaterThan(0)
  expect(found.every(each => each.startsWith('CW2103') && each.endsWith(spot))).toBe(true)
})

it('[S3.14] a value may stand wherever it or nothing is wanted: a parameter, a field, a name', () => {
  const wanted = program(
    `
    do tell_maybe("Ann")
    do tell_maybe(nothing)
    notify bank.maybe("Bea")
    notify bank.maybe(nothing)
    set last = "Cat"
    if let name = last { say "Last was {name}." }
    let later: text or nothing = "Dan"
    if let name = later { say "Later is {name}." }
    let who = query bank.person() else return
    set who.nick = "Eve"
    if let nick = who.nick { say "Called {nick}." }
    set who.nick = nothing
    if let nick = who.nick { say "Called {nick}." } else { say "Called nothing." }`.replace('else return', 'else { return }'),
  )
  expect(says(wanted)).toEqual([])
  plays(
    wanted,
    `${given('nothing')} given bank.person answers { name: "Fay" }
     hear next "For Ann" \n hear next "For nobody" \n hear next "Last was Cat" \n hear next "Later is Dan"
     hear next "Called Eve" \n hear next "Called nothing"
     expect bank.maybe performed twice`,
  )
})

it('[S3.14] the other way it has to be opened: by `let … else`, or by `if let`, which may stand around `say` in a listener', () => {
  expect(says(program('let name: text = last say "It is {name}."'))).toEqual(['CW2103 last'])
  const opened = program(`
    if let name = found { notify bank.told(name) say "Told." } else { say "Not told." }
    menu {
      say "Menu."
      if let name = found { say "For {name}." } else { say "For nobody." }
      press 1 unannounced { }
      otherwise -> goodbye
    }
    collect code: digits 2 {
      if let name = found { say "Code of {name}." } else { say "Your code." }
      otherwise -> goodbye
    }
    confirm {
      if let name = found { say "Is {code} the code of {name}?" } else { say "Is it {code}?" }
      no -> goodbye
      otherwise -> goodbye
    }`)
  expect(says(opened)).toEqual([])
  plays(
    opened,
    `${given('"Ann"')} hear next "Told" \n hear next "Menu" \n hear next "For Ann" \n press 1 \n hear next "Code of Ann" \n enter code "12"
     hear next "Is one two the code of Ann"
     expect bank.told performed once with name "Ann"`,
  )
  plays(
    opened,
    `${given('nothing')} hear next "Not told" \n hear next "Menu" \n hear next "For nobody" \n press 1 \n hear next "Your code" \n enter code "12"
     hear next "Is it one two"
     expect bank.told not performed`,
  )
  // Behind the block there is no name.
  expect(says(program('if let name = found { say "{name}." } say "{name}."'))).toEqual(['CW2001 name'])
  expect(says(program('if let name = found { say "{name}." } else { say "{name}." }'))).toEqual(['CW2001 name'])
})
