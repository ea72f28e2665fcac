import { expect, it } from 'vitest'
import { line, plays, says } from './testing.ts'

const flow = (steps: string): string => `${line()}
service bank { query names(): list of text within 3s }
flow welcome { ${steps} -> goodbye }`
const heard = (steps: string, texts: readonly string[], script = ''): void => {
  expect([steps, says(flow(steps)).filter(each => !each.startsWith('CW2006'))]).toEqual([steps, []])
  plays(flow(steps), [script, ...texts.map(text => `hear next exactly "${text}."`), 'hear next "Goodbye"'].join('\n'))
}

it('[S2.22] `repeat up to N` runs N times each time it is reached; running out takes its otherwise, `leave` goes past it', () => {
  heard(
    'repeat up to 2 times { say "A." repeat up to 2 times { say "B." } otherwise { say "C." } } otherwise { say "D." } say "E."',
    'A B B C A B B C D E'.split(' '),
  )
  heard('repeat up to 3 times { say "A." leave } otherwise { say "D." } say "E."', ['A', 'E'])
  heard('if today > 2000-01-01 { repeat up to 1 times { say "A." } otherwise -> goodbye }', ['A'])
  const bounds = (n: string): string[] =>
    says(flow(`repeat up to ${n} times { say "A." } otherwise -> goodbye`)).map(each => each.slice(0, 6))
  expect(bounds('100').filter(each => each === 'CW3012')).toEqual([])
  expect(bounds('0')).toContain('CW3012')
  expect(bounds('101')).toContain('CW3012')
  expect(says(flow('let n = 3 say "{n}." repeat up to n times { say "A." } otherwise -> goodbye'))).not.toEqual([])
})

it('[S2.11] the otherwise of a repeat may go on behind it', () => {
  heard('repeat up to 1 times { say "A." } otherwise { say "Run out." } say "Behind."', ['A', 'Run out', 'Behind'])
})

it('[S2.23] `for each` runs over the list as it was at the start, counting from 1; next, previous and again move in it', () => {
  const start = 'given bank.names answers ["a", "b", "c"]'
  const names = 'let names = query bank.names() else -> goodbye '
  heard(`${names} for each x in names counting n { say "{n} {x}." }`, ['one a', 'two b', 'three c'], start)
  heard(`${names} for each x in names { add "more" to names say "{x}." } say "{count(names)}."`, ['a', 'b', 'c', 'six'], start)
  heard(`${names} for each x in names { set names = [] say "{x}." } say "{count(names)}."`, ['a', 'b', 'c', 'zero'], start)
  const moves = `${names} for each x in names counting n {
    menu { say "{n} {x}." press 1 unannounced { next } press 2 unannounced { previous } press 3 unannounced { again } press 4 unannounced { leave } press 5 unannounced { } otherwise -> goodbye }
    say "Behind {x}."
  } say "Over."`
  plays(
    flow(moves),
    `${start} \n hear "one a" \n press 2 \n hear next "one a" \n press 3 \n hear next "one a" \n press 1 \n hear next "two b" \n press 2 \n hear next "one a"
     press 1 \n press 1 \n hear "three c" \n press 5 \n hear next "Behind c" \n hear next "Over"`,
  )
  plays(flow(moves), `${start} \n press 1 \n press 1 \n hear "three c" \n press 1 \n hear next "Over" \n never hear "Behind"`)
  plays(flow(moves), `${start} \n hear "one a" \n press 4 \n hear next "Over" \n never hear "Behind"`)
  heard(`${names} for each x in names { say "{x}." } none { say "None." } say "Over."`, ['None', 'Over'], 'given bank.names answers []')
})

it('[S2.24] the words of a loop belong to the innermost one; what goes elsewhere abandons loops', () => {
  heard('repeat up to 2 times { say "A." for each x in ["x", "y"] { say "{x}." leave } } otherwise { say "D." }', 'A x A x D'.split(' '))
  heard(
    'for each x in ["x", "y"] { repeat up to 2 times { say "A." next } otherwise { say "D." } say "{x}." }',
    'A A D x A A D y'.split(' '),
  )
})

it('[S2.24] a return, an arrow, a shortcut, an otherwise and a hang-up abandon loops', () => {
  const program = (body: string): string => `${line('shortcuts { press 0 unannounced -> elsewhere }  after hangup gone')}
service log { notice gone() }
flow gone { notify log.gone() }
flow welcome { do part say "Behind the part." -> goodbye }
flow elsewhere { say "Elsewhere." -> goodbye }
flow part {
  repeat up to 3 times {
    for each x in ["x", "y"] {
      say "Item {x}."
      ${body}
    }
  } otherwise { say "Run out." }
}`
  const menu = 'menu { say "Menu." press 1 unannounced { } otherwise -> elsewhere listen { tries 1 } }'
  for (const [body, keys, next] of [
    ['return', '', 'Behind the part'],
    ['-> elsewhere', '', 'Elsewhere'],
    [menu, 'press 0', 'Elsewhere'],
    [menu, 'stay silent', 'Elsewhere'],
  ] as const)
    plays(
      // Without a way to the end of the loop what stands there is never reached.
      program(body === menu ? body : `if x == "x" { ${body} }`),
      `hear next "Item x" \n ${keys} \n hear "${next}" \n never hear "Item y" \n never hear "Run out"`,
    )
  plays(program(menu), 'hear "Menu" \n hang up \n never hear "Item y" \n expect log.gone performed once \n expect ended by caller')
})

it('[S2.25] a menu inside a loop is entered anew each time round: its counters begin at nought', () => {
  plays(
    flow(`repeat up to 3 times {
      menu { say "Menu." press 1 unannounced { } on mistake say "Wrong once." on mistake 2 say "Wrong twice." otherwise -> goodbye }
    } otherwise { say "Run out." }`),
    `press 9 \n hear "Wrong once" \n press 9 \n hear "Wrong twice" \n press 1 \n press 9 \n hear "Wrong once" \n press 1 \n press 1 \n hear "Run out"`,
  )
})
