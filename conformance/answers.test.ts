import { expect, it } from 'vitest'
import type { Value } from '../machine/values.ts'
import { startCall, type TestCall } from '../runtime/core/testing/call.ts'
import { line, machineOf, plays, run, says } from './testing.ts'

it('[S3.13] a notice whose argument fails its refinement is not sent: it is logged, each time, and the call goes on', () => {
  const program = `${line()}
service sms { notice send(to: digits 11 luhn, times: number 1..3)  query number(): digits within 3s }
flow welcome {
  let to = query sms.number() else -> goodbye
  notify sms.send(to, 3)
  say "Sent."
  let n = 2 + 2
  notify sms.send(to, n)
  -> goodbye
}`
  const log = (to: string): unknown[] =>
    run(program, `given sms.number answers "${to}" \n hear "Sent." \n hear next "Goodbye"`)[0]!.log.entries.flatMap(entry =>
      entry.kind === 'not sent' ? [entry.parameter] : entry.kind === 'ask' && entry.how === 'notify' ? ['sent'] : [],
    )
  expect(log('79927398713')).toEqual(['sent', 'times'])
  expect(log('79927398710')).toEqual(['to', 'to'])
  expect(log('7992739871')).toEqual(['to', 'to'])
  plays(program, 'given sms.number answers "79927398710" \n hear "Goodbye" \n expect sms.send not performed')
})

it('[S3.15] a name’s type can be written where its value does not give it', () => {
  expect(says(`${line()}\nflow welcome { let xs = [] say "{count(xs)}." -> goodbye }`)).toEqual(['CW2109 []'])
  const program = `${line()}
flow welcome {
  let xs: list of text up to 3 = []
  add "one" to xs
  add "two" to xs
  for each x in xs { say "{x}." }
  -> goodbye
}`
  expect(says(program)).toEqual([])
  plays(program, 'hear next "one" \n hear next "two" \n hear next "Goodbye"')
})

it('[S3.15] `set r.field = v` changes one field, of that name alone', () => {
  plays(
    `${line()}
type Person = { name: text age: number }
service bank { query person(): Person within 3s }
flow welcome {
  let a = query bank.person() else -> goodbye
  let b = a
  set b.name = "Bea"
  say "{a.name} {a.age}.", "{b.name} {b.age}."
  -> goodbye
}`,
    'given bank.person answers { name: "Ann", age: 30 } \n hear next "Ann thirty" \n hear next "Bea thirty"',
  )
})

it('[S3.15] hours know 24:00 and ranges of dates', () => {
  const program = `${line()}
hours desk in Asia/Shanghai { mon..sun 20:00..24:00  closed on 2026-10-01..2026-10-07 }
flow welcome { if open(desk) { say "Open." } else { say "Closed." } -> goodbye }`
  expect(says(program)).toEqual([])
  for (const [at, heard] of [
    ['2026-09-30T19:59+08:00', 'Closed'],
    ['2026-09-30T20:00+08:00', 'Open'],
    ['2026-09-30T23:59+08:00', 'Open'],
    ['2026-10-01T00:00+08:00', 'Closed'],
    ['2026-10-01T21:00+08:00', 'Closed'],
    ['2026-10-04T21:00+08:00', 'Closed'],
    ['2026-10-07T23:59+08:00', 'Closed'],
    ['2026-10-08T20:00+08:00', 'Open'],
  ])
    plays(program, `call at ${at} \n hear next "${heard}"`)
})

it('[S3.15] the value of an outcome may be left unnamed', () => {
  const program = `${line()}
queue desk { longest wait 1min }
service bank {
  attempt ask(code: digits 2) within 3s { accepted(name: text) refused }
}
flow welcome {
  attempt bank.ask("12") { accepted { say "Accepted." } refused, failed -> goodbye }
  connect queue desk { answered { say "The talk is over." } timed out, no agents, failed { } }
  -> goodbye
}`
  expect(says(program)).toEqual([])
  plays(
    program,
    `given bank.ask answers accepted("Ann")
     given queue desk answers after 1s for 10s
     hear next "Accepted" \n wait 20s \n hear next "The talk is over"`,
  )
})

/** A call at the request of its welcome; answers are what the line was given. */
const asked = (service: string, steps: string): (() => TestCall) => {
  const machine = machineOf(`${line()}
type Kind = one of { card "a card" other "something" }
type Account = { name: text  kind: Kind  balance: money CNY  opened: date or nothing }
service bank { ${service} }
flow welcome { ${steps} -> goodbye }`)
  return () => {
    const call = startCall(machine)
    call.lines()
    return call
  }
}
const account = { name: 'Ann', kind: 'card', balance: 100, opened: null }
const wrong: readonly (readonly [what: string, value: unknown])[] = [
  ['nothing', null],
  ['a text', 'Ann'],
  ['a list', [account]],
  ['a missing field', { name: 'Ann', kind: 'card', opened: null }],
  ['a field of another type', { ...account, name: 5 }],
  ['money that is no whole number', { ...account, balance: 0.5 }],
  ['a day that there is not', { ...account, opened: '2026-02-30' }],
  ['a text of 501 characters', { ...account, name: 'a'.repeat(501) }],
]

it.each(wrong)('[S3.16] %s of the wrong shape: a query and an attempt fail', (_, value) => {
  const query = asked(
    'query account(): Account within 3s',
    'let a = query bank.account() else { say "Failed." -> goodbye } say "{a.name}."',
  )
  expect(
    query()
      .answer('answered', value as Value)
      .lines()[0],
  ).toBe('say Failed.')
  expect(query().answer('answered', account).lines()[0]).toMatch(/ Ann$/)
  const attempt = asked(
    'attempt account() within 3s { found(a: Account) gone }',
    'attempt bank.account() { found(a) { say "{a.name}." } gone { say "Gone." } failed { say "Failed." } }',
  )
  expect(
    attempt()
      .answer('found', value as Value)
      .lines()[0],
  ).toBe('say Failed.')
  expect(attempt().answer('gone').lines()[0]).toBe('say Gone.')
})

it.each(wrong)('[S3.16] %s of the wrong shape: a transaction is unknown', (_, value) => {
  const perform = asked(
    'transaction open() within 3s { done(a: Account) declined }',
    'perform bank.open() { done(a) { say "{a.name}." } declined { say "Declined." } failed { say "Failed." } unknown { say "Unknown." } }',
  )
  expect(
    perform()
      .answer('done', value as Value)
      .lines()[0],
  ).toBe('say Unknown.')
  expect(perform().answer('declined').lines()[0]).toBe('say Declined.')
  expect(perform().answer('never heard of').lines()[0]).toBe('say Unknown.')
})
