import { expect, it } from 'vitest'
import { findings, line, plays, says } from './testing.ts'

const main = `menu main { say "Main." press 1 unannounced -> welcome }`

it('[S2.4] a part never runs itself, directly or through others', () => {
  const program = (a: string, b: string): string => `${line()}
flow welcome { do a do b -> goodbye }
flow a { say "A." ${a} }
flow b { say "B." ${b} }`
  expect(says(program('', 'do a'))).toEqual([])
  expect(says(program('if verified { do a }', ''))).toEqual(['CW3002 do a'])
  expect(says(program('do b', 'if verified { do a }'))).toEqual(['CW3002 do a'])
  // An option's `do` and a value's `do` are no other.
  expect(says(program('menu { press 1 unannounced do b press 2 unannounced { } otherwise -> goodbye }', 'do a'))).toHaveLength(1)
  expect(
    says(`${line()}
flow welcome { say "{times()}." let n = do times -> goodbye }
flow times returns number { let n = do times return n }`).filter(each => each.startsWith('CW3002')),
  ).toHaveLength(1)
})

it('[S2.6] a flow’s parameters are given in the arrow or the `do`', () => {
  const program = (steps: string): string => `${line()}
flow welcome { ${steps} }
flow tell(name: text, times: number) { say "{name} {times}." -> goodbye }
flow count(from: number, to: number) { say "From {from} to {to}." }`
  plays(
    program('do count(1, 2) do count(to: 4, from: 3) -> tell("Ann", 5)'),
    'hear "From one to two" \n hear "From three to four" \n hear "Ann five"',
  )
  expect(says(program('do count(1) -> tell("Ann", 5)'))).toEqual(['CW2026 count'])
  expect(says(program('do count(1, 2) -> tell'))).toEqual(['CW2026 tell'])
  expect(says(program('do count(1, 2, 3) -> tell("Ann", 5)'))).toEqual(['CW2027 3'])
  expect(says(program('do count(1, "two") -> tell("Ann", 5)'))).toEqual(['CW2101 "two"'])
})

it('[S2.7] a named menu has no parameters', () => {
  expect(
    findings(`${line()}\nmenu welcome(name: text) { say "{name}." press 1 unannounced -> goodbye }`).some(
      ({ severity }) => severity === 'error',
    ),
  ).toBe(true)
  expect(says(`${line()}\nflow welcome { say "Hello." -> main("Ann") }\n${main}`)).toEqual(['CW2027 "Ann"'])
  plays(`${line()}\nflow welcome { say "Hello." -> main }\n${main}`, 'hear menu main')
})

it('[S2.10] these must leave: the else of let, the none of choose, no, the otherwise of a listener, an option’s block in a named menu', () => {
  const program = (steps: string): string => `${line()}
service bank { query name(): text or nothing within 3s  query names(): list of text within 3s }
flow welcome { do part -> goodbye }
flow part {
  let found = query bank.name() else -> goodbye
  let names = query bank.names() else -> goodbye
  ${steps}
  say "Done {found is nothing} {count(names)}."
}`
  const blocks: Readonly<Record<string, (block: string) => string>> = {
    'else of let': block => program(`let name = found else ${block} say name`),
    'else of a query': block => program(`let more = query bank.names() else ${block} say "{count(more)}"`),
    'none of choose': block => program(`choose name in names { offer "{name}" none ${block} } say name`),
    no: block => program(`confirm { say "Is it so?" no ${block} }`),
    'otherwise of a menu': block => program(`menu { press 1 unannounced { } otherwise ${block} }`),
    'otherwise of a collect': block => program(`collect code: digits 2 { say "Code." otherwise on silence ${block} } say code`),
    'otherwise of a choose': block => program(`choose name in names { offer "{name}" none -> goodbye otherwise ${block} } say name`),
    'otherwise of a confirm': block => program(`confirm { say "Is it so?" no -> goodbye otherwise on mistake ${block} }`),
  }
  const leaving = ['{ say "No." -> goodbye }', '{ return }', '{ if verified { return } else { -> goodbye } }', '{ do goodbye }']
  const staying = ['{ }', '{ say "No." }', '{ if verified { return } }', '{ repeat up to 2 times { say "No." } otherwise { say "No." } }']
  for (const [what, make] of Object.entries(blocks)) {
    for (const block of leaving) expect([what, block, says(make(block))]).toEqual([what, block, []])
    for (const block of staying) expect([what, block, says(make(block))]).toEqual([what, block, ['CW3003 }']])
    // The words of a loop leave too, in a loop.
    for (const word of ['leave', 'next'])
      expect([
        what,
        word,
        says(
          make(`{ say "No." ${word} }`).replace(
            /(let names .*goodbye)([^]*?)(\n {2}say "Done)/,
            '$1 repeat up to 2 times { $2 } otherwise { say "Out." } $3',
          ),
        ),
      ]).toEqual([what, word, []])
  }
})

it('[S2.10] [S2.20] an option of a named menu is an arrow, a do, or a block that leaves', () => {
  const program = (option: string): string => `${line()}
menu welcome { say "Welcome." press 1 unannounced ${option} press 2 unannounced -> goodbye press 3 unannounced -> other }
flow other { do part -> goodbye }
flow part { say "A part." }`
  plays(program('-> goodbye'), 'press 1 \n hear "Goodbye" \n expect ended in goodbye')
  plays(program('do part'), 'hear "Welcome" \n press 1 \n hear next "A part" \n hear next menu welcome \n press 2 \n hear "Goodbye"')
  plays(program('{ say "A block." -> goodbye }'), 'press 1 \n hear "A block" \n hear next "Goodbye"')
  plays(program('{ say "A block." -> again }'), 'hear "Welcome" \n press 1 \n hear next "A block" \n hear next menu welcome')
  expect(says(program('{ say "A block." }'))).toEqual(['CW3003 }'])
  expect(says(program('{ do part }'))).toEqual(['CW3003 }'])
  expect(says(program('{ if verified { -> goodbye } }'))).toEqual(['CW3003 }'])
})
