import { expect, it } from 'vitest'
import { check, findings, flow } from '../testing.ts'

const step = (text: string): readonly string[] => findings(flow(text))
const service = (operation: string): readonly string[] => findings(`service s { ${operation} }\nflow start { -> hangup }`)
const asked = 'collect card: CardNumber { say "?" }\ncollect pass: Passcode { say "?" }'

it('[L.services.3] [L.proofs.6] every operation can end failed, and every outcome is handled', () => {
  const attempt = (outcomes: string): readonly string[] => step(`${asked}\nattempt bank.log_in(card, pass) { ${outcomes} }`)
  expect(attempt('accepted(id) { say "{id}" } refused { } locked, failed -> hangup')).toEqual([])
  expect(attempt('accepted { } refused { } locked { }')).toEqual(['CW5001 log_in'])
  expect(attempt('accepted { } refused { } locked { } failed { } unknown { }')).toEqual(['CW5002 unknown'])
  expect(attempt('accepted { } refused { } refused, locked, failed { }')).toEqual(['CW5003 refused'])
  const message = check(flow(`${asked}\nattempt bank.log_in(card, pass) { accepted { } }`)).diagnostics[0]!
  expect(message.message.en).toBe('“log_in” can also end with “refused”, “locked” and “failed”: that is not handled here.')
})

it('[L.services.4] a transaction can also end unknown', () => {
  const perform = (outcomes: string): readonly string[] =>
    step(
      `collect card: CardNumber { say "?" }\nconfirm { say "{card}" no -> hangup }\nperform bank.transfer(card, CNY 1.00) { meanwhile say "One moment."\n${outcomes} }`,
    )
  expect(perform('done(receipt) { say "{receipt}" } declined(reason) { say "{reason}" } failed, unknown { }')).toEqual([])
  expect(perform('done { } declined { } failed { }')).toEqual(['CW5001 transfer'])
})

it('[L.services.10] a group has no values; the values of one are all named, or none', () => {
  const attempt = (outcomes: string): readonly string[] =>
    step(`${asked}\nattempt bank.log_in(card, pass) { ${outcomes} refused, failed { } }`)
  expect(attempt('accepted, locked { }')).toEqual([])
  expect(attempt('accepted, locked(id) { }')).toEqual(['CW5005 id'])
  expect(attempt('accepted(a, b) { } locked { }')).toEqual(['CW5004 a'])
  expect(attempt('accepted { } locked(a) { }')).toEqual(['CW5004 a'])
})

it('[L.services.11] a value is taken by let with an else, outcomes by a block', () => {
  expect(step('let accounts = query bank.accounts() else -> hangup\nsay "{count(accounts)}"')).toEqual([])
  expect(step('let accounts = query bank.accounts()\nsay "{count(accounts)}"')).toEqual(['CW5009 query bank.accounts()'])
  expect(step('query bank.limit() { low { } high(most) { say "{most}" } failed { } }')).toEqual([])
  expect(step('let limit = query bank.limit() else -> hangup\nmilestone m(limit)')).toEqual(['CW5007 limit'])
  expect(step('query bank.accounts() { failed { } }')).toEqual(['CW5008 accounts'])
  expect(step('let one: number = query bank.accounts() else -> hangup\nsay "{one}"')).toEqual(['CW2101 query bank.accounts()'])
})

it('[L.steps.8] [L.steps.9] [L.steps.10] [L.steps.11] each kind of operation has its word', () => {
  expect(step('query bank.seen("x") { failed { } }')).toEqual(['CW5006 query'])
  expect(step('notify bank.limit()')).toEqual(['CW5006 notify'])
  expect(step(`${asked}\nperform bank.log_in(card, pass) { accepted, refused, locked, failed { } }`)).toEqual(['CW5006 perform'])
  expect(
    step('collect card: CardNumber { say "?" }\nattempt bank.transfer(card, CNY 1.00) { done, declined, failed, unknown { } }'),
  ).toEqual(['CW5006 attempt'])
})

it('[L.declarations.7] what a service may declare', () => {
  for (const fine of [
    'query a(): text within 1s',
    'query a() within 1s { yes }',
    'attempt a() within 1s requires verified { yes }',
    'transaction a(x: money CNY) within 1s { requires signed  requires confirm of x  done }',
    'notice a(x: text)',
  ]) {
    expect(service(fine), fine).toEqual([])
  }
  expect(service('query a() within 1s')).toEqual(['CW5012 a'])
  expect(service('query a(): text within 1s { yes }')).toEqual(['CW5011 yes'])
  expect(service('attempt a(): text within 1s { yes }')).toEqual(['CW5010 text'])
  expect(service('transaction a() within 1s')).toEqual(['CW5012 a'])
  expect(service('notice a() { yes }')).toEqual(['CW5013 yes'])
  expect(service('query a(): text')).toEqual(['CW5016 a'])
  expect(service('attempt a() within 1s { failed }')).toEqual(['CW5014 failed'])
  expect(service('attempt a() within 1s { yes  yes }')).toEqual(['CW2004 yes'])
  expect(service('attempt a(x: text, x: text) within 1s { yes }')).toEqual(['CW2004 x'])
  expect(service('attempt a() within 1s requires gold { yes }')).toEqual(['CW2013 gold'])
  expect(service('query a(): text within 1s  query a(): text within 1s')).toEqual(['CW2004 a'])
})

it('[L.services.15] a back end and a queue are known by their names outside the program, so one file declares them', () => {
  const two = (declared: string, steps: string): readonly string[] =>
    findings(`import { other } from "./b.ivr"\n${declared}\nflow start { ${steps} do other -> hangup }`, {
      'b.ivr': `${declared}\nflow other { ${steps} }`,
    })
  expect(two('service sms { notice sent(to: text) }', 'notify sms.sent("x")')).toEqual(['CW2004 sms'])
  expect(two('queue cards { }', 'connect queue cards { answered, no agents, failed { } }')).toEqual(['CW2004 cards'])
  // Imported besides, it is the same fault.
  const own = 'service sms { notice sent(to: text) }'
  expect(findings(`import { sms } from "./b.ivr"\n${own}\nflow start { notify sms.sent("x") -> hangup }`, { 'b.ivr': own })).toEqual([
    'CW2004 sms',
  ])
  // Hours and types are each file's own.
  expect(two('hours desk { mon 08:00..09:00 }\ntype Code = digits 3', 'if open(desk) { let c: Code = "123" say "{c}" }')).toEqual([])
})

it('[L.rules.7] of clauses that are said twice none vanishes', () => {
  expect(service('attempt a() within 1s within 9s requires verified requires verified { yes }')).toEqual([
    'CW2024 within 9s',
    'CW2024 requires verified',
  ])
  expect(
    service(
      'transaction a(x: money CNY, y: money CNY) within 1s requires verified { requires verified requires confirm of x requires confirm of y done }',
    ),
  ).toEqual(['CW2024 requires verified', 'CW2024 requires confirm of y'])
  // A clause that is not whole is one fault.
  expect(service('attempt a() within 1s requires verified requires { yes }')).toEqual(['CW1001 {'])
  expect(service('attempt a() within 1s requires verified { yes }  attempt b() within 1s requires verified { yes }')).toEqual([])
  expect(
    findings(
      'flow start { let x = do f -> hangup milestone m(x) }'.replace(' -> hangup milestone m(x)', ' milestone m(x) -> hangup') +
        '\nflow f requires anonymous requires anonymous returns text returns text { return "x" }',
    ),
  ).toEqual(['CW2024 requires anonymous', 'CW2024 returns text'])
  expect(
    findings(
      'queue q { music "a" position every 30s longest wait 1min music "b" position every 9s longest wait 9s }\nflow start { connect queue q { priority 1 priority 2 with a: 1 with b: 2 answered, timed out, no agents, failed { } } -> hangup }',
    ),
  ).toEqual(['CW2024 music "b"', 'CW2024 position every 9s', 'CW2024 longest wait 9s', 'CW2024 priority 2'])
  expect(
    step(
      'record v up to 1s { say "Speak." tone tone end after 1s of silence end after 2s of silence nothing -> hangup nothing { -> hangup } hung up { } hung up { } }\nsay v',
    ),
  ).toEqual(['CW2024 tone', 'CW2024 end after 2s of silence', 'CW2024 nothing { -> hangup }', 'CW2024 hung up { }'])
  expect(
    step(
      'collect card: CardNumber { say "?" }\nconfirm { say "{card}" no -> hangup }\nperform bank.transfer(card, CNY 1.00) { meanwhile say "x" meanwhile say "y" done, declined, failed, unknown { } }',
    ),
  ).toEqual(['CW2024 meanwhile say "y"'])
  expect(step('collect x: digits 4 luhn like "1xxx" luhn like "xxx1" { say "?" }\nsay x')).toEqual(['CW2024 luhn', 'CW2024 like "xxx1"'])
})

it('[L.services.9] of names parameters of a transaction', () => {
  expect(service('transaction a(amount: money CNY) within 1s { requires confirm of amuont  done }')).toEqual(['CW2028 amuont'])
  expect(service('attempt a(amount: money CNY) within 1s { requires confirm of amount  done }')).toEqual(['CW5015 confirm of amount'])
})
