import { expect, it } from 'vitest'
import { findings, line, plays, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))
const steps = (text: string, before = ''): string => `${line()}\n${before}\nflow welcome { ${text} -> goodbye }`

it('[S3.1] each base type is a parameter of a service and comes back as it was sent', () => {
  const types: Readonly<Record<string, readonly [type: string, value: string, spoken: string]>> = {
    digits: ['digits 4', '"0070"', 'zero zero seven zero'],
    number: ['number', '-12', 'minus twelve'],
    decimals: ['number 0.00..99.99', '2.50', 'two point five'],
    money: ['money CNY', 'CNY 10.05', 'ten yuan and five fen'],
    date: ['date', '2026-10-01', 'October first, twenty twenty-six'],
    time: ['time', '08:30', 'eight thirty'],
    moment: ['moment', '2026-10-01T08:30+08:00', 'October first'],
    duration: ['duration', '90s', 'one minute'],
    text: ['text', '"Ann"', 'Ann'],
    speech: ['speech', '"A notice."', 'A notice'],
    choice: ['Kind', 'card', 'a card'],
  }
  for (const [what, [type, value, spoken]] of Object.entries(types)) {
    const program = steps(
      'let x = query bank.give() else -> goodbye  say x  notify bank.take(x)',
      `type Kind = one of { card "a card" other "something" }
service bank { query give(): ${type} within 3s  notice take(x: ${type}) }`,
    ).replace('say x', `say "It is {x}."`)
    expect([what, says(program)]).toEqual([what, []])
    plays(program, `given bank.give answers ${value}\n hear "It is ${spoken}"\n expect bank.take performed once with x ${value}`)
  }
})

it('[S3.1] booleans, recordings, records, lists and what may be nothing are types too', () => {
  const program = steps(
    `let who = query bank.who() else -> goodbye
     if who.known { say "Known." }
     for each name in who.names { say "{name}." } none { say "No name." }
     if let nick = who.nick { say "Called {nick}." } else { say "No nickname." }
     notify bank.told(who)
     record voice up to 10s { say "Speak." nothing -> goodbye }
     say voice
     notify bank.said(voice)`,
    `type Who = { known: boolean  names: list of text up to 2  nick: text or nothing }
service bank { query who(): Who within 3s  notice told(who: Who)  notice said(voice: recording) }`,
  )
  expect(says(program)).toEqual([])
  plays(
    program,
    `given bank.who answers { known: true, names: ["Ann", "Bea"] }
     hear "Known" \n hear next "Ann" \n hear next "Bea" \n hear next "No nickname"
     hear "Speak" \n speak 2s \n press #
     hear recording
     expect bank.told performed once
     expect bank.said performed once`,
  )
  plays(program, 'given bank.who answers { known: false, names: [], nick: "A" } \n hear next "No name" \n hear next "Called A"')
})

it('[S3.1] a list is up to 100 where not said: 100 pass, 101 are a wrong shape', () => {
  const program = steps(
    'let xs = query bank.all() else { say "No answer." -> goodbye } say "{count(xs)} of them."',
    'service bank { query all(): list of number within 3s }',
  )
  const list = (length: number): string => `[${Array.from({ length }, (_, n) => n).join(', ')}]`
  plays(program, `given bank.all answers file "./xs.json" \n hear "one hundred of them"`, { 'xs.json': list(100) })
  expect(findings(steps(`let xs: list of number = ${list(100)} say "{count(xs)}."`)).filter(each => each.severity === 'error')).toEqual([])
  expect(says(steps(`let xs: list of number = ${list(101)} say "{count(xs)}."`))).toEqual([`CW2122 ${list(101)}`])
  expect(says(steps(`let xs: list of number up to 2 = ${list(3)} say "{count(xs)}."`))).toEqual([`CW2122 ${list(3)}`])
})

it('[S3.4] numbers, money of one currency and durations are added and taken away, and taken a whole number of times', () => {
  plays(
    steps(
      `let n = 2 + 3 - 10
       let exact = price + 0.25
       let sum = CNY 10.05 + CNY 0.95 - CNY 1.00
       let thrice = sum * 3
       let long = 1min + 30s - 10s
       let twice = long * 2
       say "{n}.", "{exact}.", "{sum}.", "{thrice}.", "{twice}."
       let negative = CNY 0.00 - sum
       say "{negative * n}."`,
      'remember price: number 0.00..9.99 = 1.50',
    ),
    `hear "minus five." \n hear next "one point seven five" \n hear next "ten yuan" \n hear next "thirty yuan"
     hear next "two minutes and forty seconds" \n hear next "fifty yuan"`,
  )
})

it.each([
  ['"a" + "b"', 'CW2108'],
  ['CNY 1.00 + USD 1.00', 'CW2102'],
  ['CNY 1.00 + 1', 'CW2108'],
  ['1 + 1s', 'CW2108'],
  ['2026-10-01 + 1', 'CW2108'],
  ['2026-10-02 - 2026-10-01', 'CW2108'],
  ['08:30 + 1h', 'CW2108'],
  ['now + 1h', 'CW2108'],
  ['CNY 1.00 * CNY 1.00', 'CW2108'],
  ['CNY 1.00 * 1.5', 'CW2108'],
  ['1s * 1.5', 'CW2108'],
  ['"a" * 2', 'CW2108'],
  ['true + true', 'CW2108'],
])('[S3.4] there is no %s', (sum, code) => {
  expect(says(steps(`let x = ${sum} say "{x}."`)).map(found => found.slice(0, 6))).toEqual([code])
})

it('[S3.4] there is no division', () => {
  for (const sum of ['6 / 2', 'CNY 6.00 / 2', '6 % 4', '6 div 2'])
    expect([sum, findings(steps(`let x = ${sum} say "{x}."`)).some(each => each.severity === 'error')]).toEqual([sum, true])
})

it('[S3.5] numbers, money, dates, times, moments, durations and levels have an order', () => {
  const orders: readonly (readonly [less: string, more: string])[] = [
    ['2', '10'],
    ['1.50', '1.5001'],
    ['CNY 9.99', 'CNY 10.00'],
    ['2026-09-30', '2026-10-01'],
    ['08:30', '12:00'],
    ['2026-10-01T09:00+08:00', '2026-10-01T08:30+00:00'],
    ['90s', '2min'],
  ]
  for (const [less, more] of orders) {
    const holds = [`a < b`, `a <= b`, `a <= a`, `b > a`, `b >= a`, `b >= b`, `not (b < a)`, `not (a > b)`, `not (a < a)`, `not (a > a)`]
    const fine = holds.map((each, n) => `if not (${each}) { say "Wrong ${n}." }`).join(' ')
    plays(steps(`let a = ${less} let b = ${more} ${fine} say "All right."`), 'never hear "Wrong" \n hear next "All right"')
  }
  const level = `if call.level < verified { say "Below." } if call.level >= anonymous { say "At least." } if signed > verified { say "Above." }
    if call.level > anonymous { say "Wrong." }`
  plays(steps(level), 'never hear "Wrong" \n hear next "Below" \n hear next "At least" \n hear next "Above"')
})

it.each([
  '"a" < "b"',
  'true < false',
  'code < code',
  'kind < kind',
  '[1] < [2]',
  'CNY 1.00 < USD 1.00',
  '1 < 1s',
  '2026-10-01 < now',
  '1 < verified',
])('[S3.5] there is no %s', comparison => {
  const program = steps(
    `collect code: digits 2 { say "Code." } let kind = query bank.kind() else -> goodbye
       say "{code} {kind}." if ${comparison} { say "So." }`,
    'type Kind = one of { card "a card" other "something" }\nservice bank { query kind(): Kind within 3s }',
  )
  expect(says(program).map(found => found.slice(0, 6))).toEqual([expect.stringMatching(/CW210[267]/)])
})
