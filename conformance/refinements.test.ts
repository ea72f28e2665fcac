import { expect, it } from 'vitest'
import type { Value } from '../machine/values.ts'
import { startCall } from '../runtime/core/testing/call.ts'
import { fails, line, machineOf, plays, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))

/** A type, what fits it, what does not, as a program writes them; and both as keys, where it can be keyed in. */
const refined: readonly (readonly [type: string, base: string, good: string, bad: string, goodKeys: string, badKeys: string])[] = [
  ['digits 4..6', 'digits', '"1234"', '"123"', '1234#', '123#'],
  ['digits 11 luhn', 'digits', '"79927398713"', '"79927398710"', '79927398713', '79927398710'],
  ['digits 4 like "62x[3-9]" or "1xxx"', 'digits', '"6205"', '"6202"', '6205', '6202'],
  ['number 1..12', 'number', '12', '13', '12', '13'],
  ['number 0.5..2.5', 'number 0.0..99.9', '2.5', '2.6', '2*5', '2*6'],
  ['money CNY 0.01..500.00', 'money CNY', 'CNY 500.00', 'CNY 500.01', '500*00#', '500*01#'],
]

it.each(refined)(
  '[S3.2] %s: a base type with a refinement, checked wherever a value is made',
  (type, base, good, bad, goodKeys, badKeys) => {
    const types = `type T = ${type}
service bank { query give(): ${base} within 3s  query give_fit(): T within 3s  query take(x: T): text within 3s  attempt try(x: T) within 3s { done } }`
    const program = (steps: string): string => `${line()}\n${types}\nflow welcome { ${steps} -> goodbye }`

    // Keyed in: a mistake.
    const keyed = program('collect x: T { say "Key it." on mistake say "That is wrong." otherwise -> goodbye } say "It is {x}."')
    plays(keyed, `enter "${badKeys}" \n hear "That is wrong" \n enter "${goodKeys}" \n hear "It is"`)

    // Answered by a service: the wrong shape.
    const answered = machineOf(program('let x = query bank.give_fit() else { say "Failed." -> goodbye } say "It is {x}."'))
    const answer = (written: string): string => {
      const number = Number(written.replace(/^CNY |"/g, ''))
      const value: Value = written.startsWith('"')
        ? written.slice(1, -1)
        : written.startsWith('CNY')
          ? Math.round(number * 100)
          : Math.round(number * (type.includes('.5') ? 10 : 1))
      const call = startCall(answered)
      call.lines()
      return call.answer('answered', value).lines()[0]!
    }
    expect(answer(good)).toMatch(/^say (?!Failed)/)
    expect(answer(bad)).toBe('say Failed.')

    // Handed to a service: it ends failed and was never sent.
    const handed = program(`let x = query bank.give() else { say "No value." -> goodbye }
    let t = query bank.take(x) else { say "Not taken." -> goodbye }
    say "Taken: {t}."
    attempt bank.try(x) { done { say "Done." } failed { say "Not done." } }`)
    expect(says(handed)).toEqual([])
    const given = 'given bank.take answers "yes" \n given bank.try answers done \n'
    plays(
      handed,
      `given bank.give answers ${good} \n ${given} hear "Taken: yes" \n hear "Done" \n expect bank.take performed once \n expect bank.try performed once`,
    )
    plays(handed, `given bank.give answers ${bad} \n ${given} hear "Not taken" \n expect bank.take not performed`)

    // Written down: an error.
    expect(says(program(`let x: T = ${good} say "It is {x}."`))).toEqual([])
    expect(says(program(`let x: T = ${bad} say "It is {x}."`))).toEqual([`CW2105 ${bad}`])
    expect(says(program(`let t = query bank.take(${bad}) else -> goodbye say t`))).toEqual([`CW2105 ${bad}`])
  },
)

it('[S3.2] a perform with an argument that does not fit ends failed, and nothing was sent', () => {
  const program = `${line()}
service bank { query many(): number within 3s  transaction order(many: number 1..5) within 3s { done } }
flow welcome {
  let many = query bank.many() else -> goodbye
  perform bank.order(many) { done { say "Done." } failed { say "Failed." } unknown { say "Unknown." } }
  -> goodbye
}`
  plays(program, 'given bank.many answers 5 \n given bank.order answers done \n hear "Done" \n expect bank.order performed once')
  plays(program, 'given bank.many answers 6 \n given bank.order answers done \n hear "Failed" \n expect bank.order not performed')
})

it('[S3.3] digits, texts, booleans and choices are the same or not, digits numeral by numeral', () => {
  const program = (test: string): string => `${line()}
type Kind = one of { card "a card" other "something" }
type Said = { code: digits 1..4  name: text  on: boolean  kind: Kind }
service bank { query said(): Said within 3s }
flow welcome {
  let s = query bank.said() else -> goodbye
  if ${test} { say "So." } else { say "Not so." }
  -> goodbye
}`
  const given = 'given bank.said answers { code: "007", name: "Ann", on: true, kind: card }\n'
  for (const [test, so] of [
    ['s.code == "7"', false],
    ['s.code == "007"', true],
    ['s.code != "07"', true],
    ['s.name == "Ann"', true],
    ['s.name == "ann"', false],
    ['s.name != "Ann"', false],
    ['s.on == true', true],
    ['s.on != true', false],
    ['s.kind == card', true],
    ['s.kind != card', false],
  ] as const)
    plays(program(test), `${given} hear next "${so ? 'So' : 'Not so'}"`)
  for (const left of ['s.code', 's.name', 's.on', 's.kind'])
    for (const operator of ['<', '<=', '>', '>='])
      expect(says(program(`${left} ${operator} ${left}`)).map(each => each.slice(0, 6))).toEqual(['CW2106'])
})

it('[S3.3] a number is whole unless its bounds have decimals, then exact with that many', () => {
  const program = (steps: string): string => `${line()}
service bank { query whole(): number within 3s  query exact(): number 0.00..999999.99 within 3s }
flow welcome { ${steps} -> goodbye }`
  expect(says(program('let x: number = 1.5 say "{x}."')).map(each => each.slice(0, 6))).toEqual([expect.stringMatching(/CW21(05|29)/)])
  expect(says(program('let x: number 0.0..9.9 = 1.25 say "{x}."')).map(each => each.slice(0, 6))).toEqual([
    expect.stringMatching(/CW21(05|29)/),
  ])
  // 0.1 + 0.2 is 0.3.
  plays(
    program(
      'let x = query bank.exact() else -> goodbye let y = x + 0.20 if y == 0.30 { say "Exact." } else { say "Not exact." } say "{x * 3}."',
    ),
    'given bank.exact answers 0.10 \n hear next "Exact." \n hear next "zero point three"',
  )
  plays(program('let x = query bank.whole() else -> goodbye say "{x}."'), 'given bank.whole answers 999999999999999 \n hear "nine hundred"')
  expect(() =>
    plays(program('let x = query bank.whole() else -> goodbye say "{x}."'), 'given bank.whole answers 1.5 \n hear "Goodbye"'),
  ).toThrow()
})

const given = (type: string, steps: string): string => `${line()}
type Kind = one of { card "a card" other "something" }
type Strict = one of { card "a card" loan "a loan" }
type Person = { name: text  nick: text or nothing }
service bank { query ask(): ${type} within 3s }
flow welcome { let x = query bank.ask() else { say "Failed." -> goodbye } ${steps} -> goodbye }`
const heard = (type: string, steps: string, value: Value): string => {
  const call = startCall(machineOf(given(type, steps)))
  call.lines()
  return call.answer('answered', value).lines()[0]!
}

it('[S3.6] nothing comes from an optional field, a withheld caller, a query that may find nothing and the first of a list, and from nowhere else', () => {
  const shows = (test: string): string => `if ${test} is nothing { say "Nothing." } else { say "Something." }`
  expect(heard('Person', shows('x.nick'), { name: 'Ann', nick: null })).toBe('say Nothing.')
  expect(heard('Person', shows('x.nick'), { name: 'Ann', nick: 'A' })).toBe('say Something.')
  expect(heard('text or nothing', shows('x'), null)).toBe('say Nothing.')
  expect(heard('list of text', shows('first(x)'), [])).toBe('say Nothing.')
  expect(heard('list of text', shows('first(x)'), ['a'])).toBe('say Something.')
  plays(`${line()}\nflow welcome { ${shows('call.caller')} -> goodbye }`, 'call to "95500" \n hear next "Nothing"')
  plays(`${line()}\nflow welcome { ${shows('call.caller')} -> goodbye }`, 'call from "+8613800138000" \n hear next "Something"')
  expect(says(given('Person', shows('x.name')))).toEqual(['CW2104 x.name is nothing'])
  expect(says(given('text', shows('x')))).toEqual(['CW2104 x is nothing'])
  expect(says(`${line()}\nflow welcome { ${shows('call.called')} -> goodbye }`)).toEqual(['CW2104 call.called is nothing'])
  expect(says(`${line()}\nflow welcome { let x: text = nothing say x -> goodbye }`)).toHaveLength(1)
})

it('[S3.9] from a service nothing is `null` or an absent field', () => {
  const steps = 'if let nick = x.nick { say "Nick." } else { say "No nick." }'
  for (const [json, words] of [
    ['{ "name": "Ann", "nick": "A" }', 'Nick'],
    ['{ "name": "Ann", "nick": null }', 'No nick'],
    ['{ "name": "Ann" }', 'No nick'],
  ])
    plays(given('Person', steps), `given bank.ask answers file "./x.json" \n hear next "${words}"`, { 'x.json': json! })
  for (const json of ['{ "nick": "A" }', '{ "name": null }', 'null'])
    expect(() => plays(given('Person', steps), 'given bank.ask answers file "./x.json" \n hear "Goodbye"', { 'x.json': json })).toThrow()
  plays(given('text or nothing', 'if x is nothing { say "Nothing." }'), 'given bank.ask answers file "./x.json" \n hear next "Nothing"', {
    'x.json': 'null',
  })
})

it('[S3.10] [S3.12] a word that is not in the choice is its `other`, which `match` covers; without one the answer has the wrong shape', () => {
  const match = 'match x { card { say "A card." } other { say "Another." } }'
  expect(heard('Kind', match, 'card')).toBe('say A card.')
  expect(heard('Kind', match, 'loan')).toBe('say Another.')
  expect(heard('list of Kind', 'say "{count(x where it == other)}."', ['card', 'loan', 'deposit'])).toMatch(/2$/)
  const strict = 'match x { card { say "A card." } loan { say "A loan." } }'
  expect(heard('Strict', strict, 'loan')).toBe('say A loan.')
  expect(heard('Strict', strict, 'deposit')).toBe('say Failed.')
  expect(says(given('Kind', 'match x { card { say "A card." } }'))).toEqual([expect.stringMatching(/^CW2125 /)])
  plays(given('Kind', match), 'given bank.ask answers "mortgage" \n hear next "Another"')
})

it('[S3.17] a list that is longer than its bound is the wrong shape', () => {
  expect(heard('list of number up to 2', 'say "Two."', [1, 2])).toBe('say Two.')
  expect(heard('list of number up to 2', 'say "Two."', [1, 2, 3])).toBe('say Failed.')
  const hundred = Array.from({ length: 100 }, (_, n) => n)
  expect(heard('list of number', 'say "All."', hundred)).toBe('say All.')
  expect(heard('list of number', 'say "All."', [...hundred, 100])).toBe('say Failed.')
})

it('[S3.18] text from outside has at most 500 characters and no control characters, and is only ever data', () => {
  expect(heard('text', 'say x', 'a'.repeat(500))).toContain('a'.repeat(500))
  expect(heard('text', 'say x', 'a'.repeat(501))).toBe('say Failed.')
  expect(heard('text', 'say x', 'A\u0000n\u001bn\u007f')).toMatch(/Ann$/)
  for (const text of ['{x}', '-> goodbye', '" say "Hacked.', '<break/>', '{pause 5s}'])
    expect(heard('text', 'say x', text)).toMatch(new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`))
})

it('[S3.21] the last four of a private value are shown where it has eight or more; else all is masked', () => {
  const program = (type: string): string => `${line()}
service bank { query ask(): private ${type} within 3s }
flow welcome { let x = query bank.ask() else -> goodbye say "It is {x}, {x as last4}." -> goodbye }`
  fails(
    program('digits'),
    'given bank.ask answers "12345678" \n hear "Goodbye" \n hear "no more"',
    /→ \*+5678\n[^]*It is \*+5678, five six seven eight\./,
  )
  fails(
    program('digits'),
    'given bank.ask answers "1234567" \n hear "Goodbye" \n hear "no more"',
    /^(?![^]*(4567|five six seven))[^]*It is \*+, withheld/,
  )
})
