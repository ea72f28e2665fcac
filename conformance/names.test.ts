import { expect, it } from 'vitest'
import { line, plays, says as whole } from './testing.ts'

const flow = (steps: string): string => `${line()}
service bank { query name(): text within 3s }
remember tier: number = 1
prompts { greeting "Hello." }
flow welcome { ${steps} -> goodbye }
flow tell(whom: text) { say "For {whom}." }`

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))

it('[S2.8] a name belongs to its block: it is not known before, nor behind, and another block may use it anew', () => {
  expect(says(flow('if verified { let a = 1 say "{a}." } else { let a = "two" say "{a}." }'))).toEqual([])
  expect(says(flow('if verified { let a = 1 say "{a}." } say "{a}."'))).toEqual(['CW2001 a'])
  expect(says(flow('say "{a}." let a = 1 say "{a}."'))).toHaveLength(1)
  expect(says(flow('repeat up to 2 times { let a = 1 say "{a}." } otherwise { say "{a}." }'))).toEqual(['CW2001 a'])
  expect(says(flow('let a = query bank.name() else { say "{a}." -> goodbye } say "{a}."'))).toEqual(['CW2001 a'])
  expect(says(flow('let a = a say "{a}."'))).toEqual(['CW2001 a'])
  expect(says(flow('do tell("Ann") say "{whom}."'))).toEqual(['CW2001 whom'])
})

it('[S2.8] a name is never shadowed', () => {
  expect(says(flow('let a = 1 if verified { let a = 2 say "{a}." } say "{a}."'))).toEqual(['CW2005 a'])
  expect(says(flow('let a = 1 let a = 2 say "{a}."'))).toHaveLength(1)
  for (const taken of ['tier', 'greeting', 'tell', 'bank', 'goodbye']) {
    const found = says(
      flow(`say "{tier}." , greeting do tell("Ann") let n = query bank.name() else -> goodbye say n  let ${taken} = 2 say "{${taken}}."`),
    )
    expect([taken, found.includes(`CW2005 ${taken}`)]).toEqual([taken, true])
  }
})

it('[S2.8] a name is set where it stands, and `set` gives it another value', () => {
  plays(
    flow(
      `let a = tier set tier = 5 say "A is {a}."
      repeat up to 3 times counting n { let twice = a + a set a = twice say "Now {a}." } otherwise { say "In the end {a}." }`.replace(
        ' counting n',
        '',
      ),
    ),
    'hear "A is one" \n hear next "Now two" \n hear next "Now four" \n hear next "Now eight" \n hear next "In the end eight"',
  )
})
